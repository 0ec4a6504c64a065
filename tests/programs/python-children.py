#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# Children: subprocess, posix_spawn and its errors, fork, multiprocessing.
import errno, multiprocessing, os, signal, subprocess, sys


def square(x):
    return x * x


def child(connection, value):
    connection.send(["child got", value.value])
    value.value += 1
    connection.close()


def raises(f, *args, **named):
    try:
        f(*args, **named)
    except OSError as e:
        print(f.__name__, errno.errorcode[e.errno])


def main():
    run = subprocess.run
    print(run(["echo", "a", "b c"], capture_output=True, text=True))
    print(run("echo out; echo err >&2; exit 3", shell=True, capture_output=True))
    print(run(["cat"], input=b"x" * 200000, capture_output=True).stdout.count(b"x"))
    print(run(["sh", "-c", "kill -KILL $$"]).returncode)
    p = subprocess.Popen(["sleep", "100"])
    p.terminate()
    print(p.wait())
    raises(subprocess.run, ["./does-not-exist"])
    with open("plain", "w") as f:
        f.write("no program")
    raises(subprocess.run, ["./plain"])
    os.chmod("plain", 0o755)
    raises(subprocess.run, ["./plain"])
    with open("script", "w") as f:
        f.write("#!/bin/sh\necho \"$0 $*\"\nexit 4\n")
    os.chmod("script", 0o755)
    print(run(["./script", "x", "y z"], capture_output=True, text=True))
    print(run(["./script"], env={}, close_fds=False, cwd=".").returncode)
    with open("loop", "w") as f:
        f.write("#!./loop\n")
    os.chmod("loop", 0o755)
    raises(subprocess.run, ["./loop"])
    with open("missing", "w") as f:
        f.write("#!./nothing\n")
    os.chmod("missing", 0o755)
    raises(subprocess.run, ["./missing"])
    raises(os.execv, "/etc", ["etc"])
    raises(os.execv, "/etc/passwd/x", ["x"])
    raises(os.posix_spawn, "./does-not-exist", ["x"], {})
    raises(os.posix_spawn, "./plain", ["x"], {})
    raises(os.posix_spawnp, "no-such-program", ["x"], {})
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "echo $X; exit 6"],
                         {"X": "spawned", "PATH": os.environ["PATH"]})
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    sys.stdout.flush()
    pids = []
    for i in range(20):
        pid = os.fork()
        if pid == 0:
            os._exit(i)
        pids.append(pid)
    print([os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]) for p in pids])
    r, w = os.pipe()
    if os.fork() == 0:
        os.dup2(w, 1)
        os.execvp("printf", ["printf", "%s-%s", "through", "exec"])
    os.close(w)
    print(os.read(r, 100))
    os.wait()
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        with context.Pool(3) as pool:
            print(method, pool.map(square, range(10)))
        ours, theirs = context.Pipe()
        value = context.Value("i", 41)
        p = context.Process(target=child, args=(theirs, value))
        p.start()
        print(ours.recv())
        p.join()
        print(value.value, p.exitcode)


if __name__ == "__main__":
    main()
