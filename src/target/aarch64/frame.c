/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The frame of a real-time signal: what the handler sees and sigreturn reads.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "mem/mem.h"
#include "target/aarch64/abi.h"
#include "tcg/flags.h"

_Static_assert(sizeof(struct aarch64_gregs) == 272, "user_pt_regs");
_Static_assert(sizeof(struct aarch64_fpregs) == 528, "user_fpsimd_state");
_Static_assert(sizeof(struct aarch64_fpsimd_record) == 528, "fpsimd_context");
_Static_assert(offsetof(struct aarch64_sigframe, sigmask) == 128 + 40, "mask");
_Static_assert(offsetof(struct aarch64_sigframe, fault_address) == 128 + 176,
               "uc_mcontext");
_Static_assert(offsetof(struct aarch64_sigframe, records) == 128 + 176 + 288,
               "__reserved");
_Static_assert(sizeof(struct aarch64_sigframe) == 4688, "rt_sigframe");

enum {
    /* The kernel's: a handler of this ABI is always given siginfo, but its
     * registers only with the flag. */
    GUEST_SA_SIGINFO = 4,
    /* A mode other than EL0t, AArch32, or masked exceptions. */
    PSTATE_FORBIDDEN = 0x3df,
};

/* ESR_EL1 of a data abort from a lower level (D24.2.40): WnR, and a level 3
 * permission or translation fault. */
static uint64_t fault_esr(const struct cpu *cpu)
{
    uint64_t esr = UINT64_C(0x24) << 26 | 1 << 25;
    if (cpu->fault.write)
        esr |= 1 << 6;
    return esr | (cpu->fault.code == SEGV_ACCERR ? 0x0f : 0x07);
}

static void save_records(const struct aarch64_cpu *a, uint8_t *at,
                         const struct guest_sigframe *f)
{
    struct aarch64_fpsimd_record fp = {
        .head = {AARCH64_FPSIMD_MAGIC, sizeof(fp)},
        .fpsr = aarch64_get_fpsr(a),
        .fpcr = a->fpcr,
    };
    memcpy(fp.v, a->v, sizeof(fp.v));
    memcpy(at, &fp, sizeof(fp));
    if (f->sync_fault) {
        struct aarch64_esr_record esr = {
            .head = {AARCH64_ESR_MAGIC, sizeof(esr)},
            .esr = fault_esr(&a->cpu),
        };
        memcpy(at + sizeof(fp), &esr, sizeof(esr));
    }
}

int aarch64_frame_push(struct cpu *cpu, struct mm *mm,
                       const struct guest_sigframe *f)
{
    struct aarch64_cpu *a = (struct aarch64_cpu *)cpu;
    /* A frame record for backtraces stands above the frame. */
    uint64_t record[2] = {a->x[29], a->x[30]};
    uint64_t link = (f->sp - sizeof(record)) & ~UINT64_C(15);
    uint64_t at = link - sizeof(struct aarch64_sigframe);
    struct aarch64_sigframe frame;

    memset(&frame, 0, sizeof(frame));
    if (f->info)
        frame.info = *f->info;
    frame.ss_sp = f->ss_sp;
    frame.ss_flags = f->ss_flags;
    frame.ss_size = f->ss_size;
    frame.sigmask = f->mask;
    frame.fault_address = f->fault_addr;
    aarch64_get_gregs(a, &frame.regs);
    save_records(a, frame.records, f);
    if (mem_put(mm, link, record) || mem_put(mm, at, frame))
        return -EFAULT;

    a->x[0] = (uint64_t)f->sig;
    if (f->flags & GUEST_SA_SIGINFO) {
        a->x[1] = at;
        a->x[2] = at + offsetof(struct aarch64_sigframe, uc_flags);
    }
    a->x[29] = link;
    a->x[30] = f->restorer ? f->restorer : f->trampoline;
    a->sp = at;
    cpu->env.pc = f->handler;
    cpu->env.excl_addr = UINT64_MAX;
    return 0;
}

/* Walks the records; *fp is the floating-point one. Any that we do not write
 * means a state that this CPU has not. */
static int find_records(const uint8_t *records, size_t size,
                        struct aarch64_fpsimd_record *fp)
{
    bool found = false;
    for (size_t at = 0; at + sizeof(struct aarch64_record) <= size;) {
        struct aarch64_record head;
        memcpy(&head, records + at, sizeof(head));
        if (head.magic == 0)
            return head.size == 0 && found ? 0 : -EINVAL;
        if (head.size % 16 || head.size < 16 || head.size > size - at)
            return -EINVAL;
        if (head.magic == AARCH64_FPSIMD_MAGIC) {
            if (found || head.size != sizeof(*fp))
                return -EINVAL;
            memcpy(fp, records + at, sizeof(*fp));
            found = true;
        } else if (head.magic != AARCH64_ESR_MAGIC) {
            return -EINVAL;
        }
        at += head.size;
    }
    return -EINVAL;
}

int aarch64_frame_pop(struct cpu *cpu, struct mm *mm, uint64_t *mask,
                      uint64_t *ss_sp, uint64_t *ss_size, int32_t *ss_flags)
{
    struct aarch64_cpu *a = (struct aarch64_cpu *)cpu;
    struct aarch64_fpsimd_record fp;
    struct aarch64_sigframe frame;

    if (a->sp & 15)
        return -EINVAL;
    if (mem_get(mm, frame, a->sp))
        return -EFAULT;
    if (frame.regs.pstate & PSTATE_FORBIDDEN)
        return -EINVAL;
    int err = find_records(frame.records, sizeof(frame.records), &fp);
    if (err)
        return err;
    memcpy(a->x, frame.regs.x, sizeof(a->x));
    a->sp = frame.regs.sp;
    a->flags = flags_pack((uint32_t)frame.regs.pstate);
    aarch64_set_pstate(a, frame.regs.pstate);
    cpu->env.pc = frame.regs.pc;
    memcpy(a->v, fp.v, sizeof(a->v));
    aarch64_set_fpcr(a, fp.fpcr);
    aarch64_set_fpsr(a, fp.fpsr);
    cpu->env.excl_addr = UINT64_MAX;
    *mask = frame.sigmask;
    *ss_sp = frame.ss_sp;
    *ss_size = frame.ss_size;
    *ss_flags = frame.ss_flags;
    return 0;
}
