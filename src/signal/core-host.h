/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The core file that the host's kernel would write of us, core(5). */
#ifndef SIGNAL_CORE_HOST_H
#define SIGNAL_CORE_HOST_H

/* The guest's core file is written, as `name`.  Keeps the kernel from writing
 * its own in that place, and lets it set the core bit of our status where that
 * can be had.  By the thread that is about to die of the signal; changes its
 * working directory. */
void core_host_hide(const char *name);

#endif
