/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* See safecall.h.  No callee-saved register and no stack is used, so that the
 * context can be sent from any instruction of the window to the last label. */

    .text
    .p2align 4
    .globl safecall
    .hidden safecall
    .type safecall, @function
    .globl safecall_begin, safecall_syscall, safecall_restart
    .hidden safecall_begin, safecall_syscall, safecall_restart
safecall:
    .cfi_startproc
    mov %rsi, %rax
    mov %rdx, %rcx
safecall_begin:
    cmpl $0, (%rdi)
    jne safecall_restart
    mov (%rcx), %rdi
    mov 8(%rcx), %rsi
    mov 16(%rcx), %rdx
    mov 24(%rcx), %r10
    mov 32(%rcx), %r8
    mov 40(%rcx), %r9
safecall_syscall:
    syscall
    ret
safecall_restart:
    mov $-512, %rax
    ret
    .cfi_endproc
    .size safecall, . - safecall

    .section .note.GNU-stack, "", @progbits
