/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <grp.h>
#include <sys/fsuid.h>
#include <sys/utsname.h>

int main(void)
{
    struct utsname u;
    uid_t r, e, s;
    gid_t g[100];

    R(uname(&u));
    puts(u.sysname);
    T(strlen(u.release) > 0 && strlen(u.machine) > 0);
    R(uname((void *)-8L));
    R(getresuid(&r, &e, &s));
    T(r == getuid() && e == geteuid() && s == e);
    R(getresgid(&r, &e, &s));
    T(r == getgid() && e == getegid());
    R(setresuid(-1, -1, -1));
    R(setregid(-1, -1));
    T(getgroups(100, g) >= 0);
    R(getgroups(-1, g));
    T((uid_t)setfsuid(-1) == geteuid());
    T(getpgid(0) == getpgrp());
    T(getsid(0) > 0);
    R(getpgid(-1));
    T(getppid() > 0);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        T(setsid() == getpid());
        T(getpgrp() == getpid());
        R(setsid());
        R(setpgid(0, 0));
        exit(0);
    }
    reap(pid);
    R(setpgid(pid, 0));
    return 0;
}
