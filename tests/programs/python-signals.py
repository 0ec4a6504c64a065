#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# Handlers, a fast interval timer during computation, wakeups, faults.
import faulthandler, os, select, signal, subprocess, sys, threading, time

ticks = 0


def tick(*_):
    global ticks
    ticks += 1


signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
s = 0
start = time.monotonic()
while time.monotonic() < start + 0.6:
    for i in range(1000):
        s = (s * 31 + i * 0.5) % 1000003
x = [i * i % 1009 for i in range(100000)]
x.sort()
out = subprocess.run(["sh", "-c", "echo child"], capture_output=True)
signal.setitimer(signal.ITIMER_REAL, 0)
print(ticks > 20, sum(x), out.stdout, out.returncode)

signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
got = []
signal.signal(signal.SIGVTALRM, lambda *_: got.append(1))
while not got:
    pass
print("virtual")

got.clear()
signal.signal(signal.SIGUSR1, lambda n, f: got.append(n))
for i in range(1000):
    os.kill(os.getpid(), signal.SIGUSR1)
print(len(got))


class Interrupted(Exception):
    pass


def interrupt(*_):
    raise Interrupted


signal.signal(signal.SIGALRM, interrupt)
r, w = os.pipe()
for call in (lambda: os.read(r, 1), lambda: select.select([r], [], []),
             lambda: time.sleep(100), lambda: os.waitpid(-1, 0)):
    child = subprocess.Popen(["sleep", "1"]) if call.__code__.co_names[-1] == "waitpid" else None
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        call()
        print("returned")
    except Interrupted:
        print("interrupted")
    if child:
        child.kill()
        print(child.wait())

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigpending(), signal.sigwait([signal.SIGUSR2]))
info = signal.sigtimedwait([signal.SIGUSR2], 0.01)
print(info)
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    time.sleep(10)
except KeyboardInterrupt:
    print("keyboard")
p = subprocess.run([sys.executable, "-c",
                    "import ctypes; ctypes.string_at(0)"], stderr=2)
print(p.returncode)
p = subprocess.run([sys.executable, "-X", "faulthandler", "-c",
                    "import ctypes; ctypes.string_at(0)"], capture_output=True)
print(p.returncode, p.stderr.decode().splitlines()[0])
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
