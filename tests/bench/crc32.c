/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CRC-32 with a table of 256 words: a chain of dependent byte look-ups. */
#include "bench.h"

enum { SIZE = 1 << 16 };

static uint32_t table[256];
static uint8_t data[SIZE];

static void make_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (unsigned bit = 0; bit < 8; bit++)
            c = c & 1 ? UINT32_C(0xedb88320) ^ c >> 1 : c >> 1;
        table[i] = c;
    }
}

static uint32_t crc_update(uint32_t crc, const uint8_t *p, size_t length)
{
    crc = ~crc;
    while (length--)
        crc = table[(crc ^ *p++) & 0xff] ^ crc >> 8;
    return ~crc;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 7, crc = 0;

    make_table();
    for (unsigned i = 0; i < SIZE; i++)
        data[i] = (uint8_t)bench_random(&seed);
    for (unsigned long n = 0; n < scale; n++)
        crc = crc_update(crc, data, SIZE);
    bench_report("crc32", crc);
    return 0;
}
