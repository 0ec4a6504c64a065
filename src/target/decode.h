/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the generated decoders share: the text buffer that disassemblers write
 * to, and the types of the row tables that scripts/gen-decode makes from a
 * target's decode files (docs/decode.md).
 *
 * A struct disas belongs to its caller; text that does not fit is cut off, the
 * buffer always ends in a NUL.  Any thread; no allocation, no locale.
 */
#ifndef CALQUE_TARGET_DECODE_H
#define CALQUE_TARGET_DECODE_H

#include <stddef.h>
#include <stdint.h>

struct disas {
    char *buf;
    size_t size; /* of buf, at least 1 */
    size_t len;  /* of the text so far */
    uint64_t pc; /* of the instruction */
    uint32_t insn;
};

/* Starts an empty text in buf. */
void disas_begin(struct disas *d, char *buf, size_t size, uint64_t pc,
                 uint32_t insn);
void disas_str(struct disas *d, const char *s);
void disas_dec(struct disas *d, int64_t v);
/* With 0x in front. */
void disas_hex(struct disas *d, uint64_t v);

/* One field of a row: the bits that it is made of. */
struct decode_field {
    const char *name;
    uint32_t mask;
    uint8_t width;
    uint8_t is_signed;
};

struct decode_row {
    const char *name;
    uint64_t ext; /* extension bits that it needs */
    uint32_t mask, value;
    uint8_t width;   /* 16 or 32 */
    uint8_t any_ext; /* one bit of ext suffices */
    uint16_t first_field, n_fields;
};

#endif
