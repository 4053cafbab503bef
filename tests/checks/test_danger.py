"""What the checks of exercise 06 lean on: rows on which the rules differ, bounds that a right answer keeps to."""

import numpy as np
import pytest
from scipy.stats import binom

from lessonlib.checks.exercises.ex06 import (
    MOST_IN_DANGER,
    K,
    M,
    allowed,
    among_all,
    among_danger,
    any_majority,
    by_six_only,
    counts_first_dropped,
    far_apart,
    fits,
    from_danger,
    in_danger,
    mixed_up,
    noise_too,
    rows_by,
    safe,
    three_zones,
    with_twins,
)
from lessonlib.checks.segments import DOUBT, SHARES, misplaced, unevenly_spread, unevenly_used
from lessonlib.checks.task import Call
from lessonlib.compute.borderline import borderline_smote, danger_set, majority_neighbors

N_POINTS = 450  # as the check of `borderline_smote` has them


def call(seed, m=M):
    return Call(three_zones(np.random.default_rng(seed), m, K), {"k": K, "m": m, "n_synthetic": N_POINTS})


@pytest.mark.parametrize("seed", range(40))
def test_right_points_are_never_refused(seed):
    asked = Call(by_six_only(np.random.default_rng(seed)), {"k": K, "m": 6, "n_synthetic": N_POINTS})
    right = from_danger(asked, borderline_smote(*asked.args, **asked.kwargs, seed=seed))
    assert misplaced(right) is unevenly_used(right) is unevenly_spread(right) is None
    assert len(right.one_way[1]) > 200  # the even spread is looked at, not waved through


@pytest.mark.parametrize("n_danger", range(4, MOST_IN_DANGER + 1))
def test_less_than_once_in_a_million_a_right_answer_has_a_segment_out_of_bounds(n_danger):
    """Each pair of a row in danger and a neighbour is hit with probability 1 / pairs; a mutual one twice as often."""
    n_pairs = n_danger * K
    for p in (1 / n_pairs, 2 / n_pairs):
        low, high = (share * N_POINTS * p for share in SHARES)
        refused = binom.cdf(np.ceil(low) - 1, N_POINTS, p) + binom.sf(np.floor(high), N_POINTS, p)
        assert n_pairs * refused + 2 * DOUBT < 1e-6


@pytest.mark.parametrize("m", [5, 6, 10])
def test_the_rules_mean_different_rows(m):
    for seed in range(20):
        asked = call(seed, m)
        meant = [tuple(rows_by(asked, rule)) for rule in (in_danger, noise_too, any_majority, safe)]
        assert len(set(meant)) == 4
        assert 4 <= len(meant[0]) <= 9
        assert meant[0] == tuple(danger_set(*asked.args, m=m))


def test_float32_finds_the_same_rows():
    for seed in range(100):
        X, y = call(seed).args
        assert danger_set(X.astype(np.float32), y, M).tolist() == danger_set(X, y, M).tolist()


def test_far_apart_nobody_has_a_majority_neighbour():
    for seed in range(50):
        assert not majority_neighbors(*far_apart(np.random.default_rng(seed)), m=10).any()


def test_dropping_the_first_of_the_order_goes_wrong_only_where_there_are_twins():
    for seed in range(20):
        X, y = with_twins(np.random.default_rng(seed))
        assert np.any(counts_first_dropped(X, y, M) != majority_neighbors(X, y, M))
        X, y = call(seed).args
        assert np.array_equal(counts_first_dropped(X, y, M), majority_neighbors(X, y, M))


def test_points_of_another_rule_do_not_fit():
    asked = call(0)
    points = borderline_smote(*asked.args, k=K, m=M, n_synthetic=200)
    assert fits(points, *allowed(asked))
    assert fits(points, *allowed(asked, any_majority))
    assert not fits(points, *allowed(asked, safe))
    for pairs in (among_danger, among_all, mixed_up):
        assert not fits(points, *pairs(asked))
    assert not fits(points + 0.01, *allowed(asked))
