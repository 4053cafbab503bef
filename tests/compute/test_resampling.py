"""Resampling: worked points, what must hold of every synthetic row, and the draws of imbalanced-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler

from lessonlib.compute.data import make_imbalanced_data
from lessonlib.compute.neighbors import find_k_neighbors
from lessonlib.compute.resampling import interpolate, random_oversample, random_undersample, smote, smote_resample

from .strategies import points

RESAMPLERS = (random_oversample, random_undersample, smote_resample)


def clouds(n_majority=60, n_minority=12, d=3):
    """Negatives and positives in mixed order, with duplicated positives among them."""
    rng = np.random.default_rng(7)
    X = rng.normal(size=(n_majority + n_minority, d))
    y = np.repeat([0, 1], [n_majority, n_minority])
    X[-3:] = X[-6:-3]
    order = rng.permutation(len(y))
    return X[order], y[order]


def distance_to_nearest_segment(point, X, k):
    """Return how far a point is from the segments between rows and their k nearest neighbours."""
    distances = []
    for i in range(len(X)):
        along = X[find_k_neighbors(X, i, k)] - X[i]  # (k, d)
        squares = np.sum(along**2, axis=1)
        t = np.clip(along @ (point - X[i]) / np.where(squares > 0, squares, 1), 0, 1)
        distances.append(np.linalg.norm(X[i] + t[:, None] * along - point, axis=1).min())
    return min(distances)


def test_the_source_lessons_point():
    assert interpolate(np.array([1.0, 2.0]), np.array([1.5, 2.5]), 0.4) == pytest.approx([1.2, 2.2], abs=1e-12)


def test_smote_as_in_imbalanced_learns_tests():
    minority = [  # the rows of class 0 in test_smote.py::test_sample_regular, in their order
        [0.11622591, -0.0317206],
        [1.25192108, -0.22367336],
        [0.53366841, -0.30312976],
        [1.52091956, -0.49283504],
        [0.88407872, 0.35454207],
        [1.31301027, -0.92648734],
        [-0.41635887, -0.38299653],
        [1.70580611, -0.11219234],
    ]
    expected = [
        [0.2930774285730307, -0.1467043932185407],
        [0.8497647345412352, -0.15570175767089672],
        [0.6131915922848095, -0.11571667294257691],
        [0.6605253559411948, -0.2824651759949883],
    ]
    assert smote(minority, k=5, n_synthetic=4, seed=0) == pytest.approx(np.array(expected), abs=1e-8)


def test_oversampling_as_in_imbalanced_learns_tests():
    y = [1, 0, 1, 0, 1, 1, 1, 1, 0, 1]  # class 0 holds the rows 1, 3 and 8
    X, _ = random_oversample(np.arange(10)[:, None], y, seed=0)
    assert X[10:, 0].tolist() == [1, 3, 1, 3]


@pytest.mark.parametrize(
    ("resample", "rows", "positives"), [(random_oversample, 1528, 764), (random_undersample, 72, 36)]
)
def test_the_source_lessons_sizes(resample, rows, positives):
    X, y = make_imbalanced_data()
    X, y = resample(X[:800], y[:800])
    assert (X.shape, y.sum()) == ((rows, 2), positives)


@pytest.mark.parametrize("seed", [0, 42])
@pytest.mark.parametrize(
    ("resample", "peer"),
    [
        (random_oversample, RandomOverSampler),
        (random_undersample, RandomUnderSampler),
        (smote_resample, SMOTE),
    ],
)
def test_the_same_seed_gives_imbalanced_learns_rows(resample, peer, seed):
    X, y = make_imbalanced_data(seed=seed)
    expected_X, expected_y = peer(random_state=seed).fit_resample(X, y)
    found_X, found_y = resample(X, y, seed=seed)
    assert found_X == pytest.approx(expected_X, abs=1e-12)
    assert found_y.tolist() == expected_y.tolist()


@pytest.mark.parametrize(
    ("resample", "peer"), [(random_oversample, RandomOverSampler), (random_undersample, RandomUnderSampler)]
)
def test_three_classes_as_imbalanced_learn_balances_them(resample, peer):
    X, y = np.arange(60.0).reshape(30, 2), np.repeat(["b", "c", "a"], [15, 10, 5])
    expected_X, expected_y = peer(random_state=1).fit_resample(X, y)
    found_X, found_y = resample(X, y, seed=1)
    assert found_X.tolist() == expected_X.tolist()
    assert found_y.tolist() == expected_y.tolist()


@given(points(max_rows=12, max_dimensions=5), st.data())
def test_every_synthetic_row_lies_between_a_row_and_one_of_its_neighbours(X, data):
    k, seed = data.draw(st.integers(1, len(X) - 1)), data.draw(st.integers(0, 1000))
    synthetic = smote(X, k=k, n_synthetic=5, seed=seed)
    assert synthetic.shape == (5, X.shape[1])
    for point in synthetic:
        assert distance_to_nearest_segment(point, X, k) < 1e-12
        assert np.all((X.min(axis=0) - 1e-12 <= point) & (point <= X.max(axis=0) + 1e-12))


def test_all_neighbours_and_all_fractions_are_used_evenly():
    X = np.array([[0.0], [10.0], [110.0]])  # with k = 1 the pairs are 0→10, 10→0 and 110→10
    synthetic = smote(X, k=1, n_synthetic=30_000, seed=3)[:, 0]
    far = synthetic[synthetic > 10]
    assert len(far) / 30_000 == pytest.approx(1 / 3, abs=0.01)
    assert np.quantile(far, [0.1, 0.5, 0.9]) == pytest.approx([20, 60, 100], abs=2)


def test_synthetic_rows_have_two_thirds_of_the_variance_in_many_dimensions():
    # x + t (x' − x) with x, x' nearly independent: E[(1 − t)² + t²] = 2/3.
    X = np.random.default_rng(0).normal(size=(400, 50))
    assert smote(X, n_synthetic=4000, seed=0).var() / X.var() == pytest.approx(2 / 3, abs=0.03)


@pytest.mark.parametrize("resample", RESAMPLERS)
@pytest.mark.parametrize("ratio", [1.0, 0.5])
def test_the_minority_becomes_ratio_times_the_majority(resample, ratio):
    _, y = resample(*clouds(), ratio=ratio)
    assert y.sum() == ratio * (len(y) - y.sum())


@pytest.mark.parametrize("resample", [random_oversample, smote_resample])
def test_the_original_rows_come_first_and_unchanged(resample):
    X, y = clouds()
    new_X, new_y = resample(X, y)
    assert np.array_equal(new_X[:72], X)
    assert np.array_equal(new_y[:72], y)
    assert set(new_y[72:]) == {1}


def test_undersampling_keeps_every_minority_row_and_no_row_twice():
    X, y = np.arange(72.0)[:, None], clouds()[1]
    new_X, new_y = random_undersample(X, y)
    assert len(set(new_X[:, 0])) == len(new_X)
    assert set(np.flatnonzero(y)) <= set(new_X[:, 0])
    assert np.array_equal(y[new_X[:, 0].astype(int)], new_y)


def test_oversampling_draws_every_minority_row_equally_often():
    X, y = np.arange(10_010.0)[:, None], np.repeat([0, 1], [10_000, 10])
    drawn = random_oversample(X, y)[0][10_010:, 0]
    _, times = np.unique(drawn, return_counts=True)
    assert len(times) == 10
    assert times == pytest.approx(np.full(10, 999), abs=4 * np.sqrt(999))


@pytest.mark.parametrize("resample", RESAMPLERS)
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(resample):
    first, again, other = (resample(*clouds(), seed=seed)[0] for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_synthetic_rows_do_not_depend_on_the_majority():
    X, y = clouds()
    moved = np.where(y[:, None] == 0, X + 100, X)
    assert np.array_equal(smote_resample(X, y)[0][72:], smote_resample(moved, y)[0][72:])


@pytest.mark.parametrize("resample", RESAMPLERS)
def test_the_inputs_are_left_as_they_are(resample):
    X, y = clouds()
    before = X.copy(), y.copy()
    new_X, _ = resample(X, y)
    new_X += 1
    assert np.array_equal(X, before[0])
    assert np.array_equal(y, before[1])


@pytest.mark.parametrize("resample", RESAMPLERS)
@pytest.mark.parametrize("dtype", [bool, np.int8, np.float32])
def test_labels_keep_their_type(resample, dtype):
    X, y = clouds()
    assert resample(X, y.astype(dtype))[1].dtype == dtype


@pytest.mark.parametrize("resample", RESAMPLERS)
def test_lists_give_what_arrays_give(resample):
    X, y = clouds()
    assert np.array_equal(resample(X.tolist(), y.tolist())[0], resample(X, y)[0])


@pytest.mark.parametrize("resample", [random_oversample, random_undersample])
def test_classes_that_are_balanced_already_stay_so(resample):
    X, y = resample([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    assert sorted(X[:, 0]) == [0, 1, 2, 3]
    assert y.sum() == 2


def test_no_synthetic_rows_is_an_array_of_none():
    assert smote([[0.0, 1.0], [1.0, 2.0]], k=1, n_synthetic=0).shape == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"X_minority": [[0.0, 1.0]]}, ValueError, r"X_minority must have at least 2 rows; got 1\. Select more rows"),
        ({"X_minority": np.empty((0, 2))}, ValueError, "X_minority must have at least 2 rows; got 0"),
        (
            {"X_minority": np.eye(5)},
            ValueError,
            r"k must be smaller than the number of minority samples; got k=5 with 5 s.*k <= 4",
        ),
        ({"k": 0}, ValueError, "k must be at least 1; got 0"),
        ({"n_synthetic": -1}, ValueError, "n_synthetic must be at least 0; got -1"),
        ({"n_synthetic": 10.0}, TypeError, "n_synthetic must be a whole number; got 10.0"),
        (
            {"X_minority": [1.0, 2.0]},
            ValueError,
            r"X_minority must have shape \(n_samples, n_features\); got shape \(2,\)",
        ),
        ({"X_minority": [[np.inf]] * 6}, ValueError, "X_minority must be finite"),
    ],
)
def test_smote_refuses_what_has_no_neighbours(arguments, error, message):
    with pytest.raises(error, match=message):
        smote(**{"X_minority": np.eye(6)} | arguments)


@pytest.mark.parametrize("resample", RESAMPLERS)
@pytest.mark.parametrize(
    ("X", "y", "options", "message"),
    [
        (np.eye(3), [1, 1, 1], {}, r"y must hold at least two classes; got only .*1.*\. There is nothing to balance"),
        (
            np.eye(3),
            [0, 1],
            {},
            "X and y must have the same number of rows; got 3 and 2. Take both from the same split",
        ),
        (np.ones(3), [0, 0, 1], {}, r"X must have shape \(n_samples, n_features\); got shape \(3,\)"),
        (np.eye(12), [0] * 6 + [1] * 6, {"ratio": 0}, r"ratio must be positive; got 0\. 1 makes the classes"),
    ],
)
def test_refuses_what_can_not_be_balanced(resample, X, y, options, message):
    with pytest.raises(ValueError, match=message):
        resample(X, y, **options)


def test_smote_resample_refuses_labels_other_than_zero_and_one():
    with pytest.raises(ValueError, match=r"y must hold only 0 and 1.*; got 0, 1, 2"):
        smote_resample(np.eye(9), [0, 0, 0, 1, 1, 1, 2, 2, 2])
