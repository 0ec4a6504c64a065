# SPDX-License-Identifier: LGPL-2.1-or-later
"""Users who become others, at a terminal: for privileges.sh, as root of a Debian
system of the test's own, which it gives users and passwords first."""
import os
import pty
import pwd
import re
import subprocess


def root(*command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    print("root$", *command, done.stdout.strip(), done.returncode)


def become(name):
    user = pwd.getpwnam(name)
    os.initgroups(name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.chdir(user.pw_dir)


def user(name, *command, answers=()):
    """Runs a command at a terminal, where each prompt gets the next answer."""
    pid, terminal = pty.fork()
    if pid == 0:
        become(name)
        os.execvp(command[0], command)
    said = b""
    answers = list(answers)
    prompted = 0
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        said += data
        if answers and re.search(rb"assword[^\n]*: ?$", said[prompted:]):
            prompted = len(said)
            os.write(terminal, answers.pop(0).encode() + b"\n")
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(f"{name}$", *command)
    print(said.decode().replace("\r\n", "\n"), "status", status, flush=True)


root("pwconv")
root("grpconv")
for name in "me", "other":
    root("useradd", "-m", "-s", "/bin/bash", name)
root("chpasswd", text="root:hidden\nme:secret1\nother:private\n")
root("chage", "-d", "2025-01-02", "-M", "99999", "me")

root("su", "-", "me", "-c", "sudo -n id; echo $HOME $0 $USER")
root("su", "other", "-c", "sudo -n id")
root("setpriv", "--reuid=me", "--regid=me", "--init-groups", "sudo", "-n",
     "-u", "other", "sh", "-c", "id; echo $SUDO_USER; exit 3")
root("setpriv", "--reuid=me", "--regid=me", "--init-groups", "--no-new-privs",
     "sudo", "-n", "id")

user("me", "id")
user("me", "cat", "/etc/shadow")
user("me", "sudo", "-n", "sh", "-c", "id; wc -l </etc/shadow; tty | tr 0-9 N")
user("me", "sudo", "-n", "bash", "-c", "kill -TERM $$")
user("me", "sudo", "-n", "-u", "other", "sudo", "-n", "id")
user("me", "sudo", "-n", "python3", "-c",
     "import os; os.setuid(1001); print(os.getresuid())")
user("me", "chage", "-l", "me")
user("me", "su", "-c", "id; sudo -n -u other id", answers=["hidden"])
user("me", "su", "other", "-c", "id; id -ru", answers=["private"])
user("me", "su", "-", "-c", "id", answers=["wrong"])
user("other", "sudo", "-p", "password: ", "id", answers=["private"])
user("other", "sudo", "-k", "-n", "id")
user("other", "passwd", answers=["private", "An0ther-w0rd", "An0ther-w0rd"])
user("me", "su", "other", "-c", "id", answers=["private"])
user("me", "su", "other", "-c", "id", answers=["An0ther-w0rd"])
