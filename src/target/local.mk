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
# The result is written into the source tree, because tarballs ship it; the
# generator moves it into place when it is whole.

DECODE_TABLES =
DECODE_INC =

$(srcdir)/src/target/%/decode.inc: $(srcdir)/scripts/gen-decode
	$(AM_V_GEN)$(PYTHON3) $(srcdir)/scripts/gen-decode $* \
	    $(filter %.decode,$^) -o $@

libcalque_a_SOURCES += %D%/decode.c
libcalque_a_SOURCES += %D%/decode.h
libcalque_a_SOURCES += %D%/targets.c
libcalque_a_SOURCES += %D%/targets.def

include %D%/aarch64/local.mk
include %D%/riscv/local.mk

BUILT_SOURCES += $(DECODE_INC:%=$(srcdir)/%)
MAINTAINERCLEANFILES += $(DECODE_INC:%=$(srcdir)/%)
EXTRA_DIST += $(DECODE_TABLES) $(DECODE_INC)
