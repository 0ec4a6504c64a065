/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "loader/loader.h"

#include <linux/prctl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/hostcall.h"

static void set_name(const char *execfn)
{
    const char *slash = strrchr(execfn, '/');
    char name[16] = "";

    strncpy(name, slash ? slash + 1 : execfn, sizeof(name) - 1);
    hostcall3(SYS_prctl, PR_SET_NAME, (long)name, 0);
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
    set_name(p->execfn);
    /* Needs CONFIG_CHECKPOINT_RESTORE, which Debian and others have; without
     * it /proc/PID/cmdline shows our own arguments. */
    hostcall6(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)&map, sizeof(map), 0,
              0);
}
