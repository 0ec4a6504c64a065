/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bump allocation over mmap: many small objects, freed together.
 *
 * An arena belongs to one thread at a time; there is no lock.  Objects are
 * never freed one by one: arena_release() drops all that came after a mark,
 * arena_reset() all, and both keep the memory for reuse; arena_free() gives
 * it back.  Objects live until then and never move.
 *
 * Allocation does not fail: when the host has no memory left the process ends,
 * as it would by the kernel's hand.  Memory is not cleared unless said.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_chunk;

struct arena {
    char *next; /* first free byte of the current chunk */
    char *end;
    struct arena_chunk *current; /* NULL: none yet */
    struct arena_chunk *first;
    size_t chunk_size;
};

/* A point in time of an arena, see arena_release(). */
struct arena_mark {
    struct arena_chunk *chunk;
    char *next;
};

/*
 * Make an empty arena that takes memory from the host in pieces of chunk_size
 * bytes (rounded up to pages) or more.  Takes none yet.
 */
void arena_init(struct arena *arena, size_t chunk_size);

/* Give all memory back; the arena is empty and usable. */
void arena_free(struct arena *arena);

/* Drop all objects, keep the memory. */
void arena_reset(struct arena *arena);

/* Drop the objects allocated since the mark was taken. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

/* The bytes that the arena holds from the host. */
size_t arena_footprint(const struct arena *arena);

/* The way of arena_alloc() when the current chunk is full. */
void *arena_alloc_slow(struct arena *arena, size_t size, size_t align)
    __attribute__((cold));

/* `size` bytes at an address that is a multiple of `align`, a power of two. */
static inline void *arena_alloc(struct arena *arena, size_t size, size_t align)
{
    uintptr_t start = ((uintptr_t)arena->next + align - 1) & -align;
    uintptr_t end = (uintptr_t)arena->end;

    /* The last byte stays unused, so that no object, even an empty one, is
       placed where no chunk is. */
    if (__builtin_expect(start >= end || size >= end - start, 0))
        return arena_alloc_slow(arena, size, align);
    arena->next = (char *)start + size;
    return (char *)start;
}

/* The same, cleared. */
static inline void *arena_zalloc(struct arena *arena, size_t size, size_t align)
{
    return memset(arena_alloc(arena, size, align), 0, size);
}

/* A cleared object, and an uncleared array, of a type. */
#define ARENA_NEW(arena, type)                                                 \
    ((type *)arena_zalloc(arena, sizeof(type), _Alignof(type)))
#define ARENA_ARRAY(arena, type, count)                                        \
    ((type *)arena_alloc(arena, sizeof(type) * (size_t)(count), _Alignof(type)))

#endif
