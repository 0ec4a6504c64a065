/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/inotify.h>

int main(void)
{
    char buf[1024] __attribute__((aligned(8)));
    ssize_t n;
    int fd;

    R(mkdir("d", 0755));
    R(fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    R(inotify_add_watch(fd, "d", IN_CREATE | IN_DELETE | IN_MOVE));
    R(inotify_add_watch(fd, "none", IN_CREATE));
    close(make_file("d/a", ""));
    R(rename("d/a", "d/b"));
    R(unlink("d/b"));
    n = read(fd, buf, sizeof(buf));
    for (char *p = buf; p < buf + n;) {
        struct inotify_event *e = (struct inotify_event *)p;

        printf("%d %x %s\n", e->wd, e->mask, e->len ? e->name : "");
        p += sizeof(*e) + e->len;
    }
    R(inotify_rm_watch(fd, 1));
    R(inotify_rm_watch(fd, 1));
    R(inotify_init1(3));
    return 0;
}
