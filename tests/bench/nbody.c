/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Five bodies that attract each other: scalar doubles, a root, a division. */
#include "bench.h"

#include <math.h>

enum { BODIES = 5 };

struct body {
    double at[3], speed[3], mass;
};

static struct body bodies[BODIES];

static double energy(void)
{
    double e = 0;

    for (unsigned i = 0; i < BODIES; i++) {
        const struct body *a = &bodies[i];
        for (unsigned k = 0; k < 3; k++)
            e += 0.5 * a->mass * a->speed[k] * a->speed[k];
        for (unsigned j = i + 1; j < BODIES; j++) {
            double square = 0;
            for (unsigned k = 0; k < 3; k++) {
                double d = a->at[k] - bodies[j].at[k];
                square += d * d;
            }
            e -= a->mass * bodies[j].mass / sqrt(square);
        }
    }
    return e;
}

static void advance(double step)
{
    for (unsigned i = 0; i < BODIES; i++) {
        struct body *a = &bodies[i];
        for (unsigned j = i + 1; j < BODIES; j++) {
            struct body *b = &bodies[j];
            double d[3], square = 0;
            for (unsigned k = 0; k < 3; k++) {
                d[k] = a->at[k] - b->at[k];
                square += d[k] * d[k];
            }
            double pull = step / (square * sqrt(square));
            for (unsigned k = 0; k < 3; k++) {
                a->speed[k] -= d[k] * b->mass * pull;
                b->speed[k] += d[k] * a->mass * pull;
            }
        }
    }
    for (unsigned i = 0; i < BODIES; i++)
        for (unsigned k = 0; k < 3; k++)
            bodies[i].at[k] += step * bodies[i].speed[k];
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);

    for (unsigned i = 0; i < BODIES; i++) {
        double far = 1 + 6.5 * i;
        bodies[i] = (struct body){
            .at = {i ? far : 0, i ? far * 0.25 : 0, i * 0.0625},
            .speed = {0, i ? 6.25 / sqrt(far) : 0, i * 0.015625},
            .mass = i ? 0.0078125 * i : 39.5,
        };
    }
    for (unsigned long n = 0; n < scale * 1000; n++)
        advance(0.0009765625);
    printf("nbody %.9f\n", energy());
    return 0;
}
