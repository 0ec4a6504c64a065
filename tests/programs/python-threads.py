#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# Eight threads, locks, queues, pools.
import concurrent.futures, queue, threading

total = 0
lock = threading.Lock()


def work(n):
    global total
    s = 0
    for i in range(20000):
        s += i * n
        if i % 100 == 0:
            with lock:
                total += 1
    return s


results = [None] * 8


def run(i):
    results[i] = work(i)


threads = [threading.Thread(target=run, args=(i,)) for i in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results, total)

q = queue.Queue(5)
out = []


def consume():
    while (x := q.get()) is not None:
        out.append(x * x)


c = threading.Thread(target=consume)
c.start()
for i in range(500):
    q.put(i)
q.put(None)
c.join()
print(sum(out))

with concurrent.futures.ThreadPoolExecutor(8) as pool:
    print(list(pool.map(lambda x: x**3, range(20))))

barrier = threading.Barrier(4)
order = []


def meet(i):
    for r in range(50):
        barrier.wait()
        with lock:
            order.append(r)


threads = [threading.Thread(target=meet, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(order == sorted(order), len(order))
for i in range(200):
    t = threading.Thread(target=int)
    t.start()
    t.join()
print(threading.active_count())
