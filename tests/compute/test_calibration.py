"""Probabilities: their errors, their reliability, and moving them from one prevalence to another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss
from sklearn.metrics import log_loss as sklearn_log_loss

from lessonlib.compute.calibration import (
    brier_score,
    calibration_line,
    correct_prior,
    estimate_prevalence,
    log_loss,
    reliability_bins,
)
from lessonlib.compute.data import LESSON_CLASSES, GaussianClasses
from lessonlib.compute.logistic import fit_logistic_regression, predict_probability
from lessonlib.compute.resampling import random_undersample

from .strategies import labelled_scores

prevalences = st.floats(0.001, 0.999)


def test_brier_score_of_a_constant_prevalence():
    assert brier_score([1] * 5 + [0] * 95, [0.05] * 100) == pytest.approx(0.0475, abs=1e-12)


@given(labelled_scores())
def test_brier_score_is_scikit_learns(case):
    assert brier_score(*case) == pytest.approx(brier_score_loss(*case), abs=1e-12)


@pytest.mark.parametrize(
    ("y_true", "y_prob", "strategy", "prob_true", "prob_pred", "sizes"),
    [
        ([0, 0, 0, 1, 1, 1], [0, 0.1, 0.2, 0.8, 0.9, 1], "uniform", [0, 1], [0.1, 0.9], [3, 3]),
        ([0, 0, 0, 0, 1, 1], [0, 0.1, 0.2, 0.5, 0.9, 1], "quantile", [0, 2 / 3], [0.1, 0.8], [3, 3]),
    ],
)
def test_bins_as_in_scikit_learns_tests(y_true, y_prob, strategy, prob_true, prob_pred, sizes):
    bins = reliability_bins(y_true, y_prob, n_bins=2, strategy=strategy)
    assert bins.prob_true == pytest.approx(prob_true, abs=1e-12)
    assert bins.prob_pred == pytest.approx(prob_pred, abs=1e-12)
    assert bins.counts.tolist() == sizes


@given(labelled_scores(), st.integers(1, 12))
def test_bins_of_equal_width_are_scikit_learns(case, n_bins):
    bins = reliability_bins(*case, n_bins)
    prob_true, prob_pred = calibration_curve(*case, n_bins=n_bins)
    assert bins.prob_true == pytest.approx(prob_true, abs=1e-12)
    assert bins.prob_pred == pytest.approx(prob_pred, abs=1e-12)


@pytest.mark.parametrize("n_bins", [1, 2, 5, 10, 12])
def test_bins_of_equal_size_are_scikit_learns(n_bins):
    rng = np.random.default_rng(n_bins)
    p = rng.random(102)  # 101 is prime: no edge falls on a value, where rounding would decide
    y = (rng.random(102) < p).astype(int)
    bins = reliability_bins(y, p, n_bins, strategy="quantile")
    prob_true, prob_pred = calibration_curve(y, p, n_bins=n_bins, strategy="quantile")
    assert bins.prob_true == pytest.approx(prob_true, abs=1e-12)
    assert bins.prob_pred == pytest.approx(prob_pred, abs=1e-12)
    assert np.ptp(bins.counts) <= 1


@given(labelled_scores(), st.integers(1, 12), st.sampled_from(["uniform", "quantile"]))
def test_the_bins_hold_every_row_once(case, n_bins, strategy):
    y, p = case
    bins = reliability_bins(y, p, n_bins, strategy)
    assert bins.counts.sum() == len(y)
    assert bins.counts.min() > 0
    assert bins.counts @ bins.prob_true == pytest.approx(y.sum(), abs=1e-9)
    assert bins.counts @ bins.prob_pred == pytest.approx(p.sum(), abs=1e-9)


def test_a_value_on_an_edge_belongs_to_the_lower_bin():
    assert reliability_bins([0, 1, 1], [0.5, 0.5, 0.6], n_bins=2).counts.tolist() == [2, 1]


def test_true_probabilities_are_calibrated_in_every_bin():
    X, y = LESSON_CLASSES.sample(100_000, seed=0)
    bins = reliability_bins(y, LESSON_CLASSES.posterior(X))
    standard_error = np.sqrt(bins.prob_pred * (1 - bins.prob_pred) / bins.counts)
    assert np.all(abs(bins.prob_true - bins.prob_pred) < 4 * standard_error)


def test_prior_correction_by_hand_where_one_negative_in_nineteen_was_kept():
    moved = correct_prior([0, 0.5, 0.95, 1.0], from_prevalence=0.5, to_prevalence=0.05)
    assert moved == pytest.approx([0, 0.05, 0.5, 1], abs=1e-15)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), prevalences, prevalences)
def test_prior_correction_there_and_back_keeps_order_and_bounds(p, trained, used):
    there = correct_prior(p, from_prevalence=trained, to_prevalence=used)
    assert correct_prior(there, from_prevalence=used, to_prevalence=trained) == pytest.approx(p, abs=1e-9)
    assert there.min() >= 0
    assert there.max() <= 1
    assert np.all(np.diff(there[np.argsort(p, kind="stable")]) >= 0)


@given(prevalences, prevalences)
def test_the_prevalence_itself_moves_to_the_new_prevalence(trained, used):
    moved = correct_prior([trained], from_prevalence=trained, to_prevalence=used)
    assert moved == pytest.approx([used], abs=1e-12)


def test_prior_correction_turns_one_true_posterior_into_the_other():
    rare, common = (GaussianClasses([0, 0], [2, 1], 1.0, 0.7, prevalence) for prevalence in (0.05, 0.4))
    X, _ = common.sample(200, seed=3)
    moved = correct_prior(common.posterior(X), from_prevalence=0.4, to_prevalence=0.05)
    assert moved == pytest.approx(rare.posterior(X), abs=1e-12)


def test_undersampling_inflates_probabilities_and_prior_correction_mends_them():
    X, y = LESSON_CLASSES.sample(20_000, seed=5)
    w, b = fit_logistic_regression(*random_undersample(X, y))
    inflated = predict_probability(X, w, b)
    mended = correct_prior(inflated, from_prevalence=0.5, to_prevalence=y.mean())
    assert inflated.mean() > 1.5 * y.mean()
    assert mended.mean() == pytest.approx(y.mean(), rel=0.1)
    assert brier_score(y, mended) < 0.7 * brier_score(y, inflated)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: brier_score([0, 1], [0.1, 1.5]),
            ValueError,
            r"y_prob must lie in \[0, 1\]; got values from 0\.1 to 1\.5",
        ),
        (
            lambda: brier_score([0, 1], [-0.1, 0.5]),
            ValueError,
            r"y_prob must lie in \[0, 1\]; got values from -0\.1 to 0\.5",
        ),
        (lambda: brier_score([0, 1], [0.1]), ValueError, "y_prob must have one entry for each label; got 1 entries"),
        (lambda: reliability_bins([0, 1], [0, np.nan]), ValueError, "y_prob must be finite; got 1 of 2 entries"),
        (lambda: reliability_bins([0, 1], [0, 1], n_bins=0), ValueError, "n_bins must be at least 1; got 0"),
        (lambda: reliability_bins([0, 1], [0, 1], n_bins=2.0), TypeError, "n_bins must be a whole number; got 2.0"),
        (
            lambda: reliability_bins([0, 1], [0, 1], strategy="equal"),
            ValueError,
            'strategy must be "uniform" or "quantile"; got \'equal\'',
        ),
        (
            lambda: correct_prior([0.5], from_prevalence=0, to_prevalence=0.1),
            ValueError,
            r"from_prevalence must lie strictly between 0 and 1; got 0\. 5 % is written 0\.05",
        ),
        (
            lambda: correct_prior([0.5], from_prevalence=0.5, to_prevalence=5),
            ValueError,
            "to_prevalence must lie strictly between 0 and 1; got 5",
        ),
        (
            lambda: correct_prior(0.5, from_prevalence=0.5, to_prevalence=0.1),
            ValueError,
            r"y_prob must be one-dimensional; got shape \(\)",
        ),
    ],
)
def test_refuses_what_is_no_probability(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_log_loss_is_scikit_learns_and_infinite_where_the_impossible_happened():
    rng = np.random.default_rng(0)
    p, y = rng.uniform(0.01, 0.99, 50), rng.integers(0, 2, 50)
    assert log_loss(y, p) == pytest.approx(sklearn_log_loss(y, p))
    assert log_loss([0, 1], [0.5, 0.0]) == np.inf


@pytest.mark.parametrize(("shift", "stretch"), [(0.0, 1.0), (1.5, 1.0), (0.0, 2.0), (-1.0, 0.5)])
def test_the_calibration_line_finds_what_was_done_to_right_probabilities(shift, stretch):
    X, y = LESSON_CLASSES.sample(40_000, seed=3)
    p = np.clip(LESSON_CLASSES.posterior(X), 1e-9, 1 - 1e-9)
    logits = np.log(p) - np.log1p(-p)
    line = calibration_line(y, np.clip(1 / (1 + np.exp(-(stretch * logits + shift))), 1e-12, 1 - 1e-12))
    assert abs(line.slope - 1 / stretch) < 4 * line.slope_error
    if stretch == 1:
        assert abs(line.intercept + shift) < 4 * line.intercept_error


def test_the_calibration_line_s_errors_are_those_of_repeats():
    classes = GaussianClasses([0.0], [1.5], prevalence=0.3)
    lines = []
    for seed in range(150):
        X, y = classes.sample(400, seed=seed)
        lines.append(calibration_line(y, classes.posterior(X)))
    intercept, slope, intercept_error, slope_error = np.array(lines).T
    assert intercept.std() == pytest.approx(intercept_error.mean(), rel=0.2)
    assert slope.std() == pytest.approx(slope_error.mean(), rel=0.2)


def test_the_calibration_line_refuses_certainty():
    with pytest.raises(ValueError, match=r"y_prob must lie strictly between 0 and 1; got 2 of 3 at an end"):
        calibration_line([0, 1, 1], [0.0, 0.4, 1.0])


@pytest.mark.parametrize("share", [0.01, 0.2, 0.6])
def test_a_new_prevalence_is_found_without_labels(share):
    here, there = (GaussianClasses([0, 0], [1.5, 0.75], prevalence=p) for p in (0.05, share))
    X, _ = there.sample(40_000, seed=4)
    assert estimate_prevalence(here.posterior(X), from_prevalence=0.05) == pytest.approx(share, abs=0.01)
