/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiles the block of a case alone and runs it on the host. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cpu/target.h"
#include "target/aarch64/aarch64.h"
#include "target/aarch64/state.h"
#include "tcg/backend.h"

#include "simd-host.h"

enum {
    JT_SIZE = 8 << TCG_JT_BITS,
    CODE_SIZE = 1 << 20,
    PAGE = 4096,
    SNAP_SIZE = 1 << 16,
};

static struct {
    struct tcg_conv conv;
    uint8_t *base;
    struct tcg_stubs stubs;
    struct aarch64_cpu *cpu;
    uint8_t snap[SNAP_SIZE];
    uint32_t reloc[256];
    struct tcg_code out;
} host;

void host_init(unsigned level)
{
    const struct target *t = &target_aarch64;
    size_t area = 2 * PAGE + TCG_PRED_SIZE + sizeof(*host.cpu);
    uint8_t *p = mmap(NULL, JT_SIZE + CODE_SIZE + PAGE,
                      PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint8_t *q = mmap(NULL, area, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED || q == MAP_FAILED || tcg_host_init())
        abort();
    if (tcg_host_has_level(level))
        tcg_host_use(level);
    host.conv = (struct tcg_conv){
        .slots = t->slots,
        .n_slots = t->n_slots,
        .bias = t->state_bias,
        .pin_int = t->pin_int,
        .pin_vec = t->pin_vec,
        .helpers = t->helpers,
    };
    host.base = p + JT_SIZE;
    /* Below the state: the poll page, the prediction stack, its guard's mark.
     */
    memset(q, 0xff, PAGE);
    host.cpu = (struct aarch64_cpu *)(void *)(q + PAGE + TCG_PRED_SIZE + PAGE);
    tcg_make_stubs(&host.conv, host.base, &host.stubs);
}

bool host_run(struct aarch64_cpu *cpu, const struct ir_block *b)
{
    uint32_t (*enter)(struct tcg_env *, const void *);
    host.out = (struct tcg_code){
        .base = host.base,
        .code = host.base + host.stubs.end,
        .room = CODE_SIZE - host.stubs.end,
        .stubs = &host.stubs,
        .first_link = 1,
        .link_kind = TCG_LINK_PATCH,
        .snap = host.snap,
        .snap_room = SNAP_SIZE,
        .reloc = host.reloc,
        .reloc_room = sizeof(host.reloc) / sizeof(host.reloc[0]),
        .data = host.base + CODE_SIZE,
    };
    if (tcg_compile(&host.conv, b, &host.out) != 0)
        return false;
    struct aarch64_cpu *c = host.cpu;
    *c = *cpu;
    struct tcg_env *env = &c->cpu.env;
    env->pred_sp = env->pred_top = (uint64_t)(uintptr_t)c - 2 * PAGE + 64;
    env->code_base = (uint64_t)(uintptr_t)host.base;
    env->fl_words[0] = 0x8300;
    env->fl_words[1] = 0x4200;
    env->fl_words[2] = 0x0201;
    const uint8_t *stub = host.base + host.stubs.enter;
    memcpy(&enter, &stub, sizeof(enter));
    if (enter(env, host.out.code) != TCG_EXIT_LINK)
        return false;
    *cpu = *c;
    return true;
}
