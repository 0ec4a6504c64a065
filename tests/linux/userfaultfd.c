/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Page faults that the program itself answers. */
#include "t.h"
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>

enum { P = 4096, N = 12 };

static char *area, *source;
static int uffd;
static volatile int served, writes, protected;

/* Page n is filled with the letter n. */
static void *serve(void *arg)
{
    struct uffd_msg m;

    while (read(uffd, &m, sizeof(m)) == sizeof(m)) {
        uint64_t at = m.arg.pagefault.address & -P;
        struct uffdio_copy c = {.dst = at, .src = (uintptr_t)source, .len = P};
        struct uffdio_writeprotect wp = {.range = {at, P}};

        if (m.event != UFFD_EVENT_PAGEFAULT)
            break;
        if (m.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP) {
            protected++;
            ioctl(uffd, UFFDIO_WRITEPROTECT, &wp);
            continue;
        }
        writes += !!(m.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WRITE);
        memset(source, 'a' + (int)((at - (uintptr_t)area) / P), P);
        served++;
        if (ioctl(uffd, UFFDIO_COPY, &c))
            break;
    }
    return arg;
}

/* The kernel and a translator read these. */
static void by_calls(void)
{
    int p[2];
    char buf[8] = "";
    struct iovec *v = (struct iovec *)(area + 3 * P);

    pipe(p);
    R(write(p[1], area + 2 * P, 5));
    R(read(p[0], buf, 5));
    puts(buf);
    R(writev(p[1], v, 1));
    R(open(area + 4 * P, O_RDONLY));
    R(write(p[1], "12345", 5));
    R(read(p[0], area + 5 * P + 100, 5));
    printf("%c\n", area[5 * P + 99]);
    R(syscall(SYS_rt_sigaction, 70, area + 6 * P, NULL, 8));
    R(syscall(SYS_rt_sigaction, SIGUSR1, area + 6 * P, area + 7 * P, 8));
    V(served);
}

int main(void)
{
    struct uffdio_api api = {.api = UFFD_API,
                             .features = UFFD_FEATURE_PAGEFAULT_FLAG_WP};
    struct uffdio_register reg;
    struct uffdio_zeropage zero;
    struct uffdio_writeprotect wp;
    struct uffdio_range range;
    pthread_t thread;

    area = mmap(NULL, N * P, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    source = mmap(NULL, P, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                  -1, 0);
    R(syscall(SYS_userfaultfd, 0x40000000L));
    uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
    R(fcntl(uffd, F_GETFD));
    reg = (struct uffdio_register){.range = {(uintptr_t)area, (N - 1) * P},
                                   .mode = UFFDIO_REGISTER_MODE_MISSING |
                                           UFFDIO_REGISTER_MODE_WP};
    R(ioctl(uffd, UFFDIO_REGISTER, &reg));
    R(ioctl(uffd, UFFDIO_API, &api));
    T(api.features & UFFD_FEATURE_PAGEFAULT_FLAG_WP);
    R(ioctl(uffd, UFFDIO_REGISTER, &reg));
    T(reg.ioctls & 1ULL << _UFFDIO_COPY);
    pthread_create(&thread, NULL, serve, NULL);
    V(area[P / 2]);
    V(served);
    V(writes);
    area[P + 5] = 1;
    V(area[P + 5] + area[P + 6]);
    V(writes);
    by_calls();
    zero = (struct uffdio_zeropage){.range = {(uintptr_t)area + 8 * P, P}};
    R(ioctl(uffd, UFFDIO_ZEROPAGE, &zero));
    V(zero.zeropage);
    V(area[8 * P]);
    R(ioctl(uffd, UFFDIO_ZEROPAGE, &zero));
    V(zero.zeropage);
    wp = (struct uffdio_writeprotect){.range = {(uintptr_t)area, P},
                                      .mode = UFFDIO_WRITEPROTECT_MODE_WP};
    R(ioctl(uffd, UFFDIO_WRITEPROTECT, &wp));
    area[7] = 'z';
    V(area[7]);
    V(protected);
    R(madvise(area, P, MADV_DONTNEED));
    V(area[7]);
    range = (struct uffdio_range){(uintptr_t)area, (N - 1) * P};
    R(ioctl(uffd, UFFDIO_UNREGISTER, &range));
    V(area[9 * P]);
    V(served);
    return 0;
}
