/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs the cases that Berkeley TestFloat's testfloat_gen writes through every
 * instruction of the guest that does the function, and compares results and
 * exceptions: testfloat FUNCTION MODE [exact] [dn], with the cases on standard
 * input.  dn: NaNs are the default one.  Vectors take as many cases as they
 * have lanes.  testfloat.sh starts it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "testfloat.h"
#if defined(__aarch64__)
#include "testfloat-aarch64.h"
#elif defined(__riscv)
#include "testfloat-riscv64.h"
#endif

enum { BATCH = 16, SHOWN = 5, UNDERFLOW = 2 };

struct test_case {
    struct value in[3], out;
    unsigned flags;
};

static const char *const mode_names[MODES] = {
    "near_even", "minMag", "min", "max", "near_maxMag", "odd",
};

static enum kind in_kind, out_kind;
static bool is_fma, default_nan;
static unsigned long bad, late;

/* The next token on standard input; its first character, or 0 at the end. */
static char *token(unsigned *len, char *end)
{
    static char buf[1 << 16];
    static size_t at, have;
    static char text[32];
    *len = 0;
    for (;;) {
        if (at == have) {
            ssize_t n = read(0, buf, sizeof(buf));
            at = 0;
            have = n > 0 ? (size_t)n : 0;
            if (!have)
                return NULL;
        }
        char c = buf[at++];
        if (c == ' ' || c == '\n') {
            *end = c;
            text[*len] = 0;
            return text;
        }
        if (*len < sizeof(text) - 1)
            text[(*len)++] = c;
    }
}

/* Operands, result, exceptions. */
static bool read_case(struct test_case *t)
{
    struct value v[5];
    unsigned n = 0, len;
    char end = 0;
    for (; n < 5 && end != '\n'; n++) {
        char *s = token(&len, &end);
        if (!s)
            return false;
        v[n] = (struct value){.size = len / 2, .bits = strtoull(s, NULL, 16)};
    }
    memset(t, 0, sizeof(*t));
    for (unsigned i = 0; i + 2 < n; i++) {
        t->in[i] = v[i];
        t->in[i].kind = in_kind;
    }
    t->out = v[n - 2];
    t->out.kind = out_kind;
    t->flags = (unsigned)v[n - 1].bits;
    return true;
}

static uint64_t sign_of(struct value v)
{
    return UINT64_C(1) << (8 * v.size - 1);
}

static unsigned fraction_bits(struct value v)
{
    return v.size == 2 ? 10 : v.size == 4 ? 23 : 52;
}

static uint64_t infinity_of(struct value v)
{
    return (sign_of(v) - 1) & ~((UINT64_C(1) << fraction_bits(v)) - 1);
}

static bool is_nan(struct value v)
{
    return (v.bits & (sign_of(v) - 1)) > infinity_of(v);
}

static bool is_signalling(struct value v)
{
    return is_nan(v) && !(v.bits >> (fraction_bits(v) - 1) & 1);
}

static bool is_infinity_times_zero(struct value a, struct value b)
{
    uint64_t x = a.bits & (sign_of(a) - 1), y = b.bits & (sign_of(b) - 1);
    return (x == infinity_of(a) && !y) || (y == infinity_of(b) && !x);
}

/* The NaN of a fused multiply-add where the addend comes first (Arm ARM,
 * pseudocode FPMulAdd and FPProcessNaNs3); SoftFloat has it last. */
static void fix_fma(struct test_case *t)
{
    struct value order[] = {t->in[2], t->in[0], t->in[1]};
    uint64_t quiet = UINT64_C(1) << (fraction_bits(t->out) - 1);
    for (unsigned i = 0; i < 3; i++)
        if (is_signalling(order[i])) {
            t->out.bits = order[i].bits | quiet;
            return;
        }
    if (is_infinity_times_zero(t->in[0], t->in[1]))
        return;
    for (unsigned i = 0; i < 3; i++)
        if (is_nan(order[i])) {
            t->out.bits = order[i].bits;
            return;
        }
}

static void put_lane(union vec *v, unsigned i, struct value x)
{
    memcpy(v->b + i * x.size, &x.bits, x.size);
}

static uint64_t get_lane(const union vec *v, unsigned i, unsigned size)
{
    uint64_t x = 0;
    memcpy(&x, v->b + i * size, size);
    return x;
}

static void load(const struct form *f, const struct test_case *t,
                 union vec in[3])
{
    for (unsigned i = 0; i < f->lanes; i++) {
        struct value v[3] = {t[i].in[0], t[i].in[1], t[i].in[2]};
        if (f->what & NEG_A)
            v[0].bits ^= sign_of(v[0]);
        if (f->what & NEG_C)
            v[2].bits ^= sign_of(v[2]);
        for (unsigned k = 0; k < 3; k++) {
            unsigned to = f->what & SWAP && k < 2 ? 1 - k : k;
            if (f->lanes == 1)
                widen(v[k], &in[to]);
            else
                put_lane(&in[to], i, v[k]);
        }
    }
}

/* What the instruction should have left for case i. */
static bool right_result(const struct form *f, const struct test_case *t,
                         const union vec *out, unsigned i)
{
    struct value want = t->out;
    if (f->what & NEG_RESULT)
        want.bits ^= sign_of(want);
    if (f->what & MASK) {
        unsigned size = t->in[0].size;
        uint64_t ones = ~UINT64_C(0) >> (64 - 8 * size);
        return get_lane(out, i, size) == (want.bits ? ones : 0);
    }
    if (f->lanes == 1) {
        union vec v = {.d = {0, 0}};
        widen(want, &v);
        return !memcmp(&v, out, GUEST_WIDTH(want));
    }
    return get_lane(out, i, want.size) == want.bits;
}

/* Did the rounding of a number that was too small make it normal? */
static bool least_normal(struct value v)
{
    return v.kind == FLOAT &&
           (v.bits & (sign_of(v) - 1)) == UINT64_C(1) << fraction_bits(v);
}

static void show(const struct form *f, const struct test_case *t,
                 const union vec *out, unsigned flags)
{
    if (bad++ >= SHOWN)
        return;
    printf("%s:", f->text);
    for (unsigned i = 0; i < f->lanes; i++)
        printf(" %lx %lx %lx -> %lx/%02x", t[i].in[0].bits, t[i].in[1].bits,
               t[i].in[2].bits, t[i].out.bits, t[i].flags);
    printf(", not %016lx%016lx/%02x\n", out->d[1], out->d[0], flags);
}

static void check(const struct form *f, const struct test_case *t,
                  enum mode mode)
{
    if (f->what & FIXED)
        mode = (mode + 1) % NEAR_MAX_MAG;
    uint64_t control = control_mode(mode, default_nan);
    union vec in[3] = {0}, out = {.d = {0, 0}};
    unsigned want = 0, may_miss = UNDERFLOW;
    load(f, t, in);
    unsigned flags = f->run(in, &out, control);
    bool same = true;
    for (unsigned i = 0; i < f->lanes; i++) {
        want |= t[i].flags;
        if (t[i].flags & UNDERFLOW && !least_normal(t[i].out))
            may_miss = 0;
        same = same && right_result(f, &t[i], &out, i);
    }
    if (same && flags != want && (flags | may_miss) == want)
        late++;
    else if (!same || flags != want)
        show(f, t, &out, flags);
}

static enum kind kind_of(const char *name)
{
    return *name == 'f' ? FLOAT : *name == 'i' ? SIGNED : UNSIGNED;
}

/* FUNCTION is TYPE_to_TYPE, or TYPE_OPERATION. */
static void parse_function(const char *name)
{
    const char *to = strstr(name, "_to_"), *op = strchr(name, '_') + 1;
    in_kind = kind_of(name);
    out_kind = to ? kind_of(to + 4)
               : !strncmp(op, "eq", 2) || !strncmp(op, "le", 2) ||
                       !strncmp(op, "lt", 2)
                   ? BOOL
                   : FLOAT;
    is_fma = !strcmp(op, "mulAdd");
}

int main(int argc, char **argv)
{
    enum { N_FORMS = sizeof(forms) / sizeof(forms[0]) };
    const struct form *used[N_FORMS];
    static struct test_case t[BATCH];
    unsigned n_used = 0, exact = 0, mode = 0;
    unsigned long cases = 0;
    if (argc < 3) {
        fprintf(stderr, "usage: testfloat FUNCTION MODE [exact] [dn] <CASES\n");
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        exact |= strcmp(argv[i], "exact") ? 0 : EXACT;
        default_nan |= !strcmp(argv[i], "dn");
    }
    while (mode < MODES && strcmp(mode_names[mode], argv[2]))
        mode++;
    parse_function(argv[1]);
    for (unsigned i = 0; i < N_FORMS; i++)
        if (!strcmp(forms[i].function, argv[1]) && forms[i].modes >> mode & 1 &&
            (forms[i].what & EXACT) == exact)
            used[n_used++] = &forms[i];
    for (unsigned n = BATCH; n == BATCH;) {
        for (n = 0; n < BATCH && read_case(&t[n]); n++)
            if (is_fma && FMA_ADDEND_FIRST && !default_nan && is_nan(t[n].out))
                fix_fma(&t[n]);
        cases += n;
        for (unsigned i = n; n && i < BATCH; i++)
            t[i] = t[n - 1];
        for (unsigned k = 0; k < n_used; k++)
            for (unsigned i = 0; i < n; i += used[k]->lanes)
                check(used[k], &t[i], mode);
    }
    printf("%s %s%s%s: %lu cases, %u instructions, %lu differ, %lu underflows "
           "found late\n",
           argv[1], argv[2], exact ? " exact" : "", default_nan ? " dn" : "",
           cases, n_used, bad, late);
    return bad || !n_used || !cases;
}
