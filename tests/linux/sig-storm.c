/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A timer signal comes at any place: registers survive, and calls that never
 * fail with EINTR do not, whether the handler asks for restarts or not. */
#include "t.h"
#include <sys/time.h>

static volatile unsigned count;

static void handler(int sig)
{
    volatile double x = sig;

    for (int i = 0; i < 10; i++)
        x = x * 1.5 + i;
    count++;
}

static uint64_t work(uint64_t n)
{
    uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
    double x = 1, y = 2, z = 3;

    for (uint64_t i = 0; i < n; i++) {
        a = a * 6364136223846793005u + b;
        b ^= c >> 3;
        c += d * 7;
        d = (d << 5 | d >> 59) + e;
        e -= f;
        f = f * 3 + a;
        x = x * 0.999 + y;
        y = y * 0.5 + z;
        z = z * 0.25 + (double)(i & 7);
    }
    return a ^ b ^ c ^ d ^ e ^ f ^ (uint64_t)(x * 1000) ^ (uint64_t)(y * 1000) ^
           (uint64_t)(z * 1000);
}

static void storm(int flags)
{
    struct itimerval often = {{0, 300}, {0, 300}}, off = {{0, 0}, {0, 0}};
    struct sigaction sa = {.sa_handler = handler, .sa_flags = flags};
    uint64_t quiet = work(1000000), sum = 0;
    int errors = 0, wrong = 0, fd = open("f", O_CREAT | O_RDWR, 0600);
    pid_t me = getpid();

    count = 0;
    sigaction(SIGALRM, &sa, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (int i = 0; i < 30; i++)
        wrong += work(1000000) != quiet;
    for (int i = 0; i < 100000; i++) {
        errors += syscall(SYS_getpid) != me;
        errors += lseek(fd, i, SEEK_SET) != i;
        if (i % 16 == 0) {
            errors += write(fd, "x", 1) != 1;
            errors += fcntl(fd, F_GETFD) != 0;
            sum++;
        }
    }
    setitimer(ITIMER_REAL, &off, NULL);
    printf("flags %x: %d errors, %d wrong, %s signals\n", (unsigned)flags,
           errors, wrong, count > 20 ? "many" : "few");
    close(fd);
}

int main(void)
{
    storm(0);
    storm(SA_RESTART);
    return 0;
}
