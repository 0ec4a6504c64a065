/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sched.h>

int main(void)
{
    struct sched_param p = {0};
    unsigned cpu = ~0u, node = ~0u;
    struct timespec ts;
    cpu_set_t set;

    R(sched_getscheduler(0));
    R(sched_getparam(0, &p));
    V(p.sched_priority);
    R(sched_get_priority_max(SCHED_FIFO));
    R(sched_get_priority_min(SCHED_FIFO));
    R(sched_get_priority_max(77));
    R(sched_setscheduler(0, SCHED_BATCH, &p));
    R(sched_getscheduler(0));
    R(sched_setscheduler(0, 77, &p));
    R(sched_rr_get_interval(0, &ts));
    R(sched_yield());
    R(sched_getaffinity(0, sizeof(set), &set));
    T(CPU_COUNT(&set) >= 1);
    R(sched_setaffinity(0, sizeof(set), &set));
    CPU_ZERO(&set);
    R(sched_setaffinity(0, sizeof(set), &set));
    R(syscall(SYS_sched_getaffinity, 0, 1, &set));
    R(syscall(SYS_getcpu, &cpu, &node, NULL));
    T(cpu < 4096 && node < 1024);
    R(sched_getparam(-1, &p));
    return 0;
}
