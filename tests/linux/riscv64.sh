#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The guest programs of this folder, built for riscv64.
exec "${srcdir:?}/scripts/run-linux-tests" riscv64 "${CALQUE:?}"
