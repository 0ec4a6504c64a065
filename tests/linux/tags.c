/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pointers with a tag in the top bits, also within structures, after the
 * program asked for that; natively the same without tags.
 */
#include "t.h"
#include <linux/aio_abi.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#if defined(__aarch64__)
#define TAG     ((uint64_t)0x5a << 56)
#define CONTROL PR_TAGGED_ADDR_ENABLE
#elif defined(__riscv)
#define TAG     ((uint64_t)0x2d << 57)
#define CONTROL (7L << 24 | PR_TAGGED_ADDR_ENABLE) /* PR_PMLEN_SHIFT */
#else
#define TAG 0
#endif

static void *tagged(const void *p)
{
    return (void *)((uintptr_t)p | TAG);
}

static void asynchronous(int fd)
{
    aio_context_t ctx = 0;
    char buf[8] = "", two[8] = "";
    struct iovec v[2] = {{tagged(buf), 2}, {tagged(two), 3}};
    struct iocb cb = {.aio_lio_opcode = IOCB_CMD_PREAD,
                      .aio_fildes = fd,
                      .aio_buf = (uintptr_t)tagged(buf),
                      .aio_nbytes = 4};
    struct iocb *list[1] = {tagged(&cb)};
    struct io_event e;

    R(syscall(SYS_io_setup, 4, tagged(&ctx)));
    R(syscall(SYS_io_submit, ctx, 1, tagged(list)));
    R(syscall(SYS_io_getevents, ctx, 1, 1, tagged(&e), NULL));
    V(e.res);
    puts(buf);
    cb = (struct iocb){.aio_lio_opcode = IOCB_CMD_PREADV,
                       .aio_fildes = fd,
                       .aio_buf = (uintptr_t)tagged(v),
                       .aio_nbytes = 2};
    R(syscall(SYS_io_submit, ctx, 1, tagged(list)));
    R(syscall(SYS_io_getevents, ctx, 1, 1, tagged(&e), NULL));
    V(e.res);
    puts(two);
}

static void sockets(void)
{
    struct sock_filter code[1] = {{BPF_RET, 0, 0, 100}};
    struct sock_fprog program = {1, tagged(code)};
    struct ifreq all[16];
    struct ifconf conf = {.ifc_len = sizeof(all), .ifc_req = tagged(all)};
    int s = socket(AF_INET, SOCK_DGRAM, 0), n = 0;
    socklen_t len = sizeof(n);

    R(setsockopt(s, SOL_SOCKET, SO_ATTACH_FILTER, tagged(&program),
                 sizeof(program)));
    R(getsockopt(s, SOL_SOCKET, SO_TYPE, tagged(&n), tagged(&len)));
    V(n);
    R(ioctl(s, SIOCGIFCONF, tagged(&conf)));
    T(conf.ifc_req == tagged(all));
    T(conf.ifc_len >= (int)sizeof(all[0]));
    puts(all[0].ifr_name);
}

/* Arrays of addresses. */
static void arrays(void)
{
    struct {
        uint64_t val, uaddr;
        uint32_t flags, reserved;
    } w[2];
    uint32_t word[2] = {3, 4};
    char from[8] = "remote", to[8] = "";
    struct iovec local = {tagged(to), 7}, remote = {tagged(from), 7};
    void *page[2] = {tagged(from), tagged(w)};
    int status[2] = {-1, -1};

    R(process_vm_readv(getpid(), tagged(&local), 1, tagged(&remote), 1, 0));
    puts(to);
    strcpy(to, "local");
    R(process_vm_writev(getpid(), tagged(&local), 1, tagged(&remote), 1, 0));
    puts(from);
    R(syscall(SYS_move_pages, 0, 2L, tagged(page), NULL, tagged(status), 0));
    V(status[0]);
    V(status[1]);
    for (int i = 0; i < 2; i++) {
        w[i].val = word[i];
        w[i].uaddr = (uintptr_t)tagged(&word[i]);
        w[i].flags = 2 | 128;
        w[i].reserved = 0;
    }
    R(syscall(456 /* futex_requeue */, tagged(w), 0, 1, 1));
    word[0]++;
    R(syscall(456 /* futex_requeue */, tagged(w), 0, 1, 1));
}

/* More than any fault that a translator takes for a tag: counts to a million
 * through tagged pointers, atomically and not. */
static void count(void)
{
    static volatile long all[2];
    volatile long *plain = tagged((void *)&all[0]);
    long *atomic = tagged((void *)&all[1]);

    for (int i = 0; i < 1000000; i++) {
        *plain += 1;
        if (i % 4 == 0)
            __atomic_fetch_add(atomic, 4, __ATOMIC_SEQ_CST);
    }
    V(all[0]);
    V(all[1]);
}

int main(void)
{
    int fd = make_file("f", "0123456789");
    char buf[16] = "";
    struct iovec v = {tagged(buf), 3};
    struct timespec now = {0, 1000};
    uint32_t word = 5;
    struct {
        uint64_t val, uaddr;
        uint32_t flags, reserved;
    } w[1] = {{5, (uintptr_t)tagged(&word), 2 | 128, 0}};
    struct stat s;
    long key;

#if defined(CONTROL)
    T(pread(fd, tagged(buf), 3, 0) == -1 && errno == EFAULT);
    T(prctl(PR_SET_TAGGED_ADDR_CTRL, CONTROL, 0, 0, 0) == 0);
#else
    puts("pread(fd, tagged(buf), 3, 0) == -1 && errno == EFAULT: true");
    puts("prctl(PR_SET_TAGGED_ADDR_CTRL, CONTROL, 0, 0, 0) == 0: true");
#endif
    count();
    R(pread(fd, tagged(buf), 3, 0));
    R(preadv(fd, tagged(&v), 1, 4));
    puts(buf);
    R(stat(tagged("f"), tagged(&s)));
    V(s.st_size);
    asynchronous(fd);
    sockets();
    arrays();
    R(syscall(449 /* futex_waitv */, tagged(w), 1, 0, tagged(&now), 1));
    word = 6;
    R(syscall(449 /* futex_waitv */, tagged(w), 1, 0, tagged(&now), 1));
    R(syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, tagged("session")) > 0);
    key = syscall(SYS_add_key, tagged("user"), tagged("name"),
                  tagged("payload"), 7L, (long)KEY_SPEC_SESSION_KEYRING);
    T(key > 0);
    memset(buf, 0, sizeof(buf));
    R(syscall(SYS_keyctl, KEYCTL_READ, key, tagged(buf), sizeof(buf)));
    puts(buf);
    v = (struct iovec){tagged("more"), 4};
    T(syscall(SYS_keyctl, KEYCTL_SEARCH, (long)KEY_SPEC_SESSION_KEYRING,
              tagged("user"), tagged("name"), 0L) == key);
    R(syscall(SYS_keyctl, KEYCTL_UPDATE, key, tagged("other"), 5L));
    R(syscall(SYS_keyctl, KEYCTL_READ, key, (void *)-8L, 5L));
    R(mprotect(tagged((void *)((uintptr_t)&key & -4096)), 4096,
               PROT_READ | PROT_WRITE));
    return 0;
}
