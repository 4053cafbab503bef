"""Grade everything that was handed in: many processes, one results file, resumed after any interruption.

A submission's row is written when its marks are there; what has its row, of the same content and the same seed,
is not graded again. A worker that dies takes nobody else's marks with it.
"""

import hashlib
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.catalogue import find_exercise
from lessonlib.grading.collected import Handed
from lessonlib.grading.marks import nothing_right
from lessonlib.grading.names import storable
from lessonlib.grading.pages import feedback_path, write_feedback
from lessonlib.grading.submission import MalformedError
from lessonlib.grading.worker import LocalPool, Work, grade_in_worker

_AHEAD = 4  # jobs that are handed out for each worker, so that none waits and memory stays small
_ENDED_OVER_IT = "The grader's own process ended over it. Please look at it yourself."
_LOOK_SECONDS = 5  # after which a pool is looked at also if no job has ended: it may be gone


class Loaded(NamedTuple):
    """A submission as it was read: its bytes, or why it cannot be graded; and a fingerprint of both."""

    handed: Handed
    content: bytes
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
    every : bool, default False
        Grade also what its student has handed in again since.
    """

    def __init__(self, results, folder, seed, level, handed_out, patience=None, every=False):
        self._results, self._folder, self._seed, self._level = results, Path(folder), seed, level
        self._handed_out, self._patience, self._every = handed_out, patience, every
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
        self._results.describe(submissions)
        self._attempts = self._results.attempts()
        done, left = self._results.digests(), []
        for handed in reversed(submissions):
            before = done.get(self._results.key(handed))
            if before and before == self._loaded(handed).digest:
                self.kept += 1
                yield handed
            else:
                left.append(handed)
        while left:
            suspects = yield from self._until_a_worker_dies(left, pool)
            for loaded in suspects:  # each alone: if its worker dies again, it is this one's doing
                if (yield from self._until_a_worker_dies([loaded.handed], pool.single())):
                    self._keep(loaded, *_nothing(loaded, "failed", _ENDED_OVER_IT))
                    yield loaded.handed

    def _until_a_worker_dies(self, left, pool):
        """Grade what is `left`, taking it away; return what was at work when a worker died."""
        running, suspects = {}, []
        with pool.executor() as executor:
            while running or (left and not suspects):
                while left and not suspects and len(running) < _AHEAD * pool.size():
                    loaded = self._loaded(left.pop(executor.choose(left)))
                    running[self._submitted(executor, loaded)] = loaded
                finished, _ = wait(running, _LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for future in finished:
                    loaded = running.pop(future)
                    if isinstance(future.exception(), BrokenExecutor):
                        suspects.append(loaded)
                    else:
                        self._keep(loaded, *future.result())
                        yield loaded.handed
        return suspects

    def _submitted(self, executor, loaded):
        """Return the future of a submission's marks, also where they are known, or its process has ended, already."""
        future = Future()
        if loaded.handed.newer and not self._every:
            future.set_result(_nothing(loaded, "older", f"The same student handed in {loaded.handed.newer} after it."))
            return future
        if loaded.reason:
            future.set_result(_nothing(loaded, "malformed", loaded.reason))
            return future
        exercise = loaded.handed.exercise
        work = Work(exercise, loaded.content, self._seed_for(loaded.handed), self._handed_out.get(exercise, {}))
        try:
            return executor.submit(grade_in_worker, work, self._level, self._patience)
        except BrokenExecutor as error:
            future.set_exception(error)
            return future

    def _seed_for(self, handed):
        """Return the seed of the inputs: the batch's own, and another one for work that was graded before.

        Whoever hands in again and again could else read the hidden inputs out, a little with each page.
        """
        before = self._attempts.get((storable(handed.student), handed.exercise), 0)
        if not before:
            return self._seed
        text = f"{self._seed} {before} {storable(handed.student)}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])

    def _keep(self, loaded, graded, sources):
        """Write the page, then the row: a crash between them leaves a page without a row, which is made again."""
        path = feedback_path(self._folder, loaded.handed.student, loaded.handed.file)
        handed_out = self._handed_out.get(loaded.handed.exercise, {})
        own = [source for source in sources if source.strip() and source.strip() not in handed_out]
        write_feedback(path, loaded.handed, graded, own)
        self._results.add(loaded.handed, loaded.digest, graded, self._seed_for(loaded.handed))

    def _loaded(self, handed):
        """Read a submission; its fingerprint covers all that decides the marks."""
        content, reason = b"", ""
        try:
            content = handed.read()
        except (MalformedError, OSError) as error:
            reason = str(error)
        digest = hashlib.sha256(b"%d %b %b" % (self._seed, reason.encode(), content)).hexdigest()
        return Loaded(handed, content, reason, digest)


def _nothing(loaded, status, reason):
    """Return what a worker would have: marks of which none is given, and no code."""
    return nothing_right(find_exercise(loaded.handed.exercise), status, reason), []
