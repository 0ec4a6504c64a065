/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tcg/crc32.h"

/* One bit of the message a time. */
static uint32_t step(uint32_t acc, uint64_t data, unsigned bytes,
                     uint32_t reflected)
{
    for (unsigned i = 0; i < 8 * bytes; i++, data >>= 1) {
        uint32_t out = (acc ^ (uint32_t)data) & 1;

        acc = acc >> 1 ^ (-out & reflected);
    }
    return acc;
}

uint32_t crc32_step(uint32_t acc, uint64_t data, unsigned bytes)
{
    return step(acc, data, bytes, 0xedb88320);
}

uint32_t crc32c_step(uint32_t acc, uint64_t data, unsigned bytes)
{
    return step(acc, data, bytes, 0x82f63b78);
}
