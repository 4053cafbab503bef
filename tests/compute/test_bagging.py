"""Balanced bagging: what each model sees, what is averaged, and who predicts whom."""

import numpy as np
import pytest
from imblearn.ensemble import BalancedBaggingClassifier
from sklearn.tree import DecisionTreeClassifier

from lessonlib.compute.bagging import balanced_bagging, balanced_bootstrap, out_of_bag
from lessonlib.compute.curves import auroc
from lessonlib.compute.data import GaussianClasses

CLOUDS = GaussianClasses((0.0, 0.0), (1.6, 1.2))


def tree(X, y):
    model = DecisionTreeClassifier(random_state=0).fit(X, y)
    return lambda rows: model.predict_proba(rows)[:, 1]


def test_a_sample_is_a_bootstrap_of_both_classes():
    y = np.arange(200) % 5 == 0
    rng = np.random.default_rng(0)
    times = np.zeros(200)
    for _ in range(500):
        rows = balanced_bootstrap(y, rng)
        drawn = np.bincount(rows, minlength=200)
        assert drawn[y].sum() == drawn[~y].sum() == 40
        assert drawn[y].min() == 0
        times += drawn > 0
    assert times[y].mean() / 500 == pytest.approx(1 - (1 - 1 / 40) ** 40, abs=0.01)
    assert times[~y].mean() / 500 == pytest.approx(1 - (1 - 1 / 160) ** 40, abs=0.01)


def test_every_model_is_fitted_to_its_own_sample_and_all_are_averaged():
    seen = []

    def fit(X, y):
        seen.append((X[:, 0], y))
        return lambda rows: np.full(len(rows), 0.1 * len(seen))

    X, y = np.arange(100.0)[:, None], np.repeat([0, 1], [90, 10])
    p = balanced_bagging(X, y, X[:7], fit, n_estimators=4)
    assert p == pytest.approx(np.full(7, (0.1 + 0.2 + 0.3 + 0.4) / 4))
    assert all(np.array_equal(labels, rows >= 90) for rows, labels in seen)
    assert len({tuple(rows) for rows, _ in seen}) == 4


def test_rows_out_of_the_bag_are_predicted_by_models_that_have_not_seen_them():
    def fit(X, _y):
        return lambda rows: np.isin(rows[:, 0], X[:, 0]) * 0.5 + 0.25

    X, y = np.arange(60.0)[:, None], np.repeat([0, 1], [40, 20])
    p = out_of_bag(X, y, fit, n_estimators=200)
    assert p == pytest.approx(np.full(60, 0.25))
    once = out_of_bag(X, y, fit, n_estimators=1, seed=3)
    rows = balanced_bootstrap(y, np.random.default_rng(3))
    assert np.flatnonzero(np.isnan(once)).tolist() == np.unique(rows).tolist()


def test_the_seed_decides():
    X, y = CLOUDS.sample_counts(95, 5, seed=1)
    first, again, other = (balanced_bagging(X, y, X, tree, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_it_does_about_as_well_as_imbalanced_learns():
    X_fresh, y_fresh = CLOUDS.sample(5_000, seed=0)
    gaps = []
    for seed in range(5):
        X, y = CLOUDS.sample_counts(950, 50, seed)
        ours = balanced_bagging(X, y, X_fresh, tree, n_estimators=30, seed=seed)
        theirs = BalancedBaggingClassifier(n_estimators=30, random_state=seed).fit(X, y).predict_proba(X_fresh)[:, 1]
        gaps.append(auroc(y_fresh, ours) - auroc(y_fresh, theirs))
    assert abs(np.mean(gaps)) < 0.02


@pytest.mark.parametrize("method", [lambda *a, **k: balanced_bagging(*a[:2], [[0.0]], a[2], **k), out_of_bag])
@pytest.mark.parametrize(
    ("X", "y", "options", "message"),
    [
        ([[0.0], [1.0]], [1, 1], {}, "y must hold both classes"),
        ([[0.0]], [0, 1], {}, "X and y must have the same number of rows"),
        ([[0.0], [1.0]], [0, 1], {"n_estimators": 0}, "n_estimators must be at least 1; got 0"),
    ],
)
def test_what_is_refused(method, X, y, options, message):
    with pytest.raises(ValueError, match=message):
        method(X, y, tree, **options)


def test_rows_that_are_in_every_sample_have_no_prediction():
    assert np.isnan(out_of_bag([[0.0], [1.0]], [0, 1], tree, n_estimators=3)).all()


def test_a_learner_that_returns_something_else_is_named():
    with pytest.raises(ValueError, match=r"the output of fit\(X, y\) must lie in \[0, 1\]"):
        balanced_bagging([[0.0], [1.0]], [0, 1], [[0.5]], lambda _X, _y: lambda rows: np.full(len(rows), 7.0))
