"""Answers that took no work earn no points: one answer to every question, refusing whatever comes, tables by length."""

# ruff: noqa: ARG005 - an answer may leave its arguments unused
from functools import partial

import numpy as np
import pytest

from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import find
from lessonlib.checks.judging import examine


def points(name, function, seed=5):
    _, task = find(name)
    return sum(case.points for case in examine(task, partial(ask, function), seed).cases if case.right)


def refuse(*_args, **_kwargs):
    raise ValueError("f1 mcc")


def always(answer):
    return lambda *_args, **_kwargs: answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("f_beta", 0.0),
        ("f_beta", 1.0),
        ("confusion_matrix_values", (0, 26, 0, 4)),
        ("find_optimal_threshold", (0.35, 0.75)),
        ("min_cost_predictions_by_row", [1, 0, 1, 0]),
        ("f1_at_prevalence", 0.0),
        ("sigmoid", 0.5),
    ],
)
def test_one_answer_to_every_question(name, answer):
    assert points(name, always(answer)) == 0


@pytest.mark.parametrize(
    "name", ["smote", "borderline_smote", "find_optimal_threshold", "min_cost_predictions", "platt_scaling"]
)
def test_refusing_whatever_comes(name):
    assert points(name, refuse) == 0


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("smote", lambda X, **_: np.empty((0, X.shape[1]))),
        ("adasyn_counts", lambda X, y, **_: np.zeros(int(np.sum(y == 1)), dtype=int)),
        ("balanced_bagging", lambda X, y, X_new, fit, **_: np.full(len(X_new), 0.5)),
        ("out_of_bag", lambda X, y, fit, **_: np.zeros(len(X))),
        ("ratio_experiment", lambda X, y, ratios, *_, n_repeats, **__: np.zeros((len(ratios), n_repeats, 2))),
        ("ratio_experiment", lambda X, y, ratios, *_, n_repeats, **__: np.ones((len(ratios), n_repeats, 2))),
    ],
)
def test_one_number_wherever_one_is_asked_for(name, function):
    assert points(name, function) == 0


def test_the_number_of_rows_tells_no_count():
    """What is right for one seed, by the number of rows, is right for another only where all rows are handed out."""
    right = {}

    def learn(y_true, y_pred):
        actual, flagged = np.asarray(y_true) == 1, np.asarray(y_pred) == 1
        counts = [np.sum(a & b) for a, b in [(actual, flagged), (~actual, ~flagged), (~actual, flagged)]]
        right[len(y_true)] = [*counts, len(y_true) - sum(counts)]
        return right[len(y_true)]

    assert points("confusion_matrix_values", learn, seed=1) == 7
    assert points("confusion_matrix_values", lambda y_true, _: right.get(len(y_true), [0, 0, 0, 0]), seed=2) == 0


def test_one_segment_is_no_smote():
    def between_two(X, k=5, n_synthetic=100, seed=None):
        if k >= len(X):
            raise ValueError("k")
        nearest = np.argsort(np.linalg.norm(X - X[0], axis=1))[1]
        return X[0] + np.random.default_rng(seed).random((n_synthetic, 1)) * (X[nearest] - X[0])

    shown = {"2 rows, the only neighbours of each other", "the seed decides", "no points at all", "k=4 with 4 rows"}
    _, task = find("smote")
    for seed in range(20):
        result = examine(task, partial(ask, between_two), seed)
        assert {case.name for case in result.cases if case.right} <= shown


def test_a_threshold_that_is_no_number_flags_nobody_in_particular():
    _, task = find("find_optimal_threshold")
    result = examine(task, partial(ask, lambda y, scores, *_, **__: (np.nan, 0.0)), seed=5)
    assert not any(case.right for case in result.cases)
