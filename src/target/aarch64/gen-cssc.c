/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Common short sequences (Arm ARM, FEAT_CSSC). */
#include "config.h"

#include "target/aarch64/translate.h"

GEN(abs)
{
    enum ir_type ty = type_sf(a->sf);
    struct ir_val x = get_x(t, a->rn, a->sf);
    put_x(t, a->rd,
          ir_select(t->ir, CC_LT, x, ir_const(t->ir, ty, 0),
                    ir_op1(t->ir, IR_NEG, ty, x), x));
    return true;
}

GEN(cnt)
{
    put_x(t, a->rd,
          ir_op1(t->ir, IR_POPCNT, type_sf(a->sf), get_x(t, a->rn, a->sf)));
    return true;
}

GEN(ctz)
{
    put_x(t, a->rd,
          ir_op1(t->ir, IR_CTZ, type_sf(a->sf), get_x(t, a->rn, a->sf)));
    return true;
}

/* The field op: maximum or minimum, the higher bit; signed or not. */
static bool minmax(struct translate *t, const struct aarch64_args *a,
                   struct ir_val y)
{
    static const uint8_t cc[] = {CC_GT, CC_GTU, CC_LT, CC_LTU};
    struct ir_val x = get_x(t, a->rn, a->sf);
    put_x(t, a->rd, ir_select(t->ir, (enum ir_cc)cc[a->op], x, y, x, y));
    return true;
}

GEN(minmax_reg)
{
    return minmax(t, a, get_x(t, a->rm, a->sf));
}

GEN(minmax_imm)
{
    return minmax(t, a, ir_const(t->ir, type_sf(a->sf), a->imm));
}
