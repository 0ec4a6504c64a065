#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the disassembler of floating-point and vector instructions with
binutils': simd-decode.py SIMD-CASES OBJDUMP [WORDS-PER-ROW [SEED]].

Random words of the encoding group, and words near and far from each row.  An
instruction that one side accepts and the other not is a failure, and so is a
different text; binutils also knows the extensions listed in LATER.
"""
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
from importlib.machinery import SourceFileLoader

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../..')
gen = SourceFileLoader('gen_decode',
                       os.path.join(TOP, 'scripts/gen-decode')).load_module()
TABLES = ('base', 'ldst', 'fp', 'simd', 'crypto', 'fp16', 'complex', 'matrix')

# Extensions after Armv8.0 that have no rows, by mnemonic.
LATER = re.compile(r'sm3|sm4|sha512|eor3|bcax|rax1|xar')



def lax(word, text):
    """binutils does not look at bit 22 of FMLAL and FMLSL (vector), which must
    be 0 (Arm ARM, FMLAL, FMLAL2 (vector): sz)."""
    return word >> 22 & 1 and word >> 24 & 31 == 14 and \
        re.match(r'fml[as]l', text)


def in_group(word):
    """Data processing of floating point and vectors: x111 in bits 28 to 25."""
    return word >> 25 & 7 == 7


def words(count, seed):
    folder = os.path.join(TOP, 'src/target/aarch64')
    rows = gen.load('aarch64', [os.path.join(folder, f + '.decode')
                                for f in TABLES]).rows
    rng = random.Random(seed)
    out = []
    for row in rows:
        if not in_group(row.value & row.mask):
            continue
        for _ in range(count):
            w = rng.getrandbits(32) & ~row.mask | row.value
            out += [w, w ^ 1 << rng.randrange(32), rng.getrandbits(32) | 7 << 25,
                    rng.getrandbits(32) & 0xf1ffffff | 7 << 25]
    return [w for w in out if in_group(w)]


def binutils(objdump, path):
    text = subprocess.run([objdump, '-D', '-z', '-b', 'binary', '-m', 'aarch64',
                           path], check=True, capture_output=True,
                          text=True).stdout
    return re.findall(r'^ *[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$', text, re.M)


def normal(text):
    text = re.sub(r'\s*//.*', '', text).strip()
    return None if text.startswith('.inst') else text


def main():
    cases, objdump = sys.argv[1:3]
    count, seed = map(int, (sys.argv[3:] + ['40', '1'][len(sys.argv) - 3:]))
    ws = words(count, seed)
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, 'words')
        with open(path, 'wb') as f:
            f.write(struct.pack(f'<{len(ws)}I', *ws))
        theirs = binutils(objdump, path)
        ours = subprocess.run([cases, 'disas', path], check=True,
                              capture_output=True,
                              text=True).stdout.splitlines()
    if not len(ws) == len(theirs) == len(ours):
        sys.exit(f'{len(ws)} words, {len(theirs)} and {len(ours)} texts')
    bad = same = undefined = 0
    for w, t, o in zip(ws, map(normal, theirs), map(normal, ours)):
        if t == o:
            same += t is not None
            undefined += t is None
        elif o is None and (LATER.match(t) or lax(w, t)):
            undefined += 1
        else:
            bad += 1
            if bad <= 20:
                print(f'{w:08x}: binutils "{t}", ours "{o}"')
    print(f'{same} instructions, {undefined} undefined, {bad} differ')
    sys.exit(bad != 0 or not same)


if __name__ == '__main__':
    main()
