"""What exercise 03 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest

from lessonlib import (
    LESSON_CLASSES,
    confusion_matrix_values,
    find_k_neighbors,
    find_optimal_threshold,
    fit_logistic_regression,
    interpolate,
    precision,
    predict_probability,
    recall,
    smote,
)
from lessonlib.checks.exercises.ex03 import FOUR_ROWS
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex03_smote")


def test_the_four_rows_of_the_check_are_those_of_the_notebook():
    features = re.findall(r"^\| \w+ feature \| (.*) \|$", SOLUTION.source("by-hand"), re.MULTILINE)
    shown = [[float(number) for number in feature.split(" | ")] for feature in features]
    assert np.array_equal(np.transpose(shown), FOUR_ROWS)


def test_the_distances_worked_by_hand_are_right():
    pattern = r"^\| row (\d) \| row (\d) \| √\((\d\.\d)² \+ (\d\.\d)²\) = (\d\.\d\d) \|$"
    lines = re.findall(pattern, SOLUTION.source("by-hand"), re.MULTILINE)
    assert len(lines) == 5
    for start, end, first, second, distance in lines:
        difference = np.abs(FOUR_ROWS[int(start)] - FOUR_ROWS[int(end)])
        assert difference.tolist() == [float(first), float(second)]
        assert float(distance) == pytest.approx(np.linalg.norm(difference), abs=0.005)
    assert find_k_neighbors(FOUR_ROWS, 0, k=2).tolist() == [1, 2]
    assert find_k_neighbors(FOUR_ROWS, 3, k=2).tolist() == [2, 1]
    assert "neighbours of row 0 are rows 1 and 2, those of row 3 are rows 2 and 1" in SOLUTION.source("by-hand")


def test_the_point_worked_by_hand_is_right():
    assert interpolate(FOUR_ROWS[0], FOUR_ROWS[1], 0.4) == pytest.approx([1.2, 2.2])
    assert SOLUTION.source("by-hand-point").split("\n\n")[1].endswith("= (1.2, 2.2).")


def test_synthetic_rows_scatter_less_the_more_features_there_are():
    ratios = [ratio for _, ratio, *_ in SOLUTION.numbers("shrinkage-table")]
    assert [features for features, *_ in SOLUTION.numbers("shrinkage-table")] == [1, 2, 5, 20]
    assert 1 > ratios[0] > ratios[1] > ratios[2] > ratios[3]
    assert ratios[3] == pytest.approx(2 / 3, abs=0.02)
    assert ratios[0] > 0.8
    t = np.linspace(0, 1, 100_001)
    assert np.mean((1 - t) ** 2 + t**2) == pytest.approx(2 / 3, abs=1e-4)


def test_at_one_half_recall_rises_and_precision_and_f1_fall():
    recall_line, precision_line, f1_line = ([mean, low, high] for mean, _, low, high in _verdicts("at-half"))
    assert min(recall_line) > 0
    assert max(precision_line) < 0
    assert max(f1_line) < 0


def _verdicts(cell_id):
    """Return the last four numbers of each line: mean, 95, low, high."""
    return [numbers[-4:] for numbers in SOLUTION.numbers(cell_id)]


def test_tuned_nothing_is_left_that_forty_draws_could_show():
    ((_, _, low, high),) = _verdicts("tuned")
    assert low < 0 < high
    assert max(-low, high) < 0.01


def test_a_lower_threshold_on_the_plain_model_does_what_smote_does():
    """So says the model answer: the same recall, at about the same precision."""
    X_fresh, y_fresh = LESSON_CLASSES.sample(100_000, seed=0)
    gaps = []
    for seed in range(10):
        X, y = LESSON_CLASSES.sample_counts(570, 30, seed)
        made = smote(X[y == 1], n_synthetic=540, seed=seed)
        plain = predict_probability(X_fresh, *fit_logistic_regression(X, y, l2=0.1))
        stacked = np.vstack([X, made]), np.append(y, np.ones(540))
        raised = predict_probability(X_fresh, *fit_logistic_regression(*stacked, l2=0.1))
        after = confusion_matrix_values(y_fresh, raised >= 0.5)
        before = confusion_matrix_values(y_fresh, plain >= 0.5)
        lower, _ = find_optimal_threshold(y_fresh, plain, "precision", min_recall=recall(*after))
        lowered = confusion_matrix_values(y_fresh, plain >= lower)
        assert lower < 0.5
        assert recall(*lowered) > recall(*before)
        assert precision(*lowered) < precision(*before)
        gaps.append(precision(*after) - precision(*lowered))
    assert abs(np.mean(gaps)) < 0.03


def test_interpolated_categories_do_not_exist_and_those_of_the_nearer_row_do():
    (unheard_of, *_), (none, *_) = SOLUTION.numbers("nonsense")[0], SOLUTION.numbers("sense")[0]
    assert unheard_of > 100
    assert none == 0
