/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The notes of a core file (System V ABI gABI chapter 5, Linux's core(5)). */
#ifndef SIGNAL_CORE_NOTES_H
#define SIGNAL_CORE_NOTES_H

#include <stddef.h>

#include "cpu/target.h"
#include "task/task.h"

/* Where notes are collected; what does not fit sets `overflow`. */
struct core_buffer {
    char *data;
    size_t size, len;
    bool overflow;
};

/* Appends all notes about t, which dies of `info`: status and registers of this
 * thread, process, signal, auxiliary vector, mapped files, and status and
 * registers of the other threads. Their process's lock is held. */
void core_notes(struct core_buffer *b, struct task *t,
                const struct guest_siginfo *info);

#endif
