/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disas TARGET: reads hexadecimal instruction words, one a line, and prints
 * their texts; each is taken to be at address 4 times its line number, from 0.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "cpu/target.h"

int main(int argc, char **argv)
{
    const struct target *t = argc == 2 ? target_by_name(argv[1]) : NULL;
    unsigned word, n = 0;
    char text[128];

    if (!t) {
        fputs("usage: disas TARGET\n", stderr);
        return 2;
    }
    while (scanf("%x", &word) == 1) {
        uint8_t code[4];
        memcpy(code, &word, sizeof(code));
        t->disas(text, sizeof(text), code, sizeof(code), 4 * n++);
        puts(text);
    }
    return 0;
}
