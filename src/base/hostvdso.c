/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/hostvdso.h"

#include <elf.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

/* What stands here until the vDSO is found, and if it has no such function. */
static int call_gettime(clockid_t clock, struct timespec *ts)
{
    return (int)hostcall3(SYS_clock_gettime, clock, (long)ts, 0);
}

static int call_getres(clockid_t clock, struct timespec *ts)
{
    return (int)hostcall3(SYS_clock_getres, clock, (long)ts, 0);
}

static int call_timeofday(struct timeval *tv, struct timezone *tz)
{
    return (int)hostcall3(SYS_gettimeofday, (long)tv, (long)tz, 0);
}

static int call_getcpu(unsigned *cpu, unsigned *node, void *unused)
{
    return (int)hostcall3(SYS_getcpu, (long)cpu, (long)node, (long)unused);
}

/* Written by host_vdso_init() only. */
static struct {
    int (*gettime)(clockid_t, struct timespec *);
    int (*getres)(clockid_t, struct timespec *);
    int (*timeofday)(struct timeval *, struct timezone *);
    int (*getcpu)(unsigned *, unsigned *, void *);
} host = {call_gettime, call_getres, call_timeofday, call_getcpu};

static void take(const char *name, const char *address)
{
    static const struct {
        const char *name;
        void *slot;
    } wanted[] = {
        {"__vdso_clock_gettime", &host.gettime},
        {"__vdso_clock_getres", &host.getres},
        {"__vdso_gettimeofday", &host.timeofday},
        {"__vdso_getcpu", &host.getcpu},
    };

    for (unsigned i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        if (strcmp(name, wanted[i].name) == 0)
            memcpy(wanted[i].slot, &address, sizeof(address));
}

/* The kernel's image is linked at 0 but for its first segment's address, and
 * what its dynamic section points to is not relocated. */
static void scan(const char *base, const Elf64_Phdr *ph, unsigned n)
{
    const Elf64_Dyn *dyn = NULL;
    const Elf64_Sym *sym = NULL;
    const char *strings = NULL, *bias = NULL;
    const Elf64_Word *hash = NULL;

    for (unsigned i = 0; i < n; i++) {
        if (ph[i].p_type == PT_DYNAMIC)
            dyn = (const void *)(base + ph[i].p_offset);
        if (ph[i].p_type == PT_LOAD && !bias)
            bias = base + ph[i].p_offset - ph[i].p_vaddr;
    }
    for (; dyn && bias && dyn->d_tag != DT_NULL; dyn++) {
        const char *at = bias + dyn->d_un.d_ptr;

        switch (dyn->d_tag) {
        case DT_SYMTAB: sym = (const void *)at; break;
        case DT_STRTAB: strings = at; break;
        case DT_HASH: hash = (const void *)at; break;
        default: break;
        }
    }
    if (!sym || !strings || !hash)
        return;
    /* The second word is the number of chains, one for each symbol. */
    for (unsigned i = 1; i < hash[1]; i++)
        if (sym[i].st_shndx != SHN_UNDEF)
            take(strings + sym[i].st_name, bias + sym[i].st_value);
}

void host_vdso_init(void)
{
    const char *base = (const char *)getauxval(AT_SYSINFO_EHDR);
    const Elf64_Ehdr *head = (const void *)base;

    if (base && memcmp(head->e_ident, ELFMAG, SELFMAG) == 0)
        scan(base, (const void *)(base + head->e_phoff), head->e_phnum);
}

long host_clock_gettime(int clock, struct timespec *ts)
{
    return host.gettime(clock, ts);
}

long host_clock_getres(int clock, struct timespec *ts)
{
    return host.getres(clock, ts);
}

long host_gettimeofday(struct timeval *tv, struct timezone *tz)
{
    return host.timeofday(tv, tz);
}

long host_getcpu(unsigned *cpu, unsigned *node)
{
    return host.getcpu(cpu, node, NULL);
}
