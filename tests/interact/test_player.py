"""The threshold explorer and the player without a browser: frames are data, and equal to compute's own numbers."""

import json
import re

import numpy as np
import pytest

from lessonlib.compute.costs import expected_cost
from lessonlib.compute.metrics import compute_metrics, confusion_matrix_values, precision
from lessonlib.draw.frames import Frames, Mark
from lessonlib.interact.export import page
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.threshold import describe, threshold_explorer


def sample(n=400, n_positive=20, seed=0):
    """Labels and probabilities with ties."""
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(n) < n_positive).astype(int)
    return y, np.round(1 / (1 + np.exp(2.5 - 2.5 * y - rng.normal(size=n))), 2)


def cell(explorer, table, row, column, index):
    """The words in one cell of a table at one frame."""
    table = next(each for each in explorer.frames.tables if each.caption == table)
    words = table.rows[row][list(table.columns).index(column)]
    return words[index if len(words) > 1 else 0]


@pytest.mark.parametrize("scale", [1, 8], ids=["probabilities", "log-odds"])
def test_every_frame_equals_compute(scale):
    y, scores = sample()
    scores = scores if scale == 1 else scale * (scores - 0.5)
    explorer = threshold_explorer(y, scores, threshold=0.25, cost_fp=2, cost_fn=30)
    for index in range(0, len(explorer.frames.values), 37):
        flagged = scores >= explorer.frames.values[index]
        counts = confusion_matrix_values(y, flagged)
        shown = [
            cell(explorer, "Counts", row, column, index)
            for row, column in [
                ("positive", "flagged"),
                ("negative", "not flagged"),
                ("negative", "flagged"),
                ("positive", "not flagged"),
            ]
        ]
        assert shown == [f"{count:,}" for count in counts]
        expected = compute_metrics(y, flagged)
        for name in ("recall", "F1", "MCC", "accuracy"):
            shown = cell(explorer, "Metrics", "at the line", name, index).replace("−", "-")
            assert shown == f"{expected[name.lower()]:.3f}"
        cost = 1000 * expected_cost(*counts, cost_fp=2, cost_fn=30)
        assert cell(explorer, "Metrics", "at the line", "cost per 1,000", index) == f"{cost:,.1f}"
        shown = cell(explorer, "Metrics", "at the line", "precision", index)
        assert shown == (f"{precision(*counts):.3f}" if flagged.any() else "undefined")


def test_frames_reach_from_everybody_to_nobody():
    for y, scores in (sample(), ([0, 1], [0.0, 1.0]), ([0, 1, 1], [-3e-9, 2e-9, 1e-9]), ([1, 0], [1e6, 1e6])):
        explorer = threshold_explorer(y, scores, threshold=np.mean(scores))
        assert explorer.frames.values[0] <= min(scores)
        assert explorer.frames.values[-1] > max(scores)
        assert len(explorer.frames.values) <= 1004
        assert "flags all" in explorer.frames.sentences[0]
        assert "flags none" in explorer.frames.sentences[-1]


def test_positions_are_round_and_read_as_they_are():
    explorer = threshold_explorer(*sample())
    for value, reading in zip(explorer.frames.values, explorer.frames.readings, strict=True):
        assert float(reading) == value


def test_opens_at_the_threshold_asked_for():
    explorer = threshold_explorer(*sample(), threshold=0.1234)
    assert explorer.value == 0.1234
    assert explorer.sentence.startswith("Threshold 0.1234 flags")
    assert threshold_explorer([0, 1], [0.1, 0.2], threshold=0.5).value == 0.5


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            {"tp": 8, "tn": 959, "fp": 29, "fn": 4},
            "Threshold 0.42 flags 37 of 1,000; catches 8 of 12 positives (67 %); "
            "29 of 37 alerts (78 %) are false alarms.",
        ),
        (
            {"tp": 5, "tn": 90, "fp": 1, "fn": 4},
            "Threshold 0.42 flags 6 of 100; catches 5 of 9 positives (56 %); 1 of 6 alerts (17 %) is a false alarm.",
        ),
        (
            {"tp": 1, "tn": 9, "fp": 0, "fn": 0},
            "Threshold 0.42 flags 1 of 10; catches 1 of 1 positive (100 %); its one alert is right.",
        ),
        (
            {"tp": 0, "tn": 8, "fp": 1, "fn": 1},
            "Threshold 0.42 flags 1 of 10; catches 0 of 1 positive (0 %); its one alert is a false alarm.",
        ),
        (
            {"tp": 0, "tn": 8, "fp": 0, "fn": 2},
            "Threshold 0.42 flags none of 10; catches 0 of 2 positives (0 %); without alerts, precision is undefined.",
        ),
        (
            {"tp": 1, "tn": 0, "fp": 999, "fn": 0},
            "Threshold 0.42 flags all 1,000; catches 1 of 1 positive (100 %); "
            "999 of 1,000 alerts (over 99 %) are false alarms.",
        ),
        (
            {"tp": 3, "tn": 7, "fp": 0, "fn": 0},
            "Threshold 0.42 flags 3 of 10; catches 3 of 3 positives (100 %); 0 of 3 alerts (0 %) are false alarms.",
        ),
    ],
)
def test_sentence(counts, sentence):
    assert describe("0.42", **counts) == sentence


@pytest.mark.parametrize("finder", [lambda *_: 0.337, lambda *_: (0.337, 0.9), lambda *_: np.float64(0.337)])
def test_finder_is_shown_with_its_numbers(finder):
    y, scores = sample()
    explorer = threshold_explorer(y, scores, finder=finder)
    counts = confusion_matrix_values(y, scores >= 0.337)
    assert explorer.problem == ""
    assert cell(explorer, "Metrics", "your threshold", "precision", 0) == f"{precision(*counts):.3f}"
    label = next(mark for mark in explorer.frames.marks if mark.kind == "label" and mark.role == "third")
    assert label.text[0].strip() == "your threshold 0.337"


def test_finder_beyond_the_scores_flags_nobody():
    explorer = threshold_explorer(*sample(), finder=lambda *_: (np.inf, 0.0))
    assert cell(explorer, "Metrics", "your threshold", "precision", 0) == "undefined"


def divides_by_zero(y_true, scores):
    flagged = scores > 2
    return len(y_true) / int(flagged.sum())


def test_error_of_a_finder_is_told_in_words_with_its_line():
    explorer = threshold_explorer(*sample(), finder=divides_by_zero)
    line = divides_by_zero.__code__.co_firstlineno + 2
    where = f"line {line} of divides_by_zero: ZeroDivisionError: division by zero"
    assert explorer.problem.startswith(f"Your function stopped: {where}, at `return len(y_true)")
    assert "Traceback" not in explorer.problem
    assert "your threshold" not in explorer.frames.tables[1].rows


def test_unwritten_finder():
    def finder(y_true, scores):
        raise NotImplementedError

    assert threshold_explorer(*sample(), finder=finder).problem.startswith("Your function is not written yet")


@pytest.mark.parametrize("answer", [None, "high", np.nan, [], {"threshold": 0.4}])
def test_finder_that_returns_no_threshold(answer):
    explorer = threshold_explorer(*sample(), finder=lambda *_: answer)
    assert explorer.problem == (
        f"Your function must return a threshold, or (threshold, score); it returned {answer!r}."
    )


def test_finder_cannot_change_the_data():
    y, scores = sample()
    before = scores.copy()

    def finder(y_true, scores):
        scores[:] = 0
        y_true[:] = 1
        return 0.5

    threshold_explorer(y, scores, finder=finder)
    assert np.array_equal(scores, before)
    assert y.sum() == 20


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y_true": [0, 0, 0]}, "y_true must hold both classes"),
        ({"y_true": [0, 2, 1]}, "y_true must hold only 0 and 1"),
        ({"y_score": [0.1, np.nan, 0.2]}, "must be finite"),
        ({"y_score": [0.1, 0.2]}, "must have one entry for each label"),
        ({"threshold": np.nan}, "threshold must be a finite number; got nan"),
        ({"threshold": "low"}, "threshold must be a finite number; got 'low'"),
        ({"cost_fn": -1}, "cost_fn must be a number of at least 0; got -1"),
        ({"cost_fp": None}, "cost_fp must be a number of at least 0; got None"),
    ],
)
def test_bad_input(change, message):
    with pytest.raises(ValueError, match=message):
        threshold_explorer(**{"y_true": [0, 1, 0], "y_score": [0.1, 0.9, 0.2]} | change)


def test_value_snaps_to_a_frame_and_tells_observers():
    explorer, heard = threshold_explorer(*sample()), []
    explorer.observe(lambda change: heard.append(change["new"]), "value")
    explorer.value = 0.30004
    assert explorer.value == 0.3
    assert heard == [0.3]
    assert explorer.sentence.startswith("Threshold 0.300 flags")


def test_costs_make_new_frames_but_no_new_picture():
    explorer = threshold_explorer(*sample(), cost_fn=10)
    picture, answers, before = explorer._stage, explorer.answers, explorer.frames
    explorer.settings = {"cost_fp": 1, "cost_fn": 1000}
    assert explorer.answers == answers + 1
    assert explorer._stage is picture
    assert explorer.frames is not before
    assert cell(explorer, "Metrics", "at the line", "cost per 1,000", -1) == f"{1000 * 20 * 1000 / 400:,.1f}"


def test_bad_setting_is_told_and_the_frames_stay():
    explorer = threshold_explorer(*sample())
    before = explorer.frames
    explorer.settings = {"cost_fp": -3, "cost_fn": 1}
    assert "“Cost of a false alarm” must be a number of at least 0; got -3" in explorer.problem
    assert explorer.frames is before
    explorer.settings = {"cost_fp": 3, "cost_fn": 1}
    assert explorer.problem == ""


@pytest.fixture(scope="module")
def stage():
    return threshold_explorer(*sample())._scene.stage


def small_scene(stage, last, axes="scores"):
    values = list(range(1, last + 1))
    marks = [Mark("vline", axes, x=[value / 10 for value in values], drag="x")]
    return Scene(stage, Frames("k", values, [str(v) for v in values], [f"k is {v}." for v in values], marks=marks))


def test_value_follows_when_positions_vanish(stage):
    player = Player(
        lambda last: small_scene(stage, last), label="k", controls=[Control("slider", "last", "Last k", 9)], value=8
    )
    player.settings = {"last": 3}
    assert player.value == 3
    assert player.sentence == "k is 3."


def test_marks_must_lie_on_the_stage(stage):
    with pytest.raises(ValueError, match="axes of a vline must name a panel of the stage; got 'roc'"):
        Player(lambda: small_scene(stage, 3, axes="roc"), label="k")


def test_unknown_control():
    with pytest.raises(ValueError, match=r"kind must be one of slider, .*; got 'knob'"):
        Control("knob", "k", "k")


def test_state_stays_small_at_a_hundred_thousand_samples():
    explorer = threshold_explorer(*sample(100_000, 2_000))
    assert len(json.dumps(explorer.get_state())) < 1_000_000


def test_without_widgets_a_figure_with_alt_text_and_sentence_is_left():
    explorer = threshold_explorer(*sample())
    data, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == f"Threshold explorer. {explorer.sentence}"
    alt, caption = re.fullmatch(
        r'<figure class="lesson-figure"><img src="data:image/png;base64,[\w+/=]+" alt="([^"]+)" width="900">'
        r"<figcaption>(.+)</figcaption></figure>",
        data["text/html"],
    ).groups()
    assert caption == explorer.sentence
    assert "20 positives and 380 negatives" in alt


def test_page_holds_everything_it_needs():
    explorer = threshold_explorer(*sample(), finder=lambda *_: "</script>")
    html = page(explorer, title="The <threshold>")
    assert "<title>The &lt;threshold&gt;</title>" in html
    assert html.count("</script>") == 2  # a text that ends a script cannot end the page's own
    assert not re.search(r"https?://\w", html.replace("http://www.w3.org/", ""))
    assert "export default" not in html
    state = json.loads(re.search(r'<script type="application/json">(.+?)</script>', html)[1])
    assert state["_frames"]["sentences"] == explorer.frames.sentences
