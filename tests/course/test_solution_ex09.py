"""What exercise 09 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest

from lessonlib import GaussianClasses, bayes_threshold, correct_prior, fit_logistic_regression, predict_probability
from lessonlib.compute.bagging import balanced_bagging, balanced_bootstrap, out_of_bag
from lessonlib.draw.compare import strips_picture
from tests.course.solution_notebooks import DECIMAL, Solution

SOLUTION = Solution("ex09_balanced_bagging")
CLOUDS = GaussianClasses((0.0, 0.0), (1.6, 1.2), prevalence=0.05)


def test_the_three_models_worked_by_hand_are_right(monkeypatch):
    rows = re.findall(
        r"^\| (\d) \| (\d), (\d) \| (\d), (\d) \| (0\.\d) \| (\d\.\d) \|$", SOLUTION.source("by-hand"), re.M
    )
    samples = [list(map(int, row[1:5])) for row in rows]
    assert all(set(sample[:2]) <= {4, 5} and set(sample[2:]) <= {0, 1, 2, 3} for sample in samples)
    said = {tuple(sample): (float(row[5]), float(row[6])) for sample, row in zip(samples, rows, strict=True)}
    drawn = iter(samples)
    monkeypatch.setattr("lessonlib.compute.bagging.balanced_bootstrap", lambda _y, _rng: next(drawn))

    def fit(X, _y):
        new, fourth = said[tuple(X[:, 0].astype(int))]
        return lambda rows: np.where(rows[:, 0] == 4, fourth, new)

    X, y = np.arange(6.0)[:, None], [0, 0, 0, 0, 1, 1]
    assert balanced_bagging(X, y, [[9.0]], fit, n_estimators=3) == pytest.approx([0.6])
    drawn = iter(samples)
    assert out_of_bag(X, y, fit, n_estimators=3)[4] == pytest.approx(0.6)
    assert "(0.9 + 0.3 + 0.6) / 3 = 0.6" in SOLUTION.source("by-hand")
    assert "(0.5 + 0.7) / 2 = 0.6" in SOLUTION.source("by-hand")


def test_balanced_bagging_helps_trees_and_not_the_regression():
    smote_tree, bagged, smote_regression, plain, against_regression = SOLUTION.numbers("verdicts", DECIMAL)
    assert smote_tree[1] > 0.1
    assert bagged[1] > 0
    assert max(np.abs(smote_regression + plain)) < 0.005
    assert against_regression[2] < 0


def test_thirty_trees_scatter_less_than_one_with_smote():
    one, thirty, regression, regressions = map(np.array, SOLUTION.numbers("seeds", DECIMAL))
    assert np.all(thirty < one)
    assert thirty[0] > thirty[1]
    assert regression[1] < thirty[1] / 5
    assert regressions[1] < thirty[1] / 5


def test_the_probabilities_are_more_than_four_times_the_prevalence_and_the_correction_takes_it_back():
    bagged, balanced, regressions = SOLUTION.numbers("probabilities-code", DECIMAL)
    assert bagged[0] == pytest.approx(1, abs=0.15)
    assert bagged[2] > bagged[1]
    for ratio, before, after in (balanced, regressions):
        assert ratio > 4
        assert after < before / 2


def test_what_the_model_answers_say_of_thresholds_and_coefficients():
    assert correct_prior([0.5], from_prevalence=0.5, to_prevalence=0.05) == pytest.approx([0.05])
    assert bayes_threshold(cost_fp=1, cost_fn=19) == pytest.approx(0.05)
    X, y = CLOUDS.sample_counts(950, 50, seed=1)
    rng = np.random.default_rng(0)
    p = [
        predict_probability(X, *fit_logistic_regression(X[rows], y[rows], l2=0.1))
        for rows in (balanced_bootstrap(y, rng), balanced_bootstrap(y, rng))
    ]
    assert np.mean(np.abs(p[0] - p[1])) < 0.05


def test_own_rows_promise_far_too_much_and_out_of_bag_errs_a_little_on_the_low_side():
    own, out = SOLUTION.numbers("honest-code", DECIMAL)
    assert own[1] > 0.05
    assert out[2] < 0
    assert abs(out[0]) < own[0] / 3


def test_a_positive_is_left_out_by_about_a_third_of_the_models():
    """50 positives: (1 − 1/50)⁵⁰."""
    y = np.repeat([0, 1], [950, 50])
    rng = np.random.default_rng(0)
    out = [1 - len(np.unique(rows[rows >= 950])) / 50 for rows in (balanced_bootstrap(y, rng) for _ in range(200))]
    assert np.mean(out) == pytest.approx((1 - 1 / 50) ** 50, abs=0.01)
    assert np.mean(out) == pytest.approx(1 / 3, abs=0.04)


def test_the_picture_says_what_it_shows():
    picture = strips_picture({"a": [0.1, 0.3], "b": [0.2, 0.2]}, "AUROC", groups={"b": 1})
    assert "a 0.10 to 0.30, mean 0.200; b 0.20 to 0.20, mean 0.200" in picture.alt
    assert picture.png.startswith(b"\x89PNG")
