/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash table with string keys: hashing, probing, insertion, deletion. */
#include "bench.h"

#include <string.h>

enum { SLOTS = 1 << 13, KEYS = 6000, KEY_SIZE = 12 };

struct slot {
    char key[KEY_SIZE];
    uint32_t count;
};

static struct slot slots[SLOTS];

static uint32_t hash_key(const char *key)
{
    uint32_t h = 2166136261u;

    for (; *key; key++)
        h = (h ^ (uint8_t)*key) * 16777619u;
    return h;
}

/* The slot that holds KEY, or the free one where it belongs. */
static struct slot *find(const char *key)
{
    uint32_t at = hash_key(key) % SLOTS;

    while (slots[at].key[0] && strcmp(slots[at].key, key) != 0)
        at = (at + 1) % SLOTS;
    return &slots[at];
}

/* Frees a slot and moves back those that were pushed past it. */
static void erase(struct slot *victim)
{
    uint32_t hole = (uint32_t)(victim - slots), at = hole;

    for (;;) {
        at = (at + 1) % SLOTS;
        if (!slots[at].key[0])
            break;
        uint32_t home = hash_key(slots[at].key) % SLOTS;
        if ((at - home) % SLOTS >= (at - hole) % SLOTS) {
            slots[hole] = slots[at];
            hole = at;
        }
    }
    slots[hole].key[0] = '\0';
    slots[hole].count = 0;
}

static void make_key(char *key, uint32_t n)
{
    unsigned length = 0;

    key[length++] = 'k';
    for (; n > 0; n /= 10)
        key[length++] = (char)('0' + n % 10);
    key[length] = '\0';
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 29;
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale * 10000; n++) {
        char key[KEY_SIZE];
        uint32_t r = bench_random(&seed);
        make_key(key, r % KEYS);
        struct slot *s = find(key);
        if (s->key[0] && r >> 28 == 0) {
            sum = bench_mix(sum, s->count);
            erase(s);
            continue;
        }
        if (!s->key[0])
            strcpy(s->key, key);
        s->count++;
    }
    for (unsigned i = 0; i < SLOTS; i++)
        sum = bench_mix(sum, slots[i].count);
    bench_report("hash", sum);
    return 0;
}
