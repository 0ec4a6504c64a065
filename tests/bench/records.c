/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The systems program of the eighties: records copied by assignment, short
 * strings copied and compared, enumerations, and many small procedures.
 */
#include "bench.h"

#include <string.h>

enum colour { RED, GREEN, BLUE, WHITE, BLACK };

struct record {
    struct record *link;
    enum colour colour;
    int32_t number;
    char name[32];
};

static struct record first, second;
static int32_t small_array[50];
static int32_t table[50][50];
static int32_t total;

BENCH_CALL static enum colour next_colour(enum colour c)
{
    switch (c) {
    case RED: return GREEN;
    case GREEN: return total > 100 ? RED : BLACK;
    case BLUE: return WHITE;
    case WHITE: return BLUE;
    default: return RED;
    }
}

BENCH_CALL static int same_letter(char a, char b, char *out)
{
    if (a == b)
        return 1;
    *out = a;
    return 0;
}

BENCH_CALL static int names_ordered(const char *a, const char *b)
{
    char letter = 'A';
    unsigned at = 2;

    while (at <= 2)
        if (!same_letter(a[at], b[at + 1], &letter))
            at++;
        else
            break;
    if (letter >= 'W' && letter < 'Z')
        at = 7;
    return strcmp(a, b) > 0 ? (total += (int32_t)at, 1) : letter == 'R';
}

BENCH_CALL static void fill_arrays(int32_t at, int32_t value)
{
    int32_t where = at + 5;

    small_array[where] = value;
    small_array[where + 1] = small_array[where];
    small_array[where + 30] = where;
    for (int32_t i = where; i <= where + 1; i++)
        table[where][i] = where;
    table[where][where - 1] += 1;
    table[where + 10][where] = small_array[where];
    total = 5 + value % 200;
}

BENCH_CALL static void follow(struct record *r)
{
    struct record *next = r->link;

    *next = first;
    r->number = 5;
    next->number = r->number;
    next->link = r->link;
    if (next->colour == GREEN) {
        next->number = 6;
        next->colour = next_colour(r->colour);
        next->link = first.link;
        next->number += 7;
    } else {
        *r = *next;
    }
}

static uint64_t round_trip(int32_t n)
{
    char one[32] = "THE PROGRAM'S FIRST STRING", two[32];
    int32_t a = 2, b, c = 7;

    strcpy(two, n & 1 ? "THE PROGRAM'S SECOND STRING"
                      : "THE PROGRAM'S FINAL  STRING");
    first.colour = (enum colour)(n % 5);
    b = !names_ordered(one, two);
    while (a < 3) {
        c = 5 * a - (n & 3);
        b += c + 2;
        a++;
    }
    fill_arrays(a, c + n % 17);
    follow(&first);
    for (char letter = 'A'; letter <= 'B' + n % 3; letter++)
        if (names_ordered(two, one))
            b += letter;
    b = b * a;
    a = b / (c == 0 ? 1 : c);
    return (uint64_t)(uint32_t)(7 * (b - c) - a);
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    first = (struct record){&second, GREEN, 40, "SOME RECORD OF THE PROGRAM"};
    second = (struct record){&first, RED, 10, ""};
    for (unsigned long n = 0; n < scale * 1000; n++) {
        first.link = &second;
        sum = bench_mix(sum, round_trip((int32_t)(n % 1000)));
    }
    sum = bench_mix(sum, (uint32_t)(first.number + second.number + total));
    bench_report("records", sum);
    return 0;
}
