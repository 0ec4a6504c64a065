/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * usage: unit.tap [SUITE...]
 *
 * Runs all suites, or those named, and prints TAP.  With CK_FORK=no in the
 * environment the tests run in this process, for a debugger.
 */
#include "config.h"

#include "unit/suites.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    Suite *(*make)(void);
} suites[] = {
#define UNIT_ROW(name) {#name, suite_##name},
    UNIT_SUITES(UNIT_ROW)
#undef UNIT_ROW
};

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc == 1;
}

int main(int argc, char **argv)
{
    SRunner *runner = srunner_create(NULL);
    int selected = 0;
    int failed;

    for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
        if (wanted(suites[i].name, argc, argv)) {
            srunner_add_suite(runner, suites[i].make());
            selected++;
        }
    }
    if (selected == 0) {
        fputs("unit.tap: no such suite\n", stderr);
        return 2;
    }
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
