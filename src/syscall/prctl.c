/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <linux/prctl.h>
#include <string.h>

/* Later than the headers of some systems. */
enum {
    GET_AUXV = 0x41555856,
    TIMER_CREATE_RESTORE_IDS = 77,
    FUTEX_HASH = 78,
};
#ifndef PR_SET_MDWE
#define PR_SET_MDWE              65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#define PR_GET_MDWE              66
#endif
#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67
#define PR_GET_MEMORY_MERGE 68
#endif

static int64_t get_tagged_addr(const struct task *t, const uint64_t a[6])
{
    const struct guest_abi *abi = t->process->target->abi;

    /* The first asks whether there is such a control. */
    if (abi->tag_bits(t->cpu, 0) < 0 || a[1] | a[2] | a[3] | a[4])
        return -EINVAL;
    return (int64_t)(abi->tag_fields(t->cpu) |
                     (t->addr_tag_mask ? PR_TAGGED_ADDR_ENABLE : 0));
}

/* PR_TAGGED_ADDR_ENABLE turns the tagged address ABI on, the fields are the
 * target's. */
static int64_t set_tagged_addr(struct task *t, const uint64_t a[6])
{
    const struct guest_abi *abi = t->process->target->abi;
    const uint64_t enable = a[1] & PR_TAGGED_ADDR_ENABLE;
    int bits = abi->tag_bits(t->cpu, a[1] & ~(uint64_t)PR_TAGGED_ADDR_ENABLE);
    uint64_t mask;

    if (a[2] | a[3] | a[4] || bits < 0 || (enable && !bits))
        return -EINVAL;
    mask = enable ? ~UINT64_C(0) << (64 - bits) : 0;
    if (abi->tags_shared && mask != t->addr_tag_mask &&
        !translator_alone(t->process->tr))
        return -EBUSY;
    if ((unsigned)bits != t->cpu->tag_bits)
        cpu_set_tags(t->cpu, (unsigned)bits);
    t->addr_tag_mask = mask;
    return 0;
}

/* The host keeps the setting and hands it on; it is no burden for us, who then
 * map code twice.  What it refuses the guest, our own tree of mappings knows.
 */
static int64_t refuse_exec_gain(struct task *t, const uint64_t a[6])
{
    int64_t ret = host_call(SYS_prctl, a[0], a[1], a[2], a[3], a[4], 0);

    if (ret == 0 && (a[1] & PR_MDWE_REFUSE_EXEC_GAIN))
        mm_refuse_exec_gain(t->mm);
    return ret;
}

static int64_t get_auxv(struct task *t, const uint64_t a[6])
{
    const struct process *p = t->process;
    uint64_t n = p->auxv_size < a[2] ? p->auxv_size : a[2];
    char buf[1024];

    if (a[3] | a[4])
        return -EINVAL;
    if (n > sizeof(buf))
        n = sizeof(buf);
    if (mem_read(t->mm, buf, p->auxv_start, n) || put_user(t, a[1], buf, n))
        return -EFAULT;
    return p->auxv_size;
}

/* One field of what /proc tells; the field of ours, NULL for none. */
static gaddr *shown_field(struct process *p, int field)
{
    switch (field) {
    case PR_SET_MM_START_CODE: return &p->start_code;
    case PR_SET_MM_END_CODE: return &p->end_code;
    case PR_SET_MM_START_DATA: return &p->start_data;
    case PR_SET_MM_END_DATA: return &p->end_data;
    case PR_SET_MM_START_STACK: return &p->stack_start;
    case PR_SET_MM_ARG_START: return &p->arg_start;
    case PR_SET_MM_ARG_END: return &p->arg_end;
    case PR_SET_MM_ENV_START: return &p->env_start;
    case PR_SET_MM_ENV_END: return &p->env_end;
    default: return NULL;
    }
}

/* All fields at once. The host's break is its own, and it keeps its program. */
static int64_t set_mm_map(struct task *t, uint64_t from, uint64_t size)
{
    struct process *p = t->process;
    const uint64_t base = mm_base(t->mm);
    struct prctl_mm_map g, h;
    int64_t ret;

    if (size != sizeof(g))
        return -EINVAL;
    if (get_user(t, &g, from, sizeof(g)))
        return -EFAULT;
    if (g.exe_fd != UINT32_MAX) {
        sys_note(t, "unsupported exe_fd of PR_SET_MM_MAP\n");
        return -EINVAL;
    }
    h = g;
    h.start_code += base;
    h.end_code += base;
    h.start_data += base;
    h.end_data += base;
    h.start_stack += base;
    h.arg_start += base;
    h.arg_end += base;
    h.env_start += base;
    h.env_end += base;
    h.auxv = (__u64 *)user_pointer(t, g.auxv);
    h.brk = (uint64_t)host_call(SYS_brk, 0, 0, 0, 0, 0, 0);
    h.start_brk = h.brk & -(uint64_t)4096;
    ret = host_call(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, host_ptr(&h),
                    sizeof(h), 0, 0);
    if (ret)
        return ret;
    p->start_code = g.start_code;
    p->end_code = g.end_code;
    p->start_data = g.start_data;
    p->end_data = g.end_data;
    p->stack_start = g.start_stack;
    p->arg_start = g.arg_start;
    p->arg_end = g.arg_end;
    p->env_start = g.env_start;
    p->env_end = g.env_end;
    p->start_brk = g.start_brk;
    mm_set_brk(t->mm, g.start_brk, g.brk);
    if (g.auxv_size) {
        p->auxv_start = user_addr(t, host_ptr(g.auxv));
        p->auxv_size = g.auxv_size;
    }
    return 0;
}

static int64_t set_mm(struct task *t, const uint64_t a[6])
{
    gaddr *field = shown_field(t->process, arg_int(a, 1));
    int64_t ret;

    if (arg_int(a, 1) == PR_SET_MM_MAP)
        return set_mm_map(t, a[2], a[3]);
    if (!field && arg_int(a, 1) != PR_SET_MM_MAP_SIZE) {
        sys_note(t, "unsupported PR_SET_MM %d\n", arg_int(a, 1));
        /* EPERM or EINVAL. */
        return host_call(SYS_prctl, PR_SET_MM, UINT32_MAX, 0, 0, 0, 0);
    }
    /* Whether it may, and whether something is mapped there. */
    ret = host_call(SYS_prctl, a[0], a[1], user_ptr(t, a[2]), a[3], a[4], 0);
    if (ret == 0 && field)
        *field = a[2];
    return ret;
}

/* A name for anonymous memory, which the host keeps.  The kernel takes no tag
 * off its address.  What is out of the guest's space is not mapped. */
static int64_t set_vma(struct task *t, const uint64_t a[6])
{
    const gaddr limit = mm_limit(t->mm), page = 4096;
    gaddr at = a[2] < limit ? a[2] : limit | (a[2] & (page - 1));
    uint64_t most = limit - (at & -page), len = a[3], end;

    /* Longer than all memory is an error of its own. */
    if (__builtin_add_overflow(a[2], len, &end))
        len = UINT64_MAX;
    else if (len > most)
        len = most + page;
    return safe_call(t, SYS_prctl, a[0], a[1], mm_base(t->mm) + at, len,
                     user_ptr(t, a[4]), 0);
}

/* The arguments that are pointers, bit i for argument i; -1: not known. */
static int pointers(const uint64_t a[6])
{
    switch (arg_int(a, 0)) {
    case PR_GET_PDEATHSIG:
    case PR_GET_CHILD_SUBREAPER:
    case PR_GET_TID_ADDRESS:
    case PR_SET_NAME:
    case PR_GET_NAME: return 1 << 1;
    case PR_SCHED_CORE: return 1 << 4;
    case PR_SET_PDEATHSIG:
    case PR_GET_DUMPABLE:
    case PR_SET_DUMPABLE:
    case PR_GET_KEEPCAPS:
    case PR_SET_KEEPCAPS:
    case PR_GET_TIMING:
    case PR_SET_TIMING:
    case PR_CAPBSET_READ:
    case PR_CAPBSET_DROP:
    case PR_GET_SECCOMP:
    case PR_GET_SECUREBITS:
    case PR_SET_SECUREBITS:
    case PR_GET_TIMERSLACK:
    case PR_SET_TIMERSLACK:
    case PR_MCE_KILL:
    case PR_MCE_KILL_GET:
    case PR_SET_CHILD_SUBREAPER:
    case PR_SET_NO_NEW_PRIVS:
    case PR_GET_NO_NEW_PRIVS:
    case PR_GET_THP_DISABLE:
    case PR_SET_THP_DISABLE:
    case PR_CAP_AMBIENT:
    case PR_GET_SPECULATION_CTRL:
    case PR_SET_SPECULATION_CTRL:
    case PR_SET_IO_FLUSHER:
    case PR_GET_IO_FLUSHER:
    case PR_SET_PTRACER:
    case PR_GET_MDWE:
    case PR_SET_MEMORY_MERGE:
    case PR_GET_MEMORY_MERGE:
    case TIMER_CREATE_RESTORE_IDS:
    case FUTEX_HASH:
    case PR_TASK_PERF_EVENTS_DISABLE:
    case PR_TASK_PERF_EVENTS_ENABLE: return 0;
    default: return -1;
    }
}

int64_t sys_prctl(struct task *t, const uint64_t a[6])
{
    const struct guest_abi *abi = t->process->target->abi;
    int64_t result;
    uint64_t b[5];
    int ptrs;

    switch (arg_int(a, 0)) {
    case PR_SET_TAGGED_ADDR_CTRL: return set_tagged_addr(t, a);
    case PR_GET_TAGGED_ADDR_CTRL: return get_tagged_addr(t, a);
    case PR_SET_MDWE: return refuse_exec_gain(t, a);
    case PR_SET_MM: return set_mm(t, a);
    case GET_AUXV: return get_auxv(t, a);
    case PR_SET_VMA: return set_vma(t, a);
    default: break;
    }
    ptrs = pointers(a);
    if (ptrs < 0 && abi->prctl && abi->prctl(t->cpu, a, &result))
        return result;
    if (ptrs < 0) {
        sys_note(t, "unsupported prctl %d\n", arg_int(a, 0));
        return -EINVAL;
    }
    for (unsigned i = 0; i < 5; i++)
        b[i] = ptrs >> i & 1 ? user_ptr(t, a[i]) : a[i];
    return safe_call(t, SYS_prctl, b[0], b[1], b[2], b[3], b[4], 0);
}
