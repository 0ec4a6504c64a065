/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What system calls write to memory behind the processor's back: translations
 * of code that was there are dropped.
 *
 * Memory is reached by pointers, which the rows tell or handlers report; by
 * files that are mapped; and by /proc/PID/mem.  The last two are looked for
 * only once there was code in shared memory, or such a file was opened.
 */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/proc.h"

/* Nothing reads or writes more at once. */
#define MOST UINT64_C(0x7ffff000)

/* How many bytes argument i may have had written. A message has its type before
 * the bytes that are counted. */
static uint64_t out_size(const struct sys_row *row, const uint64_t a[6],
                         unsigned i, int64_t ret)
{
    unsigned size = kind_out[row->kind[i]];

    if (size != OUT_RESULT)
        return size;
    if (ret == -EFAULT && i + 1 < row->argc)
        return a[i + 1] < MOST ? a[i + 1] : MOST;
    return ret > 0 ? (uint64_t)ret + sizeof(long) : 0;
}

static void drop_file(struct task *t, const struct stat *s)
{
    struct vma v = {.end = 0};

    while (mm_code_of_file(t->mm, s->st_dev, s->st_ino, v.end, &v))
        cpu_invalidate(t->cpu->tr, v.start, v.end);
}

/* With an offset or from the current position: both are dropped. */
static void drop_written(struct task *t, const struct sys_row *row, int fd,
                         const uint64_t a[6], uint64_t n)
{
    int64_t pos = host_call(SYS_lseek, (uint64_t)fd, 0, SEEK_CUR, 0, 0, 0);

    if (row->argc > 3)
        cpu_memory_written(t->cpu->tr, a[3], n);
    if (pos >= (int64_t)n)
        cpu_memory_written(t->cpu->tr, (uint64_t)pos - n, n);
}

static void file_written(struct task *t, const struct sys_row *row, unsigned i,
                         const uint64_t a[6], int64_t ret)
{
    int fd = arg_int(a, i);
    struct stat s;

    if (host_call(SYS_fstat, (uint64_t)fd, host_ptr(&s), 0, 0, 0, 0) < 0)
        return;
    if (mm_has_shared_code(t->mm))
        drop_file(t, &s);
    if (sys_of(t)->mem_opened && proc_is_mem(fd))
        drop_written(t, row, fd, a, (uint64_t)ret);
}

void sys_written_by(struct task *t, const struct sys_row *row,
                    const uint64_t a[6], int64_t ret)
{
    for (unsigned i = 0; row->outs >> i; i++)
        if (row->outs >> i & 1)
            sys_written(t, a[i], out_size(row, a, i, ret));
    if (!row->wfds || ret < 0 ||
        (!sys_of(t)->mem_opened && !mm_has_shared_code(t->mm)))
        return;
    for (unsigned i = 0; i < row->argc; i++)
        if (row->wfds >> i & 1)
            file_written(t, row, i, a, ret);
}

void sys_written_iov(struct task *t, const struct iovec *v, uint64_t n,
                     int64_t ret)
{
    uint64_t left = ret == -EFAULT ? MOST : ret > 0 ? (uint64_t)ret : 0;

    for (uint64_t i = 0; i < n && left; i++) {
        uint64_t len = v[i].iov_len < left ? v[i].iov_len : left;

        sys_host_written(t, v[i].iov_base, len);
        left -= len;
    }
}

void sys_note_opened(struct task *t, int fd)
{
    if (!sys_of(t)->mem_opened && proc_is_mem(fd))
        sys_of(t)->mem_opened = true;
}
