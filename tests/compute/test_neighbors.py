"""Neighbours: the fast search finds what the plain one finds, also among ties and duplicates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from lessonlib.compute import neighbors
from lessonlib.compute.data import make_imbalanced_data
from lessonlib.compute.neighbors import euclidean_distance, find_k_neighbors, k_nearest_neighbors

from .strategies import points


def one_by_one(X, k):
    return [find_k_neighbors(X, i, k).tolist() for i in range(len(X))]


@given(st.data())
def test_all_at_once_is_one_by_one(data):
    X = data.draw(points())
    k = data.draw(st.integers(1, len(X) - 1))
    assert k_nearest_neighbors(X, k).tolist() == one_by_one(X, k)


@pytest.mark.parametrize("d", [2, 20])
@pytest.mark.parametrize("kind", ["scattered", "duplicates", "all the same"])
def test_all_at_once_is_one_by_one_in_many_small_pieces(monkeypatch, d, kind):
    monkeypatch.setattr(neighbors, "CHUNK_ENTRIES", 1000)
    X = np.random.default_rng(0).normal(size=(300, d))
    X = {"scattered": X, "duplicates": X[np.arange(300) % 50], "all the same": np.zeros((300, d))}[kind]
    assert k_nearest_neighbors(X, 5).tolist() == one_by_one(X, 5)


@pytest.mark.parametrize("d", [2, 20])
@pytest.mark.parametrize("kind", ["scattered", "duplicates"])
@pytest.mark.parametrize("rows", [[7], [299, 0, 150], np.arange(0, 300, 2), []], ids=len)
def test_some_rows_find_what_they_find_among_all(monkeypatch, d, kind, rows):
    monkeypatch.setattr(neighbors, "CHUNK_ENTRIES", 1000)
    X = np.random.default_rng(0).normal(size=(300, d))
    X = {"scattered": X, "duplicates": X[np.arange(300) % 50]}[kind]
    found = k_nearest_neighbors(X, 5, rows)
    assert found.shape == (len(rows), 5)
    assert found.tolist() == [find_k_neighbors(X, int(row), 5).tolist() for row in rows]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([True, False, True], r"rows must be a list of whole numbers; got .*np\.flatnonzero"),
        (2, "rows must be a list of whole numbers; got 2"),
        ([0, 4], "rows must be rows of X, from 0 to 3; got 0 to 4"),
        ([-1, 2], "rows must be rows of X, from 0 to 3; got -1 to 2"),
    ],
)
def test_rows_that_are_none_are_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        k_nearest_neighbors(np.eye(4), 2, rows)


@pytest.mark.parametrize("d", [2, 20])
@pytest.mark.parametrize("shift", [1e4, 1e8])
def test_all_at_once_is_one_by_one_far_from_the_origin(d, shift):
    X = np.random.default_rng(0).normal(size=(200, d)) + shift
    assert k_nearest_neighbors(X, 5).tolist() == one_by_one(X, 5)


@pytest.mark.parametrize("d", [2, 9, 20])
@pytest.mark.parametrize("laid_out", [np.asfortranarray, np.float32], ids=["columns first", "float32"])
def test_ties_are_ties_however_the_numbers_lie_in_memory(d, laid_out):
    X = laid_out(np.random.default_rng(0).integers(0, 4, (200, d)) * 0.1)  # tenths: their sums round
    assert k_nearest_neighbors(X, 5).tolist() == one_by_one(X, 5)
    assert k_nearest_neighbors(X, 5).tolist() == one_by_one(np.array(X, dtype=float, order="C"), 5)


@pytest.mark.parametrize("d", [2, 20])
@pytest.mark.parametrize("unit", [1e-200, 1e-25, 1e25, 1e200])
def test_the_unit_does_not_matter_even_where_squares_would_over_or_underflow(d, unit):
    X = np.random.default_rng(0).normal(size=(100, d))
    assert k_nearest_neighbors(unit * X, 5).tolist() == one_by_one(unit * X, 5) == one_by_one(X, 5)


def test_one_far_row_does_not_make_every_row_a_candidate_of_the_others():
    X = np.random.default_rng(0).normal(size=(2000, 20))
    X[0] += 1e4
    *_, (_, candidates) = neighbors._product_candidates(X, 5, np.arange(2000))
    assert candidates.shape[1] < 100
    assert k_nearest_neighbors(X, 5)[-50:].tolist() == [find_k_neighbors(X, i, 5).tolist() for i in range(1950, 2000)]


@pytest.mark.parametrize("d", [1, 3, 8, 9, 30])
def test_the_distances_are_scikit_learns(d):
    X = np.random.default_rng(d).normal(size=(100, d))
    expected, _ = NearestNeighbors(n_neighbors=7).fit(X).kneighbors()
    found = [[euclidean_distance(X[i], X[j]) for j in row] for i, row in enumerate(k_nearest_neighbors(X, 7))]
    assert np.array(found) == pytest.approx(expected, abs=1e-12)


def test_the_source_lessons_neighbours():
    X, _ = make_imbalanced_data()
    assert find_k_neighbors(X[:50], 0, 5).tolist() == [40, 47, 12, 19, 48]


@given(points())
def test_no_row_is_its_own_neighbour_though_it_has_duplicates(X):
    found = k_nearest_neighbors(X, len(X) - 1)
    assert [sorted(row) for row in found.tolist()] == [[j for j in range(len(X)) if j != i] for i in range(len(X))]


@pytest.mark.parametrize("find", [one_by_one, lambda X, k: k_nearest_neighbors(X, k).tolist()], ids=["one", "all"])
@pytest.mark.parametrize("d", [1, 20])
def test_equal_distances_are_ordered_by_row_number(find, d):
    X = np.zeros((4, d))
    X[:, 0] = [0, 1, -1, 0]
    assert find(X, 3) == [[3, 1, 2], [0, 3, 2], [0, 3, 1], [0, 1, 2]]


@pytest.mark.parametrize(
    "kind", [list, lambda X: X.astype(int), lambda X: X.astype(np.float32)], ids=["list", "int", "f4"]
)
def test_features_of_any_container_and_number_type(kind):
    X = np.array([[0, 0], [9, 9], [1, 1], [5, 5]])
    assert k_nearest_neighbors(kind(X), 2).tolist() == one_by_one(kind(X), 2) == [[2, 3], [3, 2], [0, 3], [1, 2]]


def test_the_input_is_left_as_it_is():
    X = np.random.default_rng(0).normal(size=(50, 12))
    before = X.copy()
    k_nearest_neighbors(X, 3)
    assert np.array_equal(X, before)


def test_distance_by_hand():
    assert euclidean_distance([0, 0], [3, 4]) == 5
    assert euclidean_distance(np.array([1, 2], dtype=np.uint8), np.array([2, 1], dtype=np.uint8)) == pytest.approx(
        2**0.5
    )


@given(st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 3), min_size=1, max_size=10))
def test_distance_is_a_metric(triples):
    a, b, c = np.array(triples).T
    assert euclidean_distance(a, a) == 0
    assert euclidean_distance(a, b) == euclidean_distance(b, a)
    assert euclidean_distance(a, c) <= (euclidean_distance(a, b) + euclidean_distance(b, c)) * (1 + 1e-12)


@pytest.mark.parametrize("find", [lambda X, k: find_k_neighbors(X, 0, k), k_nearest_neighbors], ids=["one", "all"])
@pytest.mark.parametrize(
    ("X", "k", "error", "message"),
    [
        (
            np.eye(4),
            5,
            ValueError,
            r"k must be smaller than the number of minority samples; got k=5 with 4 samples\. Use k <= 3",
        ),
        (np.eye(4), 4, ValueError, "got k=4 with 4 samples"),
        (np.eye(1), 1, ValueError, r"got k=1 with 1 samples\. A single sample has no neighbour: duplicate it instead"),
        (np.eye(4), 0, ValueError, "k must be at least 1; got 0"),
        (np.eye(4), 2.0, TypeError, "k must be a whole number; got 2.0"),
        (
            np.ones(4),
            1,
            ValueError,
            r"X must have shape \(n_samples, n_features\); got shape \(4,\)\. For a single feature",
        ),
        ([[0.0], [np.nan]], 1, ValueError, "X must be finite; got NaN or infinite values"),
        ([["a"], ["b"]], 1, TypeError, "X must be numeric; got dtype <U1. Encode text as numbers first"),
    ],
)
def test_refuses_too_few_rows_and_unusable_ones(find, X, k, error, message):
    with pytest.raises(error, match=message):
        find(X, k)


@pytest.mark.parametrize(
    ("idx", "error", "message"),
    [
        (4, ValueError, "idx must be a row of X; got 4 with 4 rows. Use idx <= 3"),
        (-1, ValueError, "idx must be at least 0; got -1"),
        (1.0, TypeError, "idx must be a whole number; got 1.0"),
    ],
)
def test_refuses_an_index_that_is_no_row(idx, error, message):
    with pytest.raises(error, match=message):
        find_k_neighbors(np.eye(4), idx, 1)


def test_distance_refuses_points_of_different_shape():
    with pytest.raises(ValueError, match=r"a and b must have the same shape; got \(2,\) and \(1,\)"):
        euclidean_distance([0, 0], [1])
