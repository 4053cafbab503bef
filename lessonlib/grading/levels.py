"""How well this machine can keep a submission in: found out by trying, at the start of every batch.

A level counts only if a real sandbox of that level refuses what a submission must not do, tried from inside it.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.task import Call
from lessonlib.grading.inside import landlock
from lessonlib.grading.inside.wire import call_message, fingerprint, framed, read_reply
from lessonlib.grading.sandbox import Sandbox, SandboxError

# The cell of a submission that tries what none may do. First of all: to read, and to import, what is not its own.
_ATTEMPTS = """
import ctypes, importlib.machinery, os, socket, subprocess

def succeeds(attempt):
    try:
        return attempt() is not False
    except BaseException:
        return False

def reads(path, depth=2):
    if not os.path.isdir(path):
        return open(path, "rb") is not None
    inside = [f"{path}/{name}" for name in os.listdir(path)[:30]] if depth else []
    return any(succeeds(lambda: reads(one, depth - 1)) for one in inside)

def imports(name, folder):
    found = importlib.machinery.PathFinder.find_spec(name, [folder])
    return found is not None and found.loader is not None and reads(found.origin)

def holes(outside, packages):
    attempts = {f"reads {path}": lambda path=path: reads(path) for path in outside}
    for folder in outside:
        for name in packages:
            attempts[f"imports {name} from {folder}"] = lambda name=name, folder=folder: imports(name, folder)
    attempts |= {
        "opens a socket": lambda: socket.socket(socket.AF_UNIX),
        "forks": lambda: os.fork() or os._exit(0),
        "starts a program": lambda: subprocess.run(["/bin/true"], check=True),
        "signals its parent": lambda: os.kill(os.getppid(), 0),
        "writes a file": lambda: open("/tmp/lesson-probe", "x"),
        "becomes root": lambda: os.setuid(0),
    }
    return [name for name, attempt in attempts.items() if succeeds(attempt)]
"""
_NOT_ITS_OWN = ("sklearn", "imblearn", "pandas", "pip", "lessonlib")  # must not be found anywhere
_MOST_TOLD = 5  # holes
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
    if not landlock.version():
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
    return f"in it, a submission {', '.join(found[:_MOST_TOLD])}" if found else ""


def _holes(sandbox):
    call = Call((_outside(), list(_NOT_ITS_OWN)))
    with sandbox.session() as channel:
        channel.send(framed({"cells": [_ATTEMPTS], "functions": ["holes"]}))
        channel.receive()
        channel.send(call_message("holes", call))
        return read_reply(*channel.receive(), fingerprint(call)).answer


def _outside():
    """Return files and folders that no submission may read, under every name that leads to them.

    These are the folders in which packages lie, the grader's own and the system's; its files; and places that tell
    about this machine.
    """
    parents = {Path(folder) for folder in (sys.prefix, sys.base_prefix, "/usr", "/usr/local")}
    libraries = [parent / "lib" for parent in parents] + [Path("/lib"), Path("/lib64"), Path("/usr/lib64")]
    found = {folder for library in libraries for folder in (*library.glob("*-packages"), *library.glob("*/*-packages"))}
    found |= {Path(path) for path in sys.path if path.endswith("-packages")}
    found |= {Path(__file__), Path(__file__).parent, Path.home(), *map(Path, ("/etc/passwd", "/proc/self/cmdline"))}
    return sorted({str(name) for path in found for name in (path, path.resolve())})
