/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <asm/termbits.h>
#include <linux/blkpg.h>
#include <linux/cdrom.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/hdreg.h>
#include <linux/if_tun.h>
#include <linux/input.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/nsfs.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/sockios.h>
#include <linux/uinput.h>
#include <linux/vt.h>
#include <linux/watchdog.h>
#include <scsi/sg.h>
#include <sys/ioctl.h>

struct ioctl_row {
    const char *name;
    uint32_t request;
    enum { ARG_VAL, ARG_PTR } arg;
};

static const struct ioctl_row ioctls[] = {
#define IOCTL(id, arg) {#id, (uint32_t)(id), ARG_##arg},
#include "syscall/ioctls.def"
#undef IOCTL
};

static const struct ioctl_row *ioctl_row(uint32_t request)
{
    for (unsigned i = 0; i < sizeof(ioctls) / sizeof(ioctls[0]); i++)
        if (ioctls[i].request == request)
            return &ioctls[i];
    return NULL;
}

const char *ioctl_name(uint32_t request)
{
    const struct ioctl_row *row = ioctl_row(request);

    return row ? row->name : NULL;
}

int64_t sys_ioctl(struct task *t, const uint64_t a[6])
{
    uint32_t request = (uint32_t)a[1];
    const struct ioctl_row *row = ioctl_row(request);
    uint64_t arg = a[2];
    int64_t ret;

    if (row) {
        if (row->arg == ARG_PTR)
            arg = user_ptr(t, arg);
    } else {
        sys_note(t, "unknown ioctl %#x\n", request);
        /* A number that tells the size of what it points to was made for all
         * architectures; others may mean anything. */
        if (_IOC_DIR(request) == _IOC_NONE || _IOC_SIZE(request) == 0)
            return host_call(SYS_fcntl, a[0], 1 /* F_GETFD */, 0, 0, 0, 0) < 0
                       ? -EBADF
                       : -ENOTTY;
        arg = user_ptr(t, arg);
    }
    ret = safe_call(t, SYS_ioctl, a[0], request, arg, 0, 0, 0);
    if (!row || row->arg == ARG_PTR)
        sys_written(t, a[2],
                    _IOC_SIZE(request) > OUT_SOME ? _IOC_SIZE(request)
                                                  : OUT_SOME);
    return ret;
}
