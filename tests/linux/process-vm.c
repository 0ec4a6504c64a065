/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/uio.h>

int main(void)
{
    char text[16] = "parent memory", buf[16] = "";
    struct iovec local = {buf, 13}, remote = {text, 13};
    pid_t pid;

    R(process_vm_readv(getpid(), &local, 1, &remote, 1, 0));
    puts(buf);
    fflush(stdout);
    if ((pid = fork()) == 0) {
        pause();
        _exit(0);
    }
    strcpy(buf, "PARENT");
    local.iov_len = remote.iov_len = 6;
    R(process_vm_writev(pid, &local, 1, &remote, 1, 0));
    puts(text);
    memset(buf, 0, sizeof(buf));
    local.iov_len = remote.iov_len = 13;
    R(process_vm_readv(pid, &local, 1, &remote, 1, 0));
    puts(buf);
    R(kill(pid, SIGKILL));
    reap(pid);
    R(process_vm_readv(pid, &local, 1, &remote, 1, 0));
    remote.iov_base = (void *)8;
    R(process_vm_readv(getpid(), &local, 1, &remote, 1, 0));
    local.iov_base = (void *)-4096L;
    remote.iov_base = text;
    R(process_vm_readv(getpid(), &local, 1, &remote, 1, 0));
    R(process_vm_readv(getpid(), &local, 1, &remote, 1, 1));
    return 0;
}
