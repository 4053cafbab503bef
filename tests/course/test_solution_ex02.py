"""What exercise 02 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest
from scipy.stats import spearmanr

from lessonlib import (
    GaussianClasses,
    fit_logistic_regression,
    make_imbalanced_data,
    predict_probability,
    random_oversample,
    stratified_split,
)
from lessonlib.checks.exercises.ex02 import seven_rows
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex02_resampling")


def verdicts(cell_id):
    """Return {(way, metric): (mean, low, high, word)}."""
    line = r"^(\w+) +(\w+) +([+-][\d.]+), interval ([+-][\d.]+) to ([+-][\d.]+): (.+)$"
    found = re.findall(line, SOLUTION.printed(cell_id), re.MULTILINE)
    return {(way, metric): (*map(float, numbers), word) for way, metric, *numbers, word in found}


def test_the_rows_of_the_check_are_those_of_the_table():
    columns = dict(re.findall(r"^\| (\w+) \| (.*) \|$", SOLUTION.source("by-hand"), re.MULTILINE))
    X, y = seven_rows(None)
    shown = [[float(cell) for cell in columns[name].split(" | ")] for name in ("vibration", "temperature", "failed")]
    assert np.array_equal(np.column_stack([X, y]).T, shown)
    assert (np.sum(y == 0), np.sum(y == 1)) == (5, 2)
    assert round(0.8 * 5) - 2 == 2  # the ratio of section 8


def test_three_copies_are_of_one_row_in_a_quarter_of_the_draws():
    drawn = [set(f"{number:03b}") for number in range(8)]
    assert sum(len(rows) == 1 for rows in drawn) == 2


def test_the_shares_of_the_data_are_as_told():
    X, y = make_imbalanced_data(n_majority=950, n_minority=50, seed=42)
    parts = stratified_split(y, fractions=(0.6, 0.2, 0.2), seed=6)
    assert (len(y), int(y.sum()), int(y[parts.train].sum()), int(y[parts.test].sum())) == (1000, 50, 30, 10)
    assert len(X[parts.train]) == 600


def test_undersampling_drops_most_of_the_healthy_ones():
    kept, negatives = map(int, re.search(r"(\d+) of (\d+) negatives", SOLUTION.words("picture")).groups())
    assert kept < negatives / 2


def test_at_one_half_recall_rises_and_precision_and_f1_fall():
    words = {key: word for key, (*_, word) in verdicts("at-half").items()}
    assert words == {
        **{(way, "recall"): "better" for way in ("over", "under")},
        **{(way, metric): "worse" for way in ("over", "under") for metric in ("precision", "f1")},
    }


def test_with_tuned_thresholds_little_is_left():
    at_half, tuned = verdicts("at-half"), verdicts("tuned")
    for way in ("over", "under"):
        assert abs(tuned[way, "f1"][0]) < abs(at_half[way, "f1"][0]) / 5
    assert tuned["over", "f1"][1] < 0 < tuned["over", "f1"][2]
    assert tuned["under", "f1"][0] < 0


def test_the_probabilities_add_up_to_half_as_many_again():
    means = [float(mean) for mean in re.findall(r"row (0\.\d+)", SOLUTION.printed("mean-p"))]
    assert means[0] == pytest.approx(0.05, abs=0.002)
    assert means[1] / 0.05 == pytest.approx(1.5, abs=0.1)
    assert means[2] > means[1]


def test_what_the_model_answer_says_of_overlap_and_order_holds():
    too_high = []
    for distance in (3.0, 2.0, 1.0):
        X, y = GaussianClasses((0.0, 0.0), (distance, 0.0), prevalence=0.05).sample(20_000, seed=0)
        plain, copied = (
            predict_probability(X, *fit_logistic_regression(*rows)) for rows in ((X, y), random_oversample(X, y, 0))
        )
        too_high.append(copied.mean() / y.mean())
        assert spearmanr(plain, copied).statistic > 0.99
    assert too_high == sorted(too_high)


def test_copies_in_the_test_rows_make_recall_of_noise_nearly_perfect():
    before, after = map(float, re.search(r"split (0\.\d+), after it (0\.\d+)", SOLUTION.printed("leak-run")).groups())
    assert before > 0.95
    assert after == pytest.approx(0.1, abs=0.05)  # 30 of 300 labels, drawn by lot


def test_a_larger_ratio_trades_precision_for_recall():
    rows = re.findall(
        r"ratio +([\d.]+): recall ([\d.]+), precision ([\d.]+), mean probability ([\d.]+)", SOLUTION.printed("by-ratio")
    )
    ratio, recall, precision, mean = np.array(rows, dtype=float).T
    assert ratio.tolist() == [0, 0.1, 0.25, 0.5, 1]
    assert np.all(np.diff(recall) > 0)
    assert np.all(np.diff(precision) < 0)
    assert np.all(np.diff(mean) > 0)
