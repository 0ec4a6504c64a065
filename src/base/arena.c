/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/arena.h"

#include "base/bits.h"
#include "base/error.h"
#include "base/hostcall.h"

#include <sys/mman.h>
#include <sys/syscall.h>

enum { HOST_PAGE = 4096, EXIT_NO_MEMORY = 125 };

/* At the head of each mapping; what follows it is handed out. */
struct arena_chunk {
    struct arena_chunk *next;
    size_t size; /* of the mapping */
};

static struct arena_chunk *chunk_map(size_t size)
{
    long address = hostcall6(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct arena_chunk *chunk;

    if (hostcall_failed(address))
        die(EXIT_NO_MEMORY, "out of memory: cannot map %zu bytes", size);
    chunk = (struct arena_chunk *)(uintptr_t)address;
    *chunk = (struct arena_chunk){.size = size};
    return chunk;
}

static void enter_chunk(struct arena *arena, struct arena_chunk *chunk)
{
    arena->current = chunk;
    arena->next = chunk ? (char *)(chunk + 1) : NULL;
    arena->end = chunk ? (char *)chunk + chunk->size : NULL;
}

void arena_init(struct arena *arena, size_t chunk_size)
{
    *arena = (struct arena){.chunk_size = align_up(chunk_size, HOST_PAGE)};
}

void arena_free(struct arena *arena)
{
    struct arena_chunk *chunk = arena->first;

    while (chunk) {
        struct arena_chunk *next = chunk->next;

        hostcall3(SYS_munmap, (long)(uintptr_t)chunk, (long)chunk->size, 0);
        chunk = next;
    }
    arena->first = NULL;
    enter_chunk(arena, NULL);
}

void arena_reset(struct arena *arena)
{
    enter_chunk(arena, arena->first);
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){.chunk = arena->current, .next = arena->next};
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    if (!mark.chunk) {
        arena_reset(arena);
        return;
    }
    enter_chunk(arena, mark.chunk);
    arena->next = mark.next;
}

size_t arena_footprint(const struct arena *arena)
{
    size_t total = 0;

    for (struct arena_chunk *c = arena->first; c; c = c->next)
        total += c->size;
    return total;
}

/* Go on in the next kept chunk if it is large enough, else in a new one. */
void *arena_alloc_slow(struct arena *arena, size_t size, size_t align)
{
    struct arena_chunk **link =
        arena->current ? &arena->current->next : &arena->first;
    struct arena_chunk *chunk = *link;
    size_t need;

    if (__builtin_add_overflow(size, sizeof(*chunk) + align + HOST_PAGE, &need))
        die(EXIT_NO_MEMORY, "out of memory: cannot map %zu bytes", size);
    need = align_down(need, HOST_PAGE);
    if (need < arena->chunk_size)
        need = arena->chunk_size;
    if (!chunk || chunk->size < need) {
        struct arena_chunk *fresh = chunk_map(need);

        fresh->next = chunk;
        *link = fresh;
        chunk = fresh;
    }
    enter_chunk(arena, chunk);
    return arena_alloc(arena, size, align);
}
