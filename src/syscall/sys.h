/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of this folder share: table rows, access to arguments, the two
 * ways into the host kernel, and the helpers of the topic files.
 *
 * A handler runs on the task's own thread.  It may be called again for the same
 * system call when it returned SYSCALL_RESTART, so it has no effect before its
 * safe_call() that a second call would repeat.  Results are the kernel's.
 */
#ifndef CALQUE_SYSCALL_SYS_H
#define CALQUE_SYSCALL_SYS_H

#include <stddef.h>
#include <sys/uio.h>

#include "base/hostcall.h"
#include "base/log.h"
#include "base/safecall.h"
#include "syscall/host-nr.h"
#include "syscall/syscall.h"
#include "task/user.h"

typedef int64_t sys_fn(struct task *t, const uint64_t a[6]);

enum kind {
#define KIND(name, class, show, names, out) KIND_##name,
#include "syscall/kinds.def"
#undef KIND
    KIND_COUNT
};

enum kind_class {
    CLASS_VAL,
    CLASS_FD,
    CLASS_PTR,
    CLASS_PATH,
    CLASS_LPATH,
    CLASS_OFLAGS,
};

/* Of a kind's out. */
enum { OUT_NONE, OUT_SOME = 512, OUT_RESULT = 0xffff };

/* One row of syscalls.def. The masks have bit i set when argument i is of the
 * class; paths includes lpaths, outs are the kinds that the kernel writes to,
 * wfds the descriptors. */
struct sys_row {
    const char *name;
    sys_fn *fn; /* NULL: pass or quick */
    uint16_t host_nr;
    bool quick;
    uint8_t argc;
    uint8_t kind[6];
    uint8_t ptrs, fds, paths, lpaths, oflags;
    uint8_t outs, wfds;
};

/* A number table: row number from 1 by guest number, 0 for a hole. */
struct nr_table {
    const char *name;
    const uint16_t *map;
    unsigned count;
};
const struct nr_table *nr_table_by_name(const char *name);
extern const struct sys_row sys_rows[];
/* NULL for a number without a row. */
static inline const struct sys_row *nr_row(const struct nr_table *table,
                                           uint64_t nr)
{
    if (nr >= table->count || !table->map[nr])
        return NULL;
    return &sys_rows[table->map[nr] - 1];
}

/* Of struct process; constant after syscall_init(). */
struct sys_process {
    const struct nr_table *table;
    struct log log;
    uint64_t self_dev, self_ino; /* our own executable */
    int sysroot_fd;              /* O_PATH on it, or -1 */
    bool mem_opened;             /* there is a writable /proc/PID/mem */
};

static inline struct sys_process *sys_of(const struct task *t)
{
    return (struct sys_process *)t->process->syscall_state;
}

/* Whether what a stat() has found is our executable: perhaps by a link that
 * means a guest's. */
static inline bool sys_is_us(const struct task *t, uint64_t dev, uint64_t ino)
{
    const struct sys_process *sp = sys_of(t);

    return ino == sp->self_ino && dev == sp->self_dev;
}

/* The i-th argument as the C type int. */
static inline int arg_int(const uint64_t a[6], unsigned i)
{
    return (int)(uint32_t)a[i];
}

static inline int64_t host_call(long nr, uint64_t a, uint64_t b, uint64_t c,
                                uint64_t d, uint64_t e, uint64_t f)
{
    return hostcall6(nr, (long)a, (long)b, (long)c, (long)d, (long)e, (long)f);
}

/* For calls that may sleep on behalf of the guest; see base/safecall.h. */
static inline int64_t safe_call(struct task *t, long nr, uint64_t a, uint64_t b,
                                uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
    const uint64_t args[6] = {a, b, c, d, e, f};

    return safecall(&t->signal_pending, (uint64_t)nr, args);
}

static inline uint64_t host_ptr(const void *p)
{
    return (uintptr_t)p;
}

/* Copies between guest and host objects, with tags. 0 or -EFAULT. */
static inline int get_user(struct task *t, void *dst, uint64_t src, size_t len)
{
    return mem_read(t->mm, dst, user_addr(t, src), len);
}
static inline int put_user(struct task *t, uint64_t dst, const void *src,
                           size_t len)
{
    return mem_write(t->mm, user_addr(t, dst), src, len);
}

/* A line in -d unimp. */
void sys_note(struct task *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The handler of rows marked unimp. */
sys_fn sys_unimp;

/* Memory for one system call: the task's scratch buffer, or pages of its own
 * when that is too small. */
struct scratch {
    char *p;
    size_t size;
    bool mapped;
};
bool scratch_get(struct task *t, struct scratch *s, size_t size);
/* Always pages of its own. */
bool scratch_map(struct scratch *s, size_t size);
void scratch_put(struct scratch *s);

/* A descriptor that is ours and not there for the guest. */
bool fd_is_ours(const struct task *t, uint64_t fd);

/* written.c: code that was made from what a call has written is dropped. */
/* The kernel wrote at most len bytes at `a`, a pointer of the guest's. */
static inline void sys_written(struct task *t, uint64_t a, uint64_t len)
{
    cpu_memory_written(t->cpu->tr, user_addr(t, a), len);
}
/* The same for a pointer that the kernel was given. */
static inline void sys_host_written(struct task *t, const void *p, uint64_t len)
{
    cpu_memory_written(t->cpu->tr, mm_guest(t->mm, host_ptr(p)), len);
}
/* What the row's arguments tell, after the call has returned ret. */
void sys_written_by(struct task *t, const struct sys_row *row,
                    const uint64_t a[6], int64_t ret);
/* The same for n buffers of which ret bytes in all were written. */
void sys_written_iov(struct task *t, const struct iovec *v, uint64_t n,
                     int64_t ret);
/* A file for writing was opened. */
void sys_note_opened(struct task *t, int fd);
extern const uint16_t kind_out[KIND_COUNT];

/* path.c */
int path_open_sysroot(const char *sysroot); /* descriptor, high; or -errno */
enum { SYS_PATH_MAX = 4096 };
/* Opens an absolute path in the sysroot. A descriptor or -errno; -ENOENT also
 * when the path is not one to look for there. */
int path_in_sysroot(struct task *t, const char *path, uint64_t flags);
/* A guest path as the host is to see it: `p` is a pointer to be given to the
 * kernel (guest memory or buf). */
struct sys_path {
    uint64_t p;
    char buf[SYS_PATH_MAX];
};
/* follow: whether the last component is followed if it is a link. Never fails:
 * what the kernel must refuse is left to it. */
void path_from_guest(struct task *t, struct sys_path *out, uint64_t guest,
                     bool follow);

/* mount.c: to be called when the task has another mount namespace. */
void mounts_entered(struct task *t);

/* iov.c: copies an iovec array, its pointers checked; *n is reduced to what the
 * kernel would accept. 0 or -errno. buf has room for IOV_FAST entries, more go
 * to s. */
enum { IOV_FAST = 16 };
struct iov_copy {
    struct iovec fast[IOV_FAST];
    struct scratch more;
    struct iovec *v;
};
int iov_from_guest(struct task *t, struct iov_copy *c, uint64_t guest,
                   uint64_t n);
void iov_done(struct iov_copy *c);

/* ioctl.c, strace-ioctl: the name of a request, or NULL. */
const char *ioctl_name(uint32_t request);

/* proc.c: called with each file just opened, and the path that it was opened
 * by. Returns fd, another descriptor to give the guest (fd is closed then), or
 * -errno. */
int64_t proc_opened(struct task *t, int fd, uint64_t host_flags, int dirfd,
                    uint64_t path);

/* proc-exe.c: a guest program, where the kernel has the link /proc/PID/exe to
 * our executable. */
struct proc_exe {
    bool own; /* of this process */
    char path[SYS_PATH_MAX];
};
/* Whether `path` from `dirfd` leads to such a link, on the way of other links
 * too if `links`: then *out has a path to the program. */
bool proc_exe(struct task *t, int dirfd, const char *path, bool links,
              struct proc_exe *out);
/* The same for a path that the kernel was given, in guest memory, and has just
 * accepted. */
bool proc_exe_found(struct task *t, int dirfd, uint64_t path, bool links,
                    struct proc_exe *out);
/* The same for one that names the link itself, with a quick look first. */
bool proc_exe_named(struct task *t, int dirfd, uint64_t path,
                    struct proc_exe *out);

/* proc.c: removes our descriptors and mappings from the directory entries at
 * `entries`, if they are those of /proc/PID/fd and its like; the new length. */
int64_t proc_hide(struct task *t, int dirfd, uint64_t entries, int64_t len);

/* signal-calls.c: the temporary mask of ppoll and its like. */
struct temp_mask {
    uint64_t host;     /* for the kernel */
    uint64_t guest;    /* as the guest wants it */
    uint64_t host_ptr; /* &host, or 0 when no mask was given */
};
int temp_mask_get(struct task *t, struct temp_mask *m, uint64_t guest,
                  uint64_t size);
/* The same for calls whose last argument points to a mask and its size, for
 * want of registers; *host is what to give the kernel. */
struct mask_arg {
    uint64_t mask, size;
};
int temp_mask_get_arg(struct task *t, struct temp_mask *m,
                      struct mask_arg *host, uint64_t guest);
/* After the call: on -EINTR the handler runs under the temporary mask and the
 * old one comes back afterwards. Returns its argument. */
int64_t temp_mask_done(struct task *t, const struct temp_mask *m, int64_t ret);

/* strace.c */
void strace_enter(struct task *t, const struct sys_row *row,
                  const uint64_t a[6]);
void strace_exit(struct task *t, const struct sys_row *row, const uint64_t a[6],
                 int64_t ret);

/* Handlers. */
#define SYS_DECL_pass(name)
#define SYS_DECL_quick(name)
#define SYS_DECL_unimp(name)
#define SYS_DECL_own(name)                sys_fn sys_##name;
#define SYS0(name, how)                   SYS_DECL_##how(name)
#define SYS1(name, how, a)                SYS_DECL_##how(name)
#define SYS2(name, how, a, b)             SYS_DECL_##how(name)
#define SYS3(name, how, a, b, c)          SYS_DECL_##how(name)
#define SYS4(name, how, a, b, c, d)       SYS_DECL_##how(name)
#define SYS5(name, how, a, b, c, d, e)    SYS_DECL_##how(name)
#define SYS6(name, how, a, b, c, d, e, f) SYS_DECL_##how(name)
#include "syscall/syscalls.def"
#undef SYS0
#undef SYS1
#undef SYS2
#undef SYS3
#undef SYS4
#undef SYS5
#undef SYS6

#endif
