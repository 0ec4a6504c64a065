/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <linux/ipc.h>
#include <linux/sem.h>
#include <linux/shm.h>
#include <sys/mman.h>

#include "syscall/abi64.h"

/* struct semid64_ds of x86-64 has a spare word after each time. */
struct host_semid {
    struct abi64_ipc_perm sem_perm;
    int64_t sem_otime, unused1, sem_ctime, unused2;
    uint64_t sem_nsems, unused3, unused4;
};

static int64_t semid_to_guest(struct task *t, uint64_t dst,
                              const struct host_semid *h)
{
    struct abi64_semid_ds g = {
        .sem_perm = h->sem_perm,
        .sem_otime = h->sem_otime,
        .sem_ctime = h->sem_ctime,
        .sem_nsems = h->sem_nsems,
    };

    return put_user(t, dst, &g, sizeof(g));
}

int64_t sys_semctl(struct task *t, const uint64_t a[6])
{
    struct host_semid h = {0};
    struct abi64_semid_ds g;
    int64_t ret;

    switch (arg_int(a, 2) & ~IPC_64) {
    case IPC_STAT:
    case SEM_STAT:
    case SEM_STAT_ANY:
        ret = host_call(SYS_semctl, a[0], a[1], a[2], host_ptr(&h), 0, 0);
        if (ret >= 0 && semid_to_guest(t, a[3], &h))
            ret = -EFAULT;
        return ret;
    case IPC_SET:
        if (get_user(t, &g, a[3], sizeof(g)))
            return -EFAULT;
        h.sem_perm = g.sem_perm;
        return host_call(SYS_semctl, a[0], a[1], a[2], host_ptr(&h), 0, 0);
    case GETALL:
    case SETALL:
    case IPC_INFO:
    case SEM_INFO:
        return host_call(SYS_semctl, a[0], a[1], a[2], user_ptr(t, a[3]), 0, 0);
    default: return host_call(SYS_semctl, a[0], a[1], a[2], a[3], 0, 0);
    }
}

int64_t sys_shmat(struct task *t, const uint64_t a[6])
{
    return mm_shm_attach(t->mm, arg_int(a, 0), a[1], arg_int(a, 2));
}

int64_t sys_shmdt(struct task *t, const uint64_t a[6])
{
    return mm_shm_detach(t->mm, a[0]);
}
