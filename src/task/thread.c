/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "task/thread.h"

#include <link.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "base/klock.h"
#include "base/sanitizers.h"

enum {
    GUARD = 4096,
    STACK_SIZE = 256 * 1024,
    TCB_ALIGN = 64,
    /* Of the thread control block: what the x86-64 ABI and compilers use
     * (self, stack protector, pointer guard), and libc's header of it. */
    TCB_SIZE = 704,
    KEEP = 16, /* blocks kept for the next threads */
};

/* One per host process; `below` is constant after thread_init(). */
static struct {
    size_t below;      /* bytes of TLS, which lie below the TCB */
    size_t block_size; /* of a mapping */
    struct klock lock;
    struct thread_block *ended;
    unsigned n_ended;
} threads;

static char *tcb_self(void)
{
    char *p;

    __asm__("movq %%fs:0, %0" : "=r"(p));
    return p;
}

static int measure(struct dl_phdr_info *info, size_t size, void *arg)
{
    size_t *below = arg;

    (void)size;
    if (info->dlpi_tls_data) {
        size_t n = (size_t)(tcb_self() - (char *)info->dlpi_tls_data);

        if (n > *below)
            *below = n;
    }
    return 0;
}

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) & -to;
}

void thread_init(void)
{
    dl_iterate_phdr(measure, &threads.below);
    threads.below = round_up(threads.below, TCB_ALIGN);
    threads.block_size = 2 * GUARD + STACK_SIZE + SIGNAL_STACK_SIZE +
                         round_up(threads.below + TCB_ALIGN + TCB_SIZE +
                                      sizeof(struct thread_block),
                                  GUARD);
}

static struct thread_block *map_block(void)
{
    long mem =
        hostcall6(SYS_mmap, 0, (long)threads.block_size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *base = (char *)mem, *end, *second;
    struct thread_block *b;

    if (hostcall_failed(mem))
        return NULL;
    second = base + GUARD + STACK_SIZE;
    hostcall3(SYS_mprotect, mem, GUARD, PROT_NONE);
    hostcall3(SYS_mprotect, (long)second, GUARD, PROT_NONE);
    end = base + threads.block_size;
    b = (struct thread_block *)(end - round_up(sizeof(*b), TCB_ALIGN));
    b->base = base;
    b->stack_top = second;
    b->signal_stack = second + GUARD;
    b->tcb = (char *)b - round_up(TCB_SIZE, TCB_ALIGN);
    return b;
}

/* The first of the ended whose thread is gone. */
static struct thread_block *reuse(void)
{
    struct thread_block **p, *b;

    klock_take(&threads.lock);
    for (p = &threads.ended; (b = *p) != NULL; p = &b->next) {
        if (atomic_load_explicit(&b->running, memory_order_acquire) == 0) {
            *p = b->next;
            threads.n_ended--;
            break;
        }
    }
    klock_drop(&threads.lock);
    return b;
}

struct thread_block *thread_new(void)
{
    struct thread_block *b = reuse();
    char *self = tcb_self();

    if (!b)
        b = map_block();
    if (!b)
        return NULL;
    b->running = 1;
    memcpy((char *)b->tcb - threads.below, self - threads.below,
           threads.below + TCB_SIZE);
    /* The ABI's pointer to itself (ELF TLS, x86-64), and libc's copy of it. */
    memcpy(b->tcb, &b->tcb, sizeof(b->tcb));
    memcpy((char *)b->tcb + 16, &b->tcb, sizeof(b->tcb));
    return b;
}

static void put_ended(struct thread_block *b)
{
    struct thread_block *spare = NULL;

    if (threads.n_ended >= KEEP)
        spare = reuse();
    klock_take(&threads.lock);
    b->next = threads.ended;
    threads.ended = b;
    threads.n_ended++;
    klock_drop(&threads.lock);
    if (spare)
        hostcall3(SYS_munmap, (long)spare->base, (long)threads.block_size, 0);
}

void thread_release(struct thread_block *b)
{
    sanitizer_stack_ended(b->base, threads.block_size);
    b->running = 0;
    put_ended(b);
}

void thread_finish(struct thread_block *b, int code)
{
    put_ended(b);
    thread_leave(&b->running, code);
}

void thread_set_signal_stack(char *stack)
{
    stack_t ss = {.ss_sp = stack, .ss_size = SIGNAL_STACK_SIZE};

    hostcall3(SYS_sigaltstack, (long)&ss, 0, 0);
}

char *thread_main_signal_stack(void)
{
    long mem =
        hostcall6(SYS_mmap, 0, GUARD + SIGNAL_STACK_SIZE,
                  PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (hostcall_failed(mem))
        return NULL;
    hostcall3(SYS_mprotect, mem, GUARD, PROT_NONE);
    return (char *)mem + GUARD;
}

void thread_fork_prepare(void)
{
    klock_take(&threads.lock);
}

void thread_fork_parent(void)
{
    klock_drop(&threads.lock);
}

void thread_fork_child(void)
{
    /* Of those that were ending, none runs here. */
    for (struct thread_block *b = threads.ended; b; b = b->next)
        b->running = 0;
    klock_adopt(&threads.lock);
    klock_drop(&threads.lock);
}

/* The list is good at every moment, its count may not be. */
void thread_repair(pid_t tid)
{
    if (klock_inherit(&threads.lock, tid)) {
        threads.n_ended = 0;
        for (struct thread_block *b = threads.ended; b; b = b->next)
            threads.n_ended++;
        klock_drop(&threads.lock);
    }
    klock_repair(&threads.lock, tid);
}
