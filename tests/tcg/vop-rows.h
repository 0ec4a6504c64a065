/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector operations beside the A64 instructions that do the same, for
 * vop-cross.c (which executes the instructions and writes vop.vec) and
 * test-vop.c (which computes and compares).
 *
 * ROW(operation, esz, lanes, imm, kind, "instructions"): operand a is in v1, b
 * in v2, c in v0; the result is left in v0. Kind i: integers, f: numbers.
 */
#ifndef TESTS_TCG_VOP_ROWS_H
#define TESTS_TCG_VOP_ROWS_H

#include <stdint.h>

/* clang-format off */
#define B3(op, insn)                                                           \
    ROW(op, 0, 0, 0, 'i', insn " v0.16b, v1.16b, v2.16b")                      \
    ROW(op, 0, 1, 0, 'i', insn " v0.8b, v1.8b, v2.8b")
#define HS3(op, insn)                                                          \
    ROW(op, 1, 0, 0, 'i', insn " v0.8h, v1.8h, v2.8h")                         \
    ROW(op, 1, 1, 0, 'i', insn " v0.4h, v1.4h, v2.4h")                         \
    ROW(op, 2, 0, 0, 'i', insn " v0.4s, v1.4s, v2.4s")
#define D3(op, insn)   ROW(op, 3, 0, 0, 'i', insn " v0.2d, v1.2d, v2.2d")
#define BHS3(op, insn) B3(op, insn) HS3(op, insn)
#define ALL3(op, insn) B3(op, insn) HS3(op, insn) D3(op, insn)
#define SCALAR3(op, insn)                                                      \
    ROW(op, 0, 2, 0, 'i', insn " b0, b1, b2")                                  \
    ROW(op, 3, 2, 0, 'i', insn " d0, d1, d2")

#define B2(op, insn)                                                           \
    ROW(op, 0, 0, 0, 'i', insn " v0.16b, v1.16b")                              \
    ROW(op, 0, 1, 0, 'i', insn " v0.8b, v1.8b")
#define BHS2(op, insn)                                                         \
    B2(op, insn)                                                               \
    ROW(op, 1, 0, 0, 'i', insn " v0.8h, v1.8h")                                \
    ROW(op, 2, 1, 0, 'i', insn " v0.2s, v1.2s")
#define ALL2(op, insn)                                                         \
    BHS2(op, insn)                                                             \
    ROW(op, 3, 0, 0, 'i', insn " v0.2d, v1.2d")

#define SHIFT(op, insn, b, h, s, d)                                            \
    ROW(op, 0, 0, b, 'i', insn " v0.16b, v1.16b, #" #b)                        \
    ROW(op, 1, 1, h, 'i', insn " v0.4h, v1.4h, #" #h)                          \
    ROW(op, 2, 0, s, 'i', insn " v0.4s, v1.4s, #" #s)                          \
    ROW(op, 3, 0, d, 'i', insn " v0.2d, v1.2d, #" #d)
#define SHIFT_LEFT(op, insn)                                                   \
    SHIFT(op, insn, 3, 9, 17, 40) SHIFT(op, insn, 0, 15, 31, 63)
#define SHIFT_RIGHT(op, insn)                                                  \
    SHIFT(op, insn, 3, 9, 17, 40) SHIFT(op, insn, 8, 16, 32, 64)
#define FROM_B "mov v0.16b, v2.16b; "
#define FROM_A "mov v3.16b, v0.16b; mov v0.16b, v1.16b; "

#define LONG3(op, insn)                                                        \
    ROW(op, 0, 0, 0, 'i', insn " v0.8h, v1.8b, v2.8b")                         \
    ROW(op, 0, 0, 1, 'i', insn "2 v0.8h, v1.16b, v2.16b")                      \
    LONG3_HS(op, insn)
#define LONG3_HS(op, insn)                                                     \
    ROW(op, 1, 0, 0, 'i', insn " v0.4s, v1.4h, v2.4h")                         \
    ROW(op, 1, 0, 1, 'i', insn "2 v0.4s, v1.8h, v2.8h")                        \
    ROW(op, 2, 0, 0, 'i', insn " v0.2d, v1.2s, v2.2s")                         \
    ROW(op, 2, 0, 1, 'i', insn "2 v0.2d, v1.4s, v2.4s")
#define WIDE3(op, insn)                                                        \
    ROW(op, 0, 0, 0, 'i', insn " v0.8h, v1.8h, v2.8b")                         \
    ROW(op, 1, 0, 1, 'i', insn "2 v0.4s, v1.4s, v2.8h")                        \
    ROW(op, 2, 0, 0, 'i', insn " v0.2d, v1.2d, v2.2s")
#define PAIRLONG(op, insn, prefix)                                             \
    ROW(op, 0, 0, 0, 'i', prefix insn " v0.8h, v1.16b")                        \
    ROW(op, 1, 0, 0, 'i', prefix insn " v0.4s, v1.8h")                         \
    ROW(op, 2, 0, 0, 'i', prefix insn " v0.2d, v1.4s")
#define SHLL(op, insn)                                                         \
    ROW(op, 0, 0, 0x300, 'i', insn " v0.8h, v1.8b, #3")                        \
    ROW(op, 1, 0, 0x001, 'i', insn "2 v0.4s, v1.8h, #0")                       \
    ROW(op, 2, 0, 0x1f01, 'i', insn "2 v0.2d, v1.4s, #31")
#define NARROW2(op, insn)                                                      \
    ROW(op, 0, 0, 0, 'i', insn " v0.8b, v1.8h")                                \
    ROW(op, 1, 0, 0, 'i', insn " v0.4h, v1.4s")                                \
    ROW(op, 2, 0, 0, 'i', insn " v0.2s, v1.2d")
#define NARROW3(op, insn)                                                      \
    ROW(op, 0, 0, 0, 'i', insn " v0.8b, v1.8h, v2.8h")                         \
    ROW(op, 1, 0, 0, 'i', insn " v0.4h, v1.4s, v2.4s")                         \
    ROW(op, 2, 0, 0, 'i', insn " v0.2s, v1.2d, v2.2d")
#define NARROW_SHIFT(op, insn)                                                 \
    ROW(op, 0, 0, 3, 'i', insn " v0.8b, v1.8h, #3")                            \
    ROW(op, 0, 0, 8, 'i', insn " v0.8b, v1.8h, #8")                            \
    ROW(op, 1, 0, 11, 'i', insn " v0.4h, v1.4s, #11")                          \
    ROW(op, 2, 0, 32, 'i', insn " v0.2s, v1.2d, #32")
#define ACROSS(op, insn)                                                       \
    ROW(op, 0, 0, 0, 'i', insn " b0, v1.16b")                                  \
    ROW(op, 0, 1, 0, 'i', insn " b0, v1.8b")                                   \
    ROW(op, 1, 0, 0, 'i', insn " h0, v1.8h")                                   \
    ROW(op, 2, 0, 0, 'i', insn " s0, v1.4s")
#define ACROSS_LONG(op, insn)                                                  \
    ROW(op, 0, 0, 0, 'i', insn " h0, v1.16b")                                  \
    ROW(op, 1, 1, 0, 'i', insn " s0, v1.4h")                                   \
    ROW(op, 2, 0, 0, 'i', insn " d0, v1.4s")

#define F3(op, insn)                                                           \
    ROW(op, 2, 0, 0, 'f', insn " v0.4s, v1.4s, v2.4s")                         \
    ROW(op, 2, 1, 0, 'f', insn " v0.2s, v1.2s, v2.2s")                         \
    ROW(op, 3, 0, 0, 'f', insn " v0.2d, v1.2d, v2.2d")
#define F3S(op, insn)                                                          \
    F3(op, insn)                                                               \
    ROW(op, 2, 2, 0, 'f', insn " s0, s1, s2")                                  \
    ROW(op, 3, 2, 0, 'f', insn " d0, d1, d2")
#define F2S(op, insn, imm)                                                     \
    ROW(op, 2, 0, imm, 'f', insn " v0.4s, v1.4s")                              \
    ROW(op, 3, 0, imm, 'f', insn " v0.2d, v1.2d")                              \
    ROW(op, 2, 2, imm, 'f', insn " s0, s1")                                    \
    ROW(op, 3, 2, imm, 'f', insn " d0, d1")
#define H3(op, insn)                                                           \
    ROW(op, 1, 0, 0, 'f', insn " v0.8h, v1.8h, v2.8h")                         \
    ROW(op, 1, 1, 0, 'f', insn " v0.4h, v1.4h, v2.4h")
#define H3S(op, insn)                                                          \
    H3(op, insn)                                                               \
    ROW(op, 1, 2, 0, 'f', insn " h0, h1, h2")
#define H2S(op, insn, imm)                                                     \
    ROW(op, 1, 0, imm, 'f', insn " v0.8h, v1.8h")                              \
    ROW(op, 1, 1, imm, 'f', insn " v0.4h, v1.4h")                              \
    ROW(op, 1, 2, imm, 'f', insn " h0, h1")
/* Signalling NaNs stay so. */
#define WIDEN_H                                                                \
    "fcvtl v0.4s, v1.4h; ushll v3.4s, v1.4h, #13; "                            \
    "fcmeq v2.4s, v0.4s, v0.4s; movi v1.4s, #0x40, lsl #16; "                  \
    "bic v1.16b, v1.16b, v2.16b; bit v0.16b, v3.16b, v1.16b"

#define VOP_ROWS                                                               \
    B3(AND, "and") B3(OR, "orr") B3(XOR, "eor") B3(ANDN, "bic")                \
    B3(ORN, "orn") B2(NOT, "not")                                              \
    ROW(BSL, 0, 0, 0, 'i', FROM_A "bsl v0.16b, v2.16b, v3.16b")                \
    ALL3(ADD, "add") ALL3(SUB, "sub") BHS3(MUL, "mul") ALL2(NEG, "neg")        \
    ALL2(ABS, "abs") ALL3(CMPEQ, "cmeq") ALL3(CMPGT, "cmgt")                   \
    ALL3(CMPGE, "cmge") ALL3(CMPHI, "cmhi") ALL3(CMPHS, "cmhs")                \
    ALL3(CMPTST, "cmtst") BHS3(SMIN, "smin") BHS3(SMAX, "smax")                \
    BHS3(UMIN, "umin") BHS3(UMAX, "umax") SHIFT_LEFT(SHLI, "shl")              \
    SHIFT_RIGHT(SHRI, "ushr") SHIFT_RIGHT(SARI, "sshr") ALL3(ZIP1, "zip1")     \
    ALL3(ZIP2, "zip2") ALL3(UZP1, "uzp1") ALL3(UZP2, "uzp2")                   \
    ALL3(TRN1, "trn1") ALL3(TRN2, "trn2")                                      \
    ROW(EXT, 0, 0, 5, 'i', "ext v0.16b, v1.16b, v2.16b, #5")                   \
    ROW(EXT, 0, 1, 3, 'i', "ext v0.8b, v1.8b, v2.8b, #3")                      \
    ROW(DUPLANE, 1, 0, 5, 'i', "dup v0.8h, v1.h[5]")                           \
    ROW(DUPLANE, 2, 1, 3, 'i', "dup v0.2s, v1.s[3]")                           \
    ROW(INSLANE, 2, 0, 0x301, 'i', FROM_A "mov v0.s[1], v2.s[3]")              \
    ALL3(ADDP, "addp") B2(CNT, "cnt")                                          \
    ROW(ADDP, 3, 2, 0, 'i', "addp d0, v1.2d")                                  \
    BHS3(MLA, "mla") BHS3(MLS, "mls") BHS3(SHADD, "shadd")                     \
    BHS3(UHADD, "uhadd") BHS3(SHSUB, "shsub") BHS3(UHSUB, "uhsub")             \
    BHS3(SRHADD, "srhadd") BHS3(URHADD, "urhadd") BHS3(SABD, "sabd")           \
    BHS3(UABD, "uabd") BHS3(SABA, "saba") BHS3(UABA, "uaba")                   \
    BHS3(SMAXP, "smaxp") BHS3(SMINP, "sminp") BHS3(UMAXP, "umaxp")             \
    BHS3(UMINP, "uminp") B3(PMUL, "pmul") BHS2(CLZ, "clz") BHS2(CLS, "cls")    \
    B2(RBIT, "rbit")                                                           \
    ROW(REV, 0, 0, 1, 'i', "rev16 v0.16b, v1.16b")                             \
    ROW(REV, 1, 0, 2, 'i', "rev32 v0.8h, v1.8h")                               \
    ROW(REV, 0, 1, 3, 'i', "rev64 v0.8b, v1.8b")                               \
    ROW(URECPE, 2, 0, 0, 'i', "urecpe v0.4s, v1.4s")                           \
    ROW(URSQRTE, 2, 1, 0, 'i', "ursqrte v0.2s, v1.2s")                         \
    SHIFT_RIGHT(SRSHRI, "srshr") SHIFT_RIGHT(URSHRI, "urshr")                  \
    SHIFT_LEFT(SLI, FROM_B "sli") SHIFT_RIGHT(SRI, FROM_B "sri")               \
    ALL3(SSHL, "sshl") ALL3(USHL, "ushl") ALL3(SRSHL, "srshl")                 \
    ALL3(URSHL, "urshl")                                                       \
    PAIRLONG(SADDLP, "saddlp", "") PAIRLONG(UADDLP, "uaddlp", "")              \
    PAIRLONG(SADALP, "sadalp", FROM_B) PAIRLONG(UADALP, "uadalp", FROM_B)      \
    LONG3(SADDL, "saddl") LONG3(UADDL, "uaddl") LONG3(SSUBL, "ssubl")          \
    LONG3(USUBL, "usubl") WIDE3(SADDW, "saddw") WIDE3(UADDW, "uaddw")          \
    WIDE3(SSUBW, "ssubw") WIDE3(USUBW, "usubw") LONG3(SABDL, "sabdl")          \
    LONG3(UABDL, "uabdl") LONG3(SABAL, "sabal") LONG3(UABAL, "uabal")          \
    LONG3(SMULL, "smull") LONG3(UMULL, "umull") LONG3(SMLAL, "smlal")          \
    LONG3(UMLAL, "umlal") LONG3(SMLSL, "smlsl") LONG3(UMLSL, "umlsl")          \
    SHLL(SSHLL, "sshll") SHLL(USHLL, "ushll")                                  \
    ROW(PMULL, 0, 0, 0, 'i', "pmull v0.8h, v1.8b, v2.8b")                      \
    ROW(PMULL, 0, 0, 1, 'i', "pmull2 v0.8h, v1.16b, v2.16b")                   \
    ROW(PMULL, 3, 0, 0, 'i', "pmull v0.1q, v1.1d, v2.1d")                      \
    ROW(PMULL, 3, 0, 1, 'i', "pmull2 v0.1q, v1.2d, v2.2d")                     \
    ROW(SDOT, 2, 0, 0, 'i', "sdot v0.4s, v1.16b, v2.16b")                      \
    ROW(UDOT, 2, 1, 0, 'i', "udot v0.2s, v1.8b, v2.8b")                        \
    NARROW2(XTN, "xtn") NARROW3(ADDHN, "addhn") NARROW3(SUBHN, "subhn")        \
    NARROW3(RADDHN, "raddhn") NARROW3(RSUBHN, "rsubhn")                        \
    NARROW_SHIFT(SHRN, "shrn") NARROW_SHIFT(RSHRN, "rshrn")                    \
    ACROSS(ADDV, "addv") ACROSS(SMAXV, "smaxv") ACROSS(SMINV, "sminv")         \
    ACROSS(UMAXV, "umaxv") ACROSS(UMINV, "uminv")                              \
    ACROSS_LONG(SADDLV, "saddlv") ACROSS_LONG(UADDLV, "uaddlv")                \
    ROW(TBL, 0, 0, 0, 'i', "tbl v0.16b, {v1.16b}, v2.16b")                     \
    ROW(TBX, 0, 1, 0, 'i', "tbx v0.8b, {v1.16b}, v2.8b")                       \
    ROW(TBX, 0, 0, 1, 'i', "movi v3.16b, #16; sub v3.16b, v2.16b, v3.16b; "    \
                           "tbx v0.16b, {v1.16b}, v3.16b")                     \
    ROW(AESE, 0, 0, 0, 'i', FROM_A "aese v0.16b, v2.16b")                      \
    ROW(AESD, 0, 0, 0, 'i', FROM_A "aesd v0.16b, v2.16b")                      \
    ROW(AESMC, 0, 0, 0, 'i', "aesmc v0.16b, v1.16b")                           \
    ROW(AESIMC, 0, 0, 0, 'i', "aesimc v0.16b, v1.16b")                         \
    ROW(SHA1C, 2, 0, 0, 'i', FROM_A "sha1c q0, s2, v3.4s")                     \
    ROW(SHA1P, 2, 0, 0, 'i', FROM_A "sha1p q0, s2, v3.4s")                     \
    ROW(SHA1M, 2, 0, 0, 'i', FROM_A "sha1m q0, s2, v3.4s")                     \
    ROW(SHA1H, 2, 0, 0, 'i', "sha1h s0, s1")                                   \
    ROW(SHA1SU0, 2, 0, 0, 'i', FROM_A "sha1su0 v0.4s, v2.4s, v3.4s")           \
    ROW(SHA1SU1, 2, 0, 0, 'i', FROM_A "sha1su1 v0.4s, v2.4s")                  \
    ROW(SHA256H, 2, 0, 0, 'i', FROM_A "sha256h q0, q2, v3.4s")                 \
    ROW(SHA256H2, 2, 0, 0, 'i', FROM_A "sha256h2 q0, q2, v3.4s")               \
    ROW(SHA256SU0, 2, 0, 0, 'i', FROM_A "sha256su0 v0.4s, v2.4s")              \
    ROW(SHA256SU1, 2, 0, 0, 'i', FROM_A "sha256su1 v0.4s, v2.4s, v3.4s")       \
    ROW(SM4E, 2, 0, 0, 'i', FROM_A "sm4e v0.4s, v2.4s")                        \
    ROW(SM4EKEY, 2, 0, 0, 'i', "sm4ekey v0.4s, v1.4s, v2.4s")                  \
    ALL3(SQADD, "sqadd") ALL3(UQADD, "uqadd") ALL3(SQSUB, "sqsub")             \
    ALL3(UQSUB, "uqsub") SCALAR3(SQADD, "sqadd") SCALAR3(UQSUB, "uqsub")       \
    ROW(SUQADD, 0, 0, 0, 'i', FROM_A "suqadd v0.16b, v2.16b")                  \
    ROW(SUQADD, 3, 0, 0, 'i', FROM_A "suqadd v0.2d, v2.2d")                    \
    ROW(USQADD, 1, 0, 0, 'i', FROM_A "usqadd v0.8h, v2.8h")                    \
    ROW(USQADD, 3, 0, 0, 'i', FROM_A "usqadd v0.2d, v2.2d")                    \
    ALL2(SQABS, "sqabs") ALL2(SQNEG, "sqneg") HS3(SQDMULH, "sqdmulh")          \
    HS3(SQRDMULH, "sqrdmulh") HS3(SQRDMLAH, "sqrdmlah")                        \
    HS3(SQRDMLSH, "sqrdmlsh") ALL3(SQSHL, "sqshl") ALL3(UQSHL, "uqshl")        \
    ALL3(SQRSHL, "sqrshl") ALL3(UQRSHL, "uqrshl") SCALAR3(SQSHL, "sqshl")      \
    SCALAR3(UQRSHL, "uqrshl") SHIFT_LEFT(SQSHLI, "sqshl")                      \
    SHIFT_LEFT(UQSHLI, "uqshl") SHIFT_LEFT(SQSHLUI, "sqshlu")                  \
    LONG3_HS(SQDMULL, "sqdmull") LONG3_HS(SQDMLAL, "sqdmlal")                  \
    LONG3_HS(SQDMLSL, "sqdmlsl")                                               \
    ROW(SQDMLAL, 1, 2, 0, 'i', "sqdmlal s0, h1, h2")                           \
    NARROW2(SQXTN, "sqxtn") NARROW2(UQXTN, "uqxtn") NARROW2(SQXTUN, "sqxtun")  \
    ROW(SQXTN, 1, 2, 0, 'i', "sqxtn h0, s1")                                   \
    NARROW_SHIFT(SQSHRN, "sqshrn") NARROW_SHIFT(UQSHRN, "uqshrn")              \
    NARROW_SHIFT(SQRSHRN, "sqrshrn") NARROW_SHIFT(UQRSHRN, "uqrshrn")          \
    NARROW_SHIFT(SQSHRUN, "sqshrun") NARROW_SHIFT(SQRSHRUN, "sqrshrun")        \
    F3S(FCMEQ, "fcmeq") F3S(FCMGE, "fcmge") F3S(FCMGT, "fcmgt")                \
    F3S(FACGE, "facge") F3S(FACGT, "facgt") F3S(FABD, "fabd")                  \
    F3S(FMULX, "fmulx") F2S(FRECPE, "frecpe", 0) F2S(FRSQRTE, "frsqrte", 0)    \
    ROW(FRECPX, 2, 2, 0, 'f', "frecpx s0, s1")                                 \
    ROW(FRECPX, 3, 2, 0, 'f', "frecpx d0, d1")                                 \
    F3S(FRECPS, "frecps") F3S(FRSQRTS, "frsqrts") F3(FADDP, "faddp")           \
    F3(FMAXP, "fmaxp") F3(FMINP, "fminp") F3(FMAXNMP, "fmaxnmp")               \
    F3(FMINNMP, "fminnmp") ROW(FADDP, 3, 2, 0, 'f', "faddp d0, v1.2d")         \
    ROW(FMAXV, 2, 0, 0, 'f', "fmaxv s0, v1.4s")                                \
    ROW(FMINV, 2, 0, 0, 'f', "fminv s0, v1.4s")                                \
    ROW(FMAXNMV, 2, 0, 0, 'f', "fmaxnmv s0, v1.4s")                            \
    ROW(FMINNMV, 2, 0, 0, 'f', "fminnmv s0, v1.4s")                            \
    ROW(FCVTL, 1, 0, 0, 'f', "fcvtl v0.4s, v1.4h")                             \
    ROW(FCVTL, 2, 0, 1, 'f', "fcvtl2 v0.2d, v1.4s")                            \
    ROW(FCVTN, 1, 0, 0, 'f', "fcvtn v0.4h, v1.4s")                             \
    ROW(FCVTN, 2, 0, 0, 'f', "fcvtn v0.2s, v1.2d")                             \
    ROW(FCVTXN, 2, 0, 0, 'f', "fcvtxn v0.2s, v1.2d")                           \
    ROW(FCVTS, 1, 2, 3, 'f', "fcvt d0, h1")                                    \
    ROW(FCVTS, 3, 2, 1, 'f', "fcvt h0, d1")                                    \
    ROW(FCVTS, 2, 2, 1, 'f', "fcvt h0, s1")                                    \
    F2S(FTOS, "fcvtzs", 1) F2S(FTOU, "fcvtau", 4) F2S(FTOS, "fcvtms", 2)       \
    ROW(FTOU, 2, 0, 0x501, 'f', "fcvtzu v0.4s, v1.4s, #5")                     \
    F2S(STOF, "scvtf", 7) F2S(UTOF, "ucvtf", 7)                                \
    ROW(STOF, 3, 0, 0x1407, 'f', "scvtf v0.2d, v1.2d, #20")                    \
    H3S(FCMEQ, "fcmeq") H3S(FCMGE, "fcmge") H3S(FCMGT, "fcmgt")                \
    H3S(FACGE, "facge") H3S(FACGT, "facgt") H3S(FABD, "fabd")                  \
    H3S(FMULX, "fmulx") H2S(FRECPE, "frecpe", 0) H2S(FRSQRTE, "frsqrte", 0)    \
    ROW(FRECPX, 1, 2, 0, 'f', "frecpx h0, h1")                                 \
    H3S(FRECPS, "frecps") H3S(FRSQRTS, "frsqrts") H3(FADDP, "faddp")           \
    H3(FMAXP, "fmaxp") H3(FMINP, "fminp") H3(FMAXNMP, "fmaxnmp")               \
    H3(FMINNMP, "fminnmp") ROW(FMAXP, 1, 2, 0, 'f', "fmaxp h0, v1.2h")         \
    ROW(FMAXV, 1, 0, 0, 'f', "fmaxv h0, v1.8h")                                \
    ROW(FMINNMV, 1, 1, 0, 'f', "fminnmv h0, v1.4h")                            \
    H2S(FTOS, "fcvtzs", 1) H2S(FTOU, "fcvtau", 4) H2S(FTOS, "fcvtns", 0)       \
    ROW(FTOS, 1, 1, 0x301, 'f', "fcvtzs v0.4h, v1.4h, #3")                     \
    H2S(STOF, "scvtf", 7) H2S(UTOF, "ucvtf", 7)                                \
    ROW(UTOF, 1, 0, 0x1007, 'f', "ucvtf v0.8h, v1.8h, #16")                    \
    ROW(STOF, 1, 2, 0x200007, 'f', "fmov w9, s1; scvtf h0, w9")                \
    ROW(UTOF, 1, 2, 0x201407, 'f', "fmov w9, s1; ucvtf h0, w9, #20")           \
    ROW(STOF, 1, 2, 0x400307, 'f', "fmov x9, d1; scvtf h0, x9, #3")            \
    ROW(FWIDEN, 1, 0, 0, 'f', WIDEN_H)                                         \
    ROW(FWIDEN, 1, 1, 4, 'f', "mov s1, v1.s[2]; " WIDEN_H)                     \
    ROW(FRINTR, 2, 0, 0x2001, 'f', "frint32z v0.4s, v1.4s")                    \
    ROW(FRINTR, 2, 2, 0x4007, 'f', "frint64x s0, s1")                          \
    ROW(FRINTR, 3, 0, 0x4001, 'f', "frint64z v0.2d, v1.2d")                    \
    ROW(FRINTR, 3, 2, 0x2007, 'f', "frint32x d0, d1")                          \
    ROW(FJCVTZS, 3, 1, 0, 'f', "fjcvtzs w9, d1; cset x10, eq; "                \
                               "bfi x9, x10, #32, #1; fmov d0, x9")            \
    ROW(BFCVTN, 1, 0, 0, 'f', "bfcvtn v0.4h, v1.4s")                           \
    ROW(BFCVTN, 1, 2, 0, 'f', "bfcvt h0, s1")                                  \
    ROW(BFDOT, 2, 0, 0, 'f', "bfdot v0.4s, v1.8h, v2.8h")                      \
    ROW(BFDOT, 2, 1, 0, 'i', "bfdot v0.2s, v1.4h, v2.4h")                      \
    ROW(BFMMLA, 2, 0, 0, 'f', "bfmmla v0.4s, v1.8h, v2.8h")                    \
    ROW(USDOT, 2, 0, 0, 'i', "usdot v0.4s, v1.16b, v2.16b")                    \
    ROW(USDOT, 2, 1, 0, 'i', "usdot v0.2s, v1.8b, v2.8b")

/* clang-format on */

/* ---- Inputs and results ---- */

enum { VOP_ROUNDS = 200 };

static inline uint64_t row_random(uint64_t *seed)
{
    uint64_t x = *seed += 0x9e3779b97f4a7c15;

    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

/* One lane of `bits` bits: random, small, or at a boundary; as a number also
 * infinite, NaN, denormal, of moderate size. */
static inline uint64_t row_lane(uint64_t *seed, unsigned bits, char kind)
{
    unsigned frac = bits == 64 ? 52 : bits == 32 ? 23 : bits == 16 ? 10 : 3;
    uint64_t x = row_random(seed);
    uint64_t sign = (x & 1) << (bits - 1);
    uint64_t low = x >> 8 & ((1ull << frac) - 1);
    uint64_t exp = ((1ull << (bits - 1 - frac)) - 1) << frac;

    switch (x >> 4 & 7) {
    case 0: return kind == 'f' ? sign : (x & 1) << (bits - 1);
    case 1: return kind == 'f' ? sign | exp : ~sign;
    case 2: return kind == 'f' ? sign | exp | low : (x >> 8) % 140 - 70;
    case 3: return kind == 'f' ? sign | low : (x >> 8) % 140 - 70;
    case 4:
    case 5: return kind == 'f' ? (sign | (exp >> 1 & exp) | low) : x >> 2;
    default: return row_random(seed);
    }
}

/* 16 bytes made of lanes of 1 << esz bytes. */
static inline void row_input(uint64_t *seed, unsigned esz, char kind,
                             uint64_t out[2])
{
    unsigned bits = 8u << esz;

    for (unsigned i = 0; i < 2; i++) {
        out[i] = 0;
        for (unsigned at = 0; at < 64; at += bits)
            out[i] |= (row_lane(seed, bits, kind) &
                       (bits == 64 ? ~0ull : (1ull << bits) - 1))
                      << at;
    }
}

static inline uint64_t row_hash(uint64_t hash, uint64_t x)
{
    hash = (hash ^ x) * 0x100000001b3;
    return hash ^ hash >> 29;
}

#endif
