/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Structures that system calls take and that are passed to the host as they
 * are.  Compiled for each guest and for the host by abi64.sh, which compares
 * the numbers in the `layout` section of the results.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <mqueue.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/msg.h>
#include <sys/quota.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <termios.h>
#include <time.h>

#define S(type)    sizeof(type)
#define F(type, m) offsetof(type, m), sizeof(((type *)0)->m)

const uint32_t layout_words[] __attribute__((section("layout"), used)) = {
    S(struct timespec),
    S(struct timeval),
    S(struct itimerval),
    S(struct itimerspec),
    S(struct flock),
    F(struct flock, l_start),
    F(struct flock, l_pid),
    S(struct iovec),
    S(struct msghdr),
    F(struct msghdr, msg_iovlen),
    F(struct msghdr, msg_controllen),
    F(struct msghdr, msg_flags),
    S(struct mmsghdr),
    S(struct cmsghdr),
    S(struct statfs),
    F(struct statfs, f_bfree),
    F(struct statfs, f_namelen),
    F(struct statfs, f_flags),
    S(struct statx),
    F(struct statx, stx_size),
    S(struct rlimit),
    S(struct rusage),
    F(struct rusage, ru_nivcsw),
    S(struct sysinfo),
    F(struct sysinfo, procs),
    F(struct sysinfo, mem_unit),
    S(struct tms),
    S(struct timex),
    F(struct timex, tai),
    S(struct utsname),
    S(struct pollfd),
    S(struct sigevent),
    F(struct sigevent, sigev_signo),
    S(siginfo_t),
    S(struct signalfd_siginfo),
    S(struct inotify_event),
    S(struct msqid_ds),
    F(struct msqid_ds, msg_qnum),
    F(struct msqid_ds, msg_lrpid),
    S(struct shmid_ds),
    F(struct shmid_ds, shm_segsz),
    F(struct shmid_ds, shm_nattch),
    S(struct ipc_perm),
    F(struct ipc_perm, mode),
    S(struct sembuf),
    S(struct mq_attr),
    S(struct winsize),
    S(struct ifreq),
    S(struct ifconf),
    S(struct sockaddr_un),
    S(struct sched_param),
    S(struct dqblk),
    S(struct linger),
    S(struct ucred),
    TCGETS,
    TIOCGWINSZ,
    FIONREAD,
    TIOCGPTN,
    SO_REUSEPORT,
    SO_PEERCRED,
    SOCK_NONBLOCK,
    O_CREAT,
    O_NONBLOCK,
    O_CLOEXEC,
    F_SETLK,
    F_OFD_SETLK,
    SIGUSR1,
    SIGCHLD,
    SIGSYS,
    AT_EMPTY_PATH,
};
