/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/log.h"

#include "base/fd.h"
#include "base/fmt.h"
#include "base/hostcall.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

const struct log_item log_items[LOG_BIT_COUNT] = {
#define LOG_ITEM(name, constant, help) [LOG_BIT_##constant] = {name, help},
    LOG_ITEMS(LOG_ITEM)
#undef LOG_ITEM
};

static uint32_t mask_of_name(const char *name, size_t size)
{
    if (size == 3 && memcmp(name, "all", size) == 0)
        return LOG_ALL;
    for (unsigned bit = 0; bit < LOG_BIT_COUNT; bit++) {
        const char *item = log_items[bit].name;

        if (strlen(item) == size && memcmp(item, name, size) == 0)
            return 1u << bit;
    }
    return 0;
}

const char *log_parse(const char *text, uint32_t *mask)
{
    uint32_t wanted = 0;

    for (;;) {
        size_t size = strcspn(text, ",");
        uint32_t item = mask_of_name(text, size);

        if (item == 0)
            return text;
        wanted |= item;
        if (text[size] == '\0')
            break;
        text += size + 1;
    }
    *mask |= wanted;
    return NULL;
}

int log_open(struct log *log, uint32_t mask, const char *path)
{
    long fd = STDERR_FILENO;
    int high;

    if (path) {
        fd = hostcall6(SYS_openat, AT_FDCWD, (long)(uintptr_t)path,
                       O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
                       0666, 0, 0);
        if (hostcall_failed(fd))
            return (int)fd;
    }
    high = fd_dup_high((int)fd);
    if (path)
        hostcall3(SYS_close, fd, 0, 0);
    if (high < 0)
        return high;
    *log = (struct log){.mask = mask, .fd = high};
    return 0;
}

void log_write(const struct log *log, const char *data, size_t size)
{
    (void)fd_write_all(log->fd, data, size);
}

static void flush_sink(struct fmt_sink *sink)
{
    log_write((const struct log *)sink->context, sink->buf, sink->len);
    sink->len = 0;
}

void log_vprintf(const struct log *log, const char *fmt, va_list args)
{
    char buffer[LOG_BUFFER];
    struct fmt_sink sink = {
        .buf = buffer,
        .size = sizeof(buffer),
        .flush = flush_sink,
        .context = (void *)(uintptr_t)log,
    };

    fmt_vprint(&sink, fmt, args);
    flush_sink(&sink);
}

void log_printf(const struct log *log, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    log_vprintf(log, fmt, args);
    va_end(args);
}
