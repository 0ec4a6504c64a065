/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asynchronous I/O of the kernel, by its system calls. */
#include "t.h"
#include <linux/aio_abi.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/uio.h>

static aio_context_t ctx;

static struct iocb block(int op, int fd, void *buf, size_t len, long long at)
{
    return (struct iocb){.aio_data = 7,
                         .aio_lio_opcode = op,
                         .aio_fildes = fd,
                         .aio_buf = (uintptr_t)buf,
                         .aio_nbytes = len,
                         .aio_offset = at};
}

/* Submits one block and waits for it. */
static void one(struct iocb *cb)
{
    struct iocb *list[1] = {cb};
    struct timespec limit = {5, 0};
    struct io_event e = {0};

    R(syscall(SYS_io_submit, ctx, 1, list));
    R(syscall(SYS_io_getevents, ctx, 1, 1, &e, &limit));
    T(e.obj == (uintptr_t)cb);
    V(e.data);
    V(e.res);
    V(e.res2);
}

/* The ring is a mapping of the program's. */
static bool in_maps(void)
{
    char line[512];
    FILE *f = fopen("/proc/self/maps", "r");
    bool found = false;

    while (fgets(line, sizeof(line), f))
        found |= strtoul(line, NULL, 16) == ctx && strstr(line, "/[aio]") &&
                 strstr(line, "rw-s");
    fclose(f);
    return found;
}

static void many(int fd)
{
    static struct iocb cb[70];
    static struct io_event e[70];
    struct iocb *list[70];
    static char buf[70][16];
    struct timespec limit = {5, 0};
    long sum = 0;

    for (int i = 0; i < 70; i++) {
        cb[i] = block(IOCB_CMD_PREAD, fd, buf[i], 2, i % 5);
        list[i] = &cb[i];
    }
    R(syscall(SYS_io_submit, ctx, 70, list));
    R(syscall(SYS_io_getevents, ctx, 70, 70, e, &limit));
    for (int i = 0; i < 70; i++)
        sum += buf[i][0] - '0' + (e[i].res == 2);
    V(sum);
    list[2] = (struct iocb *)-8L;
    R(syscall(SYS_io_submit, ctx, 5, list));
    R(syscall(SYS_io_submit, ctx, 5, list + 2));
    R(syscall(SYS_io_getevents, ctx, 2, 5, e, &limit));
    R(syscall(SYS_io_submit, ctx, 1, (void *)-8L));
    R(syscall(SYS_io_submit, ctx, -1L, list));
    R(syscall(SYS_io_submit, ctx, 0, NULL));
}

static void errors(void)
{
    aio_context_t other = 1;

    R(syscall(SYS_io_setup, 4, &other));
    other = 0;
    R(syscall(SYS_io_setup, 0, &other));
    R(syscall(SYS_io_setup, 4, NULL));
    R(syscall(SYS_io_setup, 1U << 31, &other));
    R(syscall(SYS_io_destroy, 0L));
    R(syscall(SYS_io_destroy, -1L));
    R(syscall(SYS_io_submit, 0, 0, NULL));
    R(syscall(SYS_io_getevents, 0, 0, 0, NULL, NULL));
}

int main(void)
{
    char buf[16] = "", two[16] = "";
    struct iovec v[2] = {{buf, 3}, {two, 4}};
    int fd = make_file("f", "0123456789"), event = eventfd(0, 0), p[2];
    struct iocb cb;
    struct io_event e;
    struct timespec now = {0, 0};
    struct iocb *list[1] = {&cb};
    uint64_t count;
    void *moved;

    R(syscall(SYS_io_setup, 100, &ctx));
    T(in_maps());
    T(((uint32_t *)ctx)[4] == 0xa10a10a1);
    cb = block(IOCB_CMD_PREAD, fd, buf, 4, 2);
    one(&cb);
    puts(buf);
    cb = block(IOCB_CMD_PREADV, fd, v, 2, 1);
    one(&cb);
    printf("%s %s\n", buf, two);
    cb = block(IOCB_CMD_PWRITE, fd, "xy", 2, 9);
    cb.aio_flags = IOCB_FLAG_RESFD;
    cb.aio_resfd = event;
    one(&cb);
    R(read(event, &count, sizeof(count)));
    V(count);
    cb = block(IOCB_CMD_FSYNC, fd, NULL, 0, 0);
    one(&cb);
    many(fd);
    cb = block(IOCB_CMD_PREAD, 1000, buf, 4, 0);
    R(syscall(SYS_io_submit, ctx, 1, list));
    cb = block(77, fd, buf, 4, 0);
    R(syscall(SYS_io_submit, ctx, 1, list));
    cb = block(IOCB_CMD_PREAD, fd, (void *)-8L, 4, 0);
    R(syscall(SYS_io_submit, ctx, 1, list));

    /* Waiting for a pipe, cancelled and not. */
    pipe(p);
    cb = block(IOCB_CMD_POLL, p[0], (void *)POLLIN, 0, 0);
    R(syscall(SYS_io_submit, ctx, 1, list));
    R(syscall(SYS_io_pgetevents, ctx, 0, 1, &e, &now, NULL));
    R(syscall(SYS_io_cancel, ctx, &cb, &e));
    /* A kernel thread makes the event, at a time of its own. */
    R(syscall(SYS_io_getevents, ctx, 1, 1, &e, NULL));
    V(e.res);
    cb = block(IOCB_CMD_POLL, p[0], (void *)POLLIN, 0, 0);
    R(syscall(SYS_io_submit, ctx, 1, list));
    write(p[1], "x", 1);
    R(syscall(SYS_io_pgetevents, ctx, 1, 1, &e, NULL, NULL));
    V(e.res);

    /* Elsewhere it is the same context. */
    moved = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    moved =
        mremap((void *)ctx, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, moved);
    T(moved == MAP_FAILED || moved != (void *)ctx);
    errors();
    return 0;
}
