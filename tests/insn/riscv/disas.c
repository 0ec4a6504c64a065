/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads hexadecimal instruction words, one a line, and prints their texts; each
 * is taken to be at address 4 times its line number, from 0. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "target/riscv/state.h"

int main(void)
{
    unsigned word, n = 0;
    char text[128];

    while (scanf("%x", &word) == 1) {
        uint8_t code[4];
        memcpy(code, &word, sizeof(code));
        riscv_disas(text, sizeof(text), code, sizeof(code), 4 * n++);
        puts(text);
    }
    return 0;
}
