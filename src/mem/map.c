/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mmap, brk and shmat: placement by the kernel's rules and new mappings. */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <linux/magic.h>
#include <stddef.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

/* Bits of mmap's flags that the host has and other architectures ignore. */
enum { FLAGS_HOST = 0x40 /* MAP_32BIT */ | 0x80 /* MAP_ABOVE4G */ };

/* Flags that stay with the mapping. */
enum {
    FLAGS_KEPT =
        MAP_TYPE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_NORESERVE | MAP_HUGETLB
};

/* The default of vm.mmap_min_addr: what hints are rounded up to. */
#define LOWEST ((gaddr)0x10000)

/* Transparent huge pages want their alignment. */
#define HUGE ((uint64_t)2 << 20)

enum { STATFS_NOEXEC = 8 };

gaddr mm_place(struct mm *mm, gaddr hint, uint64_t len, uint64_t align)
{
    gaddr a;

    if (hint) {
        hint = page_up(hint);
        if (hint < LOWEST)
            hint = LOWEST;
        hint = (hint + align - 1) & -align;
        if (hint && hint < mm->space.limit && len <= mm->space.limit - hint) {
            mm_sync_growth(mm, hint, hint + len);
            if (tree_hole(mm, hint, hint + len, len, PAGE) == hint)
                return hint;
        }
    }
    a = tree_hole(mm, LOWEST, mm->mmap_base, len, align);
    return a ? a : tree_hole(mm, LOWEST, mm->space.limit, len, align);
}

gaddr mm_find_hole(struct mm *mm, uint64_t len, uint64_t align)
{
    gaddr a;

    mm_enter(mm);
    a = mm_place(mm, 0, page_up(len), align > PAGE ? align : PAGE);
    mm_leave(mm);
    return a;
}

/* What the mapping's file adds: identity, noexec, size of its pages. */
static int inspect_file(int fd, struct vnode *n, uint64_t *align)
{
    struct stat st;
    struct statfs fs;
    long r = hostcall3(SYS_fstat, fd, (long)&st, 0);

    if (r < 0)
        return (int)r;
    n->v.dev = st.st_dev;
    n->v.ino = st.st_ino;
    if (!(n->v.prot & PROT_EXEC) && st.st_blksize <= (long)(16 * PAGE))
        return 0;
    r = hostcall3(SYS_fstatfs, fd, (long)&fs, 0);
    if (r < 0)
        return (int)r;
    if (fs.f_type == HUGETLBFS_MAGIC)
        *align = (uint64_t)fs.f_bsize;
    n->no_exec = (fs.f_flags & STATFS_NOEXEC) != 0;
    return n->no_exec && (n->v.prot & PROT_EXEC) ? -EPERM : 0;
}

static uint64_t anonymous_align(uint64_t len, int flags)
{
    unsigned log = ((unsigned)flags >> MAP_HUGE_SHIFT) & MAP_HUGE_MASK;

    if (flags & MAP_HUGETLB)
        return log ? (uint64_t)1 << log : HUGE;
    return len % HUGE == 0 ? HUGE : PAGE;
}

/* Maps on the host at n's place, which is free unless `over`; then the tree,
 * and the break becomes `brk` unless that is 0. */
static int64_t establish(struct mm *mm, const struct vnode *n, int flags,
                         int fd, bool over, gaddr brk)
{
    uint64_t len = n->v.end - n->v.start;
    long r;

    flags &= ~(FLAGS_HOST | MAP_FIXED | MAP_FIXED_NOREPLACE);
    flags |= over ? MAP_FIXED : MAP_FIXED_NOREPLACE;
    change_begin(mm,
                 &(struct change){.kind = over ? CHANGE_MAP_OVER : CHANGE_MAP,
                                  .put = true,
                                  .start = n->v.start,
                                  .end = n->v.end,
                                  .brk = brk,
                                  .n = *n});
    r = hostcall6(SYS_mmap, mm_host_arg(mm, n->v.start), (long)len,
                  mm_host_prot(n->v.prot), flags, fd, (long)n->v.offset);
    if (!hostcall_failed(r) && r != mm_host_arg(mm, n->v.start)) {
        /* A kernel before 4.17, and something of the host's is there. */
        hostcall3(SYS_munmap, r, (long)len, 0);
        r = -ENOMEM;
    }
    if (hostcall_failed(r)) {
        change_drop(mm);
        return r;
    }
    change_finish(mm);
    return (int64_t)n->v.start;
}

static bool writable_code(int prot)
{
    return (prot & PROT_WRITE) && (prot & PROT_EXEC);
}

static int64_t map_locked(struct mm *mm, gaddr addr, uint64_t len,
                          struct vnode *n, int flags, int fd, uint64_t align)
{
    bool fixed = flags & (MAP_FIXED | MAP_FIXED_NOREPLACE), taken = false;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    if (mm->no_exec_gain && writable_code(n->v.prot))
        return -EACCES;
    if (fixed) {
        if (len > mm->space.limit || addr > mm->space.limit - len)
            return -ENOMEM;
        if (addr % PAGE)
            return -EINVAL;
        mm_sync_growth(mm, addr, addr + len);
        taken = !mm_free_range(mm, addr, addr + len);
        if (taken && (flags & MAP_FIXED_NOREPLACE))
            return -EEXIST;
        if (mm_sealed(mm, addr, addr + len))
            return -EPERM;
    } else {
        addr = mm_place(mm, addr, len, align);
        if (!addr && align != PAGE && !(flags & MAP_HUGETLB))
            addr = mm_place(mm, 0, len, PAGE);
        if (!addr)
            return -ENOMEM;
    }
    n->v.start = addr;
    n->v.end = addr + len;
    if ((flags & MAP_ANONYMOUS) && (flags & MAP_TYPE) != MAP_PRIVATE)
        n->object = ++mm->objects;
    return establish(mm, n, flags, fd, taken, 0);
}

int64_t mm_map(struct mm *mm, gaddr addr, uint64_t len, int prot, int flags,
               int fd, uint64_t offset)
{
    struct vnode n = {.v = {.prot = prot & (PROT_READ | PROT_WRITE | PROT_EXEC),
                            .flags = flags & FLAGS_KEPT,
                            .offset = flags & MAP_ANONYMOUS ? 0 : offset}};
    uint64_t align = PAGE, rounded;
    int64_t r;

    if (offset % PAGE)
        return -EINVAL;
    n.v.ever_writable =
        (prot & PROT_WRITE) || (flags & MAP_TYPE) != MAP_PRIVATE;
    if (!(flags & MAP_ANONYMOUS)) {
        r = inspect_file(fd, &n, &align);
        if (r < 0)
            return r;
        if (offset / PAGE + page_up(len) / PAGE > UINT64_MAX / PAGE)
            return -EOVERFLOW;
    } else {
        align = anonymous_align(page_up(len), flags);
    }
    if (len == 0)
        return -EINVAL;
    rounded = page_up(len);
    if (flags & MAP_HUGETLB || (align > PAGE && !(flags & MAP_ANONYMOUS)))
        rounded = (len + align - 1) & -align;
    if (rounded < len || rounded == 0 || rounded > mm->space.limit)
        return -ENOMEM;
    mm_enter(mm);
    r = map_locked(mm, addr, rounded, &n, flags, fd, align);
    mm_leave(mm);
    return r;
}

void mm_set_brk(struct mm *mm, gaddr start, gaddr brk)
{
    mm_enter(mm);
    mm->start_brk = start;
    mm->brk = brk;
    mm_leave(mm);
}

void mm_refuse_exec_gain(struct mm *mm)
{
    mm_enter(mm);
    mm->no_exec_gain = true;
    mm_leave(mm);
}

static void grow_brk(struct mm *mm, gaddr from, gaddr to, gaddr brk)
{
    struct vnode n = {.v = {.start = from,
                            .end = to,
                            .prot = PROT_READ | PROT_WRITE,
                            .flags = MAP_PRIVATE | MAP_ANONYMOUS,
                            .ever_writable = true,
                            .name = "[heap]"}};
    struct rlimit rl;

    if (hostcall3(SYS_getrlimit, RLIMIT_DATA, (long)&rl, 0) == 0 &&
        rl.rlim_cur != RLIM_INFINITY && to - mm->start_brk > rl.rlim_cur)
        return;
    if (!tree_reserve(mm, 3))
        return;
    mm_sync_growth(mm, from, to + PAGE);
    /* One page stays free above, and the guard of a stack that grows. */
    if (tree_hole(mm, from, to + PAGE, to + PAGE - from, PAGE) != from)
        return;
    establish(mm, &n, n.v.flags, -1, false, brk);
}

gaddr mm_brk(struct mm *mm, gaddr brk)
{
    gaddr from, to, result;

    mm_enter(mm);
    from = page_up(mm->brk);
    to = page_up(brk);
    if (brk >= mm->start_brk && brk <= mm->space.limit - PAGE) {
        if (to > from)
            grow_brk(mm, from, to, brk);
        else if (to < from && tree_reserve(mm, 3))
            mm_unmap_range(mm, to, from, brk);
        else if (to == from)
            mm->brk = brk;
    }
    result = mm->brk;
    mm_leave(mm);
    return result;
}

static int64_t attach_locked(struct mm *mm, int shmid, gaddr addr, int flags,
                             uint64_t len, const struct vnode *model)
{
    struct vnode n = *model;
    bool taken;
    long r;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    if (!addr) {
        addr = mm_place(mm, 0, len, PAGE);
        if (!addr)
            return -ENOMEM;
    } else if (len > mm->space.limit || addr > mm->space.limit - len) {
        return -EINVAL;
    } else {
        mm_sync_growth(mm, addr, addr + len);
    }
    taken = !mm_free_range(mm, addr, addr + len);
    if (!(flags & SHM_REMAP) && taken)
        return -EINVAL;
    if (mm_sealed(mm, addr, addr + len))
        return -EPERM;
    if (mm->no_exec_gain && writable_code(n.v.prot))
        return -EACCES;
    n.v.start = addr;
    n.v.end = addr + len;
    n.object = ++mm->objects;
    change_begin(mm,
                 &(struct change){.kind = taken ? CHANGE_MAP_OVER : CHANGE_MAP,
                                  .put = true,
                                  .start = addr,
                                  .end = addr + len,
                                  .n = n});
    r = hostcall3(SYS_shmat, shmid, mm_host_arg(mm, addr), flags & ~SHM_EXEC);
    if (hostcall_failed(r)) {
        change_drop(mm);
        return r;
    }
    change_finish(mm);
    return (int64_t)addr;
}

int64_t mm_shm_attach(struct mm *mm, int shmid, gaddr addr, int flags)
{
    struct shmid_ds ds;
    struct vnode n = {
        .v = {.prot = PROT_READ, .flags = MAP_SHARED, .ever_writable = true}};
    int64_t r;

    r = hostcall3(SYS_shmctl, shmid, IPC_STAT, (long)&ds);
    if (r < 0)
        return r;
    if (addr % PAGE) {
        if (!(flags & SHM_RND))
            return -EINVAL;
        addr = page_down(addr);
    }
    if (!addr && (flags & SHM_REMAP))
        return -EINVAL;
    if (!(flags & SHM_RDONLY))
        n.v.prot |= PROT_WRITE;
    if (flags & SHM_EXEC)
        n.v.prot |= PROT_EXEC;
    n.v.ino = (uint64_t)shmid;
    mm_enter(mm);
    r = attach_locked(mm, shmid, addr, flags, page_up(ds.shm_segsz), &n);
    mm_leave(mm);
    return r;
}

int mm_shm_detach(struct mm *mm, gaddr addr)
{
    struct vnode *n;
    int r;

    if (addr % PAGE || addr >= mm->space.limit)
        return -EINVAL;
    mm_enter(mm);
    n = tree_find(mm, addr);
    if (!n || n->v.start > addr || !n->object) {
        mm_leave(mm);
        return -EINVAL;
    }
    /* What is sealed stays, and nobody is told. */
    if (n->sealed) {
        mm_leave(mm);
        return 0;
    }
    /* It may have been cut and moved apart. */
    change_begin(mm, &(struct change){.kind = CHANGE_DETACH,
                                      .start = addr,
                                      .end = mm->space.limit,
                                      .n = *n});
    r = (int)hostcall3(SYS_shmdt, mm_host_arg(mm, addr), 0, 0);
    if (r == 0)
        change_finish(mm);
    else
        change_drop(mm);
    mm_leave(mm);
    return r;
}
