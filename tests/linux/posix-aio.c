/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asynchronous I/O of POSIX, which libc does with threads and signals. */
#include "t.h"
#include <aio.h>
#include <semaphore.h>
#include <time.h>

static volatile sig_atomic_t signalled, value, code;
static sem_t done;
static _Atomic int in_thread;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    value = si->si_value.sival_int;
    code = si->si_code;
    signalled = sig;
}

static void notified(union sigval v)
{
    in_thread = v.sival_int;
    sem_post(&done);
}

static void await(struct aiocb *cb)
{
    const struct aiocb *list[1] = {cb};

    while (aio_error(cb) == EINPROGRESS)
        aio_suspend(list, 1, NULL);
    R(aio_error(cb));
    R(aio_return(cb));
}

static struct aiocb block(int fd, void *buf, size_t len, off_t at)
{
    return (struct aiocb){
        .aio_fildes = fd,
        .aio_buf = buf,
        .aio_nbytes = len,
        .aio_offset = at,
        .aio_sigevent = {.sigev_notify = SIGEV_NONE},
    };
}

static void plain(int fd)
{
    char buf[16] = "";
    struct aiocb cb = block(fd, "first words", 11, 0);

    R(aio_write(&cb));
    await(&cb);
    cb = block(fd, buf, 5, 6);
    R(aio_read(&cb));
    await(&cb);
    puts(buf);
    cb = block(fd, buf, 5, 100);
    R(aio_read(&cb));
    await(&cb);
    cb = block(fd, NULL, 0, 0);
    R(aio_fsync(O_SYNC, &cb));
    await(&cb);
    cb = block(-1, buf, 5, 0);
    R(aio_read(&cb));
    await(&cb);
    cb = block(fd, buf, 5, -1);
    R(aio_read(&cb));
    await(&cb);
}

static void by_signal(int fd)
{
    struct sigaction a = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    char buf[16] = "";
    struct aiocb cb = block(fd, buf, 11, 0);
    sigset_t set, old;

    sigaction(SIGRTMIN + 3, &a, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 3);
    sigprocmask(SIG_BLOCK, &set, &old);
    cb.aio_sigevent = (struct sigevent){.sigev_notify = SIGEV_SIGNAL,
                                        .sigev_signo = SIGRTMIN + 3,
                                        .sigev_value.sival_int = 77};
    R(aio_read(&cb));
    while (!signalled)
        sigsuspend(&old);
    printf("signal %d value %d code %d\n", signalled - SIGRTMIN, value, code);
    await(&cb);
    puts(buf);
    sigprocmask(SIG_SETMASK, &old, NULL);
}

static void by_thread(int fd)
{
    char buf[16] = "";
    struct aiocb cb = block(fd, buf, 5, 0);

    sem_init(&done, 0, 0);
    cb.aio_sigevent = (struct sigevent){.sigev_notify = SIGEV_THREAD,
                                        .sigev_notify_function = notified,
                                        .sigev_value.sival_int = 78};
    R(aio_read(&cb));
    sem_wait(&done);
    V(in_thread);
    await(&cb);
    puts(buf);
}

static void list(int fd)
{
    enum { N = 20 };
    static char out[N][8], in[N][8];
    static struct aiocb cb[N];
    struct aiocb *all[N + 1];
    struct sigevent event = {.sigev_notify = SIGEV_THREAD,
                             .sigev_notify_function = notified,
                             .sigev_value.sival_int = 79};
    int bad = 0;

    for (int i = 0; i < N; i++) {
        snprintf(out[i], 8, "part %02d", i);
        cb[i] = block(fd, out[i], 7, i * 7);
        cb[i].aio_lio_opcode = LIO_WRITE;
        all[i] = &cb[i];
    }
    all[N] = NULL;
    R(lio_listio(LIO_WAIT, all, N + 1, NULL));
    for (int i = 0; i < N; i++) {
        bad += aio_error(&cb[i]) != 0 || aio_return(&cb[i]) != 7;
        cb[i] = block(fd, in[i], 7, i * 7);
        cb[i].aio_lio_opcode = i == 3 ? LIO_NOP : LIO_READ;
    }
    V(bad);
    R(lio_listio(LIO_NOWAIT, all, N, &event));
    sem_wait(&done);
    V(in_thread);
    for (int i = 0; i < N; i++)
        if (i != 3)
            bad += aio_error(&cb[i]) != 0 || aio_return(&cb[i]) != 7 ||
                   memcmp(in[i], out[i], 7) != 0;
    V(bad);
    R(lio_listio(7, all, N, NULL));
    cb[5] = block(-1, in[5], 7, 0);
    cb[5].aio_lio_opcode = LIO_READ;
    R(lio_listio(LIO_WAIT, all + 5, 1, NULL));
    R(aio_error(&cb[5]));
}

/* Nobody writes into the pipe: it waits, and is cancelled. */
static void suspend_and_cancel(void)
{
    struct timespec soon = {0, 20000000};
    char buf[4] = "";
    int p[2];
    struct aiocb first, second;
    const struct aiocb *both[2] = {&first, &second};

    R(pipe(p));
    first = block(p[0], buf, 1, 0);
    second = block(p[0], buf + 1, 1, 0);
    R(aio_read(&first));
    R(aio_read(&second));
    R(aio_suspend(both, 2, &soon));
    R(aio_error(&first));
    T(aio_cancel(p[0], &second) != -1);
    R(write(p[1], "xy", 2));
    await(&first);
    await(&second);
    T(aio_cancel(p[0], &first) == AIO_ALLDONE);
    V(buf[0]);
}

int main(void)
{
    int fd = open("file", O_CREAT | O_RDWR, 0644);

    plain(fd);
    by_signal(fd);
    by_thread(fd);
    list(fd);
    suspend_and_cancel();
    return 0;
}
