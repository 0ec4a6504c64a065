/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/binfmt.h"

#include <errno.h>
#include <sys/auxv.h>

/* AT_FLAGS_PRESERVE_ARGV0, from Linux 5.12 on. */
enum { PRESERVE_ARGV0 = 1 };

int binfmt_fd(void)
{
    unsigned long fd;

    errno = 0;
    fd = getauxval(AT_EXECFD);
    return errno == 0 ? (int)fd : -1;
}

bool binfmt_argv0(void)
{
    return getauxval(AT_FLAGS) & PRESERVE_ARGV0;
}

bool binfmt_started(void)
{
    return binfmt_fd() >= 0 || binfmt_argv0();
}
