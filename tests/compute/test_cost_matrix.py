"""Decisions from cost matrices: Elkan's thresholds, never dearer than the other decision, unreasonable ones refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.compute.costs import bayes_threshold, cost_by_row, min_cost_predictions, min_cost_predictions_by_row

prices = st.integers(-1000, 1000)


@pytest.mark.parametrize(
    ("matrix", "threshold"),
    [
        ([[0, 100], [1, 0]], 1 / 101),
        ([[0, 1], [1, 0]], 1 / 2),
        ([[0, 5], [1, 0]], 1 / 6),
        ([[0, 20], [1, -5]], 1 / 26),
    ],
)
def test_elkans_thresholds(matrix, threshold):
    assert min_cost_predictions(matrix, [threshold * (1 - 1e-9), threshold * (1 + 1e-9)]).tolist() == [0, 1]


def expected(matrix, p, decision):
    return (1 - p) * matrix[decision, 0] + p * matrix[decision, 1]


@given(st.lists(prices, min_size=4, max_size=4), st.floats(0, 1))
def test_no_decision_is_dearer_than_the_other(costs, p):
    matrix = np.array(costs, dtype=float).reshape(2, 2)
    by_row = min_cost_predictions_by_row(matrix[None], [p])[0]
    assert expected(matrix, p, by_row) <= expected(matrix, p, 1 - by_row)
    if matrix[1, 0] > matrix[0, 0] and matrix[0, 1] > matrix[1, 1]:
        flagged = min_cost_predictions(matrix, [p])[0]
        assert expected(matrix, p, flagged) <= expected(matrix, p, 1 - flagged) + 1e-9


@given(st.integers(1, 100), st.integers(1, 100), st.integers(-50, 50), st.integers(-50, 50))
def test_what_is_paid_whatever_one_decides_changes_nothing(false_alarm, miss, if_negative, if_positive):
    p = np.linspace(0.003, 0.997, 101)
    plain = np.array([[0, miss], [false_alarm, 0]])
    assert np.array_equal(
        min_cost_predictions(plain + np.array([if_negative, if_positive]), p), p >= false_alarm / (false_alarm + miss)
    )


def test_a_tie_is_flagged():
    assert min_cost_predictions([[0, 3], [1, 0]], [0.25]).tolist() == [1]
    assert min_cost_predictions_by_row([[[0, 3], [1, 0]]], [0.25]).tolist() == [1]


def test_rows_that_share_a_matrix_are_decided_as_by_that_matrix():
    p = np.random.default_rng(0).random(200)
    matrix = np.array([[1, 30], [4, 2]])
    assert np.array_equal(min_cost_predictions_by_row(np.tile(matrix, (200, 1, 1)), p), min_cost_predictions(matrix, p))
    assert np.array_equal(
        min_cost_predictions(matrix, p), p >= bayes_threshold(cost_fp=4, cost_tn=1, cost_fn=30, cost_tp=2)
    )


def test_amounts_by_row_save_what_they_promise():
    """On labels drawn from the probabilities, deciding row by row costs less than one threshold for the mean amount."""
    rng = np.random.default_rng(1)
    p, amounts = rng.beta(0.3, 4, 100_000), rng.lognormal(3, 1.5, 100_000)
    y = rng.random(100_000) < p
    matrices = np.zeros((100_000, 2, 2))
    matrices[:, 1, :], matrices[:, 0, 1] = 2, amounts
    costs = {"cost_fp": 2, "cost_tp": 2, "cost_fn": amounts}
    by_row = cost_by_row(y, min_cost_predictions_by_row(matrices, p), **costs).mean()
    by_mean = cost_by_row(y, min_cost_predictions([[0, amounts.mean()], [2, 2]], p), **costs).mean()
    assert by_row < by_mean


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[2, 10], [1, 0]], "must make a false alarm dearer than leaving a negative alone; got 1 and 2"),
        ([[0, 1], [1, 1]], "must make a missed positive dearer than catching it; got 1 and 1"),
        ([0, 1, 10, 0], r"cost_matrix must have shape \(2, 2\); got \(4,\)"),
        ([[0, np.inf], [1, 0]], "cost_matrix must be finite"),
    ],
)
def test_unreasonable_matrices_are_refused_in_words(matrix, message):
    with pytest.raises(ValueError, match=message):
        min_cost_predictions(matrix, [0.5])


def test_scores_that_are_no_probabilities_are_refused():
    with pytest.raises(ValueError, match=r"y_prob must lie in \[0, 1\]"):
        min_cost_predictions([[0, 1], [1, 0]], [-2.0, 0.5])
    with pytest.raises(ValueError, match=r"cost_matrices must have shape \(2, 2, 2\); got \(1, 2, 2\)"):
        min_cost_predictions_by_row([[[0, 1], [1, 0]]], [0.5, 0.5])
