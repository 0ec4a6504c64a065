# SPDX-License-Identifier: LGPL-2.1-or-later
check_PROGRAMS += %D%/aarch64/simd-cases
tests_insn_aarch64_simd_cases_SOURCES = %D%/aarch64/simd-cases.c
tests_insn_aarch64_simd_cases_SOURCES += %D%/aarch64/simd-cases.h
tests_insn_aarch64_simd_cases_SOURCES += %D%/aarch64/simd-host.c
tests_insn_aarch64_simd_cases_SOURCES += %D%/aarch64/simd-host.h
tests_insn_aarch64_simd_cases_LDADD = libcalque.a

TESTS += %D%/aarch64-simd.sh
EXTRA_DIST += %D%/aarch64-simd.sh
EXTRA_DIST += %D%/aarch64/simd-guest.c

check_PROGRAMS += %D%/aarch64/flags-ahead.tap
tests_insn_aarch64_flags_ahead_tap_SOURCES = %D%/aarch64/flags-ahead.c
tests_insn_aarch64_flags_ahead_tap_LDADD = libcalque.a
TESTS += %D%/aarch64/flags-ahead.tap

check_PROGRAMS += %D%/riscv/lowering.tap
tests_insn_riscv_lowering_tap_SOURCES = %D%/riscv/lowering.c
tests_insn_riscv_lowering_tap_LDADD = libcalque.a

TESTS += %D%/riscv-atomics.sh
TESTS += %D%/riscv-decode.sh
TESTS += %D%/riscv-isa.sh
TESTS += %D%/riscv-layout.sh
TESTS += %D%/riscv-masking.sh
TESTS += %D%/riscv-semantics.sh
TESTS += %D%/riscv-traps.sh
TESTS += %D%/riscv-vectors.tap
TESTS += %D%/riscv/lowering.tap
EXTRA_DIST += %D%/riscv-atomics.sh
EXTRA_DIST += %D%/riscv-decode.sh
EXTRA_DIST += %D%/riscv-isa.sh
EXTRA_DIST += %D%/riscv-layout.sh
EXTRA_DIST += %D%/riscv-masking.sh
EXTRA_DIST += %D%/riscv-semantics.sh
EXTRA_DIST += %D%/riscv-traps.sh
EXTRA_DIST += %D%/riscv-vectors.tap
EXTRA_DIST += %D%/riscv/atomics.c
EXTRA_DIST += %D%/riscv/isa.c
EXTRA_DIST += %D%/riscv/masking.c
EXTRA_DIST += %D%/riscv/layout.c
EXTRA_DIST += %D%/riscv/rva.vec
EXTRA_DIST += %D%/riscv/rvk.vec
EXTRA_DIST += %D%/riscv/rvz.vec
EXTRA_DIST += %D%/riscv/rvzf.vec
EXTRA_DIST += %D%/riscv/sequences.py

check_PROGRAMS += %D%/disas
tests_insn_disas_SOURCES = %D%/disas.c
tests_insn_disas_LDADD = libcalque.a $(LIBELF_LIBS)

check_PROGRAMS += %D%/vectors
tests_insn_vectors_SOURCES = %D%/vectors.c
tests_insn_vectors_LDADD = libcalque.a $(LIBELF_LIBS)

TESTS += %D%/aarch64-decode.sh
TESTS += %D%/aarch64-features.sh
TESTS += %D%/aarch64-semantics.sh
TESTS += %D%/aarch64-vectors.tap
TESTS += %D%/gen-decode.sh
EXTRA_DIST += %D%/aarch64-decode.sh
EXTRA_DIST += %D%/aarch64-features.sh
EXTRA_DIST += %D%/aarch64-semantics.sh
EXTRA_DIST += %D%/aarch64-vectors.tap
EXTRA_DIST += %D%/aarch64/base.vec
EXTRA_DIST += %D%/aarch64/complex.vec
EXTRA_DIST += %D%/aarch64/crypto.vec
EXTRA_DIST += %D%/aarch64/exclusive.vec
EXTRA_DIST += %D%/aarch64/features.c
EXTRA_DIST += %D%/aarch64/fp.vec
EXTRA_DIST += %D%/aarch64/fp16.vec
EXTRA_DIST += %D%/aarch64/ldst.vec
EXTRA_DIST += %D%/aarch64/matrix.vec
EXTRA_DIST += %D%/aarch64/sequences.py
EXTRA_DIST += %D%/aarch64/sequences.vec
EXTRA_DIST += %D%/aarch64/simd.vec
EXTRA_DIST += %D%/gen-decode.sh
EXTRA_DIST += %D%/sequences-guest.c
EXTRA_DIST += %D%/sequences.py
EXTRA_DIST += scripts/decode-proof scripts/difftest scripts/gen-decode
EXTRA_DIST += %D%/riscv/traps.c
