"""Borderline-SMOTE: Han's truth table, the danger set, points that start in it, and parity with imbalanced-learn."""

import numpy as np
import pytest
from imblearn.over_sampling import ADASYN, BorderlineSMOTE

from lessonlib.compute.borderline import adasyn_counts, borderline_smote, danger_set, majority_neighbors
from lessonlib.compute.data import make_imbalanced_data
from lessonlib.compute.neighbors import find_k_neighbors
from lessonlib.compute.resampling import smote


def overlapping(seed, n_majority=120, n_minority=30, d=2):
    rng = np.random.default_rng(seed)
    X = np.vstack([rng.normal(size=(n_majority, d)), rng.normal(loc=1.0, size=(n_minority, d))])
    y = np.repeat([0, 1], [n_majority, n_minority])
    order = rng.permutation(len(y))
    return X[order], y[order]


@pytest.mark.parametrize(("n_majority", "zone"), list(enumerate(["safe", "safe", "safe", "danger", "danger", "noise"])))
def test_hans_zones_for_five_neighbours(n_majority, zone):
    """One minority row at 0; of the five rows around it so many are majority; far off there is more of each."""
    around = np.array([1.0, -1.5, 2.0, -2.5, 3.0])
    X = np.concatenate([[0.0], around, 100.0 + np.arange(7), 200.0 + np.arange(7)])[:, None]
    y = np.concatenate([[1], np.arange(5) >= n_majority, np.ones(7), np.zeros(7)]).astype(int)
    assert majority_neighbors(X, y, m=5)[0] == n_majority
    assert (0 in danger_set(X, y, m=5)) == (zone == "danger")


def test_with_an_even_m_exactly_half_is_danger():
    X = np.array([[0.0], [1.0], [-2.0], [3.0], [50.0], [51.0], [52.0]])
    y = np.array([1, 0, 1, 0, 1, 1, 1])
    assert majority_neighbors(X, y, m=2)[0] == 1
    assert 0 in danger_set(X, y, m=2)


def test_the_lessons_data_hold_two_rows_in_danger_five_of_noise_and_nineteen_by_the_loose_rule():
    X, y = make_imbalanced_data(950, 50, seed=42)
    count = majority_neighbors(X, y, m=10)
    assert danger_set(X, y, m=10).tolist() == [313, 498]
    assert [(count == 10).sum(), (count >= 1).sum()] == [5, 19]


@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_one_row_at_a_time(seed):
    X, y = overlapping(seed)
    by_hand = [np.sum(y[find_k_neighbors(X, row, 7)] == 0) for row in np.flatnonzero(y)]
    assert majority_neighbors(X, y, m=7).tolist() == by_hand


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("d", [1, 2, 12])
def test_danger_set_and_points_are_imbalanced_learns(seed, d):
    X, y = overlapping(seed, d=d)
    theirs = BorderlineSMOTE(random_state=seed, k_neighbors=4, m_neighbors=9)
    X_theirs, _ = theirs.fit_resample(X, y)
    assert danger_set(X, y, m=9).tolist() == sorted(theirs.in_danger_indices[1])
    assert borderline_smote(X, y, k=4, m=9, n_synthetic=90, seed=seed) == pytest.approx(X_theirs[len(X) :], abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_adasyn_makes_as_many_rows_as_imbalanced_learns(seed):
    X, y = overlapping(seed)
    _, y_theirs = ADASYN(random_state=0, n_neighbors=6).fit_resample(X, y)
    assert adasyn_counts(X, y, m=6, n_synthetic=90).sum() == len(y_theirs) - len(y)


def test_a_duplicate_is_a_neighbour_and_the_row_itself_is_not():
    """imbalanced-learn drops the first of the neighbours, which may be the twin, and keeps the row itself."""
    X = np.array([[0.0], [0.0], [1.0], [30.0], [31.0]])
    y = np.array([0, 1, 1, 0, 0])
    assert majority_neighbors(X, y, m=1).tolist() == [1, 1]
    assert majority_neighbors(X, y, m=2).tolist() == [1, 1]


def test_points_start_in_danger_and_go_to_minority_neighbours():
    X, y = overlapping(3, d=4)
    danger, minority = danger_set(X, y, m=9), np.flatnonzero(y)
    near = {row: minority[find_k_neighbors(X[minority], np.searchsorted(minority, row), 3)] for row in danger}
    pairs = np.array([(row, partner) for row in danger for partner in near[row]])
    step = X[pairs[:, 1]] - X[pairs[:, 0]]
    for point in borderline_smote(X, y, k=3, m=9, n_synthetic=200):
        t = np.sum((point - X[pairs[:, 0]]) * step, axis=1) / np.sum(step**2, axis=1)
        off = np.linalg.norm(point - X[pairs[:, 0]] - t[:, None] * step, axis=1)
        assert np.any((off < 1e-9) & (t >= 0) & (t < 1))


def test_where_every_row_is_in_danger_it_is_smote():
    X = np.array([[0.0, 0.0], [1.0, 0.3], [2.0, -0.2], [3.0, 0.1], [4.0, 0.0], [5.0, 0.2]])
    y = np.array([1, 0, 1, 0, 1, 0])
    assert danger_set(X, y, m=4).tolist() == [0, 2, 4]
    same_draws = smote(X[y == 1], k=2, n_synthetic=20, seed=7)
    assert np.array_equal(borderline_smote(X, y, k=2, m=4, n_synthetic=20, seed=7), same_draws)


def test_the_seed_decides_and_nothing_handed_in_changes():
    X, y = overlapping(1)
    before = X.copy(), y.copy()
    first, again, other = (borderline_smote(X, y, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.array_equal(X, before[0])
    assert np.array_equal(y, before[1])


def test_no_points_keep_their_columns():
    X, y = overlapping(0, d=3)
    assert borderline_smote(X, y, n_synthetic=0).shape == (0, 3)
    assert borderline_smote([[0.0], [1.0], [50.0], [51.0]], [1, 1, 0, 0], k=1, m=1, n_synthetic=0).shape == (0, 1)


def test_adasyn_gives_nothing_where_nothing_is_hard():
    assert adasyn_counts([[0.0], [1.0], [50.0], [51.0]], [1, 1, 0, 0], m=1).tolist() == [0, 0]


X, Y = [[0.0], [1.0], [50.0], [51.0]], [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: borderline_smote(X, Y, k=1, m=1), "X must hold minority rows in danger; got none, by their m=1"),
        (lambda: borderline_smote(X, Y, k=2, m=3), "k must be smaller than the number of minority samples; got k=2"),
        (lambda: danger_set(X, Y, m=4), r"m must be smaller than the number of rows; got m=4 with 4\. Use m <= 3"),
        (lambda: danger_set(X, Y, m=0), "m must be at least 1; got 0"),
        (lambda: danger_set(X, [1, 1, 1, 1], m=1), "y must hold both classes"),
        (lambda: danger_set(X, [1, 0], m=1), "X and y must have the same number of rows; got 4 and 2"),
        (lambda: danger_set(X, [1, 1, -1, -1], m=1), "y must hold only 0 and 1"),
        (lambda: borderline_smote(X, Y, n_synthetic=-1), "n_synthetic must be at least 0; got -1"),
        (lambda: adasyn_counts([[np.nan], [1.0]], [0, 1], m=1), "X must be finite"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()
