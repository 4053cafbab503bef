"""What runs on the workers of a cluster: each thread has a process of its own for it, which first looks at itself.

Threat: a worker that keeps submissions in less well than the others, or gives marks by other checks, would do so in
silence. Workers are asked before the first job; but as they come and go, every process asks itself once more.
"""

import asyncio
import hashlib
import pickle
import platform
import socket
import threading
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lessonlib.grading.cluster.apart import Apart
from lessonlib.grading.levels import probe, why_not

_DECIDING = ("checks", "compute", "grading")  # the parts of lessonlib that marks depend on
_PACKAGES = ("numpy", "scipy", "scikit-learn")
_own = threading.local()


class UnfitError(RuntimeError):
    """What keeps a worker from grading, in words."""


@cache
def versions():
    """Return what marks depend on, {name: version}: the same everywhere, or they could differ."""
    digest = hashlib.sha256()
    top = Path(__file__).parents[2]
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
