/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* posix_spawn, whose failures the parent is told, and what it does in between.
 */
#include "t.h"
#include <sched.h>
#include <spawn.h>

static char *env[] = {"A=1", "PATH=/nowhere", NULL};

static void spawn(const char *path, posix_spawn_file_actions_t *f,
                  posix_spawnattr_t *a, char **args)
{
    pid_t pid = -1;
    int r;

    fflush(stdout);
    r = posix_spawn(&pid, path, f, a, args, env);
    if (r == 0)
        reap(pid);
    else
        printf("posix_spawn: %s\n", strerrorname_np(r));
    R(waitpid(-1, NULL, 0));
}

static int child(void)
{
    struct sigaction a;
    sigset_t set;

    R(fcntl(30, F_GETFD));
    R(fcntl(31, F_GETFD));
    R(fcntl(32, F_GETFD));
    R(access("inside", F_OK));
    sigprocmask(SIG_BLOCK, NULL, &set);
    T(sigismember(&set, SIGUSR1));
    sigaction(SIGUSR2, NULL, &a);
    T(a.sa_handler == SIG_DFL);
    T(getpgrp() == getpid());
    T(getsid(0) == getpid());
    puts(environ[0]);
    return 6;
}

static void handler(int sig)
{
    (void)sig;
}

int main(int argc, char **argv)
{
    char *args[] = {"spawned", NULL};
    posix_spawn_file_actions_t f;
    posix_spawnattr_t a;
    sigset_t set;
    pid_t pid;

    (void)argc;
    if (strcmp(argv[0], "spawned") == 0)
        return child();
    spawn("/no/such/file", NULL, NULL, args);
    spawn(".", NULL, NULL, args);
    spawn("", NULL, NULL, args);
    close(make_file("noexec", "x"));
    spawn("noexec", NULL, NULL, args);
    chmod("noexec", 0755);
    spawn("noexec", NULL, NULL, args);
    close(make_file("script", "#!/no/such/interpreter\n"));
    chmod("script", 0755);
    spawn("script", NULL, NULL, args);
    V(posix_spawnp(&pid, "no-such-program", NULL, NULL, args, env));
    V(posix_spawnp(&pid, "none", NULL, NULL, args, (char **)env));
    spawn(argv[0], NULL, NULL, args);

    mkdir("folder", 0755);
    close(make_file("folder/inside", ""));
    dup3(0, 32, O_CLOEXEC);
    posix_spawn_file_actions_init(&f);
    posix_spawn_file_actions_addopen(&f, 30, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&f, 30, 31);
    posix_spawn_file_actions_addclose(&f, 30);
    posix_spawn_file_actions_adddup2(&f, 32, 32);
    posix_spawn_file_actions_addchdir_np(&f, "folder");
    posix_spawnattr_init(&a);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    posix_spawnattr_setsigmask(&a, &set);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    posix_spawnattr_setsigdefault(&a, &set);
    signal(SIGUSR2, SIG_IGN);
    signal(SIGUSR1, handler);
    posix_spawnattr_setflags(
        &a, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSCHEDULER);
    posix_spawnattr_setschedpolicy(&a, SCHED_OTHER);
    spawn("/proc/self/exe", &f, &a, args);
    spawn("/no/such/file", &f, &a, args);
    posix_spawnattr_setflags(&a, POSIX_SPAWN_SETSID);
    spawn("/proc/self/exe", &f, &a, args);
    posix_spawn_file_actions_addopen(&f, 40, "none", O_RDONLY, 0);
    spawn("/proc/self/exe", &f, &a, args);
    posix_spawnattr_setflags(&a, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&a, 999999);
    spawn("/proc/self/exe", NULL, &a, args);
    R(fcntl(31, F_GETFD));
    R(access("inside", F_OK));
    return 0;
}
