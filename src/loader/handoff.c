/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From one Calque to the next across execve: a sealed memfd.
 *
 * The new process is started by execveat of a descriptor S of ourselves, which
 * the kernel tells it in AT_EXECFN as /dev/fd/S.  The hand-off is the first
 * descriptor above S that is a memfd with all seals and our magic; so neither
 * arguments nor environment carry anything of ours.  Descriptors in it are
 * inherited under the same numbers.  A user who makes such a memfd by hand
 * gains nothing that the options do not give.  With privileges (AT_SECURE),
 * which may be older than the exec, it counts only if it was made with them,
 * and never when binfmt_misc has started us.
 */
#include "config.h"

#include "loader/handoff.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/binfmt.h"
#include "base/fd.h"
#include "base/hostcall.h"

enum {
    FORMAT = 1,
    SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE,
    SEARCH = 64, /* descriptors looked at */
    SIZE_LIMIT = 64 * 1024,
};

static const char magic[8] = "calque\1";

/* Strings follow; each offset is from the start, 0 for none. */
struct message {
    char magic[8];
    uint32_t version, size;
    struct config config; /* its pointers are offsets here */
    uint32_t options_size;
    int32_t exe_fd, log_fd;
    uint32_t execfn, path;
};

struct writer {
    char *buf;
    uint32_t len;
    bool full;
};

static uint32_t add_string(struct writer *w, const char *s)
{
    size_t n;
    uint32_t at = w->len;

    if (!s)
        return 0;
    n = strlen(s) + 1;
    if (n > SIZE_LIMIT - w->len) {
        w->full = true;
        return 0;
    }
    memcpy(w->buf + at, s, n);
    w->len += (uint32_t)n;
    return at;
}

static const char *offset(uint32_t at)
{
    return (const char *)(uintptr_t)at;
}

static int write_sealed(const char *buf, uint32_t len)
{
    long fd = hostcall3(SYS_memfd_create, (long)"calque",
                        MFD_ALLOW_SEALING | MFD_CLOEXEC, 0);
    int r;

    if (fd < 0)
        return (int)fd;
    r = fd_write_all((int)fd, buf, len);
    if (r == 0)
        r = (int)hostcall3(SYS_fcntl, fd, F_ADD_SEALS, SEALS);
    if (r < 0) {
        hostcall3(SYS_close, fd, 0, 0);
        return r;
    }
    return (int)fd;
}

int handoff_make(const struct handoff *h)
{
    long mem = hostcall6(SYS_mmap, 0, SIZE_LIMIT, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct writer w = {.buf = (char *)mem, .len = sizeof(struct message)};
    struct message *m = (struct message *)mem;
    int r;

    if (hostcall_failed(mem))
        return (int)mem;
    memcpy(m->magic, magic, sizeof(magic));
    m->version = FORMAT;
    m->options_size = sizeof(m->config);
    m->config = h->config;
    m->config.sysroot = offset(add_string(&w, h->config.sysroot));
    m->config.uname_release = offset(add_string(&w, h->config.uname_release));
    m->config.cpu_model = offset(add_string(&w, h->config.cpu_model));
    m->config.log_file = offset(add_string(&w, h->config.log_file));
    m->exe_fd = h->exe_fd;
    m->log_fd = h->log_fd;
    m->execfn = add_string(&w, h->execfn);
    m->path = add_string(&w, h->path);
    m->size = w.len;
    r = w.full ? -E2BIG : write_sealed(w.buf, w.len);
    hostcall3(SYS_munmap, mem, SIZE_LIMIT, 0);
    return r;
}

/* The number in /dev/fd/N, or -1. */
static int own_fd(void)
{
    const char *s = (const char *)getauxval(AT_EXECFN);
    static const char prefix[] = "/dev/fd/";
    int n = 0;

    if (!s || strncmp(s, prefix, sizeof(prefix) - 1) != 0)
        return -1;
    s += sizeof(prefix) - 1;
    if (!*s)
        return -1;
    for (; *s >= '0' && *s <= '9' && n < 1 << 20; s++)
        n = n * 10 + (*s - '0');
    return *s ? -1 : n;
}

/* A string of the message, or NULL for offset 0; *bad when it is not inside. */
static const char *string_at(const struct message *m, uint64_t at, bool *bad)
{
    if (at == 0)
        return NULL;
    if (at < sizeof(*m) || at >= m->size ||
        !memchr((const char *)m + at, '\0', m->size - at)) {
        *bad = true;
        return NULL;
    }
    return (const char *)m + at;
}

static bool decode(const struct message *m, uint64_t size, struct handoff *out)
{
    bool bad = false;

    if (size < sizeof(*m) || memcmp(m->magic, magic, sizeof(magic)) != 0 ||
        m->version != FORMAT || m->options_size != sizeof(m->config) ||
        m->size != size)
        return false;
    out->config = m->config;
    out->config.sysroot = string_at(m, (uintptr_t)m->config.sysroot, &bad);
    out->config.uname_release =
        string_at(m, (uintptr_t)m->config.uname_release, &bad);
    out->config.cpu_model = string_at(m, (uintptr_t)m->config.cpu_model, &bad);
    out->config.log_file = string_at(m, (uintptr_t)m->config.log_file, &bad);
    out->execfn = string_at(m, m->execfn, &bad);
    out->path = string_at(m, m->path, &bad);
    out->exe_fd = m->exe_fd;
    out->log_fd = m->log_fd;
    return !bad && out->execfn && out->path && out->exe_fd >= 0;
}

/* Is `fd` a hand-off? Then it is read and closed. */
static bool read_from(int fd, struct handoff *out)
{
    struct stat st;
    long mem, seals = hostcall3(SYS_fcntl, fd, F_GET_SEALS, 0);

    if (seals < 0 || (seals & SEALS) != SEALS ||
        hostcall3(SYS_fstat, fd, (long)&st, 0) < 0 || st.st_size > SIZE_LIMIT ||
        (getauxval(AT_SECURE) && st.st_uid != hostcall3(SYS_geteuid, 0, 0, 0)))
        return false;
    mem = hostcall6(SYS_mmap, 0, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (hostcall_failed(mem))
        return false;
    if (!decode((const struct message *)mem, (uint64_t)st.st_size, out)) {
        hostcall3(SYS_munmap, mem, st.st_size, 0);
        return false;
    }
    hostcall3(SYS_close, fd, 0, 0);
    return true;
}

static void close_on_exec(int fd)
{
    if (fd >= 0)
        hostcall3(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
}

bool handoff_receive(struct handoff *out)
{
    int self = own_fd();

    if (self < 0 || binfmt_started())
        return false;
    for (int fd = self + 1; fd <= self + SEARCH; fd++) {
        if (!read_from(fd, out))
            continue;
        out->self_fd = self;
        close_on_exec(self);
        close_on_exec(out->exe_fd);
        close_on_exec(out->log_fd);
        return true;
    }
    return false;
}
