/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Host code as text, for -d out_asm. */
#include "config.h"

#include "base/log.h"
#include "tcg/backend.h"

#ifdef HAVE_CAPSTONE
#include <capstone/capstone.h>

void tcg_disas_host(const uint8_t *code, size_t len, const struct log *log)
{
    csh h;
    cs_insn *in;

    if (cs_open(CS_ARCH_X86, CS_MODE_64, &h) != CS_ERR_OK)
        return;
    cs_option(h, CS_OPT_SKIPDATA, CS_OPT_ON);
    size_t n = cs_disasm(h, code, len, (uint64_t)(uintptr_t)code, 0, &in);
    log_printf(log, "OUT: %zu bytes\n", len);
    for (size_t i = 0; i < n; i++)
        log_printf(log, "0x%lx:  %s %s\n", (unsigned long)in[i].address,
                   in[i].mnemonic, in[i].op_str);
    log_printf(log, "\n");
    cs_free(in, n);
    cs_close(&h);
}
#else
void tcg_disas_host(const uint8_t *code, size_t len, const struct log *log)
{
    log_printf(log, "OUT: %zu bytes\n", len);
    for (size_t i = 0; i < len; i++) {
        if (i % 16 == 0)
            log_printf(log, "0x%lx: ", (unsigned long)(uintptr_t)(code + i));
        log_printf(log, " %02x%s", code[i],
                   i % 16 == 15 || i + 1 == len ? "\n" : "");
    }
    log_printf(log, "\n");
}
#endif
