/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* TCP and UDP on the loopback device, socket options. */
#include "t.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval tv = {0, 2000};
    struct linger l = {1, 7};
    socklen_t len = sizeof(a);
    char buf[8] = "";
    int s = socket(AF_INET, SOCK_STREAM, 0),
        c = socket(AF_INET, SOCK_STREAM, 0);
    int u = socket(AF_INET, SOCK_DGRAM, 0), n, v = 1;

    R(setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &v, sizeof(v)));
    R(bind(s, (struct sockaddr *)&a, sizeof(a)));
    R(listen(s, 1));
    R(getsockname(s, (struct sockaddr *)&a, &len));
    V(len);
    T(a.sin_port != 0);
    R(connect(c, (struct sockaddr *)&a, sizeof(a)));
    R(n = accept(s, NULL, NULL));
    R(setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &v, sizeof(v)));
    len = sizeof(v);
    R(getsockopt(c, IPPROTO_TCP, TCP_NODELAY, &v, &len));
    T(v != 0 && len == 4);
    R(send(c, "hello", 5, 0));
    R(recv(n, buf, 5, MSG_WAITALL));
    puts(buf);
    R(setsockopt(n, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)));
    R(recv(n, buf, 5, 0));
    R(setsockopt(n, SOL_SOCKET, SO_LINGER, &l, sizeof(l)));
    memset(&l, 0, sizeof(l));
    len = sizeof(l);
    R(getsockopt(n, SOL_SOCKET, SO_LINGER, &l, &len));
    printf("%d %d\n", l.l_onoff, l.l_linger);
    R(getsockopt(n, SOL_SOCKET, SO_TYPE, &v, (len = 4, &len)));
    V(v);
    R(getsockopt(n, SOL_SOCKET, SO_ERROR, &v, (len = 4, &len)));
    V(v);
    R(getsockopt(n, SOL_SOCKET, 9999, &v, (len = 4, &len)));
    R(setsockopt(n, SOL_SOCKET, SO_KEEPALIVE, (void *)-8L, 4));
    R(bind(u,
           (struct sockaddr *)&(struct sockaddr_in){.sin_family = AF_INET,
                                                    .sin_addr = a.sin_addr},
           sizeof(a)));
    len = sizeof(a);
    R(getsockname(u, (struct sockaddr *)&a, &len));
    R(sendto(u, "udp", 3, 0, (struct sockaddr *)&a, sizeof(a)));
    memset(&a, 0, sizeof(a));
    R(recvfrom(u, buf, sizeof(buf), 0, (struct sockaddr *)&a, &len));
    puts(inet_ntoa(a.sin_addr));
    R(shutdown(u, SHUT_RDWR));
    R(send(u, "x", 1, 0));
    R(bind(c, (struct sockaddr *)&a, 3));
    return 0;
}
