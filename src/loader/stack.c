/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first stack: strings, vectors, auxiliary vector (gABI, figure 3-9 ff.;
 * getauxval(3)). */
#include "config.h"

#include "loader/load.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

#ifndef AT_MINSIGSTKSZ
#define AT_MINSIGSTKSZ 51
#endif

/* What the kernel gives a new stack beyond its contents. */
#define STACK_SPARE ((uint64_t)128 << 10)

enum { AUXV_MAX = 24, RANDOM_BYTES = 16, STACK_ALIGN = 16 };

/* Addresses found on the way down. */
struct builder {
    struct mm *mm;
    gaddr sp;
    gaddr execfn, platform, random;
    unsigned argc, envc;
    uint64_t strings; /* bytes of argument and environment strings */
    int error;
};

/* The arguments as the guest gets them: those of #! lines first. */
static const char *arg_at(const struct loader_request *rq, unsigned i)
{
    unsigned n = rq->program->n_prefix;

    if (i < n)
        return rq->program->prefix[i];
    if (n)
        return rq->argv[0] ? rq->argv[i - n + 1] : NULL;
    return i == 0 && rq->argv0 ? rq->argv0 : rq->argv[i];
}

static void count(struct builder *b, const struct loader_request *rq)
{
    const char *s;

    for (; (s = arg_at(rq, b->argc)) != NULL; b->argc++)
        b->strings += strlen(s) + 1;
    for (; rq->envp[b->envc]; b->envc++)
        b->strings += strlen(rq->envp[b->envc]) + 1;
    b->strings += strlen(rq->execfn) + 1;
}

static void put(struct builder *b, gaddr at, const void *data, size_t size)
{
    if (b->error == 0)
        b->error = mem_write(b->mm, at, data, size);
}

static gaddr push(struct builder *b, const void *data, size_t size)
{
    b->sp -= size;
    put(b, b->sp, data, size);
    return b->sp;
}

static gaddr push_string(struct builder *b, const char *s)
{
    return push(b, s, strlen(s) + 1);
}

struct auxv {
    uint64_t entry[AUXV_MAX][2];
    unsigned n;
};

static void aux(struct auxv *v, uint64_t type, uint64_t value)
{
    v->entry[v->n][0] = type;
    v->entry[v->n++][1] = value;
}

static void fill_auxv(struct auxv *v, const struct builder *b,
                      const struct process *p, const struct task *t,
                      const struct stack_plan *plan)
{
    const struct guest_abi *abi = p->target->abi;
    const struct loaded *prog = plan->program;

    if (plan->vdso)
        aux(v, AT_SYSINFO_EHDR, plan->vdso);
    aux(v, AT_MINSIGSTKSZ, abi->min_sigstack);
    aux(v, AT_HWCAP, abi->hwcap(t->cpu));
    aux(v, AT_PAGESZ, PAGE);
    aux(v, AT_CLKTCK, getauxval(AT_CLKTCK));
    aux(v, AT_PHDR, prog->elf.phdr ? prog->bias + prog->elf.phdr : 0);
    aux(v, AT_PHENT, ELF_PHENT_SIZE);
    aux(v, AT_PHNUM, prog->elf.phnum);
    aux(v, AT_BASE,
        plan->interp ? plan->interp->bias + plan->interp->elf.low : 0);
    aux(v, AT_FLAGS, 0);
    aux(v, AT_ENTRY, prog->bias + prog->elf.entry);
    aux(v, AT_UID, getauxval(AT_UID));
    aux(v, AT_EUID, getauxval(AT_EUID));
    aux(v, AT_GID, getauxval(AT_GID));
    aux(v, AT_EGID, getauxval(AT_EGID));
    aux(v, AT_SECURE, getauxval(AT_SECURE));
    aux(v, AT_RANDOM, b->random);
    aux(v, AT_HWCAP2, abi->hwcap2 ? abi->hwcap2(t->cpu) : 0);
    aux(v, AT_EXECFN, b->execfn);
    if (b->platform)
        aux(v, AT_PLATFORM, b->platform);
    aux(v, AT_NULL, 0);
}

/* `need` bytes must fit, by the kernel's rule a quarter of the limit. */
static int map_stack(struct process *p, struct mm *mm, gaddr top, uint64_t need,
                     bool exec)
{
    uint64_t size = page_up(need + STACK_SPARE), limit = 8 << 20;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    struct rlimit rl;
    int64_t r;

    if (p->config.stack_size) {
        /* A size that was asked for is there at once. */
        limit = size = page_up(p->config.stack_size);
        flags |= MAP_NORESERVE;
    } else {
        if (hostcall3(SYS_getrlimit, RLIMIT_STACK, (long)&rl, 0) == 0)
            limit = rl.rlim_cur;
        flags |= MAP_GROWSDOWN;
    }
    if (need > limit / 4)
        return -E2BIG;
    if (size > top)
        return -ENOMEM;
    r = mm_map(mm, top - size, size,
               PROT_READ | PROT_WRITE | (exec ? PROT_EXEC : 0), flags, -1, 0);
    if (r < 0)
        return (int)r;
    mm_set_name(mm, (gaddr)r, "[stack]");
    return 0;
}

/* Writes the strings; what they are for is noted in b and p. */
static void push_strings(struct builder *b, struct process *p,
                         const struct loader_request *rq)
{
    const char *platform = p->target->abi->platform;
    uint8_t random[RANDOM_BYTES];
    gaddr at;

    b->sp -= 8;
    b->execfn = push_string(b, rq->execfn);
    p->env_end = b->sp;
    /* Strings are written upwards, from the lowest, in their order. */
    b->sp -= b->strings - (strlen(rq->execfn) + 1);
    at = p->arg_start = b->sp;
    for (unsigned i = 0; i < b->argc; i++) {
        const char *s = arg_at(rq, i);

        put(b, at, s, strlen(s) + 1);
        at += strlen(s) + 1;
    }
    p->arg_end = p->env_start = at;
    for (unsigned i = 0; i < b->envc; i++) {
        put(b, at, rq->envp[i], strlen(rq->envp[i]) + 1);
        at += strlen(rq->envp[i]) + 1;
    }
    if (platform)
        b->platform = push_string(b, platform);
    /* Seeds stack protectors; the host's own is as good as any if the kernel
     * has nothing better yet. */
    if (hostcall3(SYS_getrandom, (long)random, sizeof(random), GRND_NONBLOCK) !=
        sizeof(random))
        memcpy(random, (const void *)getauxval(AT_RANDOM), sizeof(random));
    b->random = push(b, random, sizeof(random));
}

static void push_vectors(struct builder *b, struct process *p,
                         const struct loader_request *rq, const struct auxv *v)
{
    uint64_t words = 1 + b->argc + 1 + b->envc + 1, word = b->argc;
    gaddr at, string = p->arg_start;

    b->sp &= -(gaddr)STACK_ALIGN;
    b->sp -= v->n * sizeof(v->entry[0]) + words * sizeof(word);
    b->sp &= -(gaddr)STACK_ALIGN;
    at = b->sp;
    put(b, at, &word, sizeof(word));
    for (unsigned i = 0; i < b->argc; i++) {
        put(b, at += 8, &string, sizeof(string));
        string += strlen(arg_at(rq, i)) + 1;
    }
    word = 0;
    put(b, at += 8, &word, sizeof(word));
    for (unsigned i = 0; i < b->envc; i++) {
        put(b, at += 8, &string, sizeof(string));
        string += strlen(rq->envp[i]) + 1;
    }
    put(b, at += 8, &word, sizeof(word));
    p->auxv_start = at + 8;
    p->auxv_size = v->n * (uint32_t)sizeof(v->entry[0]);
    put(b, p->auxv_start, v->entry, p->auxv_size);
}

int load_stack(struct process *p, struct task *t, struct stack_plan *plan)
{
    const struct loader_request *rq = plan->rq;
    struct builder b = {.mm = t->mm, .sp = plan->top};
    struct auxv v = {.n = 0};
    int r;

    count(&b, rq);
    r = map_stack(p, t->mm, plan->top,
                  b.strings + ((uint64_t)b.argc + b.envc) * 8 + PAGE,
                  plan->program->elf.exec_stack);
    if (r < 0)
        return r;
    push_strings(&b, p, rq);
    fill_auxv(&v, &b, p, t, plan);
    push_vectors(&b, p, rq, &v);
    p->stack_start = plan->sp = b.sp;
    return b.error;
}
