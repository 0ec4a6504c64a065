# SPDX-License-Identifier: LGPL-2.1-or-later
# The text files run on every engine of the table in tcg-test.c, and programs
# made at random are compared between engines, optimised and not.
TCG_TESTS = %D%/test-ir.tap %D%/test-random.tap %D%/test-vop.tap
check_PROGRAMS += $(TCG_TESTS)
TESTS += $(TCG_TESTS)
EXTRA_DIST += %D%/exec.ir %D%/optimise.ir %D%/verify.ir %D%/vop.vec
EXTRA_DIST += %D%/vop-cross.c %D%/vop-cross.sh

TCG_TEST_COMMON = %D%/engine-compiled.c %D%/tcg-test.c %D%/tcg-test.h
%C%_test_ir_tap_SOURCES = %D%/test-ir.c $(TCG_TEST_COMMON)
%C%_test_ir_tap_LDADD = libcalque.a
%C%_test_random_tap_SOURCES = %D%/test-random.c $(TCG_TEST_COMMON)
%C%_test_random_tap_LDADD = libcalque.a
%C%_test_vop_tap_SOURCES = %D%/test-vop.c %D%/vop-rows.h $(TCG_TEST_COMMON)
%C%_test_vop_tap_LDADD = libcalque.a

# Host instructions, against binutils.
check_PROGRAMS += %D%/encode
TESTS += %D%/encode.sh
EXTRA_DIST += %D%/encode.sh
%C%_encode_SOURCES = %D%/encode.c %D%/encodings.def
%C%_encode_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/%D%
%C%_encode_LDADD = libcalque.a
