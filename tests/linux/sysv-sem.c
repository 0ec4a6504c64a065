/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

int main(void)
{
    unsigned short v[3] = {4, 5, 6};
    struct sembuf op[2] = {{0, -1, IPC_NOWAIT}, {1, 3, SEM_UNDO}};
    struct timespec ts = {0, 1000000};
    struct semid_ds ds;
    int id = semget(IPC_PRIVATE, 3, IPC_CREAT | 0640);

    T(id >= 0);
    R(semctl(id, 0, SETALL, (union semun){.array = v}));
    R(semop(id, op, 2));
    R(semctl(id, 0, GETVAL));
    R(semctl(id, 1, GETVAL));
    memset(v, 0, sizeof(v));
    R(semctl(id, 0, GETALL, (union semun){.array = v}));
    printf("%d %d %d\n", v[0], v[1], v[2]);
    R(semctl(id, 0, IPC_STAT, (union semun){.buf = &ds}));
    printf("mode %o nsems %d\n", ds.sem_perm.mode, (int)ds.sem_nsems);
    T(ds.sem_perm.uid == geteuid());
    T(time(NULL) - ds.sem_otime < 100 && time(NULL) - ds.sem_ctime < 100);
    ds.sem_perm.mode = 0600;
    R(semctl(id, 0, IPC_SET, (union semun){.buf = &ds}));
    R(semctl(id, 0, IPC_STAT, (union semun){.buf = &ds}));
    printf("mode %o\n", ds.sem_perm.mode);
    T(semctl(id, 0, GETPID) == getpid());
    R(semctl(id, 0, SETVAL, (union semun){.val = 0}));
    R(semop(id, op, 1));
    op[0].sem_flg = 0;
    R(semtimedop(id, op, 1, &ts));
    R(semctl(id, 99, GETVAL));
    R(semctl(id, 0, IPC_STAT, (union semun){.buf = (void *)-8L}));
    R(semctl(id, 0, IPC_RMID));
    R(semctl(id, 0, GETVAL));
    return 0;
}
