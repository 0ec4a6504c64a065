# SPDX-License-Identifier: LGPL-2.1-or-later
# One program; each test-x.c is one suite and one row in suites.h.
if HAVE_CHECK
check_PROGRAMS += %D%/unit.tap
TESTS += %D%/unit.tap
endif

tests_unit_unit_tap_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests \
	$(CHECK_CFLAGS)
tests_unit_unit_tap_LDADD = libcalque.a $(LIBELF_LIBS) \
	$(CHECK_LIBS) -lm
tests_unit_unit_tap_SOURCES =
tests_unit_unit_tap_SOURCES += %D%/elf-sample.h
tests_unit_unit_tap_SOURCES += %D%/fixture.h
tests_unit_unit_tap_SOURCES += %D%/main.c
tests_unit_unit_tap_SOURCES += %D%/suites.h
tests_unit_unit_tap_SOURCES += %D%/test-arena.c
tests_unit_unit_tap_SOURCES += %D%/test-bits.c
tests_unit_unit_tap_SOURCES += %D%/test-cache.c
tests_unit_unit_tap_SOURCES += %D%/test-error.c
tests_unit_unit_tap_SOURCES += %D%/test-fd.c
tests_unit_unit_tap_SOURCES += %D%/test-fmt.c
tests_unit_unit_tap_SOURCES += %D%/test-hash.c
tests_unit_unit_tap_SOURCES += %D%/test-ioctl.c
tests_unit_unit_tap_SOURCES += %D%/test-killed.c
tests_unit_unit_tap_SOURCES += %D%/test-loader.c
tests_unit_unit_tap_SOURCES += %D%/test-log.c
tests_unit_unit_tap_SOURCES += %D%/test-maps.c
tests_unit_unit_tap_SOURCES += %D%/test-mem.c
tests_unit_unit_tap_SOURCES += %D%/test-model.c
tests_unit_unit_tap_SOURCES += %D%/test-signal.c
tests_unit_unit_tap_SOURCES += %D%/test-softfp-fpu.c
tests_unit_unit_tap_SOURCES += %D%/test-softfp.c
tests_unit_unit_tap_SOURCES += %D%/test-softfp.h
tests_unit_unit_tap_SOURCES += %D%/test-task.c
# The loader's checks on mutated files; run by hand for longer.
check_PROGRAMS += %D%/fuzz-loader
TESTS += %D%/fuzz-loader
tests_unit_fuzz_loader_SOURCES = %D%/fuzz-loader.c %D%/elf-sample.h
tests_unit_fuzz_loader_LDADD = libcalque.a

# Structure layouts, against the cross compilers' headers.
TESTS += %D%/abi64.sh
EXTRA_DIST += %D%/abi64-guest.c
EXTRA_DIST += %D%/abi64-ioctl.c
EXTRA_DIST += %D%/abi64-same.c
EXTRA_DIST += %D%/abi64.sh
