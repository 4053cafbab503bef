"""Grade everything that was handed in: many processes, one results file, resumed after any interruption.

A submission's row is written when its marks are there; what has its row, of the same content and the same seed,
is not graded again. A worker that dies takes nobody else's marks with it.
"""

import hashlib
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from lessonlib.grading.collected import Handed, exercise_of
from lessonlib.grading.feedback import feedback_path, write_feedback
from lessonlib.grading.graded import Graded, as_json, from_json, nothing_right
from lessonlib.grading.job import Job, find_exercise
from lessonlib.grading.submission import MalformedError, code_cells
from lessonlib.grading.worker import grade_in_worker, prepare

_AHEAD = 4  # jobs that are handed out for each worker, so that none waits and memory stays small


def handed_out_cells(course):
    """Return the cells of the notebooks that students got, by exercise.

    Parameters
    ----------
    course : Path
        The folder with `exercises` in it.
    """
    cells = {}
    for stub in sorted(Path(course, "exercises").glob("*.ipynb")):
        cells[exercise_of(stub.name)] = frozenset(source.strip() for source in code_cells(stub.read_bytes()))
    return cells


class Loaded(NamedTuple):
    """A submission as it was read, once: its bytes (None if it is malformed), and why it cannot be graded."""

    handed: Handed
    content: bytes | None
    reason: str = ""

    def digest(self, seed):
        """Return a fingerprint of all that decides the marks."""
        content = self.reason.encode() if self.content is None else self.content
        return hashlib.sha256(b"%d %b" % (seed, content)).hexdigest()


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

    def run(self, submissions, workers):
        """Grade what has no marks yet; yields each `Handed` when it is done, also those that were done before.

        Parameters
        ----------
        submissions : list of Handed
        workers : int
        """
        done, twice = self._results.digests(), _twice(submissions)
        left = []
        for handed in reversed(submissions):
            before = done.get((handed.student, handed.file))
            if before and before == _loaded(handed, twice).digest(self._seed):
                yield handed
            else:
                left.append(handed)
        while left:
            suspects = yield from self._until_a_worker_dies(left, twice, workers)
            for loaded in suspects:
                self._keep(loaded, self._alone(loaded))
                yield loaded.handed

    def _until_a_worker_dies(self, left, twice, workers):
        """Grade on one pool what is `left`, taking it away; return what was at work when a worker died."""
        running = {}
        with ProcessPoolExecutor(workers, get_context("spawn"), prepare) as pool:
            try:
                while left or running:
                    while left and len(running) < _AHEAD * workers:
                        loaded = _loaded(left.pop(), twice)
                        running[self._submitted(pool, loaded)] = loaded
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        self._keep(running[future], future.result())
                        yield running.pop(future).handed
            except BrokenProcessPool:
                return list(running.values())
        return []

    def _submitted(self, pool, loaded):
        if loaded.content is None:
            future = Future()
            future.set_result(as_json(self._nothing(loaded.handed, "malformed", loaded.reason)))
            return future
        exercise = loaded.handed.exercise
        job = Job(exercise, loaded.content, self._seed, self._handed_out.get(exercise, frozenset()))
        return pool.submit(grade_in_worker, job, self._level, self._patience)

    def _alone(self, loaded):
        """Grade one submission in a worker of its own: if that dies again, it is this one's doing."""
        with ProcessPoolExecutor(1, get_context("spawn"), prepare) as pool:
            try:
                return self._submitted(pool, loaded).result()
            except BrokenProcessPool:
                reason = "The grader's own process ended over it. Please look at it yourself."
                return as_json(self._nothing(loaded.handed, "failed", reason))

    def _nothing(self, handed, status, reason):
        exercise = find_exercise(handed.exercise)
        return nothing_right(exercise, status, reason) if exercise else Graded(status, reason, ())

    def _keep(self, loaded, text):
        """Write the page, then the row: a crash between them leaves a page without a row, which is made again."""
        path = feedback_path(self._folder, loaded.handed)
        write_feedback(path, loaded.handed, from_json(text), _readable_cells(loaded.content))
        self._results.add(loaded.handed, loaded.digest(self._seed), text)


def _loaded(handed, twice):
    if handed in twice:
        return Loaded(handed, None, "Handed in more than once for this exercise. Keep one of the files.")
    try:
        return Loaded(handed, handed.read())
    except MalformedError as error:
        return Loaded(handed, None, str(error))


def _twice(submissions):
    counts = Counter((handed.student, handed.exercise) for handed in submissions if handed.exercise)
    return {handed for handed in submissions if counts[handed.student, handed.exercise] > 1}


def _readable_cells(content):
    try:
        return code_cells(content or b"")
    except MalformedError:
        return []
