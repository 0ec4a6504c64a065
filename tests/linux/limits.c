/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/resource.h>
#include <sys/sysinfo.h>

int main(void)
{
    struct rlimit r, old;
    struct sysinfo i;

    R(getrlimit(RLIMIT_CORE, &r));
    r.rlim_cur = 0;
    R(setrlimit(RLIMIT_CORE, &r));
    R(prlimit(0, RLIMIT_CORE, NULL, &old));
    V(old.rlim_cur);
    r = (struct rlimit){50, 60};
    R(prlimit(0, RLIMIT_NOFILE, &r, &old));
    R(getrlimit(RLIMIT_NOFILE, &r));
    printf("%lld %lld\n", (long long)r.rlim_cur, (long long)r.rlim_max);
    R(dup2(0, 49));
    R(dup2(0, 50));
    R(fcntl(0, F_DUPFD, 50));
    r = (struct rlimit){10, 5};
    R(setrlimit(RLIMIT_NOFILE, &r));
    R(getrlimit(99, &r));
    R(getrlimit(RLIMIT_NOFILE, (void *)-8L));
    make_file("f", "");
    r = (struct rlimit){1 << 20, 1 << 20};
    R(setrlimit(RLIMIT_FSIZE, &r));
    signal(SIGXFSZ, SIG_IGN);
    R(truncate("f", 1 << 20));
    R(truncate("f", (1 << 20) + 1));
    R(getpriority(PRIO_PROCESS, 0));
    R(setpriority(PRIO_PROCESS, 0, 5));
    R(getpriority(PRIO_PROCESS, 0));
    R(getpriority(9, 0));
    R(sysinfo(&i));
    T(i.totalram > 0 && i.procs > 0 && i.mem_unit > 0);
    return 0;
}
