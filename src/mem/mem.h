/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Guest memory of one process: an address space with its own tree of mappings,
 * and accessors that report a fault instead of dying of it.
 *
 * Host address = base + guest address (mm_host); the guest's addresses lie
 * below `limit` (2^39 by default) and everything of ours above 2^44.  The base
 * is 0 but where something else owns the host's low addresses, as the
 * sanitizers do:
 *
 *   translated code  accesses memory through the gs segment, whose base it is;
 *                    with base 0 there is no prefix (tcg_set_base)
 *   the interpreter, helpers, signal frames, the loader  use mem_read() and its
 *                    like, which take guest addresses
 *   what the host's kernel is given  is mm_host(); a null pointer stays one
 *   what the host tells  (si_addr, its maps)  goes through mm_guest()
 *
 * All else - tree, registers, tables of blocks, logs - has guest addresses.
 *
 * The tree is the truth about placement, protection and /proc/self/maps; the
 * host's mappings follow it with PROT_EXEC removed.  struct mm is refcounted
 * and shared by CLONE_VM tasks; its lock orders changes, readers of memory need
 * none.  No libc allocation: nodes come from the mm's own arena.
 *
 * Errors are negative errno values, as a kernel returns them.
 */
#ifndef CALQUE_MEM_MEM_H
#define CALQUE_MEM_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef uint64_t gaddr;

struct mm;

/* What a struct mm begins with: where in the host's address space it is.
 * Constant once anything is mapped. */
struct mm_space {
    gaddr limit;
    uint64_t base;
};

/* One mapping as /proc/self/maps shows it. */
struct vma {
    gaddr start, end;
    int prot;  /* the guest's PROT_ */
    int flags; /* MAP_SHARED or MAP_PRIVATE, MAP_GROWSDOWN, MAP_ANONYMOUS ... */
    uint64_t offset;
    uint64_t dev, ino;
    bool ever_writable; /* was writable at some time: code in it may change */
    bool has_code;      /* blocks were translated from it */
    const char
        *name; /* path or [heap] ...; NULL for none. Valid while locked */
};

/* Called, lock held, when [start, end) loses its contents, its mapping or its
 * permission to execute, and code was made from it. */
typedef void mm_code_gone_fn(void *opaque, gaddr start, gaddr end);

/* The most bits that guest addresses can have.  Linux puts what is ours below
 * the top of its 47 bits, less the limit on the stack or at most five sixths,
 * less a random distance of 2^40 bytes: above 2^44. */
enum { MM_BITS_MAX = 44 };
/* Below 1 << mm_room_bits() the host has put nothing of ours; at start-up. That
 * is less than MM_BITS_MAX where vm.mmap_rnd_bits was raised and the stack is
 * unlimited. */
unsigned mm_room_bits(void);
/* addr_bits: of the guest's space (39). NULL when refused. */
struct mm *mm_new(unsigned addr_bits);
/* The base, a multiple of the page size, before anything is mapped. */
void mm_set_base(struct mm *mm, uint64_t base);
struct mm *mm_ref(struct mm *mm);
/* Drops a reference; the last one unmaps all guest memory. */
void mm_unref(struct mm *mm);
void mm_on_code_gone(struct mm *mm, mm_code_gone_fn *fn, void *opaque);
/* Frees the locks that `tid`, which is dead and shared the address space, held,
 * after what it was about to change is finished or taken back. Takes no other
 * lock. One thread at a time. */
void mm_repair(struct mm *mm, pid_t tid);
/* Tells what a repair left to be told (mm_on_code_gone), which otherwise the
 * next change does. */
void mm_settle(struct mm *mm);
/* A free place by the rules of mmap, not yet taken; for the loader, which is
 * alone. 0 for none. */
gaddr mm_find_hole(struct mm *mm, uint64_t len, uint64_t align);

static inline const struct mm_space *mm_space(const struct mm *mm)
{
    return (const struct mm_space *)(const void *)mm;
}
static inline gaddr mm_limit(const struct mm *mm)
{
    return mm_space(mm)->limit;
}
static inline uint64_t mm_base(const struct mm *mm)
{
    return mm_space(mm)->base;
}
static inline void *mm_host(const struct mm *mm, gaddr a)
{
    return (void *)(uintptr_t)(mm_base(mm) + a);
}
static inline gaddr mm_guest(const struct mm *mm, uint64_t host)
{
    return host - mm_base(mm);
}
/* True when [a, a + len) lies in guest space: what may be passed to the host
 * kernel as a pointer. Length 0 is in range. */
static inline bool mm_range_ok(const struct mm *mm, gaddr a, uint64_t len)
{
    gaddr limit = mm_limit(mm);
    return a <= limit && len <= limit - a;
}

/* mmap, munmap, mprotect, mremap, brk, madvise with the kernel's semantics and
 * errors; prot and flags are Linux's (equal on all guests and the host).
 * Results are guest addresses or -errno. */
int64_t mm_map(struct mm *mm, gaddr addr, uint64_t len, int prot, int flags,
               int fd, uint64_t offset);
int mm_unmap(struct mm *mm, gaddr addr, uint64_t len);
int mm_protect(struct mm *mm, gaddr addr, uint64_t len, int prot);
int64_t mm_remap(struct mm *mm, gaddr old, uint64_t old_len, uint64_t new_len,
                 int flags, gaddr new_addr);
/* brk(2) as the system call: returns the new or the unchanged break. */
gaddr mm_brk(struct mm *mm, gaddr brk);
void mm_set_brk(struct mm *mm, gaddr start, gaddr brk);
/* PR_SET_MDWE: from now on nothing that is writable, or was without it,
 * becomes executable. */
void mm_refuse_exec_gain(struct mm *mm);
/* The same, if the program before this one asked for it; after loading, which
 * writes to what it makes executable. */
void mm_inherit_rules(struct mm *mm);
int mm_advise(struct mm *mm, gaddr addr, uint64_t len, int advice);
int mm_seal(struct mm *mm, gaddr addr, uint64_t len);
/* remap_file_pages: `page` of the file of the mapping at start is shown there.
 */
int mm_remap_file(struct mm *mm, gaddr start, uint64_t len, int prot,
                  uint64_t page, int flags);
/* Gives a mapping made with mm_map its name for /proc/self/maps; the string is
 * not copied and must outlive the address space. */
void mm_set_name(struct mm *mm, gaddr addr, const char *name);
/* Where the guest's vDSO is, also after mremap; 0: there is none. Needs no
 * lock. */
void mm_set_vdso(struct mm *mm, gaddr base);
gaddr mm_vdso(const struct mm *mm);
/* Copies the mapping at or after `addr`; false at the end. Takes the lock. */
bool mm_next(struct mm *mm, gaddr addr, struct vma *out);

/* The guest has code in the page at `a`: later changes are reported. Returns
 * the prefix of [a, a + len) that is executable and readable, 0 for none. Also
 * tells whether the bytes may be written by the guest (ever_writable). Takes
 * only the innermost lock: may be called with the translator's held. */
uint64_t mm_code_at(struct mm *mm, gaddr a, uint64_t len, bool *may_change);
/* Was code ever made from shared memory? No lock. */
bool mm_has_shared_code(const struct mm *mm);
/* The next address above `after` at which the memory at `a` is mapped as well
 * and code was made from the mapping; 0: none. Locks as mm_code_at. */
gaddr mm_code_alias(struct mm *mm, gaddr a, gaddr after);
/* The next mapping that ends above `after`, shows file dev:ino and has code. */
bool mm_code_of_file(struct mm *mm, uint64_t dev, uint64_t ino, gaddr after,
                     struct vma *out);
/* Fault classification for a bad access at `a`: SEGV_MAPERR or SEGV_ACCERR. */
int mm_fault_code(struct mm *mm, gaddr a);
/* Grows a MAP_GROWSDOWN mapping to include a, where the limits allow it. */
bool mm_grow_stack(struct mm *mm, gaddr a);

/* fork support: hold the lock across fork; the child repairs it. */
void mm_fork_prepare(struct mm *mm);
/* The innermost lock, which is taken with the translator's held: after it. */
void mm_fork_prepare_last(struct mm *mm);
void mm_fork_parent(struct mm *mm);
void mm_fork_child(struct mm *mm);
/* Forgets what MADV_DONTFORK kept from the child: the part of mm_fork_child
 * that is left when there was nobody to lock out. */
void mm_drop_unforked(struct mm *mm);

/* shmat and shmdt with the kernel's semantics. */
int64_t mm_shm_attach(struct mm *mm, int shmid, gaddr addr, int flags);
int mm_shm_detach(struct mm *mm, gaddr addr);

/* io_setup: a context whose ring is in the guest's space, where it is a mapping
 * as others; its address is what the other calls take. And io_destroy. */
int64_t mm_aio_setup(struct mm *mm, unsigned events, gaddr *context);
int mm_aio_destroy(struct mm *mm, gaddr context);

/* Fault-checked copies. 0, or -EFAULT with nothing said about partial effects.
 */
int mem_read(const struct mm *mm, void *dst, gaddr src, size_t len);
int mem_write(const struct mm *mm, gaddr dst, const void *src, size_t len);
int mem_zero(const struct mm *mm, gaddr dst, size_t len);
/* Copies, or sets to a byte, from the lowest address on, as far as memory can
 * be reached: the number of bytes that were left. What is copied is in the
 * guest's memory, too, and may overlap. */
size_t mem_copy_some(const struct mm *mm, gaddr dst, gaddr src, size_t len);
size_t mem_fill_some(const struct mm *mm, gaddr dst, uint8_t byte, size_t len);
/* Are the bytes there, readable and equal? len is a multiple of 64. */
bool mem_same(const struct mm *mm, gaddr a, const void *with, size_t len);
/* Atomic compare and exchange of 1, 2, 4, 8 or (aligned) 16 bytes; *expected
 * becomes what was there. 0 or -EFAULT. */
int mem_cmpxchg(const struct mm *mm, gaddr addr, void *expected,
                const void *desired, size_t size);
/* Copies a string with its NUL, at most size bytes. Its length, -EFAULT, or
 * -ENAMETOOLONG when there is no NUL in size bytes. */
int64_t mem_read_str(const struct mm *mm, char *dst, gaddr src, size_t size);

#define mem_get(mm, obj, addr) mem_read(mm, &(obj), addr, sizeof(obj))
#define mem_put(mm, addr, obj) mem_write(mm, addr, &(obj), sizeof(obj))

/* For the host's fault handler: when ip lies in an accessor, returns the
 * address to go on at (the accessor then returns -EFAULT); else 0.
 * Async-signal-safe. */
uint64_t mem_fixup(uint64_t ip);

#endif
