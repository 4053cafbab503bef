"""The leakage explorer without a browser: its frames hold compute's own numbers, and its sentences agree with them."""

import json

import numpy as np
import pytest

from lessonlib.compute.leakage import LEAKS, run_with_leaks
from lessonlib.compute.uncertainty import Verdict, paired_verdict
from lessonlib.draw.leakage import leakage_stage
from lessonlib.interact.leakage import LABELS, describe, leakage_explorer


@pytest.fixture(scope="module")
def explorer():
    return leakage_explorer(sizes=(12, 20, 40), n_positive=20, n_repeats=8)


def cells(player):
    return [float(cell[player.frames.nearest(player.value)].replace("−", "-")) for cell in row(player)[:3]]


def row(player):
    return player.frames.tables[0].rows["at the line"]


@pytest.mark.parametrize("index", [0, 2])
def test_the_frames_are_computes_own(explorer, index):
    size = (12, 20, 40)[index]
    run = run_with_leaks(["resampling"], size, 8)
    gap = paired_verdict(run.optimism)
    shown = [cell[index].replace("−", "-") for cell in row(explorer)]
    assert shown == [
        f"{run.reported.mean():.3f}",
        f"{run.fresh.mean():.3f}",
        f"{gap.mean:+.3f}",
        f"{gap.low:+.3f} to {gap.high:+.3f}",
        "8",
    ]
    repeats = next(mark for mark in explorer.frames.marks if mark.axes == "repeats")
    x, y, _ = repeats.at(index)
    assert np.allclose(np.subtract(y, x), run.optimism)


def test_the_bar_is_the_interval_of_the_gap_on_top_of_the_fresh_score(explorer):
    bars = next(mark for mark in explorer.frames.marks if mark.kind == "segments")
    x, y, _ = bars.at(0)
    runs = [run_with_leaks(["resampling"], size, 8) for size in (12, 20, 40)]
    ends = [run.fresh.mean() + end for run in runs for end in paired_verdict(run.optimism)[1:3]]
    assert x == [12, 12, 20, 20, 40, 40]
    assert np.allclose(y, ends)


def test_it_opens_with_smote_before_the_split_and_a_switch_changes_frames_but_not_the_stage():
    explorer = leakage_explorer(sizes=(12, 20), n_positive=20, n_repeats=4)
    assert [name for name in LEAKS if explorer.settings[name]] == ["resampling"]
    stage, before = explorer._scene.stage, cells(explorer)
    explorer.settings = {**explorer.settings, "resampling": False, "threshold": True}
    assert explorer._scene.stage is stage
    run = run_with_leaks(["threshold"], 20, 4)
    assert cells(explorer) != before
    assert cells(explorer)[:2] == pytest.approx([run.reported.mean(), run.fresh.mean()], abs=5e-4)
    explorer.settings = {**explorer.settings, "noise": False}
    assert cells(explorer)[1] == pytest.approx(run_with_leaks(["threshold"], 20, 4, noise=False).fresh.mean(), abs=5e-4)


def test_every_leak_has_its_switch():
    assert list(LABELS) == list(LEAKS)


def test_the_state_is_small(explorer):
    assert len(json.dumps([explorer._stage, explorer._frames])) < 300_000


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (
            Verdict(0.26, 0.245, 0.272, "better"),
            "promises 0.260 too much (95 % interval +0.245 to +0.272 over 40 repeats).",
        ),
        (Verdict(-0.05, -0.09, -0.01, "worse"), "promises 0.050 too little (95 % interval −0.090 to −0.010 over"),
        (Verdict(0.0, -0.01, 0.01, "can't tell"), "Whether the test promises too much can't be told"),
        (Verdict(0.0, 0.0, 0.0, "equal"), "exactly what fresh data keep."),
    ],
)
def test_the_sentence_says_what_the_interval_allows(verdict, words):
    sentence = describe(80, 0.76, 0.5, verdict, 40)
    assert sentence.startswith(
        "With 80 positives and 320 negatives drawn, the test part reports a balanced accuracy of 0.76"
    )
    assert words in sentence


def test_what_cannot_be_shown_is_refused_in_words():
    with pytest.raises(ValueError, match="leaks must be names out of"):
        leakage_explorer(["peeking"])
    with pytest.raises(ValueError, match="n_positive must be at least 12"):
        leakage_explorer(sizes=(5, 20))


def test_the_stage_says_in_words_what_it_shows():
    stage = leakage_stage(sizes=(20, 160), coin=0.5)
    assert set(stage.panels) == {"sizes", "repeats"}
    assert stage.panels["sizes"].xlog
    assert "from 20 to 160; a dotted line at 0.5 is a coin" in stage.alt
