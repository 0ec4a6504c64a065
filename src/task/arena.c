/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory by size class: powers of two from chunks, larger sizes by mmap. */
#include "config.h"

#include "task/arena.h"

#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "task/task.h"

enum {
    CHUNK = 64 * 1024,
    MIN_LOG = 5,
    LARGE_LOG = 11,
    MAX_LOG = 14,
    CLASSES = MAX_LOG + 1,
};

struct free_block {
    struct free_block *next;
};

/* One per host process: what uses it is as old as the process, and signal
 * handlers and threads have no other way to it. */
static struct {
    struct klock lock;
    char *next; /* in the chunk, at least `left` bytes of which follow */
    size_t left;
    struct free_block *free[CLASSES];
} arena;

static unsigned class_of(size_t size)
{
    unsigned log = MIN_LOG;

    while (((size_t)1 << log) < size)
        log++;
    return log;
}

static void *map(size_t size)
{
    long p = hostcall6(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return hostcall_failed(p) ? NULL : (void *)p;
}

/* lock held */
static void *carve(unsigned log)
{
    size_t size = (size_t)1 << log;
    char *p;

    if (arena.left < size) {
        /* The rest of the old chunk is small change. */
        p = map(CHUNK);
        if (!p)
            return NULL;
        /* Who is killed in between leaves nothing that is not there. */
        arena.left = 0;
        atomic_signal_fence(memory_order_seq_cst);
        arena.next = p;
        atomic_signal_fence(memory_order_seq_cst);
        arena.left = CHUNK;
    }
    arena.left -= size;
    atomic_signal_fence(memory_order_seq_cst);
    /* What is small lies together, as most of it changes in each fork. */
    if (log >= LARGE_LOG)
        return arena.next + arena.left;
    p = arena.next;
    arena.next += size;
    return p;
}

void *task_alloc(size_t size)
{
    struct free_block *b;
    unsigned log;

    if (size > (size_t)1 << MAX_LOG)
        return map(size);
    log = class_of(size);
    klock_take(&arena.lock);
    b = arena.free[log];
    if (b)
        arena.free[log] = b->next;
    else
        b = carve(log);
    klock_drop(&arena.lock);
    return b;
}

void task_free(void *p, size_t size)
{
    struct free_block *b = p;
    unsigned log;

    if (!p)
        return;
    if (size > (size_t)1 << MAX_LOG) {
        hostcall3(SYS_munmap, (long)p, (long)size, 0);
        return;
    }
    log = class_of(size);
    klock_take(&arena.lock);
    b->next = arena.free[log];
    arena.free[log] = b;
    klock_drop(&arena.lock);
}

void task_arena_fork_prepare(void)
{
    klock_take(&arena.lock);
}

void task_arena_fork_parent(void)
{
    klock_drop(&arena.lock);
}

void task_arena_fork_child(void)
{
    klock_adopt(&arena.lock);
    klock_drop(&arena.lock);
}

void task_arena_repair(pid_t tid)
{
    klock_repair(&arena.lock, tid);
}
