"""How well this machine can keep a submission in: found out by trying, at the start of every batch.

A level counts only if a real sandbox of that level refuses what a submission must not do, tried from inside it.
"""

import sys
from typing import NamedTuple

from lessonlib.checks.task import Call
from lessonlib.grading.inside import landlock
from lessonlib.grading.inside.messages import call_message, read_reply
from lessonlib.grading.sandbox import Sandbox, SandboxError

# Each line must raise in the sandbox; what does not is a hole. Run as the cell of a submission.
_ATTEMPTS = """
import ctypes, os, socket, subprocess

def succeeds(attempt):
    try:
        attempt()
    except BaseException:
        return False
    return True

def holes(secret):
    attempts = {
        "opens a socket": lambda: socket.socket(socket.AF_UNIX),
        "forks": lambda: os.fork() or os._exit(0),
        "starts a program": lambda: subprocess.run(["/bin/true"], check=True),
        "signals its parent": lambda: os.kill(os.getppid(), 0),
        "writes a file": lambda: open("/tmp/lesson-probe", "x"),
        "reads a file of the grader": lambda: open(secret).read(),
        "becomes root": lambda: os.setuid(0),
    }
    return [name for name, attempt in attempts.items() if succeeds(attempt)]
"""
MEANINGS = {
    "A": "bubblewrap, Landlock and seccomp: no network, no files of this machine, no other processes",
    "B": "Landlock and seccomp, without bubblewrap: no network, Python's files alone, no new processes",
    "C": "nothing keeps a submission in: it may do whatever you may do",
}
ADVICE = (
    "On Debian or Ubuntu: sudo apt-get install bubblewrap libseccomp2. On macOS or Windows, grade inside a Linux "
    "container or WSL. To grade submissions that you trust as your own code: --trust-submissions."
)


class Level(NamedTuple):
    """The best level that works here, and for each better one why it does not."""

    name: str
    reasons: dict[str, str]

    def __str__(self):
        missing = [f"\nnot {name}: {reason}" for name, reason in self.reasons.items()]
        return f"isolation level {self.name}: {MEANINGS[self.name]}{''.join(missing)}"


def probe():
    """Return the best `Level` that holds on this machine."""
    reasons = {}
    for name in ("A", "B"):
        if not (reason := why_not(name)):
            return Level(name, reasons)
        reasons[name] = reason
    return Level("C", reasons)


def why_not(name):
    """Return why a level does not hold here, or "" if it does."""
    if sys.platform != "linux":
        return f"it needs Linux, and this is {sys.platform}"
    if name == "B" and not landlock.version():
        return "the kernel has no Landlock"
    try:
        sandbox = Sandbox("ex01", name)
    except (SandboxError, OSError) as error:
        return str(error)
    try:
        found = _holes(sandbox)
    except Exception as error:  # whatever goes wrong, it is no level to rely on
        return f"its trial fails: {type(error).__name__} {error}"
    finally:
        sandbox.close()
    return f"in it, a submission {', '.join(found)}" if found else ""


def _holes(sandbox):
    with sandbox.session() as channel:
        channel.send({"cells": [_ATTEMPTS], "functions": ["holes"]})
        channel.receive()
        channel.send(*call_message("holes", Call((__file__,))))
        return read_reply(*channel.receive()).answer
