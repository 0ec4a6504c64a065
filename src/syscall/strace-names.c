/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Symbolic names of arguments, by the tables that kinds.def mentions.  In sets
 * of flags a name of several bits stands before those of its parts.
 */
#include "config.h"

#include "syscall/strace.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h> /* RENAME_ */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <time.h>
#include <unistd.h>

#define N(id)                                                                  \
    {                                                                          \
#id, (uint32_t)(id)                                                    \
    }

const struct name_value names_none[] = {
    {NULL, 0},
};

const struct name_value names_open_modes[] = {
    N(O_RDONLY),
    N(O_WRONLY),
    N(O_RDWR),
    {NULL, 0},
};

const struct name_value names_oflags[] = {
    N(O_CREAT),
    N(O_EXCL),
    N(O_NOCTTY),
    N(O_TRUNC),
    N(O_APPEND),
    N(O_NONBLOCK),
    N(O_SYNC),
    N(O_DSYNC),
    N(O_ASYNC),
    N(O_DIRECT),
    {"O_LARGEFILE", 0100000},
    N(O_NOFOLLOW),
    N(O_TMPFILE),
    N(O_DIRECTORY),
    N(O_NOATIME),
    N(O_CLOEXEC),
    N(O_PATH),
    {NULL, 0},
};

const struct name_value names_at_flags[] = {
    N(AT_SYMLINK_NOFOLLOW), N(AT_EACCESS),    N(AT_SYMLINK_FOLLOW),
    N(AT_NO_AUTOMOUNT),     N(AT_EMPTY_PATH), N(AT_STATX_FORCE_SYNC),
    N(AT_STATX_DONT_SYNC),  N(AT_RECURSIVE),  {NULL, 0},
};

const struct name_value names_remove_flags[] = {
    N(AT_REMOVEDIR),
    {NULL, 0},
};

const struct name_value names_access_modes[] = {
    N(F_OK), N(R_OK), N(W_OK), N(X_OK), {NULL, 0},
};

const struct name_value names_prot[] = {
    N(PROT_NONE),      N(PROT_READ),    N(PROT_WRITE), N(PROT_EXEC),
    N(PROT_GROWSDOWN), N(PROT_GROWSUP), {NULL, 0},
};

const struct name_value names_map_flags[] = {
    N(MAP_SHARED_VALIDATE), N(MAP_SHARED),     N(MAP_PRIVATE),
    N(MAP_FIXED),           N(MAP_ANONYMOUS),  N(MAP_GROWSDOWN),
    N(MAP_DENYWRITE),       N(MAP_EXECUTABLE), N(MAP_LOCKED),
    N(MAP_NORESERVE),       N(MAP_POPULATE),   N(MAP_NONBLOCK),
    N(MAP_STACK),           N(MAP_HUGETLB),    N(MAP_SYNC),
    N(MAP_FIXED_NOREPLACE), {NULL, 0},
};

const struct name_value names_mremap_flags[] = {
    N(MREMAP_MAYMOVE),
    N(MREMAP_FIXED),
    N(MREMAP_DONTUNMAP),
    {NULL, 0},
};

const struct name_value names_msync_flags[] = {
    N(MS_ASYNC),
    N(MS_INVALIDATE),
    N(MS_SYNC),
    {NULL, 0},
};

const struct name_value names_advice[] = {
    N(MADV_NORMAL),     N(MADV_RANDOM),        N(MADV_SEQUENTIAL),
    N(MADV_WILLNEED),   N(MADV_DONTNEED),      N(MADV_FREE),
    N(MADV_REMOVE),     N(MADV_DONTFORK),      N(MADV_DOFORK),
    N(MADV_MERGEABLE),  N(MADV_UNMERGEABLE),   N(MADV_HUGEPAGE),
    N(MADV_NOHUGEPAGE), N(MADV_DONTDUMP),      N(MADV_DODUMP),
    N(MADV_WIPEONFORK), N(MADV_KEEPONFORK),    N(MADV_COLD),
    N(MADV_PAGEOUT),    N(MADV_POPULATE_READ), N(MADV_POPULATE_WRITE),
    {NULL, 0},
};

const struct name_value names_whence[] = {
    N(SEEK_SET),  N(SEEK_CUR),  N(SEEK_END),
    N(SEEK_DATA), N(SEEK_HOLE), {NULL, 0},
};

const struct name_value names_fcntl_cmds[] = {
    N(F_DUPFD),
    N(F_GETFD),
    N(F_SETFD),
    N(F_GETFL),
    N(F_SETFL),
    N(F_GETLK),
    N(F_SETLK),
    N(F_SETLKW),
    N(F_SETOWN),
    N(F_GETOWN),
    N(F_SETSIG),
    N(F_GETSIG),
    N(F_SETOWN_EX),
    N(F_GETOWN_EX),
    N(F_OFD_GETLK),
    N(F_OFD_SETLK),
    N(F_OFD_SETLKW),
    N(F_SETLEASE),
    N(F_GETLEASE),
    N(F_NOTIFY),
    N(F_DUPFD_CLOEXEC),
    N(F_SETPIPE_SZ),
    N(F_GETPIPE_SZ),
    N(F_ADD_SEALS),
    N(F_GET_SEALS),
    N(F_GET_RW_HINT),
    N(F_SET_RW_HINT),
    N(F_GET_FILE_RW_HINT),
    N(F_SET_FILE_RW_HINT),
    {NULL, 0},
};

const struct name_value names_flock_ops[] = {
    N(LOCK_SH), N(LOCK_EX), N(LOCK_UN), N(LOCK_NB), {NULL, 0},
};

const struct name_value names_clocks[] = {
    N(CLOCK_REALTIME),
    N(CLOCK_MONOTONIC),
    N(CLOCK_PROCESS_CPUTIME_ID),
    N(CLOCK_THREAD_CPUTIME_ID),
    N(CLOCK_MONOTONIC_RAW),
    N(CLOCK_REALTIME_COARSE),
    N(CLOCK_MONOTONIC_COARSE),
    N(CLOCK_BOOTTIME),
    N(CLOCK_REALTIME_ALARM),
    N(CLOCK_BOOTTIME_ALARM),
    N(CLOCK_TAI),
    {NULL, 0},
};

const struct name_value names_timer_flags[] = {
    N(TIMER_ABSTIME),
    {NULL, 0},
};

const struct name_value names_itimers[] = {
    N(ITIMER_REAL),
    N(ITIMER_VIRTUAL),
    N(ITIMER_PROF),
    {NULL, 0},
};

const struct name_value names_clone_flags[] = {
    N(CLONE_VM),
    N(CLONE_FS),
    N(CLONE_FILES),
    N(CLONE_SIGHAND),
    N(CLONE_PIDFD),
    N(CLONE_PTRACE),
    N(CLONE_VFORK),
    N(CLONE_PARENT),
    N(CLONE_THREAD),
    N(CLONE_NEWNS),
    N(CLONE_SYSVSEM),
    N(CLONE_SETTLS),
    N(CLONE_PARENT_SETTID),
    N(CLONE_CHILD_CLEARTID),
    N(CLONE_DETACHED),
    N(CLONE_UNTRACED),
    N(CLONE_CHILD_SETTID),
    N(CLONE_NEWCGROUP),
    N(CLONE_NEWUTS),
    N(CLONE_NEWIPC),
    N(CLONE_NEWUSER),
    N(CLONE_NEWPID),
    N(CLONE_NEWNET),
    N(CLONE_IO),
    {NULL, 0},
};

const struct name_value names_wait_options[] = {
    N(WNOHANG),     N(WSTOPPED), N(WEXITED),  N(WCONTINUED), N(WNOWAIT),
    N(__WNOTHREAD), N(__WALL),   N(__WCLONE), {NULL, 0},
};

const struct name_value names_id_types[] = {
    N(P_ALL), N(P_PID), N(P_PGID), N(P_PIDFD), {NULL, 0},
};

const struct name_value names_prctl_ops[] = {
    N(PR_SET_PDEATHSIG),
    N(PR_GET_PDEATHSIG),
    N(PR_GET_DUMPABLE),
    N(PR_SET_DUMPABLE),
    N(PR_GET_KEEPCAPS),
    N(PR_SET_KEEPCAPS),
    N(PR_SET_NAME),
    N(PR_GET_NAME),
    N(PR_GET_SECCOMP),
    N(PR_SET_SECCOMP),
    N(PR_CAPBSET_READ),
    N(PR_CAPBSET_DROP),
    N(PR_GET_SECUREBITS),
    N(PR_SET_SECUREBITS),
    N(PR_SET_TIMERSLACK),
    N(PR_GET_TIMERSLACK),
    N(PR_SET_MM),
    N(PR_SET_PTRACER),
    N(PR_SET_CHILD_SUBREAPER),
    N(PR_GET_CHILD_SUBREAPER),
    N(PR_SET_NO_NEW_PRIVS),
    N(PR_GET_NO_NEW_PRIVS),
    N(PR_GET_TID_ADDRESS),
    N(PR_SET_THP_DISABLE),
    N(PR_GET_THP_DISABLE),
    N(PR_CAP_AMBIENT),
    N(PR_SVE_SET_VL),
    N(PR_SVE_GET_VL),
    N(PR_GET_SPECULATION_CTRL),
    N(PR_SET_SPECULATION_CTRL),
    N(PR_PAC_RESET_KEYS),
    N(PR_PAC_SET_ENABLED_KEYS),
    N(PR_PAC_GET_ENABLED_KEYS),
    N(PR_SET_TAGGED_ADDR_CTRL),
    N(PR_GET_TAGGED_ADDR_CTRL),
    N(PR_SET_VMA),
    {NULL, 0},
};

const struct name_value names_resources[] = {
    N(RLIMIT_CPU),      N(RLIMIT_FSIZE), N(RLIMIT_DATA),   N(RLIMIT_STACK),
    N(RLIMIT_CORE),     N(RLIMIT_RSS),   N(RLIMIT_NPROC),  N(RLIMIT_NOFILE),
    N(RLIMIT_MEMLOCK),  N(RLIMIT_AS),    N(RLIMIT_LOCKS),  N(RLIMIT_SIGPENDING),
    N(RLIMIT_MSGQUEUE), N(RLIMIT_NICE),  N(RLIMIT_RTPRIO), N(RLIMIT_RTTIME),
    {NULL, 0},
};

const struct name_value names_rusage_who[] = {
    N(RUSAGE_SELF),
    N(RUSAGE_CHILDREN),
    N(RUSAGE_THREAD),
    {NULL, 0},
};

const struct name_value names_policies[] = {
    N(SCHED_OTHER), N(SCHED_FIFO),     N(SCHED_RR), N(SCHED_BATCH),
    N(SCHED_IDLE),  N(SCHED_DEADLINE), {NULL, 0},
};

const struct name_value names_prio_which[] = {
    N(PRIO_PROCESS),
    N(PRIO_PGRP),
    N(PRIO_USER),
    {NULL, 0},
};

const struct name_value names_sig_how[] = {
    N(SIG_BLOCK),
    N(SIG_UNBLOCK),
    N(SIG_SETMASK),
    {NULL, 0},
};

const struct name_value names_futex_ops[] = {
    N(FUTEX_WAIT),           N(FUTEX_WAKE),        N(FUTEX_FD),
    N(FUTEX_REQUEUE),        N(FUTEX_CMP_REQUEUE), N(FUTEX_WAKE_OP),
    N(FUTEX_LOCK_PI),        N(FUTEX_UNLOCK_PI),   N(FUTEX_TRYLOCK_PI),
    N(FUTEX_WAIT_BITSET),    N(FUTEX_WAKE_BITSET), N(FUTEX_WAIT_REQUEUE_PI),
    N(FUTEX_CMP_REQUEUE_PI), N(FUTEX_LOCK_PI2),    {NULL, 0},
};

const struct name_value names_families[] = {
    N(AF_UNSPEC), N(AF_UNIX),      N(AF_INET), N(AF_INET6), N(AF_NETLINK),
    N(AF_PACKET), N(AF_BLUETOOTH), N(AF_CAN),  N(AF_TIPC),  N(AF_ALG),
    N(AF_VSOCK),  N(AF_KCM),       N(AF_XDP),  {NULL, 0},
};

const struct name_value names_sock_types[] = {
    N(SOCK_STREAM),    N(SOCK_DGRAM),  N(SOCK_RAW), N(SOCK_RDM),
    N(SOCK_SEQPACKET), N(SOCK_PACKET), {NULL, 0},
};

const struct name_value names_sock_flags[] = {
    N(SOCK_CLOEXEC),
    N(SOCK_NONBLOCK),
    {NULL, 0},
};

const struct name_value names_msg_flags[] = {
    N(MSG_OOB),        N(MSG_PEEK),     N(MSG_DONTROUTE), N(MSG_CTRUNC),
    N(MSG_PROXY),      N(MSG_TRUNC),    N(MSG_DONTWAIT),  N(MSG_EOR),
    N(MSG_WAITALL),    N(MSG_FIN),      N(MSG_SYN),       N(MSG_CONFIRM),
    N(MSG_RST),        N(MSG_ERRQUEUE), N(MSG_NOSIGNAL),  N(MSG_MORE),
    N(MSG_WAITFORONE), N(MSG_ZEROCOPY), N(MSG_FASTOPEN),  N(MSG_CMSG_CLOEXEC),
    {NULL, 0},
};

const struct name_value names_shut_how[] = {
    N(SHUT_RD),
    N(SHUT_WR),
    N(SHUT_RDWR),
    {NULL, 0},
};

const struct name_value names_sock_levels[] = {
    N(SOL_SOCKET),
    N(SOL_IP),
    {"SOL_TCP", IPPROTO_TCP},
    {"SOL_UDP", IPPROTO_UDP},
    N(SOL_IPV6),
    N(SOL_PACKET),
    N(SOL_NETLINK),
    N(SOL_RAW),
    {NULL, 0},
};

const struct name_value names_sock_options[] = {
    N(SO_DEBUG),        N(SO_REUSEADDR),     N(SO_TYPE),
    N(SO_ERROR),        N(SO_DONTROUTE),     N(SO_BROADCAST),
    N(SO_SNDBUF),       N(SO_RCVBUF),        N(SO_KEEPALIVE),
    N(SO_OOBINLINE),    N(SO_NO_CHECK),      N(SO_PRIORITY),
    N(SO_LINGER),       N(SO_BSDCOMPAT),     N(SO_REUSEPORT),
    N(SO_PASSCRED),     N(SO_PEERCRED),      N(SO_RCVLOWAT),
    N(SO_SNDLOWAT),     N(SO_RCVTIMEO),      N(SO_SNDTIMEO),
    N(SO_BINDTODEVICE), N(SO_ATTACH_FILTER), N(SO_DETACH_FILTER),
    N(SO_PEERNAME),     N(SO_TIMESTAMP),     N(SO_ACCEPTCONN),
    N(SO_PEERSEC),      N(SO_SNDBUFFORCE),   N(SO_RCVBUFFORCE),
    N(SO_PASSSEC),      N(SO_TIMESTAMPNS),   N(SO_MARK),
    N(SO_TIMESTAMPING), N(SO_PROTOCOL),      N(SO_DOMAIN),
    N(SO_RXQ_OVFL),     N(SO_PEEK_OFF),      N(SO_BUSY_POLL),
    N(SO_INCOMING_CPU), N(SO_COOKIE),        N(SO_PEERGROUPS),
    N(SO_ZEROCOPY),     {NULL, 0},
};

const struct name_value names_efd_flags[] = {
    N(EFD_SEMAPHORE),
    N(EFD_CLOEXEC),
    N(EFD_NONBLOCK),
    {NULL, 0},
};

const struct name_value names_epoll_flags[] = {
    N(EPOLL_CLOEXEC),
    {NULL, 0},
};

const struct name_value names_epoll_ops[] = {
    N(EPOLL_CTL_ADD),
    N(EPOLL_CTL_DEL),
    N(EPOLL_CTL_MOD),
    {NULL, 0},
};

const struct name_value names_epoll_events[] = {
    N(EPOLLIN),     N(EPOLLPRI),     N(EPOLLOUT),    N(EPOLLERR),
    N(EPOLLHUP),    N(EPOLLRDNORM),  N(EPOLLRDBAND), N(EPOLLWRNORM),
    N(EPOLLWRBAND), N(EPOLLMSG),     N(EPOLLRDHUP),  N(EPOLLEXCLUSIVE),
    N(EPOLLWAKEUP), N(EPOLLONESHOT), N(EPOLLET),     {NULL, 0},
};

const struct name_value names_poll_events[] = {
    N(POLLIN),   N(POLLPRI),    N(POLLOUT),    N(POLLERR),    N(POLLHUP),
    N(POLLNVAL), N(POLLRDNORM), N(POLLRDBAND), N(POLLWRNORM), N(POLLWRBAND),
    N(POLLMSG),  N(POLLRDHUP),  {NULL, 0},
};

const struct name_value names_pipe_flags[] = {
    N(O_NONBLOCK),
    N(O_CLOEXEC),
    N(O_DIRECT),
    {NULL, 0},
};

const struct name_value names_inotify_mask[] = {
    N(IN_ACCESS),      N(IN_MODIFY),        N(IN_ATTRIB),
    N(IN_CLOSE_WRITE), N(IN_CLOSE_NOWRITE), N(IN_OPEN),
    N(IN_MOVED_FROM),  N(IN_MOVED_TO),      N(IN_CREATE),
    N(IN_DELETE),      N(IN_DELETE_SELF),   N(IN_MOVE_SELF),
    N(IN_ONLYDIR),     N(IN_DONT_FOLLOW),   N(IN_EXCL_UNLINK),
    N(IN_MASK_CREATE), N(IN_MASK_ADD),      N(IN_ISDIR),
    N(IN_ONESHOT),     {NULL, 0},
};

const struct name_value names_memfd_flags[] = {
    N(MFD_CLOEXEC),
    N(MFD_ALLOW_SEALING),
    N(MFD_HUGETLB),
    {NULL, 0},
};

const struct name_value names_random_flags[] = {
    N(GRND_NONBLOCK),
    N(GRND_RANDOM),
    N(GRND_INSECURE),
    {NULL, 0},
};

const struct name_value names_rename_flags[] = {
    N(RENAME_NOREPLACE),
    N(RENAME_EXCHANGE),
    N(RENAME_WHITEOUT),
    {NULL, 0},
};

const struct name_value names_statx_mask[] = {
    N(STATX_BASIC_STATS), N(STATX_TYPE),   N(STATX_MODE),  N(STATX_NLINK),
    N(STATX_UID),         N(STATX_GID),    N(STATX_ATIME), N(STATX_MTIME),
    N(STATX_CTIME),       N(STATX_INO),    N(STATX_SIZE),  N(STATX_BLOCKS),
    N(STATX_BTIME),       N(STATX_MNT_ID), {NULL, 0},
};

const struct name_value names_membarrier_cmds[] = {
    N(MEMBARRIER_CMD_QUERY),
    N(MEMBARRIER_CMD_GLOBAL),
    N(MEMBARRIER_CMD_GLOBAL_EXPEDITED),
    N(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED),
    N(MEMBARRIER_CMD_PRIVATE_EXPEDITED),
    N(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED),
    N(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE),
    N(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE),
    {NULL, 0},
};

const struct name_value names_ipc_flags[] = {
    N(IPC_CREAT),
    N(IPC_EXCL),
    N(IPC_NOWAIT),
    {NULL, 0},
};

const struct name_value names_ipc_cmds[] = {
    N(IPC_RMID), N(IPC_SET), N(IPC_STAT), N(IPC_INFO), N(GETPID), N(GETVAL),
    N(GETALL),   N(GETNCNT), N(GETZCNT),  N(SETVAL),   N(SETALL), {NULL, 0},
};

const struct name_value names_mount_flags[] = {
    N(MS_RDONLY),      N(MS_NOSUID),     N(MS_NODEV),      N(MS_NOEXEC),
    N(MS_SYNCHRONOUS), N(MS_REMOUNT),    N(MS_MANDLOCK),   N(MS_DIRSYNC),
    N(MS_NOATIME),     N(MS_NODIRATIME), N(MS_BIND),       N(MS_MOVE),
    N(MS_REC),         N(MS_SILENT),     N(MS_UNBINDABLE), N(MS_PRIVATE),
    N(MS_SLAVE),       N(MS_SHARED),     N(MS_RELATIME),   N(MS_STRICTATIME),
    N(MS_LAZYTIME),    {NULL, 0},
};

const struct name_value names_file_types[] = {
    N(S_IFREG), N(S_IFDIR), N(S_IFLNK),  N(S_IFCHR),
    N(S_IFBLK), N(S_IFIFO), N(S_IFSOCK), {NULL, 0},
};

const struct name_value names_sigaction_flags[] = {
    N(SA_NOCLDSTOP), N(SA_NOCLDWAIT),
    N(SA_SIGINFO),   {"SA_RESTORER", 0x04000000},
    N(SA_ONSTACK),   N(SA_RESTART),
    N(SA_NODEFER),   N(SA_RESETHAND),
    {NULL, 0},
};
