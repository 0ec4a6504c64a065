/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From guest code to a block in the table. */
#include "config.h"

#include <signal.h>

#include "base/log.h"
#include "cpu/translator.h"

enum {
    CODE_BYTES = IR_MAX_INSNS * 4,
    OPS_PER_INSN = 256,        /* more than any instruction emits */
    MAX_SIDE_EXITS = 5,        /* beyond, the tail is more often dead weight */
    CODE_PER_BLOCK = 64 << 10, /* room wanted before a compilation */
};

/* What lies on the next page is only read ahead, and may go at any time. */
static bool read_code(const struct translator *tr, uint8_t *code, uint64_t pc,
                      unsigned *avail)
{
    unsigned here = (1u << GUEST_PAGE_BITS) -
                    (unsigned)(pc & ((1u << GUEST_PAGE_BITS) - 1));

    if (mem_read(tr->mm, code, pc, *avail) == 0)
        return true;
    if (here < *avail)
        *avail = here;
    return mem_read(tr->mm, code, pc, *avail) == 0;
}

enum cpu_exit translate_ir(struct translator *tr, struct cpu *cpu, uint64_t pc,
                           uint32_t key, unsigned limit,
                           struct code_state *state)
{
    const struct target *tg = tr->target;
    uint8_t code[CODE_BYTES + 8];
    struct ir_rules rules;
    struct ir_block *b = &tr->ir;
    struct translate t = {.ir = b,
                          .target = tg,
                          .mm = tr->mm,
                          .key = key & KEY_MODES,
                          .tags = key >> KEY_TAGS_SHIFT,
                          .instrumented = tr->instrumented,
                          /* The interpreter cannot see the versions. */
                          .plain = (key & TB_PLAIN) ||
                                   (tr->instrumented && tr->opt.lockstep)};
    unsigned avail =
        (unsigned)mm_code_at(tr->mm, pc, CODE_BYTES, &state->may_change);
    struct {
        unsigned n, off, insns;
    } pair = {0};

    if (pc & (tg->insn_min - 1))
        return EXIT_FETCH;
    if (avail)
        pages_mark(tr, pc, pc + avail);
    if (!read_code(tr, code, pc, &avail) || avail < tg->insn_min)
        return EXIT_FETCH;
    struct look look = {.t = &t,
                        .state = state,
                        .pc = pc,
                        .code = code,
                        .avail = avail,
                        .line_at = 1};
    state->before = state->end = 0;
    t.features = tg->features(cpu);
    tg->rules(t.key, &rules);
    rules.fp_trap &= !tr->fp_checked;
    ir_begin(b, pc, tg->slots, tg->helpers, &rules);
    while (!t.done && b->n_insns < limit) {
        t.pc = pc + (uint64_t)t.off;
        t.code = code + t.off;
        t.avail = avail - (unsigned)t.off;
        if (t.avail < tg->insn_min || b->n > IR_MAX_OPS - OPS_PER_INSN ||
            b->n_exits >= MAX_SIDE_EXITS)
            break;
        unsigned before = b->n, exits = b->n_exits;
        bool open = t.pair.open;
        ir_insn_start(b, t.off);
        unsigned len = tg->translate(&t);
        if (len == TRANSLATE_FETCH) {
            if (!t.off)
                return EXIT_FETCH;
            ir_truncate(b, before);
            break;
        }
        if (t.pair.open && !open) {
            pair.n = before;
            pair.off = (unsigned)t.off;
            pair.insns = b->n_insns;
        }
        t.off += len;
        b->n_insns++;
        if (b->n_exits != exits || t.done)
            lookahead_exits(&look, before);
    }
    if (!t.done && t.pair.open && pair.off) {
        /* No room for the store-exclusive: the pair goes to the next block. */
        ir_truncate(b, pair.n);
        b->n_insns = (uint16_t)pair.insns;
        t.off = pair.off;
    }
    if (!t.done) {
        ir_jmp(b, t.off);
        lookahead_exits(&look, b->n - 1u);
    }
    b->guest_len = (uint32_t)t.off;
    if (state->end < t.off)
        state->end = (uint16_t)t.off;
    if (state->may_change)
        state->checksum = tb_checksum(code, b->guest_len);
    tr->fused = t.fused;
    tr->unpaired |= t.unpaired;
    return EXIT_NONE;
}

static void log_block(struct translator *tr, uint64_t pc)
{
    const struct log *log = tr->opt.log;
    const struct ir_block *b = &tr->ir;
    uint8_t code[CODE_BYTES];
    char text[128];

    if (!log || !log_enabled(log, LOG_IN_ASM) ||
        mem_read(tr->mm, code, pc, b->guest_len))
        return;
    log_printf(log, "----\nIN: 0x%lx\n", (unsigned long)pc);
    for (unsigned off = 0; off < b->guest_len;) {
        unsigned n = tr->target->disas(text, sizeof(text), code + off,
                                       b->guest_len - off, pc + off);
        log_printf(log, "0x%lx:  %s\n", (unsigned long)(pc + off), text);
        off += n ? n : tr->target->insn_min;
    }
    log_printf(log, "\n");
}

static void log_ir(struct translator *tr, uint32_t item, const char *title)
{
    const struct log *log = tr->opt.log;

    if (!log || !log_enabled(log, item))
        return;
    ir_compact(&tr->ir);
    log_printf(log, "%s:\n", title);
    ir_dump(&tr->ir, log->fd);
}

/* Where the next block's code begins. */
static size_t code_start(const struct translator *tr)
{
    return (tr->code_used + TCG_CODE_HEAD + 15) & ~(size_t)15;
}

static bool room_for_block(const struct translator *tr)
{
    return code_start(tr) + CODE_PER_BLOCK + tr->data_size < tr->code_size &&
           tr->n_tb < tr->max_tb && tr->n_link + IR_MAX_EXITS < tr->max_link &&
           tr->snap_used + CODE_PER_BLOCK < tr->snap_size &&
           (!tr->data_size ||
            tr->data_used + IR_MAX_EXITS * 8 <= tr->data_size);
}

static void prepare_output(struct translator *tr, struct tcg_code *o,
                           unsigned tag_bits)
{
    uint8_t *base = tr->code_base + tr_write_off(tr);

    o->base = base;
    o->code = base + code_start(tr);
    memcpy(o->code - TCG_CODE_HEAD, &tr->ir.pc, TCG_CODE_HEAD);
    o->run_off = -tr_write_off(tr);
    o->room = CODE_PER_BLOCK;
    o->stubs = &tr->stubs;
    o->first_link = tr->n_link;
    o->link_kind = tr->opt.data_links ? TCG_LINK_SLOT : TCG_LINK_PATCH;
    o->tag_bits = tag_bits;
    o->segment = mm_base(tr->mm) != 0;
    o->snap = tr->snap + tr->snap_used;
    o->snap_room = CODE_PER_BLOCK;
    o->reloc = tr->reloc;
    o->reloc_room = sizeof(tr->reloc) / sizeof(tr->reloc[0]);
    o->data = base + tr->code_size - tr->data_size + tr->data_used;
}

static void take_links(struct translator *tr, struct tb *tb,
                       const struct tcg_code *o)
{
    bool slots = o->link_kind == TCG_LINK_SLOT;
    uint32_t data = (uint32_t)(o->data - o->base);

    for (unsigned i = 0; i < o->n_links; i++) {
        const struct tcg_link_site *s = &o->link[i];
        tr->link[tr->n_link + i] = (struct tb_link){
            .target = tb->pc + (uint64_t)s->target,
            .site = s->site + (slots ? data : tb->code),
            .stub = s->stub + tb->code,
            .from = tb_number(tr, tb),
            .carries = s->carries,
        };
    }
    tb->first_link = tr->n_link;
    tb->n_links = (uint16_t)o->n_links;
    tr->n_link += o->n_links;
    tr->data_used += o->data_used;
}

/* The compiled block becomes a record in the table. */
static struct tb *finish(struct translator *tr, uint64_t pc, uint32_t key,
                         const struct tcg_code *o,
                         const struct code_state *state)
{
    const struct ir_block *b = &tr->ir;
    struct tb *tb = &tr->tb[tr->n_tb];

    *tb = (struct tb){
        .pc = pc,
        .key = key,
        .code = (uint32_t)code_start(tr),
        .code_len = (uint32_t)o->used,
        .snap = (uint32_t)tr->snap_used,
        .snap_len = (uint32_t)o->snap_used,
        .guest_len = (uint16_t)b->guest_len,
        .loop = (uint16_t)o->loop,
        .before = state->before,
        .end = state->end,
        .n_insns = b->n_insns,
        .fused = tr->fused,
        .fp_trap = b->rules.fp_trap,
        .may_change = state->may_change,
        .checksum = state->checksum,
    };
    take_links(tr, tb, o);
    tr->code_used = tb->code + o->used;
    tr->snap_used += o->snap_used;
    __atomic_store_n(&tr->n_tb, tr->n_tb + 1, __ATOMIC_RELEASE);
    tb_insert(tr, tb);
    tr->stats.blocks++;
    tr->stats.guest_insns += b->n_insns;
    tr->stats.guest_bytes += b->guest_len;
    tr->stats.host_insns += o->host_insns;
    tr->stats.host_bytes += o->used;
    tr->stats.snapshot_bytes += o->snap_used;
    return tb;
}

static void log_result(struct translator *tr, const struct tb *tb)
{
    const struct log *log = tr->opt.log;

    if (tr->opt.perf_map > 0)
        log_printf(&(struct log){.fd = tr->opt.perf_map},
                   "%lx %x guest_0x%lx\n",
                   (unsigned long)(uintptr_t)(tr->code_base + tb->code),
                   tb->code_len, (unsigned long)tb->pc);
    if (log && log_enabled(log, LOG_OUT_ASM))
        tcg_disas_host(tr->code_base + tb->code, tb->code_len, log);
}

/* The time since *t goes to a step. */
static void end_step(struct translator *tr, enum cpu_step step, uint64_t *t)
{
    if (!tr->opt.stats)
        return;
    uint64_t now = __builtin_ia32_rdtsc();
    tr->stats.ticks[step] += now - *t;
    *t = now;
}

/* Fewer guest instructions when the block does not fit the backend's limits. */
static struct tb *make_block(struct translator *tr, struct cpu *cpu,
                             uint64_t pc, uint32_t key, enum cpu_exit *exit,
                             uint64_t *t)
{
    struct tcg_code o;

    for (unsigned limit = IR_MAX_INSNS; limit; limit /= 2) {
        struct code_state state = {0};
        *exit = translate_ir(tr, cpu, pc, key, limit, &state);
        if (*exit != EXIT_NONE)
            return NULL;
        if (monitor_switch(tr, cpu)) {
            limit *= 2; /* once more, instrumented */
            continue;
        }
        log_block(tr, pc);
        log_ir(tr, LOG_OP, "OP");
        end_step(tr, STEP_IR, t);
        ir_optimise(&tr->ir);
        end_step(tr, STEP_OPTIMISE, t);
        log_ir(tr, LOG_OP_OPT, "OP after optimisation");
        prepare_output(tr, &o, key >> KEY_TAGS_SHIFT);
        int failed = tcg_compile(&tr->conv, &tr->ir, &o);
        end_step(tr, STEP_COMPILE, t);
        if (!failed)
            return finish(tr, pc, key, &o, &state);
    }
    return NULL;
}

struct tb *tb_get(struct translator *tr, struct cpu *cpu, uint64_t pc,
                  uint32_t key, enum cpu_exit *exit)
{
    struct tb *tb = tb_find(tr, pc, key);

    *exit = EXIT_NONE;
    if (tb)
        return tb;
    klock_take(&tr->lock);
    tb = tb_find(tr, pc, key);
    if (!tb &&
        (!tr->opt.bisect_limit || tr->stats.blocks < tr->opt.bisect_limit)) {
        uint64_t t = tr->opt.stats ? __builtin_ia32_rdtsc() : 0;
        if (!room_for_block(tr))
            cache_flush(tr, cpu);
        tb = make_block(tr, cpu, pc, key, exit, &t);
        tr_code_written(tr);
        if (tb)
            log_result(tr, tb);
        end_step(tr, STEP_INSTALL, &t);
    }
    klock_drop(&tr->lock);
    return tb;
}
