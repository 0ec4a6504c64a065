/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Record locks, seen from a child; open file description locks; flock. */
#include "t.h"
#include <sys/file.h>

int main(void)
{
    struct flock l = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 20};
    int fd = make_file("f", "x");
    pid_t pid;

    R(fcntl(fd, F_SETLK, &l));
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        struct flock g = {.l_type = F_RDLCK, .l_whence = SEEK_SET};

        R(fcntl(fd, F_GETLK, &g));
        printf("type %d start %d len %d\n", g.l_type == F_WRLCK, (int)g.l_start,
               (int)g.l_len);
        T(g.l_pid == getppid());
        g.l_type = F_RDLCK;
        R(fcntl(fd, F_SETLK, &g));
        g = (struct flock){.l_type = F_RDLCK, .l_start = 0, .l_len = 5};
        R(fcntl(fd, F_SETLK, &g));
        exit(0);
    }
    reap(pid);
    l.l_type = F_UNLCK;
    R(fcntl(fd, F_SETLK, &l));
    l = (struct flock){.l_type = F_WRLCK};
    R(fcntl(fd, F_OFD_SETLK, &l));
    int fd2 = open("f", O_RDWR);
    R(fcntl(fd2, F_OFD_SETLK, &l));
    R(fcntl(fd2, F_OFD_GETLK, &l));
    V(l.l_pid);
    R(flock(fd, LOCK_EX));
    R(flock(fd2, LOCK_SH | LOCK_NB));
    R(flock(fd, LOCK_UN));
    R(flock(fd2, LOCK_SH | LOCK_NB));
    return 0;
}
