# SPDX-License-Identifier: LGPL-2.1-or-later
"""RISC-V instructions in random sequences."""
import re
import struct

from sequences import Guest, M64, MIDDLE, READ_ONLY, SPECIAL_F16, is_row

FFLAGS, FRM, FCSR = 1, 2, 3
# Extensions that qemu-user 7.2 has only if it is asked, and not at all.
ASKED = ('zbkb', 'zbkc', 'zbkx', 'zknd', 'zkne', 'zknh', 'zksed', 'zksh',
         'Zfh', 'Zfhmin')
LATER = {'Zicond', 'Zicbom', 'Zicbop', 'Zicboz', 'Zimop', 'Zcmop', 'Zcb',
         'Zawrs', 'Zabha', 'Zacas', 'Zfa'}


def code16(word):
    return struct.pack('<H', word)


def code32(*words):
    return struct.pack(f'<{len(words)}I', *words)


# A branch to the next instruction.
BLOCK_END = code32(0x00000263)


def signed(value, bits):
    value &= (1 << bits) - 1
    return value - (value >> bits - 1 << bits)


class Riscv(Guest):
    arch, name, vectors = 'riscv', 'riscv', 'riscv64'
    cc = ['riscv64-linux-gnu-gcc', '-Wl,--no-relax', '-mno-relax']
    qemu = ['qemu-riscv64']
    objdump = 'riscv64-linux-gnu-objdump'
    disassembly = ['-mriscv:rv64']
    WORDS = 66
    names = 'zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 ' \
        's6 s7 s8 s9 s10 s11 t3 t4 t5 t6 ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 ' \
        'fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 ' \
        'fs10 fs11 ft8 ft9 ft10 ft11 fcsr'.split() + ['']
    end = code32(0x00100073)  # ebreak
    nops = {2: code16(1), 4: code32(0x13)}
    skip = set()
    enders = {'ebreak', 'c_ebreak'}
    register_fields = ('rd', 'rs1', 'rs2', 'rs3')
    branches = {'beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu', 'jal'}
    memory_ops = {'lb', 'lh', 'lw', 'ld', 'lbu', 'lhu', 'lwu', 'sb', 'sh',
                  'sw', 'sd', 'flh', 'flw', 'fld', 'fsh', 'fsw', 'fsd'}
    blocks = {'cbo_access', 'cbo_zero'}
    # qemu-user 7.2 counts the trailing zeros of all 64 bits.
    plain_ctzw = False

    no_slot = {'zero', 'fcsr', ''}

    @classmethod
    def qemu_options(cls, version):
        if 'version 7.' in version:
            return ['-cpu', 'rv64,' + ','.join(f'{e}=true' for e in ASKED)]
        return ['-cpu', 'max']

    @classmethod
    def reference_has(cls, row, version):
        # User mode has no cbo.clean and cbo.flush there.
        return row.function != 'cbo_access' and (
            'version 7.' not in version or
            not LATER & set(re.split('[+|]', row.ext_text)))

    def reference_is(self, version):
        self.plain_ctzw = 'version 7.' not in version

    def state(self):
        r = self.rnd
        mode = r.randrange(5) if r.random() < .97 else r.randrange(5, 8)
        x = [0] + [self.integer() for _ in range(31)]
        f = [self.number() for _ in range(32)]
        return struct.pack('<66Q', *x, *f,
                           mode << 5 | r.choice([0, 0, 0, 31, 10]), 0)

    def number(self):
        """A boxed half, a boxed single or a double."""
        r = self.rnd
        how = r.random()
        if how < .35:
            return self.half() | M64 << 16 & M64
        if how < .65:
            return self.single() | 0xffffffff << 32
        return self.double()

    def half(self):
        r = self.rnd
        how = r.randrange(3)
        if how == 0:
            return r.choice(SPECIAL_F16)
        if how == 1:
            return (15 + r.randrange(-3, 14)) << 10 | r.getrandbits(1) << 15 \
                | r.getrandbits(10) & -1 << r.randrange(11)
        return r.getrandbits(16)

    def start_pool(self):
        r = self.rnd
        pool = {r.randrange(1, 32): self.address(False, 8) for _ in range(2)}
        pool[r.randrange(8, 16)] = self.address(False, 8)
        if r.random() < .3:
            pool[r.randrange(1, 32)] = self.address(True)
        return pool

    def slot(self, reg):
        return reg

    def named(self, seq):
        """The registers that the instructions may read."""
        out = set()
        for item in seq.items:
            at = 0
            while at < len(item.code):
                size = 4 if item.code[at] & 3 == 3 else 2
                word = int.from_bytes(item.code[at:at + size], 'little')
                for row in self.decode.rows:
                    if row.width == size * 8 and is_row(row, word):
                        out |= {row.fields[f].get(word) + bank + high
                                for f in self.register_fields
                                if f in row.fields for bank in (0, 32)
                                for high in (0, 1)}
                at += size
        return {self.names[r] for r in out}

    # --- Items

    def constant(self, reg, value):
        value = signed(value, 64)
        low = signed(value, 12)
        if -1 << 31 <= value < (1 << 31) - 2048:
            if value == low:
                return code32((low & 0xfff) << 20 | reg << 7 | 0x13)
            high = value - low >> 12 & 0xfffff
            return code32(high << 12 | reg << 7 | 0x37,
                          (low & 0xfff) << 20 | reg << 15 | reg << 7 | 0x1b)
        return self.constant(reg, value - low >> 12) + code32(
            12 << 20 | reg << 15 | 1 << 12 | reg << 7 | 0x13,
            (low & 0xfff) << 20 | reg << 15 | reg << 7 | 0x13)

    def loop(self, seq):
        r = self.rnd
        if seq.keep or seq.loose:
            return
        reg = r.randrange(3, 32)
        seq.forget(reg)
        seq.add(self.constant(reg, r.randrange(2, 4)), ())
        seq.begin_loop(reg)
        first = len(seq.items)
        self.some(seq, r.randrange(1, 6))
        seq.end_loop(reg)
        self.branch(seq, self.decode.by_name['bne'], 0x1063 | reg << 15,
                    first, (), code32(0xfff00013 | reg << 15 | reg << 7))

    def branch(self, seq, row, word, target, rows, before=b''):
        """A branch to an item by its number."""
        size, field = row.width // 8, row.fields['imm']

        def place(code, distance):
            at = len(before)
            far = distance - at
            out = field.put(int.from_bytes(code[at:], 'little'), far >> 1)
            assert field.get(out) == far
            return before + out.to_bytes(size, 'little')
        item = seq.add(before + word.to_bytes(size, 'little'), rows)
        item.target, item.place = target, place
        return item

    def call(self, seq):
        """A function behind a branch over it, called and returned from."""
        r = self.rnd
        if seq.keep or seq.loose:
            return
        link = r.choice((1, 1, 5))
        seq.forget(link)
        n = len(seq.items)
        jal = self.decode.by_name['jal']
        self.branch(seq, jal, 0x6f | link << 7, n + 2, ('jal',))
        over = self.branch(seq, jal, 0x6f, 0, ('jal',))
        seq.keep.add(link)
        self.some(seq, r.randrange(1, 5))
        seq.keep.discard(link)
        if seq.loose:
            seq.items[n + 1].sure = False
        if r.random() < .5:
            seq.add(code32(0x67 | link << 15), ('jalr',))
        else:
            seq.add(code16(0x8002 | link << 7), ('c_jr',))
        over.target = len(seq.items)

    # --- Instructions

    def step(self, seq, row, word):
        f, r, fn = row.fields, self.rnd, row.function
        if 'rm' in f:
            word = f['rm'].put(word, r.choice(
                (0, 1, 2, 3, 4, 7, 7, 7)) if r.random() < .997 else 5)
        regs = {n: f[n].get(word) for n in self.register_fields if n in f}
        if seq.keep & set(regs.values()):
            return False
        size = row.width // 8
        code = word.to_bytes(size, 'little')
        if fn in self.branches:
            return self.forward(seq, row, word, regs)
        if fn == 'jalr':
            return self.indirect(seq, row, word, regs)
        if fn in self.memory_ops:
            return self.access(seq, row, word, regs)
        if fn in ('lr', 'sc') or fn[:3] == 'amo':
            return self.atomic(seq, row, word, regs)
        if fn in self.blocks:
            return self.block(seq, row, word, regs)
        if 'csr' in f:
            code = self.csr(seq, row, word, regs)
        elif fn == 'ecall':
            if seq.keep & {17, 10}:
                return False
            seq.forget(17)
            seq.forget(10)
            code = self.constant(17, 0x7000) + code
        elif fn in ('fround', 'froundnx'):
            # qemu-user leaves one out whose result the block replaces, with
            # its exceptions: so the block ends.
            code += BLOCK_END
        elif fn == 'ctzw' and not self.plain_ctzw:
            seq.forget(regs['rs1'])
            code = code32(0x29f01013 | regs['rs1'] << 15 |
                          regs['rs1'] << 7) + code
        if 'rd' in regs:
            seq.forget(regs['rd'])
        seq.add(code, (row.name,))
        return True

    def forward(self, seq, row, word, regs):
        """Over the next items."""
        if 'rd' in regs:
            seq.forget(regs['rd'])
        skip = self.rnd.randrange(4)
        self.branch(seq, row, row.fields['imm'].put(word, 0),
                    len(seq.items) + 1 + skip, (row.name,))
        seq.loose = max(seq.loose, skip)
        return True

    def indirect(self, seq, row, word, regs):
        """Over a word, through a register. Bit 0 of the target is dropped."""
        r, f, base = self.rnd, row.fields, regs['rs1']
        if not base:
            return False
        if f['imm'].pieces:
            word = f['imm'].put(word, r.randrange(-1000, 1000))
        size = row.width // 8
        seq.forget(base)
        seq.forget(regs['rd'])
        to = 8 + size + 4 - f['imm'].get(word) + r.randrange(2)
        seq.add(code32(base << 7 | 0x17,
                       (to & 0xfff) << 20 | base << 15 | base << 7 | 0x13) +
                word.to_bytes(size, 'little') + code32(0x00158593),
                (row.name,))
        return True

    def csr(self, seq, row, word, regs):
        """fflags, frm and fcsr; the mode is valid as a rule."""
        f, r = row.fields, self.rnd
        reg = r.choice((FFLAGS, FFLAGS, FRM, FCSR))
        word = f['csr'].put(word, reg)
        mode = r.randrange(5) if r.random() < .98 else 5
        value = {FFLAGS: r.randrange(32), FRM: mode,
                 FCSR: mode << 5 | r.randrange(32)}[reg]
        before = b''
        if 'uimm' in f:
            # All five bits fit only where they are the mode or the flags; of
            # fcsr they are flags.
            if reg != FCSR or row.name != 'csrrwi':
                word = f['uimm'].put(word, value & 31)
            if row.name == 'csrrsi' and reg == FRM:
                word = f['uimm'].put(word, 0)
        elif reg != FFLAGS and row.name != 'csrrc':
            if row.name == 'csrrs' and reg != FFLAGS:
                word = f['rs1'].put(word, 0)
            elif regs['rs1']:
                seq.forget(regs['rs1'])
                before = self.constant(regs['rs1'], value)
        return before + code32(word)

    def access(self, seq, row, word, regs):
        """A load or store with an address that is known."""
        f, r, base = row.fields, self.rnd, regs['rs1']
        size = row.width // 8
        fault = r.random() < .04
        free = len(f['rs1'].pieces)
        before, value = b'', None
        known = [n for n in seq.pool if f['rs1'].width == 5 or not free and
                 n == base or free and 8 <= n < 16]
        if known and r.random() < .7 and not fault:
            base = r.choice(known)
            if free:
                word = f['rs1'].put(word, base - f['rs1'].add)
            for _ in range(8):
                if row.width == 32:
                    word = f['imm'].put(word, r.randrange(-64, 65))
                else:
                    word = f['imm'].put(word, r.randrange(12))
                if self.fits(seq.pool[base] + f['imm'].get(word), 1):
                    break
            else:
                return False
        else:
            if not base:
                return False
            at = self.address(fault)
            if r.random() < .1 and (fault or row.function[:2] in 'lbhwdu'):
                at = READ_ONLY + r.randrange(512)
            value = at - f['imm'].get(word)
            before = self.constant(base, value)
        if value is not None:
            seq.know(base, value)
        # What an integer register is loaded into is lost, a float only seems
        # to be one.
        if 'rd' in regs:
            seq.forget(regs['rd'])
        seq.add(before + word.to_bytes(size, 'little'), (row.name,))
        return True

    def expect(self, row, word, regs):
        """Loads what a compare-and-swap is to find."""
        base, rd = regs['rs1'], regs['rd']
        if base in (rd, rd + 1):
            return b''
        size = {'b': 0, 'h': 1, 'w': 2}.get(row.name[-1], 3)
        load = 3 | rd << 7 | base << 15 | size << 12
        if row.function != 'amocas_q' or not rd:
            return code32(load)
        return code32(load, load + (1 << 7) + (8 << 20))

    def block(self, seq, row, word, regs):
        """A cache block of 64 bytes, of which the window has whole ones."""
        base = regs['rs1']
        if not base:
            return False
        fault = self.rnd.random() < .04
        at = self.address(fault)
        if not fault and not self.in_area(at & -64):
            return False
        if fault and (not self.fits(at & -64, 64) or at >> 47):
            return False
        seq.forget(base)
        seq.add(self.constant(base, at) + code32(word), (row.name,))
        return True

    def fits(self, at, align):
        """In the window, or wholly outside of it: a pointer that faults."""
        return at % align == 0 and (self.in_area(at) or not
                                    MIDDLE - 4096 <= at < MIDDLE + 8192)

    def atomic(self, seq, row, word, regs):
        """Atomics, and the pairs of exclusive ones."""
        r, base, fn = self.rnd, regs['rs1'], row.function
        if not base:
            return False
        # A store that fails may fault or not.
        fault = fn != 'sc' and r.random() < .04
        pair = fn == 'amocas_q'
        before = self.constant(base, self.address(fault, 16 if pair else 8))
        seq.forget(base)
        if pair:
            if regs['rd'] + 1 in seq.keep:
                return False
            seq.forget(regs['rd'] + 1)
        seq.forget(regs['rd'])
        if fn.startswith('amocas') and r.random() < .6 and not fault:
            before += self.expect(row, word, regs)
        code = code32(word)
        if fn.startswith('amocas') and not regs['rd']:
            # qemu-user takes the result for x0 in the rest of the block.
            code += BLOCK_END
        by_name = self.decode.by_name
        if fn == 'lr':
            # Its store follows at once: qemu-user 7.2 takes one of another
            # width for it as well.
            if regs['rd'] == base:
                return False
            store = by_name['sc' + row.name[2:]]
            w = store.value | base << 15 | r.randrange(32) << 20
            code += code32(w)
        elif fn == 'sc' and r.random() < .7:
            load = by_name['lr' + row.name[2:]]
            to = r.randrange(32)
            if to == base or to in seq.keep:
                return False
            seq.forget(to)
            before += code32(load.value | base << 15 | to << 7)
        seq.add(before + code, (row.name,))
        return True
