"""Data: the source lesson's arrays, posteriors that are true, and what stands in without a network."""

from types import SimpleNamespace
from urllib.error import URLError

import numpy as np
import pytest
import sklearn.datasets
from scipy.stats import multivariate_normal, norm

from lessonlib.compute.curves import auroc
from lessonlib.compute.data import (
    LESSON_CLASSES,
    DatasetUnavailable,
    GaussianClasses,
    load_abalone,
    load_digits_8,
    load_openml,
    make_imbalanced_data,
)


def test_the_source_lessons_arrays():
    X, y = make_imbalanced_data()
    first_rows = [
        [1.0240625258114624, 0.5925269492011831],
        [1.66125921454787, -0.45709625658627184],
        [-1.6074832345612275, 0.1846338585323042],
    ]
    assert X[:3] == pytest.approx(np.array(first_rows), abs=1e-12)
    assert X.sum(axis=0) == pytest.approx([158.05769439576994, 180.37785254347295], abs=1e-9)
    assert (X**2).sum() == pytest.approx(2577.4509528400877, abs=1e-9)
    assert np.flatnonzero(y)[:5].tolist() == [15, 78, 85, 103, 105]
    assert (y[:800].sum(), y[800:].sum()) == (36, 14)


def test_as_many_rows_of_each_class_as_asked_for():
    X, y = make_imbalanced_data(n_majority=30, n_minority=7, seed=1)
    assert X.shape == (37, 2)
    assert np.bincount(y.astype(int)).tolist() == [30, 7]


def test_the_clouds_lie_where_they_should():
    X, y = make_imbalanced_data(n_majority=100_000, n_minority=100_000, seed=0)
    for label, centre, spread in ((0, 0.0, 1.0), (1, 2.5, 0.8)):
        assert X[y == label].mean(axis=0) == pytest.approx([centre] * 2, abs=0.02)
        assert X[y == label].std(axis=0) == pytest.approx([spread] * 2, abs=0.02)


def test_the_posterior_is_bayes_rule():
    clouds = GaussianClasses([0, 1, 2], [1, 1, 0], sd_negative=1.5, sd_positive=0.5, prevalence=0.2)
    X, _ = clouds.sample(50, seed=0)
    positive = 0.2 * multivariate_normal([1, 1, 0], 0.25).pdf(X)
    negative = 0.8 * multivariate_normal([0, 1, 2], 2.25).pdf(X)
    assert clouds.posterior(X) == pytest.approx(positive / (positive + negative), abs=1e-12)


def test_the_lessons_classes_are_the_lessons_generator():
    assert LESSON_CLASSES.posterior([[2.5, 2.5]]) == pytest.approx([1 / (1 + 19 * 0.8**2 * np.exp(-6.25))], abs=1e-12)


def test_two_unit_clouds_have_the_auroc_of_their_distance():
    X, y = GaussianClasses([0.0], [1.6], prevalence=0.3).sample(50_000, seed=2)
    assert auroc(y, X[:, 0]) == pytest.approx(norm.cdf(1.6 / np.sqrt(2)), abs=0.01)


def test_sample_draws_the_labels_and_sample_counts_fixes_them():
    X, y = LESSON_CLASSES.sample(100_000, seed=0)
    assert y.mean() == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 100_000))
    X, y = LESSON_CLASSES.sample_counts(3, 2, seed=0)
    assert (X.shape, y.tolist()) == ((5, 2), [0, 0, 0, 1, 1])


@pytest.mark.parametrize("draw", [make_imbalanced_data, LESSON_CLASSES.sample, LESSON_CLASSES.sample_counts])
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(draw):
    sizes = (40,) if draw == LESSON_CLASSES.sample else (30, 10)
    first, again, other = (draw(*sizes, seed=seed)[0] for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_digits_have_174_eights_among_1797():
    X, y, about = load_digits_8()
    assert (X.shape, y.sum(), X.min(), X.max()) == ((1797, 64), 174, 0, 1)
    assert about == "scikit-learn's digits, 8 against the rest"


def test_thinning_drops_eights_and_nothing_else():
    X, y, about = load_digits_8(n_positive=35, seed=3)
    full_X, full_y, _ = load_digits_8()
    assert (len(y), y.sum()) == (1797 - 174 + 35, 35)
    assert np.array_equal(X[y == 0], full_X[full_y == 0])
    assert {row.tobytes() for row in X[y == 1]} <= {row.tobytes() for row in full_X[full_y == 1]}
    assert about.endswith("thinned to 35 eights")


def test_another_seed_keeps_other_eights():
    first, again, other = (load_digits_8(n_positive=35, seed=seed).X for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_abalones_are_rare_by_nature_and_nothing_is_missing():
    X, y, about = load_abalone()
    assert (X.shape, y.sum(), load_abalone(rings=7).y.sum()) == ((4177, 9), 32, 391)
    assert np.isfinite(X).all()
    assert X[:, :2].sum(axis=1).max() == 1  # infant, female, or neither: male
    assert "19 rings" in about


@pytest.mark.parametrize("problem", [URLError("no route to host"), TimeoutError("timed out"), ConnectionRefusedError()])
def test_without_a_network_the_thinned_digits_stand_in_and_it_is_said(monkeypatch, problem):
    def offline(**_):
        raise problem

    monkeypatch.setattr(sklearn.datasets, "fetch_openml", offline)
    with pytest.warns(DatasetUnavailable, match=r"mammography could not be fetched from OpenML \(.*\)\. The digits"):
        _, y, about = load_openml("mammography")
    assert (len(y), y.sum()) == (1658, 35)
    assert "thinned to 35 eights" in about


def test_the_text_labels_of_openml_become_zero_and_one(monkeypatch):
    fetched = SimpleNamespace(data=np.eye(3, dtype=int), target=np.array(["-1", "1", "-1"], dtype=object))
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", lambda **_: fetched)
    X, y, about = load_openml("mammography")
    assert (X.dtype, y.tolist(), about) == (float, [0, 1, 0], "OpenML 310, mammography")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: make_imbalanced_data(n_minority=0), ValueError, "n_minority must be at least 1; got 0"),
        (lambda: make_imbalanced_data(n_majority=9.5), TypeError, "n_majority must be a whole number; got 9.5"),
        (
            lambda: GaussianClasses([0], [1], prevalence=1),
            ValueError,
            "prevalence must lie strictly between 0 and 1; got 1",
        ),
        (
            lambda: GaussianClasses([0], [1, 2]),
            ValueError,
            "mean_negative and mean_positive must have the same length; got 1",
        ),
        (
            lambda: GaussianClasses([0], [1], sd_positive=0),
            ValueError,
            "sd_negative and sd_positive must be positive; got 1.0",
        ),
        (lambda: LESSON_CLASSES.sample(0), ValueError, "n_samples must be at least 1; got 0"),
        (lambda: LESSON_CLASSES.sample_counts(3, -1), ValueError, "n_positive must be at least 0; got -1"),
        (lambda: LESSON_CLASSES.posterior([1.0, 2.0]), ValueError, r"X must have shape \(n_samples, n_features\)"),
        (lambda: LESSON_CLASSES.posterior([[1.0]]), ValueError, "X must have 2 features, as the clouds have; got 1"),
        (lambda: load_digits_8(n_positive=175), ValueError, r"n_positive must not exceed 174; got 175\. Leave it out"),
        (lambda: load_digits_8(n_positive=0), ValueError, "n_positive must be at least 1; got 0"),
        (lambda: load_abalone(rings=28), ValueError, "rings must be a count that occurs, from 1 to 29; got 28"),
        (lambda: load_openml("spam"), ValueError, "name must be one of creditcard, mammography; got 'spam'"),
    ],
)
def test_refuses_what_can_not_be_drawn_or_loaded(call, error, message):
    with pytest.raises(error, match=message):
        call()
