/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Masks while handlers run: sa_mask, SA_NODEFER, SA_RESETHAND, and the mask in
 * the frame, which a handler may change. */
#include "t.h"
#include <ucontext.h>

static int depth, times;

static void show(const char *when, int sig)
{
    sigset_t now;

    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("%*s%s %d, blocked:", 2 * depth, "", when, sig);
    for (int i = 1; i < 32; i++)
        if (sigismember(&now, i))
            printf(" %d", i);
    printf("\n");
}

static void handler(int sig)
{
    show("in", sig);
    depth++;
    if (sig == SIGUSR1 && times++ < 3) {
        raise(SIGUSR1);
        raise(SIGUSR2);
        raise(SIGTERM);
    }
    depth--;
    show("out", sig);
}

static void change(int sig, siginfo_t *si, void *context)
{
    ucontext_t *uc = (ucontext_t *)context;

    (void)si;
    show("change", sig);
    sigaddset(&uc->uc_sigmask, SIGHUP);
}

static void try(int flags)
{
    struct sigaction sa = {.sa_handler = handler, .sa_flags = flags};

    printf("flags %x\n", (unsigned)flags);
    sigaddset(&sa.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &sa, NULL);
    sigemptyset(&sa.sa_mask);
    sigaddset(&sa.sa_mask, SIGINT);
    sigaction(SIGUSR2, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
    times = 0;
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &sa);
    T(sa.sa_handler == handler);
    show("after", 0);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = change, .sa_flags = SA_SIGINFO};
    sigset_t all, none;

    try(0);
    try(SA_NODEFER);
    try(SA_RESTART);
    sigaction(SIGQUIT, &sa, NULL);
    raise(SIGQUIT);
    show("changed", 0);
    /* Several that become deliverable at once. */
    sigfillset(&all);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &all, NULL);
    depth = 5;
    raise(SIGTERM);
    raise(SIGUSR2);
    raise(SIGUSR1);
    sigprocmask(SIG_SETMASK, &none, NULL);
    show("end", 0);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        depth = 5;
        sa.sa_handler = handler;
        sa.sa_flags = SA_RESETHAND;
        sigaction(SIGUSR1, &sa, NULL);
        raise(SIGUSR1);
        fflush(stdout);
        raise(SIGUSR1);
    }
    reap(pid);
    return 0;
}
