/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>

int main(void)
{
    struct shmid_ds ds;
    int id = shmget(IPC_PRIVATE, 10000, IPC_CREAT | 0600);
    char *p, *q, *r;

    T(id >= 0);
    p = shmat(id, NULL, 0);
    q = shmat(id, NULL, SHM_RDONLY);
    T(p != (void *)-1 && q != (void *)-1 && p != q);
    strcpy(p, "shared");
    puts(q);
    R(shmctl(id, IPC_STAT, &ds));
    printf("%d %d %o\n", (int)ds.shm_segsz, (int)ds.shm_nattch,
           ds.shm_perm.mode);
    T(ds.shm_cpid == getpid());
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        strcpy(p + 5000, "child");
        _exit(0);
    }
    reap(pid);
    puts(q + 5000);
    R(shmdt(q));
    R(shmdt(q));
    R(shmdt(p + 4096));
    r = mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    R((long)shmat(id, r + 4096, 0));
    T(shmat(id, r + 4096, SHM_REMAP) == r + 4096);
    puts(r + 4096);
    R((long)shmat(id, r + 1, 0));
    R((long)shmat(99999, NULL, 0));
    R(shmdt(r + 4096));
    R(shmctl(id, IPC_RMID, NULL));
    puts(p);
    R(shmdt(p));
    R(shmctl(id, IPC_STAT, &ds));
    return 0;
}
