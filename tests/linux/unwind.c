/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Unwinding through the frame of a signal: a backtrace from a handler, and a
 * forced unwinding that runs the clean-ups of what was interrupted. */
#include "t.h"
#include <setjmp.h>
#include <unwind.h>

static jmp_buf out;
static int found_leaf, found_caller, found_main, order;
static int force;

int main(void);

/* Without a frame: the return address is in a register only. */
__attribute__((noipa)) static int leaf(volatile int *p)
{
    return *p;
}

static void clean(long *v)
{
    printf("clean-up sees %ld\n", *v);
}

__attribute__((noipa)) static int caller(volatile int *p, long x)
{
    __attribute__((cleanup(clean))) long kept = x * 3;

    return leaf(p) + (int)kept;
}

/* The fault is in a function with a clean-up of its own. */
__attribute__((noipa)) static int direct(volatile int *p, long x)
{
    __attribute__((cleanup(clean))) long kept = x * 5;

    kept++;
    return *p + (int)kept;
}

static _Unwind_Reason_Code visit(struct _Unwind_Context *c, void *unused)
{
    int before = 0;
    char *ip = (char *)_Unwind_GetIPInfo(c, &before);
    /* It looks for the byte before its argument. */
    void *f = _Unwind_FindEnclosingFunction(ip + before);

    (void)unused;
    if (f == (void *)leaf) {
        found_leaf = ++order;
        T(before);
    }
    if (f == (void *)caller)
        found_caller = ++order;
    if (f == (void *)main)
        found_main = ++order;
    return _URC_NO_REASON;
}

static _Unwind_Reason_Code stop(int version, _Unwind_Action actions,
                                _Unwind_Exception_Class class,
                                struct _Unwind_Exception *e,
                                struct _Unwind_Context *c, void *arg)
{
    (void)version, (void)class, (void)e, (void)arg;
    if ((actions & _UA_END_OF_STACK) ||
        _Unwind_FindEnclosingFunction((void *)_Unwind_GetIP(c)) == (void *)main)
        longjmp(out, 1);
    return _URC_NO_REASON;
}

static struct _Unwind_Exception exception;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)si, (void)uc;
    printf("signal %d\n", sig);
    if (force) {
        _Unwind_ForcedUnwind(&exception, stop, NULL);
        printf("not unwound\n");
    }
    _Unwind_Backtrace(visit, NULL);
    longjmp(out, 1);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler,
                           .sa_flags = SA_SIGINFO | SA_NODEFER};

    setvbuf(stdout, NULL, _IONBF, 0);
    sigaction(SIGSEGV, &sa, NULL);
    if (!setjmp(out))
        caller((int *)8, 7);
    printf("%d %d %d\n", found_leaf, found_caller, found_main);
    force = 1;
    if (!setjmp(out))
        caller((int *)8, 7);
    if (!setjmp(out))
        direct((int *)8, 11);
    puts("done");
    return 0;
}
