"""Where a batch is graded: by processes of this machine, or on a cluster.

A pool says how many jobs it does at once and which isolation level holds there, and opens executors of
`concurrent.futures`, whose futures raise `BrokenExecutor` when a process ends over a submission.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from lessonlib.grading import levels
from lessonlib.grading.worker import prepare


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
        return ProcessPoolExecutor(self._workers, get_context("spawn"), prepare)

    def single(self):
        """Return a pool for what must not share its process with others."""
        return LocalPool(1)
