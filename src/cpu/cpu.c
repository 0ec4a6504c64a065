/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Creation of translators and CPUs, and stop requests.
 *
 * A CPU's mapping, from low to high: guard, prediction stack, poll page, state.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "base/hostvdso.h"
#include "cpu/translator.h"

enum {
    PAGE = 4096,
    PRED_TOP_ROOM = 64,
    MXCSR_DEFAULT = 0x1f80,
    KEEP_CPUS = 16, /* for the next threads */
};

static void *map_private(size_t size)
{
    long r = hostcall6(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return hostcall_failed(r) ? NULL : (void *)r;
}

const char *cpu_host_init(void)
{
    host_vdso_init();
    return tcg_host_init();
}

struct translator *translator_new(const struct target *t, struct mm *mm,
                                  const struct cpu_options *opt, int *error)
{
    struct translator *tr = map_private(sizeof(*tr));

    *error = -ENOMEM;
    if (!tr)
        return NULL;
    tr->target = t;
    tr->mm = mm;
    tr->opt = *opt;
    tr->conv = (struct tcg_conv){.slots = t->slots,
                                 .n_slots = t->n_slots,
                                 .bias = t->state_bias,
                                 .pin_int = t->pin_int,
                                 .pin_vec = t->pin_vec,
                                 .helpers = t->helpers,
                                 .service_exit = EXIT_SYSCALL};
    *error = cache_alloc(tr, opt->cache_size);
    if (*error) {
        hostcall3(SYS_munmap, (long)tr, sizeof(*tr), 0);
        return NULL;
    }
    return tr;
}

static void cpu_unmap(struct cpu *cpu)
{
    hostcall3(SYS_munmap, (long)cpu->map, (long)cpu->map_size, 0);
}

void translator_free(struct translator *tr)
{
    struct cpu *next;

    for (struct cpu *c = tr->spare; c; c = next) {
        next = c->next;
        cpu_unmap(c);
    }
    cache_free(tr);
    hostcall3(SYS_munmap, (long)tr, sizeof(*tr), 0);
}

const struct cpu_stats *translator_stats(const struct translator *tr)
{
    return &tr->stats;
}

uint64_t cpu_stats_ticks(const struct cpu_stats *s)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < STEP_COUNT; i++)
        sum += s->ticks[i];
    return sum;
}

void cpu_set_service(struct cpu *cpu, bool (*service)(struct tcg_env *env))
{
    cpu->env.service = service;
}

static __thread struct cpu *current;

void cpu_set_current(struct cpu *cpu)
{
    current = cpu;
}

struct cpu *cpu_current(void)
{
    return current;
}

static void list_add(struct translator *tr, struct cpu *cpu)
{
    klock_take(&tr->lock);
    tr->shared |= tr->cpus != NULL;
    cpu->next = tr->cpus;
    cpu->link = &tr->cpus;
    if (cpu->next)
        cpu->next->link = &cpu->next;
    tr->cpus = cpu;
    monitor_switch(tr, cpu_current());
    klock_drop(&tr->lock);
}

static size_t state_pages(const struct target *t)
{
    return (t->state_size + PAGE - 1) & ~(size_t)(PAGE - 1);
}

static struct cpu *cpu_map(const struct target *t)
{
    size_t below = TCG_PRED_GUARD + TCG_PRED_SIZE + PAGE + PAGE;
    size_t size = below + state_pages(t);
    char *map = map_private(size);

    if (!map)
        return NULL;
    hostcall3(SYS_mprotect, (long)map, TCG_PRED_GUARD, PROT_NONE);
    struct cpu *cpu = (struct cpu *)(void *)(map + below);
    cpu->map = map;
    cpu->map_size = size;
    return cpu;
}

/* The prediction stack ends in the page below the poll page's: above its top
 * stands a pair that hardly matches, and if it does is a miss. */
static void set_env(struct cpu *cpu)
{
    char *top = (char *)cpu->map + TCG_PRED_GUARD + TCG_PRED_SIZE;

    memset(top, 0xff, PRED_TOP_ROOM);
    if (cpu->tr) {
        uint64_t miss =
            (uint64_t)(uintptr_t)cpu->tr->code_base + cpu->tr->stubs.pred_miss;
        memcpy(top, &miss, sizeof(miss));
        cpu->env.versions = (uint64_t)(uintptr_t)cpu->tr->version;
    }
    cpu->env.pred_top = cpu->env.pred_sp = (uint64_t)(uintptr_t)top;
    cpu->env.fl_words[0] = 0x8300;
    cpu->env.fl_words[1] = 0x4200;
    cpu->env.fl_words[2] = 0x0201;
    cpu->env.stop = 0;
    cpu->env.host_mxcsr = MXCSR_DEFAULT;
    cpu->env.real_mxcsr = ~0u;
    cpu->in_code = 0;
}

struct cpu *cpu_new(const struct target *t, struct translator *tr,
                    struct mm *mm, const char *model)
{
    const struct cpu_model *m = t->models;
    struct cpu *cpu;

    if (model)
        for (; m->name && strcmp(m->name, model); m++)
            ;
    cpu = m->name ? cpu_map(t) : NULL;
    if (!cpu)
        return NULL;
    cpu->target = t;
    cpu->tr = tr;
    cpu->mm = mm;
    cpu->env.mxcsr = MXCSR_DEFAULT;
    cpu->env.excl_addr = cpu->env.excl_version = ~0ull;
    set_env(cpu);
    t->reset(cpu, m);
    if (tr)
        list_add(tr, cpu);
    return cpu;
}

/* One whose thread has ended. A late request to stop that one may protect its
 * poll page still, which is as good as a request that came too late. */
static struct cpu *take_spare(struct translator *tr)
{
    struct cpu *cpu;

    klock_take(&tr->lock);
    cpu = tr->spare;
    if (cpu) {
        tr->spare = cpu->next;
        tr->n_spare--;
    }
    klock_drop(&tr->lock);
    return cpu;
}

struct cpu *cpu_clone(const struct cpu *from, struct translator *tr,
                      struct mm *mm)
{
    struct cpu *cpu = take_spare(tr);

    if (!cpu)
        cpu = cpu_map(from->target);
    if (!cpu)
        return NULL;
    void *map = cpu->map;
    memcpy(cpu, from, from->target->state_size);
    cpu->map = map;
    cpu->tr = tr;
    cpu->mm = mm;
    cpu->env.excl_addr = cpu->env.excl_version = ~0ull;
    cpu->run_key = ~0u;
    set_env(cpu);
    list_add(tr, cpu);
    return cpu;
}

void cpu_free(struct cpu *cpu)
{
    struct translator *tr = cpu->tr;

    klock_take(&tr->lock);
    if (cpu->link) {
        *cpu->link = cpu->next;
        if (cpu->next)
            cpu->next->link = cpu->link;
    }
    bool keep = tr->n_spare < KEEP_CPUS;
    if (keep) {
        cpu->next = tr->spare;
        tr->spare = cpu;
        tr->n_spare++;
    }
    klock_drop(&tr->lock);
    if (!keep)
        cpu_unmap(cpu);
}

void cpu_poll_page(struct cpu *cpu, bool readable)
{
    hostcall3(SYS_mprotect, (long)cpu + TCG_POLL_OFF, PAGE,
              readable ? PROT_READ | PROT_WRITE : PROT_NONE);
}

void cpu_request_stop(struct cpu *cpu)
{
    uint32_t before =
        __atomic_fetch_or(&cpu->env.stop, STOP_REQUEST, __ATOMIC_SEQ_CST);

    if (!(before & STOP_REQUEST) &&
        __atomic_load_n(&cpu->in_code, __ATOMIC_SEQ_CST))
        cpu_poll_page(cpu, false);
}

void cpu_clear_stop(struct cpu *cpu)
{
    __atomic_fetch_and(&cpu->env.stop, ~(uint32_t)STOP_REQUEST,
                       __ATOMIC_SEQ_CST);
}

bool cpu_in_code(const struct translator *tr, uint64_t ip)
{
    return ip - (uint64_t)(uintptr_t)tr->code_base < tr->code_size;
}

bool translator_alone(const struct translator *tr)
{
    return !tr->shared;
}

void translator_fork_prepare(struct translator *tr)
{
    if (tr->shared)
        klock_take(&tr->lock);
}

int translator_fork_copy(struct translator *tr)
{
    return cache_copy(tr);
}

void translator_fork_parent(struct translator *tr)
{
    if (tr->copy.run)
        views_unmap(&tr->copy, tr->map_size);
    if (tr->shared)
        klock_drop(&tr->lock);
}

/* Only the calling thread is in the child: the others' CPUs leave the list,
 * their memory stays (it is a copy of what the parent still uses). */
void translator_fork_child(struct translator *tr)
{
    struct cpu *self = cpu_current();

    /* With the parent's code in place nothing may run, or be said. */
    if (tr->copy.run && views_replace(&tr->views, &tr->copy, tr->map_size))
        hostcall3(SYS_exit_group, 128 + SIGKILL, 0, 0);
    if (!tr->shared)
        return;
    for (struct cpu *c = tr->cpus; c; c = c->next)
        c->link = NULL;
    tr->cpus = self;
    tr->shared = false;
    self->next = NULL;
    self->link = &tr->cpus;
    __atomic_store_n(&tr->flush_wanted, 0, __ATOMIC_SEQ_CST);
    if (tr->instrumented)
        monitor_repair(tr, 0);
    klock_adopt(&tr->lock);
    klock_drop(&tr->lock);
}

/* The list's forward chain is good at every moment; the way back may not be. */
static void mend_list(struct translator *tr)
{
    struct cpu **link = &tr->cpus;

    for (struct cpu *c = tr->cpus; c; c = c->next) {
        c->link = link;
        link = &c->next;
    }
}

void translator_repair(struct translator *tr, struct cpu *dead, int tid)
{
    /* A flush may be waiting for it. */
    __atomic_store_n(&dead->in_code, 0, __ATOMIC_SEQ_CST);
    if (tr->instrumented)
        monitor_repair(tr, (uint32_t)tid);
    if (klock_inherit(&tr->lock, tid)) {
        mend_list(tr);
        views_unmap(&tr->copy, tr->map_size);
        cache_flush(tr, cpu_current());
        klock_drop(&tr->lock);
    }
    klock_repair(&tr->lock, tid);
}
