/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Huffman coding: a heap, a tree, and bit streams written and read. */
#include "bench.h"

#include <string.h>

enum { SIZE = 1 << 15, SYMBOLS = 64, NODES = 2 * SYMBOLS };

static uint8_t plain[SIZE], coded[SIZE * 4];
static uint32_t weight[NODES];
static uint16_t child[NODES][2], heap[NODES];
static uint64_t code[SYMBOLS];
static uint8_t code_length[SYMBOLS];
static unsigned heap_size;

static void sift_down(unsigned at)
{
    uint16_t moving = heap[at];

    for (unsigned c; (c = 2 * at + 1) < heap_size; at = c) {
        if (c + 1 < heap_size && weight[heap[c + 1]] < weight[heap[c]])
            c++;
        if (weight[moving] <= weight[heap[c]])
            break;
        heap[at] = heap[c];
    }
    heap[at] = moving;
}

/* The number of the root; leaves are 0 to SYMBOLS - 1. */
static uint16_t build_tree(void)
{
    uint16_t next = SYMBOLS;

    memset(weight, 0, sizeof weight);
    for (unsigned i = 0; i < SYMBOLS; i++) {
        weight[i] = 1;
        heap[i] = (uint16_t)i;
    }
    for (unsigned i = 0; i < SIZE; i++)
        weight[plain[i]]++;
    heap_size = SYMBOLS;
    for (unsigned i = SYMBOLS / 2; i-- > 0;)
        sift_down(i);
    while (heap_size > 1) {
        uint16_t least = heap[0];
        heap[0] = heap[--heap_size];
        sift_down(0);
        child[next][0] = least;
        child[next][1] = heap[0];
        weight[next] = weight[least] + weight[heap[0]];
        heap[0] = next++;
        sift_down(0);
    }
    return heap[0];
}

static void assign(uint16_t node, uint64_t bits, uint8_t length)
{
    if (node < SYMBOLS) {
        code[node] = bits;
        code_length[node] = length;
        return;
    }
    assign(child[node][0], bits, length + 1);
    assign(child[node][1], bits | UINT64_C(1) << length, length + 1);
}

/* Bits written; the lowest bit of a byte comes first. */
static size_t encode(void)
{
    size_t at = 0;
    uint64_t pending = 0;
    unsigned count = 0;

    for (unsigned i = 0; i < SIZE; i++) {
        pending |= code[plain[i]] << count;
        count += code_length[plain[i]];
        for (; count >= 8; count -= 8, pending >>= 8)
            coded[at++] = (uint8_t)pending;
    }
    coded[at] = (uint8_t)pending;
    return at * 8 + count;
}

static int decode_matches(uint16_t root, size_t bits)
{
    uint16_t node = root;
    unsigned out = 0;

    for (size_t i = 0; i < bits; i++) {
        node = child[node][coded[i / 8] >> i % 8 & 1];
        if (node >= SYMBOLS)
            continue;
        if (plain[out++] != node)
            return 0;
        node = root;
    }
    return out == SIZE;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 5;
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        for (unsigned i = 0; i < SIZE; i++) {
            uint32_t r = bench_random(&seed);
            plain[i] = (uint8_t)((r & r >> 8 & 0x3f) ^ (r >> 16 & 7));
        }
        uint16_t root = build_tree();
        assign(root, 0, 0);
        size_t bits = encode();
        if (!decode_matches(root, bits))
            return 1;
        sum = bench_mix(sum, bits);
    }
    bench_report("huffman", sum);
    return 0;
}
