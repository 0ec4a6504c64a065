/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiled for the guest: what target/riscv/abi.h asserts for the host, of the
 * kernel's own structures. */
#include <stddef.h>
#include <linux/signal.h>
#include <asm/ptrace.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>

struct rt_sigframe {
    siginfo_t info;
    struct ucontext uc;
};

#define AT(member, offset)                                                     \
    _Static_assert(offsetof(struct rt_sigframe, member) == (offset), #member)

AT(uc.uc_flags, 128);
AT(uc.uc_link, 136);
AT(uc.uc_stack.ss_sp, 144);
AT(uc.uc_stack.ss_flags, 152);
AT(uc.uc_stack.ss_size, 160);
AT(uc.uc_sigmask, 168);
AT(uc.uc_mcontext, 304);
AT(uc.uc_mcontext.sc_regs.pc, 304);
AT(uc.uc_mcontext.sc_regs.t6, 304 + 31 * 8);
AT(uc.uc_mcontext.sc_fpregs.d.f, 304 + 256);
AT(uc.uc_mcontext.sc_fpregs.d.fcsr, 304 + 512);
AT(uc.uc_mcontext.sc_fpregs.q.reserved, 304 + 772);
_Static_assert(sizeof(struct rt_sigframe) == 1088, "rt_sigframe");
_Static_assert(sizeof(struct user_regs_struct) == 256, "gregset");
_Static_assert(sizeof(struct __riscv_d_ext_state) == 33 * 8, "fpregset");
