/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The processor under test, as riscv-arch-test asks for it: a user program of
 * Linux, which writes its signature to standard output and exits.
 */
#ifndef MODEL_TEST_H
#define MODEL_TEST_H

#define RVMODEL_BOOT

#define RVMODEL_HALT                                                           \
    li a0, 1;                                                                  \
    la a1, rvtest_sig_begin;                                                   \
    la a2, rvtest_sig_end;                                                     \
    sub a2, a2, a1;                                                            \
    li a7, 64; /* write */                                                     \
    ecall;                                                                     \
    li a0, 0;                                                                  \
    li a7, 93; /* exit */                                                      \
    ecall;

#define RVMODEL_DATA_BEGIN .align 4;
#define RVMODEL_DATA_END   .align 4;

#define RVMODEL_IO_INIT
#define RVMODEL_IO_WRITE_STR(...)
#define RVMODEL_IO_CHECK()
#define RVMODEL_IO_ASSERT_GPR_EQ(...)
#define RVMODEL_IO_ASSERT_SFPR_EQ(...)
#define RVMODEL_IO_ASSERT_DFPR_EQ(...)

#define RVMODEL_FENCEI fence.i

#endif
