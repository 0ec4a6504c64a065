/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/personality.h>
#include <sys/utsname.h>

/* PER_LINUX32 is for a 32-bit mode, which changes what uname says. */
static bool linux32_as_it_should(void)
{
#if defined(__riscv)
    const char *machine = "riscv32";
#else
    const char *machine = "i686";
#endif
    struct utsname u;

#if defined(__aarch64__)
    return personality(PER_LINUX32) == -1 && errno == EINVAL;
#endif
    return personality(PER_LINUX32) >= 0 && uname(&u) == 0 &&
           strcmp(u.machine, machine) == 0 && personality(0) == PER_LINUX32;
}

int main(void)
{
    struct utsname before, after;
    char buf[32] = "";
    int fd;

    uname(&before);
    R(personality(0xffffffff));
    R(personality(PER_BSD));
    R(personality(0xffffffff));
    R(personality(ADDR_NO_RANDOMIZE));
    fd = open("/proc/self/personality", O_RDONLY);
    R(read(fd, buf, sizeof(buf)));
    printf("%s", buf);
    R(personality(0));
    T(linux32_as_it_should());
    uname(&after);
    T(strcmp(before.machine, after.machine) == 0);
    return 0;
}
