/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of -cpu: MODEL[,SWITCH=on|off]..., as QEMU has it. */
#include "config.h"

#include <string.h>

#include "base/fmt.h"
#include "cpu/target.h"

/* Whether the len characters at s are the word. */
static bool is_word(const char *s, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(s, word, len) == 0;
}

/* What is needed by what is on. */
static uint64_t with_needed(const struct cpu_switch *all, uint64_t features)
{
    uint64_t before;

    do {
        before = features;
        for (const struct cpu_switch *s = all; s->name; s++)
            if ((features & s->features) == s->features)
                features |= s->needs;
    } while (features != before);
    return features;
}

static uint64_t without_needing(const struct cpu_switch *all, uint64_t features)
{
    uint64_t before;

    do {
        before = features;
        for (const struct cpu_switch *s = all; s->name; s++)
            if (s->needs & ~features)
                features &= ~s->features;
    } while (features != before);
    return features;
}

static bool parse_bool(const char *s, size_t len, bool *on)
{
    static const char words[][6] = {"on",  "yes", "true",  "y",
                                    "off", "no",  "false", "n"};

    for (unsigned i = 0; i < 8; i++)
        if (is_word(s, len, words[i])) {
            *on = i < 4;
            return true;
        }
    return false;
}

static const struct cpu_switch *find(const struct target *t, const char *name,
                                     size_t len)
{
    const struct cpu_switch *s = t->switches;

    for (; s && s->name; s++)
        if (is_word(name, len, s->name))
            return s;
    return NULL;
}

static bool turn(const struct target *t, const char *text, size_t len,
                 struct cpu_model *m, char *error, size_t size)
{
    const char *eq = memchr(text, '=', len);
    size_t name_len = eq ? (size_t)(eq - text) : len;
    const struct cpu_switch *s = find(t, text, name_len);
    size_t value_len = eq ? len - name_len - 1 : 0;
    bool on;

    if (!s) {
        fmt_string(error, size, "%s's processors have no switch called %.*s",
                   t->name, (int)name_len, text);
        return false;
    }
    if (!eq || !parse_bool(eq + 1, value_len, &on)) {
        fmt_string(error, size, "%s=on or %s=off, not %.*s", s->name, s->name,
                   (int)len, text);
        return false;
    }
    m->features = on ? with_needed(t->switches, m->features | s->features)
                     : without_needing(t->switches, m->features & ~s->features);
    return true;
}

bool cpu_model_parse(const struct target *t, const char *text,
                     struct cpu_model *model, char *error, size_t size)
{
    const struct cpu_model *m = t->models;
    size_t len = text ? strcspn(text, ",") : 0;

    if (text)
        while (m->name && !is_word(text, len, m->name))
            m++;
    if (!m->name) {
        fmt_string(error, size, "%s has no processor called %.*s", t->name,
                   (int)len, text);
        return false;
    }
    *model = *m;
    for (; text && text[len]; len = strcspn(text, ",")) {
        text += len + 1;
        if (!turn(t, text, strcspn(text, ","), model, error, size))
            return false;
    }
    return true;
}
