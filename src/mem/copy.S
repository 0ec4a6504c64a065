/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Copies between us and guest memory whose faults are survived.  All of it is
 * leaf code without a stack frame, so that the fault handler can go on at
 * mem_copy_fault from anywhere between the two labels.  rbx, which cmpxchg16b
 * takes, is kept in r8 by all of them.
 *
 * int mem_copy(void *dst, const void *src, size_t n)
 * int mem_fill0(void *dst, size_t n)
 * int64_t mem_copy_str(char *dst, const char *src, size_t size)
 * int mem_cas(void *p, void *expected, const void *desired, size_t size)
 * int mem_compare(const void *a, const void *b, size_t n), n a multiple of 64
 *
 * and between two more labels what returns the number of bytes that are left,
 * which the host keeps in rcx, faults or not:
 *
 * size_t mem_step_copy(void *dst, const void *src, size_t n)
 * size_t mem_step_fill(void *dst, uint8_t byte, size_t n)
 */
        .text
        .globl  mem_copy, mem_fill0, mem_copy_str, mem_cas, mem_compare
        .globl  mem_copy_begin, mem_copy_end, mem_copy_fault
        .hidden mem_copy, mem_fill0, mem_copy_str, mem_cas, mem_compare
        .hidden mem_copy_begin, mem_copy_end, mem_copy_fault
        .globl  mem_step_copy, mem_step_fill
        .globl  mem_step_begin, mem_step_end, mem_step_fault
        .hidden mem_step_copy, mem_step_fill
        .hidden mem_step_begin, mem_step_end, mem_step_fault
        .type   mem_step_copy, @function
        .type   mem_step_fill, @function
        .type   mem_copy, @function
        .type   mem_fill0, @function
        .type   mem_copy_str, @function
        .type   mem_cas, @function
        .type   mem_compare, @function

mem_copy_begin:
        .balign 16
mem_copy:
        movq    %rbx, %r8
        xorl    %eax, %eax
        /* Words are copied whole: other threads may look at them. */
        cmpq    $8, %rdx
        je      8f
        cmpq    $4, %rdx
        je      4f
        cmpq    $16, %rdx
        je      16f
        movq    %rdx, %rcx
        rep movsb
        ret
8:      movq    (%rsi), %rcx
        movq    %rcx, (%rdi)
        ret
4:      movl    (%rsi), %ecx
        movl    %ecx, (%rdi)
        ret
16:     movq    (%rsi), %rcx
        movq    8(%rsi), %r9
        movq    %rcx, (%rdi)
        movq    %r9, 8(%rdi)
        ret

        .balign 16
mem_fill0:
        movq    %rbx, %r8
        movq    %rsi, %rcx
        xorl    %eax, %eax
        rep stosb
        ret

        .balign 16
mem_copy_str:
        movq    %rbx, %r8
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

        .balign 16
mem_compare:
        movq    %rbx, %r8
        xorl    %eax, %eax
        addq    %rdx, %rdi
        addq    %rdx, %rsi
        negq    %rdx
1:      jz      3f
        movups  (%rsi,%rdx), %xmm0
        movups  16(%rsi,%rdx), %xmm1
        movups  32(%rsi,%rdx), %xmm2
        movups  48(%rsi,%rdx), %xmm3
        movups  (%rdi,%rdx), %xmm4
        movups  16(%rdi,%rdx), %xmm5
        movups  32(%rdi,%rdx), %xmm6
        movups  48(%rdi,%rdx), %xmm7
        pcmpeqb %xmm4, %xmm0
        pcmpeqb %xmm5, %xmm1
        pcmpeqb %xmm6, %xmm2
        pcmpeqb %xmm7, %xmm3
        pand    %xmm1, %xmm0
        pand    %xmm3, %xmm2
        pand    %xmm2, %xmm0
        pmovmskb %xmm0, %ecx
        cmpl    $0xffff, %ecx
        jne     2f
        addq    $64, %rdx
        jmp     1b
2:      incl    %eax
3:      ret

        .balign 16
mem_cas:
        movq    %rbx, %r8
        cmpq    $8, %rcx
        je      8f
        cmpq    $4, %rcx
        je      4f
        cmpq    $2, %rcx
        je      2f
        cmpq    $1, %rcx
        je      1f
        movq    %rdx, %r9
        movq    (%rsi), %rax
        movq    8(%rsi), %rdx
        movq    (%r9), %rbx
        movq    8(%r9), %rcx
        lock cmpxchg16b (%rdi)
        movq    %rax, (%rsi)
        movq    %rdx, 8(%rsi)
        movq    %r8, %rbx
        xorl    %eax, %eax
        ret
8:      movq    (%rsi), %rax
        movq    (%rdx), %rcx
        lock cmpxchgq %rcx, (%rdi)
        movq    %rax, (%rsi)
        xorl    %eax, %eax
        ret
4:      movl    (%rsi), %eax
        movl    (%rdx), %ecx
        lock cmpxchgl %ecx, (%rdi)
        movl    %eax, (%rsi)
        xorl    %eax, %eax
        ret
2:      movzwl  (%rsi), %eax
        movzwl  (%rdx), %ecx
        lock cmpxchgw %cx, (%rdi)
        movw    %ax, (%rsi)
        xorl    %eax, %eax
        ret
1:      movzbl  (%rsi), %eax
        movzbl  (%rdx), %ecx
        lock cmpxchgb %cl, (%rdi)
        movb    %al, (%rsi)
        xorl    %eax, %eax
        ret
mem_copy_end:

mem_copy_fault:
        movq    %r8, %rbx
        movq    $-14, %rax      /* EFAULT */
        ret

mem_step_begin:
        .balign 16
mem_step_copy:
        movq    %rdx, %rcx
        rep movsb
        jmp     mem_step_fault

        .balign 16
mem_step_fill:
        movl    %esi, %eax
        movq    %rdx, %rcx
        rep stosb
mem_step_end:

mem_step_fault:
        movq    %rcx, %rax
        ret

        .section .note.GNU-stack, "", @progbits
