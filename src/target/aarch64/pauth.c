/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "target/aarch64/pauth.h"

#include <errno.h>
#include <linux/prctl.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "target/aarch64/decode.inc"

void aarch64_pac_reset(struct aarch64_cpu *a, unsigned keys)
{
    uint64_t fresh[5][2] = {{0}};

    hostcall3(SYS_getrandom, (long)fresh, sizeof(fresh), 0);
    for (unsigned k = 0; k < 5; k++)
        if (keys & 1u << k)
            memcpy(a->pac_key[k], fresh[k], sizeof(fresh[k]));
}

void aarch64_pac_enable(struct aarch64_cpu *a, unsigned keys, unsigned enabled)
{
    for (unsigned k = 0; k < 4; k++)
        if (keys & 1u << k)
            a->pac_mask[k] = enabled & 1u << k ? PAC_FIELD : 0;
}

static int64_t enabled_keys(const struct aarch64_cpu *a)
{
    unsigned keys = 0;

    for (unsigned k = 0; k < 4; k++)
        if (a->pac_mask[k])
            keys |= 1u << k;
    return keys;
}

static int64_t reset_keys(struct aarch64_cpu *a, const uint64_t args[6])
{
    if (args[2] | args[3] | args[4] || args[1] & ~(uint64_t)PAC_ALL)
        return -EINVAL;
    aarch64_pac_reset(a, args[1] ? (unsigned)args[1] : PAC_ALL);
    return 0;
}

static int64_t set_enabled(struct aarch64_cpu *a, const uint64_t args[6])
{
    if (args[3] | args[4] || args[1] & ~(uint64_t)PAC_ADDRESS ||
        args[2] & ~args[1])
        return -EINVAL;
    aarch64_pac_enable(a, (unsigned)args[1], (unsigned)args[2]);
    return 0;
}

bool aarch64_prctl(struct cpu *cpu, const uint64_t args[6], int64_t *result)
{
    struct aarch64_cpu *a = (struct aarch64_cpu *)cpu;

    if (!(a->features & AARCH64_HAS_PAUTH))
        return false;
    switch ((int)args[0]) {
    case PR_PAC_RESET_KEYS: *result = reset_keys(a, args); return true;
    case PR_PAC_SET_ENABLED_KEYS: *result = set_enabled(a, args); return true;
    case PR_PAC_GET_ENABLED_KEYS:
        *result =
            args[1] | args[2] | args[3] | args[4] ? -EINVAL : enabled_keys(a);
        return true;
    default: return false;
    }
}
