"""The class weights explorer: its frames are what compute's functions give, and its lines lie where p is 0.5."""

import re
from functools import partial

import numpy as np
import pytest

from lessonlib import (
    class_weights_explorer,
    confusion_matrix_values,
    fit_logistic_regression,
    logistic_regression_weighted,
    predict_probability,
)
from lessonlib.compute.data import LESSON_CLASSES, make_imbalanced_data
from lessonlib.draw.axes import apart
from lessonlib.draw.clouds import boundary
from lessonlib.draw.stage import Panel
from lessonlib.interact.class_weights import RATIOS, describe

X, Y = make_imbalanced_data()
X_FRESH, Y_FRESH = LESSON_CLASSES.sample(5_000, seed=1)


@pytest.fixture(scope="module")
def explorer():
    return class_weights_explorer(X, Y, X_FRESH, Y_FRESH)


def at(column, index):
    return column[index if len(column) > 1 else 0]


def lines(explorer, role, index, kind="polyline"):
    """Return the points of a line over the clouds in one frame."""
    (mark,) = [m for m in explorer.frames.marks if (m.kind, m.axes, m.role) == (kind, "clouds", role)]
    return np.column_stack([at(mark.x, index), at(mark.y, index)])


@pytest.mark.parametrize("ratio", [1, 2, 19, 100])
def test_a_frame_is_the_model_trained_with_that_weight(explorer, ratio):
    index = explorer.frames.nearest(ratio)
    w, b = fit_logistic_regression(X, Y, np.where(Y == 1, ratio, 1))
    p = predict_probability(X_FRESH, w, b)
    tp, tn, fp, fn = confusion_matrix_values(Y_FRESH, p >= 0.5)
    counts = explorer.frames.tables[0].rows
    assert [cells[index] for cells in counts["positive"]] == [f"{tp:,}", f"{fn:,}"]
    assert [cells[index] for cells in counts["negative"]] == [f"{fp:,}", f"{tn:,}"]
    assert f"mean probability is {p.mean():.3f}," in explorer.frames.sentences[index]
    assert lines(explorer, "ink", index) @ w == pytest.approx([-b, -b], abs=1e-6)


@pytest.mark.parametrize("ratio", [1, 2, 19, 100])
def test_the_copies_lie_on_the_weighted_line_and_in_the_panel(explorer, ratio):
    index = explorer.frames.nearest(ratio)
    w, b = fit_logistic_regression(X, Y, np.where(Y == 1, ratio, 1))
    beads = lines(explorer, "third", index, kind="points")
    assert beads @ w == pytest.approx(np.full(len(beads), -b), abs=1e-5)
    panel = explorer._scene.stage.panels["clouds"]
    assert np.all((beads > [panel.xlim[0], panel.ylim[0]]) & (beads < [panel.xlim[1], panel.ylim[1]]))


@pytest.mark.parametrize("ratio", [1, 19, 100])
def test_the_dotted_line_is_the_plain_model_at_a_moved_threshold(explorer, ratio):
    index = explorer.frames.nearest(ratio)
    w, b = fit_logistic_regression(X, Y)
    ends = lines(explorer, "reference", index)
    assert predict_probability(ends, w, b) == pytest.approx([1 / (1 + ratio)] * 2, abs=1e-6)


def test_the_dragged_point_is_on_the_boundary_at_every_weight(explorer):
    (handle,) = [m for m in explorer.frames.marks if m.kind == "point" and m.drag == "xy"]
    for index, ratio in enumerate(RATIOS):
        w, b = fit_logistic_regression(X, Y, np.where(Y == 1, ratio, 1))
        assert w @ [handle.x[index], handle.y[index]] == pytest.approx(-b, abs=1e-6)


def test_it_opens_at_nineteen_and_goes_from_no_weights_to_a_hundred(explorer):
    assert explorer.value == 19
    assert RATIOS[[0, -1]].tolist() == [1, 100]
    assert explorer.sentence.startswith("With weight 19, the model flags ")


def test_a_function_of_ones_own_takes_the_place_of_the_copies():
    learner = class_weights_explorer(X, Y, X_FRESH, Y_FRESH, fitter=lambda *_: ([1.0, 1.0], -3.0))
    assert lines(learner, "third", 0).sum(axis=1) == pytest.approx([3, 3])
    assert [cells[0] for cells in learner.frames.tables[2].rows["your function"]] == ["1.0000", "1.0000", "−3.0000"]


def test_a_loop_that_stops_early_is_shown_and_said_to_have_stopped_early():
    enough = partial(in_steps, lr=0.5, epochs=1000)
    assert class_weights_explorer(X, Y, X_FRESH, Y_FRESH, fitter=enough).problem == ""
    early = class_weights_explorer(X, Y, X_FRESH, Y_FRESH, fitter=logistic_regression_weighted)
    assert re.match(
        r"Your function has not arrived: at weight \d+ .* It may well be right: give it more", early.problem
    )
    assert "your function" in early.frames.tables[2].rows


def in_steps(X, y, weights, **steps):
    return logistic_regression_weighted(X, y, weights / weights.mean(), **steps)


def not_written(*_):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("fitter", "problem"),
    [
        (not_written, "Your function is not written yet: .*NotImplementedError"),
        (lambda X, _, weights: X @ weights, "It must return .*ValueError"),
        (lambda *_: None, "It must return"),
        (lambda *_: ([1.0], 0.0), "two coefficients and a number"),
        (lambda *_: ([np.nan, 1.0], 0.0), "finite coefficients"),
    ],
)
def test_what_goes_wrong_in_it_is_said_and_the_widget_works_on(fitter, problem):
    learner = class_weights_explorer(X, Y, X_FRESH, Y_FRESH, fitter=fitter)
    assert re.search(problem, learner.problem)
    learner.value = 100
    assert learner.sentence.startswith("With weight 100,")


def test_a_learners_function_cannot_change_the_rows():
    def spoil(X, y, _):
        X[:], y[:] = 0, 0
        return [1.0, 1.0], 0.0

    before = X.copy(), Y.copy()
    class_weights_explorer(X, Y, X_FRESH, Y_FRESH, fitter=spoil)
    assert np.array_equal(X, before[0])
    assert np.array_equal(Y, before[1])


def test_the_sentence_is_grammar_when_nobody_is_flagged():
    assert describe(1, tp=0, tn=9, fp=0, fn=1, mean_probability=0.1) == (
        "With weight 1, the model flags 0 of 10 rows (0 %) and catches 0 of 1 positive (0 %); "
        "its mean probability is 0.100, where 0.100 are positive."
    )


def test_refuses_what_cannot_be_drawn():
    with pytest.raises(ValueError, match=r"X must have two features to be drawn; got shape \(1000, 3\)"):
        class_weights_explorer(np.column_stack([X, X[:, 0]]), Y, X_FRESH, Y_FRESH)
    with pytest.raises(ValueError, match="y must hold both classes"):
        class_weights_explorer(X, np.zeros(len(X)), X_FRESH, Y_FRESH)


PANEL = Panel(0, 0, 400, 400, xlim=(-2, 2), ylim=(-1, 1))


@pytest.mark.parametrize(
    ("w", "b", "ends"),
    [
        ([0.0, 2.0], 1.0, {(-2, -0.5), (2, -0.5)}),
        ([1.0, 0.0], 1.0, {(-1, -1), (-1, 1)}),
        ([1.0, 2.0], 0.0, {(-2, 1), (2, -1)}),
        ([1.0, 0.0], 5.0, set()),
        ([1.0, 1.0], -9.0, set()),
        ([0.0, 0.0], 1.0, set()),
    ],
)
def test_a_boundary_ends_at_the_panels_edge_or_is_not_drawn(w, b, ends):
    x, y = boundary(np.array(w), b, PANEL)
    assert set(zip(x, y, strict=True)) == ends


def test_words_at_the_ends_of_curves_keep_their_order_and_distance():
    moved = apart([0.05, 0.9, 0.08, 0.07], nearest=0.06)
    assert moved == pytest.approx([0.05, 0.9, 0.17, 0.11])
