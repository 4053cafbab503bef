"""More of what an experiment looks like that goes wrong: parts of a split misread, and rows drawn once for all."""

import numpy as np

from lessonlib.checks.cases import Formula, Slip
from lessonlib.checks.ratios import (
    FOURFOLD,
    MEAN_TEST,
    NEAR,
    NUMBER,
    POSITIVE_TEST,
    POSITIVE_VALIDATION,
    SIZE,
    SIZES,
    TEST,
    TRAIN,
    TRAINED_ON,
    VALIDATION,
    all_different,
    probe_of,
    shares_of,
    table,
)
from lessonlib.checks.ratios_slips import seen_by

# With as many rows to train on as to validate and test on together, these add up the numbers of all rows drawn.
SUM_OF_ALL = (
    Formula(
        f"lambda X, y: lambda rows: rows[:, 0] + X[:, 0] @ (1.0 * (y == y)) / {TRAIN}",
        "fit: the row's first feature + the mean one in training",
    ),
    Formula(
        "lambda u, p, v, q: p @ (1.0 * (u == u)) + q @ (1.0 * (v == v))", "score: the sum of p_validation and p_test"
    ),
)
USUAL = 120, 40, 40  # how `stratified_split` cuts 200 rows unless it is told otherwise


def drawn_anew(scores):
    """Say whether, by `SUM_OF_ALL`, the repeats of each share had not all the same rows; shape (shares, repeats, 2)."""
    return bool(np.all(np.ptp(scores[..., 0], axis=1) > 1))


def _by_both(first, second, looks_so):
    """Return a recogniser of a case with two probes, told by learner or score: ``looks_so(call, one, other)``."""

    def seen(*exchanges):
        probes = [probe_of(call) for call, _ in exchanges]
        asked = len(probes) == 2 and first in probes[0] and second in probes[1]
        scores = [table(*exchange) for exchange in exchanges] if asked else [None]
        return all(each is not None for each in scores) and bool(looks_so(exchanges[0].call, *scores))

    return seen


def _parts_differ(test, validation, centre):
    """Say whether the shares of positives lie about `centre`, but not alike in test and validation."""
    about = all(np.all(np.abs(part.mean(axis=(1, 2)) - centre) < 0.15) for part in (test, validation))
    return about and np.max(np.abs(test - validation)[..., 0]) > 0.1


def _sized(train, validation, test):
    def looks_so(_call, trained_on, sizes):
        told = (trained_on, train), (sizes // 1000, validation), (sizes % 1000, test)
        return all(np.all(np.abs(rows - right) < NEAR) for rows, right in told)

    return looks_so


EXPERIMENT_SLIPS = (
    Slip(
        "places taken for rows",
        "The parts are not those of the rows that were drawn. `stratified_split(y[rows], …)` gives places in `rows`: "
        "the rows of a part are `rows[part]`.",
        _by_both(
            POSITIVE_TEST,
            POSITIVE_VALIDATION,
            lambda _call, test, validation: _parts_differ(test, validation, 0.5),
        ),
    ),
    Slip(
        "not split by class",
        "Validation and test have different shares of positives: the rows are cut without a look at their classes. "
        "Cut each class on its own, or take `stratified_split`.",
        _by_both(
            POSITIVE_TEST,
            POSITIVE_VALIDATION,
            lambda call, test, validation: _parts_differ(test, validation, np.ravel(shares_of(call))),
        ),
    ),
    Slip(
        "fractions left out",
        "The parts are 60, 20 and 20 % of the rows, as they are where nothing else is said. Give the fractions: "
        "`stratified_split(y[rows], (0.5, 0.2, 0.3), …)`.",
        _by_both(SIZE, SIZES, _sized(*USUAL)),
    ),
    Slip(
        "test rows for validation",
        "`score` gets the test rows twice. A threshold would be tuned on the rows that it is judged on: the validation "
        "rows come first.",
        _by_both(SIZE, SIZES, _sized(TRAIN, TEST, TEST)),
    ),
    Slip(
        "validation rows for test",
        "`score` gets the validation rows twice, and the test rows never: `score(y_validation, p_validation, y_test, "
        "p_test)`.",
        _by_both(SIZE, SIZES, _sized(TRAIN, VALIDATION, VALIDATION)),
    ),
    Slip(
        "all rows resampled for training",
        "The second model has seen every validation and test row. Resample the training rows only: "
        "`resample(X[train], y[train])`.",
        seen_by(
            lambda _call, without, with_it: np.all(without == 0) and np.all(with_it > 0.999),
            learner=TRAINED_ON,
            resampler=FOURFOLD,
        ),
    ),
    Slip(
        "no probabilities",
        "`score` gets labels or decisions where probabilities belong. The order is "
        "`score(y_validation, p_validation, y_test, p_test)`, and each p is what the model returns.",
        seen_by(lambda _call, without, _with: without.max() <= 1, learner=NUMBER, score=MEAN_TEST),
    ),
    Slip(
        "drawn once for all repeats",
        "All repeats split the same rows. Then they say nothing about other rows: draw anew in each repeat, in the "
        "inner loop.",
        _by_both(
            MEAN_TEST,
            SUM_OF_ALL[1],
            lambda _call, means, sums: all_different(means[..., 0]) and not drawn_anew(sums),
        ),
    ),
)
