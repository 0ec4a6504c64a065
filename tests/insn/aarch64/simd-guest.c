/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs the cases on standard input and writes their results.  It is run by an
 * emulator of known quality or a machine, and by the one under test.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "simd-cases.h"

enum { BATCH = 4096, SLOT = 4 * (CASE_WORDS + 1), RET = 0xd65f03c0 };

_Static_assert(sizeof(((struct insn_state *)0)->v) == 512, "layout");

/* Loads all registers, runs the code and stores them again. */
void run(struct insn_state *st, const void *code);
__asm__(".globl run\n"
        "run:\n"
        "stp x29, x30, [sp, #-176]!\n"
        "stp x19, x20, [sp, #16]\n"
        "stp x21, x22, [sp, #32]\n"
        "stp x23, x24, [sp, #48]\n"
        "stp x25, x26, [sp, #64]\n"
        "stp x27, x28, [sp, #80]\n"
        "stp d8, d9, [sp, #96]\n"
        "stp d10, d11, [sp, #112]\n"
        "stp d12, d13, [sp, #128]\n"
        "stp d14, d15, [sp, #144]\n"
        "mov x28, x0\n"
        "mov x30, x1\n"
        "ldr x0, [x28, #736]\n"
        "msr nzcv, x0\n"
        "ldr x0, [x28, #744]\n"
        "msr fpcr, x0\n"
        "ldr x0, [x28, #752]\n"
        "msr fpsr, x0\n"
        ".set i, 0\n"
        ".irp r, 0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30\n"
        ".set i, \\r\n"
        "ldr q\\r, [x28, #16 * i]\n"
        ".endr\n"
        ".irp r, 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31\n"
        "ldr q\\r, [x28, #16 * \\r]\n"
        ".endr\n"
        ".irp r, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,"
        "23,24,25,26,27\n"
        "ldr x\\r, [x28, #512 + 8 * \\r]\n"
        ".endr\n"
        "blr x30\n"
        ".irp r, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,"
        "23,24,25,26,27\n"
        "str x\\r, [x28, #512 + 8 * \\r]\n"
        ".endr\n"
        ".irp r, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,"
        "23,24,25,26,27,28,29,30,31\n"
        "str q\\r, [x28, #16 * \\r]\n"
        ".endr\n"
        "mrs x0, nzcv\n"
        "str x0, [x28, #736]\n"
        "mrs x0, fpsr\n"
        "str x0, [x28, #752]\n"
        "msr fpcr, xzr\n"
        "ldp x19, x20, [sp, #16]\n"
        "ldp x21, x22, [sp, #32]\n"
        "ldp x23, x24, [sp, #48]\n"
        "ldp x25, x26, [sp, #64]\n"
        "ldp x27, x28, [sp, #80]\n"
        "ldp d8, d9, [sp, #96]\n"
        "ldp d10, d11, [sp, #112]\n"
        "ldp d12, d13, [sp, #128]\n"
        "ldp d14, d15, [sp, #144]\n"
        "ldp x29, x30, [sp], #176\n"
        "ret\n");

int main(void)
{
    static struct insn_case cases[BATCH];
    char *code = mmap(NULL, BATCH * SLOT, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t n;
    if (code == MAP_FAILED)
        return 1;
    while ((n = fread(cases, sizeof(cases[0]), BATCH, stdin)) > 0) {
        for (size_t i = 0; i < n; i++) {
            uint32_t *p = (uint32_t *)(code + i * SLOT);
            memcpy(p, cases[i].word, 4 * cases[i].n);
            p[cases[i].n] = RET;
        }
        __builtin___clear_cache(code, code + BATCH * SLOT);
        for (size_t i = 0; i < n; i++) {
            struct insn_state st;
            struct insn_result r = {0};
            case_state(&cases[i], &st);
            run(&st, code + i * SLOT);
            case_result(&cases[i], &st, &r);
            if (fwrite(&r, sizeof(r), 1, stdout) != 1)
                return 1;
        }
    }
    return fflush(stdout) ? 1 : 0;
}
