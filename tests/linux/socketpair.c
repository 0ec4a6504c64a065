/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages with descriptors and credentials. */
#include "t.h"
#include <sys/socket.h>
#include <sys/uio.h>

int main(void)
{
    union {
        char
            buf[CMSG_SPACE(2 * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr align;
    } c;
    char text[16] = "";
    struct iovec out[2] = {{"hel", 3}, {"lo", 2}}, in = {text, sizeof(text)};
    struct msghdr m = {.msg_iov = out, .msg_iovlen = 2};
    struct cmsghdr *h;
    int s[2], fd, one = 1;

    R(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s));
    R(setsockopt(s[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof(one)));
    fd = make_file("f", "contents of f");
    m.msg_control = c.buf;
    m.msg_controllen = CMSG_SPACE(sizeof(int));
    h = CMSG_FIRSTHDR(&m);
    h->cmsg_level = SOL_SOCKET;
    h->cmsg_type = SCM_RIGHTS;
    h->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(h), &fd, sizeof(fd));
    R(sendmsg(s[0], &m, 0));
    memset(&c, 0, sizeof(c));
    m = (struct msghdr){.msg_iov = &in,
                        .msg_iovlen = 1,
                        .msg_control = c.buf,
                        .msg_controllen = sizeof(c.buf)};
    R(recvmsg(s[1], &m, MSG_CMSG_CLOEXEC));
    puts(text);
    V(m.msg_flags & ~MSG_CMSG_CLOEXEC);
    for (h = CMSG_FIRSTHDR(&m); h; h = CMSG_NXTHDR(&m, h)) {
        printf("level %d type %d len %d\n", h->cmsg_level, h->cmsg_type,
               (int)h->cmsg_len);
        if (h->cmsg_type == SCM_CREDENTIALS) {
            struct ucred u;

            memcpy(&u, CMSG_DATA(h), sizeof(u));
            T(u.pid == getpid() && u.uid == getuid());
        } else {
            memcpy(&fd, CMSG_DATA(h), sizeof(fd));
            R(fcntl(fd, F_GETFD));
            memset(text, 0, sizeof(text));
            R(pread(fd, text, 8, 0));
            puts(text);
        }
    }
    R(shutdown(s[0], SHUT_WR));
    R(recv(s[1], text, sizeof(text), 0));
    signal(SIGPIPE, SIG_IGN);
    R(send(s[0], "x", 1, 0));
    R(send(s[0], "x", 1, MSG_NOSIGNAL));
    R(recvmsg(s[1], (void *)-8L, 0));
    R(sendmsg(0, &m, 0));
    R(sendmsg(-1, &m, 0));
    m.msg_iovlen = 2000;
    R(recvmsg(s[1], &m, 0));
    R(socketpair(AF_INET, SOCK_STREAM, 0, s));
    R(socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)-8L));
    return 0;
}
