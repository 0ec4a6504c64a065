/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guest memory as the kernel's copy_from_user and its like see it. */
#include "config.h"

#include "mem/mem.h"

#include <errno.h>

/* copy.S */
int mem_copy(void *dst, const void *src, size_t n);
int mem_fill0(void *dst, size_t n);
int64_t mem_copy_str(char *dst, const char *src, size_t size);
int mem_cas(void *p, void *expected, const void *desired, size_t size);
int mem_compare(const void *a, const void *b, size_t n);
size_t mem_step_copy(void *dst, const void *src, size_t n);
size_t mem_step_fill(void *dst, uint8_t byte, size_t n);
extern const char mem_copy_begin[], mem_copy_end[], mem_copy_fault[];
extern const char mem_step_begin[], mem_step_end[], mem_step_fault[];

int mem_read(const struct mm *mm, void *dst, gaddr src, size_t len)
{
    if (!mm_range_ok(mm, src, len))
        return -EFAULT;
    return mem_copy(dst, mm_host(mm, src), len);
}

int mem_write(const struct mm *mm, gaddr dst, const void *src, size_t len)
{
    if (!mm_range_ok(mm, dst, len))
        return -EFAULT;
    return mem_copy(mm_host(mm, dst), src, len);
}

int mem_cmpxchg(const struct mm *mm, gaddr addr, void *expected,
                const void *desired, size_t size)
{
    if (!mm_range_ok(mm, addr, size))
        return -EFAULT;
    return mem_cas(mm_host(mm, addr), expected, desired, size);
}

bool mem_same(const struct mm *mm, gaddr a, const void *with, size_t len)
{
    return mm_range_ok(mm, a, len) &&
           mem_compare(mm_host(mm, a), with, len) == 0;
}

int mem_zero(const struct mm *mm, gaddr dst, size_t len)
{
    if (!mm_range_ok(mm, dst, len))
        return -EFAULT;
    return mem_fill0(mm_host(mm, dst), len);
}

/* How many of len bytes are in the guest's space. */
static size_t within(const struct mm *mm, gaddr a, size_t len)
{
    gaddr limit = mm_limit(mm);

    if (a >= limit)
        return 0;
    return len < limit - a ? len : limit - a;
}

size_t mem_copy_some(const struct mm *mm, gaddr dst, gaddr src, size_t len)
{
    size_t n = within(mm, dst, within(mm, src, len));

    return len - n + mem_step_copy(mm_host(mm, dst), mm_host(mm, src), n);
}

size_t mem_fill_some(const struct mm *mm, gaddr dst, uint8_t byte, size_t len)
{
    size_t n = within(mm, dst, len);

    return len - n + mem_step_fill(mm_host(mm, dst), byte, n);
}

int64_t mem_read_str(const struct mm *mm, char *dst, gaddr src, size_t size)
{
    gaddr limit = mm_limit(mm);
    int64_t r;

    if (src >= limit)
        return -EFAULT;
    if (size <= limit - src)
        return mem_copy_str(dst, mm_host(mm, src), size);
    r = mem_copy_str(dst, mm_host(mm, src), limit - src);
    return r == -ENAMETOOLONG ? -EFAULT : r;
}

uint64_t mem_fixup(uint64_t ip)
{
    if (ip >= (uintptr_t)mem_copy_begin && ip < (uintptr_t)mem_copy_end)
        return (uintptr_t)mem_copy_fault;
    if (ip >= (uintptr_t)mem_step_begin && ip < (uintptr_t)mem_step_end)
        return (uintptr_t)mem_step_fault;
    return 0;
}
