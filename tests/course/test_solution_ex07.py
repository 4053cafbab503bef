"""What exercise 07 says in words is what its cells compute; nbval holds the stored outputs to a fresh run."""

import re

import numpy as np
import pytest

from lessonlib import bayes_threshold, min_cost_predictions
from lessonlib.checks.exercises.ex07 import by_hand
from lessonlib.draw.costs import operating_points
from tests.course.solution_notebooks import Solution

SOLUTION = Solution("ex07_cost_matrix")


def number(pattern, line):
    return float(re.search(pattern, line)[1])


def test_the_matrix_and_the_five_rows_of_the_check_are_those_of_the_notebook():
    _, predicted_0, predicted_1, _, *rows = SOLUTION.table_rows("by-hand")
    matrix, p = by_hand(None)
    assert [[float(cost) for cost in line[1:]] for line in (predicted_0, predicted_1)] == matrix.tolist()
    assert [float(row[0]) for row in rows] == p.tolist()


def test_the_costs_worked_by_hand_are_right():
    rows = SOLUTION.table_rows("by-hand")[4:]
    assert len(rows) == 5
    for p, flag, leave, cheaper in rows:
        assert float(flag) == pytest.approx(1 - float(p))
        assert float(leave) == pytest.approx(3 * float(p))
        assert int(cheaper[0]) == min_cost_predictions(by_hand(None)[0], [float(p)])[0]
    assert bayes_threshold(cost_fp=1, cost_fn=3) == 1 / 4


def test_as_misses_get_dearer_recall_rises_precision_falls_and_half_costs_more_and_more():
    lines = SOLUTION.printed("three-ratios").splitlines()
    results = [
        (number(r"recall (\S+),", at), number(r"precision (\S+)$", at), number(r", (\S+) times", cost))
        for at, cost in zip(lines[::2], lines[1::2], strict=True)
    ]
    recalls, precisions, times = map(np.array, zip(*results, strict=True))
    assert np.all(np.diff(recalls) > 0)
    assert np.all(np.diff(precisions) < 0)
    assert times[0] == 1
    assert np.all(np.diff(times) > 0)
    assert number(r"flags (\d+)%", lines[-2]) > 50  # "flagging most of what there is"


def test_counting_the_costs_twice_is_dear_and_once_is_enough_by_either_way():
    plain, *lines = SOLUTION.printed("misused").splitlines()
    cost = number(r"cost a row (\S+)$", plain)
    balanced, corrected, twice, once = ((number(r": (\S+);", line), line.rsplit(": ", 1)[1]) for line in lines)
    assert balanced[1] == twice[1] == "worse"
    assert balanced[0] > 2 * cost  # "more than twice"
    assert 1.8 * cost < twice[0] < 2.1 * cost  # "nearly so"
    for other in (corrected, once):
        assert other[1] == "can't tell"
        assert other[0] == pytest.approx(cost, rel=0.02)


def test_looking_at_each_amount_saves():
    bills, saved = SOLUTION.printed("amounts").splitlines()
    nobody, one_matrix, own = (number(rf"{name} (\S+?)(;|$)", bills) for name in ("checked", "matrix", "own"))
    assert nobody > one_matrix > own
    assert number(r"interval (\S+) to", saved) > 0


def test_the_picture_says_in_words_what_it_shows():
    recall, precision = np.array([1.0, 0.5, 0.0]), np.array([0.5, 0.8, 1.0])
    picture = operating_points(recall, precision, 0.5, {"1 : 10": (0.5, 0.8)}, "Where?")
    assert picture.alt.endswith("prevalence 50.0 %, with points on it: 1 : 10 at recall 0.50, precision 0.80.")
    assert picture.png.startswith(b"\x89PNG")
    assert picture.caption == "Where?"
