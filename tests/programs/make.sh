#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A parallel build: jobserver, implicit rules, changes, failures.
for i in {1..8}; do
    echo "int f$i(int x) { return x * $i; }" >f$i.c
    echo "int f$i(int);" >>all.h
done
{
    echo '#include <stdio.h>'
    echo '#include "all.h"'
    echo 'int main(void) { int s = 0;'
    for i in {1..8}; do echo "s += f$i($i);"; done
    echo 'printf("%d\n", s); }'
} >main.c
cat >Makefile <<'M'
OBJECTS = main.o $(patsubst %.c,%.o,$(sort $(wildcard f*.c)))
CFLAGS = -O1
total: $(OBJECTS)
	$(CC) -o $@ $(OBJECTS)
	@echo linked
main.o: all.h
sub: ; @$(MAKE) --no-print-directory -f sub.mk
fail: total ; @echo failing; exit 3
.PHONY: sub fail
$(info make $(words $(OBJECTS)) objects, $(shell echo shell))
M
printf 'all: a b c\na b c: ; @sleep 0.05; echo $@ >$@.out\n' >sub.mk
make -s -j4 && ./total
make -s -j4 -q
echo "up to date $?"
touch f3.c
make -j4 | sed 's/^cc.*-c.*/compile/; s/^cc.*/link/'
make -j4 sub
cat ?.out
make -s fail
echo "make $?"
make -s nothing 2>&1 | tail -n 1
echo "make ${PIPESTATUS[0]}"
