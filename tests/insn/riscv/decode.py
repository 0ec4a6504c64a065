#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the RISC-V disassembler with binutils': decode.py DISAS OBJDUMP AS.

Every 16-bit word, and 32-bit words near and far from the rows of the decode
files.  An instruction that one side accepts and the other not is a failure,
and so is a different text.
"""
import os
import random
import re
import subprocess
import sys
import tempfile
from importlib.machinery import SourceFileLoader

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../..')
gen = SourceFileLoader('gen_decode',
                       os.path.join(TOP, 'scripts/gen-decode')).load_module()
BASE = 'rv64imafdc'
EXTENSIONS = '''
    zicsr zifencei zihintpause zihintntl zba zbb zbs zbc zbkb zbkc zbkx zknd zkne
    zknh zksed zksh zicond zicbom zicbop zicboz zimop zcmop zcb zawrs zabha zacas
    zfa zfh zfhmin'''.split()

NTL = {'c.ntl.p1': 'sp', 'c.ntl.pall': 'gp', 'c.ntl.s1': 'tp',
       'c.ntl.all': 't0'}


def load_rows():
    folder = os.path.join(TOP, 'src/target/riscv')
    return gen.load('riscv', sorted(
        os.path.join(folder, f) for f in os.listdir(folder)
        if f.endswith('.decode'))).rows


def known_extensions(assembler):
    """Those that these binutils know."""
    return [e for e in EXTENSIONS if subprocess.run(
        [assembler, f'-march={BASE}_{e}', '-o', os.devnull, '-'], input='',
        text=True, stderr=subprocess.DEVNULL, check=False).returncode == 0]


def words(rows, count, seed):
    """16-bit words, padded with c.nop, and 32-bit ones."""
    rng = random.Random(seed)
    out = [w | 0x00010000 for w in range(0x10000) if w & 3 != 3]
    for row in rows:
        if row.width != 32:
            continue
        for _ in range(count):
            w = rng.getrandbits(32) & ~row.mask | row.value
            out.append(w)
            out.append(w ^ 1 << rng.randrange(2, 32))
    out += [rng.getrandbits(32) | 3 for _ in range(count * 100)]
    # Longer encodings would swallow what follows.
    return [w for w in out if w & 0x1f != 0x1f]


def without(rows, unknown, ws):
    """The words that are of no row of extensions that are unknown."""
    pairs = [(r.mask, r.value, r.width) for r in rows
             if unknown & set(re.split('[+|]', r.ext_text.lower()))]
    return [w for w in ws if not any(
        w & mask == value and width == (32 if w & 3 == 3 else 16)
        for mask, value, width in pairs)]


def binutils(objdump, assembler, arch, ws):
    with tempfile.TemporaryDirectory() as d:
        src, obj = os.path.join(d, 'a.s'), os.path.join(d, 'a.o')
        with open(src, 'w', encoding='ascii') as f:
            for w in ws:
                if w & 3 == 3:
                    f.write(f'.insn 4, {w:#x}\n')
                else:
                    f.write(f'.insn 2, {w & 0xffff:#x}\n.insn 2, 1\n')
        subprocess.run([assembler, f'-march={arch}', '-o', obj, src],
                       check=True)
        text = subprocess.run([objdump, '-d', '-z', '-M', 'no-aliases', obj],
                              check=True, capture_output=True,
                              text=True).stdout
    at = {}
    for m in re.finditer(r'^ *([0-9a-f]+):\t[0-9a-f ]+\t(.*)$', text, re.M):
        at[int(m[1], 16)] = m[2]
    return [at[4 * i] for i in range(len(ws))]


def normal(text):
    text = re.sub(r'\s*#.*', '', text)              # comments
    text = re.sub(r' <.*>', '', text)               # symbols
    text = re.sub(r'\s+', ' ', text).strip()
    if re.match(r'\.([248]byte|word|short|insn)\b', text):
        return None
    return text


def known(word, ours, theirs):
    """Differences that are binutils' own: it tells only the usual encoding of
    fields that processors must ignore or take (FENCE's fm, rs1 and rd; FENCE.I's
    imm, rs1 and rd; the rounding mode of exact conversions), has no hints of
    compressed instructions that it could not assemble (in 2.40 also those of
    Zihintntl), names all CSRs, and takes reserved encodings: two compressed ones
    and round numbers of aes64ks1i. cbo.inval is privileged on Linux."""
    op = word & 0x7f
    if word & 0xffff in (0, 0x6101):
        return ours is None and theirs in ('c.unimp', 'c.addi16sp sp,0')
    if ours is None and theirs.startswith(('aes64ks1i', 'cbo.inval')):
        return theirs[0] == 'c' or word >> 20 & 15 > 10
    if ours and ours.startswith('c.ntl.'):
        return theirs == f'c.add zero,{NTL[ours]}'
    if theirs is None:
        if op == 0x0f:
            return True
        if ours.startswith(('fcvt.d.s', 'fcvt.d.w', 'fcvt.s.h', 'fcvt.d.h')) \
                and word >> 12 & 7:
            return True
    if op == 0x73 and theirs and not theirs.startswith('csr'):
        return ours is None                         # privileged
    if ours and ours.startswith('csr') and theirs:
        mine, name = ours.split(',')[1], theirs.split(',')[1]
        return mine.startswith('0x') and \
            ours.replace(mine, name, 1) == theirs
    return False


def address(text):
    """Branch targets are printed in plain hexadecimal by objdump."""
    m = re.match(r'(c\.)?(j|jal|b\w+)(?= )', text or '')
    if m and m[0] not in ('bclr', 'bext', 'binv', 'bset', 'bclri', 'bexti',
                          'binvi', 'bseti', 'brev8'):
        head, _, to = text.rpartition(',')
        if not head:
            head, _, to = text.rpartition(' ')
        value = int(to, 16) & (1 << 64) - 1
        return f'{head} {value:x}'
    return text


def main():
    disas, objdump, assembler = sys.argv[1:4]
    seed = int(os.environ.get('SEED', '1'))
    rows, have = load_rows(), known_extensions(assembler)
    lack = set(EXTENSIONS) - set(have)
    ws = without(rows, lack,
                 words(rows, int(os.environ.get('COUNT', '60')), seed))
    text = subprocess.run([disas], input='\n'.join(f'{w:x}' for w in ws),
                          check=True, capture_output=True, text=True).stdout
    bad = 0
    for w, a, b in zip(ws, text.splitlines(),
                       binutils(objdump, assembler,
                                '_'.join([BASE] + have), ws)):
        a, b = normal(a), normal(b)
        if address(a) != address(b) and not known(w, a, b):
            bad += 1
            if bad <= 40:
                print(f'{w:08x}: "{a}", binutils "{b}"')
    print(f'{len(ws)} words, {bad} differences (seed {seed})')
    if lack:
        print('not compared: ' + ' '.join(sorted(lack)))
    return bad != 0


if __name__ == '__main__':
    sys.exit(main())
