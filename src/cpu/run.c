/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The execution loop. */
#include "config.h"

#include <signal.h>

#include "cpu/translator.h"

enum {
    MAX_INSN = 4,      /* bytes of the longest instruction */
    MAX_TAGGED = 1000, /* faults: some milliseconds */
};

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
    cpu->env.code_base = (uint64_t)(uintptr_t)tr->views.run + table * JT_BYTES;
    cpu->env.pred_sp = cpu->env.pred_top;
}

/* Whoever waits for in_code to become 0 may wait a little longer, and one who
 * wants a stop and still sees a 1 protects a poll page for nothing: no fence.
 */
static void end_code(struct cpu *cpu)
{
    __atomic_store_n(&cpu->in_code, 0, __ATOMIC_RELEASE);
}

/*
 * Claims that translated code may run. False: a stop is wanted, or someone
 * wants all threads out; by now that is over, and what was looked up before is
 * gone.
 *
 * Others write stop or flush_wanted and then look at in_code; here it is the
 * other way round, so that one of the two sees the other.  Alone, there are
 * only our own signal handlers, which need no fence.
 */
static bool begin_code(struct translator *tr, struct cpu *cpu)
{
    if (tr->shared) {
        __atomic_store_n(&cpu->in_code, 1, __ATOMIC_SEQ_CST);
    } else {
        __atomic_store_n(&cpu->in_code, 1, __ATOMIC_RELAXED);
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
    }
    bool flush = __atomic_load_n(&tr->flush_wanted, __ATOMIC_SEQ_CST);
    if (!flush && !__atomic_load_n(&cpu->env.stop, __ATOMIC_SEQ_CST))
        return true;
    end_code(cpu);
    if (flush) {
        klock_take(&tr->lock);
        klock_drop(&tr->lock);
    }
    return false;
}

/* The byte that an instruction cannot be fetched from; false when all can. */
static bool fetch_failure(const struct translator *tr, uint64_t pc,
                          uint64_t *at, bool *mapped)
{
    unsigned min = tr->target->insn_min;
    uint8_t byte;
    bool ignored;

    for (unsigned i = 0; i < MAX_INSN; i += min) {
        *at = pc + i;
        *mapped = mm_code_at(tr->mm, *at, min, &ignored) >= min;
        if (!*mapped || mem_read(tr->mm, &byte, *at, 1))
            return true;
    }
    return false;
}

/* EXIT_NONE: another thread has mapped the code meanwhile, or took away what
 * was only read ahead. */
static enum cpu_exit fetch_fault(struct translator *tr, struct cpu *cpu)
{
    uint64_t at;
    bool mapped;

    if (cpu->env.pc & (tr->target->insn_min - 1)) {
        cpu->env.fault_addr = cpu->env.pc;
        return EXIT_ALIGN;
    }
    if (!fetch_failure(tr, cpu->env.pc, &at, &mapped))
        return EXIT_NONE;
    cpu->fault = (struct cpu_fault){.addr = at};
    if (mapped) { /* a file that ends before */
        cpu->fault.sig = SIGBUS;
        cpu->fault.code = BUS_ADRERR;
    } else {
        cpu->fault.sig = SIGSEGV;
        cpu->fault.code = mm_fault_code(tr->mm, at);
    }
    return EXIT_FETCH;
}

void tb_connect(struct translator *tr, struct tb *tb, uint32_t link,
                uint32_t generation)
{
    if (!link && jt_has(tr, tb))
        return;
    klock_take(&tr->lock);
    if (generation == tr_generation(tr) && tb->valid) {
        if (link && link < tr->n_link && tr->link[link].target == tb->pc &&
            tr->tb[tr->link[link].from].key == tb->key) {
            tb_link(tr, link, tb);
        } else {
            link = 0;
            jt_set(tr, tb);
        }
        tr_code_written(tr);
        ahead_report(tr, link, tb);
    }
    klock_drop(&tr->lock);
}

/* begin_code() was called. */
static enum cpu_exit run_code(struct translator *tr, struct cpu *cpu,
                              const uint8_t *code, uint32_t *link)
{
    uint32_t (*enter)(struct tcg_env *, const void *);
    const uint8_t *stub = tr->code_base + tr->stubs.enter;

    memcpy(&enter, &stub, sizeof(enter));
    uint32_t r = enter(&cpu->env, code);
    *link = 0;
    if (r == TCG_EXIT_LINK) {
        /* The record is gone with the next flush, which waits for us. */
        *link = (uint32_t)cpu->env.link;
        cpu->env.pc = tr->link[*link].target;
    }
    end_code(cpu);
    switch (r) {
    case TCG_EXIT_LINK:
    case TCG_EXIT_LOOKUP: return EXIT_NONE;
    case TCG_EXIT_RAISE: return (enum cpu_exit)cpu->raised;
    default: return (enum cpu_exit)r;
    }
}

/* Runs what the jump table has for env.pc, as an indirect jump would. False: it
 * has nothing, or this is not the time. */
static bool run_known(struct translator *tr, struct cpu *cpu, uint32_t *link,
                      enum cpu_exit *r)
{
    if (!begin_code(tr, cpu))
        return false;
    const uint8_t *code = jt_code(cpu);
    if (!code) {
        end_code(cpu);
        return false;
    }
    *r = run_code(tr, cpu, code, link);
    return true;
}

/* Runs the block `tb`, which was found in `generation` before begin_code().
 * False: it is gone, or this is not the time. */
static bool run_block(struct translator *tr, struct cpu *cpu,
                      const struct tb *tb, uint32_t generation, uint32_t *link,
                      enum cpu_exit *r)
{
    if (!begin_code(tr, cpu))
        return false;
    if (generation != tr_generation(tr) || !tb->valid) {
        end_code(cpu);
        return false;
    }
    enum cpu_exit want = EXIT_NONE;
    bool both = tr->opt.lockstep && lockstep_begin(tr, cpu, tb, &want);
    *r = run_code(tr, cpu, tr->code_base + tb->code, link);
    if (both)
        lockstep_end(tr, cpu, tb, want, *r);
    return true;
}

/* No code that relies on traps is left when a first block does without: there
 * a thread may mask them. */
static void give_up_traps(struct translator *tr, struct cpu *cpu)
{
    klock_take(&tr->lock);
    if (!tr->fp_checked)
        cache_flush(tr, cpu);
    tr->fp_checked = true;
    klock_drop(&tr->lock);
}

/* What a flush asked for has happened: no code runs. */
static bool stop_requested(struct cpu *cpu)
{
    uint32_t stop = __atomic_load_n(&cpu->env.stop, __ATOMIC_SEQ_CST);
    struct translator *tr = cpu->tr;

    if (stop & STOP_FLUSH) {
        __atomic_fetch_and(&cpu->env.stop, ~(uint32_t)STOP_FLUSH,
                           __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&tr->fp_traps, __ATOMIC_RELAXED) >= MAX_FP_TRAPS)
            give_up_traps(tr, cpu);
    }
    return stop & STOP_REQUEST;
}

/* The flags of a key for a block that met a tag.  A program that lives on them
 * is better off when all its blocks take them off. */
static uint32_t expect_tags(struct cpu *cpu)
{
    if (++cpu->tagged == MAX_TAGGED)
        cpu_set_tags(cpu, cpu->tag_bits);
    return (uint32_t)cpu->tag_bits << KEY_TAGS_SHIFT;
}

/* Results that concern only us. True: go on, with flags *mask in the key; `had`
 * are those that the block was entered with. */
static bool handle_internal(struct translator *tr, struct cpu *cpu,
                            enum cpu_exit *r, uint32_t *mask, uint32_t had)
{
    switch ((unsigned)*r) {
    case EXIT_FLUSH: cpu_invalidate_written(tr); return true;
    case CPU_RETRY_MASKED: *mask = had | expect_tags(cpu); return true;
    case CPU_RETRY_PLAIN: *mask = had | TB_PLAIN; return true;
    case EXIT_FLUSH_LINE:
        cpu_flush_range(tr, cpu->env.fault_addr, cpu->env.fault_addr + 64);
        return true;
    case EXIT_STOP: cpu_poll_page(cpu, true); return !stop_requested(cpu);
    case EXIT_FAULT:
        if (!cpu->fault.code)
            cpu->fault.code = mm_fault_code(tr->mm, cpu->fault.addr);
        return cpu->fault.code == SEGV_MAPERR &&
               mm_grow_stack(tr->mm, cpu->fault.addr);
    default: return *r == EXIT_NONE;
    }
}

/* Finds or makes the block at env.pc and runs it; the link that was taken to
 * it, if any, will lead there directly.  *link: of the way here, and of the one
 * on. mask: flags of the key for this block.  EXIT_NONE to go on, also if it
 * could not be run now. */
static enum cpu_exit look_up_and_run(struct translator *tr, struct cpu *cpu,
                                     uint32_t *link, uint32_t mask)
{
    uint32_t generation = tr_generation(tr), from = *link;
    struct tb *tb = NULL;
    enum cpu_exit r = EXIT_NONE;

    *link = 0;
    if (!tr->opt.interpret)
        tb = tb_get(tr, cpu, cpu->env.pc, cpu->key | mask, &r);
    if (!tb)
        return r == EXIT_FETCH ? r : interpret_block(tr, cpu);
    if (!mask && !tr->opt.lockstep)
        tb_connect(tr, tb, from, generation);
    run_block(tr, cpu, tb, generation, link, &r);
    return r;
}

enum cpu_exit cpu_run(struct cpu *cpu)
{
    struct translator *tr = cpu->tr;
    uint32_t link = 0, mask = 0;
    enum cpu_exit r;

    cpu_exclusive_clear(cpu);
    cpu->tid = klock_self();
    for (;;) {
        if (stop_requested(cpu))
            return EXIT_STOP;
        if (cpu->key != cpu->run_key || !cpu->env.code_base)
            set_key(tr, cpu);
        uint32_t had = mask;
        if (link || mask || !run_known(tr, cpu, &link, &r))
            r = look_up_and_run(tr, cpu, &link, mask);
        mask = 0;
        if (r == EXIT_FETCH)
            r = fetch_fault(tr, cpu);
        if (!handle_internal(tr, cpu, &r, &mask, had))
            return r;
    }
}
