/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/xattr.h>

int main(void)
{
    char buf[64] = "";
    int fd = make_file("f", "");

    R(setxattr("f", "user.a", "value", 5, 0));
    R(getxattr("f", "user.a", buf, sizeof(buf)));
    puts(buf);
    R(getxattr("f", "user.a", buf, 2));
    R(fgetxattr(fd, "user.none", buf, 2));
    R(setxattr("f", "user.a", "v", 1, XATTR_CREATE));
    R(fsetxattr(fd, "user.b", "v", 1, XATTR_REPLACE));
    R(fsetxattr(fd, "user.b", "v", 1, 0));
    R(listxattr("f", NULL, 0));
    R(removexattr("f", "user.b"));
    R(fremovexattr(fd, "user.b"));
    R(lgetxattr("none", "user.b", buf, 1));
    return 0;
}
