/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every real-time signal, 32 and 33 included: sent, queued, waited for,
 * blocked, ignored, and as the end of a process. */
#include "t.h"
#include <pthread.h>
#include <sys/signalfd.h>
#include <time.h>

static uint64_t bit(int sig)
{
    return 1ull << (sig - 1);
}

static long mask(int how, uint64_t set, uint64_t *old)
{
    return syscall(SYS_rt_sigprocmask, how, &set, old, 8);
}

static long wait_for(uint64_t set, siginfo_t *si)
{
    struct timespec limit = {5, 0};

    return syscall(SYS_rt_sigtimedwait, &set, si, &limit, 8);
}

/* By kill, tgkill and with a value, each once for each number. */
static void wait_all(void)
{
    for (int sig = 32; sig <= 64; sig++) {
        siginfo_t si = {.si_code = SI_QUEUE};
        uint64_t pending = 0;
        long r[3];
        int sum = 0;

        mask(SIG_BLOCK, bit(sig), NULL);
        r[0] = syscall(SYS_kill, getpid(), sig);
        r[1] = syscall(SYS_tgkill, getpid(), gettid(), sig);
        si.si_value.sival_int = sig;
        r[2] = syscall(SYS_rt_sigqueueinfo, getpid(), sig, &si);
        syscall(SYS_rt_sigpending, &pending, 8);
        printf("%d: %ld %ld %ld pending %d;", sig, r[0], r[1], r[2],
               pending == bit(sig));
        for (int i = 0; i < 3; i++) {
            long got = wait_for(bit(sig), &si);

            printf(" %ld code %d", got, si.si_code);
            sum += si.si_code == SI_QUEUE ? si.si_value.sival_int : 0;
        }
        syscall(SYS_rt_sigpending, &pending, 8);
        printf("; %d pending %d\n", sum, pending != 0);
        mask(SIG_UNBLOCK, bit(sig), NULL);
    }
}

/* What is left to default kills.  What a program has from posix_spawn, make for
 * one, may ignore 32 and 33, which the C library keeps for itself. */
static void kill_all(void)
{
    static const char default_action[64];

    for (int sig = 32; sig <= 64; sig++) {
        int status = 0;
        siginfo_t si = {0};
        pid_t pid;

        syscall(SYS_rt_sigaction, sig, default_action, NULL, 8);
        fflush(stdout);
        if ((pid = fork()) == 0) {
            if (sig & 1)
                syscall(SYS_kill, getpid(), sig);
            for (;;)
                pause();
        }
        if (!(sig & 1))
            kill(pid, sig);
        waitid(P_PID, (id_t)pid, &si, WEXITED | WNOWAIT);
        waitpid(pid, &status, 0);
        printf("%d: code %d status %d %x\n", sig, si.si_code, si.si_status,
               status);
    }
}

static volatile sig_atomic_t count;

static void handler(int sig)
{
    (void)sig;
    count++;
}

static void ignored_and_handled(void)
{
    int bad = 0;

    for (int sig = SIGRTMIN; sig <= SIGRTMAX; sig++) {
        bad += signal(sig, SIG_IGN) != SIG_DFL;
        kill(getpid(), sig);
        bad += signal(sig, handler) != SIG_IGN;
        count = 0;
        for (int i = 0; i < 5; i++)
            raise(sig);
        bad += count != 5;
        bad += signal(sig, SIG_DFL) != handler;
    }
    V(bad);
    V(SIGRTMIN);
    V(SIGRTMAX);
    puts(strsignal(61));
}

static void by_descriptor(void)
{
    struct signalfd_siginfo si;
    sigset_t set;
    int fd, bad = 0;

    sigemptyset(&set);
    for (int sig = SIGRTMIN; sig <= SIGRTMAX; sig++)
        sigaddset(&set, sig);
    sigprocmask(SIG_BLOCK, &set, NULL);
    fd = signalfd(-1, &set, SFD_CLOEXEC);
    for (int sig = SIGRTMAX; sig >= SIGRTMIN; sig--)
        sigqueue(getpid(), sig, (union sigval){.sival_int = sig * 2});
    for (int sig = SIGRTMIN; sig <= SIGRTMAX; sig++) {
        bad += read(fd, &si, sizeof(si)) != sizeof(si);
        bad += (int)si.ssi_signo != sig || si.ssi_int != sig * 2;
    }
    V(bad);
}

static void *waiter(void *arg)
{
    siginfo_t si;
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, 61);
    V(sigwaitinfo(&set, &si));
    V(si.si_value.sival_int);
    return arg;
}

static void to_thread(void)
{
    pthread_t t;
    int r;

    pthread_create(&t, NULL, waiter, NULL);
    r = pthread_sigqueue(t, 61, (union sigval){.sival_int = 611});
    pthread_join(t, NULL);
    V(r);
    R(sigqueue(getpid(), 65, (union sigval){0}));
    R(kill(getpid(), 65));
    R(kill(getpid(), -1));
}

int main(void)
{
    wait_all();
    kill_all();
    ignored_and_handled();
    by_descriptor();
    to_thread();
    return 0;
}
