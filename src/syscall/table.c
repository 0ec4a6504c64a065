/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <string.h>

enum {
#define KIND(name, class, show, names, out) KIND_CLASS_##name = CLASS_##class,
#include "syscall/kinds.def"
#undef KIND
};

enum {
#define KIND(name, class, show, names, out) KIND_OUT_##name = out,
#include "syscall/kinds.def"
#undef KIND
};
const uint16_t kind_out[KIND_COUNT] = {
#define KIND(name, class, show, names, out) [KIND_##name] = out,
#include "syscall/kinds.def"
#undef KIND
};

#define FN_pass(name)    NULL
#define FN_quick(name)   NULL
#define FN_own(name)     sys_##name
#define FN_unimp(name)   sys_unimp
#define HOST_pass(name)  SYS_##name
#define HOST_quick(name) SYS_##name
#define HOST_own(name)   0
#define HOST_unimp(name) 0

enum how { HOW_pass, HOW_quick, HOW_own, HOW_unimp };

#define IS(class, kind, i)                                                     \
    (((int)KIND_CLASS_##kind == (int)CLASS_##class) << (i))
#define MASK(class, a, b, c, d, e, f)                                          \
    (IS(class, a, 0) | IS(class, b, 1) | IS(class, c, 2) | IS(class, d, 3) |   \
     IS(class, e, 4) | IS(class, f, 5))
#define OUT(kind, i)  ((KIND_OUT_##kind != 0) << (i))
#define FILE(kind, i) ((KIND_##kind == KIND_wfd) << (i))
#define ALL(is, a, b, c, d, e, f)                                              \
    (is(a, 0) | is(b, 1) | is(c, 2) | is(d, 3) | is(e, 4) | is(f, 5))
#define ROW(id, how, n, a, b, c, d, e, f)                                      \
    {.name = #id,                                                              \
     .fn = FN_##how(id),                                                       \
     .host_nr = HOST_##how(id),                                                \
     .quick = HOW_##how == HOW_quick,                                          \
     .argc = (n),                                                              \
     .kind = {KIND_##a, KIND_##b, KIND_##c, KIND_##d, KIND_##e, KIND_##f},     \
     .ptrs = MASK(PTR, a, b, c, d, e, f),                                      \
     .fds = MASK(FD, a, b, c, d, e, f),                                        \
     .paths = MASK(PATH, a, b, c, d, e, f) | MASK(LPATH, a, b, c, d, e, f),    \
     .lpaths = MASK(LPATH, a, b, c, d, e, f),                                  \
     .oflags = MASK(OFLAGS, a, b, c, d, e, f),                                 \
     .outs = ALL(OUT, a, b, c, d, e, f),                                       \
     .wfds = ALL(FILE, a, b, c, d, e, f)},

#define SYS0(id, how)                   ROW(id, how, 0, int, int, int, int, int, int)
#define SYS1(id, how, a)                ROW(id, how, 1, a, int, int, int, int, int)
#define SYS2(id, how, a, b)             ROW(id, how, 2, a, b, int, int, int, int)
#define SYS3(id, how, a, b, c)          ROW(id, how, 3, a, b, c, int, int, int)
#define SYS4(id, how, a, b, c, d)       ROW(id, how, 4, a, b, c, d, int, int)
#define SYS5(id, how, a, b, c, d, e)    ROW(id, how, 5, a, b, c, d, e, int)
#define SYS6(id, how, a, b, c, d, e, f) ROW(id, how, 6, a, b, c, d, e, f)
const struct sys_row sys_rows[] = {
#include "syscall/syscalls.def"
};
#undef SYS0
#undef SYS1
#undef SYS2
#undef SYS3
#undef SYS4
#undef SYS5
#undef SYS6

/* Row numbers, from 1: 0 is a hole in a number table. */
enum row_id {
    ROW_NONE,
#define SYS0(id, how)                   ROW_##id,
#define SYS1(id, how, a)                ROW_##id,
#define SYS2(id, how, a, b)             ROW_##id,
#define SYS3(id, how, a, b, c)          ROW_##id,
#define SYS4(id, how, a, b, c, d)       ROW_##id,
#define SYS5(id, how, a, b, c, d, e)    ROW_##id,
#define SYS6(id, how, a, b, c, d, e, f) ROW_##id,
#include "syscall/syscalls.def"
};

#define NR(number, id) [number] = ROW_##id,
static const uint16_t generic[] = {
#include "syscall/nr-generic.def"
};
#undef NR

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
static const struct nr_table tables[] = {
    {"generic", generic, COUNT(generic)},
};

const struct nr_table *nr_table_by_name(const char *name)
{
    for (unsigned i = 0; i < COUNT(tables); i++)
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    return NULL;
}
