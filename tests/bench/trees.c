/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Binary trees and strings made by malloc and taken apart by free. */
#include "bench.h"

#include <string.h>

enum { KEPT = 512 };

struct node {
    struct node *left, *right;
    uint32_t key;
};

static struct node *make_tree(unsigned depth, uint32_t key)
{
    struct node *n = malloc(sizeof *n);

    if (!n)
        bench_fail("malloc");
    n->key = key;
    n->left = depth ? make_tree(depth - 1, key * 2) : NULL;
    n->right = depth ? make_tree(depth - 1, key * 2 + 1) : NULL;
    return n;
}

static uint64_t free_tree(struct node *n)
{
    if (!n)
        return 0;
    uint64_t sum = n->key + free_tree(n->left) * 3 + free_tree(n->right);
    free(n);
    return sum;
}

int main(int argc, char **argv)
{
    static char *kept[KEPT];
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 59;
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        struct node *tree = make_tree(10, (uint32_t)n + 1);
        for (unsigned i = 0; i < 500; i++) {
            char **slot = &kept[bench_random(&seed) % KEPT];
            size_t size = 1 + bench_random(&seed) % 400;
            if (*slot)
                sum += (uint8_t) * *slot;
            free(*slot);
            *slot = malloc(size);
            if (!*slot)
                bench_fail("malloc");
            memset(*slot, (int)(size & 0x7f), size);
        }
        sum = bench_mix(sum, free_tree(tree));
    }
    for (unsigned i = 0; i < KEPT; i++)
        free(kept[i]);
    bench_report("trees", sum);
    return 0;
}
