/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The compiled engine: a target whose one instruction at TEST_PC is the block
 * under test, run by the execution loop.  All other addresses hold an
 * instruction that leaves, so that a block's exit is seen where it goes.
 * There is one for each level of the host's processor (tcg/backend.h), which is
 * the native one where the host lacks it, and one whose memory, the same as the
 * others', is not at its guest address.
 */
#include "config.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cpu/target.h"
#include "mem/mem.h"
#include "tcg/backend.h"
#include "tcg-test.h"

enum {
    LEAVE = EXIT_BREAK, /* reason given by every other address */
    CODE_SIZE = 0x4000,
};

static struct {
    const struct ir_block *block;
    struct mm *mm, *based;
    struct machine {
        struct translator *tr;
        struct cpu *cpu;
        unsigned level;
    } machine[TEST_ENGINES];
} engine;

static void reset(struct cpu *cpu, const struct cpu_model *model)
{
    (void)cpu, (void)model;
}

static uint64_t features(const struct cpu *cpu)
{
    (void)cpu;
    return 0;
}

static void rules(uint32_t key, struct ir_rules *r)
{
    (void)key;
    *r = *test_rules();
}

static unsigned translate(struct translate *t)
{
    t->done = true;
    if (t->pc != TEST_PC) {
        ir_exit(t->ir, LEAVE, t->off);
        return 4;
    }
    t->ir->n = 0;
    for (unsigned i = 0; i < engine.block->n; i++)
        ir_append(t->ir, &engine.block->op[i]);
    return 4;
}

static const struct cpu_model models[] = {{.name = "test"}, {.name = NULL}};
static const uint16_t pin_int[] = {SLOT_X, SLOT_X + 1, SLOT_X + 2, SLOT_X + 3,
                                   IR_NOID};
static const uint16_t pin_vec[] = {SLOT_V, SLOT_F, SLOT_V + 1, SLOT_V + 2,
                                   IR_NOID};

static const struct target target = {
    .name = "test",
    .insn_min = 4,
    .addr_bits = 39,
    .state_size = sizeof(struct test_state),
    .state_bias = offsetof(struct test_state, x),
    .slots = test_slots,
    .n_slots = SLOT_COUNT,
    .pin_int = pin_int,
    .pin_vec = pin_vec,
    .helpers = test_helpers,
    .models = models,
    .reset = reset,
    .features = features,
    .rules = rules,
    .translate = translate,
};

static void on_fault(int sig, siginfo_t *si, void *uc)
{
    if (!cpu_host_fault(cpu_current(), sig, si, uc))
        signal(sig, SIG_DFL);
}

static unsigned find_level(const char *name)
{
    const char *is;

    for (unsigned i = 0; (is = tcg_host_level_name(i)) != NULL; i++)
        if (strcmp(is, name) == 0 && tcg_host_has_level(i))
            return i;
    return TCG_LEVEL_NATIVE;
}

/* memory: what the memory is of. */
static struct mm *make_mm(uint64_t base, int memory)
{
    struct mm *mm = mm_new(39);

    if (mm == NULL)
        return NULL;
    mm_set_base(mm, base);
    if (mm_map(mm, TEST_MEM_BASE, TEST_MEM_SIZE, PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_FIXED, memory, 0) != (int64_t)TEST_MEM_BASE ||
        mm_map(mm, TEST_PC, CODE_SIZE, PROT_READ | PROT_EXEC,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
               0) != (int64_t)TEST_PC)
        return NULL;
    return mm;
}

bool test_compiled_init(void)
{
    static char stack[1 << 16];
    int memory = memfd_create("test", MFD_CLOEXEC);
    struct sigaction sa = {.sa_sigaction = on_fault,
                           .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};

    if (tcg_host_init() != NULL ||
        sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof(stack)},
                    NULL) != 0 ||
        sigaction(SIGSEGV, &sa, NULL) != 0 ||
        sigaction(SIGBUS, &sa, NULL) != 0 ||
        sigaction(SIGFPE, &sa, NULL) != 0 || sigaction(SIGTRAP, &sa, NULL) != 0)
        return false;
    if (memory < 0 || ftruncate(memory, TEST_MEM_SIZE) != 0)
        return false;
    engine.mm = make_mm(0, memory);
    engine.based = make_mm(TEST_BASE, memory);
    if (engine.mm == NULL || engine.based == NULL)
        return false;
    return test_compiled_restart();
}

bool test_compiled_restart(void)
{
    struct cpu_options options = {.cache_size = 4 << 20};
    int error;

    for (unsigned i = 0; i < TEST_ENGINES; i++) {
        struct machine *m = &engine.machine[i];
        struct mm *mm = test_engines[i].base ? engine.based : engine.mm;

        if (test_engines[i].level == NULL)
            continue;
        if (m->cpu != NULL)
            cpu_free(m->cpu);
        if (m->tr != NULL)
            translator_free(m->tr);
        m->level = find_level(test_engines[i].level);
        options.host_level = (uint8_t)m->level;
        m->tr = translator_new(&target, mm, &options, &error);
        if (m->tr == NULL)
            return false;
        m->cpu = cpu_new(&target, m->tr, mm, NULL);
        if (m->cpu == NULL)
            return false;
    }
    return true;
}

/* The slots of *from to *to, and what of the environment is guest state. */
static void copy_state(struct test_state *to, const struct test_state *from)
{
    memcpy((char *)to + sizeof(to->cpu), (const char *)from + sizeof(from->cpu),
           sizeof(*to) - sizeof(to->cpu));
    to->cpu.env.pc = from->cpu.env.pc;
    to->cpu.env.mxcsr = from->cpu.env.mxcsr;
    to->cpu.env.sat = from->cpu.env.sat;
    to->cpu.env.fault_addr = from->cpu.env.fault_addr;
}

uint32_t test_compiled_run(unsigned which, struct test_state *state,
                           const struct ir_block *b)
{
    const struct machine *m = &engine.machine[which];
    struct test_state *own = (struct test_state *)m->cpu;
    uint32_t reason;

    tcg_host_use(m->level);
    cpu_set_current(m->cpu);
    engine.block = b;
    cpu_invalidate(m->tr, TEST_PC, TEST_PC + 4);
    copy_state(own, state);
    own->cpu.env.real_mxcsr = ~0u; /* another one has run */
    own->cpu.env.pc = TEST_PC;
    reason = cpu_run(&own->cpu);
    copy_state(state, own);
    if (reason == EXIT_FAULT)
        state->cpu.env.fault_addr = own->cpu.fault.addr;
    return reason == LEAVE || reason == EXIT_FETCH ? EXIT_NONE : reason;
}
