/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asynchronous I/O.  A control block's address is what its completion is known
 * by, so blocks go to the kernel where they are; in the mode in which pointers
 * may carry tags, these are taken off in place.
 */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <linux/aio_abi.h>
#include <stddef.h>

int64_t sys_io_setup(struct task *t, const uint64_t a[6])
{
    uint64_t context;
    int64_t ret;

    /* Names and pointers that the kernel follows and hands back. */
    if (mm_base(t->mm))
        return -ENOSYS;
    if (get_user(t, &context, a[1], sizeof(context)))
        return -EFAULT;
    if (context || !(uint32_t)a[0])
        return -EINVAL;
    ret = mm_aio_setup(t->mm, (uint32_t)a[0], &context);
    if (ret)
        return ret;
    if (put_user(t, a[1], &context, sizeof(context))) {
        mm_aio_destroy(t->mm, context);
        return -EFAULT;
    }
    return 0;
}

int64_t sys_io_destroy(struct task *t, const uint64_t a[6])
{
    return mm_aio_destroy(t->mm, a[0]);
}

static bool is_vector(unsigned opcode)
{
    return opcode == IOCB_CMD_PREADV || opcode == IOCB_CMD_PWRITEV;
}

static void strip_tags(struct task *t, uint64_t block, const struct iocb *cb)
{
    uint64_t buf = user_ptr(t, cb->aio_buf);
    struct iovec v;

    put_user(t, block + offsetof(struct iocb, aio_buf), &buf, sizeof(buf));
    if (!is_vector(cb->aio_lio_opcode))
        return;
    for (uint64_t i = 0; i < cb->aio_nbytes; i++, buf += sizeof(v)) {
        if (get_user(t, &v, buf, sizeof(v)))
            break;
        v.iov_base = user_pointer(t, v.iov_base);
        put_user(t, buf, &v, sizeof(v));
    }
}

enum { BATCH = 32 };

/* Reads the pointers to at most n blocks, and looks at each block. The number
 * of those that the kernel may see; *error is why it is not n. */
static uint64_t take_blocks(struct task *t, uint64_t blocks[], uint64_t from,
                            uint64_t n, int64_t *error)
{
    struct iocb cb;

    for (uint64_t i = 0; i < n; i++) {
        uint64_t block;

        *error = -EFAULT;
        if (get_user(t, &block, from + i * sizeof(block), sizeof(block)))
            return i;
        blocks[i] = user_ptr(t, block);
        if (get_user(t, &cb, block, sizeof(cb)))
            return i;
        *error = -EBADF;
        if (fd_is_ours(t, cb.aio_fildes))
            return i;
        if (t->addr_tag_mask)
            strip_tags(t, block, &cb);
    }
    *error = 0;
    return n;
}

int64_t sys_io_submit(struct task *t, const uint64_t a[6])
{
    uint64_t blocks[BATCH], n = a[1], done = 0, take;
    int64_t ret, error;

    do {
        take = n - done < BATCH ? n - done : BATCH;
        take = take_blocks(t, blocks, a[2] + done * sizeof(blocks[0]), take,
                           &error);
        /* Also with none or too many: the kernel looks at the context first. */
        ret = safe_call(t, SYS_io_submit, a[0], (int64_t)n < 0 ? n : take,
                        host_ptr(blocks), 0, 0, 0);
        if (ret >= 0 && (uint64_t)ret < take)
            error = -EAGAIN;
        else if (ret < 0)
            error = ret;
        done += ret > 0 ? (uint64_t)ret : 0;
    } while (!error && done < n);
    return done ? (int64_t)done : error;
}

/* What was read into memory while nobody looked. */
static void event_written(struct task *t, const struct io_event *e)
{
    struct iocb cb;

    if (get_user(t, &cb, e->obj, sizeof(cb)))
        return;
    if (cb.aio_lio_opcode == IOCB_CMD_PREAD) {
        sys_written(t, cb.aio_buf, (uint64_t)e->res);
    } else if (cb.aio_lio_opcode == IOCB_CMD_PREADV) {
        struct iov_copy c;

        if (iov_from_guest(t, &c, cb.aio_buf, cb.aio_nbytes))
            return;
        sys_written_iov(t, c.v, cb.aio_nbytes, e->res);
        iov_done(&c);
    }
}

static int64_t events_taken(struct task *t, uint64_t events, int64_t ret)
{
    struct io_event e;

    for (int64_t i = 0; i < ret; i++, events += sizeof(e))
        if (!get_user(t, &e, events, sizeof(e)) && e.res > 0)
            event_written(t, &e);
    return ret;
}

int64_t sys_io_getevents(struct task *t, const uint64_t a[6])
{
    return events_taken(t, a[3],
                        safe_call(t, SYS_io_getevents, a[0], a[1], a[2],
                                  user_ptr(t, a[3]), user_ptr(t, a[4]), 0));
}

int64_t sys_io_pgetevents(struct task *t, const uint64_t a[6])
{
    struct temp_mask mask;
    struct mask_arg h;
    int64_t ret = temp_mask_get_arg(t, &mask, &h, a[5]);

    if (ret)
        return ret;
    ret = safe_call(t, SYS_io_pgetevents, a[0], a[1], a[2], user_ptr(t, a[3]),
                    user_ptr(t, a[4]), host_ptr(&h));
    return temp_mask_done(t, &mask, events_taken(t, a[3], ret));
}
