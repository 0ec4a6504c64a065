/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/socket.h>
#include <time.h>

int main(void)
{
    struct timespec ts = {0, 3000000};
    char a[3][8] = {"one", "three", "x"}, b[4][8];
    struct iovec out[3], in[4];
    struct mmsghdr m[4];
    int s[2];

    R(socketpair(AF_UNIX, SOCK_DGRAM, 0, s));
    memset(m, 0, sizeof(m));
    for (int i = 0; i < 3; i++) {
        out[i] = (struct iovec){a[i], strlen(a[i])};
        m[i].msg_hdr.msg_iov = &out[i];
        m[i].msg_hdr.msg_iovlen = 1;
    }
    R(sendmmsg(s[0], m, 3, 0));
    printf("%u %u %u\n", m[0].msg_len, m[1].msg_len, m[2].msg_len);
    memset(m, 0, sizeof(m));
    memset(b, 0, sizeof(b));
    for (int i = 0; i < 4; i++) {
        in[i] = (struct iovec){b[i], 8};
        m[i].msg_hdr.msg_iov = &in[i];
        m[i].msg_hdr.msg_iovlen = 1;
    }
    R(recvmmsg(s[1], m, 4, MSG_WAITFORONE, NULL));
    for (int i = 0; i < 3; i++)
        printf("%u %s\n", m[i].msg_len, b[i]);
    R(recvmmsg(s[1], m, 4, MSG_DONTWAIT, &ts));
    R(sendmmsg(s[0], m, 0, 0));
    R(sendmmsg(-1, m, 0, 0));
    R(recvmmsg(0, m, 1, 0, NULL));
    R(sendmmsg(s[0], (void *)-4096L, 1, 0));
    ts.tv_nsec = -1;
    R(recvmmsg(s[1], m, 4, 0, &ts));
    return 0;
}
