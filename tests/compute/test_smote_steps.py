"""SMOTE taken apart: the same points as `smote`, steps found again from points alone, and counts by brute force."""

import numpy as np
import pytest

from lessonlib.compute.data import SMALL_SETS, small_set
from lessonlib.compute.neighbors import find_k_neighbors, k_nearest_neighbors
from lessonlib.compute.resampling import interpolate, smote
from lessonlib.compute.smote_steps import find_steps, majority_among_nearest, smote_steps


@pytest.mark.parametrize("name", SMALL_SETS)
@pytest.mark.parametrize("k", [1, 5, 15])
def test_the_points_are_those_of_smote_and_each_step_is_a_rows_neighbour(name, k):
    X = small_set(name).minority
    neighbors = k_nearest_neighbors(X, k)
    steps = smote_steps(X, neighbors, 60, seed=3)
    assert np.array_equal(steps.points, smote(X, k, 60, seed=3))
    assert all(one in find_k_neighbors(X, row, k) for row, one in zip(steps.row, steps.neighbor, strict=True))
    assert np.allclose(steps.points, interpolate(X[steps.row], X[steps.neighbor], steps.t[:, None]))


@pytest.mark.parametrize("name", SMALL_SETS)
def test_steps_are_found_from_the_points_alone(name):
    X = small_set(name).minority
    neighbors = k_nearest_neighbors(X, 5)
    made = smote_steps(X, neighbors, 100, seed=1)
    found = find_steps(X, neighbors, made.points)
    assert found.on_line.all()
    assert np.allclose(interpolate(X[found.row], X[found.neighbor], found.t[:, None]), made.points)
    assert np.all(np.any(neighbors[found.row] == found.neighbor[:, None], axis=1))


def test_points_between_wrong_rows_beyond_the_ends_or_beside_the_line_are_on_no_segment():
    X = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0], [10.0, 1.0]])
    neighbors = k_nearest_neighbors(X, 1)  # 0 and 1, 2 and 3
    points = [[0.5, 0.0], [5.0, 0.0], [-0.5, 0.0], [0.5, 0.1], [10.0, 0.25], [1.0, 0.0]]
    found = find_steps(X, neighbors, points)
    assert found.on_line.tolist() == [True, False, False, False, True, True]
    assert (found.row[4], found.neighbor[4], found.t[4]) == (2, 3, 0.25)


def test_twins_have_a_segment_of_no_length_and_no_points_no_steps():
    X = np.array([[1.0, 1.0], [1.0, 1.0], [5.0, 5.0]])
    found = find_steps(X, k_nearest_neighbors(X, 1), [[1.0, 1.0], [2.0, 1.0]])
    assert found.on_line.tolist() == [True, False]
    assert len(find_steps(X, k_nearest_neighbors(X, 1), np.empty((0, 2))).row) == 0


@pytest.mark.parametrize("m", [1, 5, 20])
def test_the_majority_among_the_nearest_is_what_brute_force_counts(m):
    minority, majority = small_set("two groups")
    points = smote(minority, 8, 50)
    real, is_majority = np.concatenate([minority, majority]), np.repeat([False, True], [len(minority), len(majority)])
    nearest = [np.argsort(np.linalg.norm(real - point, axis=1))[:m] for point in points]
    assert majority_among_nearest(points, minority, majority, m).tolist() == [is_majority[n].sum() for n in nearest]


def test_more_neighbours_than_rows_are_refused():
    with pytest.raises(
        ValueError, match=r"m must not exceed the number of real rows; got m=4 with 3 rows\. Use m <= 3"
    ):
        majority_among_nearest([[0.0]], [[1.0], [2.0]], [[3.0]], m=4)
    assert len(majority_among_nearest(np.empty((0, 1)), [[1.0]], [[3.0]], m=2)) == 0


def test_the_small_sets_are_what_they_are_called():
    assert [one.tolist() for one in small_set("a curve")] == [one.tolist() for one in small_set("a curve")]
    groups, outlier, curve = (small_set(name).minority for name in ("two groups", "an outlier", "a curve"))
    assert [np.sum(groups[:, 0] < -2), np.sum(groups[:, 0] > 3.5)] == [14, 4]
    assert np.sum(outlier[:, 0] > 0) == 1
    radius = np.hypot(curve[:, 0] / 4.6, (curve[:, 1] + 2) / 4)
    assert np.all((radius > 0.96) & (radius < 1.04))
    with pytest.raises(ValueError, match=r"name must be one of 'two groups', 'an outlier', 'a curve'; got 'moons'"):
        small_set("moons")
