/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of guests, from targets.def; the only place that names them all. */
#include "config.h"

#include "cpu/target.h"

#include <string.h>

#define TARGET(symbol) extern const struct target symbol;
#include "target/targets.def"
#undef TARGET

static const struct target *const targets[] = {
#define TARGET(symbol) &symbol,
#include "target/targets.def"
#undef TARGET
};

enum { COUNT = sizeof(targets) / sizeof(targets[0]) };

const struct target *target_at(unsigned n)
{
    return n < COUNT ? targets[n] : NULL;
}

const struct target *target_by_name(const char *name)
{
    for (unsigned i = 0; i < COUNT; i++)
        if (strcmp(targets[i]->name, name) == 0)
            return targets[i];
    return NULL;
}

const struct target *target_by_elf(uint16_t machine, uint8_t elf_class,
                                   uint8_t data)
{
    for (unsigned i = 0; i < COUNT; i++)
        if (targets[i]->elf_machine == machine &&
            targets[i]->elf_class == elf_class && targets[i]->elf_data == data)
            return targets[i];
    return NULL;
}
