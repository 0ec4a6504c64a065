#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# Foreign functions and callbacks, memory maps, sockets, an event loop.
import asyncio, ctypes, mmap, os, socket, sqlite3, ssl, tempfile, uuid

libc = ctypes.CDLL("libc.so.6", use_errno=True)
libm = ctypes.CDLL("libm.so.6")
libm.pow.restype = ctypes.c_double
libm.pow.argtypes = [ctypes.c_double, ctypes.c_double]
print(libm.pow(2.0, 0.5), libc.abs(-5), libc.strlen(b"hello"))
Compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int),
                           ctypes.POINTER(ctypes.c_int))
calls = 0


def compare(a, b):
    global calls
    calls += 1
    return a[0] - b[0]


values = (ctypes.c_int * 200)(*[i * 7919 % 1009 for i in range(200)])
libc.qsort(values, 200, 4, Compare(compare))
print(list(values) == sorted(values), calls > 200)


class Div(ctypes.Structure):
    _fields_ = [("quot", ctypes.c_int), ("rem", ctypes.c_int)]


libc.div.restype = Div
d = libc.div(-17, 5)
print(d.quot, d.rem)


class Four(ctypes.Structure):
    _fields_ = [(n, ctypes.c_double) for n in "abcd"]


F = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_float, Four, ctypes.c_int8,
                     *[ctypes.c_double] * 9)
f = F(lambda x, s, i, *r: x + s.a * s.d + i + sum(r))
print(f(1.5, Four(1, 2, 3, 4), -3, *range(9)))
buffer = ctypes.create_string_buffer(100)
libc.snprintf(buffer, 100, b"%d %s", 42, b"text")
print(buffer.value)
print(libc.open(b"/does/not/exist", 0), ctypes.get_errno())

with tempfile.TemporaryFile() as t:
    t.write(bytes(range(256)) * 100)
    t.flush()
    with mmap.mmap(t.fileno(), 0) as m:
        m[100:104] = b"abcd"
        print(m.find(b"abcd"), len(m), hash(m[:10]) == hash(bytes(range(10))))
    t.seek(100)
    print(t.read(4))
a, b = socket.socketpair()
a.sendall(b"ping")
print(b.recv(10))
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
client.sendall(b"x" * 100000)
client.close()
n = 0
while chunk := peer.recv(4096):
    n += len(chunk)
print(n)


async def worker(i):
    await asyncio.sleep(0.001 * i)
    p = await asyncio.create_subprocess_exec("echo", str(i), stdout=-1)
    out, _ = await p.communicate()
    return int(out) * 2


async def main():
    print(await asyncio.gather(*[worker(i) for i in range(6)]))
    s = await asyncio.start_server(handle, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
    w.write(b"hello\n")
    print(await r.readline())
    w.close()
    s.close()


async def handle(r, w):
    w.write((await r.readline()).upper())
    await w.drain()
    w.close()


asyncio.run(main())
db = sqlite3.connect(":memory:")
db.create_function("twice", 1, lambda x: x * 2)
db.execute("create table t (a integer primary key, b text)")
db.executemany("insert into t values (?, ?)", [(i, str(i * i)) for i in range(1000)])
print(db.execute("select sum(twice(a)), max(b), avg(a) from t where b like '%6'").fetchall())
print(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"))
