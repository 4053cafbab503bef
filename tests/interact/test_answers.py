"""The answers explorer: whatever has come in, each number follows from the labels in the order shown."""

import re

import numpy as np
import pytest

from lessonlib import answers_explorer

RNG = np.random.default_rng(5)
LABELS = [
    (np.repeat([0, 1], [990, 10]), np.zeros(1000, dtype=int)),
    ((RNG.random(2000) < 0.1).astype(int), (RNG.random(2000) < 0.3).astype(int)),
    (np.array([1, 0, 1]), np.array([1, 1, 0])),
]


@pytest.mark.parametrize(("y_true", "y_pred"), LABELS)
def test_every_number_at_every_position_is_counted(y_true, y_pred):
    order = np.random.default_rng(3).permutation(len(y_true))
    frames = answers_explorer(y_true, y_pred, seed=3).frames
    (row,) = frames.tables[0].rows.values()
    assert frames.values[-1] == len(y_true)
    for at, n in enumerate(frames.values):
        pairs = list(zip(y_true[order[:n]].tolist(), y_pred[order[:n]].tolist(), strict=True))
        right = sum(truth == said for truth, said in pairs)
        counts = [right, *(pairs.count(pair) for pair in ((1, 1), (1, 0), (0, 1)))]
        share, *counted = (column[at] for column in row)
        assert abs(float(share.removesuffix(" %")) - 100 * right / n) < 0.05 + 1e-9 if n else share == "–"
        assert counted == [f"{count:,}" for count in counts]
        numbers = [float(found.replace(",", "")) for found in re.findall(r"\d[\d,.]*\d|\d", frames.sentences[at])]
        assert numbers == ([right, n, float(share[:-2]), counts[1] + counts[2], counts[1]] if n else [])
        shown = [len(mark.at(at)[0]) for mark in frames.marks if mark.kind == "points"]
        assert shown == [right, counts[2], counts[3]]


def test_too_many_rows_and_lengths_that_differ_are_refused():
    with pytest.raises(ValueError, match="at most 2,000 rows; got 2,001"):
        answers_explorer(np.zeros(2001), np.zeros(2001))
    with pytest.raises(ValueError, match="same number of rows"):
        answers_explorer([0, 1], [0, 1, 1])
