/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "loader/loader.h"

#include <linux/prctl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/hostcall.h"

enum { NAME_SIZE = 16 };

static void set_name(const char *path, size_t len)
{
    const char *slash = memrchr(path, '/', len);
    const char *base = slash ? slash + 1 : path;
    char name[NAME_SIZE] = "";

    len -= (size_t)(base - path);
    memcpy(name, base, len < NAME_SIZE - 1 ? len : NAME_SIZE - 1);
    hostcall3(SYS_prctl, PR_SET_NAME, (long)name, 0);
}

/* Is it the /dev/fd/N of execveat with AT_EMPTY_PATH? */
static bool is_descriptor(const char *execfn)
{
    static const char prefix[] = "/dev/fd/";

    if (strncmp(execfn, prefix, sizeof(prefix) - 1) != 0)
        return false;
    execfn += sizeof(prefix) - 1;
    return *execfn && execfn[strspn(execfn, "0123456789")] == '\0';
}

/* By the file: as of Linux 6.14; before, it was the descriptor's number. */
static void set_name_of_file(const char *exe)
{
    static const char gone[] = " (deleted)";
    size_t len = strlen(exe), suffix = sizeof(gone) - 1;

    if (len > suffix && strcmp(exe + len - suffix, gone) == 0)
        len -= suffix;
    set_name(exe, len);
}

void loader_present(const struct process *p, const struct mm *mm)
{
    const uint64_t base = mm_base(mm);
    /* The kernel wants all fields; the break is the host's. */
    struct prctl_mm_map map = {
        .start_code = base + p->start_code,
        .end_code = base + p->end_code,
        .start_data = base + p->start_data,
        .end_data = base + p->end_data,
        .start_stack = base + p->stack_start,
        .arg_start = base + p->arg_start,
        .arg_end = base + p->arg_end,
        .env_start = base + p->env_start,
        .env_end = base + p->env_end,
        .auxv = (__u64 *)mm_host(mm, p->auxv_start),
        .auxv_size = p->auxv_size,
        .exe_fd = (__u32)-1,
    };

    map.brk = (uint64_t)hostcall3(SYS_brk, 0, 0, 0);
    map.start_brk = map.brk & -(uint64_t)4096;
    if (is_descriptor(p->execfn))
        set_name_of_file(p->exe);
    else
        set_name(p->execfn, strlen(p->execfn));
    /* Needs CONFIG_CHECKPOINT_RESTORE, which Debian and others have; without
     * it /proc/PID/cmdline shows our own arguments. */
    hostcall6(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)&map, sizeof(map), 0,
              0);
}
