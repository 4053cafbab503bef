"""Resampled rows, told by the original ones: which row is each, how often does each occur, and is it chance?

Nothing is asked of the order of the rows or of the random stream. The bounds of the tests of chance are so wide
that a right answer exceeds one of them less than once in a million checks; a test of theirs says so.
"""

from dataclasses import dataclass

import numpy as np

from lessonlib.checks.arrays import as_array, table
from lessonlib.checks.cases import Call, Case, in_any

CLOSE = 1e-4  # rows are farther apart than this by far, and float32 rounds by less
UNEVEN, EVEN = 75.0, 0.05  # bounds for the χ² of 600 copies of 10 rows
HALF, RUNS = (20, 80), (45, 98)  # bounds for 100 rows kept of 400: how many of the first 200, in how many runs


@dataclass(frozen=True)
class Resampled:
    """An answer beside its question.

    `rows` says which original row each returned one is, or −1; `labels` are the returned ones.
    """

    y: np.ndarray
    rows: np.ndarray
    labels: np.ndarray

    @property
    def sizes(self):
        """How many rows come back with each label."""
        return dict(zip(*(part.tolist() for part in np.unique(self.labels, return_counts=True)), strict=True))

    @property
    def before(self):
        """How many rows there were of each label."""
        return sizes_of(self.y)

    @property
    def times(self):
        """How often each original row comes back."""
        return np.bincount(self.rows[self.rows >= 0], minlength=len(self.y))

    @property
    def largest(self):
        """The label of the largest class."""
        return max(self.before, key=self.before.get)

    @property
    def smallest(self):
        """The label of the smallest class."""
        return min(self.before, key=self.before.get)


def sizes_of(y):
    """Return how many rows there are of each label."""
    return dict(zip(*(part.tolist() for part in np.unique(y, return_counts=True)), strict=True))


def resampled(call, reply):
    """Return the `Resampled` of a reply, or None if it is not a table of features with a label for each row."""
    X, y = call.args[:2]
    if not isinstance(reply.answer, list) or len(reply.answer) != 2:
        return None
    features, labels = table(reply.answer[0], X.shape[1]), as_array(reply.answer[1])
    if features is None or labels is None or labels.shape != (len(features),):
        return None
    order = np.argsort(X[:, 0])
    place = np.searchsorted(X[order, 0], features[:, 0] - CLOSE).clip(max=len(X) - 1)
    rows = order[place]
    return Resampled(y, np.where(np.abs(X[rows] - features).max(axis=1) < CLOSE, rows, -1), labels)


def distinct(rng, *sizes):
    """Return rows in no order, all different in their first feature, with so many of the labels 0, 1, …"""
    y = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    first = rng.permutation(len(y)) / 10 + rng.uniform(0.02, 0.08, len(y)) - len(y) / 20
    return np.column_stack([first, rng.normal(size=len(y))]), y


def resampling_case(name, make, judge, *, points=1, seeds=(), **kwargs):
    """Return a case that calls ``f(X, y, **kwargs)``, once for each of the seeds if there are any."""

    def calls(rng):
        rows = make(rng)
        return tuple(Call(rows, kwargs | seed) for seed in ([{"seed": seed} for seed in seeds] or [{}]))

    return Case(name, calls, judge, points)


def judge_sizes(wanted):
    """Return a judge of rows, labels and sizes; ``wanted(call)`` returns the size of each class."""

    def judge(*exchanges):
        complaints = (_complaint(resampled(*exchange), wanted(exchange.call)) for exchange in exchanges)
        return next(filter(None, complaints), None)

    return judge


def _complaint(answer, wanted):
    if answer is None:
        return "the answer is not a pair (X, y) with a label for each row of features."
    if np.any(answer.rows < 0):
        return "some rows come back that are not among the rows that went in."
    if not np.array_equal(answer.y[answer.rows], answer.labels):
        return "some rows come back with another label than the one they had."
    if answer.sizes != wanted:
        return f"the classes come back with {_in_words(answer.sizes)}."
    for label, size in wanted.items():
        times = answer.times[answer.y == label]
        if size >= len(times) and times.min() == 0:
            return f"some rows of class {label:g} are gone, and others stand in for them."
        if size < len(times) and times.max() > 1:
            return f"some rows of class {label:g} come back more than once."
    return None


def _in_words(sizes):
    return " and ".join(f"{size} rows of class {label:g}" for label, size in sizes.items())


def judge_seeds(wanted):
    """Return a judge of three answers: to a seed, to the same seed, and to another one."""
    sizes = judge_sizes(wanted)

    def judge(*exchanges):
        if complaint := sizes(*exchanges):
            return complaint
        first, again, other = (resampled(*exchange).times for exchange in exchanges)
        if not np.array_equal(first, again):
            return "the same seed gives other rows the second time."
        if np.array_equal(first, other):
            return "two different seeds give the same rows."
        return None

    return judge


def judge_chance(wanted, looks_fair, complaint):
    """Return a judge of whether all rows had the same chance: ``looks_fair(answer)``."""
    sizes = judge_sizes(wanted)

    def judge(exchange):
        return sizes(exchange) or (None if looks_fair(resampled(*exchange)) else complaint)

    return judge


def copies(answer):
    """Return how many copies of each row of the smallest class came back, the row itself not counted."""
    return answer.times[answer.y == answer.smallest] - 1


def unevenness(counts):
    """Return χ² of counts that should be equal on average.

    >>> float(unevenness(np.array([3, 5, 4])))
    0.5
    """
    return np.sum((counts - counts.mean()) ** 2) / counts.mean()


def copied_fairly(answer):
    """Say whether the copies are spread as chance spreads them: no row left out, neither too uneven nor too even."""
    drawn = copies(answer)
    return drawn.min() > 0 and EVEN < unevenness(drawn) < UNEVEN


def kept_of_largest(answer):
    """Say for each row of the largest class, in its old order, whether it was kept."""
    return answer.times[answer.y == answer.largest] > 0


def runs(kept):
    """Return in how many stretches without a gap the kept rows lie.

    >>> runs(np.array([True, True, False, True]))
    2
    """
    return int(kept[0]) + int(np.sum(kept[1:] & ~kept[:-1]))


def kept_fairly(answer):
    """Say whether the kept rows are spread as chance spreads them: not from one end, not in blocks, not in step."""
    kept = kept_of_largest(answer)
    return HALF[0] <= np.sum(kept[: len(kept) // 2]) <= HALF[1] and RUNS[0] <= runs(kept) <= RUNS[1]


def shows(looks_so):
    """Return a recogniser of pairs (X, y) that ``looks_so(answer)``, an answer being a `Resampled`."""

    def seen(call, reply):
        answer = resampled(call, reply)
        return answer is not None and bool(looks_so(answer))

    return in_any(seen)
