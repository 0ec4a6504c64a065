/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Host faults in translated code become precise guest faults. */
#include "config.h"

#include <signal.h>
#include <ucontext.h>

#include "cpu/translator.h"
#include "tcg/flags.h"
#include "tcg/snapshot.h"

enum { PF_WRITE = 2, SI_KERNEL_CODE = 0x80, MXCSR_IE = 1 };

static uint64_t slot_value(const struct translator *tr, const struct cpu *cpu,
                           const struct snap_src *s)
{
    uint64_t v = 0;

    if (s->slot != IR_NOID) {
        const struct ir_slot *slot = &tr->conv.slots[s->slot];
        memcpy(&v, (const char *)cpu + slot->off, slot->type == IR_I32 ? 4 : 8);
    }
    return v + (uint64_t)s->imm;
}

/* NZCV in bits 31..28 of a + b + carry at a width (Arm ARM AddWithCarry). */
static uint32_t nzcv_sum(uint64_t a, uint64_t b, unsigned carry, bool wide)
{
    unsigned top = wide ? 63 : 31;
    uint64_t mask = wide ? ~0ull : 0xffffffffull;

    a &= mask;
    b &= mask;
    unsigned __int128 sum = (unsigned __int128)a + b + carry;
    uint64_t r = (uint64_t)sum & mask;
    uint32_t n = r >> top & 1, z = r == 0, c = (sum >> (top + 1)) & 1;
    uint32_t v = ((a ^ r) & (b ^ r)) >> top & 1;
    return n << 31 | z << 30 | c << 29 | v << 28;
}

static void apply_recipe(const struct translator *tr, struct cpu *cpu,
                         const struct snap *s, const ucontext_t *uc)
{
    uint64_t a = slot_value(tr, cpu, &s->a), b = slot_value(tr, cpu, &s->b);
    uint32_t nzcv;

    switch (s->kind) {
    case SNAP_FL_SUB: nzcv = nzcv_sum(a, ~b, 1, s->wide); break;
    case SNAP_FL_ADD: nzcv = nzcv_sum(a, b, 0, s->wide); break;
    case SNAP_FL_LOGIC: nzcv = nzcv_sum(a, 0, 0, s->wide); break;
    case SNAP_HOST_SUB: nzcv = tcg_uc_nzcv(uc, false); break;
    case SNAP_HOST_ADD: nzcv = tcg_uc_nzcv(uc, true); break;
    default: return;
    }
    for (unsigned i = 0; i < tr->conv.n_slots; i++)
        if (tr->conv.slots[i].type == IR_FLAGS) {
            uint16_t w = flags_pack(nzcv);
            memcpy((char *)cpu + tr->conv.slots[i].off, &w, 2);
        }
}

/* Who may wait for us to leave translated code may have the lock that an
 * answer needs: a SIGSEGV's code is asked for later. */
static void note_fault(struct cpu *cpu, int sig, const siginfo_t *si,
                       const ucontext_t *uc)
{
    cpu->fault = (struct cpu_fault){
        .sig = sig,
        .code = sig == SIGBUS ? si->si_code : 0,
        .addr = (uint64_t)(uintptr_t)si->si_addr,
        .write = uc->uc_mcontext.gregs[REG_ERR] & PF_WRITE,
    };
}

static enum cpu_exit classify(struct cpu *cpu, const struct tb *tb, int sig,
                              const siginfo_t *si, const ucontext_t *uc)
{
    uint64_t addr = (uint64_t)(uintptr_t)si->si_addr;

    if (sig == SIGSEGV &&
        addr - ((uint64_t)(uintptr_t)cpu + (uint64_t)TCG_POLL_OFF) < 4096)
        return EXIT_STOP;
    if (tb->fused && !(tb->key & TB_PLAIN))
        return (enum cpu_exit)CPU_RETRY_PLAIN;
    addr = mm_guest(cpu->mm, addr);
    if (sig == SIGSEGV && si->si_code == SI_KERNEL_CODE) {
        /* A non-canonical address: the kernel does not say which. */
        if (cpu->tag_bits && !(tb->key >> KEY_TAGS_SHIFT))
            return (enum cpu_exit)CPU_RETRY_MASKED;
        addr = 0;
    }
    note_fault(cpu, sig, si, uc);
    cpu->fault.addr = addr;
    return EXIT_FAULT;
}

static bool fault_in_block(struct cpu *cpu, int sig, const siginfo_t *si,
                           ucontext_t *uc, uint64_t ip)
{
    struct translator *tr = cpu->tr;
    const struct tb *tb = tb_at_ip(tr, ip);
    struct snap s;

    if (!tb)
        return false;
    uint32_t off =
        (uint32_t)(ip - (uint64_t)(uintptr_t)tr->code_base) - tb->code;
    if (!snap_find(tr->snap + tb->snap, tb->snap_len, off, &s))
        return false;
    tcg_sync_from_uc(&tr->conv, cpu, uc);
    apply_recipe(tr, cpu, &s, uc);
    cpu->env.pc = tb->pc + s.guest_off;
    cpu->raised = classify(cpu, tb, sig, si, uc);
    tcg_uc_redirect(uc, (uint64_t)(uintptr_t)tr->code_base + tr->stubs.raise);
    return true;
}

/* A program that lives on NaNs is better off with checks. */
static void count_trap(struct translator *tr, struct cpu *cpu)
{
    if (__atomic_add_fetch(&tr->fp_traps, 1, __ATOMIC_RELAXED) < MAX_FP_TRAPS)
        return;
    __atomic_fetch_or(&cpu->env.stop, STOP_FLUSH, __ATOMIC_SEQ_CST);
    cpu_poll_page(cpu, false);
}

/*
 * The invalid exception.  What relies on the trap has a stub, which does it by
 * the guest's rules.  All else (comparisons, conversions to integers) wants the
 * host's masked answer, and looks at that itself if need be: it runs masked.
 * The exception stays masked where nothing relies on it.
 *   The trap has set the sticky flag, which is for the stub to decide.  As
 * nothing sets it but through here while it traps, env.mxcsr says whether it
 * was set before.
 */
static bool invalid_operation(struct cpu *cpu, ucontext_t *uc, uint64_t ip)
{
    struct translator *tr = cpu->tr;
    const struct tb *tb = tb_at_ip(tr, ip);
    uint64_t base = (uint64_t)(uintptr_t)tr->code_base;
    uint32_t stub;

    if (!tb)
        return false;
    base += tb->code;
    if (!tb->fp_trap) {
        tcg_uc_mask_invalid(uc, true);
        return true;
    }
    count_trap(tr, cpu);
    if (snap_find_stub(tr->snap + tb->snap, tb->snap_len, (uint32_t)(ip - base),
                       &stub)) {
        tcg_uc_take_back_invalid(uc, &cpu->env);
        tcg_uc_redirect(uc, base + stub);
        return true;
    }
    cpu->env.mxcsr |= MXCSR_IE;
    cpu->stepping = true;
    tcg_uc_mask_invalid(uc, true);
    tcg_uc_single_step(uc, true);
    return true;
}

static bool step_done(struct cpu *cpu, ucontext_t *uc)
{
    cpu->stepping = false;
    tcg_uc_mask_invalid(uc, false);
    tcg_uc_single_step(uc, false);
    return true;
}

bool cpu_host_fault(struct cpu *cpu, int sig, void *siginfo, void *context)
{
    const siginfo_t *si = siginfo;
    ucontext_t *uc = context;
    uint64_t ip = tcg_uc_ip(uc), fix = mem_fixup(ip);

    if (si->si_code <= 0) /* sent by someone, not a fault */
        return false;
    if (fix && (sig == SIGSEGV || sig == SIGBUS)) {
        if (cpu)
            note_fault(cpu, sig, si, uc);
        tcg_uc_redirect(uc, fix);
        return true;
    }
    if (sig == SIGFPE && si->si_code == FPE_FLTINV && cpu &&
        !cpu_in_code(cpu->tr, ip)) {
        tcg_uc_mask_invalid(uc, true); /* C code has the guest's MXCSR */
        cpu->env.real_mxcsr = ~0u;
        return true;
    }
    if (!cpu || !cpu_in_code(cpu->tr, ip))
        return false;
    if (sig == SIGTRAP && cpu->stepping)
        return step_done(cpu, uc);
    if (sig == SIGFPE)
        return si->si_code == FPE_FLTINV && invalid_operation(cpu, uc, ip);
    if (sig == SIGSEGV &&
        tcg_pred_overflow(&cpu->env, uc, (uint64_t)(uintptr_t)si->si_addr))
        return true;
    return fault_in_block(cpu, sig, si, uc, ip);
}

/* From a helper, in the middle of a cold call: slots are in memory already, and
 * env.pc is the instruction's. */
_Noreturn void cpu_raise(struct cpu *cpu, enum cpu_exit reason)
{
    struct translator *tr = cpu->tr;

    cpu->raised = reason;
    tcg_leave(&cpu->env, tr->code_base + tr->stubs.raise, tr->conv.bias);
}
