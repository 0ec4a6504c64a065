/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Instruction cases: what simd-cases.c makes and checks and simd-guest.c runs.
 * The registers of a case follow from its seed, so that both sides have them.
 */
#ifndef CALQUE_TESTS_SIMD_CASES_H
#define CALQUE_TESTS_SIMD_CASES_H

#include <stdint.h>

enum { CASE_WORDS = 4 };

struct insn_case {
    uint32_t word[CASE_WORDS];
    uint32_t n, row, rd;
    uint32_t fpcr, fpsr, nzcv;
    uint32_t kind; /* of the lanes, see random_lanes() */
    uint64_t seed;
};

struct insn_state {
    uint64_t v[32][2];
    uint64_t x[28];
    uint64_t nzcv, fpcr, fpsr;
};

/* v and x are those of rd. */
struct insn_result {
    uint64_t digest, v[2], x;
    uint32_t nzcv, fpsr;
};

static inline uint64_t next_random(uint64_t *s)
{
    uint64_t z = (*s += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* A floating-point number of the given fields: special ones, numbers near the
 * limits of the format and of the integers, and any. */
static inline uint64_t random_fp(uint64_t *s, unsigned exp_bits,
                                 unsigned frac_bits)
{
    uint64_t r = next_random(s), any = next_random(s);
    uint64_t frac_mask = (UINT64_C(1) << frac_bits) - 1;
    uint64_t exp_max = (UINT64_C(1) << exp_bits) - 1, bias = exp_max >> 1;
    uint64_t sign = (r >> 8 & 1) << (exp_bits + frac_bits);
    uint64_t frac = any & frac_mask, exp;
    switch (r >> 9 & 3) {
    case 0: frac = 0; break;
    case 1: frac &= ~(frac_mask >> (any >> 60)); break;
    case 2: frac |= frac_mask >> (any >> 60); break;
    default: break;
    }
    /* The exponent range of the next smaller format. */
    uint64_t small = exp_bits == 11 ? 127 : 15;
    switch (r & 31) {
    case 0:
    case 1: exp = 0, frac = 0; break;
    case 2:
    case 3: exp = 0; break;
    case 4:
    case 5: exp = exp_max, frac = 0; break;
    case 6: exp = exp_max, frac |= UINT64_C(1) << (frac_bits - 1); break;
    case 7: exp = exp_max, frac = (frac & (frac_mask >> 1)) | 1; break;
    case 8: exp = exp_max - 1 - (any >> 62); break;
    case 9: exp = 1 + (any >> 62); break;
    case 10: /* products near the limits of the range */
    case 11:
    case 12: exp = bias / 2 - 2 + (any >> 62); break;
    case 13: exp = exp_max - bias / 2 - 2 + (any >> 62); break;
    case 14:
    case 15: exp = bias - small - 3 + (any >> 61); break;
    case 16: exp = bias + small - 3 + (any >> 61); break;
    case 17:
    case 18:
    case 19: exp = bias - 2 + (any >> 61); break;
    case 20:
    case 21:
    case 22:
    case 23: exp = bias + (any >> 57) % (exp_bits == 5 ? 15 : 70); break;
    case 24: exp = bias - (any >> 57) % (exp_bits == 5 ? 15 : 60); break;
    default: exp = any >> 48; break;
    }
    exp &= exp_max;
    return sign | exp << frac_bits | frac;
}

static inline uint64_t random_int(uint64_t *s, unsigned bits)
{
    uint64_t r = next_random(s);
    uint64_t any = next_random(s), min = UINT64_C(1) << (bits - 1);
    switch (r & 15) {
    case 0: return 0;
    case 1: return 1;
    case 2: return UINT64_MAX;
    case 3: return min;
    case 4: return min - 1;
    case 5: return min + 1;
    case 6: return any & 15;
    case 7: return 0 - (any & 15);
    case 8: return any & 0x7f;
    case 9: return min >> (bits / 2);
    default: return any;
    }
}

enum { KINDS = 9 };

/* 64 bits of lanes of one kind: integers of 1 << kind bytes, floating point of
 * 1 << (kind - 3) bytes, anything, bfloat16. */
static inline uint64_t random_lanes(uint64_t *s, unsigned kind)
{
    static const uint8_t width[] = {8, 16, 32, 64, 16, 32, 64, 64, 16};
    uint64_t v = 0;
    unsigned w = width[kind];
    for (unsigned at = 0; at < 64; at += w) {
        uint64_t x = kind == 4   ? random_fp(s, 5, 10)
                     : kind == 5 ? random_fp(s, 8, 23)
                     : kind == 6 ? random_fp(s, 11, 52)
                     : kind == 7 ? next_random(s)
                     : kind == 8 ? random_fp(s, 8, 7)
                                 : random_int(s, w);
        if (w < 64)
            x &= (UINT64_C(1) << w) - 1;
        v |= x << at;
    }
    return v;
}

static inline void case_state(const struct insn_case *c, struct insn_state *st)
{
    uint64_t s = c->seed;
    for (unsigned i = 0; i < 64; i++)
        st->v[i / 2][i % 2] = random_lanes(&s, c->kind);
    for (unsigned i = 0; i < 28; i++)
        st->x[i] = random_lanes(&s, i & 1 ? 2 : 3);
    st->nzcv = c->nzcv;
    st->fpcr = c->fpcr;
    st->fpsr = c->fpsr;
}

static inline void case_result(const struct insn_case *c,
                               const struct insn_state *st,
                               struct insn_result *r)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (unsigned i = 0; i < 64; i++)
        h = (h ^ st->v[i / 2][i % 2]) * UINT64_C(0x100000001b3), h ^= h >> 29;
    for (unsigned i = 0; i < 28; i++)
        h = (h ^ st->x[i]) * UINT64_C(0x100000001b3), h ^= h >> 29;
    r->digest = h;
    r->v[0] = st->v[c->rd][0];
    r->v[1] = st->v[c->rd][1];
    r->x = c->rd < 28 ? st->x[c->rd] : 0;
    r->nzcv = (uint32_t)st->nzcv;
    r->fpsr = (uint32_t)st->fpsr;
}

#endif
