/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel's headers with the requests of ioctls.def, for its users. */
#ifndef CALQUE_SYSCALL_IOCTL_HEADERS_H
#define CALQUE_SYSCALL_IOCTL_HEADERS_H

#include <sys/ioctl.h>
#include <sys/socket.h>

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

/* Later than the headers of some systems. */
#ifndef PROCMAP_QUERY
#define PROCMAP_QUERY _IOC(_IOC_READ | _IOC_WRITE, 'f', 17, 104)
#endif

#endif
