/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hashing for tables in memory: fast, well mixed, not cryptographic, and not
 * a format (values may differ between versions).
 *
 * Pure functions: no state, any thread.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * A bijection of 64 bits in which each input bit reaches every output bit, so
 * that any bits of the result may index a table.
 */
static inline uint64_t hash_u64(uint64_t x)
{
    x ^= x >> 32;
    x *= 0x9e3779b97f4a7c15; /* 2^64 divided by the golden ratio, odd */
    x ^= x >> 29;
    x *= 0x9e3779b97f4a7c15;
    return x ^ (x >> 32);
}

/* Add one more word to a running hash; the order of words matters. */
static inline uint64_t hash_add(uint64_t hash, uint64_t x)
{
    return hash_u64(hash + 0x9e3779b97f4a7c15) ^ hash_u64(x ^ (hash << 1));
}

/* The hash of `size` bytes; length and order matter. */
static inline uint64_t hash_bytes(const void *data, size_t size)
{
    const unsigned char *p = (const unsigned char *)data;
    uint64_t hash = hash_u64(size);
    uint64_t word;

    for (; size >= sizeof(word); size -= sizeof(word), p += sizeof(word)) {
        memcpy(&word, p, sizeof(word));
        hash = hash_u64(hash ^ word);
    }
    word = 0;
    memcpy(&word, p, size);
    return hash_u64(hash ^ word);
}

#endif
