#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The A64 decoder and disassembler against binutils.

decode.py DISAS OBJDUMP [SEED]: random instructions of every row must have the
text that objdump prints; random words of all encoding groups must be undefined
here exactly where objdump finds nothing, or something outside the rows.
"""
import glob
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
from collections import defaultdict
from importlib.machinery import SourceFileLoader
import importlib.util

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../..')
PER_ROW, WORDS = 60, 60000
# Rows whose texts depend on system register names that we do not list.
NAMED = {'mrs', 'msr', 'hint'}
# FEAT_RPRFM's prefetch is one of those without a name here.
RPRFM = re.compile('rprfm ')
# objdump wants the ignored bits as they should be, and distinct registers.
STRICT = {'ldar', 'stlr', 'ldlar', 'stllr', 'ldpsw', 'ldpsw_pre', 'ldpsw_post',
          'cfinv', 'xaflag', 'axflag'}
# What belongs to extensions without rows: memory tagging, transactions,
# checked pointers, pointer authentication with the PC, and system instructions
# that trap at EL0; memory copies of the same register twice; arithmetic on
# smaller formats.
OTHER = re.compile(
    r'(st2?z?2?g|st[gz]\w*|ldgm?|addg|subg|subps?|irg|gmi|cmpp|'
    r'pac\w*pc|aut\w*pc\w*|pacm|reta[ab]sppc\w*|eret\w*|drps|'
    r't(start|test|commit|cancel)|cpy\w+|set[gpme]\w*|m?(add|sub)pt|'
    r'sysl?|sysp|mrs|msr|mrrs|msrr|dcps\d|ld64b|st64b\w*|at|tlbip?|dc|ic|'
    r'cfp|dvp|cpp|cosp|rcwm?\w*|ldapp|stilp|ldiapp|ld(clr|set)p\w*|'
    r'swpp\w*|dsb|smstart|smstop|brb|gcs\w*|trcit|chkfeat|clrbhb|ret|bf[12]cvtl2?|luti[24]|'
    r'stl1|ldap1|famax|famin|fscale|'
    r'fcvtn2?|fdot|fmlall?(bb|bt|tb|tt|b|t))$')
# Of FEAT_LRCPC3.
SCALAR = re.compile(r'(ldapur|stlur) [bhsdq]\d')


def lax(word, text):
    """binutils does not look at bit 22 of FMLAL and FMLSL (vector), which must
    be 0 (Arm ARM, FMLAL, FMLAL2 (vector): sz)."""
    return word >> 22 & 1 and word >> 24 & 31 == 14 and \
        re.match(r'fml[as]l', text)


def load_rows():
    sys.dont_write_bytecode = True
    loader = SourceFileLoader('gen_decode', f'{TOP}/scripts/gen-decode')
    spec = importlib.util.spec_from_loader('gen_decode', loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module.load('aarch64', sorted(
        glob.glob(f'{TOP}/src/target/aarch64/*.decode')))


def words_of_rows(decode, rnd):
    for row in decode.rows:
        made = 0
        for _ in range(100 * PER_ROW):
            w = rnd.getrandbits(32)
            w = w & ~(row.mask | row.sbz | row.sbo) | row.value | row.sbo
            for name in ('rd', 'rn', 'rm', 'rt', 'rt2', 'ra', 'rs'):
                f = row.fields.get(name)
                if f and f.pieces and rnd.random() < .15:
                    w = f.put(w, 31)
            if decode.row_matches(row, w):
                yield w
                made += 1
                if made == PER_ROW:
                    break


def random_words(rnd, vectors):
    """All groups but the reserved one and SVE; the last two only when there
    are rows of floating point."""
    made = 0
    while made < WORDS:
        w = rnd.getrandbits(32)
        group = w >> 25 & 15
        if group >= 4 and (vectors or group & 7 != 7):
            made += 1
            yield w


def objdump_texts(objdump, words):
    with tempfile.NamedTemporaryFile() as f:
        f.write(struct.pack(f'<{len(words)}I', *words))
        f.flush()
        out = subprocess.run([objdump, '-D', '-z', '-b', 'binary', '-maarch64',
                              f.name], capture_output=True, text=True,
                             check=True).stdout
    return [m[1] for m in re.finditer(
        r'^\s*[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$', out, re.M)]


def expand(m):
    """A list of registers from the first to the last of a range."""
    first, last = int(m[1]), int(m[3])
    n = (last - first) % 32 + 1
    return '{' + ', '.join(f'v{(first + i) % 32}{m[2]}' for i in range(n)) + '}'


def normal(text):
    """Versions of binutils differ in which lists they print as ranges."""
    text = re.sub(r'\s*//.*', '', text)
    text = re.sub(r'p(ld|li|st)slc(keep|strm)', lambda m: '#0x%02x' % (
        6 + 8 * ('ld', 'li', 'st').index(m[1]) + (m[2] == 'strm')), text)
    text = re.sub(r'\{v(\d+)(\.\w+)-v(\d+)\.\w+\}', expand, text)
    return re.sub(r'\s+', ' ', text).strip()


def main():
    disas, objdump = sys.argv[1:3]
    rnd = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    decode = load_rows()
    vectors = any(r.place.startswith(('simd', 'fp')) for r in decode.rows)
    words = list(words_of_rows(decode, rnd))
    words += list(random_words(rnd, vectors))
    ref = objdump_texts(objdump, words)
    ours = subprocess.run([disas, 'aarch64'], capture_output=True, text=True,
                          input=''.join(f'{w:x}\n' for w in words),
                          check=True).stdout.splitlines()
    if not len(ref) == len(ours) == len(words):
        sys.exit('a disassembler lost lines')
    bad = defaultdict(list)
    for w, a, b in zip(words, ref, ours):
        a, b = normal(a), normal(b)
        known = not b.startswith('.inst')
        row = decode.find(w) if known else None
        if a.startswith('.inst') or 'undefined' in a:
            if known and row.name not in STRICT:
                bad[row.name].append((w, a, b))
        elif not known:
            if not OTHER.match(a.split()[0]) and not SCALAR.match(a) \
                    and not lax(w, a):
                bad[a.split()[0]].append((w, a, b))
        elif a != b and not RPRFM.match(a) and row.name not in NAMED:
            bad[row.name].append((w, a, b))
    for name, cases in sorted(bad.items()):
        print(f'{name}: {len(cases)} differences')
        for w, a, b in cases[:3]:
            print(f'    {w:08x}  binutils: {a}  ours: {b}')
    print(f'{len(words)} words of {len(decode.rows)} rows, '
          f'{sum(map(len, bad.values()))} differences')
    sys.exit(1 if bad else 0)


if __name__ == '__main__':
    main()
