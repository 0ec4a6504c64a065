#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# The interpreter, big integers, floats, regular expressions, data formats.
import bisect, collections, datetime, decimal, fractions, hashlib, heapq
import json, math, pickle, random, re, statistics, struct, sys, zlib

random.seed(7)
data = [random.random() for _ in range(5000)]
print(repr(sum(data)), repr(statistics.stdev(data)), sorted(data)[17])
print(math.factorial(200) % (10**9 + 7), pow(3, 10**18, 10**15 + 37))
print(hash(1.5), hash(10**30), round(2.675, 2), 1e22, 0.1 + 0.2, 5e-324)
print([f(0.7) for f in (math.sin, math.cos, math.tan, math.exp, math.log,
                        math.gamma, math.erf, math.cbrt)])
print(float("nan"), -float("inf"), math.copysign(1, -0.0), int(1e18))
print(2**1000 // 3**500, -7 // 2, -7 % 3, 7.5 // -2, divmod(-7.5, 2))
print(struct.pack("<dfeq", 1.1, 1.1, 1.1, -5).hex())
print(struct.unpack("<f", struct.pack("<f", 1e-45)))
decimal.getcontext().prec = 60
print(decimal.Decimal(2).sqrt(), fractions.Fraction(0.1))
text = "\n".join(f"{i}: {hashlib.md5(str(i).encode()).hexdigest()}"
                 for i in range(3000))
for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b",
             "blake2s"):
    print(name, hashlib.new(name, text.encode()).hexdigest())
print(zlib.crc32(text.encode()), zlib.adler32(text.encode()))
packed = zlib.compress(text.encode(), 9)
assert zlib.decompress(packed) == text.encode()
print(len(re.findall(r"(\d)\1\1", text)), re.sub(r"[0-9]+", "#", text)[:40])
words = collections.Counter(re.findall(r"[a-f]+", text))
print(words.most_common(3))
assert pickle.loads(pickle.dumps(words)) == words
print(json.dumps({"a": [1, 2.5, None, "é"], "b": {"c": True}}, sort_keys=True))
print(datetime.date(2024, 2, 29) + datetime.timedelta(days=366))


class Node:
    __slots__ = ("left", "right", "key")

    def __init__(self, key):
        self.left = self.right = None
        self.key = key


def insert(root, key):
    while True:
        side = "left" if key < root.key else "right"
        child = getattr(root, side)
        if child is None:
            setattr(root, side, Node(key))
            return
        root = child


def depth(n):
    return 0 if n is None else 1 + max(depth(n.left), depth(n.right))


root = Node(0.5)
for x in data:
    insert(root, x)
print(depth(root))
sieve = bytearray([1]) * 200000
for i in range(2, 448):
    if sieve[i]:
        sieve[i * i::i] = bytes(len(range(i * i, 200000, i)))
print(sum(sieve) - 2)


def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as e:
    print(e)
try:
    [][1]
except IndexError as e:
    print(e, file=sys.stdout)
print(sys.byteorder, sys.maxsize, sys.float_info.epsilon)
sys.exit(11)
