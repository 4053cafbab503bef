"""Calibrators: closed forms, the equations that a minimum fulfils, and agreement with scikit-learn."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

from lessonlib.compute.calibration import brier_score
from lessonlib.compute.curves import auroc
from lessonlib.compute.logistic import sigmoid
from lessonlib.compute.platt import isotonic_probabilities, platt_scaling, platt_targets


def noisy(seed, n=200, n_positive=20, shift=1.5, scale=1.0):
    """Return scores of positives N(shift, 1) and negatives N(0, 1), times a scale, in no order."""
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.repeat([0, 1], [n - n_positive, n_positive]))
    return scale * (rng.normal(size=n) + shift * y), y


def test_the_targets_by_hand():
    assert platt_targets([1, 0, 0]).tolist() == [2 / 3, 1 / 4, 1 / 4]
    assert platt_targets([True] * 9 + [False] * 99)[[0, -1]] == pytest.approx([10 / 11, 1 / 101])


def test_two_scores_have_a_closed_form():
    a, b = platt_scaling([0, 0, 0, 0, 2, 2], [0, 0, 0, 0, 1, 1])
    assert a == pytest.approx(np.log(15) / 2, abs=1e-9)
    assert b == pytest.approx(-np.log(5), abs=1e-9)


def test_libsvms_value_from_scikit_learns_tests():
    a, b = platt_scaling([5, -4, 1.0], [1, 0, 0])
    assert (-a, -b) == pytest.approx((-0.20261354391187855, 0.6523631498001051), abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", [1e-3, 1.0, 20.0])
def test_scikit_learn_finds_the_same_coefficients(seed, scale):
    scores, y = noisy(seed, scale=scale)
    theirs = _sigmoid_calibration(scores, y)  # L-BFGS, on scores scaled down where they exceed 30
    assert platt_scaling(scores, y) == pytest.approx((-theirs[0], -theirs[1]), rel=2e-2, abs=2e-3)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_at_the_minimum_the_errors_add_up_to_nothing(seed, scale):
    scores, y = noisy(seed, scale=scale)
    a, b = platt_scaling(scores, y)
    errors = sigmoid(a * scores + b) - platt_targets(y)
    assert abs(errors.sum()) < 1e-6
    assert abs(errors @ scores) < 1e-6 * np.abs(scores).sum()


def test_separated_classes_and_one_single_score_have_finite_coefficients():
    scores = np.linspace(-3, 3, 30)
    a, b = platt_scaling(scores, scores > 1.9)
    assert 1 < a < 100
    assert np.isfinite(b)
    a, b = platt_scaling([7.0] * 12, [1] * 3 + [0] * 9)
    targets = platt_targets([1] * 3 + [0] * 9)
    assert sigmoid(7 * a + b) == pytest.approx(targets.mean(), abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_ranking_stays_or_turns_over_with_the_sign_of_the_slope(seed):
    scores, y = noisy(seed)
    a, b = platt_scaling(scores, y)
    assert a > 0
    assert auroc(y, sigmoid(a * scores + b)) == auroc(y, scores)
    c, d = platt_scaling(-scores, y)
    assert (c, d) == pytest.approx((-a, b), rel=1e-6)


@given(st.lists(st.tuples(st.integers(-4, 4), st.booleans()), min_size=1, max_size=40))
def test_isotonic_probabilities_are_scikit_learns(rows):
    scores, y = np.array(rows).T
    theirs = IsotonicRegression().fit_transform(scores.astype(float), y)
    assert isotonic_probabilities(scores, y) == pytest.approx(theirs, abs=1e-12)


@given(st.lists(st.tuples(st.integers(-9, 9), st.booleans()), min_size=2, max_size=40))
def test_isotonic_probabilities_rise_with_the_score_and_keep_the_mean(rows):
    scores, y = np.array(rows).T
    p = isotonic_probabilities(scores, y)
    assert np.all(np.diff(p[np.argsort(scores, kind="stable")]) >= 0)
    assert p.mean() == pytest.approx(y.mean())
    assume(0 < y.sum() < len(y))
    a, b = platt_scaling(scores, y)
    if a >= 0:
        assert brier_score(y, p) <= brier_score(y, sigmoid(a * scores + b)) + 1e-12


def test_a_hundred_thousand_rows_are_fast_enough_to_wait_for():
    scores, y = noisy(0, n=100_000, n_positive=2_000)
    p = isotonic_probabilities(scores, y)
    assert 0 == p.min() < p.max() <= 1
    assert platt_scaling(scores, y)[0] == pytest.approx(1.5, abs=0.15)


@pytest.mark.parametrize(
    ("scores", "y", "message"),
    [
        ([1.0, 2.0], [0, 0], r"y must hold both classes; got 2 rows, all of class 0\."),
        ([1.0, np.nan], [0, 1], r"y_score must be finite; got 1 of 2 entries that are NaN or infinite\."),
        ([1.0], [0, 1], r"y_score must have one entry for each label; got 1 entries for 2 labels\."),
        ([1.0, 2.0], [-1, 1], r"y must hold only 0 and 1, with 1 for the minority class; got -1, 1\."),
    ],
)
def test_what_is_refused(scores, y, message):
    with pytest.raises(ValueError, match=message):
        platt_scaling(scores, y)
