# SPDX-License-Identifier: LGPL-2.1-or-later
# A target's decode.inc comes from the decode tables of its folder.  Its
# local.mk says, with ARCH the folder's name:
#
#   ARCH_decode = \
#           %D%/base.decode
#   DECODE_TABLES += $(ARCH_decode)
#   DECODE_INC += %D%/decode.inc
#   $(srcdir)/%D%/decode.inc: $(ARCH_decode)
#
# and likewise vdso.inc from vdso.table, with VDSO_TABLES and VDSO_INC.
#
# The results are written into the source tree, because tarballs ship it; the
# generators move them into place when they are whole.

DECODE_TABLES =
DECODE_INC =
VDSO_TABLES =
VDSO_INC =

$(srcdir)/src/target/%/decode.inc: $(srcdir)/scripts/gen-decode
	$(AM_V_GEN)$(PYTHON3) $(srcdir)/scripts/gen-decode $* \
	    $(filter %.decode,$^) -o $@

$(srcdir)/src/target/%/vdso.inc: $(srcdir)/scripts/gen-vdso
	$(AM_V_GEN)$(PYTHON3) $(srcdir)/scripts/gen-vdso \
	    $(filter %.table,$^) -o $@

libcalque_a_SOURCES += %D%/decode.c
libcalque_a_SOURCES += %D%/decode.h
libcalque_a_SOURCES += %D%/targets.c
libcalque_a_SOURCES += %D%/targets.def

include %D%/aarch64/local.mk
include %D%/riscv/local.mk

BUILT_SOURCES += $(DECODE_INC:%=$(srcdir)/%) $(VDSO_INC:%=$(srcdir)/%)
MAINTAINERCLEANFILES += $(DECODE_INC:%=$(srcdir)/%)
MAINTAINERCLEANFILES += $(VDSO_INC:%=$(srcdir)/%)
EXTRA_DIST += $(DECODE_TABLES) $(DECODE_INC)
EXTRA_DIST += $(VDSO_TABLES) $(VDSO_INC)
