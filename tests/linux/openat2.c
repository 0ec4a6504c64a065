/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <linux/openat2.h>

static long at2(const char *path, uint64_t flags, uint64_t resolve, size_t size)
{
    struct open_how how[2] = {{.flags = flags, .resolve = resolve}};

    return syscall(SYS_openat2, AT_FDCWD, path, how, size);
}

int main(void)
{
    struct open_how how = {.flags = O_RDONLY};

    make_file("f", "x");
    R(symlink("f", "link"));
    OK(at2("f", O_RDONLY, 0, sizeof(how)));
    R(at2("f", O_RDONLY | O_DIRECTORY, 0, sizeof(how)));
    R(at2("link", O_RDONLY | O_NOFOLLOW, 0, sizeof(how)));
    R(at2("link", O_RDONLY, RESOLVE_NO_SYMLINKS, sizeof(how)));
    R(at2("../x", O_RDONLY, RESOLVE_BENEATH, sizeof(how)));
    R(at2("f", O_RDONLY, 0, 8));
    OK(at2("f", O_RDONLY, 0, sizeof(how) + 8));
    R(at2("f", O_RDONLY, 1ull << 40, sizeof(how)));
    R(at2("f", 1ull << 40, 0, sizeof(how)));
    R(syscall(SYS_openat2, AT_FDCWD, "f", (void *)-8L, sizeof(how)));
    return 0;
}
