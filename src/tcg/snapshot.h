/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Snapshots: for each host instruction that can fault, the guest state that is
 * not in its home.
 *
 * A block's snapshots are a byte string of delta-coded entries in the order of
 * host offsets: host offset delta, guest PC delta, then the overrides: guest
 * slots that must be set from something else than their home.  An override's
 * source is a slot (as synced from its home), a constant, slot plus constant,
 * or for flags a recipe: the operation and its operands.  The format leaves
 * room for host registers and spill words as sources, which wider scopes need.
 */
#ifndef CALQUE_TCG_SNAPSHOT_H
#define CALQUE_TCG_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum snap_kind {
    SNAP_NONE,
    SNAP_FL_SUB,
    SNAP_FL_ADD,
    SNAP_FL_LOGIC,
    SNAP_HOST_SUB, /* they are in the host's flags, of a subtraction */
    SNAP_HOST_ADD, /* or of an addition: the carry has the other sense */
    SNAP_STUB,     /* no fault: see snap_find_stub() */
};

/* slot value + imm; slot IR_NOID: the constant alone. */
struct snap_src {
    uint16_t slot;
    int64_t imm;
};

struct snap {
    uint32_t host_off; /* of the faulting instruction's first byte */
    uint32_t guest_off;
    uint8_t kind; /* enum snap_kind: how the flags slot is recomputed */
    bool wide;    /* 64-bit operands */
    struct snap_src a, b;
};

struct snap_writer {
    uint8_t *p, *end;
    uint32_t host_off, guest_off;
    bool full;
};

void snap_begin(struct snap_writer *w, uint8_t *buf, size_t room);
void snap_add(struct snap_writer *w, const struct snap *s);
/* An entry without overrides. */
static inline void snap_add_plain(struct snap_writer *w, uint32_t host_off,
                                  uint32_t guest_off)
{
    uint32_t h = host_off - w->host_off, g = guest_off - w->guest_off;

    if (h < 0x80 && g < 0x40 && w->end - w->p >= 2) {
        w->p[0] = (uint8_t)h;
        w->p[1] = (uint8_t)(g << 1);
        w->p += 2;
        w->host_off = host_off;
        w->guest_off = guest_off;
        return;
    }
    snap_add(w, &(struct snap){.host_off = host_off, .guest_off = guest_off});
}

/* The entry of the instruction at host_off. False when there is none. */
bool snap_find(const uint8_t *buf, size_t len, uint32_t host_off,
               struct snap *out);

/* The code at host_off, behind all that can fault, does what the instruction at
 * `instead` would have done had it not trapped. */
void snap_add_stub(struct snap_writer *w, uint32_t host_off, uint32_t instead);

/* The offset of such code for the instruction at host_off. */
bool snap_find_stub(const uint8_t *buf, size_t len, uint32_t host_off,
                    uint32_t *out);

#endif
