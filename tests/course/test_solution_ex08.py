"""What exercise 08 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest

from lessonlib import (
    GaussianClasses,
    auroc,
    bayes_threshold,
    brier_score,
    fit_logistic_regression,
    isotonic_probabilities,
    platt_scaling,
    platt_targets,
    precision_recall_curve,
    reliability_bins,
    sigmoid,
    smote_resample,
)
from lessonlib.checks.exercises.ex08 import eight_rows, six_rows
from lessonlib.draw.calibration import platt_picture
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex08_platt_scaling")
CLOUDS = GaussianClasses((0.0, 0.0), (1.6, 1.2), prevalence=0.05)


def test_the_six_rows_of_the_check_are_those_of_the_notebook():
    scores, y = six_rows(None)
    assert "four negatives with score 0, two positives with score 2" in SOLUTION.source("by-hand")
    assert scores[y == 0].tolist() == [0] * 4
    assert scores[y == 1].tolist() == [2] * 2


def test_the_coefficients_worked_by_hand_are_right():
    scores, y = six_rows(None)
    a, b = platt_scaling(scores, y)
    text = SOLUTION.source("by-hand")
    assert platt_targets(y)[[0, -1]].tolist() == pytest.approx([1 / 6, 3 / 4])
    assert "| positives | (N₊ + 1) / (N₊ + 2) | 3/4 |" in text
    assert "| negatives | 1 / (N₋ + 2) | 1/6 |" in text
    assert f"b = −{-b:.3f}" in text
    assert f"= {a:.3f}." in text
    assert f"ln 3 = {np.log(3):.3f}" in text


def test_the_staircase_worked_by_hand_is_right():
    scores, y = eight_rows(None)
    rows = dict(re.findall(r"^\| (score|label|p) \| (.*) \|$", SOLUTION.source("harder"), re.MULTILINE))
    shown = {name: [eval(cell) for cell in row.split(" | ")] for name, row in rows.items()}
    assert shown["score"] == scores.tolist()
    assert shown["label"] == y.tolist()
    assert shown["p"] == pytest.approx(isotonic_probabilities(scores, y))


def test_forty_draws_leave_the_ranking_alone_and_mend_the_probabilities():
    auroc_line, ap_line, brier_line, mean_line = SOLUTION.numbers("repeats")
    assert set(auroc_line[-2:] + ap_line[-2:]) == {0}
    assert max(brier_line[-2:]) < 0
    assert max(mean_line[-2:]) < 0
    (before, *_), (after, *_) = SOLUTION.numbers("closer")
    assert after < before / 10


@pytest.mark.parametrize("seed", range(5))
def test_not_one_row_changes_its_place(seed):
    fresh, (a, b) = smote_scores(seed)
    _, y = CLOUDS.sample(20_000, seed=0)
    assert a > 0
    assert auroc(y, sigmoid(a * fresh + b)) == auroc(y, fresh)


def smote_scores(seed):
    """Return the SMOTE model's scores on the fresh rows, and Platt's coefficients, as the notebook makes them."""
    X_fresh, _ = CLOUDS.sample(20_000, seed=0)
    w, b = fit_logistic_regression(*smote_resample(*CLOUDS.sample_counts(570, 30, seed), seed=seed), l2=1.0)
    X, y = CLOUDS.sample_counts(380, 20, seed + 1000)
    return X_fresh @ w + b, platt_scaling(X @ w + b, y)


def test_far_too_many_rows_pass_the_threshold_of_the_costs_before_and_about_the_right_ones_after():
    """So says the model answer; the right ones are those whose true probability reaches it."""
    X_fresh, _ = CLOUDS.sample(20_000, seed=0)
    fresh, (a, b) = smote_scores(0)
    threshold = bayes_threshold(cost_fp=1, cost_fn=9)
    each = CLOUDS.posterior(X_fresh), sigmoid(fresh), sigmoid(a * fresh + b)
    right, before, after = (np.mean(p >= threshold) for p in each)
    assert threshold == pytest.approx(0.1)
    assert before > 3 * right
    assert after == pytest.approx(right, abs=0.05)


def test_saturation_ties_rows_and_costs_auroc():
    (raw,), (squeezed, tied, _), (calibrated,) = SOLUTION.numbers("saturated")
    assert squeezed < raw
    assert tied > 1000
    assert calibrated == raw


def test_the_slope_turns_over_about_as_often_as_the_known_share():
    flips, of, percent, _, low, high = SOLUTION.numbers("flips")[0]
    assert percent == pytest.approx(100 * flips / of, abs=0.05)
    assert low < 15.8 < high


def test_own_rows_and_freedom_cost():
    assert min(SOLUTION.numbers("own-rows-run")[0][-2:]) > 0
    brier_line, auroc_line = SOLUTION.numbers("freedom-run")
    assert min(brier_line[-2:]) > 0
    assert max(auroc_line[-2:]) < 0


def test_with_two_thousand_positives_less_of_the_difference_is_left():
    """So the reader finds who follows the invitation to change something."""
    X_fresh, y_fresh = CLOUDS.sample(20_000, seed=0)
    w, b = fit_logistic_regression(*smote_resample(*CLOUDS.sample_counts(570, 30, 0), seed=0), l2=1.0)
    gaps = []
    for negatives, positives in ((380, 20), (38_000, 2_000)):
        X, y = CLOUDS.sample_counts(negatives, positives, 1000)
        scores, fresh = X @ w + b, X_fresh @ w + b
        order = np.argsort(scores)
        stairs = np.interp(fresh, scores[order], isotonic_probabilities(scores, y)[order])
        slope, intercept = platt_scaling(scores, y)
        gaps.append(brier_score(y_fresh, stairs) - brier_score(y_fresh, sigmoid(slope * fresh + intercept)))
    assert gaps[0] > 0
    assert gaps[1] < gaps[0] / 3


def test_the_picture_draws_both_and_says_what_it_shows():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [900, 100])
    p = np.clip(rng.normal(0.3 + 0.2 * y, 0.1), 0, 1)
    curves = [precision_recall_curve(y, part)[:2] for part in (p, p / 2)]
    picture = platt_picture(curves, [reliability_bins(y, part) for part in (p, p / 2)], 0.1)
    first, second = (np.mean(part) - 0.1 for part in (p, p / 2))
    assert f"by {first:+.3f} before and by {second:+.3f} after" in picture.alt
    assert picture.png.startswith(b"\x89PNG")
