"""Probes for an experiment: a learner, a resampler and a score that tell which rows went where.

A call carries them as formulas, and the scores that come back say what was seen. The first feature of every row is a
number of its own, the second one its label, so that rows and labels can be told apart from others.
"""

from itertools import pairwise

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.bags import SEEN, SHARE
from lessonlib.checks.cases import Call, Case, Formula

SHARES, ROWS, REPEATS = (0.5, 0.2, 0.1), 200, 4
TRAIN, VALIDATION, TEST = 100, 40, 60  # rows of the three parts of 200

NEAR = 2.1  # rows by which a part may miss its share, rounding its size and its positives

# Learners: what a model gives a row.
NUMBER = Formula("lambda X, y: lambda rows: rows[:, 0]", "fit: the row's first feature")
LABEL = Formula("lambda X, y: lambda rows: rows[:, 1]", "fit: the row's second feature")
SIZE = Formula("lambda X, y: lambda rows: 0 * rows[:, 0] + y.size", "fit: how many rows it was trained on")
RELABELLED = Formula(
    "lambda X, y: lambda rows: 0 * rows[:, 0] + (X[:, 1] == y) @ (1.0 * (y == y)) / y.size",
    "fit: the share of its training rows with their own labels",
)
TRAINED_ON = SEEN  # 1 for rows of the training part
TRAINED_SHARE = SHARE

# Resamplers: as it was; every positive four times.
SAME = Formula("lambda X, y: (X, y)", "resample: nothing changed")
FOURFOLD = Formula(
    "lambda X, y: (X.repeat(1 + 3 * (y == 1), axis=0), y.repeat(1 + 3 * (y == 1)))",
    "resample: every positive four times",
)

# Scores of validation labels and probabilities `u` and `p`, test labels and probabilities `v` and `q`.
MEAN_TEST = Formula("lambda u, p, v, q: q @ (1.0 * (v == v)) / v.size", "score: the mean p_test")
MEAN_BOTH = Formula(
    "lambda u, p, v, q: (q @ (1.0 * (v == v)) + p @ (1.0 * (u == u))) / (u.size + v.size)",
    "score: the mean of p_validation and p_test",
)
POSITIVE_TEST = Formula("lambda u, p, v, q: (v == 1) @ (1.0 * (v == v)) / v.size", "score: the mean y_test")
POSITIVE_VALIDATION = Formula("lambda u, p, v, q: (u == 1) @ (1.0 * (u == u)) / u.size", "score: the mean y_validation")
SIZES = Formula("lambda u, p, v, q: 1000.0 * u.size + v.size", "score: 1000 · validation rows + test rows")
BESIDE = Formula(
    "lambda u, p, v, q: ((u == p) @ (1.0 * (u == u)) + (v == q) @ (1.0 * (v == v))) / (u.size + v.size)",
    "score: how many y equal their p, as a share",
)
REPEATED = Formula(
    "lambda u, p, v, q: ((q[:, None] == q) @ (1.0 * (v == v))) @ (1.0 * (v == v)) / v.size",
    "score: how often a p_test occurs in p_test",
)


def balanced(rng, n=500):
    """Return shuffled rows as described above, half of them positive, and their labels."""
    y = rng.permutation(np.arange(n) % 2)
    return np.column_stack([rng.permutation(n) + rng.uniform(0.1, 0.9, n), y]), y


def ratio_case(name, *probes, judge, points=1, **kwargs):
    """Return a case with a call for each probe, a triple (fit, resample, score); `kwargs` may change the sizes."""
    options = {"n_rows": ROWS, "n_repeats": REPEATS} | kwargs

    def calls(rng):
        X, y = balanced(rng)
        return tuple(Call((X, y, list(SHARES), *probe), options) for probe in probes)

    return Case(name, calls, judge, points)


def seed_case(name, *probe, judge):
    """Return a case with three calls of one probe, with the seeds 1, 1 and 2."""

    def calls(rng):
        X, y = balanced(rng)
        options = {"n_rows": ROWS, "n_repeats": REPEATS}
        return tuple(Call((X, y, list(SHARES), *probe), options | {"seed": seed}) for seed in (1, 1, 2))

    return Case(name, calls, judge)


def probe_of(call):
    """Return (fit, resample, score) of a call."""
    return call.args[3:]


def table(call, reply):
    """Return the scores, shape (shares, repeats, 2), or None if the answer is not such an array of numbers."""
    answer = as_array(reply.answer)
    wanted = (len(call.args[2]), call.kwargs["n_repeats"], 2)
    shaped = answer is not None and answer.shape == wanted
    return answer.astype(float) if shaped and np.isfinite(answer).all() else None


def shares_of(call):
    """Return the shares of positives, shape (shares, 1), to be compared with the scores of one arm."""
    return np.array(call.args[2])[:, None]


def all_different(numbers):
    """Say whether all numbers differ.

    >>> all_different(np.array([3.0, 1.0])), all_different(np.array([3.0, 1.0, 3.0]))
    (True, False)
    """
    return all(second - first > 1e-9 for first, second in pairwise(np.sort(numbers.ravel())))
