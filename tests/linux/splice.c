/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/sendfile.h>
#include <sys/uio.h>

int main(void)
{
    struct iovec v = {"vmsplice", 8};
    int fd = make_file("f", "0123456789abcdef"), out = make_file("g", "");
    char buf[32] = "";
    off_t off = 4;
    int p[2], q[2];

    R(sendfile(out, fd, &off, 6));
    V(off);
    R(pread(out, buf, 31, 0));
    puts(buf);
    off = 10;
    R(copy_file_range(fd, &off, out, NULL, 100, 0));
    V(off);
    R(pipe(p));
    R(pipe(q));
    off = 2;
    R(splice(fd, &off, p[1], NULL, 5, 0));
    V(off);
    R(tee(p[0], q[1], 5, 0));
    memset(buf, 0, sizeof(buf));
    R(read(q[0], buf, 31));
    puts(buf);
    R(splice(p[0], NULL, out, NULL, 5, 0));
    R(vmsplice(p[1], &v, 1, 0));
    memset(buf, 0, sizeof(buf));
    R(read(p[0], buf, 31));
    puts(buf);
    R(splice(fd, NULL, out, NULL, 5, 0));
    R(sendfile(out, -1, NULL, 1));
    R(sendfile(out, fd, (off_t *)-8L, 1));
    R(vmsplice(p[1], (void *)-4096L, 1, 0));
    return 0;
}
