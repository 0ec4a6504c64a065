/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The form in which flags stand in a slot: what `seto al; lahf` leaves after a
 * host subtraction.  A 16-bit little-endian word: bits 0 to 7 are V (0 or 1),
 * bit 15 is N, bit 14 is Z, bit 8 is the inverse of C.  Bit 9 is written as 1,
 * bits 10 to 13 as 0; all of them are ignored on reading.
 *
 * Everywhere else C code keeps NZCV in bits 31 to 28, as IR_FL_PACK does.
 * Pure functions, any thread.
 */
#ifndef CALQUE_TCG_FLAGS_H
#define CALQUE_TCG_FLAGS_H

#include <stdint.h>

enum {
    FLAGS_V = 1 << 28,
    FLAGS_C = 1 << 29,
    FLAGS_Z = 1 << 30,
};
#define FLAGS_N 0x80000000u

static inline uint16_t flags_pack(uint32_t nzcv)
{
    return (uint16_t)((nzcv & FLAGS_N) >> 16 | (nzcv & FLAGS_Z) >> 16 | 0x200u |
                      (~nzcv & FLAGS_C) >> 21 | (nzcv & FLAGS_V) >> 28);
}

static inline uint32_t flags_unpack(uint16_t layout)
{
    return (layout & 0xc000u) << 16 | (~(uint32_t)layout & 0x100u) << 21 |
           (layout & 0xffu ? FLAGS_V : 0);
}

#endif
