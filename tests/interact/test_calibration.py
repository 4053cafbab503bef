"""The calibration explorer and the reliability picture: every number in them is compute's."""

import json

import numpy as np
import pytest

from lessonlib.compute.calibration import brier_score, reliability
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.resampling_path import resampled_probabilities
from lessonlib.draw.calibration import reliability_picture
from lessonlib.interact.calibration import calibration_explorer


@pytest.fixture
def explorer():
    return calibration_explorer()


def mark(player, kind, axes, role="#1F1F1F"):
    return next(m for m in player._frames["marks"] if (m["kind"], m["axes"], m["color"]) == (kind, axes, role))


def cells(player, row, at):
    rows = {row["header"]: row["cells"] for row in player._frames["tables"][0]["rows"]}
    return [column[at if len(column) > 1 else 0] for column in rows[row]]


@pytest.mark.parametrize("at", [0, 7, -1])
def test_marks_and_table_are_computes_numbers(explorer, at):
    share = explorer.frames.values[at]
    found = resampled_probabilities("class weights", (share,))
    p, curve = found.p[0], reliability(found.y, found.p[0])
    points = mark(explorer, "points", "diagram")
    assert points["x"][at] == pytest.approx(curve.prob_pred, abs=1e-6)
    assert points["y"][at] == pytest.approx(curve.prob_true, abs=1e-6)
    assert mark(explorer, "segments", "diagram")["y"][at][::2] == pytest.approx(curve.low, abs=1e-6)
    assert mark(explorer, "segments", "counts")["y"][at][1::2] == curve.counts.tolist()
    assert mark(explorer, "point", "mean")["y"][at] == pytest.approx(p.mean(), abs=1e-6)
    expected = [f"{p.mean():.3f}", f"{p.mean() / found.y.mean():.1f}", f"{brier_score(found.y, p):.4f}"]
    assert cells(explorer, "as predicted", at) == expected


def test_it_opens_balanced_and_says_so(explorer):
    assert explorer.value == 0.5
    first, last = (resampled_probabilities("class weights", (share,)) for share in (0.05, 0.5))
    fresh = f"{last.y.sum():,} of 20,000 fresh rows ({100 * last.y.mean():.1f} %) are positive."
    assert explorer.sentence == (
        f"With 50 % positives in training, by class weights, the mean probability is {last.p.mean():.3f}; {fresh} "
        f"Brier {brier_score(last.y, last.p[0]):.4f}."
    )
    explorer.value = 0.05
    assert explorer.sentence.startswith(
        f"With 5 % positives, unchanged, the mean probability is {first.p.mean():.3f}; {fresh}"
    )


def test_the_prior_correction_is_shown_on_request(explorer):
    assert not any(row["header"] == "prior-corrected" for row in explorer._frames["tables"][0]["rows"])
    stage = explorer._stage
    explorer.settings = explorer.settings | {"mend": True}
    found = resampled_probabilities("class weights", (0.5,))
    assert explorer._stage is stage
    assert cells(explorer, "prior-corrected", -1)[2] == f"{brier_score(found.y, found.corrected[0]):.4f}"
    assert mark(explorer, "points", "diagram", "#009E73")["x"][-1] == pytest.approx(
        reliability(found.y, found.corrected[0]).prob_pred, abs=1e-6
    )
    mean, brier = found.corrected[0].mean(), brier_score(found.y, found.corrected[0])
    assert explorer.sentence.endswith(f" After prior correction: mean {mean:.3f}, Brier {brier:.4f}.")


def test_bins_and_method_are_controls(explorer):
    explorer.settings = explorer.settings | {"n_bins": 4, "method": "SMOTE"}
    assert explorer.problem == ""
    assert max(len(x) for x in mark(explorer, "points", "diagram")["x"]) == 4
    assert "by SMOTE" in explorer.sentence


def test_a_calibrator_of_your_own_sees_held_out_rows_and_its_result_is_shown():
    seen = []

    def prevalence_for_all(y_held_out, p_held_out, p):
        seen.append((len(y_held_out), len(p_held_out), len(p)))
        return np.full(len(p), y_held_out.mean())

    explorer = calibration_explorer(prevalence_for_all)
    explorer.settings = explorer.settings | {"mend": True}
    assert set(seen) == {(20_000, 20_000, 20_000)}
    y_held_out, _ = resampled_probabilities("class weights", (0.5,)).held_out
    assert cells(explorer, "by your function", -1)[0] == f"{y_held_out.mean():.3f}"
    assert "After your function: mean" in explorer.sentence


@pytest.mark.parametrize(
    ("calibrator", "words"),
    [
        (lambda *_: 1 / 0, "Your function stopped: ZeroDivisionError: division by zero, in line"),
        (lambda *parts: 3 * parts[-1], "y_prob must lie in [0, 1]; got values from"),
        (lambda *parts: parts[-1][:5], "y_prob must have one entry for each label; got 5 entries"),
        (lambda *_: None, "Your function stopped: ValueError"),
    ],
)
def test_a_calibrator_that_fails_is_explained_and_the_rest_works(calibrator, words):
    explorer = calibration_explorer(calibrator)
    assert words in explorer.problem
    explorer.settings = explorer.settings | {"mend": True}
    assert words in explorer.problem
    assert "After" not in explorer.sentence


def test_other_clouds_begin_at_their_prevalence():
    explorer = calibration_explorer(classes=GaussianClasses([0.0], [1.0], prevalence=0.2), n_train=500)
    assert explorer.frames.values[0] == 0.2
    assert len(explorer.frames.values) > 5


def test_it_is_small(explorer):
    explorer.settings = explorer.settings | {"mend": True, "n_bins": 20}
    assert len(json.dumps({"stage": explorer._stage, "frames": explorer._frames})) < 1_000_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "copies"}, "method must be one of class weights"),
        ({"classes": GaussianClasses([0.0], [1.0], prevalence=0.5)}, r"classes must have a prevalence below 0\.5"),
    ],
)
def test_refuses_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        calibration_explorer(**arguments)


def test_the_picture_says_every_bin_in_words():
    curve = reliability([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9], n_bins=2)
    picture = reliability_picture({"model": curve}, prevalence=0.5)
    assert picture.alt == (
        "Reliability diagram. model: predicted 0.20, happened 0.00 (2 rows), predicted 0.80, happened 1.00 (2 rows)."
    )
    with pytest.raises(ValueError, match=r"curves must hold one to three models; got 0"):
        reliability_picture({})
