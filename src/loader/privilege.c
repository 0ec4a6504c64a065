/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* See execve(2), capabilities(7), and the kernel's admin-guide/binfmt-misc. */
#include "config.h"

#include "loader/privilege.h"

#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "base/error.h"
#include "base/hostcall.h"

#define BINFMT "/proc/sys/fs/binfmt_misc"

/* Of an entry's text: the magic has 128 bytes at most, in hex, and the mask. */
enum { ENTRY_SIZE = 2048 };

/* By the mount or by the process's own wish nothing is given. */
static bool privileges_off(int fd)
{
    struct statfs fs;

    return hostcall6(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0) == 1 ||
           (hostcall3(SYS_fstatfs, fd, (long)&fs, 0) == 0 &&
            (fs.f_flags & ST_NOSUID));
}

const char *privilege_gained(int fd)
{
    const unsigned set_gid = S_ISGID | S_IXGRP;
    long uid = hostcall3(SYS_geteuid, 0, 0, 0);
    const char *what = NULL;
    struct stat st;

    if (hostcall3(SYS_fstat, fd, (long)&st, 0) < 0)
        return NULL;
    if ((st.st_mode & S_ISUID) && st.st_uid != uid)
        what = "set-user-ID";
    else if ((st.st_mode & set_gid) == set_gid &&
             st.st_gid != hostcall3(SYS_getegid, 0, 0, 0))
        what = "set-group-ID";
    else if (uid != 0 && hostcall6(SYS_fgetxattr, fd,
                                   (long)"security.capability", 0, 0, 0, 0) > 0)
        what = "file capabilities";
    return what && !privileges_off(fd) ? what : NULL;
}

/* What follows `key` in its line; NULL: there is no such line. */
static const char *value_of(const char *text, const char *key)
{
    size_t n = strlen(key);

    while (strncmp(text, key, n) != 0) {
        text = strchr(text, '\n');
        if (!text)
            return NULL;
        text++;
    }
    return text + n;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next byte of a row of hexadecimal digits; -1 at its end. */
static int next_byte(const char **p)
{
    int high = hex_value((*p)[0]), low = high < 0 ? -1 : hex_value((*p)[1]);

    if (low < 0)
        return -1;
    *p += 2;
    return high << 4 | low;
}

static bool magic_fits(const char *text, const struct program *p)
{
    const char *magic = value_of(text, "magic ");
    const char *mask = value_of(text, "mask ");
    const char *offset = value_of(text, "offset ");
    size_t at = 0;
    int byte;

    if (!magic || !offset)
        return false;
    for (; *offset >= '0' && *offset <= '9' && at < PROGRAM_HEAD; offset++)
        at = at * 10 + (size_t)(*offset - '0');
    for (; (byte = next_byte(&magic)) >= 0; at++) {
        int bits = mask ? next_byte(&mask) : 0xff;

        if (at >= p->head_len || ((p->head[at] ^ byte) & bits))
            return false;
    }
    return true;
}

/* name: of a file in the directory dir; buf has ENTRY_SIZE bytes. */
static bool read_entry(int dir, const char *name, char *buf)
{
    long n, fd = hostcall6(SYS_openat, dir, (long)name, O_RDONLY | O_CLOEXEC, 0,
                           0, 0);

    if (fd < 0)
        return false;
    n = hostcall3(SYS_read, fd, (long)buf, ENTRY_SIZE - 1);
    hostcall3(SYS_close, fd, 0, 0);
    buf[n > 0 ? n : 0] = '\0';
    return n > 0;
}

static bool entry_keeps(int dir, const char *name, const struct program *p)
{
    char text[ENTRY_SIZE];
    const char *flags;

    if (!read_entry(dir, name, text) || strncmp(text, "enabled\n", 8) != 0)
        return false;
    flags = value_of(text, "flags: ");
    return flags && memchr(flags, 'C', strcspn(flags, "\n")) &&
           magic_fits(text, p);
}

static bool any_entry_keeps(int dir, const struct program *p)
{
    char buf[2048] __attribute__((aligned(8)));
    long n;

    while ((n = hostcall3(SYS_getdents64, dir, (long)buf, sizeof(buf))) > 0) {
        for (long at = 0; at < n;) {
            const struct dirent64 *d =
                (const struct dirent64 *)(const void *)(buf + at);

            if (d->d_type == DT_REG && strcmp(d->d_name, "register") != 0 &&
                entry_keeps(dir, d->d_name, p))
                return true;
            at += d->d_reclen;
        }
    }
    return false;
}

bool privilege_by_kernel(const struct program *p, bool by_binfmt)
{
    char text[ENTRY_SIZE];
    long dir = hostcall6(SYS_openat, AT_FDCWD, (long)BINFMT,
                         O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0, 0);
    bool mounted, yes;

    if (dir < 0)
        return by_binfmt;
    mounted = read_entry((int)dir, "status", text);
    yes = mounted
              ? strncmp(text, "enabled", 7) == 0 && any_entry_keeps((int)dir, p)
              : by_binfmt;
    hostcall3(SYS_close, dir, 0, 0);
    return yes;
}

void privilege_report(const char *path, const char *gain)
{
    warn_line("%s: %s ignored: no entry with the flag C in binfmt_misc", path,
              gain);
}
