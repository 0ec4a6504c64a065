/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Helpers of gen-mops.c.  Option A: a negative size counts up to 0, and the
 * addresses are those of the ends; a positive one counts down, and they are
 * those of the beginnings.
 */
#include "config.h"

#include "target/aarch64/mops.h"

#include <signal.h>

#include "mem/mem.h"
#include "target/aarch64/state.h"
#include "tcg/flags.h"

enum {
    STEP = 256 << 10, /* bytes between looks for somebody who waits */
    PAGE = 4096,
    NZCV_C = 1 << 29,
    NZCV_N = 1 << 31,
};

static bool is_option_b(const struct aarch64_cpu *a)
{
    return flags_unpack(a->flags) & NZCV_C;
}

/* Of an access outside of the guest's space, which is not even tried; faults
 * of those that are overwrite it. */
static void expect_fault(struct aarch64_cpu *a, uint64_t addr, bool write)
{
    a->cpu.fault = (struct cpu_fault){
        .sig = SIGSEGV, .code = SEGV_MAPERR, .addr = addr, .write = write};
}

static uint64_t at_most(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* As far as one step goes; the number of bytes that were done. A fault is at
 * the next byte, whatever part of it the host names. */
static uint64_t forwards(struct aarch64_cpu *a, uint64_t to, uint64_t from,
                         uint64_t n)
{
    const struct mm *mm = a->cpu.mm;
    uint64_t size = at_most(n, STEP);

    expect_fault(a, to, true);
    if (!mm_range_ok(mm, from, 1))
        expect_fault(a, from, false);
    uint64_t done = size - mem_copy_some(mm, to, from, size);
    if (done < size)
        a->cpu.fault.addr = (a->cpu.fault.write ? to : from) + done;
    return done;
}

/* The highest part of what is left: bytes of one page, so that they are all
 * done or none, by way of a buffer where source and destination overlap. */
static uint64_t backwards(struct aarch64_cpu *a, uint64_t to, uint64_t from,
                          uint64_t n)
{
    const struct mm *mm = a->cpu.mm;
    char buffer[PAGE];
    uint64_t last_to = to + n - 1, last_from = from + n - 1;
    uint64_t size =
        at_most(at_most(n, last_to % PAGE + 1), last_from % PAGE + 1);

    expect_fault(a, last_from, false);
    bool ok = mem_read(mm, buffer, from + n - size, size) == 0;
    if (ok) {
        expect_fault(a, last_to, true);
        ok = mem_write(mm, to + n - size, buffer, size) == 0;
    }
    a->cpu.fault.addr = a->cpu.fault.write ? last_to : last_from;
    return ok ? size : 0;
}

static bool somebody_waits(const struct aarch64_cpu *a)
{
    return __atomic_load_n(&a->cpu.env.stop, __ATOMIC_RELAXED) != 0;
}

uint64_t aarch64_helper_mops_copy(void *cpu, uint64_t rd, uint64_t rs,
                                  uint64_t rn, uint64_t unused)
{
    struct aarch64_cpu *a = cpu;
    uint64_t *size = &a->x[rn];

    (void)unused;
    if (*size && is_option_b(a))
        return MOPS_OTHER;
    while (*size) {
        uint64_t to = a->x[rd], from = a->x[rs], done;
        if (somebody_waits(a))
            return MOPS_STOP;
        if ((int64_t)*size < 0) {
            done = forwards(a, cpu_untag(cpu, to + *size),
                            cpu_untag(cpu, from + *size), -*size);
            *size += done;
        } else {
            done =
                backwards(a, cpu_untag(cpu, to), cpu_untag(cpu, from), *size);
            *size -= done;
        }
        if (!done)
            return MOPS_FAULT;
    }
    return MOPS_DONE;
}

uint64_t aarch64_helper_mops_set(void *cpu, uint64_t rd, uint64_t rs,
                                 uint64_t rn, uint64_t unused)
{
    struct aarch64_cpu *a = cpu;
    uint64_t *size = &a->x[rn];
    uint8_t byte = rs == 31 ? 0 : (uint8_t)a->x[rs];

    (void)unused;
    if (*size && is_option_b(a))
        return MOPS_OTHER;
    while (*size) {
        uint64_t to = cpu_untag(cpu, a->x[rd] + *size);
        uint64_t n = at_most(-*size, STEP), done;
        if (somebody_waits(a))
            return MOPS_STOP;
        expect_fault(a, to, true);
        done = n - mem_fill_some(a->cpu.mm, to, byte, n);
        *size += done;
        a->cpu.fault.addr = to + done;
        if (!done)
            return MOPS_FAULT;
    }
    return MOPS_DONE;
}

/*
 * The registers as a prologue takes them, when the part at hand did not expect
 * what it found (Arm ARM, Exception handling for Memory Copy and Memory Set
 * instructions). 0: there is nothing to do.
 */
uint64_t aarch64_helper_mops_reset_copy(void *cpu, uint64_t rd, uint64_t rs,
                                        uint64_t rn, uint64_t unused)
{
    struct aarch64_cpu *a = cpu;
    uint64_t size = a->x[rn], step = 0;

    (void)unused;
    if (is_option_b(a)) {
        if (flags_unpack(a->flags) & NZCV_N) /* backwards from the ends */
            step = -size;
    } else if ((int64_t)size < 0) {
        step = size;
        a->x[rn] = -size;
    }
    a->x[rd] += step;
    a->x[rs] += step;
    return size != 0;
}

uint64_t aarch64_helper_mops_reset_set(void *cpu, uint64_t rd, uint64_t rs,
                                       uint64_t rn, uint64_t unused)
{
    struct aarch64_cpu *a = cpu;
    uint64_t size = a->x[rn];

    (void)rs, (void)unused;
    if (!is_option_b(a)) {
        a->x[rd] += size;
        a->x[rn] = -size;
    }
    return size != 0;
}
