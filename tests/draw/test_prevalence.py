"""Metrics against the prevalence as a picture: the lines hold the values, and their names keep apart."""

import numpy as np
import pytest

from lessonlib.draw import prevalence
from lessonlib.draw.prevalence import GAP, metric_lines

SHARES = [0.001, 0.05, 0.5]
METRICS = {"precision": [0.02, 0.5, 0.95], "F1": [0.04, 0.6, 0.9], "MCC": [-0.001, 0.55, 0.8], "recall": [0.85] * 3}


@pytest.fixture
def ax(monkeypatch):
    monkeypatch.setattr(prevalence, "Picture", lambda figure, _: figure)
    return metric_lines(SHARES, METRICS).axes[0]


def test_each_line_holds_its_metric_over_the_prevalence(ax):
    for line, values in zip(ax.lines, METRICS.values(), strict=True):
        assert np.array_equal(line.get_xdata(), SHARES)
        assert np.array_equal(line.get_ydata(), values)
    assert ax.get_xscale() == "log"
    assert ax.get_xlim() == (0.001, 0.5)
    assert [ax.xaxis.get_major_formatter()(tick) for tick in ax.get_xticks()] == ["0.1 %", "1 %", "5 %", "10 %", "50 %"]


def test_names_stand_at_the_rare_end_in_order_and_apart(ax):
    names = {text.get_text(): text.xy for text in ax.texts}
    assert list(names) == list(METRICS)
    assert {x for x, _ in names.values()} == {0.001}
    heights = [names[name][1] for name in ("MCC", "precision", "F1", "recall")]
    assert min(np.diff(heights)) >= GAP - 1e-12
    assert (heights[0], heights[-1]) == (-0.001, 0.85)


def test_no_two_lines_look_alike(ax):
    assert len({(line.get_color(), line.get_marker()) for line in ax.lines}) == len(METRICS)


def test_the_alt_text_holds_both_ends_and_no_minus_zero():
    assert metric_lines(SHARES, METRICS).alt == (
        "Metrics against prevalence. At 50 % and at 0.1 %: precision 0.95 and 0.02; F1 0.90 and 0.04; MCC 0.80 and "
        "0.00; recall 0.85 and 0.85."
    )
