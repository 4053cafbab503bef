"""What exercise 10 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from lessonlib import (
    GaussianClasses,
    f1,
    find_optimal_threshold,
    fit_logistic_regression,
    predict_probability,
    roc_curve,
    smote_resample,
    stratified_split,
)
from lessonlib.checks.exercises.ex10 import five_repeats, right
from lessonlib.compute.prevalence import f1_at_prevalence, ratio_experiment
from lessonlib.draw.compare import ratio_picture
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex10_ratio_experiment")
CLOUDS = GaussianClasses((0.0, 0.0), (1.6, 1.2))


def intervals_printed(cell_id):
    """Return {metric: rows of mean, low, high}."""
    tables = re.findall(r"^(\w+)\n((?: .*\n)+)", SOLUTION.printed(cell_id), re.MULTILINE)
    return {name: np.array(re.findall(r"[+-]\d\.\d+", rows), dtype=float).reshape(-1, 3) for name, rows in tables}


def differences_drawn():
    """Return two arrays of (low, high): at 0.5 and tuned, as the picture's words give them."""
    words = SOLUTION.words("picture").replace("−", "-")
    found = re.findall(r"difference ([+-]\d\.\d+) to ([+-]\d\.\d+)", words)
    return np.array(found, dtype=float).reshape(2, 5, 2)


def test_the_parts_worked_by_hand_are_right():
    sizes = []

    def fit(_X, y):
        sizes.append((int(y.sum()), int(len(y) - y.sum())))
        return lambda rows: rows[:, 0]

    def score(y_validation, _p, y_test, _q):
        sizes.extend((int(part.sum()), int(len(part) - part.sum())) for part in (y_validation, y_test))
        return 0.0

    X, y = CLOUDS.sample_counts(100, 100, seed=0)
    ratio_experiment(X, y, [0.1], fit, lambda X, y: smote_resample(X, y, k=4), score, n_rows=100, n_repeats=1)
    rows = re.findall(r"^\| .* \| (\d+) \| (\d+) \|$", SOLUTION.source("by-hand"), re.MULTILINE)
    drawn, *shown = [(int(positives), int(negatives)) for positives, negatives in rows]
    assert drawn == (10, 90)
    assert shown == sizes[:4]


def test_the_interval_worked_by_hand_is_right():
    scores = five_repeats(None)
    ((mean, low, high),) = right(scores)
    text = SOLUTION.source("by-hand-interval")
    first, second = (
        re.findall(r"\.\d\d\b", part)
        for part in re.search(r"without SMOTE (.*), and with it (.*)\. The", text).groups()
    )
    assert [float(number) for number in first] == scores[0, :, 0].tolist()
    assert [float(number) for number in second] == scores[0, :, 1].tolist()
    assert f"from −.{-low:.3f}".replace("−.0.", "−.") in text
    assert f"to +{high:.3f}".replace("+0", "+") in text
    assert mean == pytest.approx(0.02)
    assert (scores[0, :, 1] - scores[0, :, 0]).std(ddof=1) == pytest.approx(0.0187, abs=5e-5)


def test_at_one_half_smote_raises_recall_and_lowers_f1():
    recall = intervals_printed("recall-table")["recall_at_half"]
    assert np.all(recall[1:, 1] > 0)
    assert np.all(np.diff(recall[:, 0]) > 0)
    at_half, _ = differences_drawn()
    assert np.all(at_half[2:4, 1] < 0)
    assert at_half[4, 0] < 0 < at_half[4, 1]


def test_tuned_no_interval_shows_a_gain_and_the_ranking_is_the_same():
    _, tuned = differences_drawn()
    assert np.all(tuned[:, 0] <= 0)
    assert np.all(tuned[:-1, 1] >= 0)
    assert tuned[-1, 1] < 0  # "lies below 0 here"
    assert np.abs(intervals_printed("recall-table")["ranking"]).max() < 0.005


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_two_repeats_share_few_rows_and_would_share_many_of_a_smaller_pool(share):
    """Rows of a class that two repeats have in common, as a share of those that one of them draws."""
    drawn = max(share, 1 - share) * 4_000
    assert drawn / 100_000 < 0.04
    assert drawn / 10_000 == pytest.approx(0.36 if share == 0.1 else 0.2)
    assert "100,000 rows each" in SOLUTION.source("use")


def test_both_curves_fall_from_above_eight_tenths_to_below_three():
    found = re.findall(r"(\d\.\d\d) without, (\d\.\d\d) with", SOLUTION.words("picture"))
    for panel in np.array(found, dtype=float).reshape(2, 5, 2):
        assert np.all(np.abs(panel[0] - 0.84) < 0.015)
        assert np.all(panel[-1] < 0.3)


def test_the_neighbours_gain_by_one_metric_and_lose_by_two():
    tables = intervals_printed("neighbours")
    assert np.all(tables["ranking"][1:, 1] > 0)
    assert tables["ranking"][0, 1] < 0 < tables["ranking"][0, 2]
    assert np.all(tables["precision_area"][:, 2] < 0)
    assert np.all(tables["tuned"][:2, 2] < 0)


def test_many_positives_have_no_positive_neighbour_and_smote_lifts_them_out():
    X, y = CLOUDS.sample_counts(1980, 20, seed=0)
    X_fresh, _ = CLOUDS.sample_counts(1, 2_000, seed=1)
    without, with_it = (
        KNeighborsClassifier(5).fit(*rows).predict_proba(X_fresh)[1:, 1]
        for rows in ((X, y), smote_resample(X, y, seed=0))
    )
    assert np.mean(without == 0) > 0.4
    assert np.mean(with_it == 0) < np.mean(without == 0) - 0.2


def test_the_detector_worked_by_hand_is_right():
    rows = re.findall(
        r"^\| 100 of (.*?) \| (\d+) \| (\d+) \| (\d+) \| .* = (\.\d\d) \|$", SOLUTION.source("harder"), re.M
    )
    assert len(rows) == 2
    for n, tp, fp, fn, value in rows:
        counts = {"tp": int(tp), "fp": int(fp), "fn": int(fn)}
        n = int(n.replace(",", ""))
        assert counts == {"tp": 90, "fp": (n - 100) // 10, "fn": 10}
        assert float(value) == pytest.approx(f1(**counts, tn=n - 110), abs=0.005)
        assert float(value) == pytest.approx(f1_at_prevalence(0.9, 0.1, 100 / n), abs=0.005)


def test_one_models_f1_falls_nearly_as_the_measured_one():
    found = re.findall(r"F1 (\d\.\d+), measured (\d\.\d+)", SOLUTION.printed("predicted-table"))
    table = np.array(found, dtype=float)
    assert len(table) == 5
    gap = table[:, 0] - table[:, 1]
    assert np.all((gap >= 0) & (gap < 0.07))
    assert np.argmax(gap) == 4
    assert table[0, 1] == pytest.approx(0.84, abs=0.01)
    assert table[4, 0] == pytest.approx(0.3, abs=0.03)  # so says the model answer


def test_the_best_threshold_for_half_positives_is_far_too_low_at_one_percent():
    w, b = fit_logistic_regression(*CLOUDS.sample_counts(5_000, 5_000, seed=0))
    thresholds = []
    for counts in ((20_000, 20_000), (39_600, 400)):
        X, y = CLOUDS.sample_counts(*counts, seed=1)
        thresholds.append(find_optimal_threshold(y, predict_probability(X, w, b))[0])
    assert thresholds[0] < 0.6
    assert thresholds[1] > 0.85


def test_the_curve_of_the_smote_model_has_the_same_best_f1():
    """So the reader finds who follows the invitation to change something; SMOTE has nothing to do at one half."""
    X, y = CLOUDS.sample_counts(3960, 40, seed=0)
    train, *_ = stratified_split(y, seed=0)
    X_fresh, y_fresh = CLOUDS.sample_counts(5_000, 5_000, seed=1)
    best = []
    for rows in ((X[train], y[train]), smote_resample(X[train], y[train], seed=0)):
        rates, recalls, _ = roc_curve(y_fresh, predict_probability(X_fresh, *fit_logistic_regression(*rows, l2=0.1)))
        best.append(max(f1_at_prevalence(*point, 0.01) for point in zip(recalls, rates, strict=True)))
    assert best[0] == pytest.approx(best[1], abs=0.03)


def test_the_picture_says_what_it_shows():
    means, gaps = [[0.8, 0.8], [0.5, 0.4]], [[0.0, -0.01, 0.01], [-0.1, -0.12, -0.08]]
    picture = ratio_picture([0.5, 0.1], {"tuned": (means, gaps)}, "F1", "SMOTE")
    assert "10 %: 0.50 without, 0.40 with, difference −0.120 to −0.080." in picture.alt
    assert picture.png.startswith(b"\x89PNG")
