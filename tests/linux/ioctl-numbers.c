/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Requests of many kinds, to files that know some of them: what is not known
 * must be refused as the file's driver refuses it.
 */
#include "t.h"
#include <asm/termbits.h>
#include <linux/blkpg.h>
#include <linux/blkzoned.h>
#include <linux/btrfs.h>
#include <linux/cdrom.h>
#include <linux/dm-ioctl.h>
#include <linux/fb.h>
#include <linux/fd.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsverity.h>
#include <linux/hdreg.h>
#include <linux/hidraw.h>
#include <linux/i2c-dev.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/input.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/mtio.h>
#include <linux/nbd.h>
#include <linux/nsfs.h>
#include <linux/nvme_ioctl.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/sockios.h>
#include <linux/uinput.h>
#include <linux/usbdevice_fs.h>
#include <linux/userfaultfd.h>
#include <linux/vfio.h>
#include <linux/videodev2.h>
#include <linux/vm_sockets.h>
#include <linux/vt.h>
#include <linux/watchdog.h>
#include <linux/wireless.h>
#include <scsi/sg.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static const struct {
    const char *name;
    unsigned long number;
} requests[] = {
#define Q(name)                                                                \
    {                                                                          \
#name, name                                                            \
    }
    Q(TCGETS),
    Q(TCGETS2),
    Q(TCGETA),
    Q(TIOCGWINSZ),
    Q(TIOCGPGRP),
    Q(TIOCGSID),
    Q(TIOCOUTQ),
    Q(TIOCMGET),
    Q(TIOCGSOFTCAR),
    Q(TIOCGSERIAL),
    Q(TIOCGETD),
    Q(TIOCGPTN),
    Q(TIOCGPTLCK),
    Q(TIOCGPKT),
    Q(TIOCGEXCL),
    Q(TIOCGLCKTRMIOS),
    Q(TIOCSERGETLSR),
    Q(TIOCSERCONFIG),
    Q(TIOCSERGETMULTI),
    Q(TIOCGICOUNT),
    Q(TIOCGRS485),
    Q(TIOCLINUX),
    Q(TIOCGDEV),
    Q(FIONREAD),
    Q(FIOQSIZE),
    Q(KDGKBTYPE),
    Q(KDGKBMODE),
    Q(KDGETLED),
    Q(KDGKBENT),
    Q(KDGKBSENT),
    Q(KDGKBLED),
    Q(KDSIGACCEPT),
    Q(KDADDIO),
    Q(GIO_UNIMAP),
    Q(GIO_CMAP),
    Q(VT_OPENQRY),
    Q(VT_GETSTATE),
    Q(VT_GETMODE),
    Q(VT_RESIZE),
    Q(VT_LOCKSWITCH),
    Q(VT_GETHIFONTMASK),
    Q(BLKROGET),
    Q(BLKGETSIZE),
    Q(BLKGETSIZE64),
    Q(BLKRAGET),
    Q(BLKFRAGET),
    Q(BLKSSZGET),
    Q(BLKBSZGET),
    Q(BLKSECTGET),
    Q(BLKROTATIONAL),
    Q(BLKIOMIN),
    Q(BLKTRACESTART),
    Q(BLKPG),
    Q(BLKGETZONESZ),
    Q(FIGETBSZ),
    Q(FIBMAP),
    Q(FS_IOC_GETVERSION),
    Q(FS_IOC_FIEMAP),
    Q(FS_IOC_FSGETXATTR),
    Q(FS_IOC_MEASURE_VERITY),
    Q(FS_IOC_ENABLE_VERITY),
    Q(FS_IOC_GET_ENCRYPTION_POLICY_EX),
    Q(FS_IOC_GET_ENCRYPTION_NONCE),
    Q(BTRFS_IOC_SYNC),
    Q(BTRFS_IOC_SCRUB_CANCEL),
    Q(BTRFS_IOC_QUOTA_RESCAN_WAIT),
    Q(BTRFS_IOC_DEV_INFO),
    Q(BTRFS_IOC_INO_LOOKUP),
    Q(NS_GET_NSTYPE),
    Q(NS_GET_PARENT),
    Q(LOOP_CLR_FD),
    Q(LOOP_GET_STATUS),
    Q(LOOP_GET_STATUS64),
    Q(NBD_CLEAR_SOCK),
    Q(NBD_DO_IT),
    Q(NBD_SET_BLKSIZE),
    Q(HDIO_GETGEO),
    Q(HDIO_GET_DMA),
    Q(HDIO_SET_DMA),
    Q(HDIO_DRIVE_CMD),
    Q(CDROMSTOP),
    Q(CDROM_DISC_STATUS),
    Q(CDROMREADTOCHDR),
    Q(CDROMREADAUDIO),
    Q(CDROM_SEND_PACKET),
    Q(DVD_READ_STRUCT),
    Q(MTIOCGET),
    Q(DM_VERSION),
    Q(SG_IO),
    Q(SG_GET_VERSION_NUM),
    Q(SG_GET_TIMEOUT),
    Q(SG_EMULATED_HOST),
    Q(NVME_IOCTL_ID),
    Q(NVME_IOCTL_ADMIN_CMD),
    Q(FDFLUSH),
    Q(FDGETPRM),
    Q(FDRAWCMD),
    Q(SIOCATMARK),
    Q(SIOCGPGRP),
    Q(SIOCGIFNAME),
    Q(SIOCGIFFLAGS),
    Q(SIOCGIFADDR),
    Q(SIOCGIFMTU),
    Q(SIOCGIFMETRIC),
    Q(SIOCGIFHWADDR),
    Q(SIOCGIFINDEX),
    Q(SIOCGIFMEM),
    Q(SIOCGIFSLAVE),
    Q(SIOCGIFPFLAGS),
    Q(SIOCGIFCOUNT),
    Q(SIOCGIFBR),
    Q(SIOCSIFLINK),
    Q(SIOCGIFENCAP),
    Q(SIOCOUTQNSD),
    Q(SIOCGRARP),
    Q(SIOCGARP),
    Q(SIOCGIFVLAN),
    Q(SIOCBONDINFOQUERY),
    Q(SIOCGHWTSTAMP),
    Q(SIOCDEVPRIVATE),
    Q(SIOCPROTOPRIVATE),
    Q(SIOCGIWNAME),
    Q(SIOCGIWESSID),
    Q(SIOCSIWCOMMIT),
    Q(IOCTL_VM_SOCKETS_GET_LOCAL_CID),
    Q(TUNGETFEATURES),
    Q(TUNGETIFF),
    Q(TUNGETDEVNETNS),
    Q(RTC_RD_TIME),
    Q(RTC_UIE_OFF),
    Q(RTC_VL_READ),
    Q(RNDGETENTCNT),
    Q(WDIOC_GETSUPPORT),
    Q(WDIOC_KEEPALIVE),
    Q(EVIOCGVERSION),
    Q(EVIOCGID),
    Q(EVIOCGNAME(64)),
    Q(UI_DEV_DESTROY),
    Q(UI_GET_VERSION),
    Q(HIDIOCGRAWINFO),
    Q(HIDIOCGRDESCSIZE),
    Q(USBDEVFS_RESET),
    Q(USBDEVFS_GET_SPEED),
    Q(USBDEVFS_GET_CAPABILITIES),
    Q(I2C_FUNCS),
    Q(I2C_SLAVE),
    Q(I2C_RDWR),
    Q(FBIOGET_VSCREENINFO),
    Q(FBIOGET_FSCREENINFO),
    Q(FBIOBLANK),
    Q(VIDIOC_QUERYCAP),
    Q(VIDIOC_G_FMT),
    Q(VIDIOC_LOG_STATUS),
    Q(VFIO_GET_API_VERSION),
    Q(VFIO_CHECK_EXTENSION),
    Q(UFFDIO_API),
    Q(USERFAULTFD_IOC_NEW),
    {"unknown", 0x1234},
    {"sized", 0x80127fff},
    {"zero", 0},
    {"all", 0xffffffff},
#undef Q
};

static char buf[65536];

static void all(const char *what, int fd)
{
    unsigned n = sizeof(requests) / sizeof(requests[0]);

    printf("%s: %s\n", what, fd < 0 ? "not there" : "");
    for (unsigned i = 0; fd >= 0 && i < n; i++) {
        long r, e, bad;

        memset(buf, 0, sizeof(buf));
        strcpy(buf, "lo");
        r = ioctl(fd, requests[i].number, buf);
        e = r < 0 ? errno : 0;
        bad = ioctl(fd, requests[i].number, (void *)-8L) < 0 ? errno : 0;
        if (e != ENOTTY || bad != ENOTTY)
            printf("  %s: %s%s%s\n", requests[i].name,
                   r < 0 ? strerrorname_np(e) : "done", bad ? " " : "",
                   bad ? strerrorname_np(bad) : "");
    }
}

int main(void)
{
    int fd = make_file("f", "0123456789"), p[2], slave;

    all("file", fd);
    all("directory", open(".", O_RDONLY));
    all("null", open("/dev/null", O_RDWR));
    all("random", open("/dev/urandom", O_RDONLY));
    pipe(p);
    all("pipe", p[0]);
    all("tcp", socket(AF_INET, SOCK_STREAM, 0));
    all("udp", socket(AF_INET, SOCK_DGRAM, 0));
    all("unix", socket(AF_UNIX, SOCK_STREAM, 0));
    all("netlink", socket(AF_NETLINK, SOCK_RAW, 0));
    all("path", open(".", O_PATH));
    all("namespace", open("/proc/self/ns/uts", O_RDONLY));
    all("tun", open("/dev/net/tun", O_RDWR));
    fd = posix_openpt(O_RDWR | O_NOCTTY);
    unlockpt(fd);
    slave = open(ptsname(fd), O_RDWR | O_NOCTTY);
    all("master", fd);
    all("slave", slave);
    return 0;
}
