# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random sequences of instructions, made from the rows of decode files.

A sequence is a list of items, each of one instruction with what it needs right
before it (an address in its base register). What is common to the guests is
here; aarch64/sequences.py and riscv/sequences.py know their instructions. The
window, its areas and the place of the code are those of sequences-guest.c.
"""
from importlib.machinery import SourceFileLoader
import importlib.util
import os
import statistics
import struct
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
CODE, WINDOW = 0x11000000, 0x10001000
AREAS = [(0, 128), (0x780, 256), (4096 - 128, 256), (8192 - 128, 128)]
MIDDLE = WINDOW + 0x800
READ_ONLY = WINDOW + 3 * 4096
# Where accesses fault: unreadable, unmapped, near address 0, and at pages'
# ends.
FAULTS = [WINDOW - 4096 + 512, WINDOW - 64, WINDOW + 8192, WINDOW + 8192 + 640,
          WINDOW + 4 * 4096 + 640, 0, 256, 0x7000000000, (1 << 62) + 4096,
          0x8000000000000000 + MIDDLE]
SPECIAL_INT = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff,
               0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff,
               0x8000000000000000, 0xffffffffffffffff, 0xffffffff80000000]
SPECIAL_F64 = [0, 0x8000000000000000, 0x3ff0000000000000, 0xbff0000000000000,
               0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
               0x7ff8000000000123, 0xfff0000000000001, 0x7ff4000000000abc, 1,
               0x000fffffffffffff, 0x0010000000000000, 0x7fefffffffffffff,
               0x43e0000000000000, 0xc3e0000000000000, 0x41dfffffffc00000,
               0x3fe0000000000000, 0x4004000000000000, 0x380fffffffffffff,
               0x43f0000000000000, 0x41efffffffe00000, 0xc1e0000000200000,
               0x47efffffe0000000, 0x47effffff0000000, 0x36a0000000000000,
               0x3e70000000000000, 0x1e60000000000001]
SPECIAL_F32 = [0, 0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000,
               0x7fc00000, 0x7fc00123, 0xff800001, 0x7fa00abc, 1, 0x007fffff,
               0x00800000, 0x7f7fffff, 0x4f000000, 0xcf000000, 0x3f000000,
               0x40200000, 0x5f000000, 0x477ff000, 0x5f800000, 0x4effffff,
               0xbf000001, 0x33000001]
SPECIAL_F16 = [0, 0x8000, 0x3c00, 0xbc00, 0x7c00, 0xfc00, 0x7e00, 0x7e12,
               0xfc01, 0x7d0a, 1, 0x3ff, 0x400, 0x7bff, 0x3800, 0x4100]
M64 = (1 << 64) - 1


def load_rows(arch):
    """The rows of a guest, as scripts/gen-decode reads them."""
    sys.dont_write_bytecode = True
    loader = SourceFileLoader('gen_decode', f'{TOP}/scripts/gen-decode')
    spec = importlib.util.spec_from_loader('gen_decode', loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    folder = f'{TOP}/src/target/{arch}'
    decode = module.load(arch, sorted(
        f'{folder}/{f}' for f in os.listdir(folder) if f.endswith('.decode')))
    for row in decode.rows:
        row.test = compile(module.cond_python(row.cond), row.name, 'eval') \
            if row.cond else None
        row.special = [r for r in decode.rows if row.name in r.over]
    return decode


def is_row(row, word):
    """Whether the word is an instruction of this row and no other."""
    if word & row.mask != row.value:
        return False
    if row.test and not eval(row.test, {}, {
            n: f.get(word) for n, f in row.fields.items()}):
        return False
    return not any(is_row(r, word) for r in row.special)


class Item:
    """Code, the rows that it counts for, whether it may be skipped, and for
    branches how to put in where they go: place(code, distance)."""

    def __init__(self, code, rows, sure):
        self.code, self.rows, self.sure = code, rows, sure
        self.target = self.place = None


class Sequence:
    """What a sequence knows while it grows.

    pool: registers whose contents are known, by register. keep: registers that
    must not be written. loose: how many of the following items may be skipped
    or run again, so that nothing is known for sure after them."""

    def __init__(self, rnd, pool):
        self.items, self.pool, self.start = [], dict(pool), dict(pool)
        self.keep, self.lost = set(), set()
        self.loose = 0
        self.hot = [rnd.randrange(32) for _ in range(5)]

    def add(self, code, rows):
        item = Item(code, rows, not self.loose)
        self.items.append(item)
        if self.loose:
            self.loose -= 1
        return item

    def forget(self, reg):
        self.pool.pop(reg, None)
        self.lost.add(reg)

    def begin_loop(self, reg):
        """What follows may run again: no register is known but by a load of a
        constant, and the counter stays."""
        self.outside, self.pool, self.lost = self.pool, {}, set()
        self.keep.add(reg)
        self.loose = 1000

    def end_loop(self, reg):
        self.pool = {n: v for n, v in self.outside.items()
                     if n not in self.lost}
        self.keep.discard(reg)
        # A branch inside may go over what is behind.
        self.loose = 6

    def know(self, reg, value):
        if self.loose:
            self.forget(reg)
        else:
            self.pool[reg] = value & M64

    def code(self, end):
        """The code, its end last; offsets of the items go to self.offsets."""
        at, self.offsets = 0, []
        for item in self.items:
            self.offsets.append(at)
            at += len(item.code)
        self.offsets.append(at)
        out = b''
        for n, item in enumerate(self.items):
            if item.place:
                to = min(item.target, len(self.items))
                out += item.place(item.code, self.offsets[to] -
                                  self.offsets[n])
            else:
                out += item.code
        return out + end


class Guest:
    """A generator of sequences. Subclasses give step(), which adds an item of
    a row, and constant(), which adds the loading of a register."""

    def __init__(self, rows, rnd):
        self.rnd = rnd
        self.decode = load_rows(self.arch)
        self.rows = [r for r in self.decode.rows if rows(r)]
        self.queue, self.some_rows = [], self.rows

    def integer(self):
        r = self.rnd
        how = r.randrange(5)
        if how == 0:
            return r.choice(SPECIAL_INT)
        if how == 1:
            return r.getrandbits(r.randrange(1, 65))
        if how == 2:
            return (r.choice(SPECIAL_INT) + r.randrange(-3, 4)) & M64
        return r.getrandbits(64)

    def single(self):
        r = self.rnd
        how = r.randrange(5)
        if how < 3:
            return r.choice(SPECIAL_F32)
        if how == 3:
            return (0x7f + r.randrange(-3, 34)) << 23 | r.getrandbits(1) << 31 \
                | r.getrandbits(23) & -1 << r.randrange(24)
        return r.getrandbits(32)

    def double(self):
        """64 bits that are interesting as one, two or four numbers."""
        r = self.rnd
        how = r.randrange(8)
        if how < 2:
            return r.choice(SPECIAL_F64)
        if how == 2:
            return ((0x3ff + r.randrange(-3, 66)) << 52 | r.getrandbits(52) &
                    -1 << r.randrange(53)) | r.getrandbits(1) << 63
        if how < 6:
            return self.single() | self.single() << 32
        if how == 6:
            return sum(r.choice(SPECIAL_F16) << 16 * i for i in range(4))
        return r.getrandbits(64)

    @classmethod
    def qemu_options(cls, version):
        """The options with which the usual reference has most."""
        return []

    @classmethod
    def reference_has(cls, row, version):
        """Whether the reference knows the row."""
        return True

    def reference_is(self, version):
        """Told which reference there is."""

    def same(self, theirs, ours):
        """Whether records that differ are both right, by docs/deviations.md.
        This one: a store of several words that runs into a page that cannot be
        written may have written those before it, or not."""
        cut = 64 if theirs.cause & 255 == 11 and \
            0 <= theirs.addr - (WINDOW + 8192) < 64 else 0
        return (theirs.cause, theirs.addr, theirs.pc, theirs.state) == \
            (ours.cause, ours.addr, ours.pc, ours.state) and \
            theirs.memory[:768 - cut] == ours.memory[:768 - cut]

    def memory(self):
        return struct.pack('<96Q', *[self.double() for _ in range(96)])

    def choose_rows(self):
        """All rows, or a few that meet more often: what one leaves is found
        by its neighbours."""
        r, self.queue, self.some_rows = self.rnd, [], self.rows
        if r.random() < .5:
            low = sorted(self.rows, key=lambda w: self.counts[w.name])
            few = min(len(low), r.randrange(8, 60))
            self.some_rows = low[:few // 3] + r.sample(self.rows, few)

    def next_row(self):
        """Every chosen row as often as any other, or as it needs."""
        if not self.queue:
            low = statistics.median(self.counts.values())
            self.queue = [w for w in self.some_rows
                          if w.name not in self.enders]
            self.queue += [w for w in self.queue if self.counts[w.name] < low]
            self.rnd.shuffle(self.queue)
        return self.queue.pop()

    def word(self, row, seq):
        """A random instruction of the row, of few registers as a rule."""
        r = self.rnd
        names = [f for n, f in row.fields.items()
                 if n in self.register_fields and f.pieces]
        for _ in range(300):
            w = r.getrandbits(row.width)
            w = w & ~(row.mask | row.sbz | row.sbo) | row.value | row.sbo
            for f in names:
                how = r.random()
                if how < .5:
                    w = f.put(w, (r.choice(seq.hot) - f.add) & 31)
                elif how < .55:
                    w = f.put(w, 31)
            if is_row(row, w):
                return w
        return None

    def sequence(self, length):
        """A sequence of about so many instructions."""
        r = self.rnd
        seq = Sequence(r, self.start_pool())
        while len(seq.items) < length:
            how = r.random()
            if how < .03 and length > 4:
                self.loop(seq)
            elif how < .07 and length > 4:
                self.call(seq)
            else:
                self.one(seq, self.next_row())
        enders = [w for w in self.rows if w.name in self.enders]
        if enders and not seq.loose and r.random() < .3:
            row = min(enders, key=lambda w: self.counts[w.name])
            seq.add(self.word(row, seq).to_bytes(row.width // 8, 'little'),
                    (row.name,))
        return seq

    def one(self, seq, row):
        """One item of the row; another try with other operands if it cannot
        be."""
        for _ in range(30):
            word = self.word(row, seq)
            if word is None:
                return False
            if self.step(seq, row, word):
                return True
        return False

    def some(self, seq, count):
        """A few items inside of something else."""
        for _ in range(count):
            self.one(seq, self.next_row())

    def address(self, fault, align=1, whole=False):
        """Somewhere that an access of up to 64 bytes may go; where it faults,
        as a whole: which registers of several a fault leaves is open."""
        r = self.rnd
        if fault and whole:
            return r.choice(FAULTS) & -64 | r.randrange(64) & -align
        if fault:
            at = r.choice(FAULTS) + r.randrange(-8, 8) * r.choice((1, 8))
            return at & -align & M64
        how = r.randrange(8)
        if how < 4:
            at = MIDDLE + r.randrange(-128, 65)
        elif how < 6:
            at = WINDOW + 4096 + r.randrange(-128, 65)
        elif how == 6:
            at = WINDOW + r.randrange(65)
        else:
            at = WINDOW + 8192 - 64 - r.randrange(65)
        return at & -align

    @staticmethod
    def in_area(at, size=64):
        return any(WINDOW + off <= at and at + size <= WINDOW + off + n
                   for off, n in AREAS)
