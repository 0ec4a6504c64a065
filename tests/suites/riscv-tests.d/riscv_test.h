/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The environment of riscv-tests that is a user program of Linux: its status is
 * 0, or the number of the case that failed. */
#ifndef RISCV_TEST_H
#define RISCV_TEST_H

#define RVTEST_RV64U
#define RVTEST_RV64UF
#define RVTEST_RV32U
#define RVTEST_RV32UF

#define TESTNUM gp

#define RVTEST_CODE_BEGIN                                                      \
    .text;                                                                     \
    .globl _start;                                                             \
    _start:                                                                    \
    li TESTNUM, 0;
#define RVTEST_CODE_END ebreak;

#define EXIT                                                                   \
    li a7, 93;                                                                 \
    ecall;
#define RVTEST_PASS                                                            \
    li a0, 0;                                                                  \
    EXIT
#define RVTEST_FAIL                                                            \
    mv a0, TESTNUM;                                                            \
    EXIT

#define EXTRA_DATA
#define RVTEST_DATA_BEGIN .align 4;
#define RVTEST_DATA_END   .align 4;

#endif
