/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One function a way of printing an argument; kinds.def says which is used.
 * Functions named show_outX print what the kernel has written, so only a
 * pointer when the call failed.
 */
#include "config.h"

#include "syscall/strace.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <time.h>

#include "syscall/abi64.h"

enum { BYTES_MAX = 32, ITEMS_MAX = 16 };

/* Functions that need no table of names. */
#define SHOW(x)                                                                \
    void show_##x(struct show *s, unsigned i,                                  \
                  __attribute__((unused)) const struct name_value *names)

static bool load(struct show *s, void *dst, uint64_t src, size_t n)
{
    return src && get_user(s->t, dst, src, n) == 0;
}

/* Prints a pointer; for NULL and for memory that cannot be read. */
static void show_pointer(struct show *s, uint64_t v)
{
    if (v)
        fmt_print(s->out, "%#lx", (unsigned long)v);
    else
        fmt_print(s->out, "NULL");
}

/* Loads argument i into obj, or prints it as a pointer and returns from the
 * caller; `out` arguments also need the call to have succeeded. */
#define LOAD(obj)                                                              \
    do {                                                                       \
        if (!load(s, &(obj), s->a[i], sizeof(obj))) {                          \
            show_pointer(s, s->a[i]);                                          \
            return;                                                            \
        }                                                                      \
    } while (0)
#define LOAD_OUT(obj)                                                          \
    do {                                                                       \
        if (s->ret < 0) {                                                      \
            show_pointer(s, s->a[i]);                                          \
            return;                                                            \
        }                                                                      \
        LOAD(obj);                                                             \
    } while (0)

/* Names. */

void show_bits(struct show *s, uint64_t v, const struct name_value *names,
               const char *zero)
{
    bool any = false;

    for (; names->name; names++) {
        if (!names->value || (v & names->value) != names->value)
            continue;
        fmt_print(s->out, "%s%s", any ? "|" : "", names->name);
        v &= ~names->value;
        any = true;
    }
    if (v)
        fmt_print(s->out, "%s%#lx", any ? "|" : "", (unsigned long)v);
    else if (!any)
        fmt_print(s->out, "%s", zero);
}

void show_name(struct show *s, uint64_t v, const struct name_value *names)
{
    for (; names->name; names++) {
        if (names->value == v) {
            fmt_print(s->out, "%s", names->name);
            return;
        }
    }
    fmt_print(s->out, "%#lx", (unsigned long)v);
}

void show_signal_name(struct show *s, int n, const char *prefix)
{
    const char *name = n > 0 && n < 32 ? sigabbrev_np(n) : NULL;

    if (name)
        fmt_print(s->out, "%s%s", prefix, name);
    else if (n == 32)
        fmt_print(s->out, "%sRTMIN", prefix);
    else if (n > 32 && n <= 64)
        fmt_print(s->out, "%sRT_%d", prefix, n - 32);
    else
        fmt_print(s->out, "%d", n);
}

void show_quoted(struct show *s, const char *p, size_t n, bool more)
{
    static const char from[] = "\n\t\r\v\f\"\\", to[] = "ntrvf\"\\";

    fmt_put(s->out, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        const char *e = c ? strchr(from, c) : NULL;
        bool digit = i + 1 < n && p[i + 1] >= '0' && p[i + 1] <= '9';

        if (e)
            fmt_print(s->out, "\\%c", to[e - from]);
        else if (c >= ' ' && c < 127)
            fmt_put(s->out, p + i, 1);
        else
            fmt_print(s->out, digit ? "\\%03o" : "\\%o", (unsigned)c);
    }
    fmt_print(s->out, "\"%s", more ? "..." : "");
}

/* Numbers. */

SHOW(int)
{
    fmt_print(s->out, "%d", arg_int(s->a, i));
}

SHOW(uint)
{
    fmt_print(s->out, "%u", (unsigned)s->a[i]);
}

SHOW(long)
{
    fmt_print(s->out, "%ld", (long)s->a[i]);
}

SHOW(ulong)
{
    fmt_print(s->out, "%lu", (unsigned long)s->a[i]);
}

SHOW(hex)
{
    if (s->a[i])
        fmt_print(s->out, "%#lx", (unsigned long)s->a[i]);
    else
        fmt_print(s->out, "0");
}

SHOW(octal)
{
    fmt_print(s->out, "0%02o", (unsigned)s->a[i]);
}

SHOW(signal)
{
    show_signal_name(s, arg_int(s->a, i), "SIG");
}

SHOW(dev)
{
    fmt_print(s->out, "makedev(%#x, %#x)", gnu_dev_major(s->a[i]),
              gnu_dev_minor(s->a[i]));
}

SHOW(dirfd)
{
    if (arg_int(s->a, i) == AT_FDCWD)
        fmt_print(s->out, "AT_FDCWD");
    else
        fmt_print(s->out, "%d", arg_int(s->a, i));
}

void show_flags(struct show *s, unsigned i, const struct name_value *names)
{
    show_bits(s, s->a[i] & UINT32_MAX, names, "0");
}

/* A set whose first name stands for the value 0. */
void show_flags0(struct show *s, unsigned i, const struct name_value *names)
{
    show_bits(s, s->a[i] & UINT32_MAX, names, names->name);
}

void show_choice(struct show *s, unsigned i, const struct name_value *names)
{
    show_name(s, s->a[i] & UINT32_MAX, names);
}

void show_oflags(struct show *s, unsigned i, const struct name_value *names)
{
    const struct guest_abi *abi = s->t->process->target->abi;
    uint64_t v = s->a[i] & UINT32_MAX;

    if (abi->open_flags_to_host)
        v = abi->open_flags_to_host(v);
    show_name(s, v & O_ACCMODE, names_open_modes);
    if (v & ~(uint64_t)O_ACCMODE) {
        fmt_print(s->out, "|");
        show_bits(s, v & ~(uint64_t)O_ACCMODE, names, "");
    }
}

void show_fcntlarg(struct show *s, unsigned i, const struct name_value *names)
{
    switch (arg_int(s->a, 1)) {
    case F_SETFD:
        if (s->a[i] == FD_CLOEXEC)
            fmt_print(s->out, "FD_CLOEXEC");
        else
            show_hex(s, i, names);
        break;
    case F_SETFL: show_oflags(s, i, names); break;
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
    case F_SETOWN:
    case F_SETPIPE_SZ: show_int(s, i, names); break;
    case F_SETSIG: show_signal(s, i, names); break;
    default: show_ptr(s, i, names); break;
    }
}

SHOW(ioctl)
{
    const char *name = ioctl_name((uint32_t)s->a[i]);

    if (name)
        fmt_print(s->out, "%s", name);
    else
        fmt_print(s->out, "%#x", (unsigned)s->a[i]);
}

void show_clone(struct show *s, unsigned i, const struct name_value *names)
{
    uint64_t v = s->a[i];

    if (v & ~UINT64_C(0xff) || !(v & 0xff))
        show_bits(s, v & ~UINT64_C(0xff), names, "0");
    if (v & 0xff) {
        if (v & ~UINT64_C(0xff))
            fmt_print(s->out, "|");
        show_signal_name(s, (int)(v & 0xff), "SIG");
    }
}

void show_futex(struct show *s, unsigned i, const struct name_value *names)
{
    uint32_t v = (uint32_t)s->a[i];

    show_name(s, v & (uint32_t)FUTEX_CMD_MASK, names);
    if (v & FUTEX_PRIVATE_FLAG)
        fmt_print(s->out, "_PRIVATE");
    if (v & FUTEX_CLOCK_REALTIME)
        fmt_print(s->out, "|FUTEX_CLOCK_REALTIME");
}

void show_socktype(struct show *s, unsigned i, const struct name_value *names)
{
    uint64_t v = s->a[i] & UINT32_MAX;

    show_name(s, v & 0xf, names);
    if (v & ~UINT64_C(0xf)) {
        fmt_print(s->out, "|");
        show_bits(s, v & ~UINT64_C(0xf), names_sock_flags, "");
    }
}

void show_sockopt(struct show *s, unsigned i, const struct name_value *names)
{
    if (arg_int(s->a, 1) == SOL_SOCKET)
        show_choice(s, i, names);
    else
        fmt_print(s->out, "%d", arg_int(s->a, i));
}

void show_ipcflags(struct show *s, unsigned i, const struct name_value *names)
{
    uint64_t v = s->a[i] & UINT32_MAX;

    if (v & ~UINT64_C(0777)) {
        show_bits(s, v & ~UINT64_C(0777), names, "0");
        fmt_print(s->out, "|");
    }
    fmt_print(s->out, "0%o", (unsigned)(v & 0777));
}

/* Strings and buffers. */

static void show_string(struct show *s, uint64_t p)
{
    char buf[1024];
    int64_t n =
        p ? mem_read_str(s->t->mm, buf, user_addr(s->t, p), sizeof(buf)) : -1;

    if (n >= 0)
        show_quoted(s, buf, strnlen(buf, sizeof(buf)), false);
    else if (p && get_user(s->t, buf, p, sizeof(buf)) == 0)
        show_quoted(s, buf, sizeof(buf), true);
    else
        show_pointer(s, p);
}

SHOW(ptr)
{
    show_pointer(s, s->a[i]);
}

SHOW(str)
{
    show_string(s, s->a[i]);
}

SHOW(outstr)
{
    char buf[1024];
    size_t n = s->ret < 0                      ? 0
               : s->ret > (int64_t)sizeof(buf) ? sizeof(buf)
                                               : (size_t)s->ret;

    if (s->ret < 0 || !load(s, buf, s->a[i], n)) {
        show_pointer(s, s->a[i]);
        return;
    }
    show_quoted(s, buf, strnlen(buf, n), false);
}

static void show_bytes(struct show *s, uint64_t p, uint64_t n)
{
    char buf[BYTES_MAX];
    size_t shown = n > sizeof(buf) ? sizeof(buf) : n;

    if (load(s, buf, p, shown))
        show_quoted(s, buf, shown, n > shown);
    else
        show_pointer(s, p);
}

SHOW(inbuf)
{
    show_bytes(s, s->a[i], s->a[i + 1]);
}

SHOW(outbuf)
{
    if (s->ret < 0)
        show_pointer(s, s->a[i]);
    else
        show_bytes(s, s->a[i], (uint64_t)s->ret);
}

static void show_iovec(struct show *s, uint64_t p, uint64_t n, uint64_t total)
{
    struct iovec v;

    if (!load(s, &v, p, sizeof(v))) {
        show_pointer(s, p);
        return;
    }
    fmt_print(s->out, "[");
    for (uint64_t k = 0; k < n; k++) {
        uint64_t len;

        if (k == ITEMS_MAX || !load(s, &v, p + k * sizeof(v), sizeof(v))) {
            fmt_print(s->out, ", ...");
            break;
        }
        len = v.iov_len < total ? v.iov_len : total;
        total -= len;
        fmt_print(s->out, "%s{iov_base=", k ? ", " : "");
        show_bytes(s, host_ptr(v.iov_base), len);
        fmt_print(s->out, ", iov_len=%lu}", (unsigned long)v.iov_len);
    }
    fmt_print(s->out, "]");
}

SHOW(iniov)
{
    show_iovec(s, s->a[i], s->a[i + 1], UINT64_MAX);
}

SHOW(outiov)
{
    show_iovec(s, s->a[i], s->a[i + 1], s->ret < 0 ? 0 : (uint64_t)s->ret);
}

SHOW(strings)
{
    uint64_t p;

    if (!load(s, &p, s->a[i], sizeof(p))) {
        show_pointer(s, s->a[i]);
        return;
    }
    fmt_print(s->out, "[");
    for (unsigned k = 0; load(s, &p, s->a[i] + k * sizeof(p), sizeof(p)) && p;
         k++) {
        if (k)
            fmt_print(s->out, ", ");
        if (k == 2 * ITEMS_MAX) {
            fmt_print(s->out, "...");
            break;
        }
        show_string(s, p);
    }
    fmt_print(s->out, "]");
}

SHOW(envp)
{
    unsigned n = 0;
    uint64_t p;

    show_pointer(s, s->a[i]);
    while (load(s, &p, s->a[i] + n * sizeof(p), sizeof(p)) && p)
        n++;
    fmt_print(s->out, " /* %u vars */", n);
}

/* Structures. */

static void show_mode(struct show *s, uint32_t mode)
{
    show_name(s, mode & S_IFMT, names_file_types);
    fmt_print(s->out, "|0%02o", mode & ~(uint32_t)S_IFMT);
}

static void show_size_or_dev(struct show *s, uint32_t mode, uint64_t size,
                             uint64_t dev)
{
    if (S_ISCHR(mode) || S_ISBLK(mode))
        fmt_print(s->out, "rdev=makedev(%#x, %#x), ...}", gnu_dev_major(dev),
                  gnu_dev_minor(dev));
    else
        fmt_print(s->out, "size=%lu, ...}", (unsigned long)size);
}

SHOW(outstat)
{
    struct abi64_stat st;

    LOAD_OUT(st);
    fmt_print(s->out, "{st_mode=");
    show_mode(s, st.st_mode);
    fmt_print(s->out, ", st_");
    show_size_or_dev(s, st.st_mode, (uint64_t)st.st_size, st.st_rdev);
}

SHOW(outstatx)
{
    struct statx st;

    LOAD_OUT(st);
    fmt_print(s->out, "{stx_mask=");
    show_bits(s, st.stx_mask, names_statx_mask, "0");
    fmt_print(s->out, ", stx_attributes=%#lx, stx_mode=",
              (unsigned long)st.stx_attributes);
    show_mode(s, st.stx_mode);
    fmt_print(s->out, ", stx_");
    show_size_or_dev(s, st.stx_mode, st.stx_size,
                     gnu_dev_makedev(st.stx_rdev_major, st.stx_rdev_minor));
}

/* A pair of longs: timespec and timeval differ in the name. */
struct time_pair {
    int64_t sec, sub;
};

static void show_time_pair(struct show *s, const struct time_pair *p,
                           const char *sub)
{
    fmt_print(s->out, "{tv_sec=%ld, %s=%ld}", (long)p->sec, sub, (long)p->sub);
}

static void show_interval(struct show *s, const struct time_pair p[2],
                          const char *sub)
{
    fmt_print(s->out, "{it_interval=");
    show_time_pair(s, &p[0], sub);
    fmt_print(s->out, ", it_value=");
    show_time_pair(s, &p[1], sub);
    fmt_print(s->out, "}");
}

SHOW(timespec)
{
    struct time_pair p;

    LOAD(p);
    show_time_pair(s, &p, "tv_nsec");
}

SHOW(outtimespec)
{
    struct time_pair p;

    LOAD_OUT(p);
    show_time_pair(s, &p, "tv_nsec");
}

SHOW(timeval)
{
    struct time_pair p;

    LOAD(p);
    show_time_pair(s, &p, "tv_usec");
}

SHOW(outtimeval)
{
    struct time_pair p;

    LOAD_OUT(p);
    show_time_pair(s, &p, "tv_usec");
}

SHOW(utimes)
{
    struct time_pair p[2];

    LOAD(p);
    fmt_print(s->out, "[");
    for (unsigned k = 0; k < 2; k++) {
        fmt_print(s->out, k ? ", " : "");
        if (p[k].sub == UTIME_NOW)
            fmt_print(s->out, "UTIME_NOW");
        else if (p[k].sub == UTIME_OMIT)
            fmt_print(s->out, "UTIME_OMIT");
        else
            show_time_pair(s, &p[k], "tv_nsec");
    }
    fmt_print(s->out, "]");
}

SHOW(itimerval)
{
    struct time_pair p[2];

    LOAD(p);
    show_interval(s, p, "tv_usec");
}

SHOW(outitimerval)
{
    struct time_pair p[2];

    LOAD_OUT(p);
    show_interval(s, p, "tv_usec");
}

SHOW(itimerspec)
{
    struct time_pair p[2];

    LOAD(p);
    show_interval(s, p, "tv_nsec");
}

SHOW(outitimerspec)
{
    struct time_pair p[2];

    LOAD_OUT(p);
    show_interval(s, p, "tv_nsec");
}

static void show_limit(struct show *s, uint64_t v)
{
    if (v == UINT64_MAX)
        fmt_print(s->out, "RLIM64_INFINITY");
    else if (v > 1024 && v % 1024 == 0)
        fmt_print(s->out, "%lu*1024", (unsigned long)(v / 1024));
    else
        fmt_print(s->out, "%lu", (unsigned long)v);
}

static void show_limits(struct show *s, const uint64_t v[2])
{
    fmt_print(s->out, "{rlim_cur=");
    show_limit(s, v[0]);
    fmt_print(s->out, ", rlim_max=");
    show_limit(s, v[1]);
    fmt_print(s->out, "}");
}

SHOW(rlimit)
{
    uint64_t v[2];

    LOAD(v);
    show_limits(s, v);
}

SHOW(outrlimit)
{
    uint64_t v[2];

    LOAD_OUT(v);
    show_limits(s, v);
}

static void show_mask(struct show *s, uint64_t v)
{
    bool most = __builtin_popcountll(v) > 32;
    bool any = false;

    fmt_print(s->out, most ? "~[" : "[");
    if (most)
        v = ~v;
    for (int n = 1; n <= 64; n++) {
        if (!(v >> (n - 1) & 1))
            continue;
        show_signal_name(s, n, any ? " " : "");
        any = true;
    }
    fmt_print(s->out, "]");
}

SHOW(sigset)
{
    uint64_t v;

    LOAD(v);
    show_mask(s, v);
}

SHOW(outsigset)
{
    uint64_t v;

    LOAD_OUT(v);
    show_mask(s, v);
}

/* Handler and flags stand first on all ABIs. */
static void show_action(struct show *s, const uint64_t v[2])
{
    fmt_print(s->out, "{sa_handler=");
    if (v[0] == 0)
        fmt_print(s->out, "SIG_DFL");
    else if (v[0] == 1)
        fmt_print(s->out, "SIG_IGN");
    else
        fmt_print(s->out, "%#lx", (unsigned long)v[0]);
    fmt_print(s->out, ", sa_flags=");
    show_bits(s, v[1], names_sigaction_flags, "0");
    fmt_print(s->out, ", ...}");
}

SHOW(sigact)
{
    uint64_t v[2];

    LOAD(v);
    show_action(s, v);
}

SHOW(outsigact)
{
    uint64_t v[2];

    LOAD_OUT(v);
    show_action(s, v);
}

SHOW(outuname)
{
    struct utsname u;

    LOAD_OUT(u);
    fmt_print(s->out, "{sysname=\"%s\", nodename=\"%s\", ...}", u.sysname,
              u.nodename);
}

SHOW(outint)
{
    int32_t v;

    LOAD_OUT(v);
    fmt_print(s->out, "[%d]", v);
}

SHOW(outlong)
{
    int64_t v;

    LOAD_OUT(v);
    fmt_print(s->out, "[%ld]", (long)v);
}

SHOW(outpair)
{
    int32_t v[2];

    LOAD_OUT(v);
    fmt_print(s->out, "[%d, %d]", v[0], v[1]);
}

SHOW(wstatus)
{
    int32_t v;

    if (s->ret <= 0) {
        show_pointer(s, s->a[i]);
        return;
    }
    LOAD(v);
    if ((v & 0x7f) == 0) {
        fmt_print(s->out, "[{WIFEXITED(s) && WEXITSTATUS(s) == %d}]",
                  v >> 8 & 0xff);
    } else if ((v & 0xff) == 0x7f) {
        fmt_print(s->out, "[{WIFSTOPPED(s) && WSTOPSIG(s) == ");
        show_signal_name(s, v >> 8 & 0xff, "SIG");
        fmt_print(s->out, "}]");
    } else {
        fmt_print(s->out, "[{WIFSIGNALED(s) && WTERMSIG(s) == ");
        show_signal_name(s, v & 0x7f, "SIG");
        fmt_print(s->out, "%s}]", v & 0x80 ? " && WCOREDUMP(s)" : "");
    }
}

SHOW(pollfds)
{
    uint64_t n = s->a[i + 1] & UINT32_MAX;
    struct pollfd p;

    LOAD(p);
    fmt_print(s->out, "[");
    for (uint64_t k = 0; k < n; k++) {
        if (k == ITEMS_MAX ||
            !load(s, &p, s->a[i] + k * sizeof(p), sizeof(p))) {
            fmt_print(s->out, ", ...");
            break;
        }
        fmt_print(s->out, "%s{fd=%d, events=", k ? ", " : "", p.fd);
        show_bits(s, (uint16_t)p.events, names_poll_events, "0");
        if (s->ret > 0 && p.revents) {
            fmt_print(s->out, ", revents=");
            show_bits(s, (uint16_t)p.revents, names_poll_events, "0");
        }
        fmt_print(s->out, "}");
    }
    fmt_print(s->out, "]");
}

static void show_event(struct show *s, const struct abi64_epoll_event *e)
{
    fmt_print(s->out, "{events=");
    show_bits(s, e->events, names_epoll_events, "0");
    fmt_print(s->out, ", data=%#lx}", (unsigned long)e->data);
}

SHOW(epev)
{
    struct abi64_epoll_event e;

    LOAD(e);
    show_event(s, &e);
}

SHOW(outepev)
{
    struct abi64_epoll_event e;

    LOAD_OUT(e);
    fmt_print(s->out, "[");
    for (int64_t k = 0; k < s->ret && k < ITEMS_MAX; k++) {
        if (!load(s, &e, s->a[i] + (uint64_t)k * sizeof(e), sizeof(e)))
            break;
        fmt_print(s->out, k ? ", " : "");
        show_event(s, &e);
    }
    fmt_print(s->out, "]");
}

/* Socket addresses and messages. */

static void show_address(struct show *s, uint64_t p, uint64_t len)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_un un;
    } u = {0};

    if (len > sizeof(u))
        len = sizeof(u);
    if (len < sizeof(u.any.sa_family) || !load(s, &u, p, len)) {
        show_pointer(s, p);
        return;
    }
    fmt_print(s->out, "{sa_family=");
    show_name(s, u.any.sa_family, names_families);
    if (u.any.sa_family == AF_INET) {
        const uint8_t *b = (const uint8_t *)&u.in.sin_addr;

        fmt_print(s->out,
                  ", sin_port=htons(%d), sin_addr=inet_addr(\"%d.%d.%d.%d\")",
                  ntohs(u.in.sin_port), b[0], b[1], b[2], b[3]);
    } else if (u.any.sa_family == AF_INET6) {
        const uint8_t *b = u.in6.sin6_addr.s6_addr;

        fmt_print(s->out, ", sin6_port=htons(%d), inet_pton(AF_INET6, \"",
                  ntohs(u.in6.sin6_port));
        for (unsigned k = 0; k < 16; k += 2)
            fmt_print(s->out, "%s%x", k ? ":" : "",
                      (unsigned)(b[k] << 8 | b[k + 1]));
        fmt_print(s->out, "\", &sin6_addr)");
    } else if (u.any.sa_family == AF_UNIX && len > 2) {
        size_t n = len - 2;
        bool abstract = u.un.sun_path[0] == '\0';

        fmt_print(s->out, ", sun_path=%s", abstract ? "@" : "");
        if (abstract)
            show_quoted(s, u.un.sun_path + 1, n - 1, false);
        else
            show_quoted(s, u.un.sun_path, strnlen(u.un.sun_path, n), false);
    }
    fmt_print(s->out, "}");
}

SHOW(sockaddr)
{
    show_address(s, s->a[i], s->a[i + 1] & UINT32_MAX);
}

SHOW(outsockaddr)
{
    uint32_t len;

    if (s->ret < 0 || !load(s, &len, s->a[i + 1], sizeof(len)))
        show_pointer(s, s->a[i]);
    else
        show_address(s, s->a[i], len);
}

static void show_message(struct show *s, unsigned i, uint64_t total)
{
    struct msghdr h;

    LOAD(h);
    fmt_print(s->out, "{msg_name=");
    if (h.msg_name)
        show_address(s, host_ptr(h.msg_name), h.msg_namelen);
    else
        fmt_print(s->out, "NULL");
    fmt_print(s->out, ", msg_namelen=%u, msg_iov=", h.msg_namelen);
    show_iovec(s, host_ptr(h.msg_iov), h.msg_iovlen, total);
    fmt_print(s->out, ", msg_iovlen=%lu, msg_controllen=%lu, msg_flags=",
              (unsigned long)h.msg_iovlen, (unsigned long)h.msg_controllen);
    show_bits(s, (uint32_t)h.msg_flags, names_msg_flags, "0");
    fmt_print(s->out, "}");
}

SHOW(inmsg)
{
    show_message(s, i, UINT64_MAX);
}

SHOW(outmsg)
{
    if (s->ret < 0)
        show_pointer(s, s->a[i]);
    else
        show_message(s, i, (uint64_t)s->ret);
}
