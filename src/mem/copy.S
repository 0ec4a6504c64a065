/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Copies between us and guest memory whose faults are survived.  All of it is
 * leaf code without a stack frame, so that the fault handler can go on at
 * mem_copy_fault from anywhere between the two labels.
 *
 * int mem_copy(void *dst, const void *src, size_t n)
 * int mem_fill0(void *dst, size_t n)
 * int64_t mem_copy_str(char *dst, const char *src, size_t size)
 */
        .text
        .globl  mem_copy, mem_fill0, mem_copy_str
        .globl  mem_copy_begin, mem_copy_end, mem_copy_fault
        .hidden mem_copy, mem_fill0, mem_copy_str
        .hidden mem_copy_begin, mem_copy_end, mem_copy_fault
        .type   mem_copy, @function
        .type   mem_fill0, @function
        .type   mem_copy_str, @function

mem_copy_begin:
        .balign 16
mem_copy:
        xorl    %eax, %eax
        /* Words are copied whole: other threads may look at them. */
        cmpq    $8, %rdx
        je      8f
        cmpq    $4, %rdx
        je      4f
        movq    %rdx, %rcx
        rep movsb
        ret
8:      movq    (%rsi), %rcx
        movq    %rcx, (%rdi)
        ret
4:      movl    (%rsi), %ecx
        movl    %ecx, (%rdi)
        ret

        .balign 16
mem_fill0:
        movq    %rsi, %rcx
        xorl    %eax, %eax
        rep stosb
        ret

        .balign 16
mem_copy_str:
        xorl    %eax, %eax
1:      cmpq    %rdx, %rax
        jae     2f
        movzbl  (%rsi,%rax), %ecx
        movb    %cl, (%rdi,%rax)
        testl   %ecx, %ecx
        jz      3f
        incq    %rax
        jmp     1b
2:      movq    $-36, %rax      /* ENAMETOOLONG */
3:      ret
mem_copy_end:

mem_copy_fault:
        movq    $-14, %rax      /* EFAULT */
        ret

        .section .note.GNU-stack, "", @progbits
