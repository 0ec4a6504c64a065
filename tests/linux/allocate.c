/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

int main(void)
{
    int fd = make_file("f", "");
    struct stat s;

    R(fallocate(fd, 0, 0, 65536));
    R(fstat(fd, &s));
    V(s.st_size);
    R(fallocate(fd, FALLOC_FL_KEEP_SIZE, 65536, 65536));
    R(fstat(fd, &s));
    V(s.st_size);
    R(fallocate(fd, 0, -1, 5));
    R(fallocate(fd, 0, 0, 0));
    R(fallocate(0, 0, 0, 10) == -1);
    R(posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM));
    R(posix_fadvise(fd, 0, 0, 99));
    R(readahead(fd, 0, 4096));
    R(sync_file_range(fd, 0, 4096, SYNC_FILE_RANGE_WRITE));
    R(sync_file_range(fd, 0, 4096, 0x100));
    R(syncfs(fd));
    return 0;
}
