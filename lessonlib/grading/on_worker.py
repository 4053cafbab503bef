"""What runs on the workers of a cluster: each thread has a process of its own for it, which first looks at itself.

Threat: a worker that keeps submissions in less well than the others, or gives marks by other checks, would do so in
silence. Workers are asked before the first job; but as they come and go, every process asks itself once more.

A thread of somebody else's program has none of what grading needs to itself: the alarm that ends a stuck job, a limit
on memory, a warm sandbox, its own death. `multiprocessing` does not help, as Dask's workers are not allowed children of
that kind.
"""

import asyncio
import hashlib
import os
import pickle
import platform
import socket
import subprocess
import sys
import threading
from concurrent.futures import BrokenExecutor
from functools import cache
from importlib.metadata import version
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from lessonlib.grading.levels import probe, why_not
from lessonlib.grading.worker import prepare

_DECIDING = ("checks", "compute", "grading")  # the parts of lessonlib that marks depend on
_PACKAGES = ("numpy", "scipy", "scikit-learn")
_own = threading.local()
_IDLE_SECONDS = 120  # after which the process ends by itself


class UnfitError(RuntimeError):
    """What keeps a worker from grading, in words."""


@cache
def versions():
    """Return what marks depend on, {name: version}: the same everywhere, or they could differ."""
    digest = hashlib.sha256()
    top = Path(__file__).parents[1]
    for part in _DECIDING:
        for file in sorted((top / part).rglob("*.py")):
            digest.update(file.relative_to(top).as_posix().encode() + b"\0" + file.read_text("utf-8").encode() + b"\0")
    python = ".".join(platform.python_version_tuple()[:2])
    lessonlib = f"{version('lessonlib')} ({digest.hexdigest()[:8]})"
    return {"Python": python, "lessonlib": lessonlib} | {name: version(name) for name in _PACKAGES}


async def about_worker():
    """Return the versions and the isolation `Level` of the machine that this runs on."""
    return versions(), await asyncio.to_thread(probe)


def difference(ours, theirs):
    """Say in words which versions differ, or return "".

    >>> difference({"Python": "3.13", "numpy": "2.4.6"}, {"Python": "3.12", "numpy": "2.4.6"})
    'Python 3.12 instead of 3.13'
    """
    return ", ".join(
        f"{name} {theirs.get(name)} instead of {ours[name]}" for name in ours if ours[name] != theirs.get(name)
    )


def in_own_process(payload):
    """Do a pickled call in the process that belongs to this thread.

    Raises
    ------
    BrokenExecutor
        If that process ends over it.
    """
    process = getattr(_own, "process", None)
    if process and not process.alive:  # nothing came for long, or it ended over its last call
        process.close()
        process = None
    _own.process = process or Apart()
    return _own.process(payload)


def pickled(ours, level, function, arguments):
    """Return the payload of a call that is done only where versions and level are as they must be."""
    return pickle.dumps((_if_fit, (tuple(ours.items()), level, function, arguments)))


def _if_fit(ours, level, function, arguments):
    if reason := _why_unfit(ours, level):
        raise UnfitError(f"{socket.gethostname()} must not grade: {reason}")
    return function(*arguments)


@cache
def _why_unfit(ours, level):
    differs = difference(dict(ours), versions())
    return f"it has {differs}." if differs else _too_low(level)


def _too_low(level):
    reason = "" if level == "C" else why_not(level)
    return f"it does not hold level {level}: {reason}." if reason else ""


class Apart:
    """A process that grades; not to be shared by threads."""

    def __init__(self):
        self._connection, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-m", __name__, str(theirs.fileno())]
            one_thread = os.environ | {"OMP_NUM_THREADS": "1"}
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=one_thread
            )

    def __call__(self, payload):
        """Return what a call returns, or raise what it raises.

        Parameters
        ----------
        payload : bytes
            The pickled function and its arguments.

        Raises
        ------
        BrokenExecutor
            If the process ends over it.
        """
        try:
            self._connection.send_bytes(payload)
            raised, outcome = self._connection.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise BrokenExecutor("The process ended.") from error
        if raised:
            raise outcome
        return outcome

    @property
    def alive(self):
        """Whether it waits for a call; one that has ended, or was closed, does not."""
        return not self._connection.closed and not self._connection.poll()

    def close(self):
        """End the process, whatever it does."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


def serve(descriptor):
    """Do what is asked for on a connection, until nobody is there or nothing comes for long."""
    prepare()
    with Connection(descriptor) as calls:
        while calls.poll(_IDLE_SECONDS):
            try:
                payload = calls.recv_bytes()
            except EOFError:
                return
            calls.send(_outcome(payload))


def _outcome(payload):
    try:
        function, arguments = pickle.loads(payload)
        return False, function(*arguments)
    except Exception as error:
        return True, error


if __name__ == "__main__":
    serve(int(sys.argv[1]))
