/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nothing: what is measured is the way to main and back, many times. */
#include "bench.h"

int main(int argc, char **argv)
{
    bench_report("start", bench_scale(argc, argv) > 0);
    return 0;
}
