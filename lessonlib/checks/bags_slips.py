"""What samples look like that are not balanced bootstraps, told by learners that say what they were trained on."""

import numpy as np

from lessonlib.checks.bags import (
    MANY,
    ROUND,
    TIMES,
    TIMES_POSITIVE,
    by_learner,
    counts,
    drawn_unevenly,
    models_of,
    whole,
)
from lessonlib.checks.cases import Slip
from lessonlib.checks.plain import same

DEFAULT = 10


def seeded(looks_so):
    """Return a recogniser of three answers to seeds 1, 1 and 2: ``looks_so(first, again, other)``."""

    def seen(*exchanges):
        seeds = [call.kwargs.get("seed") for call, _ in exchanges]
        return seeds == [1, 1, 2] and looks_so(*(reply.answer for _, reply in exchanges))

    return seen


def _times(looks_so):
    """Return a recogniser of samples: ``looks_so(positives, negatives, models)``, the first two as mean counts."""

    def seen(call, answer):
        on_itself = answer.shape == call.args[1].shape
        return on_itself and looks_so(*counts(call, answer), models_of(call, DEFAULT))

    return by_learner(TIMES, seen)


def _adds_up(times):
    """Say whether a sample holds as many rows as the data."""
    return abs(sum(times) - len(times)) < 1e-3


def _balanced(positives, negatives):
    return abs(positives.sum() - len(positives)) < 1e-3 and abs(negatives.sum() - len(positives)) < 1e-3


def _relabelled(call, p):
    return p.shape == call.args[1].shape and counts(call, p)[1].max() > ROUND


def _from_the_front(call, answer):
    """Say whether no row beyond the size of the larger class is ever drawn: it was numbered within its class."""
    largest = max(np.sum(call.args[1] == label) for label in (0, 1))
    return answer.shape == call.args[1].shape and answer.max() > ROUND and np.all(answer[largest:] < ROUND)


SEED_SLIPS = (
    Slip(
        "not reproducible",
        "The same seed gives another answer each time. Make the generator from the seed, "
        "`np.random.default_rng(seed)`, and draw everything from it.",
        seeded(lambda first, again, _other: not same(first, again)),
    ),
    Slip(
        "seed ignored",
        "Every seed gives the same answer. What does your function do with `seed`?",
        seeded(lambda first, _again, other: same(first, other)),
    ),
)

SAMPLING_SLIPS = (
    Slip(
        "no sample drawn",
        "Every model is trained on all rows as they are. Draw a sample for each.",
        _times(lambda positives, negatives, _n: np.allclose([*positives, *negatives], 1)),
    ),
    Slip(
        "bootstrap of all rows",
        "The samples are as large as the data, so their classes are as unequal. Draw from each class separately, "
        "as many rows as there are positives.",
        _times(lambda positives, negatives, _n: _adds_up([*positives, *negatives])),
    ),
    Slip(
        "minority blown up",
        "The samples hold as many rows of each class as there are negatives. Take as many as there are positives.",
        _times(lambda positives, negatives, _n: np.allclose([positives.sum(), negatives.sum()], len(negatives))),
    ),
    Slip(
        "labels apart from rows",
        "Rows come with labels that are not theirs. Use the same row numbers for both: `fit(X[rows], y[rows])`.",
        by_learner(TIMES_POSITIVE, _relabelled),
    ),
    Slip(
        "place in the class taken for the row",
        "It looks as if a place within a class is taken for a row number: rows near the end are never drawn. "
        "Choose from `np.flatnonzero(y == 1)` and `np.flatnonzero(y == 0)`.",
        by_learner(TIMES, _from_the_front),
    ),
    Slip(
        "whole minority in every sample",
        "Every positive is in the sample exactly once. Balanced samples they are, but no bootstrap of the "
        "minority: draw the positives with replacement, too, so that the models differ in them.",
        _times(lambda positives, negatives, _n: np.allclose(positives, 1) and _balanced(positives, negatives)),
    ),
    Slip(
        "majority without replacement",
        "No negative occurs twice in a sample. Draw with replacement from both classes.",
        _times(
            lambda positives, negatives, n: (
                n == 1 and _balanced(positives, negatives) and whole(negatives) and negatives.max() < 1.5
            )
        ),
    ),
    Slip(
        "one sample for all models",
        "All models count the same rows. Is the generator made anew for each model, or the sample drawn before the "
        "loop, or only the last model returned?",
        _times(
            lambda positives, negatives, n: (
                n > 1 and _balanced(positives, negatives) and whole([*positives, *negatives])
            )
        ),
    ),
    Slip(
        "n_estimators ignored",
        "The number of models is not the one asked for. What does your function do with `n_estimators`?",
        _times(
            lambda positives, negatives, n: (
                n == 1 and _balanced(positives, negatives) and not whole([*positives, *negatives])
            )
        ),
    ),
    Slip(
        "a row never drawn",
        "One row is in none of 200 samples. In `rng.integers(n)` the upper end is left out already.",
        _times(lambda positives, negatives, n: n == MANY and min(positives.min(), negatives.min()) < ROUND),
    ),
    Slip(
        "unequal chances",
        "Some rows are drawn far more often than others of their class. `rng.choice(rows, size=n)` gives all the "
        "same chance.",
        _times(lambda positives, negatives, n: n == MANY and (drawn_unevenly(positives) or drawn_unevenly(negatives))),
    ),
)
