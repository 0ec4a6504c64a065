/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where host signal handlers return to: rt_sigreturn, number 15. Unwinders know
 * the sequence by its bytes. */

    .text
    .p2align 4
    .globl signal_restorer
    .hidden signal_restorer
    .type signal_restorer, @function
    nop
signal_restorer:
    mov $15, %rax
    syscall
    .size signal_restorer, . - signal_restorer

    .section .note.GNU-stack, "", @progbits
