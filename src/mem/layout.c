/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the host has mapped where, as its /proc/self/maps tells it: for the one
 * question that the rest of a killed operation leaves open, whether mappings
 * were replaced by another.
 */
#include "config.h"

#include "mem/mm.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

/* One line of maps. */
struct line {
    uint64_t start, end, offset, ino;
    int prot;
    bool shared;
};

/* Does the range look like before, and like after the change? `like` says it of
 * all but the number of the file, which some file systems do not tell alike. */
struct view {
    const struct mm *mm;
    gaddr at; /* seen up to here */
    bool old_like, new_like, old_exact, new_exact;
};

static uint64_t parse_number(const char **p, unsigned base)
{
    uint64_t v = 0;

    for (;; (*p)++) {
        char c = **p;
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : 16;

        if (digit >= base)
            return v;
        v = v * base + digit;
    }
}

/* "start-end rwxp offset major:minor inode"; proc_pid_maps(5). */
static void parse_line(const char *p, struct line *l)
{
    l->start = parse_number(&p, 16);
    p++;
    l->end = parse_number(&p, 16);
    p++;
    l->prot = (p[0] == 'r' ? PROT_READ : 0) | (p[1] == 'w' ? PROT_WRITE : 0) |
              (p[2] == 'x' ? PROT_EXEC : 0);
    l->shared = p[3] == 's';
    p += 5;
    l->offset = parse_number(&p, 16);
    p++;
    parse_number(&p, 16);
    p++;
    parse_number(&p, 16);
    p++;
    l->ino = parse_number(&p, 10);
}

/* n NULL or l NULL: nothing is mapped. At address a. */
static void compare(const struct vnode *n, const struct line *l, gaddr a,
                    bool *like, bool *exact)
{
    bool shared = n && (n->v.flags & MAP_TYPE) != MAP_PRIVATE;

    if (!n != !l)
        *like = false;
    if (!n || !l)
        return;
    if (shared != l->shared || mm_host_prot(n->v.prot) != l->prot)
        *like = false;
    if ((n->v.flags & MAP_ANONYMOUS) && !shared) {
        if (l->ino)
            *like = false;
        return;
    }
    if (!l->ino || n->v.offset + (a - n->v.start) != l->offset + (a - l->start))
        *like = false;
    if (!(n->v.flags & MAP_ANONYMOUS))
        *exact &= n->v.ino == l->ino;
}

/* [view->at, end) is of l, or of nothing. */
static void see(struct view *w, const struct line *l, gaddr end)
{
    const struct change *c = &w->mm->change;

    if (end > c->end)
        end = c->end;
    while (w->at < end) {
        const struct vnode *n = tree_find(w->mm, w->at);
        gaddr stop = end;

        if (n && n->v.start > w->at) {
            stop = n->v.start < end ? n->v.start : end;
            n = NULL;
        } else if (n && n->v.end < end) {
            stop = n->v.end;
        }
        compare(n, l, w->at, &w->old_like, &w->old_exact);
        compare(&c->n, l, w->at, &w->new_like, &w->new_exact);
        w->at = stop;
    }
}

static void see_line(struct view *w, const char *text)
{
    struct line l;

    parse_line(text, &l);
    if (l.start < mm_base(w->mm))
        return;
    l.start = mm_guest(w->mm, l.start);
    l.end = mm_guest(w->mm, l.end);
    if (l.end <= w->at)
        return;
    if (l.start > w->at)
        see(w, NULL, l.start);
    see(w, &l, l.end);
}

/* Calls see_line for each line, of which only the head is kept. */
static bool read_lines(struct view *w, int fd)
{
    char in[1024], head[128];
    size_t used = 0;
    long n;

    while ((n = hostcall3(SYS_read, fd, (long)in, sizeof(in))) > 0) {
        for (long i = 0; i < n; i++) {
            if (in[i] == '\n') {
                head[used] = 0;
                see_line(w, head);
                used = 0;
            } else if (used < sizeof(head) - 1) {
                head[used++] = in[i];
            }
        }
    }
    see(w, NULL, w->mm->change.end);
    return n == 0;
}

int layout_shows_change(const struct mm *mm)
{
    struct view w = {mm, mm->change.start, true, true, true, true};
    long fd =
        hostcall3(SYS_open, (long)"/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
    bool all;

    if (fd < 0)
        return -1;
    all = read_lines(&w, (int)fd);
    hostcall3(SYS_close, fd, 0, 0);
    if (!all || (!w.old_like && !w.new_like))
        return -1;
    if (w.old_like != w.new_like)
        return w.new_like;
    /* Nothing but the file may differ: then new, unless it is only old. */
    return w.new_exact || !w.old_exact;
}
