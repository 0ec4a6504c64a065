/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host backend as an engine: compiles the block alone and runs it. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "base/softfp.h"
#include "tcg/backend.h"
#include "tcg/flags.h"
#include "tcg/snapshot.h"
#include "tcg-test.h"

enum {
    JT_SIZE = 8 << TCG_JT_BITS,
    CODE_SIZE = 1 << 20,
    PAGE = 4096,
    SNAP_SIZE = 1 << 16,
};

static const uint16_t pin_int[] = {SLOT_X + 0, SLOT_X + 1, SLOT_X + 3,
                                   SLOT_X + 6, IR_NOID};
static const uint16_t pin_vec[] = {SLOT_F + 0, SLOT_V + 0, SLOT_V + 2, IR_NOID};

static const struct tcg_conv conv = {
    .slots = test_slots,
    .n_slots = SLOT_COUNT,
    .bias = 128,
    .pin_int = pin_int,
    .pin_vec = pin_vec,
    .helpers = test_helpers,
};

static struct {
    uint8_t *base, *data;
    struct tcg_stubs stubs;
    struct test_state *state;
    uint8_t snap[SNAP_SIZE];
    uint32_t reloc[256];
    struct tcg_code out;
    const struct ir_block *block;
} host;

static uint64_t slot_value(const struct snap_src *s)
{
    uint64_t v = 0;

    if (s->slot != IR_NOID)
        memcpy(&v, (char *)host.state + test_slots[s->slot].off, 8);
    return v + (uint64_t)s->imm;
}

/* Flags by the definition of addition on wider integers. */
static void apply_recipe(const struct snap *s)
{
    uint64_t mask = s->wide ? ~0ull : 0xffffffff, top = mask ^ (mask >> 1);
    uint64_t a = slot_value(&s->a) & mask, b = slot_value(&s->b) & mask;
    uint32_t carry = 0, n = 0;

    if (s->kind == SNAP_NONE)
        return;
    if (s->kind == SNAP_FL_SUB) {
        b = ~b & mask;
        carry = 1;
    }
    if (s->kind == SNAP_FL_LOGIC)
        b = 0;
    unsigned __int128 sum = (unsigned __int128)a + b + carry;
    uint64_t r = (uint64_t)sum & mask;
    n |= r & top ? FLAGS_N : 0;
    n |= r ? 0 : FLAGS_Z;
    n |= sum > mask ? FLAGS_C : 0;
    n |= (a ^ r) & (b ^ r) & top ? FLAGS_V : 0;
    host.state->nzcv = flags_pack(n);
}

static void on_fault(int sig, siginfo_t *si, void *uc)
{
    uint64_t ip = tcg_uc_ip(uc);
    struct snap s;

    if (!snap_find(host.snap, host.out.snap_used,
                   (uint32_t)(ip - (uint64_t)(uintptr_t)host.out.code), &s)) {
        fprintf(stderr, "signal %d at %#lx: no snapshot\n", sig,
                (unsigned long)ip);
        abort();
    }
    tcg_sync_from_uc(&conv, host.state, uc);
    apply_recipe(&s);
    host.state->env.pc = host.block->pc + s.guest_off;
    host.state->env.fault_addr = (uint64_t)(uintptr_t)si->si_addr;
    tcg_uc_redirect(uc, (uint64_t)(uintptr_t)(host.base + host.stubs.raise));
}

static void setup(void)
{
    static char stack[1 << 16];
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_fault,
                           .sa_flags = SA_SIGINFO | SA_ONSTACK};
    size_t state_area = 4 * PAGE + TCG_PRED_SIZE;
    uint8_t *p = mmap(NULL, JT_SIZE + CODE_SIZE + PAGE,
                      PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint8_t *q = mmap(NULL, state_area, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED || q == MAP_FAILED || tcg_host_init())
        abort();
    sigaltstack(&ss, NULL);
    sigaction(SIGSEGV, &sa, NULL);
    host.base = p + JT_SIZE;
    host.data = host.base + CODE_SIZE;
    host.state = (struct test_state *)(void *)(q + PAGE + TCG_PRED_SIZE + PAGE);
    memset(q + TCG_PRED_SIZE, 0xff, PAGE);
    tcg_make_stubs(&conv, host.base, PAGE, &host.stubs);
}

static void compile(const struct ir_block *b, int link_kind)
{
    struct tcg_code *o = &host.out;

    *o = (struct tcg_code){
        .base = host.base,
        .code = host.base + host.stubs.end,
        .room = CODE_SIZE - host.stubs.end,
        .stubs = &host.stubs,
        .first_link = 1,
        .link_kind = link_kind,
        .snap = host.snap,
        .snap_room = SNAP_SIZE,
        .reloc = host.reloc,
        .reloc_room = sizeof(host.reloc) / sizeof(host.reloc[0]),
        .data = host.data,
    };
    host.block = b;
    if (tcg_compile(&conv, b, o) != 0) {
        static char text[IR_MAX_OPS * 64];
        test_print(b, text, sizeof(text));
        fprintf(stderr, "cannot compile:\n%s", text);
        abort();
    }
    if (getenv("TCG_TEST_DUMP")) {
        FILE *f = fopen(getenv("TCG_TEST_DUMP"), "w");
        fwrite(o->code, 1, o->used, f);
        fclose(f);
    }
}

static uint32_t run(struct test_state *state, const struct ir_block *b,
                    int link_kind)
{
    uint32_t (*enter)(struct tcg_env *, const void *);
    struct test_state *s;
    const uint8_t *stub;

    if (!host.base)
        setup();
    compile(b, link_kind);
    s = host.state;
    *s = *state;
    s->env.pred_sp = s->env.pred_top =
        (uint64_t)(uintptr_t)s - PAGE - PAGE + 64;
    s->env.code_base = (uint64_t)(uintptr_t)host.base;
    s->env.fl_words[0] = 0x8300;
    s->env.fl_words[1] = 0x4200;
    s->env.fl_words[2] = 0x0201;
    stub = host.base + host.stubs.enter;
    memcpy(&enter, &stub, sizeof(enter));
    uint32_t r = enter(&s->env, host.out.code);
    if (r == TCG_EXIT_LINK) {
        s->env.pc = b->pc + (uint64_t)host.out.link[s->env.link - 1].target;
        r = 0;
    } else if (r == TCG_EXIT_LOOKUP) {
        r = 0;
    } else if (r == TCG_EXIT_RAISE) {
        r = TEST_REASON_FAULT;
    }
    s->sat = state->sat | s->env.sat;
    s->env.mxcsr &= ~2u; /* the host's denormal flag is nobody's */
    *state = *s;
    return r;
}

uint32_t run_host_patch(struct test_state *state, const struct ir_block *b)
{
    return run(state, b, TCG_LINK_PATCH);
}

uint32_t run_host_slot(struct test_state *state, const struct ir_block *b)
{
    return run(state, b, TCG_LINK_SLOT);
}
