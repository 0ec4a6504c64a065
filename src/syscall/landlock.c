/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* See the kernel's documentation, Landlock: unprivileged access control. */
#include "config.h"

#include "syscall/sys.h"

#include <linux/landlock.h>

#include "base/hostcall.h"
#include "loader/loader.h"
#include "syscall/host-nr.h"

/* A guest program is executed by executing us, of which its rules know nothing.
 * Those that a ruleset does not handle are no rights for it, but EINVAL. */
static void allow_ourselves(int ruleset, int self)
{
    static const uint64_t rights[] = {
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE,
        LANDLOCK_ACCESS_FS_EXECUTE,
        LANDLOCK_ACCESS_FS_READ_FILE,
    };
    struct landlock_path_beneath_attr rule = {.parent_fd = self};

    for (unsigned i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
        rule.allowed_access = rights[i];
        if (hostcall6(SYS_landlock_add_rule, ruleset,
                      LANDLOCK_RULE_PATH_BENEATH, (long)&rule, 0, 0, 0) == 0)
            return;
    }
}

int64_t sys_landlock_restrict_self(struct task *t, const uint64_t a[6])
{
    int self = t->files->self_fd;

    /* Only where the kernel can still be asked whether the guest's program may
     * be executed. */
    if (self >= 0 && program_ask_kernel(self) == 0)
        allow_ourselves(arg_int(a, 0), self);
    return host_call(SYS_landlock_restrict_self, a[0], a[1], 0, 0, 0, 0);
}
