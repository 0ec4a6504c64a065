/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mq_notify, by signal and by thread. */
#include "t.h"
#include <mqueue.h>
#include <semaphore.h>

static mqd_t q;
static sem_t done;
static volatile sig_atomic_t signals;
static siginfo_t info;
static struct {
    long length;
    char text[32];
    unsigned prio;
    int value;
} read_by_thread;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)sig, (void)uc;
    info = *si;
    signals++;
}

static void notified(union sigval v)
{
    read_by_thread.length =
        mq_receive(q, read_by_thread.text, sizeof(read_by_thread.text),
                   &read_by_thread.prio);
    read_by_thread.value = v.sival_int;
    sem_post(&done);
}

static void by_signal(void)
{
    struct sigaction a = {.sa_sigaction = handler,
                          .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL,
                         .sigev_signo = SIGUSR1,
                         .sigev_value.sival_int = 321};
    char buf[32];
    pid_t pid;

    sigaction(SIGUSR1, &a, NULL);
    R(mq_notify(q, &e));
    R(mq_notify(q, &e));
    R(mq_send(q, "one", 4, 1));
    V(signals);
    T(info.si_code == SI_MESGQ);
    T(info.si_pid == getpid() && info.si_uid == getuid());
    V(info.si_value.sival_int);
    /* Once only, and not for a queue that has messages. */
    R(mq_send(q, "two", 4, 1));
    R(mq_notify(q, &e));
    R(mq_send(q, "three", 6, 1));
    V(signals);
    for (int i = 0; i < 3; i++)
        R(mq_receive(q, buf, sizeof(buf), NULL));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        R(mq_notify(q, &e));
        R(mq_send(q, "of the child", 13, 0));
        V(signals);
        fflush(stdout);
        _exit(0);
    }
    reap(pid);
    V(signals);
    T(info.si_pid == pid);
    R(mq_receive(q, buf, sizeof(buf), NULL));
    puts(buf);
    /* Taken back. */
    R(mq_notify(q, &e));
    R(mq_notify(q, NULL));
    R(mq_send(q, "four", 5, 1));
    V(signals);
    R(mq_receive(q, buf, sizeof(buf), NULL));
}

static void by_thread(void)
{
    struct sigevent e = {.sigev_notify = SIGEV_THREAD,
                         .sigev_notify_function = notified,
                         .sigev_value.sival_int = 654};

    sem_init(&done, 0, 0);
    for (int i = 0; i < 3; i++) {
        R(mq_notify(q, &e));
        R(mq_send(q, "for a thread", 13, (unsigned)i));
        sem_wait(&done);
        printf("thread: %ld %s prio %u value %d\n", read_by_thread.length,
               read_by_thread.text, read_by_thread.prio, read_by_thread.value);
    }
}

int main(void)
{
    struct mq_attr a = {.mq_maxmsg = 4, .mq_msgsize = 32};
    struct sigevent e = {.sigev_notify = SIGEV_NONE};
    char name[64];

    snprintf(name, sizeof(name), "/calque-notify-%d", getpid());
    q = mq_open(name, O_CREAT | O_RDWR, 0600, &a);
    R(mq_unlink(name));
    by_signal();
    by_thread();
    R(mq_notify(q, &e));
    R(mq_send(q, "none", 5, 1));
    R(mq_notify(q, &e));
    e.sigev_notify = 77;
    R(mq_notify(q, &e));
    e = (struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 65};
    R(mq_notify(q, &e));
    R(mq_notify(0, NULL));
    R(mq_notify(-1, NULL));
    R(syscall(SYS_mq_notify, q, (void *)-4096L));
    return 0;
}
