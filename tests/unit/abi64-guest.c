/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiled, not run, with each cross compiler by abi64.sh: the layouts that
 * syscall/abi64.h states are those of the guest's own headers.
 */
#include "syscall/abi64.h"

#include <stddef.h>

#include <asm/ipcbuf.h>
#include <asm/sembuf.h>
#include <asm/stat.h>
#include <linux/eventpoll.h>
#include <linux/loop.h>

#define SIZE(ours, theirs)                                                     \
    _Static_assert(sizeof(struct ours) == sizeof(struct theirs), #theirs)
#define FIELD(ours, of, theirs, tf)                                            \
    _Static_assert(offsetof(struct ours, of) == offsetof(struct theirs, tf) && \
                       sizeof(((struct ours *)0)->of) ==                       \
                           sizeof(((struct theirs *)0)->tf),                   \
                   #theirs "." #tf)

SIZE(abi64_stat, stat);
FIELD(abi64_stat, st_dev, stat, st_dev);
FIELD(abi64_stat, st_ino, stat, st_ino);
FIELD(abi64_stat, st_mode, stat, st_mode);
FIELD(abi64_stat, st_nlink, stat, st_nlink);
FIELD(abi64_stat, st_uid, stat, st_uid);
FIELD(abi64_stat, st_gid, stat, st_gid);
FIELD(abi64_stat, st_rdev, stat, st_rdev);
FIELD(abi64_stat, st_size, stat, st_size);
FIELD(abi64_stat, st_blksize, stat, st_blksize);
FIELD(abi64_stat, st_blocks, stat, st_blocks);
FIELD(abi64_stat, st_atime_sec, stat, st_atime);
FIELD(abi64_stat, st_atime_nsec, stat, st_atime_nsec);
FIELD(abi64_stat, st_mtime_sec, stat, st_mtime);
FIELD(abi64_stat, st_mtime_nsec, stat, st_mtime_nsec);
FIELD(abi64_stat, st_ctime_sec, stat, st_ctime);
FIELD(abi64_stat, st_ctime_nsec, stat, st_ctime_nsec);

SIZE(abi64_epoll_event, epoll_event);
FIELD(abi64_epoll_event, events, epoll_event, events);
FIELD(abi64_epoll_event, data, epoll_event, data);

SIZE(abi64_loop_info, loop_info);
FIELD(abi64_loop_info, lo_device, loop_info, lo_device);
FIELD(abi64_loop_info, lo_inode, loop_info, lo_inode);
FIELD(abi64_loop_info, lo_rdevice, loop_info, lo_rdevice);
FIELD(abi64_loop_info, lo_offset, loop_info, lo_offset);
FIELD(abi64_loop_info, lo_flags, loop_info, lo_flags);
FIELD(abi64_loop_info, lo_name, loop_info, lo_name);
FIELD(abi64_loop_info, lo_encrypt_key, loop_info, lo_encrypt_key);
FIELD(abi64_loop_info, lo_init, loop_info, lo_init);
FIELD(abi64_loop_info, reserved, loop_info, reserved);

SIZE(abi64_ipc_perm, ipc64_perm);
FIELD(abi64_ipc_perm, mode, ipc64_perm, mode);
FIELD(abi64_ipc_perm, seq, ipc64_perm, seq);
SIZE(abi64_semid_ds, semid64_ds);
FIELD(abi64_semid_ds, sem_perm, semid64_ds, sem_perm);
FIELD(abi64_semid_ds, sem_otime, semid64_ds, sem_otime);
FIELD(abi64_semid_ds, sem_ctime, semid64_ds, sem_ctime);
FIELD(abi64_semid_ds, sem_nsems, semid64_ds, sem_nsems);
