/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

int main(void)
{
    char buf[64] = "";

    make_file("f", "1");
    R(symlink("target/of/link", "l"));
    R(readlink("l", buf, sizeof(buf)));
    puts(buf);
    R(readlink("l", buf, 3));
    R(readlink("f", buf, 3));
    R(readlink("l", buf, 0));
    R(readlink("none", buf, 3));
    R(link("f", "g"));
    R(link("f", "g"));
    R(linkat(AT_FDCWD, "l", AT_FDCWD, "l2", 0));
    R(readlink("l2", buf, sizeof(buf)));
    R(rename("g", "h"));
    R(unlink("g"));
    make_file("x", "x");
    R(renameat2(AT_FDCWD, "h", AT_FDCWD, "x", RENAME_NOREPLACE));
    R(renameat2(AT_FDCWD, "h", AT_FDCWD, "x", RENAME_EXCHANGE));
    R(mkdir("d", 0700));
    R(unlink("d"));
    R(rmdir("d"));
    R(rmdir("f"));
    R(unlinkat(AT_FDCWD, "h", 0x1000));
    R(unlinkat(AT_FDCWD, "h", 0));
    R(mkdirat(AT_FDCWD, "h/x", 0));
    R(access("f", R_OK | W_OK));
    R(access("f", X_OK));
    R(access("nothing", F_OK));
    R(faccessat(AT_FDCWD, "l", F_OK, AT_SYMLINK_NOFOLLOW));
    return 0;
}
