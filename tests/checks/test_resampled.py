"""The tests of chance in the checks of resampling: a right answer fails one less than once in a million checks."""

from math import comb, factorial

import numpy as np
import pytest
from scipy import stats

from lessonlib.checks.exercises import ex02
from lessonlib.checks.exercises.ex02 import Resampled, copied_fairly, distinct, kept_fairly, runs, unevenness

ONCE_IN_A_MILLION = 1e-6
ROWS, COPIES = 10, 600  # the case "600 copies of 10 rows"
KEPT, OF = 100, 400  # the case "100 rows kept of 400"


def test_600_fair_copies_are_hardly_ever_too_uneven():
    assert stats.chi2.sf(ex02.UNEVEN, ROWS - 1) < ONCE_IN_A_MILLION / 100  # χ² is an approximation
    assert ROWS * (1 - 1 / ROWS) ** COPIES < ONCE_IN_A_MILLION / 100  # some row is never copied


def test_600_fair_copies_are_hardly_ever_too_even():
    """Exactly: χ² below the bound means all counts equal, or one of them one above and another one below."""
    share = COPIES // ROWS
    equal = factorial(COPIES) / (factorial(share) ** ROWS * ROWS**COPIES)
    assert unevenness(np.array([share] * 8 + [share - 1, share + 1])) < ex02.EVEN
    assert unevenness(np.array([share] * 7 + [share - 1, share - 1, share + 2])) > ex02.EVEN
    assert unevenness(np.array([share] * 6 + [share - 1, share - 1, share + 1, share + 1])) > ex02.EVEN
    assert equal * (1 + ROWS * (ROWS - 1) * share / (share + 1)) < ONCE_IN_A_MILLION / 100


def test_100_rows_kept_at_random_of_400_hardly_ever_lie_elsewhere():
    """Exactly: the hypergeometric distribution, and that of the number of runs (Wald and Wolfowitz 1940)."""
    half = stats.hypergeom(OF, OF // 2, KEPT)
    low, high = ex02.HALF
    assert half.cdf(low - 1) + half.sf(high) < ONCE_IN_A_MILLION / 100
    chance = [comb(KEPT - 1, r - 1) * comb(OF - KEPT + 1, r) / comb(OF, KEPT) for r in range(1, KEPT + 1)]
    assert sum(chance) == pytest.approx(1)
    low, high = ex02.RUNS
    assert sum(chance[: low - 1]) + sum(chance[high:]) < ONCE_IN_A_MILLION / 100


def test_two_seeds_hardly_ever_draw_the_same_rows():
    """Exactly: the chance that two fair draws of 48 copies of 12 rows, or of 12 rows of 60, have the same counts."""
    counts = np.array([1.0] + [0.0] * 48)  # coefficients of (Σ xᵏ / k!²)¹², one row after the other
    for _ in range(12):
        counts = np.convolve(counts, [1 / float(factorial(k)) ** 2 for k in range(49)])[:49]
    assert counts[48] * float(factorial(48)) ** 2 / 12.0 ** (2 * 48) < ONCE_IN_A_MILLION / 100
    assert 1 / comb(60, 12) < ONCE_IN_A_MILLION / 100


def test_fair_draws_pass():
    rng = np.random.default_rng(0)
    _, y = distinct(rng, 610, 10)
    rare, all_rows = np.flatnonzero(y == 1), np.arange(len(y))
    for _ in range(200):
        rows = np.append(all_rows, rng.choice(rare, COPIES))
        assert copied_fairly(Resampled(y, rows, y[rows]))
    _, y = distinct(rng, OF, KEPT)
    for _ in range(200):
        rows = np.append(np.flatnonzero(y == 1), rng.choice(np.flatnonzero(y == 0), KEPT, replace=False))
        assert kept_fairly(Resampled(y, rows, y[rows]))


def test_runs_are_counted_from_either_end():
    assert [runs(np.array(list(text)) == "x") for text in ("x..xx", ".xx..", "xxxx", "....", "x.x.x")] == [
        2,
        1,
        1,
        0,
        3,
    ]
