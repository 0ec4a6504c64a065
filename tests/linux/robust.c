/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <pthread.h>
#include <sys/mman.h>

static void *hold(void *m)
{
    pthread_mutex_lock((pthread_mutex_t *)m);
    return NULL;
}

int main(void)
{
    pthread_mutex_t *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t a;
    pthread_t t;
    void *head;
    size_t len;
    pid_t pid;

    pthread_mutexattr_init(&a);
    pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(m, &a);
    pthread_create(&t, NULL, hold, m);
    pthread_join(t, NULL);
    T(pthread_mutex_lock(m) == EOWNERDEAD);
    R(pthread_mutex_consistent(m));
    R(pthread_mutex_unlock(m));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        pthread_mutex_lock(m);
        _exit(0);
    }
    reap(pid);
    T(pthread_mutex_lock(m) == EOWNERDEAD);
    R(syscall(SYS_get_robust_list, 0, &head, &len));
    T(head != NULL);
    V(len);
    R(syscall(SYS_set_robust_list, head, 1));
    return 0;
}
