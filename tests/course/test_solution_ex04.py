"""What exercise 04 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest

from lessonlib import (
    LESSON_CLASSES,
    compute_class_weights,
    confusion_matrix_values,
    fit_logistic_regression,
    logistic_regression_weighted,
    make_imbalanced_data,
    precision,
    predict_probability,
    recall,
    smote,
)
from lessonlib.checks.exercises.ex04 import THREE_ROWS
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex04_class_weights")


@pytest.fixture(scope="module")
def both():
    """The course's two clouds, and the plain and the weighted model of section 5."""
    X, y = make_imbalanced_data(n_majority=950, n_minority=50, seed=42)
    weights = (np.ones(len(y)), compute_class_weights(y))
    return X, y, *(logistic_regression_weighted(X, y, one, lr=0.5, epochs=1000) for one in weights)


def test_the_table_worked_by_hand_is_right():
    X, y, weights = THREE_ROWS
    text = SOLUTION.source("by-hand").replace("−", "-")
    rows = [
        [float(cell) for cell in row]
        for row in re.findall(r"^\| (.*) \|$".replace("(.*)", r" \| ".join([r"(-?[\d.]+)"] * 6)), text, re.M)
    ]
    assert len(rows) == 3
    error = 0.5 - y
    assert np.allclose(rows, np.column_stack([X, y, weights, error, weights * error, weights * error * X[:, 0]]))
    means = re.search(r"^\| mean \| \| \| \| (\S+) \| (\S+) \|$", text, re.MULTILINE)
    assert [float(mean) for mean in means.groups()] == pytest.approx(
        [np.mean(weights * error), np.mean(weights * error * X[:, 0])]
    )
    assert np.allclose(weights, compute_class_weights(y))


def test_the_step_worked_by_hand_is_right():
    w, b = logistic_regression_weighted(*THREE_ROWS, lr=0.1, epochs=1)
    assert SOLUTION.source("by-hand-step").count(f"{w[0]:.4f}") == 1
    assert w[0] == pytest.approx(0.0375)
    assert b == 0


def test_one_positive_counts_as_19_negatives():
    weights = compute_class_weights([0] * 950 + [1] * 50)
    assert weights[-1] / weights[0] == pytest.approx(19)
    assert compute_class_weights([0] * 570 + [1] * 30)[-1] / compute_class_weights([0] * 570 + [1] * 30)[
        0
    ] == pytest.approx(19)


def test_the_weighted_boundary_lies_further_inside_the_majority(both):
    X, y, plain, weighted = both
    before, after = (confusion_matrix_values(y, predict_probability(X, *model) >= 0.5) for model in (plain, weighted))
    assert after.tp > before.tp
    assert after.fp > before.fp


def test_ten_times_the_weight_is_a_tenth_of_the_step(both):
    X, y, _, weighted = both
    w, b = logistic_regression_weighted(X, y, 10 * compute_class_weights(y), lr=0.05, epochs=1000)
    assert np.allclose([*w, b], [*weighted[0], weighted[1]])


def test_uniform_copies_are_weights_and_random_copies_scatter():
    same, scatter = SOLUTION.printed("uniform-copies").splitlines()
    assert same.endswith("True")
    assert min(float(number) for number in re.findall(r"0\.\d+", scatter)) > 0.01


def test_under_a_penalty_weights_are_not_copies(both):
    X, y, *_ = both
    rows = np.concatenate([np.flatnonzero(y == 0), np.repeat(np.flatnonzero(y == 1), 19)])
    copies, _ = fit_logistic_regression(X[rows], y[rows], l2=10)
    weights, _ = fit_logistic_regression(X, y, compute_class_weights(y), l2=10)
    assert not np.allclose(copies, weights, rtol=0.01)


def test_at_one_half_recall_rises_and_precision_and_f1_fall():
    better, *worse = (
        [mean, low, high] for *_, mean, _, low, high in ([0, *line[-4:]] for line in SOLUTION.numbers("at-half"))
    )
    assert min(better) > 0
    assert all(max(line) < 0 for line in worse)


def test_tuned_hardly_anything_is_left():
    ((*_, low, high),) = SOLUTION.numbers("tuned")
    assert low < 0 < high
    assert max(-low, high) < 0.01


def test_weighted_probabilities_are_about_twice_the_share_of_positives():
    ((share, plain, weighted),) = SOLUTION.numbers("mean-probability")
    assert abs(plain - share) < 0.01
    assert 1.7 < weighted / share < 2.3


def test_one_twentieth_on_the_plain_model_flags_nearly_the_same_rows():
    """So says the model answer, of fits that have arrived on many rows."""
    X, y = LESSON_CLASSES.sample(20_000, seed=1)
    X_fresh, _ = LESSON_CLASSES.sample(100_000, seed=0)
    plain, weighted = fit_logistic_regression(X, y), fit_logistic_regression(X, y, compute_class_weights(y))
    flagged = predict_probability(X_fresh, *plain) >= 1 / 20
    by_weights = predict_probability(X_fresh, *weighted) >= 1 / 2
    assert np.mean(flagged == by_weights) > 0.97
    assert np.sum(flagged & by_weights) / np.sum(flagged | by_weights) > 0.75
    assert not np.allclose(plain[0] / np.linalg.norm(plain[0]), weighted[0] / np.linalg.norm(weighted[0]), rtol=1e-4)


def test_weights_after_smote_are_ones_and_those_of_the_original_labels_correct_twice():
    X, y = LESSON_CLASSES.sample_counts(950, 50, seed=3)
    X_fresh, y_fresh = LESSON_CLASSES.sample(100_000, seed=0)
    X_even = np.vstack([X, smote(X[y == 1], n_synthetic=900)])
    y_even = np.append(y, np.ones(900, dtype=int))
    assert np.all(compute_class_weights(y_even) == 1)
    original = np.where(y_even == 1, 10, 950 / (2 * 950**2) * 1000)
    once, twice = (fit_logistic_regression(X_even, y_even, one, l2=0.1) for one in (np.ones(len(y_even)), original))
    counts = [confusion_matrix_values(y_fresh, predict_probability(X_fresh, *model) >= 0.5) for model in (once, twice)]
    assert recall(*counts[1]) > recall(*counts[0])
    assert counts[1].fp > 2 * counts[0].fp
    assert precision(*counts[1]) < precision(*counts[0]) - 0.15


def test_300_steps_have_not_arrived_and_the_converged_fit_has():
    ((share, _, mean),) = SOLUTION.numbers("not-arrived")
    ((same_share, arrived),) = SOLUTION.numbers("arrived")
    assert mean > 1.5 * share
    assert arrived == same_share == share
