/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/ipc.h>
#include <sys/msg.h>

struct message {
    long type;
    char text[16];
};

int main(void)
{
    struct message m = {5, "hello"}, r = {0, ""};
    struct msqid_ds ds;
    int id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);

    T(id >= 0);
    R(msgsnd(id, &m, 6, 0));
    m.type = 2;
    strcpy(m.text, "two");
    R(msgsnd(id, &m, 4, 0));
    R(msgctl(id, IPC_STAT, &ds));
    printf("%d %d %o\n", (int)ds.msg_qnum, (int)ds.__msg_cbytes,
           ds.msg_perm.mode);
    T(ds.msg_lspid == getpid());
    R(msgrcv(id, &r, sizeof(r.text), 2, 0));
    printf("%ld %s\n", r.type, r.text);
    R(msgrcv(id, &r, 2, 0, 0));
    R(msgrcv(id, &r, 2, 0, MSG_NOERROR));
    R(msgrcv(id, &r, 2, 0, IPC_NOWAIT));
    m.type = 0;
    R(msgsnd(id, &m, 4, 0));
    R(msgctl(id, IPC_RMID, NULL));
    R(msgsnd(id, &m, 4, 0));
    return 0;
}
