/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ioctl requests with pointers within what they point to. */
#include "config.h"

#include "syscall/ioctl.h"

#include <linux/blkpg.h>
#include <linux/btrfs.h>
#include <linux/cdrom.h>
#include <linux/fb.h>
#include <linux/fs.h>
#include <linux/fsverity.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/filter.h>
#include <linux/kd.h>
#include <linux/nvme_ioctl.h>
#include <linux/ppp-ioctl.h>
#include <linux/route.h>
#include <linux/sockios.h>
#include <linux/usbdevice_fs.h>
#include <scsi/sg.h>
#include <stddef.h>
#include <string.h>

enum { NESTED_MAX = 4, NESTED_SIZE = 256 };

struct nested {
    uint32_t request;
    uint16_t size;                /* of the structure */
    uint16_t pointer[NESTED_MAX]; /* offset plus one; 0: no more */
};

#define AT(type, member) (uint16_t)(offsetof(type, member) + 1)
#define NESTED(request, type, ...)                                             \
    {                                                                          \
        (uint32_t)(request), (uint16_t)sizeof(type),                           \
        {                                                                      \
            __VA_ARGS__                                                        \
        }                                                                      \
    }

static const struct nested nested[] = {
    NESTED(SIOCGIFCONF, struct ifconf, AT(struct ifconf, ifc_buf)),
    NESTED(SIOCETHTOOL, struct ifreq, AT(struct ifreq, ifr_data)),
    NESTED(SIOCBONDINFOQUERY, struct ifreq, AT(struct ifreq, ifr_data)),
    NESTED(SIOCBONDSLAVEINFOQUERY, struct ifreq, AT(struct ifreq, ifr_data)),
    NESTED(SIOCSHWTSTAMP, struct ifreq, AT(struct ifreq, ifr_data)),
    NESTED(SIOCGHWTSTAMP, struct ifreq, AT(struct ifreq, ifr_data)),
    NESTED(SIOCADDRT, struct rtentry, AT(struct rtentry, rt_dev)),
    NESTED(SIOCDELRT, struct rtentry, AT(struct rtentry, rt_dev)),
    NESTED(TUNATTACHFILTER, struct sock_fprog, AT(struct sock_fprog, filter)),
    NESTED(PPPIOCSPASS, struct sock_fprog, AT(struct sock_fprog, filter)),
    NESTED(PPPIOCSACTIVE, struct sock_fprog, AT(struct sock_fprog, filter)),
    NESTED(BLKPG, struct blkpg_ioctl_arg, AT(struct blkpg_ioctl_arg, data)),
    NESTED(SG_IO, struct sg_io_hdr, AT(struct sg_io_hdr, dxferp),
           AT(struct sg_io_hdr, cmdp), AT(struct sg_io_hdr, sbp)),
    NESTED(CDROM_SEND_PACKET, struct cdrom_generic_command,
           AT(struct cdrom_generic_command, buffer),
           AT(struct cdrom_generic_command, sense)),
    NESTED(CDROMREADAUDIO, struct cdrom_read_audio,
           AT(struct cdrom_read_audio, buf)),
    NESTED(USBDEVFS_CONTROL, struct usbdevfs_ctrltransfer,
           AT(struct usbdevfs_ctrltransfer, data)),
    NESTED(USBDEVFS_BULK, struct usbdevfs_bulktransfer,
           AT(struct usbdevfs_bulktransfer, data)),
    NESTED(USBDEVFS_IOCTL, struct usbdevfs_ioctl,
           AT(struct usbdevfs_ioctl, data)),
    NESTED(I2C_SMBUS, struct i2c_smbus_ioctl_data,
           AT(struct i2c_smbus_ioctl_data, data)),
    NESTED(KDFONTOP, struct console_font_op, AT(struct console_font_op, data)),
    NESTED(GIO_UNIMAP, struct unimapdesc, AT(struct unimapdesc, entries)),
    NESTED(PIO_UNIMAP, struct unimapdesc, AT(struct unimapdesc, entries)),
    NESTED(FBIOGETCMAP, struct fb_cmap, AT(struct fb_cmap, red),
           AT(struct fb_cmap, green), AT(struct fb_cmap, blue),
           AT(struct fb_cmap, transp)),
    NESTED(FBIOPUTCMAP, struct fb_cmap, AT(struct fb_cmap, red),
           AT(struct fb_cmap, green), AT(struct fb_cmap, blue),
           AT(struct fb_cmap, transp)),
    NESTED(FS_IOC_ENABLE_VERITY, struct fsverity_enable_arg,
           AT(struct fsverity_enable_arg, salt_ptr),
           AT(struct fsverity_enable_arg, sig_ptr)),
    NESTED(FS_IOC_READ_VERITY_METADATA, struct fsverity_read_metadata_arg,
           AT(struct fsverity_read_metadata_arg, buf_ptr)),
    NESTED(BTRFS_IOC_INO_PATHS, struct btrfs_ioctl_ino_path_args,
           AT(struct btrfs_ioctl_ino_path_args, fspath)),
    NESTED(BTRFS_IOC_LOGICAL_INO, struct btrfs_ioctl_logical_ino_args,
           AT(struct btrfs_ioctl_logical_ino_args, inodes)),
    NESTED(BTRFS_IOC_SEND, struct btrfs_ioctl_send_args,
           AT(struct btrfs_ioctl_send_args, clone_sources)),
    NESTED(NVME_IOCTL_ADMIN_CMD, struct nvme_admin_cmd,
           AT(struct nvme_admin_cmd, addr),
           AT(struct nvme_admin_cmd, metadata)),
    NESTED(NVME_IOCTL_IO_CMD, struct nvme_passthru_cmd,
           AT(struct nvme_passthru_cmd, addr),
           AT(struct nvme_passthru_cmd, metadata)),
};

static const struct nested *find(uint32_t request)
{
    for (unsigned i = 0; i < sizeof(nested) / sizeof(nested[0]); i++)
        if (nested[i].request == request)
            return &nested[i];
    return NULL;
}

/* Replaces the pointers in buf by others[], or by themselves as the kernel
 * takes them. */
static void swap_pointers(struct task *t, const struct nested *n, char *buf,
                          uint64_t others[NESTED_MAX], bool strip)
{
    for (unsigned i = 0; i < NESTED_MAX && n->pointer[i]; i++) {
        char *at = buf + n->pointer[i] - 1;
        uint64_t plain = others[i];

        if (strip) {
            memcpy(&others[i], at, sizeof(others[i]));
            plain = user_ptr(t, others[i]);
        }
        memcpy(at, &plain, sizeof(plain));
    }
}

int64_t ioctl_untagged(struct task *t, uint64_t fd, uint32_t request,
                       uint64_t arg)
{
    const struct nested *n = find(request);
    char buf[NESTED_SIZE] __attribute__((aligned(8)));
    uint64_t old[NESTED_MAX];
    int64_t ret;

    if (!n || n->size > sizeof(buf) || get_user(t, buf, arg, n->size))
        return ioctl_as_is(t, fd, request, arg);
    swap_pointers(t, n, buf, old, true);
    ret = safe_call(t, SYS_ioctl, fd, request, host_ptr(buf), 0, 0, 0);
    swap_pointers(t, n, buf, old, false);
    /* Also after errors: some tell more in the structure. */
    put_user(t, arg, buf, n->size);
    return ret;
}
