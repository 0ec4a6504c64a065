/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host's processors that are online, as the kernel lists them.  Any thread;
 * without /sys there is one.
 */
#ifndef BASE_HOSTCPUS_H
#define BASE_HOSTCPUS_H

#include <stdint.h>

enum { HOST_CPU_WORDS = 16 };

/* Bit n % 64 of word n / 64 is processor n's. */
struct host_cpus {
    uint64_t word[HOST_CPU_WORDS];
};

/* Their set, and how many they are. */
unsigned host_online_cpus(struct host_cpus *set);

#endif
