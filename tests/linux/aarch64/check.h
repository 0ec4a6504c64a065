/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For the programs of this folder, which run under one processor model or
 * another (tests/linux/cpu.sh).  They print what does not hold, and their
 * status is 1 then.
 */
#ifndef CHECK_H
#define CHECK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static int failures;

#define CHECK(e)                                                               \
    do {                                                                       \
        if (!(e)) {                                                            \
            printf("line %d: %s\n", __LINE__, #e);                             \
            failures = 1;                                                      \
        }                                                                      \
    } while (0)

/* The last signal, and where it goes on: behind the instruction, or where
 * `recover` says. */
static struct {
    int sig, code;
    uintptr_t addr, pc;
    uint64_t x[31];
} caught;
static uintptr_t recover;

static void on_signal(int sig, siginfo_t *si, void *context)
{
    ucontext_t *uc = context;

    caught.sig = sig;
    caught.code = si->si_code;
    caught.addr = (uintptr_t)si->si_addr;
    caught.pc = uc->uc_mcontext.pc;
    memcpy(caught.x, uc->uc_mcontext.regs, sizeof(caught.x));
    uc->uc_mcontext.pc = recover ? recover : uc->uc_mcontext.pc + 4;
}

static void catch_signals(int flags)
{
    struct sigaction sa = {.sa_sigaction = on_signal,
                           .sa_flags = SA_SIGINFO | flags};

    sigaction(SIGILL, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    sigaction(SIGSEGV, &sa, NULL);
}

#endif
