/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The two moments of a host thread that C cannot express; see thread.h. */
        .text
        .globl  thread_clone, thread_leave
        .hidden thread_clone, thread_leave
        .type   thread_clone, @function
        .type   thread_leave, @function

        .balign 16
thread_clone:
        pushq   %r12
        pushq   %r13
        movq    %rdx, %r12              /* fn and arg survive in the child */
        movq    %rcx, %r13
        movq    %rdi, %rax
        movq    %rsi, %r9
        movq    (%r9), %rdi
        movq    8(%r9), %rsi
        movq    16(%r9), %rdx
        movq    24(%r9), %r10
        movq    32(%r9), %r8
        syscall
        testq   %rax, %rax
        jnz     1f
        testq   %r12, %r12
        jnz     2f
1:      popq    %r13
        popq    %r12
        ret
2:      xorl    %ebp, %ebp              /* the end of the frames */
        movq    %r13, %rdi
        call    *%r12
        ud2
        .size   thread_clone, . - thread_clone

        .balign 16
thread_leave:
        movl    $60, %eax               /* exit */
        movl    %esi, %r8d
        movl    $0, (%rdi)              /* the stack is another's from here */
        movl    %r8d, %edi
        syscall
        ud2
        .size   thread_leave, . - thread_leave

        .section .note.GNU-stack, "", @progbits
