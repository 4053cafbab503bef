"""The workers: processes that grade one submission after another, each with a warm sandbox for the exercise at hand.

`grade_in_worker` takes and returns plain data, so that any pool of processes can call it. A pool says how many
submissions it grades at once and which isolation level holds there, and opens executors of `concurrent.futures`, whose
futures raise `BrokenExecutor` when a process ends over a submission.
"""

import ctypes
import os
import resource
import signal
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.util import Finalize

from lessonlib.checks.catalogue import find_exercise
from lessonlib.grading import levels
from lessonlib.grading.job import grade, job_of
from lessonlib.grading.marks import nothing_right
from lessonlib.grading.sandbox import Sandbox, SandboxError
from lessonlib.grading.submission import MalformedError, code_cells

_MEMORY = 4 * 2**30  # bytes of addresses; comparing an odd answer must not eat the machine
_LONGEST = 300  # seconds for one job, far more than its sandbox gets
_DEATH_SIGNAL = 1
_KEEP_FREED, _MAP_FROM = -1, -3  # bytes: memory that was given back costs a page fault each 4 kB when it is taken again
_warm = {}  # at most one sandbox, by (exercise, level)


@dataclass(frozen=True)
class Work:
    """One submission as it goes to a worker.

    Parameters
    ----------
    exercise : str
    content : bytes
        Of the notebook.
    seed : int
        Of the hidden inputs.
    handed_out : dict of str to str
        Of the exercise, from `handed_out_cells`.
    """

    exercise: str
    content: bytes
    seed: int
    handed_out: dict


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


def grade_in_worker(work, level, patience=None):
    """Return the marks of a submission and its code cells; whatever goes wrong is in the marks.

    Parameters
    ----------
    work : Work
    level : str
    patience : Patience, optional

    Returns
    -------
    (Graded, list of str)
    """
    exercise, sources = find_exercise(work.exercise), []
    try:
        with _at_most(_LONGEST):
            sources = code_cells(work.content)
            job = job_of(work.exercise, sources, work.seed, work.handed_out)
            try:
                return grade(job, _sandbox(job.exercise, level), patience), sources
            except SandboxError:  # one that has ended is replaced once
                close()
                return grade(job, _sandbox(job.exercise, level), patience), sources
    except MalformedError as error:
        return nothing_right(exercise, "malformed", str(error)), sources
    except (Exception, StuckError) as error:
        close()  # it may have been stopped in the middle of a word with the sandbox
        reason = f"The grader did not manage ({type(error).__name__}). Please look at it yourself."
        return nothing_right(exercise, "failed", reason), sources


def within_limits(function, *arguments):
    """Return what a function returns, called in a process of its own with a worker's limits of memory and time.

    Raises
    ------
    BrokenExecutor
        If the process ended over it.
    StuckError
    """
    with ProcessPoolExecutor(1, get_context("spawn"), prepare) as pool:
        return pool.submit(_in_time, function, arguments).result()


def _in_time(function, arguments):
    with _at_most(_LONGEST):
        return function(*arguments)


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


class LocalPool:
    """Processes of this machine; use it in a ``with`` block.

    Parameters
    ----------
    workers : int
    """

    def __init__(self, workers):
        self._workers = workers

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        """Nothing is left to do: the processes end with each executor."""

    def level(self):
        """Return the best `Level` that holds on this machine."""
        return levels.probe()

    def size(self):
        """Return how many jobs can be done at once."""
        return self._workers

    def executor(self):
        """Return an `Executor` with fresh processes, which end with it."""
        return _Lanes(self._workers)

    def single(self):
        """Return a pool for what must not share its process with others."""
        return LocalPool(1)


class _Lanes(Executor):
    """Processes, each with a queue of its own and an exercise for which it is warm.

    Each keeps to its exercise as long as there is work for it, and takes one that no other is at thereafter: so a
    sandbox, and what the right answers are, are made once for an exercise, but for the last ones.
    """

    def __init__(self, workers):
        self._lanes = [ProcessPoolExecutor(1, get_context("spawn"), prepare) for _ in range(workers)]
        self._waiting, self._exercises = [0] * workers, [""] * workers

    def choose(self, left):
        """Return the place in a list of `Handed`, from the end, of that which is best submitted next."""
        own = self._exercises[self._idlest()]
        wanted = (lambda one: one == own, lambda one: one not in self._exercises)
        places = (place for suits in wanted for place in range(len(left))[::-1] if suits(left[place].exercise))
        return next(places, -1)

    def submit(self, function, work, /, *arguments):
        """Return the `Future` of a call."""
        number = self._idlest()
        future = self._lanes[number].submit(function, work, *arguments)
        self._waiting[number] += 1
        self._exercises[number] = work.exercise
        future.add_done_callback(lambda _done: self._one_less(number))
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        """End the processes."""
        for lane in self._lanes:
            lane.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _idlest(self):
        return min(range(len(self._lanes)), key=self._waiting.__getitem__)

    def _one_less(self, number):
        self._waiting[number] -= 1
