"""Grade everything that was handed in: many processes, one results file, resumed after any interruption.

A submission's row is written when its marks are there; what has its row, of the same content and the same seed,
is not graded again. A worker that dies takes nobody else's marks with it.
"""

import hashlib
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from pathlib import Path
from typing import NamedTuple

from lessonlib.grading.collected import Handed
from lessonlib.grading.executors import LocalPool
from lessonlib.grading.feedback import feedback_path, write_feedback
from lessonlib.grading.graded import Graded, as_json, from_json, nothing_right
from lessonlib.grading.job import find_exercise, job_of
from lessonlib.grading.submission import MalformedError, code_cells
from lessonlib.grading.worker import grade_in_worker

_AHEAD = 4  # jobs that are handed out for each worker, so that none waits and memory stays small
_LOOK_SECONDS = 5  # after which a pool is looked at also if no job has ended: it may be gone


class Loaded(NamedTuple):
    """A submission as it was read, once: its code cells, or why it cannot be graded; and its bytes' fingerprint."""

    handed: Handed
    sources: list[str]
    reason: str
    digest: str


class Batch:
    """One grading run.

    Parameters
    ----------
    results : Results
    folder : Path
        Where feedback goes.
    seed : int
    level : str
    handed_out : dict
        From `handed_out_cells`.
    patience : Patience, optional
    """

    def __init__(self, results, folder, seed, level, handed_out, patience=None):
        self._results, self._folder, self._seed, self._level = results, Path(folder), seed, level
        self._handed_out, self._patience = handed_out, patience
        self.kept = 0  # how many had their marks from an earlier run

    def run(self, submissions, workers):
        """Grade on this machine, see `run_on`.

        Parameters
        ----------
        submissions : list of Handed
        workers : int
        """
        return self.run_on(LocalPool(workers), submissions)

    def run_on(self, pool, submissions):
        """Grade what has no marks yet; yields each `Handed` when it is done, also those that were done before.

        Parameters
        ----------
        pool : LocalPool or Cluster
        submissions : list of Handed
        """
        self._results.forget_replaced(submissions)
        done, twice = self._results.digests(), _twice(submissions)
        left = []
        for handed in reversed(submissions):
            before = done.get(self._results.key(handed))
            if before and before == self._loaded(handed, twice).digest:
                self.kept += 1
                yield handed
            else:
                left.append(handed)
        while left:
            suspects = yield from self._until_a_worker_dies(left, twice, pool)
            for loaded in suspects:  # each alone: if its worker dies again, it is this one's doing
                if (yield from self._until_a_worker_dies([loaded.handed], twice, pool.single())):
                    reason = "The grader's own process ended over it. Please look at it yourself."
                    self._keep(loaded, as_json(self._nothing(loaded.handed, "failed", reason)))
                    yield loaded.handed

    def _until_a_worker_dies(self, left, twice, pool):
        """Grade what is `left`, taking it away; return what was at work when a worker died."""
        running, suspects = {}, []
        with pool.executor() as executor:
            while running or (left and not suspects):
                while left and not suspects and len(running) < _AHEAD * pool.size():
                    loaded = self._loaded(left.pop(), twice)
                    running[self._submitted(executor, loaded)] = loaded
                finished, _ = wait(running, _LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for future in finished:
                    loaded = running.pop(future)
                    if isinstance(future.exception(), BrokenExecutor):
                        suspects.append(loaded)
                    else:
                        self._keep(loaded, future.result())
                        yield loaded.handed
        return suspects

    def _submitted(self, executor, loaded):
        """Return the future of a submission's marks, also where they are known, or its process has ended, already."""
        future = Future()
        if loaded.reason:
            future.set_result(as_json(self._nothing(loaded.handed, "malformed", loaded.reason)))
            return future
        exercise = loaded.handed.exercise
        job = job_of(exercise, loaded.sources, self._seed, self._handed_out.get(exercise, {}))
        try:
            return executor.submit(grade_in_worker, job, self._level, self._patience)
        except BrokenExecutor as error:
            future.set_exception(error)
            return future

    def _nothing(self, handed, status, reason):
        exercise = find_exercise(handed.exercise)
        return nothing_right(exercise, status, reason) if exercise else Graded(status, reason, ())

    def _keep(self, loaded, text):
        """Write the page, then the row: a crash between them leaves a page without a row, which is made again."""
        path = feedback_path(self._folder, loaded.handed.student, loaded.handed.file)
        write_feedback(path, loaded.handed, from_json(text), loaded.sources)
        self._results.add(loaded.handed, loaded.digest, text)

    def _loaded(self, handed, twice):
        """Read a submission; its fingerprint covers all that decides the marks."""
        content, sources, reason = b"", [], ""
        try:
            content = handed.read()
            sources = code_cells(content)
        except MalformedError as error:
            reason = str(error)
        if handed in twice:
            reason = "Handed in more than once for this exercise. Keep one of the files."
        digest = hashlib.sha256(b"%d %b %b" % (self._seed, reason.encode(), content)).hexdigest()
        return Loaded(handed, sources, reason, digest)


def _twice(submissions):
    counts = Counter((handed.student, handed.exercise) for handed in submissions if handed.exercise)
    return {handed for handed in submissions if counts[handed.student, handed.exercise] > 1}
