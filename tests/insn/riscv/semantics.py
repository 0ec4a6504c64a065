#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs random RISC-V instructions here and under a reference.

semantics.py CC REFERENCE SUBJECT: the latter two are commands that run a guest
program, for instance 'qemu-riscv64' and './calque'.  Each case is one to six
instructions between a load of all registers with values that lie at edges and
a dump of registers, fcsr and the memory that the case may access.  The first
cases that differ are printed with its instructions.  The environment may set
SEED, COUNT (of cases), ROWS (pattern of row names) and SHOW (of differences).
"""
import fnmatch
import os
import random
import struct
import subprocess
import sys
import tempfile
from importlib.machinery import SourceFileLoader

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../..')
gen = SourceFileLoader('gen_decode',
                       os.path.join(TOP, 'scripts/gen-decode')).load_module()
STATES = 48
RECORD = 32 * 8 + 32 * 8 + 8 + 128  # x (x0: fcsr), f, padding, scratch
# The reservation forms are below, as QEMU 7.2 mixes up widths.
SKIP = {'ecall', 'ebreak', 'c_ebreak', 'auipc', 'lr_w', 'lr_d'}
MEMORY = {'lb', 'lh', 'lw', 'ld', 'lbu', 'lhu', 'lwu', 'sb', 'sh', 'sw', 'sd',
          'flw', 'fld', 'fsw', 'fsd', 'lr', 'sc'}

PROLOGUE = '''
    .option norelax
    .globl _start
_start:
    lla s10, out
    j cases
# t0 = state, t1 = return
restore:
    lla gp, scratch
    sc.w zero, zero, (gp)
    lla tp, pattern
    li t2, 128
1:  ld t3, 0(tp)
    sd t3, 0(gp)
    addi gp, gp, 8
    addi tp, tp, 8
    addi t2, t2, -8
    bnez t2, 1b
    mv tp, t0
    mv gp, t1
    ld t2, 0(tp)
    fscsr t2
%s
    jr gp
save:
    lla tp, out
%s
    frcsr t0
    sd t0, 0(tp)
    lla t0, scratch
    addi t1, tp, 520
    li t2, 128
1:  ld t3, 0(t0)
    sd t3, 0(t1)
    addi t0, t0, 8
    addi t1, t1, 8
    addi t2, t2, -8
    bnez t2, 1b
    li a7, 64
    li a0, 1
    lla a1, out
    li a2, %d
    ecall
    jr gp
cases:
'''


def registers(load):
    x, f = ('ld', 'fld') if load else ('sd', 'fsd')
    lines = [f'    {f} f{i}, {256 + 8 * i}(tp)' for i in range(32)]
    lines += [f'    {x} x{i}, {8 * i}(tp)' for i in range(1, 32)
              if i not in (3, 4)]
    return '\n'.join(lines)


class Cases:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        folder = os.path.join(TOP, 'src/target/riscv')
        self.rows = [r for r in gen.load(
            'riscv', [os.path.join(folder, f)
                      for f in ('rv.decode', 'rvc.decode')]).rows
            if r.name not in SKIP and
            fnmatch.fnmatch(r.name, os.environ.get('ROWS', '*'))]

    def integer(self):
        r = self.rng
        v = r.choice([0, 1, 2, 31, 32, 63, 64, -1, -2, 1 << 31, (1 << 31) - 1,
                      -(1 << 31), 1 << 32, (1 << 32) - 1, 1 << 63,
                      (1 << 63) - 1, 1 << 53, (1 << 53) + 1, (1 << 24) + 1,
                      0x8000, 0x80, 0x7f, r.getrandbits(64),
                      r.getrandbits(r.randrange(1, 65)), r.getrandbits(64)])
        return v & (1 << 64) - 1

    def double(self):
        r = self.rng
        k = r.randrange(12)
        if k < 3:
            return r.choice([
                0, 1, 1 << 63, 0x7ff << 52, 0xfff << 52, 0x7ff8 << 48,
                0x7ff0000000000001, 0xfff8000000000123, 0x3ff << 52,
                0xbff << 52, 0x10000000000000, 0xfffffffffffff,
                0x7fefffffffffffff, 0x8000000000000001, 0x43e0000000000000,
                0xc3e0000000000000, 0x41dfffffffc00000, 0x41e0000000000000,
                0xc1e0000000200000, 0x41efffffffe00000, 0x43f0000000000000,
                0x3fe0000000000000, 0xbfe0000000000001, 0x3ff8000000000000,
                0x4004000000000000, 0x47efffffe0000000, 0x47effffff0000000,
                0x380fffffe0000000, 0x36a0000000000000])
        if k < 5:   # near one another, for cancellation and rounding
            return (0x3ff + r.randrange(-3, 60) << 52 | r.getrandbits(52) &
                    -1 << r.randrange(53)) & (1 << 63) - 1 | \
                r.getrandbits(1) << 63
        if k < 6:
            return r.getrandbits(64)
        if k < 7:   # a single that is not boxed well
            return self.single() | 0xfffffffe << 32
        return self.single() | 0xffffffff << 32

    def single(self):
        r = self.rng
        k = r.randrange(5)
        if k < 2:
            return r.choice([0, 1, 1 << 31, 0x7f800000, 0xff800000, 0x7fc00000,
                             0x7f800001, 0xffc00123, 0x3f800000, 0xbf800000,
                             0x800000, 0x7fffff, 0x7f7fffff, 0x80000001,
                             0x4f000000, 0xcf000000, 0x4effffff, 0x4f800000,
                             0x5f000000, 0xdf000000, 0x5f800000, 0x3f000000,
                             0xbf000001, 0x3fc00000, 0x40200000])
        if k < 4:
            return (0x7f + r.randrange(-3, 30)) << 23 | r.getrandbits(23) | \
                r.getrandbits(1) << 31
        return r.getrandbits(32)

    def state(self):
        fcsr = self.rng.randrange(5) << 5 | self.rng.choice([0, 0, 0, 31, 10])
        x = [fcsr] + [self.integer() for _ in range(31)]
        return struct.pack('<65Q', *x, *[self.double() for _ in range(32)], 0)

    def word(self, row):
        """A random instruction of the row that may run anywhere, or None."""
        r = self.rng
        w = r.getrandbits(row.width) & ~row.mask | row.value
        f = row.fields

        def put(name, value):
            nonlocal w
            if name in f and f[name].pieces:
                w = f[name].put(w, value)

        if row.width == 32 and r.randrange(2):  # few registers: dependences
            for name in ('rd', 'rs1', 'rs2', 'rs3'):
                put(name, r.randrange(10, 16))
        if 'rm' in f:
            put('rm', r.choice([7, 7, 7, 7, 0, 1, 2, 3, 4]))
        if 'csr' in f:
            put('csr', r.choice([1, 1, 2, 3]))
            if f['csr'].get(w) != 1:
                if row.name == 'csrrwi' and f['csr'].get(w) == 2:
                    put('uimm', r.randrange(5))
                else:
                    if row.name.startswith('csrrw'):
                        return None
                    put('rs1', 0)
                    put('uimm', 0)
        if f.get('rd') and f['rd'].get(w) in (3, 4):
            return None
        if not gen_match(row, w):
            return None
        return w

    def instruction(self):
        """Lines of assembly of one instruction."""
        r = self.rng
        while True:
            row = r.choice(self.rows)
            w = self.word(row)
            if w is None:
                continue
            code = f'    .{row.width // 8}byte {w:#x}  # {row.name}'
            fn = row.function
            if fn in MEMORY or fn.startswith('amo'):
                base = row.fields['rs1'].get(w)
                if base in (0, 3, 4):
                    continue
                at = r.randrange(0, 128 - 16)
                if fn in ('lr', 'sc') or fn.startswith('amo'):
                    at &= -8
                else:
                    at -= row.fields['imm'].get(w)
                return [f'    lla x{base}, scratch + {at}', code]
            if fn in ('beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu', 'jal'):
                return self.jump(row, w)
            if fn == 'jalr':
                return self.jump_indirect(row, w)
            if fn == 'ctzw':
                # QEMU 7.2 counts on into the upper half.
                base = row.fields['rs1'].get(w)
                if base in (0, 3, 4):
                    continue
                return [f'    .4byte {0x29f01013 | base << 15 | base << 7:#x}'
                        f'  # bseti x{base}, 31', code]
            return [code]

    def jump(self, row, w):
        """Over an instruction of four bytes."""
        size = row.width // 8
        f = row.fields['imm']
        raw = (size + 4) >> f.shift
        w = f.put(w, raw)
        return [f'    .{size}byte {w:#x}  # {row.name}',
                '    .4byte 0x00158593']    # addi a1, a1, 1

    def jump_indirect(self, row, w):
        size = row.width // 8
        base = row.fields['rs1'].get(w)
        if base in (0, 3, 4):
            return []
        off = row.fields['imm'].get(w)
        # Bit 0 of the target is dropped.
        odd = self.rng.randrange(2)
        return [f'    lla x{base}, 1f + {odd} - ({off})',
                f'    .{size}byte {w:#x}  # {row.name}',
                '    .4byte 0x00158593', '1:']

    def program(self, count):
        text = [PROLOGUE % (registers(True), registers(False), RECORD)]
        self.listing = []
        for n in range(count):
            body = []
            for _ in range(self.rng.choice([1, 1, 1, 2, 4, 6])):
                body += self.instruction()
            if self.rng.randrange(3) == 0:
                body += self.reservation()
            self.listing.append(body)
            text += [f'    lla t0, states + {self.rng.randrange(STATES) * 520}',
                     '    lla t1, 2f', '    j restore', '2:']
            text += body
            text += ['    lla gp, 2f', '    j save', '2:']
        text += ['    li a7, 93', '    li a0, 0', '    ecall', '    .data',
                 '    .balign 16', 'scratch: .zero 128', 'pattern:']
        words = [self.integer() for _ in range(16)]
        text += [f'    .8byte {w:#x}' for w in words]
        text += ['out: .zero %d' % RECORD, 'states:']
        for _ in range(STATES):
            s = struct.unpack('<65Q', self.state())
            text += ['    .8byte ' + ', '.join(map(hex, s))]
        return '\n'.join(text) + '\n'

    def reservation(self):
        """A load and store pair; the second store always fails."""
        w = self.rng.choice('wd')
        at = self.rng.randrange(0, 14) * 8
        return [f'    lla a0, scratch + {at}', f'    lr.{w} a1, (a0)',
                f'    sc.{w} a2, a3, (a0)', f'    sc.{w} a4, a3, (a0)']


def gen_match(row, w):
    return w & row.mask == row.value and (not row.cond or eval(
        gen.cond_python(row.cond), {},
        {n: f.get(w) for n, f in row.fields.items()}))


def show(case, listing, a, b):
    print(f'case {case}:')
    print('\n'.join(listing))
    names = ['fcsr'] + [f'x{i}' for i in range(1, 32)] + \
        [f'f{i}' for i in range(32)] + [''] + \
        [f'memory+{8 * i}' for i in range(16)]
    a, b = (struct.unpack('<81Q', v.ljust(RECORD, b'\0')) for v in (a, b))
    for n, u, v in zip(names, a, b):
        if u != v:
            print(f'  {n}: {u:016x} expected, {v:016x} got')


def main():
    cc, reference, subject = sys.argv[1:4]
    seed = int(os.environ.get('SEED', '1'))
    count = int(os.environ.get('COUNT', '2000'))
    cases = Cases(seed)
    with tempfile.TemporaryDirectory() as d:
        src, exe = os.path.join(d, 'a.S'), os.path.join(d, 'a')
        with open(src, 'w', encoding='ascii') as f:
            f.write(cases.program(count))
        subprocess.run([*cc.split(), '-march=rv64gc', '-nostdlib', '-static',
                        '-Wl,--no-relax', '-o', exe, src], check=True)
        if os.environ.get('KEEP'):
            subprocess.run(['cp', exe, src, os.environ['KEEP']], check=True)
        want, got = (subprocess.run([*c.split(), exe], capture_output=True,
                                    check=False) for c in (reference, subject))
    bad = 0
    if want.returncode or len(want.stdout) != count * RECORD:
        sys.exit(f'reference failed: {want.returncode} {want.stderr}')
    if got.returncode:
        print(f'exit status {got.returncode} {got.stderr[:400]}')
        bad = 1
    for n in range(count):
        a = want.stdout[n * RECORD:(n + 1) * RECORD]
        b = got.stdout[n * RECORD:(n + 1) * RECORD]
        if a != b:
            bad += 1
            if bad <= int(os.environ.get('SHOW', '5')):
                show(n, cases.listing[n], a, b)
            if len(b) < RECORD:
                break
    print(f'{count} cases, {bad} differences (seed {seed})')
    return bad != 0


if __name__ == '__main__':
    sys.exit(main())
