/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The frame of a real-time signal: what the handler sees and sigreturn reads.
 */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "base/bits.h"
#include "mem/mem.h"
#include "target/riscv/abi.h"

/* As the riscv64 kernel headers have them. */
_Static_assert(sizeof(struct riscv_sigcontext) == 784, "sigcontext");
_Static_assert(offsetof(struct riscv_sigcontext, fcsr) == 512, "fcsr");
_Static_assert(offsetof(struct riscv_sigcontext, reserved) == 772, "reserved");
_Static_assert(offsetof(struct riscv_sigframe, uc_flags) == 128, "ucontext");
_Static_assert(offsetof(struct riscv_sigframe, sigmask) == 168, "uc_sigmask");
_Static_assert(offsetof(struct riscv_sigframe, mcontext) == 304, "mcontext");
_Static_assert(sizeof(struct riscv_sigframe) == 1088, "rt_sigframe");

static void save(const struct riscv_cpu *c, struct riscv_sigcontext *sc)
{
    riscv_get_gregs(c, sc->regs);
    memcpy(sc->f, c->f, sizeof(sc->f));
    sc->fcsr = riscv_get_fcsr(c);
}

int riscv_frame_push(struct cpu *cpu, struct mm *mm,
                     const struct guest_sigframe *f)
{
    struct riscv_cpu *c = (struct riscv_cpu *)cpu;
    uint64_t at = align_down(f->sp - sizeof(struct riscv_sigframe), 16);
    struct riscv_sigframe frame;

    memset(&frame, 0, sizeof(frame));
    if (f->info != NULL)
        frame.info = *f->info;
    frame.ss_sp = f->ss_sp;
    frame.ss_flags = f->ss_flags;
    frame.ss_size = f->ss_size;
    frame.sigmask = f->mask;
    save(c, &frame.mcontext);
    if (mem_put(mm, at, frame) != 0)
        return -EFAULT;
    c->x[RISCV_RA] = f->trampoline;
    c->x[RISCV_SP] = at;
    c->x[RISCV_A0] = (uint64_t)f->sig;
    c->x[RISCV_A1] = at;
    c->x[RISCV_A2] = at + offsetof(struct riscv_sigframe, uc_flags);
    cpu->env.pc = f->handler & ~UINT64_C(1);
    cpu->env.excl_addr = UINT64_MAX;
    return 0;
}

/* Records that we do not write mean a state that this CPU has not. */
static bool is_valid(const struct riscv_sigcontext *sc)
{
    return sc->reserved == 0 && sc->ext_magic == 0 && sc->ext_size == 0;
}

int riscv_frame_pop(struct cpu *cpu, struct mm *mm, uint64_t *mask,
                    uint64_t *ss_sp, uint64_t *ss_size, int32_t *ss_flags)
{
    struct riscv_cpu *c = (struct riscv_cpu *)cpu;
    struct riscv_sigframe frame;

    if (mem_get(mm, frame, c->x[RISCV_SP]) != 0)
        return -EFAULT;
    if (!is_valid(&frame.mcontext))
        return -EINVAL;
    memcpy(&c->x[1], &frame.mcontext.regs[1], 31 * sizeof(c->x[0]));
    cpu->env.pc = frame.mcontext.regs[0] & ~UINT64_C(1);
    memcpy(c->f, frame.mcontext.f, sizeof(c->f));
    riscv_set_fcsr(c, frame.mcontext.fcsr);
    cpu->env.excl_addr = UINT64_MAX;
    *mask = frame.sigmask;
    *ss_sp = frame.ss_sp;
    *ss_size = frame.ss_size;
    *ss_flags = frame.ss_flags;
    return 0;
}
