/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <mqueue.h>

int main(void)
{
    struct mq_attr a = {.mq_maxmsg = 4, .mq_msgsize = 32};
    char name[64], buf[32];
    unsigned prio;
    mqd_t q;

    snprintf(name, sizeof(name), "/calque-test-%d", getpid());
    T((q = mq_open(name, O_CREAT | O_RDWR | O_NONBLOCK, 0600, &a)) >= 0);
    R(mq_unlink(name));
    R(mq_send(q, "low", 4, 1));
    R(mq_send(q, "high", 5, 9));
    memset(&a, 0, sizeof(a));
    R(mq_getattr(q, &a));
    printf("%ld %ld %ld %d\n", a.mq_maxmsg, a.mq_msgsize, a.mq_curmsgs,
           (a.mq_flags & O_NONBLOCK) != 0);
    R(mq_receive(q, buf, sizeof(buf), &prio));
    printf("%s %u\n", buf, prio);
    R(mq_receive(q, buf, 4, &prio));
    R(mq_receive(q, buf, sizeof(buf), &prio));
    R(mq_receive(q, buf, sizeof(buf), &prio));
    R(mq_send(q, buf, 33, 0));
    R(mq_open("/calque-no-such", O_RDONLY));
    return 0;
}
