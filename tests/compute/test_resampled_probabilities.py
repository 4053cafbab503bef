"""Probabilities after resampling: what theory says of a model that can be right, and honest intervals of bins."""

import numpy as np
import pytest

from lessonlib.compute.calibration import brier_score, reliability, reliability_bins
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.resampling_path import (
    EQUAL_CLOUDS,
    TREATMENTS,
    resampled_probabilities,
)
from lessonlib.compute.uncertainty import wilson_interval

SHARES = (0.05, 0.2, 0.5)


@pytest.mark.parametrize("method", TREATMENTS)
def test_the_model_learns_the_posterior_of_the_world_it_was_shown(method):
    found = resampled_probabilities(method, SHARES, n_train=40_000)
    X, y = EQUAL_CLOUDS.sample(20_000, seed=[0, 1])
    assert np.array_equal(found.y, y)
    for share, p in zip(SHARES, found.p, strict=True):
        shown = GaussianClasses(EQUAL_CLOUDS.mean_negative, EQUAL_CLOUDS.mean_positive, prevalence=share)
        assert np.abs(p - shown.posterior(X)).mean() < 0.02


@pytest.mark.parametrize("method", TREATMENTS)
def test_the_correction_brings_every_share_back_to_the_truth(method):
    found = resampled_probabilities(method, SHARES, n_train=40_000)
    X, y = EQUAL_CLOUDS.sample(20_000, seed=[0, 1])
    best = brier_score(y, EQUAL_CLOUDS.posterior(X))
    assert found.corrected[0] == pytest.approx(found.p[0], abs=1e-12)
    for corrected in found.corrected:
        assert brier_score(y, corrected) < best + 0.0005
    assert brier_score(y, found.p[-1]) > 3 * best


def test_held_out_rows_are_other_rows_of_the_same_world():
    found = resampled_probabilities("class weights", SHARES)
    y_held_out, p_held_out = found.held_out
    assert p_held_out.shape == found.p.shape
    assert not np.array_equal(y_held_out, found.y)
    assert p_held_out.mean(axis=1) == pytest.approx(found.p.mean(axis=1), abs=0.01)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    first, again = (resampled_probabilities("SMOTE", (0.05, 0.5)) for _ in range(2))
    assert np.array_equal(first.p, again.p)
    assert not np.array_equal(first.p, resampled_probabilities("SMOTE", (0.05, 0.5), seed=1).p)


def test_a_class_given_with_lists_works():
    found = resampled_probabilities("class weights", (0.1, 0.5), GaussianClasses([0.0], [1.0], prevalence=0.1))
    assert found.p.shape == (2, 20_000)


@pytest.mark.parametrize("strategy", ["uniform", "quantile"])
def test_reliability_adds_the_interval_of_each_bins_share(strategy):
    rng = np.random.default_rng(0)
    p = rng.random(500)
    y = (rng.random(500) < p).astype(int)
    curve, bins = reliability(y, p, 7, strategy), reliability_bins(y, p, 7, strategy)
    for column in ("prob_pred", "prob_true", "counts"):
        assert np.array_equal(getattr(curve, column), getattr(bins, column))
    for share, count, low, high in zip(*curve[1:], strict=True):
        assert (low, high) == pytest.approx(wilson_interval(round(share * count), int(count)))


def test_intervals_of_true_probabilities_cover_the_diagonal_about_19_times_in_20():
    covered = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        p = rng.random(2_000)
        curve = reliability((rng.random(2_000) < p).astype(int), p)
        covered += ((curve.low <= curve.prob_pred) & (curve.prob_pred <= curve.high)).tolist()
    assert np.mean(covered) == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: resampled_probabilities("copies", SHARES), r"method must be one of class weights, .*; got 'copies'"),
        (lambda: resampled_probabilities("SMOTE", (0.01, 0.5)), r"shares must lie between the prevalence, 0\.05, and"),
        (lambda: resampled_probabilities("SMOTE", (0.05, 0.6)), r"shares must lie between .*; got 0\.6\. Drop it"),
        (lambda: reliability([0, 1], [0.1, 1.5]), r"y_prob must lie in \[0, 1\]"),
    ],
)
def test_refuses_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()
