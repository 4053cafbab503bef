"""The resampling explorer without a browser: counts, lines and numbers are compute's, at every ratio."""

import json
import re

import numpy as np
import pytest

from lessonlib.compute.resampling import random_oversample, random_undersample
from lessonlib.compute.resampling_path import CLOSER_CLASSES, METHODS, resampling_path
from lessonlib.compute.words import of, plural
from lessonlib.draw.resampling import PETAL, petals
from lessonlib.interact.export import page
from lessonlib.interact.resampling import RATIOS, describe, resampling_explorer

X, Y = CLOSER_CLASSES.sample_counts(570, 30, seed=8)
ENDS = (0, 12, 24, 33)


def cell(explorer, table, row, column, index):
    words = explorer.frames.tables[table].rows[row][column]
    return words[index]


def resample(method):
    return lambda X, y, ratio, seed: METHODS[method](X, y, seed, ratio=ratio)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("index", ENDS)
def test_every_number_is_computes(method, index):
    explorer = resampling_explorer(method)
    _, y = METHODS[method](X, Y, 42, ratio=RATIOS[index])
    negatives, positives = int(np.sum(y == 0)), int(np.sum(y == 1))
    assert [cell(explorer, 0, "rows", label, index) for label in (0, 1)] == [f"{negatives}", f"{positives}"]
    assert cell(explorer, 0, "different rows", 1, index) == "30"
    assert cell(explorer, 0, "different rows", 0, index) == f"{negatives}"

    path = resampling_path(X, Y, resample(method), RATIOS)
    tp, fp = round(500 * path.recall[index]), round(9500 * path.false_alarm_rate[index])
    f1 = 2 * tp / (tp + fp + 500)
    expected = tp / 500, tp / (tp + fp), f1, path.auroc[index], path.mean_probability[index]
    assert [cell(explorer, 1, "at this ratio", n, index) for n in range(5)] == [f"{one:.3f}" for one in expected]
    sentence = explorer.frames.sentences[index]
    assert f"trained on {negatives} negatives and {positives:,} positives, 30 of them different" in sentence
    assert f"flags {tp + fp:,} of 10,000 fresh rows, catches {tp} of 500 positives" in sentence


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [42, 43, 44])
def test_every_sentence_and_table_follows_from_the_counts_shown(method, seed):
    explorer = resampling_explorer(method)
    explorer.settings = explorer.settings | {"seed": seed}
    frames = explorer.frames
    for index, (ratio, sentence) in enumerate(zip(RATIOS, frames.sentences, strict=True)):
        negatives, positives = (int(column[index]) for column in frames.tables[0].rows["rows"])
        different = int(frames.tables[0].rows["different rows"][1][index])
        reading = f"1 : {1 / ratio:.1f}" if ratio <= 1 else f"{ratio:.1f} : 1"
        assert abs(positives - ratio * negatives) <= max(0.5, 0.5 * ratio)
        assert sentence.startswith(
            f"At {reading} the model is trained on {plural(negatives, 'negative')} and "
            f"{plural(positives, 'positive')}, {different} of them different."
        )
        flags, tp, fp = (
            int(re.search(pattern, sentence)[1].replace(",", ""))
            for pattern in (r"flags ([\d,]+) of 10,000", r"catches ([\d,]+) of 500", r"and ([\d,]+) of [\d,]+ alerts?")
        )
        assert tp + fp == flags
        assert f"catches {of(tp, 500, 'positive')}, and {of(fp, flags, 'alert')} " in sentence
        recall, precision, f1 = (column[index] for column in frames.tables[1].rows["at this ratio"][:3])
        assert (recall, precision) == (f"{tp / 500:.3f}", f"{tp / flags:.3f}")
        assert f1 == f"{2 * tp / (flags + 500):.3f}"


@pytest.mark.parametrize("method", METHODS)
def test_the_line_on_the_clouds_is_where_the_probability_is_a_half(method):
    explorer, path = resampling_explorer(method), resampling_path(X, Y, resample(method), RATIOS)
    line = next(mark for mark in explorer.frames.marks if mark.kind == "polyline" and mark.axes == "clouds")
    for index in ENDS:
        x, y, _ = line.at(index)
        assert np.column_stack([x, y]) @ path.w[index] + path.b[index] == pytest.approx([0, 0], abs=1e-6)


def test_dots_are_the_rows_kept_and_petals_the_copies():
    dots, copies = (mark for mark in resampling_explorer("undersampling").frames.marks if mark.kind == "points")
    X_kept, y_kept = random_undersample(X, Y, 42)
    x, y, _ = dots.at(24)
    assert np.array_equal(np.sort(np.column_stack([x, y]), axis=0), np.sort(X_kept[y_kept == 0], axis=0))
    assert len(copies.at(24)[0]) == 0

    dots, copies = (mark for mark in resampling_explorer("oversampling").frames.marks if mark.kind == "points")
    assert len(dots.at(24)[0]) == 570
    assert [len(copies.at(index)[0]) for index in ENDS] == [round(570 * RATIOS[i]) - 30 for i in ENDS]


def test_petals_lie_around_their_row_and_apart():
    rows = np.array([[0.0, 0.0], [9.0, 9.0], [20.0, 0.0]])
    places = petals(rows, np.array([4, 1, 0]))
    assert len(places) == 3
    assert np.all(np.hypot(*places.T) < 3 * PETAL)
    assert min(np.hypot(*(places[i] - places[j])) for i in range(3) for j in range(i)) > PETAL / 2


def test_another_draw_changes_chance_and_nothing_else():
    explorer = resampling_explorer("undersampling")
    before = explorer.frames
    explorer.settings = explorer.settings | {"seed": 43}
    assert explorer.frames.sentences[0] == before.sentences[0]
    assert explorer.frames.sentences[24] != before.sentences[24]
    assert explorer.frames.tables[0] == before.tables[0]


def test_a_function_of_ones_own_is_shown():
    def oversample_to_ratio(X, y, ratio, seed=42):
        return random_oversample(X, y, seed, ratio=ratio)

    mine = resampling_explorer("your function", resample=oversample_to_ratio)
    to_balance = resampling_explorer().frames.sentences[: np.sum(RATIOS <= 1)]
    assert (mine.problem, mine.frames.sentences) == ("", to_balance)


def not_yet(*_):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (not_yet, "Your function is not written yet"),
        (lambda X, *_: X[999], "Your function stopped: line"),
        (lambda *_: None, "Your function stopped: TypeError"),
        (lambda X, y, *_: (X, 1 - y), "method must return rows of X with their labels; got others."),
    ],
)
def test_a_function_that_fails_is_explained_and_oversampling_stands_in(mine, words):
    explorer = resampling_explorer("your function", resample=mine)
    assert words in explorer.problem
    assert explorer.problem.endswith("Until it works, oversampling is shown.")
    assert explorer.sentence == resampling_explorer().sentence


def test_a_method_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="method must be one of 'oversampling', 'undersampling'; got 'your function'"):
        resampling_explorer("your function")


@pytest.mark.parametrize(
    ("tp", "fp", "words"),
    [
        (0, 1, "flags 1 of 10,000 fresh rows, catches 0 of 500 positives (0 %), and 1 of 1 alert (100 %) is false."),
        (3, 1, "and 1 of 4 alerts (25 %) is false."),
        (3, 0, "and 0 of 3 alerts (0 %) are false."),
        (0, 0, "flags none of 10,000 fresh rows."),
    ],
)
def test_sentences_at_the_ends(tp, fp, words):
    sentence = describe("1 : 19.0", (np.array([1]), np.array([1])), tp, fp)
    assert sentence.startswith("At 1 : 19.0 the model is trained on 1 negative and 1 positive")
    assert sentence.endswith(words)


@pytest.mark.parametrize("method", METHODS)
def test_it_is_small_and_can_be_exported(method):
    explorer = resampling_explorer(method)
    assert len(json.dumps(explorer.get_state(), default=str)) < 1_000_000
    assert "570 negatives and 30 positives as points in a plane" in page(explorer, title="Resampling")
