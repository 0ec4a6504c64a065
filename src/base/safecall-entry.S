/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* See safecall.h.  No callee-saved register and no stack is used, so that the
 * context can be sent from any instruction of the window to safecall_done. */

    .text
    .p2align 4
    .globl safecall
    .hidden safecall
    .type safecall, @function
    .globl safecall_begin, safecall_syscall, safecall_done
    .hidden safecall_begin, safecall_syscall, safecall_done
safecall:
    .cfi_startproc
    mov %rsi, %rax
    mov %rdx, %rcx
safecall_begin:
    cmpl $0, (%rdi)
    jne 1f
    mov (%rcx), %rdi
    mov 8(%rcx), %rsi
    mov 16(%rcx), %rdx
    mov 24(%rcx), %r10
    mov 32(%rcx), %r8
    mov 40(%rcx), %r9
safecall_syscall:
    syscall
    .cfi_remember_state
safecall_done:
    /* A return would be mispredicted: the kernel's mitigations leave the stack
     * of return predictions out of step.  Indirect jumps are predicted. */
    pop %rcx
    .cfi_adjust_cfa_offset -8
    .cfi_register %rip, %rcx
    jmp *%rcx
    .cfi_restore_state
1:  mov $-513, %rax
    ret
    .cfi_endproc
    .size safecall, . - safecall

    .section .note.GNU-stack, "", @progbits
