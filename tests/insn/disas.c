/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * disas TARGET: reads instruction words, 32 bits each in the host's order, from
 * standard input, and prints a line for each: its text, and whether a processor
 * with all that is implemented has it.  A word is taken to be at address 4
 * times its number, from 0; a shorter instruction is in its low half.
 *
 * The text is the disassembler's, with "undefined " before it if the translator
 * makes an illegal instruction of it.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "cpu/target.h"

static struct ir_block block;

static const struct cpu_model *all_features(const struct target *t)
{
    const struct cpu_model *m = t->models;
    while (m->name && strcmp(m->name, "max"))
        m++;
    return m->name ? m : t->models;
}

/* Does the translator take it for an instruction? */
static bool is_known(const struct target *target, uint64_t features,
                     uint32_t word, uint64_t pc)
{
    struct ir_rules rules;
    struct translate t = {
        .ir = &block,
        .target = target,
        .features = features,
        .pc = pc,
        .code = (const uint8_t *)&word,
        .avail = sizeof(word),
    };
    target->rules(t.key, &rules);
    ir_begin(&block, pc, target->slots, target->helpers, &rules);
    ir_insn_start(&block, t.off);
    target->translate(&t);
    const struct ir_insn *last = &block.op[block.n - 1];
    return !t.done || last->op != IR_EXIT || last->aux != EXIT_ILLEGAL;
}

int main(int argc, char **argv)
{
    const struct target *t = argc == 2 ? target_by_name(argv[1]) : NULL;
    uint64_t pc = 0;
    uint32_t word;
    char text[128];

    if (!t) {
        fputs("usage: disas TARGET <words\n", stderr);
        return 2;
    }
    uint64_t features = all_features(t)->features;
    for (; fread(&word, sizeof(word), 1, stdin) == 1; pc += sizeof(word)) {
        if (!is_known(t, features, word, pc))
            fputs("undefined ", stdout);
        t->disas(text, sizeof(text), (const uint8_t *)&word, sizeof(word), pc);
        puts(text);
    }
    return fflush(stdout) ? 1 : 0;
}
