/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Requests of ioctl and, of those whose number does not tell their size, the
 * structures that are passed to the host as they are; see abi64-same.c.
 */
#include <stddef.h>
#include <stdint.h>

#include "syscall/ioctl-headers.h"

#include <linux/i2c.h>
#include <linux/route.h>
#include <linux/serial.h>

#define IOCTL(id, arg) (uint32_t)(id),
/* Its size and where its last member is. */
#define S(type, last) sizeof(type), offsetof(type, last)

const uint32_t layout_words[] __attribute__((section("layout"), used)) = {
#include "syscall/ioctls.def"
    S(struct termios, c_cc),
    S(struct termio, c_cc),
    S(struct serial_struct, iomap_base),
    S(struct serial_icounter_struct, reserved),
    S(struct serial_multiport_struct, reserved),
    S(struct kbentry, kb_value),
    S(struct kbsentry, kb_string),
    S(struct kbdiacrs, kbdiacr),
    S(struct kbdiacrsuc, kbdiacruc),
    S(struct kbkeycode, keycode),
    S(struct kbd_repeat, period),
    S(struct consolefontdesc, chardata),
    S(struct console_font_op, data),
    S(struct unimapdesc, entries),
    S(struct vt_stat, v_state),
    S(struct vt_mode, frsig),
    S(struct vt_sizes, v_scrollsize),
    S(struct vt_consize, v_ccol),
    S(struct vt_event, pad),
    S(struct hd_geometry, start),
    S(struct hd_driveid, integrity_word),
    S(struct loop_info64, lo_init),
    S(struct cdrom_msf, cdmsf_frame1),
    S(struct cdrom_ti, cdti_ind1),
    S(struct cdrom_tochdr, cdth_trk1),
    S(struct cdrom_tocentry, cdte_datamode),
    S(struct cdrom_subchnl, cdsc_reladdr),
    S(struct cdrom_read, cdread_buflen),
    S(struct cdrom_read_audio, buf),
    S(struct cdrom_multisession, addr_format),
    S(struct cdrom_blk, len),
    S(struct cdrom_generic_command, reserved),
    S(struct cdrom_timed_media_change_info, media_flags),
    S(dvd_struct, manufact),
    S(dvd_authinfo, type),
    S(struct sg_io_hdr, info),
    S(struct sg_scsi_id, unused),
    S(struct sg_req_info, unused),
    S(struct ifreq, ifr_ifru),
    S(struct ifmap, port),
    S(struct ifconf, ifc_ifcu),
    S(struct rtentry, rt_irtt),
    S(struct iwreq, u),
    S(struct iw_point, flags),
    S(struct fb_var_screeninfo, reserved),
    S(struct fb_fix_screeninfo, reserved),
    S(struct fb_cmap, transp),
    S(struct fb_con2fbmap, framebuffer),
    S(struct i2c_rdwr_ioctl_data, nmsgs),
    S(struct i2c_msg, buf),
    S(struct i2c_smbus_ioctl_data, data),
    S(struct vfio_device_info, num_irqs),
    S(struct vfio_region_info, offset),
    S(struct vfio_irq_info, count),
    S(struct vfio_irq_set, count),
    S(struct vfio_iommu_type1_dma_map, size),
    S(struct vfio_iommu_type1_dma_unmap, size),
};
