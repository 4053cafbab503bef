"""The scatter of curves: precision read off by counting, repeatable draws, bands that hold what they say."""

import numpy as np
import pytest
from hypothesis import given

from lessonlib.compute.curves import RECALLS, average_precision, curve_scatter, precision_at_recalls
from lessonlib.compute.data import GaussianClasses

from .strategies import labelled_scores

CLASSES = GaussianClasses([0.0], [1.5], prevalence=0.05)


@given(labelled_scores())
def test_precision_at_a_recall_is_that_of_the_strictest_threshold_that_reaches_it(case):
    y, scores = np.array(case[0]), np.array(case[1])
    recalls = [0.01, 0.3, 0.5, 1.0]
    for recall, precision in zip(recalls, precision_at_recalls(y, scores, recalls), strict=True):
        reaching = [t for t in np.unique(scores) if np.mean(scores[y == 1] >= t) >= recall - 1e-12]
        assert precision == pytest.approx(np.mean(y[scores >= max(reaching)]))


def test_the_mean_over_the_recalls_of_each_positive_is_average_precision():
    X, y = CLASSES.sample_counts(190, 10, seed=1)
    reached = precision_at_recalls(y, X[:, 0], np.arange(1, 11) / 10)
    assert reached.mean() == pytest.approx(average_precision(y, X[:, 0]))


def test_the_same_seed_draws_the_same_sets_and_more_repeats_begin_alike():
    three, five = (curve_scatter(CLASSES, 8, n_repeats=n, seed=4) for n in (3, 5))
    assert five.average_precision[:3].tolist() == three.average_precision.tolist()
    assert not np.array_equal(curve_scatter(CLASSES, 8, 3, seed=5).precision, three.precision)
    assert three.precision.shape == (3, len(RECALLS))


def test_a_band_lies_between_the_extremes_and_widens_with_the_confidence():
    scatter = curve_scatter(CLASSES, 10, n_repeats=60)
    (low, high), (inner_low, inner_high) = scatter.band(), scatter.band(0.5)
    assert np.all(scatter.precision.min(axis=0) <= low)
    assert np.all(low <= inner_low)
    assert np.all(inner_low <= inner_high)
    assert np.all(inner_high <= high)


def test_more_positives_scatter_less():
    few, many = (curve_scatter(CLASSES, n, n_repeats=60) for n in (10, 160))
    assert many.average_precision.std() < few.average_precision.std() / 2


@pytest.mark.parametrize("change", [{"n_positive": 0}, {"n_repeats": 0}])
def test_refuses_empty_sets_and_no_sets(change):
    with pytest.raises(ValueError, match="must be at least 1; got 0"):
        curve_scatter(**{"classes": CLASSES, "n_positive": 10} | change)
