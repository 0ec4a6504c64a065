/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The mix of an embedded program: a linked list that is searched, reversed
 * and merge-sorted, a matrix of 16-bit numbers, a state machine that reads
 * numbers in text, and a bitwise CRC over the results.
 */
#include "bench.h"

#include <stddef.h>

enum { NODES = 200, DIM = 10 };

struct node {
    struct node *next;
    int16_t key;
    int16_t data;
};

static struct node nodes[NODES];
static int16_t matrix_a[DIM][DIM], matrix_b[DIM][DIM];
static const char text[] = "12,-7,0x1f,+3.5,8e4,.25,zz,1e,-0,99999,0xg,6.02e23";

static uint16_t crc16(uint16_t crc, uint32_t value)
{
    for (unsigned i = 0; i < 32; i++, value >>= 1) {
        unsigned bit = (crc ^ value) & 1;
        crc >>= 1;
        if (bit)
            crc ^= 0xa001;
    }
    return crc;
}

static struct node *merge(struct node *a, struct node *b)
{
    struct node head = {0}, *tail = &head;

    while (a && b) {
        struct node **least = a->key <= b->key ? &a : &b;
        tail->next = *least;
        tail = *least;
        *least = tail->next;
    }
    tail->next = a ? a : b;
    return head.next;
}

static struct node *sort(struct node *list)
{
    struct node *slow = list, *fast;

    if (!list || !list->next)
        return list;
    for (fast = list->next; fast && fast->next; fast = fast->next->next)
        slow = slow->next;
    fast = slow->next;
    slow->next = NULL;
    return merge(sort(list), sort(fast));
}

static struct node *reverse(struct node *list)
{
    struct node *done = NULL;

    while (list) {
        struct node *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static uint16_t list_work(uint32_t *seed, uint16_t crc)
{
    struct node *list = NULL;

    for (unsigned i = 0; i < NODES; i++) {
        nodes[i].key = (int16_t)(bench_random(seed) & 0x3ff);
        nodes[i].data = (int16_t)i;
        nodes[i].next = list;
        list = &nodes[i];
    }
    list = reverse(sort(list));
    for (unsigned wanted = 0; wanted < 1024; wanted += 64) {
        struct node *n = list;
        while (n && (unsigned)n->key != wanted)
            n = n->next;
        crc = crc16(crc, n ? (uint32_t)n->data : UINT32_MAX);
    }
    return crc16(crc, (uint32_t)list->key);
}

static uint16_t matrix_work(uint32_t *seed, uint16_t crc)
{
    for (unsigned i = 0; i < DIM; i++) {
        for (unsigned j = 0; j < DIM; j++) {
            matrix_a[i][j] = (int16_t)(bench_random(seed) & 0xff);
            matrix_b[i][j] = (int16_t)(matrix_a[i][j] - 100);
        }
    }
    for (unsigned i = 0; i < DIM; i++) {
        uint32_t row = 0;
        for (unsigned j = 0; j < DIM; j++) {
            int32_t total = 0;
            for (unsigned k = 0; k < DIM; k++)
                total += matrix_a[i][k] * matrix_b[k][j];
            row += ((uint32_t)total >> 2 & 15) * ((uint32_t)total >> 5 & 127);
        }
        crc = crc16(crc, row);
    }
    return crc;
}

enum state { START, SIGN, INT, HEX, FRACTION, EXPONENT, BAD, STATES };

static enum state step(enum state s, char c)
{
    int digit = c >= '0' && c <= '9';

    switch (s) {
    case START:
        if (c == '+' || c == '-')
            return SIGN;
        return digit ? INT : c == '.' ? FRACTION : BAD;
    case SIGN: return digit ? INT : c == '.' ? FRACTION : BAD;
    case INT:
        if (c == 'x')
            return HEX;
        if (c == '.')
            return FRACTION;
        return digit ? INT : c == 'e' ? EXPONENT : BAD;
    case HEX: return digit || (c >= 'a' && c <= 'f') ? HEX : BAD;
    case FRACTION: return digit ? FRACTION : c == 'e' ? EXPONENT : BAD;
    case EXPONENT: return digit ? EXPONENT : BAD;
    default: return BAD;
    }
}

static uint16_t state_work(unsigned shift, uint16_t crc)
{
    uint32_t counts[STATES] = {0};
    enum state s = START;

    for (size_t i = shift % 8; i < sizeof text; i++) {
        if (text[i] == ',' || text[i] == '\0') {
            counts[s]++;
            s = START;
        } else {
            s = step(s, text[i]);
        }
    }
    for (unsigned i = 0; i < STATES; i++)
        crc = crc16(crc, counts[i]);
    return crc;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 0x1234;
    uint16_t crc = 0;

    for (unsigned long n = 0; n < scale * 10; n++) {
        crc = list_work(&seed, crc);
        crc = matrix_work(&seed, crc);
        for (unsigned i = 0; i < 4; i++)
            crc = state_work((unsigned)n + i, crc);
    }
    bench_report("mix", crc);
    return 0;
}
