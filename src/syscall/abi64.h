/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Structures of the asm-generic ABI with 64-bit long that are laid out
 * otherwise on an x86-64 host.  All other structures that system calls take
 * (timespec, flock, msghdr, statfs, rlimit, statx, sysinfo, termios,
 * msqid64_ds, shmid64_ds ...) are the same on both; tests/unit/abi64.c checks
 * both lists with the cross compilers.
 */
#ifndef CALQUE_SYSCALL_ABI64_H
#define CALQUE_SYSCALL_ABI64_H

#include <stdint.h>

/* struct stat, include/uapi/asm-generic/stat.h */
struct abi64_stat {
    uint64_t st_dev, st_ino;
    uint32_t st_mode, st_nlink, st_uid, st_gid;
    uint64_t st_rdev, pad1;
    int64_t st_size;
    int32_t st_blksize, pad2;
    int64_t st_blocks;
    int64_t st_atime_sec;
    uint64_t st_atime_nsec;
    int64_t st_mtime_sec;
    uint64_t st_mtime_nsec;
    int64_t st_ctime_sec;
    uint64_t st_ctime_nsec;
    uint32_t unused[2];
};

/* struct epoll_event, include/uapi/linux/eventpoll.h: packed on x86-64 only */
struct abi64_epoll_event {
    uint32_t events, pad;
    uint64_t data;
};

/* struct ipc64_perm, include/uapi/asm-generic/ipcbuf.h */
struct abi64_ipc_perm {
    int32_t key;
    uint32_t uid, gid, cuid, cgid, mode;
    uint16_t seq, pad2;
    uint32_t pad3;
    uint64_t unused[2];
};

/* struct semid64_ds, include/uapi/asm-generic/sembuf.h */
struct abi64_semid_ds {
    struct abi64_ipc_perm sem_perm;
    int64_t sem_otime, sem_ctime;
    uint64_t sem_nsems, unused[2];
};

/* struct loop_info, include/uapi/linux/loop.h: with __kernel_old_dev_t */
struct abi64_loop_info {
    int32_t lo_number;
    uint32_t lo_device;
    uint64_t lo_inode;
    uint32_t lo_rdevice;
    int32_t lo_offset, lo_encrypt_type, lo_encrypt_key_size, lo_flags;
    char lo_name[64];
    unsigned char lo_encrypt_key[32];
    uint64_t lo_init[2];
    char reserved[4];
};

_Static_assert(sizeof(struct abi64_stat) == 128, "stat");
_Static_assert(sizeof(struct abi64_epoll_event) == 16, "epoll_event");
_Static_assert(sizeof(struct abi64_ipc_perm) == 48, "ipc64_perm");
_Static_assert(sizeof(struct abi64_semid_ds) == 88, "semid64_ds");

#endif
