/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breadth-first search and Dijkstra's paths: dependent loads and a heap. */
#include "bench.h"

#include <string.h>

enum { NODES = 8192, DEGREE = 8, EDGES = NODES * DEGREE };

struct entry {
    uint32_t distance;
    uint32_t node;
};

static uint32_t edge_to[EDGES], edge_cost[EDGES];
static uint32_t distance[NODES], queue[NODES];
static struct entry heap[EDGES + 1];
static unsigned heap_size;

static void push(struct entry e)
{
    unsigned at = heap_size++;

    while (at > 0 && heap[(at - 1) / 2].distance > e.distance) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = e;
}

static struct entry pop(void)
{
    struct entry top = heap[0], last = heap[--heap_size];
    unsigned at = 0;

    for (unsigned c; (c = 2 * at + 1) < heap_size; at = c) {
        if (c + 1 < heap_size && heap[c + 1].distance < heap[c].distance)
            c++;
        if (last.distance <= heap[c].distance)
            break;
        heap[at] = heap[c];
    }
    heap[at] = last;
    return top;
}

static uint64_t total_distance(void)
{
    uint64_t total = 0;

    for (unsigned i = 0; i < NODES; i++)
        if (distance[i] != UINT32_MAX)
            total += (uint64_t)distance[i] * (i % 7 + 1);
    return total;
}

static uint64_t breadth_first(uint32_t from)
{
    unsigned head = 0, tail = 0;

    memset(distance, 0xff, sizeof distance);
    distance[from] = 0;
    queue[tail++] = from;
    while (head < tail) {
        uint32_t node = queue[head++];
        for (unsigned e = node * DEGREE; e < (node + 1) * DEGREE; e++) {
            uint32_t to = edge_to[e];
            if (distance[to] != UINT32_MAX)
                continue;
            distance[to] = distance[node] + 1;
            queue[tail++] = to;
        }
    }
    return total_distance();
}

static uint64_t dijkstra(uint32_t from)
{
    memset(distance, 0xff, sizeof distance);
    distance[from] = 0;
    push((struct entry){0, from});
    while (heap_size > 0) {
        struct entry at = pop();
        if (at.distance > distance[at.node])
            continue;
        for (unsigned i = 0; i < DEGREE; i++) {
            unsigned e = at.node * DEGREE + i;
            uint32_t via = at.distance + edge_cost[e];
            if (via >= distance[edge_to[e]])
                continue;
            distance[edge_to[e]] = via;
            push((struct entry){via, edge_to[e]});
        }
    }
    return total_distance();
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 23;
    uint64_t sum = 0;

    for (unsigned i = 0; i < EDGES; i++) {
        edge_to[i] = bench_random(&seed) % NODES;
        edge_cost[i] = bench_random(&seed) % 1000 + 1;
    }
    for (unsigned long n = 0; n < scale; n++) {
        uint32_t from = bench_random(&seed) % NODES;
        for (unsigned i = 0; i < 4; i++)
            sum = bench_mix(sum, breadth_first((from + i) % NODES));
        sum = bench_mix(sum, dijkstra(from));
    }
    bench_report("graph", sum);
    return 0;
}
