"""One worker: grades jobs one after another, and keeps a warm sandbox for the exercise at hand.

`grade_in_worker` takes and returns plain data, so that any pool of processes can call it.
"""

import ctypes
import os
import resource
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize

from lessonlib.grading.graded import as_json, nothing_right
from lessonlib.grading.job import find_exercise, grade
from lessonlib.grading.sandbox import Sandbox, SandboxError

_MEMORY = 4 * 2**30  # bytes of addresses; comparing an odd answer must not eat the machine
_LONGEST = 300  # seconds for one job, far more than its sandbox gets
_DEATH_SIGNAL = 1
_KEEP_FREED, _MAP_FROM = -1, -3  # bytes: memory that was given back costs a page fault each 4 kB when it is taken again
_warm = {}  # at most one sandbox, by (exercise, level)


class StuckError(BaseException):
    """Ends a job that takes too long on the trusted side; no `Exception`, so that no judge takes it for an answer."""


def prepare():
    """Set up a worker process: it dies with the batch, takes no more memory than it may, and is not interrupted."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.prctl(_DEATH_SIGNAL, signal.SIGKILL)
        with suppress(AttributeError):  # a C library without it
            library.mallopt(_KEEP_FREED, 2**28)
            library.mallopt(_MAP_FROM, 2**25)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the batch, which ends its workers
    os.environ["OMP_NUM_THREADS"] = "1"
    Finalize(None, close, exitpriority=1)  # workers of a pool do not come to `atexit`


def grade_in_worker(job, level, patience=None):
    """Return the marks of a job as JSON; whatever happens to the grader itself becomes a status "failed".

    Parameters
    ----------
    job : Job
    level : str
    patience : Patience, optional
    """
    error = None
    for _attempt in range(2):  # a sandbox that has ended is replaced once
        try:
            with _at_most(_LONGEST):
                return as_json(grade(job, _sandbox(job.exercise, level), patience))
        except SandboxError as ended:
            error = ended
            close()
        except (Exception, StuckError) as broken:
            error = broken
            close()  # it may have been stopped in the middle of a word with the sandbox
            break
    reason = f"The grader did not manage ({type(error).__name__}). Please look at it yourself."
    return as_json(nothing_right(find_exercise(job.exercise), "failed", reason))


def close():
    """End the sandbox that is kept warm."""
    while _warm:
        _warm.popitem()[1].close()


def _sandbox(exercise, level):
    if (exercise, level) not in _warm:
        close()
        _warm[exercise, level] = Sandbox(exercise, level)
    return _warm[exercise, level]


@contextmanager
def _at_most(seconds):
    """Raise `StuckError` here after so many seconds; only a process's first thread can be woken like this."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stuck(_number, _frame):
        raise StuckError

    before = signal.signal(signal.SIGALRM, stuck)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
