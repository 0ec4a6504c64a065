/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The execution loop. */
#include "config.h"

#include <signal.h>

#include "cpu/translator.h"

static bool key_in_use(const struct translator *tr, const struct cpu *self,
                       uint32_t key)
{
    for (const struct cpu *c = tr->cpus; c; c = c->next)
        if (c != self && c->run_key == key)
            return true;
    return false;
}

/* The mode of a CPU is part of its blocks' identity: jump table and return
 * pairs of another mode are of no use to it.  One table serves modes other than
 * 0, one mode at a time; who finds it taken has the one that stays empty. */
static void set_key(struct translator *tr, struct cpu *cpu)
{
    uint64_t table = JT_PLAIN;

    klock_take(&tr->lock);
    cpu->run_key = cpu->key;
    if (cpu->key) {
        if (cpu->key != tr->table_key && !key_in_use(tr, cpu, tr->table_key)) {
            tr->table_key = cpu->key;
            jt_reset(tr, JT_KEYED);
        }
        table = cpu->key == tr->table_key ? JT_KEYED : JT_EMPTY;
        if (table == JT_EMPTY)
            jt_reset(tr, JT_EMPTY);
    }
    klock_drop(&tr->lock);
    cpu->env.code_base = (uint64_t)(uintptr_t)tr->map + table * JT_BYTES;
    cpu->env.pred_sp = cpu->env.pred_top;
}

/* Claims that translated code may run, and that it is tb's.  False: someone
 * wants this thread to stop, or tb is no more. The order of store and loads is
 * that of cpu_request_stop() and cache_flush() reversed, so that one sees the
 * other. */
static bool begin_code(struct translator *tr, struct cpu *cpu,
                       const struct tb *tb, uint32_t generation)
{
    __atomic_store_n(&cpu->in_code, 1, __ATOMIC_SEQ_CST);
    bool flush = __atomic_load_n(&tr->flush_wanted, __ATOMIC_SEQ_CST);
    if (!flush && generation == tr_generation(tr) && tb->valid &&
        !__atomic_load_n(&cpu->env.stop, __ATOMIC_SEQ_CST))
        return true;
    __atomic_store_n(&cpu->in_code, 0, __ATOMIC_SEQ_CST);
    if (flush) {
        klock_take(&tr->lock);
        klock_drop(&tr->lock);
    }
    return false;
}

static enum cpu_exit fetch_fault(struct translator *tr, struct cpu *cpu)
{
    uint64_t pc = cpu->env.pc;
    unsigned min = tr->target->insn_min;
    bool ignored;

    /* The byte that cannot be fetched: of the next page, if the first part can.
     */
    if (mm_code_at(tr->mm, pc, min, &ignored) >= min)
        pc = (pc | 4095) + 1;
    cpu->fault = (struct cpu_fault){
        .sig = SIGSEGV, .code = mm_fault_code(tr->mm, pc), .addr = pc};
    return EXIT_FETCH;
}

/* Makes the way to tb shorter for the next time: in the jump table, and in the
 * exit that led to it. */
static void connect(struct translator *tr, struct tb *tb, uint32_t link,
                    uint32_t generation)
{
    if (!link && jt_has(tr, tb))
        return;
    klock_take(&tr->lock);
    if (generation == tr_generation(tr) && tb->valid) {
        if (link && link < tr->n_link && tr->link[link].target == tb->pc &&
            tr->tb[tr->link[link].from].key == tb->key)
            tb_link(tr, link, tb);
        jt_set(tr, tb);
    }
    klock_drop(&tr->lock);
}

static enum cpu_exit run_block(struct translator *tr, struct cpu *cpu,
                               const struct tb *tb, uint32_t *link)
{
    uint32_t (*enter)(struct tcg_env *, const void *);
    const uint8_t *stub = tr->code_base + tr->stubs.enter;

    memcpy(&enter, &stub, sizeof(enter));
    uint32_t r = enter(&cpu->env, tr->code_base + tb->code);
    *link = 0;
    if (r == TCG_EXIT_LINK) {
        /* The record is gone with the next flush, which waits for us. */
        *link = (uint32_t)cpu->env.link;
        cpu->env.pc = tr->link[*link].target;
    }
    __atomic_store_n(&cpu->in_code, 0, __ATOMIC_SEQ_CST);
    switch (r) {
    case TCG_EXIT_LINK:
    case TCG_EXIT_LOOKUP: return EXIT_NONE;
    case TCG_EXIT_RAISE: return (enum cpu_exit)cpu->raised;
    default: return (enum cpu_exit)r;
    }
}

static enum cpu_exit run_compared(struct translator *tr, struct cpu *cpu,
                                  const struct tb *tb)
{
    enum cpu_exit want = EXIT_NONE, is;
    bool both = lockstep_begin(tr, cpu, tb, &want);
    uint32_t link;

    is = run_block(tr, cpu, tb, &link);
    if (both)
        lockstep_end(tr, cpu, tb, want, is);
    return is;
}

/* What a flush asked for has happened: no code runs. */
static bool stop_requested(struct cpu *cpu)
{
    uint32_t stop = __atomic_load_n(&cpu->env.stop, __ATOMIC_SEQ_CST);

    if (stop & STOP_FLUSH)
        __atomic_fetch_and(&cpu->env.stop, ~(uint32_t)STOP_FLUSH,
                           __ATOMIC_SEQ_CST);
    return stop & STOP_REQUEST;
}

/* Results that concern only us. True: go on. */
static bool handle_internal(struct translator *tr, struct cpu *cpu,
                            enum cpu_exit *r, uint32_t *mask)
{
    switch ((unsigned)*r) {
    case EXIT_FLUSH: cpu_invalidate_written(tr); return true;
    case EXIT_FLUSH_LINE:
        cpu_invalidate(tr, cpu->env.fault_addr, cpu->env.fault_addr + 64);
        return true;
    case CPU_RETRY_MASKED: *mask = TB_MASKED; return true;
    case EXIT_STOP: cpu_poll_page(cpu, true); return !stop_requested(cpu);
    case EXIT_FAULT:
        return cpu->fault.code == SEGV_MAPERR &&
               mm_grow_stack(tr->mm, cpu->fault.addr);
    default: return *r == EXIT_NONE;
    }
}

enum cpu_exit cpu_run(struct cpu *cpu)
{
    struct translator *tr = cpu->tr;
    uint32_t link = 0, mask = 0;
    enum cpu_exit r;

    for (;;) {
        if (stop_requested(cpu))
            return EXIT_STOP;
        if (cpu->key != cpu->run_key || !cpu->env.code_base)
            set_key(tr, cpu);
        struct tb *tb = NULL;
        uint32_t generation = tr_generation(tr);
        if (!tr->opt.interpret)
            tb = tb_get(tr, cpu, cpu->env.pc, cpu->key | mask, &r);
        if (!tb) {
            if (!tr->opt.interpret && r == EXIT_FETCH)
                return fetch_fault(tr, cpu);
            r = interpret_block(tr, cpu);
            link = 0;
        } else {
            if (!mask && !tr->opt.lockstep)
                connect(tr, tb, link, generation);
            link = 0;
            if (!begin_code(tr, cpu, tb, generation))
                continue;
            mask = 0;
            r = tr->opt.lockstep ? run_compared(tr, cpu, tb)
                                 : run_block(tr, cpu, tb, &link);
        }
        if (r == EXIT_FETCH)
            return fetch_fault(tr, cpu);
        if (!handle_internal(tr, cpu, &r, &mask))
            return r;
    }
}
