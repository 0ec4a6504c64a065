/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Code that ran once is overwritten by the kernel, in each of the ways that it
 * has, without cache maintenance; and through another mapping, with it. */
#include "race.h"
#include <fcntl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum { PAGE = 4096 };
static unsigned turn;
static int file, pipes[2], sockets[2];
static char *code, *text;

static int call(const void *at)
{
    return code_call((void *)at);
}

/* Other code at `at` runs; what is to come is in `text`. */
static void prepare(char *at)
{
    code_put(at, ++turn);
    code_flush(at, CODE_SIZE);
    if (call(at) != (int)turn)
        printf("before: wrong\n");
    code_put(text, ++turn);
}

static void check(const char *how, const char *at, bool done)
{
    printf("%s: %s\n", how,
           !done                   ? strerror(errno)
           : call(at) == (int)turn ? "ok"
                                   : "stale");
}

static struct iovec vec(char *at, size_t n)
{
    return (struct iovec){.iov_base = at, .iov_len = n};
}

/* In two parts, so that the second one counts. */
static struct iovec *halves(char *at)
{
    static struct iovec v[2];

    v[0] = vec(at, 3);
    v[1] = vec(at + 3, CODE_SIZE - 3);
    return v;
}

static void through_descriptors(void)
{
    struct iovec *v;

    prepare(code);
    pwrite(file, text, CODE_SIZE, 0);
    lseek(file, 0, SEEK_SET);
    check("read", code, read(file, code, CODE_SIZE) == CODE_SIZE);
    prepare(code);
    pwrite(file, text, CODE_SIZE, 0);
    check("pread", code, pread(file, code, CODE_SIZE, 0) == CODE_SIZE);
    prepare(code);
    pwrite(file, text, CODE_SIZE, 0);
    lseek(file, 0, SEEK_SET);
    v = halves(code);
    check("readv", code, readv(file, v, 2) == CODE_SIZE);
    prepare(code);
    pwrite(file, text, CODE_SIZE, 0);
    check("preadv", code, preadv(file, v, 2, 0) == CODE_SIZE);
    prepare(code);
    write(pipes[1], text, CODE_SIZE);
    check("read from a pipe", code, read(pipes[0], code, PAGE) == CODE_SIZE);
    /* As much of a long read as comes before what cannot be written. */
    prepare(code + PAGE - CODE_SIZE);
    pwrite(file, text, CODE_SIZE, 0);
    mprotect(code + PAGE, PAGE, PROT_NONE);
    check("read to the end of the mapping", code + PAGE - CODE_SIZE,
          pread(file, code + PAGE - CODE_SIZE, PAGE, 0) == CODE_SIZE);
    mprotect(code + PAGE, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
}

static void through_sockets(void)
{
    struct iovec v = vec(code, CODE_SIZE);
    struct mmsghdr m = {.msg_hdr = {.msg_iov = &v, .msg_iovlen = 1}};

    prepare(code);
    send(sockets[1], text, CODE_SIZE, 0);
    check("recv", code, recv(sockets[0], code, PAGE, 0) == CODE_SIZE);
    prepare(code);
    send(sockets[1], text, CODE_SIZE, 0);
    check("recvmsg", code, recvmsg(sockets[0], &m.msg_hdr, 0) == CODE_SIZE);
    prepare(code);
    send(sockets[1], text, CODE_SIZE, 0);
    check("recvmmsg", code, recvmmsg(sockets[0], &m, 1, 0, NULL) == 1);
}

static void through_messages(void)
{
    int id = msgget(IPC_PRIVATE, 0600);
    char message[sizeof(long) + CODE_SIZE] = {1};

    prepare(code + sizeof(long));
    memcpy(message + sizeof(long), text, CODE_SIZE);
    msgsnd(id, message, CODE_SIZE, 0);
    check("msgrcv", code + sizeof(long),
          msgrcv(id, code, CODE_SIZE, 0, 0) == CODE_SIZE);
    msgctl(id, IPC_RMID, NULL);
}

static void through_process_memory(void)
{
    struct iovec from = vec(text, CODE_SIZE), to = vec(code, CODE_SIZE);
    int mem = open("/proc/self/mem", O_RDWR);

    prepare(code);
    check("process_vm_writev", code,
          process_vm_writev(getpid(), &from, 1, &to, 1, 0) == CODE_SIZE);
    prepare(code);
    check("process_vm_readv", code,
          process_vm_readv(getpid(), &to, 1, &from, 1, 0) == CODE_SIZE);
    prepare(code);
    lseek(mem, (off_t)(uintptr_t)code, SEEK_SET);
    check("/proc/self/mem", code, write(mem, text, CODE_SIZE) == CODE_SIZE);
    prepare(code);
    check("/proc/self/mem at an offset", code,
          pwrite(mem, text, CODE_SIZE, (off_t)(uintptr_t)code) == CODE_SIZE);
    prepare(code);
    /* Which it may write where the process may not. */
    mprotect(code, PAGE, PROT_READ | PROT_EXEC);
    call(code);
    check("/proc/self/mem without permission", code,
          pwritev(mem, halves(text), 2, (off_t)(uintptr_t)code) == CODE_SIZE);
    mprotect(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
    close(mem);
}

/* The code is in a file that is mapped shared. */
static void through_files(void)
{
    char *view = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_SHARED, file, 0);
    char name[] = "written.XXXXXX";
    int other = mkstemp(name);
    off_t in = 0, out = 0;

    ftruncate(file, PAGE);
    prepare(view);
    lseek(file, 0, SEEK_SET);
    check("write", view, write(file, text, CODE_SIZE) == CODE_SIZE);
    prepare(view);
    check("pwrite", view, pwrite(file, text, CODE_SIZE, 0) == CODE_SIZE);
    prepare(view);
    check("pwritev", view, pwritev(file, halves(text), 2, 0) == CODE_SIZE);
    prepare(view);
    pwrite(other, text, CODE_SIZE, 0);
    lseek(file, 0, SEEK_SET);
    check("sendfile", view, sendfile(file, other, &in, CODE_SIZE) == CODE_SIZE);
    prepare(view);
    write(pipes[1], text, CODE_SIZE);
    check("splice", view,
          splice(pipes[0], NULL, file, &out, CODE_SIZE, 0) == CODE_SIZE);
    prepare(view);
    ftruncate(file, 0);
    ftruncate(file, PAGE);
    memcpy(view, text, CODE_SIZE);
    check("ftruncate", view, true);
    unlink(name);
    close(other);
    munmap(view, PAGE);
}

/* The code is written at one address, flushed there or here, and run here. */
static void through_views(int how, const char *what)
{
    int flags = how == 2 ? MAP_PRIVATE : MAP_SHARED;
    char *written =
        mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    char *run = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, flags, file, PAGE);
    char *at = written + PAGE + 64;

    ftruncate(file, 3 * PAGE);
    for (int i = 0; i < 3; i++) {
        code_put(at, ++turn);
        code_flush(how ? at : run + 64, CODE_SIZE);
        if (call(run + 64) != (int)turn)
            break;
    }
    check(what, run + 64, true);
    munmap(written, 3 * PAGE);
    munmap(run, PAGE);
}

/* Shared memory without a file, at two addresses by mremap. */
static void through_copies(void)
{
    char *a = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char *b = mremap(a, 0, PAGE, MREMAP_MAYMOVE);

    prepare(a);
    memcpy(b, text, CODE_SIZE);
    code_flush(b, CODE_SIZE);
    check("copy of a mapping", a, b != MAP_FAILED);
    prepare(a);
    code_put(b + 64, turn - 2);
    code_flush(b + 64, CODE_SIZE);
    call(b + 64);
    memcpy(a, text, CODE_SIZE);
    memcpy(b + 64, text, CODE_SIZE);
    code_flush(a, PAGE);
    check("both run", a, true);
    check("both run, the other", b + 64, true);
}

/* Changes of mappings. */
static void through_mappings(void)
{
    char *a = code_map(PAGE), *b = code_map(PAGE);

    prepare(a);
    memcpy(b, text, CODE_SIZE);
    check("mremap", a,
          mremap(b, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, a) == a);
    prepare(a);
    madvise(a, PAGE, MADV_DONTNEED);
    memcpy(a, text, CODE_SIZE);
    check("madvise", a, true);
    prepare(a);
    mprotect(a, PAGE, PROT_READ | PROT_WRITE);
    memcpy(a, text, CODE_SIZE);
    mprotect(a, PAGE, PROT_READ | PROT_EXEC);
    check("mprotect", a, true);
}

/* A child does not have it. */
static void through_fork(void)
{
    char *a = code_map(PAGE);
    int status = -1;
    pid_t pid;

    prepare(a);
    madvise(a, PAGE, MADV_DONTFORK);
    pid = fork();
    if (pid == 0)
        _exit(call(a));
    waitpid(pid, &status, 0);
    printf("not for children: signal %d\n", WTERMSIG(status));
}

int main(void)
{
    static char buffer[CODE_SIZE];
    char name[] = "code.XXXXXX";

    text = buffer;
    file = mkstemp(name);
    unlink(name);
    pipe(pipes);
    socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets);
    code = code_map(2 * PAGE);
    through_descriptors();
    through_sockets();
    through_messages();
    through_process_memory();
    through_files();
    through_views(0, "flushed where it runs");
    through_views(1, "flushed where it is written");
    through_views(2, "run in a private mapping");
    through_copies();
    through_mappings();
    through_fork();
    return 0;
}
