/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Host signal contexts of translated code, and the sites of links. */
#include "config.h"

#include <asm/prctl.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include "base/hostcall.h"
#include "tcg/host/x86_64/gen.h"

/* glibc's indices of general registers by hardware number. */
static const uint8_t greg[16] = {
    REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
    REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

uint64_t tcg_uc_ip(const void *uc)
{
    const ucontext_t *u = uc;
    return (uint64_t)u->uc_mcontext.gregs[REG_RIP];
}

uint32_t tcg_uc_nzcv(const void *uc, bool add)
{
    const ucontext_t *u = uc;
    uint32_t fl = (uint32_t)u->uc_mcontext.gregs[REG_EFL];
    uint32_t n = fl >> 7 & 1, z = fl >> 6 & 1, v = fl >> 11 & 1;
    uint32_t c = (fl & 1) ^ !add;

    return n << 31 | z << 30 | c << 29 | v << 28;
}

/* xmm16 and up are in the extended part of the frame, as XSAVE lays it out
 * without compaction (SDM vol. 1, 13.4); a component that is in its initial
 * state is not there. */
static const void *vec_in_frame(const ucontext_t *u, unsigned r)
{
    enum { XSTATE_BV = 512, HI16_ZMM = 1 << 7 };
    static const uint8_t zero[16];
    const char *area = (const char *)u->uc_mcontext.fpregs;
    uint64_t present;

    if (r < 16)
        return &u->uc_mcontext.fpregs->_xmm[r];
    memcpy(&present, area + XSTATE_BV, sizeof(present));
    if (!(present & HI16_ZMM))
        return zero;
    return area + host_features()->hi16_zmm + (size_t)(r - 16) * 64;
}

void tcg_sync_from_uc(const struct tcg_conv *cv, void *state, const void *uc)
{
    const ucontext_t *u = uc;
    struct tcg_env *env = state;

    for (unsigned i = 0; i < N_INT_HOMES && cv->pin_int[i] != IR_NOID; i++)
        memcpy((char *)state + cv->slots[cv->pin_int[i]].off,
               &u->uc_mcontext.gregs[greg[int_homes[i]]], 8);
    for (unsigned i = 0; i < n_vec_homes() && cv->pin_vec[i] != IR_NOID; i++) {
        const struct ir_slot *s = &cv->slots[cv->pin_vec[i]];
        memcpy((char *)state + s->off, vec_in_frame(u, vec_home(i)),
               s->type == IR_V128 ? 16 : 8);
    }
    env->mxcsr = u->uc_mcontext.fpregs->mxcsr;
    env->pred_sp = (uint64_t)u->uc_mcontext.gregs[REG_RSP];
}

void tcg_uc_redirect(void *uc, uint64_t ip)
{
    ucontext_t *u = uc;

    u->uc_mcontext.gregs[REG_RIP] = (greg_t)ip;
}

void tcg_uc_take_back_invalid(void *uc, const struct tcg_env *env)
{
    enum { MXCSR_IE = 1 };
    ucontext_t *u = uc;

    u->uc_mcontext.fpregs->mxcsr &= env->mxcsr | ~(uint32_t)MXCSR_IE;
}

void tcg_uc_mask_invalid(void *uc, bool mask)
{
    enum { MXCSR_IM = 1 << 7 };
    ucontext_t *u = uc;

    if (mask)
        u->uc_mcontext.fpregs->mxcsr |= MXCSR_IM;
    else
        u->uc_mcontext.fpregs->mxcsr &= ~(uint32_t)MXCSR_IM;
}

void tcg_uc_single_step(void *uc, bool on)
{
    const greg_t tf = 1 << 8;
    ucontext_t *u = uc;

    if (on)
        u->uc_mcontext.gregs[REG_EFL] |= tf;
    else
        u->uc_mcontext.gregs[REG_EFL] &= ~tf;
}

/* Keeps the newest half of the pairs: they are the ones that will be returned
 * through first. */
bool tcg_pred_overflow(struct tcg_env *env, void *uc, uint64_t addr)
{
    ucontext_t *u = uc;
    uint64_t bottom = env->pred_top - TCG_PRED_SIZE;
    uint64_t sp = (uint64_t)u->uc_mcontext.gregs[REG_RSP];

    if (addr >= bottom || addr < bottom - TCG_PRED_GUARD || sp > bottom + 64)
        return false;
    uint64_t keep = TCG_PRED_SIZE / 2;
    memmove((void *)(env->pred_top - keep), (void *)sp, keep);
    u->uc_mcontext.gregs[REG_RSP] = (greg_t)(env->pred_top - keep);
    return true;
}

void tcg_set_base(uint64_t base)
{
    hostcall3(SYS_arch_prctl, ARCH_SET_GS, (long)base, 0);
}

void tcg_link_set(int kind, uint8_t *site, const uint8_t *target,
                  ptrdiff_t run_off)
{
    if (kind == TCG_LINK_SLOT) {
        uint64_t at = (uint64_t)(uintptr_t)(target + run_off);
        __atomic_store_n((uint64_t *)(void *)site, at, __ATOMIC_RELEASE);
        return;
    }
    int32_t d = (int32_t)(target - (site + 4));
    uint32_t v = (uint32_t)d;
    __asm__ volatile("movl %1, %0"
                     : "=m"(*(uint32_t *)(void *)site)
                     : "r"(v)
                     : "memory");
}

/* Instructions that were fetched ahead are compared with writes by linear
 * address (SDM vol. 3, "Self-Modifying Code"): through an alias it takes a
 * serialising instruction.  IRET is the one that hypervisors leave alone. */
void tcg_sync_code(void)
{
    __asm__ volatile("movq %%rsp, %%rcx\n\t"
                     "leaq -128(%%rsp), %%rsp\n\t" /* the red zone */
                     "movl %%ss, %%eax\n\t"
                     "pushq %%rax\n\t"
                     "pushq %%rcx\n\t"
                     "pushfq\n\t"
                     "movl %%cs, %%eax\n\t"
                     "pushq %%rax\n\t"
                     "leaq 1f(%%rip), %%rax\n\t"
                     "pushq %%rax\n\t"
                     "iretq\n"
                     "1:"
                     :
                     :
                     : "rax", "rcx", "cc", "memory");
}

_Noreturn void tcg_leave(struct tcg_env *env, const void *raise, unsigned bias)
{
    char *state = (char *)env + bias;

    __asm__ volatile("movq %0, %%rbp\n\tjmp *%1" : : "r"(state), "r"(raise));
    __builtin_unreachable();
}
