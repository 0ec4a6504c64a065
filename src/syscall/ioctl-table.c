/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of ioctls.def, found by number. */
#include "config.h"

#include "syscall/ioctl.h"

#include <stddef.h>

#include "syscall/ioctl-headers.h"

enum {
#define IOCTL(id, arg) ROW_##id,
#include "syscall/ioctls.def"
#undef IOCTL
};

static const struct ioctl_row rows[] = {
#define IOCTL(id, arg) {#id, (uint32_t)(id), IOCTL_##arg},
#include "syscall/ioctls.def"
#undef IOCTL
};

/* The compiler's search, and its word that no number comes twice. */
const struct ioctl_row *ioctl_row(uint32_t request)
{
    switch (request) {
#define IOCTL(id, arg)                                                         \
    case (uint32_t)(id):                                                       \
        return &rows[ROW_##id];
#include "syscall/ioctls.def"
#undef IOCTL
    default: return NULL;
    }
}

const char *ioctl_name(uint32_t request)
{
    const struct ioctl_row *row = ioctl_row(request);

    return row ? row->name : NULL;
}
