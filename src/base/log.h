/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The -d log: which items are wanted, and where their text goes.
 *
 * A struct log is filled by log_open() before the first guest thread starts
 * and is constant afterwards, so that any thread may test and write without a
 * lock.  Its owner keeps it for the life of the process.  A call's text goes
 * out in one write if it is shorter than LOG_BUFFER; longer text may be
 * interleaved with that of other threads.  Failure to write is ignored: a full
 * disk must not change what the guest does.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* name on the command line, constant, help */
#define LOG_ITEMS(X)                                                           \
    X("in_asm", IN_ASM, "guest code, as it is translated")                     \
    X("op", OP, "IR as the front end made it")                                 \
    X("op_opt", OP_OPT, "IR after the passes")                                 \
    X("out_asm", OUT_ASM, "host code")                                         \
    X("exec", EXEC, "blocks entered (slow)")                                   \
    X("cpu", CPU, "registers at each block entered (slow)")                    \
    X("int", INT, "exceptions, interrupts and signals")                        \
    X("strace", STRACE, "system calls")                                        \
    X("unimp", UNIMP, "what the guest asked for and we do not have")           \
    X("page", PAGE, "guest memory layout at start")

enum log_bit {
#define LOG_BIT(name, constant, help) LOG_BIT_##constant,
    LOG_ITEMS(LOG_BIT)
#undef LOG_BIT
        LOG_BIT_COUNT
};

enum log_mask {
#define LOG_MASK(name, constant, help) LOG_##constant = 1 << LOG_BIT_##constant,
    LOG_ITEMS(LOG_MASK)
#undef LOG_MASK
        LOG_ALL = (1 << LOG_BIT_COUNT) - 1
};

enum { LOG_BUFFER = 512 };

struct log {
    uint32_t mask; /* of enum log_mask */
    int fd;        /* -1: none */
};

/* The name and the help of item `bit`, for --help. */
struct log_item {
    const char *name;
    const char *help;
};
extern const struct log_item log_items[LOG_BIT_COUNT];

/*
 * Parse a -d argument, names with commas between them; "all" is every item.
 * Adds to *mask and returns NULL, or returns where the first unknown name
 * starts in `text` and leaves *mask alone.
 */
const char *log_parse(const char *text, uint32_t *mask);

/*
 * Send the items of `mask` to the file `path`, created or emptied; to standard
 * error as it is now if path is NULL.  Returns 0, or -errno with nothing set.
 */
int log_open(struct log *log, uint32_t mask, const char *path);

/* Is one of the items wanted?  Ask this before preparing text. */
static inline bool log_enabled(const struct log *log, uint32_t mask)
{
    return __builtin_expect((log->mask & mask) != 0, 0);
}

/* Write text, whatever the mask says. */
void log_write(const struct log *log, const char *data, size_t size);
void log_printf(const struct log *log, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void log_vprintf(const struct log *log, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
