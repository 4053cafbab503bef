"""The counts explorer without a browser: frames are data, and equal to compute's own numbers."""

import json

import numpy as np
import pytest

from lessonlib.compute import metrics
from lessonlib.compute.words import of
from lessonlib.interact.counts import BETAS, ROWS, counts_explorer, describe_beta, describe_counts

START = {"tp": 15, "tn": 935, "fp": 45, "fn": 5}
FUNCTIONS = {
    "accuracy": metrics.accuracy,
    "precision": metrics.precision,
    "recall": metrics.recall,
    "specificity": metrics.specificity,
    "balanced accuracy": metrics.balanced_accuracy,
    "MCC": metrics.mcc,
}


def entry(column, index):
    return column[index if len(column) > 1 else 0]


def shown(explorer, name, index):
    """The words of one metric in one frame."""
    table = explorer.frames.tables[1]
    return entry(table.rows["now"][ROWS.index(name)], index)


def dotted(explorer):
    """The metrics whose reach, drawn below their bar, is longer than nothing."""
    marks = [m for m in explorer.frames.marks if m.kind == "segments" and m.role == "reference"]
    return {name for name, mark in zip(ROWS, marks, strict=True) if np.ptp(mark.x[0]) > 1e-12}


STARTS = [START, {"tp": 0, "tn": 0, "fp": 0, "fn": 0}, {"tp": 1, "tn": 890, "fp": 45, "fn": 20}]
STARTS += [START | {name: 0} for name in START]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("drag", [*START, "beta"])
@pytest.mark.parametrize("beta", [1, 2])
def test_every_number_at_every_position_follows_from_the_counts_shown(start, drag, beta):
    explorer = counts_explorer(**start, beta=beta, drag=drag)
    for index, value in enumerate(explorer.frames.values):
        rows = explorer.frames.tables[0].rows
        cells = [entry(column, index) for name in ("positive", "negative") for column in rows[name]]
        tp, fn, fp, tn = (int(cell.replace(",", "")) for cell in cells)
        counts, now = {"tp": tp, "tn": tn, "fp": fp, "fn": fn}, value if drag == "beta" else beta
        assert drag == "beta" or counts[drag] == value
        words = {name: f"{float(metric(**counts)):z.3f}".replace("-", "−") for name, metric in FUNCTIONS.items()}
        words["F-beta"] = f"{float(metrics.f_beta(**counts, beta=now)):z.3f}"
        for name in ROWS:
            assert shown(explorer, name, index).partition(" ")[0] == words[name]
        sentence = explorer.frames.sentences[index]
        if drag == "beta":
            assert f"Precision {shown(explorer, 'precision', index)} and" in sentence
        elif tp + fn and tp + fp:
            assert f"Caught: {of(tp, tp + fn, 'positive')}. Right: {of(tp, tp + fp, 'alert')}." in sentence
            assert f"F{now:.3g} is {shown(explorer, 'F-beta', index)}, MCC {shown(explorer, 'MCC', index)}." in sentence


@pytest.mark.parametrize("drag", START)
def test_the_four_counts_stand_in_their_table(drag):
    explorer = counts_explorer(**START, drag=drag)
    rows = explorer.frames.tables[0].rows
    index = 7
    expected = {name: f"{count:,}" for name, count in START.items()} | {drag: f"{explorer.frames.values[index]:,}"}
    assert entry(rows["positive"][0], index) == expected["tp"]
    assert entry(rows["positive"][1], index) == expected["fn"]
    assert entry(rows["negative"][0], index) == expected["fp"]
    assert entry(rows["negative"][1], index) == expected["tn"]


def test_f_beta_follows_beta_between_precision_and_recall():
    explorer = counts_explorer(**START, beta=0.4, drag="beta")
    point = next(mark for mark in explorer.frames.marks if mark.kind == "point")
    for beta, height in zip(explorer.frames.values, point.y, strict=True):
        assert height == pytest.approx(float(metrics.f_beta(**START, beta=beta)))
    assert np.all(np.diff(point.y) > 0)
    assert {0.5, 1.0, 2.0, 0.4} <= set(explorer.frames.values)


@pytest.mark.parametrize("drag", [*START, "beta"])
def test_the_curve_goes_through_the_point(drag):
    explorer = counts_explorer(**START, drag=drag, beta=float(BETAS[30]))
    curve = next(mark for mark in explorer.frames.marks if mark.kind == "polyline")
    for index in (0, len(explorer.frames.values) // 2, -1):
        counts = START | ({} if drag == "beta" else {drag: int(explorer.frames.values[index])})
        assert entry(curve.y, index)[30] == pytest.approx(float(metrics.f_beta(**counts, beta=BETAS[30])))


def test_a_metric_without_a_dotted_line_does_not_look_at_the_count():
    assert dotted(counts_explorer(**START, drag="tn")) == {"accuracy", "specificity", "balanced accuracy", "MCC"}
    assert dotted(counts_explorer(**START, drag="fp")) == set(ROWS) - {"recall"}
    assert dotted(counts_explorer(**START, drag="fn")) == set(ROWS) - {"precision", "specificity"}
    assert dotted(counts_explorer(**START, drag="tp")) == set(ROWS) - {"specificity"}
    assert dotted(counts_explorer(**START, drag="beta")) == {"F-beta"}


@pytest.mark.parametrize(
    ("counts", "by_nothing"),
    [
        ({"tp": 0, "tn": 90, "fp": 0, "fn": 10}, {"precision", "MCC"}),
        ({"tp": 10, "tn": 0, "fp": 90, "fn": 0}, {"MCC"}),
        ({"tp": 0, "tn": 90, "fp": 10, "fn": 0}, {"recall", "balanced accuracy", "MCC"}),
        ({"tp": 9, "tn": 0, "fp": 0, "fn": 1}, {"specificity", "balanced accuracy", "MCC"}),
        ({"tp": 0, "tn": 5, "fp": 0, "fn": 0}, {"precision", "recall", "balanced accuracy", "F-beta", "MCC"}),
        ({"tp": 0, "tn": 0, "fp": 0, "fn": 0}, set(ROWS)),
        (START, set()),
    ],
)
@pytest.mark.parametrize("drag", ["fp", "tn", "beta"])
def test_what_rests_on_nothing_by_nothing_is_marked(counts, by_nothing, drag):
    explorer = counts_explorer(**counts, drag=drag)
    index = explorer.frames.nearest(explorer.value)
    assert {name for name in ROWS if "(0/0)" in shown(explorer, name, index)} == by_nothing


@pytest.mark.parametrize("drag", START)
@pytest.mark.parametrize("start", [0, 3, 45, 10**6])
def test_a_count_reaches_from_zero_to_twice_its_start(drag, start):
    explorer = counts_explorer(**START | {drag: start}, drag=drag)
    assert explorer.value == start
    assert explorer.frames.values[0] == 0
    assert explorer.frames.values[-1] == max(100, 2 * start)
    assert len(explorer.frames.values) <= 242


WORDS = {"F-beta": "0.421", "MCC": "0.471", "precision": "0.286", "recall": "0.800"}
END = "F1 is 0.421, MCC 0.471."


@pytest.mark.parametrize(
    ("tp", "fp", "fn", "sentence"),
    [
        (1, 0, 0, f"Caught: 1 of 1 positive (100 %). Right: 1 of 1 alert (100 %). {END}"),
        (0, 0, 3, f"Caught: 0 of 3 positives (0 %). Nothing is flagged: precision is 0/0, written 0. {END}"),
        (0, 2, 0, f"No row is positive: recall is 0/0, written 0. Right: 0 of 2 alerts (0 %). {END}"),
        (999, 1, 1, f"Caught: 999 of 1,000 positives (over 99 %). Right: 999 of 1,000 alerts (over 99 %). {END}"),
    ],
)
def test_sentences_of_counts(tp, fp, fn, sentence):
    assert describe_counts(tp, fp, fn, 1, WORDS) == sentence


@pytest.mark.parametrize(
    ("beta", "start"),
    [
        (1, "With beta 1, F-beta gives a missed positive the weight of 1 false alarm."),
        (0.5, "With beta 0.5, F-beta gives a missed positive the weight of 0.25 false alarms."),
        (8, "With beta 8, F-beta gives a missed positive the weight of 64 false alarms."),
    ],
)
def test_sentences_of_beta(beta, start):
    assert describe_beta(beta, WORDS) == f"{start} Precision 0.286 and recall 0.800: F{beta:g} is 0.421."


def test_the_count_is_named_in_the_singular_where_it_is_one():
    explorer = counts_explorer(**START, drag="fp")
    explorer.value = 0
    assert explorer.sentence.startswith("0 false positives. Caught: 15 of 20")
    assert counts_explorer(15, 935, 1, 5).sentence.startswith("1 false positive. Caught")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"tp": -1}, ValueError, "tp must be at least 0; got -1"),
        ({"fn": 2.5}, TypeError, r"fn must be a whole number; got 2\.5"),
        ({"fp": -1}, ValueError, "fp must be at least 0; got -1"),
        ({"beta": 0}, ValueError, r"beta must lie in \[1/8, 8\]; got 0"),
        ({"drag": "threshold"}, ValueError, "drag must be one of 'tp', 'tn', 'fp', 'fn', 'beta'; got 'threshold'"),
    ],
)
def test_bad_input(change, error, message):
    with pytest.raises(error, match=message):
        counts_explorer(**START | change)


def test_a_control_changes_the_frames_and_keeps_the_picture():
    explorer = counts_explorer(**START, drag="fp")
    picture = explorer._stage
    explorer.settings = explorer.settings | {"fn": 45}
    assert explorer.value == 45
    assert shown(explorer, "recall", 0) == "0.250"
    assert explorer._stage is picture
    explorer.settings = explorer.settings | {"fn": -4}
    assert "“false negatives” must be at least 0; got -4" in explorer.problem
    assert shown(explorer, "recall", 0) == "0.250"


@pytest.mark.parametrize("drag", [*START, "beta"])
def test_the_state_stays_small(drag):
    assert len(json.dumps(counts_explorer(**START, drag=drag).get_state())) < 1_000_000


def test_the_axis_reaches_below_zero_only_where_a_metric_does():
    assert counts_explorer(**START)._scene.stage.panels["metrics"].xlim[0] == 0
    assert counts_explorer(tp=0, tn=5, fp=95, fn=90)._scene.stage.panels["metrics"].xlim[0] <= -0.9
