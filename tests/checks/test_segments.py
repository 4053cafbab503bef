"""The bounds by which synthetic points are judged: wide enough that a right answer stays within, always."""

import numpy as np
import pytest
from scipy.stats import binom

from lessonlib.checks.segments import DOUBT, SHARES, Segments, misplaced, unevenly_spread, unevenly_used, with_outliers
from lessonlib.compute.resampling import smote

K, N_POINTS = 3, 600  # as the check of `smote` has them


def segments(seed, k_made=K):
    X = with_outliers(np.random.default_rng(seed))
    points = smote(X, k_made, N_POINTS, seed)
    return Segments(X, K, points)


@pytest.mark.parametrize("seed", range(200))
def test_right_points_are_never_refused(seed):
    right = segments(seed)
    assert misplaced(right) is unevenly_used(right) is unevenly_spread(right) is None


def test_less_than_once_in_a_million_a_right_answer_has_a_segment_out_of_bounds():
    """Each of the 24 pairs of a row and a neighbour is hit with probability 1/24; a mutual one with 2/24."""
    n_pairs = len(with_outliers(np.random.default_rng(0))) * K
    for p in (1 / n_pairs, 2 / n_pairs):
        low, high = (share * N_POINTS * p for share in SHARES)
        refused = binom.cdf(np.ceil(low) - 1, N_POINTS, p) + binom.sf(np.floor(high), N_POINTS, p)
        assert n_pairs * refused + 2 * DOUBT < 1e-6


def test_outliers_are_nobodys_near_neighbours():
    for seed in range(300):
        one = segments(seed)
        row, partner = one.pairs
        assert not np.any(one.near & np.isin(partner, [0, len(one.X) - 1]))
        assert np.any(one.near & ~one.mutual & (row == 0))


def test_points_by_another_k_are_misplaced():
    assert misplaced(segments(0, k_made=K + 1)) is not None


def test_t_is_read_from_the_row_to_its_partner():
    X = np.array([[0.0, 0.0, 0.0], [4.0, 0.0, 0.0], [0.0, 9.0, 0.0]])
    one = Segments(X, 1, np.array([[1.0, 0.0, 0.0], [-4.0, 0.0, 0.0]]))
    pair = np.flatnonzero((one.pairs[0] == 0) & (one.pairs[1] == 1))
    assert one.t[:, pair].ravel() == pytest.approx([0.25, -1])
    assert one.on_line[:, pair].all()
    assert one.inside[:, pair].ravel().tolist() == [True, False]
