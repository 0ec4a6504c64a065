# SPDX-License-Identifier: LGPL-2.1-or-later
"""A64 instructions in random sequences."""
import struct

from sequences import Guest, M64, READ_ONLY, MIDDLE

NOP, CLREX, M32, UFC = 0xd503201f, 0xd5033f5f, 0xffffffff, 8
FZ16 = 1 << 19
SEMIHOSTING = 0xd45e0000        # hlt #0xf000
NZCV, FPCR, FPSR, TPIDR = 0x5a10, 0x5a20, 0x5a21, 0x5e82


class Aarch64(Guest):
    arch = name = 'aarch64'
    vectors = 'aarch64'
    cc = ['aarch64-linux-gnu-gcc']
    qemu = ['qemu-aarch64', '-cpu', 'max,pauth=off,sve=off,sme=off']
    objdump = 'aarch64-linux-gnu-objdump'
    disassembly = ['-maarch64']
    WORDS = 100
    names = [f'x{i}' for i in range(31)] + \
        ['sp', 'nzcv', 'fpcr', 'fpsr', 'tpidr'] + \
        [f'v{i // 2}{".hi" if i & 1 else ""}' for i in range(64)]
    end = struct.pack('<I', 0xd4200000)  # brk
    nops = {4: struct.pack('<I', NOP)}
    # Cache lines are of another size in each model; qemu-user does not know
    # DC CVAP (7.2) and DC CVADP; codes of pointers are everybody's own.
    skip = {'dc_cvap', 'dc_cvadp', 'dc_zva', 'msr_ssbs', 'pac', 'pacz', 'aut',
            'autz', 'xpac', 'xpaclri', 'pac_1716', 'pac_lr', 'pacga', 'bra',
            'braz', 'blra', 'blraz', 'reta', 'ldra', 'ldra_pre'}
    enders = {'hvc', 'smc', 'brk', 'hlt', 'udf'}
    register_fields = ('rd', 'rn', 'rm', 'rt', 'rt2', 'ra', 'rs')
    exclusive = ('stxr', 'ldxr', 'stxp', 'ldxp')
    aligned = exclusive + ('ldar', 'stlr', 'cas', 'casp', 'amo', 'ldapur',
                           'stlur')

    # Of these, what FEAT_LSE2 lets be misaligned within 16 bytes; but an
    # exclusive store that fails may check that or not.
    within = set(aligned) - {'stxp', 'ldxp', 'casp', 'stxr'}

    # What tests/insn/vectors does not have as a slot.
    no_slot = {'fpcr', 'fpsr'}

    # The reference is qemu-user 7.2, of which docs/deviations.md says what is
    # wrong.
    old = False

    # It has no LSE2 either, nor these extensions.
    lse2 = True
    newer = {'cssc', 'hbc', 'mops', 'wfxt'}

    @classmethod
    def reference_has(cls, row, version):
        return 'version 7.' not in version or row.ext_text not in cls.newer

    def reference_is(self, version):
        self.old = 'version 7.' in version
        self.lse2 = not self.old

    def word(self, row, seq):
        word = super().word(row, seq)
        # To qemu-user a call of its semihosting, and its end.
        return word ^ 1 << 5 if word == SEMIHOSTING else word

    def state(self):
        r = self.rnd
        fpcr = 0
        if r.random() < .5:
            fpcr = r.randrange(4) << 22
        if r.random() < .15:
            fpcr |= r.choice((1, 2, 4, 6, 3, 7)) << 24
        if r.random() < .1:
            fpcr |= FZ16
        fpsr = r.choice([0, 0, 0x1f, 0x0800001f])
        x = [self.integer() for _ in range(31)]
        v = [self.double() for _ in range(64)]
        return struct.pack('<100Q', *x, self.integer() & -16,
                           r.getrandbits(4) << 28, fpcr, fpsr, self.integer(),
                           *v)

    def start_pool(self):
        r = self.rnd
        pool = {}
        for _ in range(3):
            pool[r.randrange(32)] = self.address(False, 16)
        if r.random() < .3:
            pool[r.randrange(31)] = self.address(True)
        if 31 in pool:
            pool[31] &= -16
        return pool

    def slot(self, reg):
        return reg

    def named(self, seq):
        """The registers that an instruction may read."""
        out = {'nzcv', 'tpidr'}
        for word, in struct.iter_unpack('<I', seq.code(b'')):
            for low in (0, 5, 10, 16):
                for n in range(4):
                    reg = (word >> low & 31) + n & 31
                    out |= {f'x{reg}', f'v{reg}'}
        return out

    def same(self, theirs, ours):
        """SIGILL has the code ILL_ILLOPC on Linux, ILL_ILLOPN of qemu-user;
        SIGBUS has the tag in its address there, and SIGSEGV none where the
        host's address is not canonical; and UFC stays clear where only the
        rounding leaves the subnormals."""
        fpsr, state = self.names.index('fpsr'), list(ours.state)
        state[fpsr] |= theirs.state[fpsr] & UFC
        ours.state = tuple(state)
        if theirs.cause & M32 == ours.cause & M32 == 4:
            ours.cause = theirs.cause
        if theirs.cause & M32 == 7:
            theirs.addr = untagged(theirs.addr)
        elif theirs.cause & M32 == 11 and not theirs.addr and \
                (ours.addr >> 47) + 1 & 0x1ffff > 1:
            theirs.addr = ours.addr
        return super().same(theirs, ours)

    # --- Items

    def emit(self, seq, words, rows):
        return seq.add(struct.pack(f'<{len(words)}I', *words), rows)

    def constant(self, reg, value):
        """Words that put a value into a register, SP by an addition."""
        if reg == 31:
            return None
        value &= M64
        words = []
        for hw in range(4):
            part = value >> 16 * hw & 0xffff
            if part or not words and hw == 3:
                op = 0xf2800000 if words else 0xd2800000
                words.append(op | hw << 21 | part << 5 | reg)
        return words

    def loop(self, seq):
        r = self.rnd
        if seq.keep or seq.loose:
            return
        reg = r.randrange(29)
        seq.forget(reg)
        self.emit(seq, [0xd2800000 | r.randrange(2, 4) << 5 | reg], ())
        seq.begin_loop(reg)
        first = len(seq.items)
        self.some(seq, r.randrange(1, 6))
        seq.end_loop(reg)
        count = r.choice((0xd1000400, 0xf1000400)) | reg << 5 | reg
        self.branch(seq, 0xb5000000 | reg, 19, 5, first, (), [count])

    def branch(self, seq, word, width, low, target, rows, before=()):
        """A branch to an item by its number."""
        def place(code, distance):
            mask = (1 << width) - 1
            far = (distance >> 2) - len(before) & mask
            return code[:-4] + struct.pack(
                '<I', struct.unpack('<I', code[-4:])[0] | far << low)
        item = self.emit(seq, [*before, word], rows)
        item.target, item.place = target, place
        return item

    def call(self, seq):
        """A function behind a branch over it, called and returned from."""
        r = self.rnd
        if seq.keep or seq.loose:
            return
        seq.forget(30)
        n = len(seq.items)
        self.branch(seq, 0x94000000, 26, 0, n + 2, ('bl',))
        over = self.branch(seq, 0x14000000, 26, 0, 0, ('b',))
        seq.keep.add(30)
        self.some(seq, r.randrange(1, 5))
        seq.keep.discard(30)
        if seq.loose:
            seq.items[n + 1].sure = False
        self.emit(seq, [0xd65f03c0], ('ret',))
        over.target = len(seq.items)

    # --- Instructions

    def step(self, seq, row, word):
        f, r = row.fields, self.rnd
        name, fn = row.name, row.function
        regs = {n: f[n].get(word) for n in self.register_fields if n in f}
        if seq.keep & (set(regs.values()) |
                       ({regs['rs'] | 1} if fn == 'casp' else set())):
            return False
        if name in ('mrs', 'msr'):
            return self.system(seq, row, word, regs)
        if name == 'svc':
            if seq.keep & {8, 0}:
                return False
            seq.forget(8)
            seq.forget(0)
            self.emit(seq, self.constant(8, 0x7000) + [word], (name,))
            return True
        if fn in ('b', 'cbz', 'tbz', 'b_cond'):
            return self.forward(seq, row, word)
        if name == 'bl':
            if 30 in seq.keep:
                return False
            seq.forget(30)
            self.emit(seq, [f['imm'].put(word, 2), NOP], (name,))
            return True
        if fn in ('br', 'blr', 'ret'):
            return self.indirect(seq, row, word, regs['rn'])
        if fn[:3] in ('cpy', 'set') and fn[3] in 'pme':
            return self.block(seq, row, word)
        if self.old and (name in ('fjcvtzs', 's_fcvtzs_fix_h') or fn == 'casp'
                         and 30 in (regs['rs'], regs['rt'])):
            return False
        if name in ('ic_ivau', 'dc_zva') or fn == 'dc':
            return self.at_address(seq, word, regs['rt'], (name,))
        if self.is_memory(row):
            return self.access(seq, row, word, regs)
        for n in ('rd', 'rt', 'rt2', 'rs'):
            if n in regs:
                seq.forget(regs[n])
        self.emit(seq, [word], (name,))
        return True

    @staticmethod
    def is_memory(row):
        return row.mask >> 27 & 1 and row.value >> 27 & 1 and \
            row.value >> 25 & 1 == 0 and row.mask >> 25 & 1

    def system(self, seq, row, word, regs):
        f, r = row.fields, self.rnd
        reg = r.choice((NZCV, FPCR, FPSR, TPIDR))
        rt, words = regs['rt'], []
        if rt != 31:
            seq.forget(rt)
        if row.name == 'msr':
            value = None
            if reg == FPCR:
                value = r.choice((0, r.randrange(4) << 22,
                                  r.randrange(32) << 22, FZ16))
            elif reg == FPSR:
                value = r.choice((0, 0x1f, 0x08000000))
            if value is not None and rt != 31:
                words = self.constant(rt, value)
        self.emit(seq, words + [f['reg'].put(word, reg)], (row.name,))
        return True

    def forward(self, seq, row, word):
        """Over the next items."""
        f = row.fields['imm']
        low = f.pieces[0][1]
        skip = self.rnd.randrange(4)
        self.branch(seq, f.put(word, 0), f.width, low,
                    len(seq.items) + 1 + skip, (row.name,))
        seq.loose = max(seq.loose, skip)
        return True

    def indirect(self, seq, row, word, rn):
        """Over a word, through a register."""
        r = self.rnd
        if rn == 31 or row.name == 'blr' and 30 in seq.keep:
            return False
        seq.forget(rn)
        if row.name == 'blr':
            seq.forget(30)
        self.emit(seq, [0x10000000 | 3 << 5 | rn, word,
                        0x91000400 | r.randrange(28) * 33], (row.name,))
        return True

    def block(self, seq, row, word):
        """All three parts of a copy or set: what is done by which is open."""
        r, copy = self.rnd, row.name.startswith('cpy')
        to, other, n = r.sample(sorted(set(range(31)) - seq.keep), 3)
        size = r.choice((0, 1, r.randrange(17), r.randrange(65)))
        at, source = self.address(False), self.address(False)
        if row.name.startswith('cpyf') and abs(at - source) < size:
            return False
        stage, words, rows = 22 if copy else 14, [], []
        words += self.constant(to, at) + self.constant(n, size)
        if copy:
            words += self.constant(other, source)
        elif r.random() < .1:
            other = 31
        word &= ~(3 << stage | 0x1f03ff)
        for i, part in enumerate('pme'):
            words.append(word | i << stage | other << 16 | n << 5 | to)
            rows.append(row.name[:-1] + part)
        for reg in {to, n} | ({other} if copy else set()):
            seq.forget(reg)
        self.emit(seq, words, tuple(rows))
        return True

    def at_address(self, seq, word, rt, rows):
        if rt == 31:
            return False
        words = []
        if rt not in seq.pool:
            words = self.constant(rt, self.address(False))
            seq.forget(rt)
        elif not self.in_area(seq.pool[rt]):
            return False
        self.emit(seq, words + [word], rows)
        return True

    def access(self, seq, row, word, regs):
        """A load, store or atomic with an address that is known."""
        f, r, fn = row.fields, self.rnd, row.function
        if 'rn' not in regs:  # literal, or a hint
            if fn != 'nop':
                word = f['imm'].put(word, r.randrange(-16, 16))
                seq.forget(regs['rt'])
            self.emit(seq, [word], (row.name,))
            return True
        vector = 'fsz' in f or row.value >> 26 & 1
        wb = f['wb'].get(word) if 'wb' in f else f['post'].get(word) \
            if 'post' in f else 0
        written = () if vector else [regs[n] for n in ('rt', 'rt2', 'rs')
                                     if n in regs]
        load = fn.startswith('ld')
        if wb and regs['rn'] in written or \
                load and 'rt2' in regs and regs['rt'] == regs['rt2'] or \
                fn in ('stxr', 'stxp') and regs['rs'] in (
                    regs['rn'], regs['rt'], regs.get('rt2')):
            return False
        indexed = 'option' in f or fn in ('vmulti', 'vone', 'vrep') and wb
        # An exclusive store that fails may fault or not.
        fault = fn not in ('stxr', 'stxp') and r.random() < .04
        align = 16 if fn in self.aligned else 1
        if fn in self.within and self.lse2 and not fault and r.random() < .5:
            align = 1
        place = self.choose_base(seq, row, word, regs, fault, align, indexed)
        if place is None:
            return False
        word, words, rn, value = place
        if fn in ('stxr', 'stxp') and r.random() < .7 and not fault:
            words = words + self.exclusive_load(seq, row, word, rn)
        moved = seq.pool.get(rn) if value is None else value
        if words and value is None:  # a tagged pointer
            seq.forget(rn)
            moved = None
        for reg in written:
            seq.forget(reg)
        if fn == 'casp':
            seq.forget(regs['rs'] | 1)
        if value is not None and rn not in written:
            seq.know(rn, value)
        if wb:
            seq.forget(rn)
            if 'imm' in f and moved is not None:
                to = moved + (f['imm'].get(word) << f['sh'].get(word))
                if rn != 31 or to % 16 == 0:
                    seq.know(rn, to)
        # A store of another size than this load's is unpredictable (B2.12.5).
        behind = [CLREX] if fn in ('ldxr', 'ldxp') else []
        self.emit(seq, words + [word] + behind, (row.name,))
        return True

    def choose_base(self, seq, row, word, regs, fault, align, indexed):
        """(word, words before it, base register, its contents), the operands
        changed so that they fit each other; None when they cannot."""
        f, r, fn = row.fields, self.rnd, row.function
        if indexed:
            return self.choose_index(seq, row, word, regs, fault)
        post = 'wb' in f and f['wb'].get(word) == 1
        scaled = 'imm' in f
        sh = f['sh'].get(word) if 'sh' in f else 0
        if seq.pool and r.random() < .7 and not fault:
            rn = r.choice(list(seq.pool))
            if f['rn'].put(word, rn) != word and not is_clear(row, rn, regs):
                return None
            word = f['rn'].put(word, rn)
            if scaled:
                for _ in range(6):
                    w = f['imm'].put(word, r.randrange(-8, 9) * align // (
                        1 << sh if align > 1 else 1))
                    off = 0 if post else f['imm'].get(w) << sh
                    if self.fits(seq.pool[rn] + off, align, fn):
                        return w, [], rn, None
            elif self.fits(seq.pool[rn], align, fn):
                return word, [], rn, None
            return None
        rn = regs['rn']
        if rn == 31 or rn in seq.keep:
            return None
        several = 'rt2' in regs or fn in ('vmulti', 'vone', 'vrep')
        at = self.address(fault, align, several)
        if not fault and row.name.startswith('ld') and r.random() < .1:
            at = READ_ONLY + r.randrange(512) * align
        elif fault and r.random() < .2:
            at = READ_ONLY + r.randrange(64) * align
        off = f['imm'].get(word) << sh if scaled and not post else 0
        if not at >> 55 & 1 and r.random() < .05:  # no top byte (D8.8)
            tag = r.getrandbits(8) << 56
            return word, self.constant(rn, at - off ^ tag), rn, None
        return word, self.constant(rn, at - off), rn, at - off

    def fits(self, at, align, fn):
        """In the window, or wholly outside of it: a pointer that faults."""
        return at % align == 0 and (
            self.in_area(at) or fn not in ('stxr', 'stxp') and
            not MIDDLE - 4096 <= at < MIDDLE + 8192)

    def choose_index(self, seq, row, word, regs, fault):
        f, r = row.fields, self.rnd
        rn, rm = regs['rn'], regs['rm']
        if rn == 31 or rm == rn or {rn, rm} & seq.keep:
            return None
        at, words = self.address(fault, 1, 'option' not in f), []
        if 'option' not in f:  # a step after the access
            return word, self.constant(rn, at), rn, at
        seq.forget(rm)
        if rm != 31:
            small = r.randrange(16)
            words = self.constant(rm, small)
            if f['option'].get(word) in (3, 7) and r.random() < .5:
                words = [0x92800000 | small << 5 | rm]
                small = ~small
            elif f['option'].get(word) == 6 and r.random() < .5:
                words = [0x12800000 | small << 5 | rm]
                small = ~small
        else:
            small = 0
        scale = f['sz'].get(word) if 'sz' in f else f['fsz'].get(word) \
            if 'fsz' in f else 3
        off = small << (scale if f['s'].get(word) else 0)
        return word, words + self.constant(rn, at - off), rn, at - off

    def exclusive_load(self, seq, row, word, rn):
        """The load that belongs to an exclusive store."""
        load = self.decode.by_name['ld' + row.name[2:]]
        w = load.value | load.sbo | word & 0xc0000000
        w = load.fields['rn'].put(w, rn)
        out = []
        for n, name in enumerate(('rt', 'rt2')):
            if name in load.fields:
                reg = (rn + 1 + n) % 28
                if reg in seq.keep:
                    return []
                out.append(reg)
                w = load.fields[name].put(w, reg)
        for reg in out:
            seq.forget(reg)
        return [w] if rn not in out else []


def untagged(address):
    """With copies of bit 55 in the top byte."""
    low = address & (1 << 56) - 1
    return low | 0xff << 56 if address >> 55 & 1 else low


def is_clear(row, rn, regs):
    """Whether a base may be put into an instruction with these registers."""
    return rn not in (regs.get('rt'), regs.get('rt2'), regs.get('rs')) or \
        not ('wb' in row.fields and row.fields['wb'].add or
             row.function in ('stxr', 'stxp'))
