/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * --lockstep: the interpreter runs each block first, on a copy of the state and
 * with its stores held back in a log; then the compiled code runs, unlinked,
 * and both results are compared: registers, flags, exit, and the bytes in the
 * log. Stores of the compiled code that the interpreter did not make go unseen.
 *
 * Memory that others write would tell lies: blocks are only compared while the
 * address space has one thread, and only if all that they do goes through the
 * log (no HELPER_OUTSIDE).  Both engines share the semantics; what differs is
 * the optimiser's or the back end's fault.
 */
#include "config.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/fmt.h"
#include "base/hostcall.h"
#include "base/log.h"
#include "cpu/translator.h"
#include "tcg/flags.h"
#include "tcg/interp.h"

enum { MAX_STORES = 1024, STATE_ROOM = 8192, PAGE = 4096 };

struct store {
    uint64_t addr;
    uint32_t size;
    uint8_t data[16];
};

struct lockstep {
    char before[STATE_ROOM] __attribute__((aligned(64)));
    char shadow[STATE_ROOM] __attribute__((aligned(64)));
    struct ir_block ir;
    unsigned n_stores;
    bool full; /* more stores than the log holds */
    struct store store[MAX_STORES];
    char text[16384];
};

static struct cpu *shadow_of(struct lockstep *l)
{
    return (struct cpu *)(void *)l->shadow;
}

static int fault(struct lockstep *l, uint64_t addr, bool write)
{
    struct cpu *cpu = shadow_of(l);

    cpu->env.fault_addr = addr;
    cpu->fault =
        (struct cpu_fault){.sig = SIGSEGV, .addr = addr, .write = write};
    return -1;
}

/* What the log has of [addr, addr + size) over what memory has. */
static void overlay(const struct lockstep *l, uint8_t *dst, uint64_t addr,
                    size_t size)
{
    for (unsigned i = 0; i < l->n_stores; i++) {
        const struct store *s = &l->store[i];
        for (unsigned k = 0; k < s->size; k++)
            if (s->addr + k - addr < size)
                dst[s->addr + k - addr] = s->data[k];
    }
}

static int do_read(void *opaque, void *dst, uint64_t addr, size_t size)
{
    struct lockstep *l = opaque;
    uint64_t a = cpu_untag(shadow_of(l), addr);

    if (mem_read(shadow_of(l)->mm, dst, a, size)) {
        bool first = !mem_read(shadow_of(l)->mm, dst, a, 1);
        return fault(l, interpret_failing(a, size, first), false);
    }
    overlay(l, dst, a, size);
    return 0;
}

/* Whether memory can be written is found out by writing what it holds. */
static int rewrite(const struct mm *mm, uint64_t addr, size_t size)
{
    uint8_t same[16];

    return mem_read(mm, same, addr, size) || mem_write(mm, addr, same, size);
}

static int do_write(void *opaque, uint64_t addr, const void *src, size_t size)
{
    struct lockstep *l = opaque;
    uint64_t a = cpu_untag(shadow_of(l), addr);
    struct store *s;

    if (rewrite(shadow_of(l)->mm, a, size)) {
        bool first = !rewrite(shadow_of(l)->mm, a, 1);
        return fault(l, interpret_failing(a, size, first), true);
    }
    l->full |= l->n_stores == MAX_STORES;
    if (l->full)
        return 0;
    s = &l->store[l->n_stores++];
    s->addr = a;
    s->size = (uint32_t)size;
    memcpy(s->data, src, size);
    return 0;
}

static int do_cmpxchg(void *opaque, uint64_t addr, void *expected,
                      const void *desired, size_t size)
{
    uint8_t now[16];

    if (do_read(opaque, now, addr, size))
        return fault(opaque, cpu_untag(shadow_of(opaque), addr), true);
    if (do_write(opaque, addr, memcmp(now, expected, size) ? now : desired,
                 size))
        return -1;
    memcpy(expected, now, size);
    return 0;
}

/* Goes to memory or clocks by other ways than the log's? */
static bool reaches_outside(const struct ir_block *b)
{
    for (unsigned i = 0; i < b->n; i++)
        if (b->op[i].op == IR_HELPER &&
            (b->helpers[b->op[i].imm].flags & (HELPER_OUTSIDE | HELPER_FAULT)))
            return true;
    return false;
}

static bool copy_ir(struct lockstep *l, struct translator *tr, struct cpu *cpu,
                    const struct tb *tb)
{
    struct code_state state;
    bool ok;

    klock_take(&tr->lock);
    ok = translate_ir(tr, cpu, tb->pc, tb->key, tb->n_insns, &state) ==
             EXIT_NONE &&
         tr->ir.guest_len == tb->guest_len;
    if (ok)
        memcpy(&l->ir, &tr->ir,
               offsetof(struct ir_block, op) + tr->ir.n * sizeof(tr->ir.op[0]));
    klock_drop(&tr->lock);
    return ok && !reaches_outside(&l->ir);
}

/* ---- Comparing ---- */

static uint64_t slot_part(const char *state, const struct ir_slot *s,
                          unsigned part)
{
    static const uint8_t size[] = {
        [IR_V] = 0,   [IR_I32] = 4,  [IR_I64] = 8,   [IR_F32] = 4,
        [IR_F64] = 8, [IR_V128] = 8, [IR_FLAGS] = 2,
    };
    uint64_t v = 0;

    if (part && s->type != IR_V128)
        return 0;
    memcpy(&v, state + s->off + (size_t)part * 8, size[s->type]);
    return s->type == IR_FLAGS ? flags_unpack((uint16_t)v) : v;
}

/* After leaving for pc: are the flags what nobody will see? */
static bool flags_are_dead(const struct ir_block *b, uint64_t pc)
{
    for (unsigned i = 0; i < b->n; i++)
        if (b->op[i].sub == IR_FLAGS_DEAD &&
            ir_has_target((enum ir_opcode)b->op[i].op) &&
            b->pc + (uint64_t)b->op[i].imm == pc)
            return true;
    return false;
}

static const char *slot_difference(const struct tcg_conv *cv, const char *a,
                                   const char *b, bool flags)
{
    for (unsigned i = 0; i < cv->n_slots; i++)
        for (unsigned part = 0; part < 2; part++)
            if ((flags || cv->slots[i].type != IR_FLAGS) &&
                slot_part(a, &cv->slots[i], part) !=
                    slot_part(b, &cv->slots[i], part))
                return cv->slots[i].name;
    return NULL;
}

/* The denormal flag is the host's own. */
static bool status_differs(const struct tcg_env *a, const struct tcg_env *b)
{
    return (a->mxcsr ^ b->mxcsr) & 0xe07d || a->sat != b->sat;
}

/* The address of an access as compiled code learns it: one that is not
 * canonical on the host, it does not. */
static uint64_t told_by_host(const struct mm *mm, uint64_t addr)
{
    uint64_t at = mm_base(mm) + addr;

    return (uint64_t)((int64_t)(at << 16) >> 16) == at ? addr : 0;
}

static bool fault_differs(const struct cpu *want, const struct cpu *is,
                          enum cpu_exit r)
{
    if (r == EXIT_ALIGN)
        return want->env.fault_addr != is->env.fault_addr;
    return r == EXIT_FAULT &&
           told_by_host(is->mm, want->fault.addr) >> 12 != is->fault.addr >> 12;
}

static const struct store *memory_difference(struct lockstep *l, struct mm *mm)
{
    for (unsigned i = 0; i < l->n_stores; i++) {
        const struct store *s = &l->store[i];
        uint8_t is[16], want[16];

        if (mem_read(mm, is, s->addr, s->size))
            return s;
        memcpy(want, is, s->size);
        overlay(l, want, s->addr, s->size);
        if (memcmp(is, want, s->size))
            return s;
    }
    return NULL;
}

/* ---- Reporting ---- */

static void print_code(const struct log *log, struct translator *tr,
                       const struct tb *tb)
{
    uint8_t code[IR_MAX_INSNS * 4];
    char text[128];

    if (mem_read(tr->mm, code, tb->pc, tb->guest_len))
        return;
    for (unsigned off = 0; off < tb->guest_len;) {
        unsigned n = tr->target->disas(text, sizeof(text), code + off,
                                       tb->guest_len - off, tb->pc + off);
        log_printf(log, "  0x%lx:  %s\n", (unsigned long)(tb->pc + off), text);
        off += n ? n : tr->target->insn_min;
    }
}

static void print_state(const struct log *log, struct lockstep *l,
                        const char *title, const struct cpu *cpu)
{
    size_t n = cpu->target->abi->dump(cpu, l->text, sizeof(l->text) - 1);

    l->text[n < sizeof(l->text) ? n : sizeof(l->text) - 1] = '\0';
    log_printf(log, "%s:\n%s", title, l->text);
}

static _Noreturn void report(struct lockstep *l, struct translator *tr,
                             const struct cpu *cpu, const struct tb *tb,
                             const char *what)
{
    const struct log log = {.fd = 2};

    log_printf(&log, "lockstep: %s differs after the block at 0x%lx\n", what,
               (unsigned long)tb->pc);
    print_code(&log, tr, tb);
    print_state(&log, l, "before", (const struct cpu *)(void *)l->before);
    print_state(&log, l, "interpreted", shadow_of(l));
    print_state(&log, l, "translated", cpu);
    for (;;)
        hostcall3(SYS_exit_group, 1, 0, 0);
}

static void compare(struct lockstep *l, struct translator *tr,
                    const struct cpu *cpu, const struct tb *tb,
                    enum cpu_exit want, enum cpu_exit is)
{
    const struct cpu *shadow = shadow_of(l);
    bool flags = want != EXIT_NONE || !flags_are_dead(&l->ir, cpu->env.pc);
    const char *slot =
        slot_difference(&tr->conv, l->shadow, (const char *)cpu, flags);
    char what[96];

    if (want != is)
        fmt_string(what, sizeof(what), "exit (%d interpreted, %d translated)",
                   (int)want, (int)is);
    else if (shadow->env.pc != cpu->env.pc)
        fmt_string(what, sizeof(what), "pc");
    else if (slot)
        fmt_string(what, sizeof(what), "%s", slot);
    else if (status_differs(&shadow->env, &cpu->env))
        fmt_string(what, sizeof(what), "floating-point status (%x, %x)",
                   shadow->env.mxcsr, cpu->env.mxcsr);
    else if (fault_differs(shadow, cpu, is))
        fmt_string(what, sizeof(what), "fault");
    else {
        const struct store *s = memory_difference(l, tr->mm);
        if (!s)
            return;
        fmt_string(what, sizeof(what), "memory at 0x%lx",
                   (unsigned long)s->addr);
    }
    report(l, tr, cpu, tb, what);
}

/* ---- Running ---- */

static struct lockstep *lockstep_of(struct translator *tr)
{
    if (!tr->lockstep) {
        long r = hostcall6(SYS_mmap, 0, sizeof(struct lockstep),
                           PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                           -1, 0);
        tr->lockstep = hostcall_failed(r) ? NULL : (struct lockstep *)r;
    }
    return tr->lockstep;
}

bool lockstep_begin(struct translator *tr, struct cpu *cpu, const struct tb *tb,
                    enum cpu_exit *want)
{
    struct lockstep *l;
    struct interp_host host = {
        .read = do_read,
        .write = do_write,
        .cmpxchg = do_cmpxchg,
        .fault_reason = EXIT_FAULT,
        .stop_reason = EXIT_STOP,
    };

    if (tr->cpus != cpu || cpu->next || tr->target->state_size > STATE_ROOM)
        return false;
    l = lockstep_of(tr);
    if (!l || !copy_ir(l, tr, cpu, tb))
        return false;
    memcpy(l->before, cpu, tr->target->state_size);
    memcpy(l->shadow, cpu, tr->target->state_size);
    l->n_stores = 0;
    l->full = false;
    shadow_of(l)->env.stop = 0;
    host.opaque = l;
    host.sat = &shadow_of(l)->env.sat;
    *want =
        (enum cpu_exit)interp_run(&shadow_of(l)->env, l->shadow, &l->ir, &host);
    return !l->full;
}

void lockstep_end(struct translator *tr, struct cpu *cpu, const struct tb *tb,
                  enum cpu_exit want, enum cpu_exit is)
{
    /* A stop comes when it comes; an access that has to be made again is
     * compared then. */
    if (is != EXIT_STOP && (unsigned)is < CPU_RETRY_MASKED)
        compare(tr->lockstep, tr, cpu, tb, want, is);
}
