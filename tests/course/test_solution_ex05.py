"""What exercise 05 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest
from scipy.stats import spearmanr

from lessonlib import (
    compute_class_weights,
    confusion_matrix_values,
    f1,
    find_optimal_threshold,
    fit_logistic_regression,
    make_imbalanced_data,
    predict_probability,
    stratified_split,
)
from lessonlib.checks.exercises.ex05 import six_rows
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex05_threshold")


def test_the_table_worked_by_hand_is_right():
    y, scores = six_rows(None)
    rows = re.findall(r"^\| \**(∞|0\.\d+)\** \| (.*) \|$", SOLUTION.source("by-hand"), re.MULTILINE)
    assert [threshold for threshold, _ in rows] == ["∞", *(f"{score:.2f}" for score in sorted(scores, reverse=True))]
    for threshold, row in rows:
        counts = confusion_matrix_values(y, scores >= float(threshold.replace("∞", "inf")))
        flagged, tp, fp, fn, value = row.replace("*", "").split(" | ")
        assert [int(flagged), int(tp), int(fp), int(fn)] == [counts.tp + counts.fp, counts.tp, counts.fp, counts.fn]
        fraction = re.match(r"(\d)/(\d) = ", value)
        assert float(value.split()[-1]) == pytest.approx(f1(*counts), abs=0.005)
        assert fraction is None or int(fraction[1]) / int(fraction[2]) == f1(*counts)


def test_the_six_rows_of_the_check_are_those_of_the_notebook():
    y, scores = six_rows(None)
    columns = dict(re.findall(r"^\| (score|label) \| (.*) \|$", SOLUTION.source("by-hand"), re.MULTILINE))
    shown = zip(map(float, columns["score"].split(" | ")), map(int, columns["label"].split(" | ")), strict=True)
    assert sorted(shown) == sorted(zip(scores.tolist(), y.tolist(), strict=True))
    assert find_optimal_threshold(y, scores)[0] == 0.35


def test_the_resamples_range_over_nearly_the_whole_interval():
    *_, low, high = SOLUTION.numbers("bootstrap")[0]
    assert low < 0.1
    assert high > 0.9


def test_peeked_reports_are_too_high_and_honest_ones_show_no_bias():
    peeked, honest = SOLUTION.numbers("optimism")
    assert peeked[-2] > 0
    assert honest[-2] < 0 < honest[-1]


def test_far_from_all_thresholds_keep_the_recall():
    kept, of, *_ = SOLUTION.numbers("kept-promises")[0]
    assert of == 100
    assert kept < 80


def test_what_the_model_answer_says_of_class_weights_holds_on_its_rows():
    X, y = make_imbalanced_data(n_majority=950, n_minority=50, seed=42)
    train, validation, _ = stratified_split(y, fractions=(0.6, 0.2, 0.2), seed=6)
    weights = compute_class_weights(y[train])
    assert np.unique(weights)[1] / np.unique(weights)[0] == pytest.approx(19)
    plain, weighted = (
        predict_probability(X[validation], *fit_logistic_regression(X[train], y[train], sample_weight))
        for sample_weight in (None, weights)
    )
    threshold, best = find_optimal_threshold(y[validation], plain)
    higher, best_weighted = find_optimal_threshold(y[validation], weighted)
    before = confusion_matrix_values(y[validation], plain >= threshold)
    after = confusion_matrix_values(y[validation], weighted >= threshold)
    assert after.tp + after.fp > before.tp + before.fp
    assert after.fp - before.fp > after.tp - before.tp
    assert higher > threshold
    assert best_weighted == pytest.approx(best, abs=0.05)
    doubtful = (plain > 0.01) & (plain < 0.99)
    assert np.all(weighted[doubtful] > plain[doubtful])
    assert spearmanr(plain, weighted).statistic > 0.95
