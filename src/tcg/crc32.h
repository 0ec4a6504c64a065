/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * CRC-32 steps as instructions take them: reflected, without the inversions at
 * either end. Pure functions, any thread.
 */
#ifndef CALQUE_TCG_CRC32_H
#define CALQUE_TCG_CRC32_H

#include <stdint.h>

/* The low `bytes` bytes of `data` (1, 2, 4, 8), lowest first, added to acc;
 * polynomial 0x04c11db7 (ISO 3309), and 0x1edc6f41 (Castagnoli). */
uint32_t crc32_step(uint32_t acc, uint64_t data, unsigned bytes);
uint32_t crc32c_step(uint32_t acc, uint64_t data, unsigned bytes);

#endif
