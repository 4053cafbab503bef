"""The curves explorer and the bands without a browser: frames are data, and equal to compute's own numbers."""

import json

import numpy as np
import pytest

from lessonlib.compute.curves import auroc, average_precision, precision_recall_curve
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.prevalence import average_precision_at_prevalence, precision_at_prevalence, rates_at_capacity
from lessonlib.draw.curves import curve_bands
from lessonlib.interact.curves import curves_explorer, describe

X, Y = GaussianClasses([0.0], [1.5]).sample_counts(300, 60, seed=3)
SCORES = X[:, 0].round(2)


def column(explorer, table, name):
    table = explorer.frames.tables[table]
    return table.rows["now"][list(table.columns).index(name)]


def marks(explorer, kind, axes):
    return [mark for mark in explorer.frames.marks if (mark.kind, mark.axes) == (kind, axes)]


@pytest.mark.parametrize("capacity", [5, 50, 500])
def test_every_frame_is_computes(capacity):
    explorer = curves_explorer(Y, SCORES, capacity=capacity)
    assert column(explorer, 0, "AUROC") == [f"{auroc(Y, SCORES):.3f}"]
    for index in range(0, len(explorer.frames.values), 7):
        share = explorer.frames.values[index]
        recall, false_alarm_rate = rates_at_capacity(Y, SCORES, share, capacity / 1000)
        precision = precision_at_prevalence(recall, false_alarm_rate, share)
        assert column(explorer, 0, "average precision")[index] == (
            f"{average_precision_at_prevalence(Y, SCORES, share):.3f}"
        )
        assert column(explorer, 1, "precision")[index] == f"{precision:.3f}"
        assert column(explorer, 1, "recall")[index] == f"{recall:.3f}"
        assert marks(explorer, "point", "pr")[0].at(index)[:2] == ([recall], [precision])
        assert marks(explorer, "point", "roc")[0].at(index)[:2] == ([false_alarm_rate], [recall])


def test_at_the_prevalence_of_the_data_the_curve_is_the_usual_one():
    prevalence = 60 / 360
    explorer = curves_explorer(Y, SCORES, prevalence=prevalence)
    index = explorer.frames.nearest(prevalence)
    assert column(explorer, 0, "average precision")[index] == f"{average_precision(Y, SCORES):.3f}"
    precision, recall, _ = precision_recall_curve(Y, SCORES)
    best = {level: max(precision[recall == level]) for level in np.unique(recall[recall > 0])}
    x, y, _ = marks(explorer, "polyline", "pr")[1].at(index)
    for level, height in best.items():
        strictest = precision[np.flatnonzero(recall == level)[-1]]
        assert height == strictest
        assert y[np.flatnonzero(np.isclose(x, level))[0]] == pytest.approx(strictest)


def test_the_area_under_the_steps_is_average_precision():
    explorer = curves_explorer(Y, SCORES, prevalence=0.1)
    curve = marks(explorer, "polyline", "pr")[1]
    for index in (0, 20, len(explorer.frames.values) - 1):
        x, y, _ = curve.at(index)
        expected = average_precision_at_prevalence(Y, SCORES, explorer.frames.values[index])
        assert np.trapezoid(y, x) == pytest.approx(expected, abs=1e-9)


def test_the_dotted_lines_meet_the_curves_in_the_marks():
    explorer = curves_explorer(Y, SCORES, capacity=100)
    for index, share in enumerate(explorer.frames.values):
        (fpr,), (recall,), _ = marks(explorer, "point", "roc")[0].at(index)
        assert share * recall + (1 - share) * fpr == pytest.approx(0.1)
        (x0, x1), (y0, y1), _ = marks(explorer, "polyline", "roc")[0].at(index)
        assert y0 + (y1 - y0) * (fpr - x0) / (x1 - x0) == pytest.approx(recall)
        (_, x1), (_, y1), _ = marks(explorer, "polyline", "pr")[0].at(index)
        assert y1 / x1 * recall == pytest.approx(marks(explorer, "point", "pr")[0].y[index])


def test_positions_rise_from_a_thousandth_to_a_half_and_hold_the_start():
    explorer = curves_explorer(Y, SCORES, prevalence=0.0333)
    assert explorer.frames.values[0] == 0.001
    assert explorer.frames.values[-1] == 0.5
    assert explorer.value == 0.0333
    assert explorer.frames.readings[explorer.frames.nearest(0.0333)] == "3.33 %"


def test_capacity_makes_new_frames_but_no_new_picture():
    explorer = curves_explorer(Y, SCORES)
    picture = explorer._stage
    explorer.settings = {"capacity": 200}
    assert explorer._stage is picture
    assert "Of 200 alerts per 1,000 rows" in explorer.sentence
    explorer.settings = {"capacity": 900}
    assert "“Alerts checked per 1,000 rows” must lie in [5, 500]; got 900" in explorer.problem


@pytest.mark.parametrize(
    ("precision", "recall", "end"),
    [
        (0.0, 0.0, "Of 50 alerts per 1,000 rows, 0.0 are right (0 %); they catch 0 % of the positives."),
        (1.0, 0.1, "Of 50 alerts per 1,000 rows, 50.0 are right (100 %); they catch 10 % of the positives."),
    ],
)
def test_sentence(precision, recall, end):
    start = "At 5 % positives, average precision is 0.340; AUROC stays at 0.855."
    assert describe("5 %", 0.855, 0.34, 50, precision, recall) == f"{start} {end}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y_true": [1, 1, 1]}, "y_true must hold both classes"),
        ({"scores": [0.1, np.nan, 0.2]}, "y_score must be finite"),
        ({"prevalence": 0.0001}, r"prevalence must lie in \[0.001, 0.5\]; got 0.0001"),
        ({"prevalence": 5}, "prevalence must lie strictly between 0 and 1; got 5"),
        ({"capacity": 1}, r"“Alerts checked per 1,000 rows” must lie in \[5, 500\]; got 1"),
    ],
)
def test_bad_input(change, message):
    with pytest.raises(ValueError, match=message):
        curves_explorer(**{"y_true": [0, 1, 0], "scores": [0.1, 0.9, 0.2]} | change)


@pytest.mark.parametrize("rows", [(1, 1), (40_000, 40_000)])
def test_the_state_stays_small(rows):
    X, y = GaussianClasses([0.0], [1.5]).sample_counts(*rows)
    explorer = curves_explorer(y, X[:, 0])
    assert len(json.dumps(explorer.get_state())) < 1_000_000


def test_bands_tell_their_numbers_in_words():
    recall, flat = np.array([0.25, 0.5, 0.75]), np.ones(3)
    picture = curve_bands(recall, {"ten": (0.2 * flat, 0.9 * flat)}, truth=0.4 * flat, prevalence=0.05)
    assert picture.alt == "Bands of precision–recall curves. At recall 0.50, ten: 0.20 to 0.90 around 0.40."
    assert picture.png.startswith(b"\x89PNG")
