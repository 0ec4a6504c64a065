/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The private trap of the guest's vDSO. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "base/hostvdso.h"
#include "cpu/target.h"
#include "mem/mem.h"

enum { PAGE = 4096 };

/* The image is at most a page (scripts/gen-vdso).  A page with its contents is
 * the vDSO, also after mremap; a trap anywhere else is no instruction. */
bool translate_in_vdso(const struct translate *t)
{
    const struct guest_abi *abi = t->target->abi;
    uint8_t page[PAGE];

    return t->mm && abi->vdso && abi->vdso_size <= sizeof(page) &&
           mem_read(t->mm, page, t->pc & ~(uint64_t)(PAGE - 1),
                    abi->vdso_size) == 0 &&
           memcmp(page, abi->vdso, abi->vdso_size) == 0;
}

/* As the function's stores reach memory. */
#define PUT(cpu, at, x) mem_put((cpu)->mm, cpu_untag(cpu, at), x)

static long get_clock(const struct cpu *cpu, uint64_t clock, uint64_t at,
                      long (*get)(int, struct timespec *))
{
    struct timespec ts;
    long r = get((int)clock, &ts);

    return r ? r : PUT(cpu, at, ts);
}

static long get_time_of_day(const struct cpu *cpu, uint64_t tv_at,
                            uint64_t tz_at)
{
    struct timeval tv;
    struct timezone tz;
    long r = host_gettimeofday(&tv, &tz);

    if (r == 0 && tv_at)
        r = PUT(cpu, tv_at, tv);
    if (r == 0 && tz_at)
        r = PUT(cpu, tz_at, tz);
    return r;
}

static long get_cpu(const struct cpu *cpu, uint64_t number_at, uint64_t node_at)
{
    unsigned number, node;
    long r = host_getcpu(&number, &node);

    if (r == 0 && number_at)
        r = PUT(cpu, number_at, number);
    if (r == 0 && node_at)
        r = PUT(cpu, node_at, node);
    return r;
}

uint64_t cpu_vdso_call(void *cpu, uint64_t service, uint64_t a, uint64_t b,
                       uint64_t unused)
{
    (void)unused;
    switch (service) {
    case VDSO_CLOCK_GETTIME:
        return (uint64_t)get_clock(cpu, a, b, host_clock_gettime);
    case VDSO_GETTIMEOFDAY: return (uint64_t)get_time_of_day(cpu, a, b);
    case VDSO_CLOCK_GETRES:
        return b ? (uint64_t)get_clock(cpu, a, b, host_clock_getres)
                 : (uint64_t)-ENOSYS;
    case VDSO_GETCPU: return (uint64_t)get_cpu(cpu, a, b);
    default: return (uint64_t)-ENOSYS;
    }
}
