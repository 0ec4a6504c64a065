/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Host code as bytes, for -d out_asm; scripts/disas-log turns them to text. */
#include "config.h"

#include "base/log.h"
#include "tcg/backend.h"

enum { LINE = 32 };

void tcg_disas_host(const uint8_t *code, size_t len, const struct log *log)
{
    static const char digit[] = "0123456789abcdef";
    char text[2 * LINE + 1];

    log_printf(log, "OUT: %zu bytes (scripts/disas-log disassembles)\n", len);
    for (size_t at = 0; at < len; at += LINE) {
        size_t n = len - at < LINE ? len - at : LINE;

        for (size_t i = 0; i < n; i++) {
            text[2 * i] = digit[code[at + i] >> 4];
            text[2 * i + 1] = digit[code[at + i] & 15];
        }
        text[2 * n] = 0;
        log_printf(log, "x86-64 0x%lx: %s\n",
                   (unsigned long)(uintptr_t)(code + at), text);
    }
    log_printf(log, "\n");
}
