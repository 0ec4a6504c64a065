/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "sock"}, b;
    socklen_t len = sizeof(b);
    char buf[8] = "";
    int s = socket(AF_UNIX, SOCK_STREAM, 0),
        c = socket(AF_UNIX, SOCK_STREAM, 0);
    int d = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0), n;

    R(bind(s, (struct sockaddr *)&a, sizeof(a)));
    R(bind(c, (struct sockaddr *)&a, sizeof(a)));
    R(connect(c, (struct sockaddr *)&a, sizeof(a)));
    R(listen(s, 5));
    R(connect(c, (struct sockaddr *)&a, sizeof(a)));
    R(n = accept4(s, (struct sockaddr *)&b, &len,
                  SOCK_NONBLOCK | SOCK_CLOEXEC));
    V(len);
    T(fcntl(n, F_GETFL) & O_NONBLOCK);
    R(getsockname(n, (struct sockaddr *)&b, (len = sizeof(b), &len)));
    puts(b.sun_path);
    R(getpeername(c, (struct sockaddr *)&b, (len = sizeof(b), &len)));
    V(len == offsetof(struct sockaddr_un, sun_path) + 5);
    R(recv(n, buf, sizeof(buf), 0));
    R(write(c, "abc", 3));
    R(recv(n, buf, sizeof(buf), MSG_PEEK));
    R(read(n, buf, sizeof(buf)));
    puts(buf);
    strcpy(a.sun_path, "dsock");
    R(bind(d, (struct sockaddr *)&a, sizeof(a)));
    R(recvfrom(d, buf, sizeof(buf), 0, NULL, NULL));
    R(sendto(d, "dgram", 5, 0, (struct sockaddr *)&a, sizeof(a)));
    len = sizeof(b);
    R(recvfrom(d, buf, 3, MSG_TRUNC, (struct sockaddr *)&b, &len));
    puts(b.sun_path);
    R(accept(d, NULL, NULL));
    R(accept4(s, NULL, NULL, 0x10));
    R(bind(0, (struct sockaddr *)&a, sizeof(a)));
    R(socket(999, SOCK_STREAM, 0));
    R(connect(c, (struct sockaddr *)-8L, sizeof(a)));
    return 0;
}
