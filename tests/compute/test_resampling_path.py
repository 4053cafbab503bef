"""Resampling to many ratios: counts add up, truth agrees with a large sample, and known limits hold."""

import numpy as np
import pytest

from lessonlib.compute.curves import auroc
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.logistic import fit_logistic_regression
from lessonlib.compute.resampling import random_oversample, random_undersample
from lessonlib.compute.resampling_path import CLOSER_CLASSES, L2, resampling_path, true_auroc

X, Y = CLOSER_CLASSES.sample_counts(190, 10, seed=0)
RATIOS = [10 / 190, 0.2, 1.0]


def over(X, y, ratio, seed):
    return random_oversample(X, y, seed, ratio=ratio)


def under(X, y, ratio, seed):
    return random_undersample(X, y, seed, ratio=ratio)


def test_how_often_each_row_occurs():
    copied, kept = resampling_path(X, Y, over, RATIOS).times, resampling_path(X, Y, under, RATIOS).times
    assert copied[:, Y == 0].tolist() == [[1] * 190] * 3
    assert copied[:, Y == 1].sum(axis=1).tolist() == [10, 38, 190]
    assert copied[:, Y == 1].min() >= 1
    assert kept[:, Y == 0].sum(axis=1).tolist() == [190, 50, 10]
    assert kept[:, Y == 1].tolist() == [[1] * 10] * 3
    assert kept.max() == 1


@pytest.mark.parametrize("method", [over, under])
def test_each_model_is_fitted_to_its_own_resampled_rows(method):
    path = resampling_path(X, Y, method, RATIOS, seed=5)
    for index, ratio in enumerate(RATIOS):
        w, b = fit_logistic_regression(*method(X, Y, ratio, 5), l2=L2)
        assert path.w[index] == pytest.approx(w, abs=1e-8)
        assert path.b[index] == pytest.approx(b, abs=1e-8)


def test_its_truth_is_that_of_a_large_sample():
    path = resampling_path(X, Y, over, RATIOS)
    fresh, labels = CLOSER_CLASSES.sample_counts(200_000, 200_000, seed=1)
    for w, b, recall, alarms, area in zip(path.w, path.b, path.recall, path.false_alarm_rate, path.auroc, strict=True):
        scores = fresh @ w + b
        assert np.mean(scores[labels == 1] >= 0) == pytest.approx(recall, abs=0.005)
        assert np.mean(scores[labels == 0] >= 0) == pytest.approx(alarms, abs=0.005)
        assert auroc(labels, scores) == pytest.approx(area, abs=0.003)
    assert np.all(np.diff(path.mean_probability) > 0)


def test_the_auroc_of_equal_clouds_is_known():
    # Two unit clouds d apart: AUROC = Φ(d / √2); .7602 for d = 1. Its sign turns with w, its length does not matter.
    clouds = GaussianClasses((0.0, 0.0), (1.0, 0.0))
    assert true_auroc([1.0, 0.0], clouds) == pytest.approx(0.76025, abs=1e-5)
    assert true_auroc([-7.0, 0.0], clouds) == pytest.approx(1 - 0.76025, abs=1e-5)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda X, y, *_: (X + 0.5, y),
        lambda X, y, *_: (X - 1, y),
        lambda X, y, *_: (X, 1 - y),
        lambda X, y, *_: (X, y[:-1]),
        lambda X, y, *_: (X[:0], y[:0]),
    ],
)
def test_rows_that_are_not_those_of_the_data_are_refused(wrong):
    with pytest.raises(ValueError, match=r"method must return rows of X with their labels; got others\. Choose row"):
        resampling_path(X, Y, wrong, RATIOS)
