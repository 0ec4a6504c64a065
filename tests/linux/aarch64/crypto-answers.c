/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SHA-512 and SM4 by their instructions: the examples of FIPS 180-4 and of
 * GB/T 32907, appendix A. */
#include "check.h"

#include <arm_neon.h>

static const uint64_t k512[80] = {
    UINT64_C(0x428a2f98d728ae22), UINT64_C(0x7137449123ef65cd),
    UINT64_C(0xb5c0fbcfec4d3b2f), UINT64_C(0xe9b5dba58189dbbc),
    UINT64_C(0x3956c25bf348b538), UINT64_C(0x59f111f1b605d019),
    UINT64_C(0x923f82a4af194f9b), UINT64_C(0xab1c5ed5da6d8118),
    UINT64_C(0xd807aa98a3030242), UINT64_C(0x12835b0145706fbe),
    UINT64_C(0x243185be4ee4b28c), UINT64_C(0x550c7dc3d5ffb4e2),
    UINT64_C(0x72be5d74f27b896f), UINT64_C(0x80deb1fe3b1696b1),
    UINT64_C(0x9bdc06a725c71235), UINT64_C(0xc19bf174cf692694),
    UINT64_C(0xe49b69c19ef14ad2), UINT64_C(0xefbe4786384f25e3),
    UINT64_C(0x0fc19dc68b8cd5b5), UINT64_C(0x240ca1cc77ac9c65),
    UINT64_C(0x2de92c6f592b0275), UINT64_C(0x4a7484aa6ea6e483),
    UINT64_C(0x5cb0a9dcbd41fbd4), UINT64_C(0x76f988da831153b5),
    UINT64_C(0x983e5152ee66dfab), UINT64_C(0xa831c66d2db43210),
    UINT64_C(0xb00327c898fb213f), UINT64_C(0xbf597fc7beef0ee4),
    UINT64_C(0xc6e00bf33da88fc2), UINT64_C(0xd5a79147930aa725),
    UINT64_C(0x06ca6351e003826f), UINT64_C(0x142929670a0e6e70),
    UINT64_C(0x27b70a8546d22ffc), UINT64_C(0x2e1b21385c26c926),
    UINT64_C(0x4d2c6dfc5ac42aed), UINT64_C(0x53380d139d95b3df),
    UINT64_C(0x650a73548baf63de), UINT64_C(0x766a0abb3c77b2a8),
    UINT64_C(0x81c2c92e47edaee6), UINT64_C(0x92722c851482353b),
    UINT64_C(0xa2bfe8a14cf10364), UINT64_C(0xa81a664bbc423001),
    UINT64_C(0xc24b8b70d0f89791), UINT64_C(0xc76c51a30654be30),
    UINT64_C(0xd192e819d6ef5218), UINT64_C(0xd69906245565a910),
    UINT64_C(0xf40e35855771202a), UINT64_C(0x106aa07032bbd1b8),
    UINT64_C(0x19a4c116b8d2d0c8), UINT64_C(0x1e376c085141ab53),
    UINT64_C(0x2748774cdf8eeb99), UINT64_C(0x34b0bcb5e19b48a8),
    UINT64_C(0x391c0cb3c5c95a63), UINT64_C(0x4ed8aa4ae3418acb),
    UINT64_C(0x5b9cca4f7763e373), UINT64_C(0x682e6ff3d6b2b8a3),
    UINT64_C(0x748f82ee5defb2fc), UINT64_C(0x78a5636f43172f60),
    UINT64_C(0x84c87814a1f0ab72), UINT64_C(0x8cc702081a6439ec),
    UINT64_C(0x90befffa23631e28), UINT64_C(0xa4506cebde82bde9),
    UINT64_C(0xbef9a3f7b2c67915), UINT64_C(0xc67178f2e372532b),
    UINT64_C(0xca273eceea26619c), UINT64_C(0xd186b8c721c0c207),
    UINT64_C(0xeada7dd6cde0eb1e), UINT64_C(0xf57d4f7fee6ed178),
    UINT64_C(0x06f067aa72176fba), UINT64_C(0x0a637dc5a2c898a6),
    UINT64_C(0x113f9804bef90dae), UINT64_C(0x1b710b35131c471b),
    UINT64_C(0x28db77f523047d84), UINT64_C(0x32caab7b40c72493),
    UINT64_C(0x3c9ebe0a15c9bebc), UINT64_C(0x431d67c49c100d4c),
    UINT64_C(0x4cc5d4becb3e42b6), UINT64_C(0x597f299cfc657e2a),
    UINT64_C(0x5fcb6fab3ad6faec), UINT64_C(0x6c44198c4a475817),
};

static const uint64_t h512[8] = {
    UINT64_C(0x6a09e667f3bcc908), UINT64_C(0xbb67ae8584caa73b),
    UINT64_C(0x3c6ef372fe94f82b), UINT64_C(0xa54ff53a5f1d36f1),
    UINT64_C(0x510e527fade682d1), UINT64_C(0x9b05688c2b3e6c1f),
    UINT64_C(0x1f83d9abfb41bd6b), UINT64_C(0x5be0cd19137e2179),
};

/* Of "abc". */
static const uint64_t digest[8] = {
    UINT64_C(0xddaf35a193617aba), UINT64_C(0xcc417349ae204131),
    UINT64_C(0x12e6fa4e89a97ea2), UINT64_C(0x0a9eeee64b55d39a),
    UINT64_C(0x2192992a274fc1a8), UINT64_C(0x36ba3c23a3feebbd),
    UINT64_C(0x454d4423643ce80e), UINT64_C(0x2a9ac94fa54ca49f),
};

#pragma GCC target("arch=armv8.2-a+sha3+sm4")

static void check_sha512(void)
{
    uint64_t out[8];
    uint64x2_t w[40], h[4], s[4]; /* ab, cd, ef, gh */

    memset(w, 0, sizeof(w));
    w[0] = vsetq_lane_u64(UINT64_C(0x6162638000000000), w[0], 0);
    w[7] = vsetq_lane_u64(24, w[7], 1); /* bits */
    for (int i = 0; i < 32; i++)
        w[i + 8] = vsha512su1q_u64(vsha512su0q_u64(w[i], w[i + 1]), w[i + 7],
                                   vextq_u64(w[i + 4], w[i + 5], 1));
    for (int i = 0; i < 4; i++)
        s[i] = h[i] = vld1q_u64(h512 + 2 * i);
    for (int i = 0; i < 40; i++) {
        uint64x2_t sum = vaddq_u64(w[i], vld1q_u64(k512 + 2 * i));
        sum = vaddq_u64(vextq_u64(sum, sum, 1), s[3]);
        sum = vsha512hq_u64(sum, vextq_u64(s[2], s[3], 1),
                            vextq_u64(s[1], s[2], 1));
        uint64x2_t top = vsha512h2q_u64(sum, s[1], s[0]);
        s[3] = s[2];
        s[2] = vaddq_u64(s[1], sum);
        s[1] = s[0];
        s[0] = top;
    }
    for (int i = 0; i < 4; i++)
        vst1q_u64(out + 2 * i, vaddq_u64(s[i], h[i]));
    CHECK(!memcmp(out, digest, sizeof(out)));
}

static void check_sm4(void)
{
    static const uint32_t text[4] = {0x01234567, 0x89abcdef, 0xfedcba98,
                                     0x76543210};
    static const uint32_t family[4] = {0xa3b1bac6, 0x56aa3350, 0x677d9197,
                                       0xb27022dc};
    static const uint32_t answer[4] = {0x681edf34, 0xd206965e, 0x86b3e94f,
                                       0x536e4246};
    uint32x4_t key = veorq_u32(vld1q_u32(text), vld1q_u32(family));
    uint32x4_t state = vld1q_u32(text);
    uint32_t out[4];

    for (unsigned i = 0; i < 32; i += 4) {
        uint32_t ck[4];
        for (unsigned j = 0; j < 4; j++) {
            ck[j] = 0;
            for (unsigned b = 0; b < 4; b++)
                ck[j] = ck[j] << 8 | (4 * (i + j) + b) * 7 % 256;
        }
        key = vsm4ekeyq_u32(key, vld1q_u32(ck));
        state = vsm4eq_u32(state, key);
    }
    vst1q_u32(out, state);
    for (int i = 0; i < 4; i++)
        CHECK(out[3 - i] == answer[i]);
}

int main(void)
{
    unsigned long cap = getauxval(AT_HWCAP);

    if (cap >> 21 & 1)
        check_sha512();
    if (cap >> 19 & 1)
        check_sm4();
    return failures;
}
