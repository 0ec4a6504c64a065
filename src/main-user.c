/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 2 };

static const char help_text[] =
    "usage: calque [options] program [arguments]\n"
    "Run a Linux program that was built for another processor.\n"
    "\n"
    "  --help      print this text\n"
    "  --version   print the version\n"
    "\n"
    "calque(1) describes the options.\n";

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts(PACKAGE_NAME " " PACKAGE_VERSION);
        return EXIT_SUCCESS;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help_text, stdout);
        return EXIT_SUCCESS;
    }
    die(EXIT_USAGE, "usage: calque [options] program [arguments]");
}
