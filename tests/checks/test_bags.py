"""The bounds of exercise 09's checks: a right answer exceeds one of them less than once in a million checks."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import chi2

from lessonlib.checks.exercises.ex09 import (
    MANY,
    MEAN,
    OWN,
    SEEN,
    SHARE,
    TIMES,
    TIMES_POSITIVE,
    UNEVEN,
    drawn_unevenly,
    numbered,
)

ONE_IN_A_MILLION = 1e-6


def log_probability_of_no_repeat(draws, rows):
    return gammaln(rows + 1) - gammaln(rows - draws + 1) - draws * np.log(rows)


@pytest.mark.parametrize("rows", UNEVEN)
def test_the_bound_of_unevenness_is_wide_enough(rows):
    """The 10 of each class that a sample holds are drawn from 10 or from 30 rows, by 100 models."""
    assert chi2.sf(UNEVEN[rows], rows - 1) < ONE_IN_A_MILLION / 4
    rng = np.random.default_rng(0)
    for _ in range(300):
        times = np.bincount(rng.integers(rows, size=10 * MANY), minlength=rows) / MANY
        assert not drawn_unevenly(times)
    skewed = np.bincount((rng.random(10 * MANY) ** 2 * rows).astype(int), minlength=rows) / MANY
    assert drawn_unevenly(skewed)


def test_a_bootstrap_without_a_repeat_is_next_to_impossible():
    assert log_probability_of_no_repeat(40, 40) < np.log(1e-15)
    assert log_probability_of_no_repeat(40, 60) < np.log(1e-7)


def test_a_row_that_thirty_models_have_all_seen_is_next_to_impossible():
    """Three of 40 positives would have to be, each seen by a model with probability 0.637."""
    share_seen = 1 - (1 - 1 / 40) ** 40
    assert (40 * share_seen**30) ** 3 < ONE_IN_A_MILLION
    assert 30 * (1 - 1 / 30) ** (10 * MANY) < ONE_IN_A_MILLION  # a row of 30 that 100 models never draw


def test_each_learner_tells_what_it_says():
    X, y = numbered(np.random.default_rng(0), 3, 5)
    rows = np.array([0, 0, 1, 7])
    drawn = np.bincount(rows, minlength=8)
    told = {name: learner.compiled()(X[rows], y[rows])(X) for name, learner in LEARNERS.items()}
    assert told["TIMES"] == pytest.approx(0.01 * drawn)
    assert told["TIMES_POSITIVE"] == pytest.approx(0.01 * drawn * (y == 1))
    assert told["SHARE"] == pytest.approx(np.full(8, y[rows].mean()))
    assert told["OWN"] == pytest.approx(X[:, 1])
    assert told["SEEN"].tolist() == (drawn > 0).astype(float).tolist()
    assert told["MEAN"] == pytest.approx(np.full(8, X[rows, 1].mean()))


LEARNERS = {
    "TIMES": TIMES,
    "TIMES_POSITIVE": TIMES_POSITIVE,
    "SHARE": SHARE,
    "OWN": OWN,
    "SEEN": SEEN,
    "MEAN": MEAN,
}


def test_they_work_as_the_first_thing_that_a_process_does():
    """Without builtins NumPy cannot load what some of its methods need."""
    code = """
import numpy as np
from lessonlib.checks.exercises import ex09 as bags
X, y = np.array([[0.0, 0.5], [1.0, 0.5]]), np.array([0, 1])
for name in ("TIMES", "TIMES_POSITIVE", "SHARE", "OWN", "SEEN", "MEAN"):
    getattr(bags, name).compiled()(X, y)(X)
print("done")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "done"
