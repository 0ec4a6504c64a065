# SPDX-License-Identifier: LGPL-2.1-or-later
#
# "make bench" measures, which takes long and needs cross compilers and two
# versions of QEMU, so it is no part of "make check". Options for scripts/bench
# go into BENCH_FLAGS, such as BENCH_FLAGS='--only fib --runs 1'.

# What translation costs, with nothing run: see scripts/translate-cost.
check_PROGRAMS += %D%/translate
tests_bench_translate_SOURCES = %D%/translate.c
tests_bench_translate_LDADD = libcalque.a $(LIBELF_LIBS)

BENCH_REPORT = $(top_srcdir)/docs/performance

.PHONY: bench bench-guard clean-bench
bench: calque$(EXEEXT)
	$(top_srcdir)/scripts/bench-deps
	$(top_srcdir)/scripts/bench --calque ./calque$(EXEEXT) \
	    --table $(BENCH_REPORT).md --svg $(BENCH_REPORT).svg $(BENCH_FLAGS)
	$(top_srcdir)/scripts/bench-translation --calque ./calque$(EXEEXT) \
	    --table $(BENCH_REPORT).md

bench-guard: calque$(EXEEXT)
	$(top_srcdir)/scripts/bench --guard --no-qemu \
	    --calque ./calque$(EXEEXT) \
	    $(BENCH_FLAGS)

clean-local: clean-bench
clean-bench:
	rm -rf build-bench

EXTRA_DIST += \
    scripts/bench \
    scripts/bench-deps \
    scripts/bench-translation \
    scripts/benchreport.py \
    scripts/translate-cost \
    docs/performance.md \
    docs/performance.svg \
    %D%/atomics.c \
    %D%/bench.h \
    %D%/bench.list \
    %D%/bigint.c \
    %D%/blend.c \
    %D%/bytecode.c \
    %D%/clock.c \
    %D%/crc32.c \
    %D%/dfa.c \
    %D%/fft.c \
    %D%/fib.c \
    %D%/filter.c \
    %D%/fma.c \
    %D%/fork.c \
    %D%/getppid.c \
    %D%/graph.c \
    %D%/guard.txt \
    %D%/hash.c \
    %D%/huffman.c \
    %D%/libm.c \
    %D%/lz.c \
    %D%/mandelbrot.c \
    %D%/matint.c \
    %D%/matmul.c \
    %D%/mix.c \
    %D%/mutex.c \
    %D%/mutual.c \
    %D%/nbody.c \
    %D%/options.c \
    %D%/pipe.c \
    %D%/pointers.c \
    %D%/queens.c \
    %D%/records.c \
    %D%/sad.c \
    %D%/saxpy.c \
    %D%/sha256.c \
    %D%/sieve.c \
    %D%/signal.c \
    %D%/sort.c \
    %D%/spectral.c \
    %D%/start.c \
    %D%/strings.c \
    %D%/tak.c \
    %D%/thread.c \
    %D%/threaded.c \
    %D%/trees.c \
    %D%/virtual.cc
