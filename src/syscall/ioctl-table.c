/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of ioctls.def, found by number. */
#include "config.h"

#include "syscall/ioctl.h"

#include <asm/termbits.h>
#include <linux/auto_fs.h>
#include <linux/blkpg.h>
#include <linux/blkzoned.h>
#include <linux/btrfs.h>
#include <linux/cdrom.h>
#include <linux/dm-ioctl.h>
#include <linux/dma-buf.h>
#include <linux/fb.h>
#include <linux/fd.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsverity.h>
#include <linux/fuse.h>
#include <linux/gpio.h>
#include <linux/hdreg.h>
#include <linux/hidraw.h>
#include <linux/i2c-dev.h>
#include <linux/if_tun.h>
#include <linux/input.h>
#include <linux/joystick.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/lp.h>
#include <linux/media.h>
#include <linux/msdos_fs.h>
#include <linux/mtio.h>
#include <linux/nbd.h>
#include <linux/nsfs.h>
#include <linux/nvme_ioctl.h>
#include <linux/perf_event.h>
#include <linux/ppdev.h>
#include <linux/ppp-ioctl.h>
#include <linux/pps.h>
#include <linux/ptp_clock.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/sockios.h>
#include <linux/soundcard.h>
#include <linux/sync_file.h>
#include <linux/udmabuf.h>
#include <linux/uinput.h>
#include <linux/usbdevice_fs.h>
#include <linux/userfaultfd.h>
#include <linux/vfio.h>
#include <linux/vhost.h>
#include <linux/videodev2.h>
#include <linux/vm_sockets.h>
#include <linux/vt.h>
#include <linux/watchdog.h>
#include <linux/wireless.h>
#include <scsi/sg.h>
#include <sound/asound.h>
#include <stddef.h>
#include <sys/ioctl.h>

enum {
#define IOCTL(id, arg) ROW_##id,
#include "syscall/ioctls.def"
#undef IOCTL
};

static const struct ioctl_row rows[] = {
#define IOCTL(id, arg) {#id, (uint32_t)(id), IOCTL_##arg},
#include "syscall/ioctls.def"
#undef IOCTL
};

/* The compiler's search, and its word that no number comes twice. */
const struct ioctl_row *ioctl_row(uint32_t request)
{
    switch (request) {
#define IOCTL(id, arg)                                                         \
    case (uint32_t)(id):                                                       \
        return &rows[ROW_##id];
#include "syscall/ioctls.def"
#undef IOCTL
    default: return NULL;
    }
}

const char *ioctl_name(uint32_t request)
{
    const struct ioctl_row *row = ioctl_row(request);

    return row ? row->name : NULL;
}
