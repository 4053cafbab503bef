"""The costs explorer: what it shows at a threshold is what the decisions there cost."""

import numpy as np
import pytest

from lessonlib import bayes_threshold, cheapest_threshold, confusion_matrix_values, cost_by_row, costs_explorer
from lessonlib.compute.data import GaussianClasses
from lessonlib.interact.costs import describe

CLASSES = GaussianClasses([0.0], [1.5], prevalence=0.05)
X, Y = CLASSES.sample(4_000, seed=1)
P = CLASSES.posterior(X)


@pytest.fixture
def explorer():
    return costs_explorer(Y, P)


def row(explorer, name, index=None):
    """Return the cells of a row of the table of costs, by their column."""
    table = explorer.frames.tables[1]
    cells = [cells[index if len(cells) > 1 else 0] for cells in table.rows[name]]
    return dict(zip(table.columns, cells, strict=True))


def number(cell):
    return float(cell.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("threshold", [0.0005, 0.0099, 0.1, 0.5, 1])
@pytest.mark.parametrize("prices", [{}, {"cost_fn": 20.0, "cost_tp": -5.0}, {"cost_fp": 3.0, "cost_fn": 7.5}])
def test_a_frame_is_what_the_decisions_cost(explorer, threshold, prices):
    explorer.settings = {**explorer.settings, **prices}
    explorer.value = threshold
    assert explorer.problem == ""
    index, value = explorer.frames.nearest(explorer.value), explorer.value
    tp, tn, fp, fn = confusion_matrix_values(Y, value <= P)
    cells = explorer.frames.tables[0].rows
    assert [column[index] for column in cells["positive"]] == [f"{tp:,}", f"{fn:,}"]
    assert [column[index] for column in cells["negative"]] == [f"{fp:,}", f"{tn:,}"]
    shown = row(explorer, "at the line", index)
    costs = {"cost_fp": 1, "cost_fn": 100} | prices
    assert number(shown["total"]) == pytest.approx(1000 * cost_by_row(Y, value <= P, **costs).mean(), abs=0.06)
    parts = [number(cell) for name, cell in shown.items() if name not in ("threshold", "total")]
    assert sum(parts) == pytest.approx(number(shown["total"]), abs=0.2)


def test_the_landmarks_are_the_formula_and_the_cheapest(explorer):
    threshold, cost = cheapest_threshold(Y, P, cost_fp=1, cost_fn=100)
    cheapest = row(explorer, "cheapest here")
    assert cheapest["threshold"] == f"{threshold:.3g}"
    assert number(cheapest["total"]) == pytest.approx(1000 * cost, abs=0.06)
    assert row(explorer, "formula")["threshold"] == f"{bayes_threshold(cost_fp=1, cost_fn=100):.3g}"
    assert f"formula says {1 / 101:.3g}" in explorer._scene.stage.alt


def test_no_shown_total_is_below_the_cheapest(explorer):
    least = number(row(explorer, "cheapest here")["total"])
    assert min(map(number, explorer.frames.tables[1].rows["at the line"][-1])) == least


def test_it_opens_at_one_half_and_keeps_the_line_when_a_price_changes(explorer):
    assert explorer.value == 0.5
    explorer.settings = {**explorer.settings, "cost_fn": 5}
    assert explorer.value == 0.5
    assert row(explorer, "formula")["threshold"] == "0.167"


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        ({"cost_fn": -1}, "“Cost of a missed positive” must exceed “Cost of a caught positive”"),
        ({"cost_fp": 0}, "“Cost of a false alarm” must exceed"),
    ],
)
def test_an_unreasonable_price_is_refused_in_words_and_the_widget_works_on(explorer, prices, message):
    before = explorer.frames
    explorer.settings = {**explorer.settings, **prices}
    assert message in explorer.problem
    assert explorer.frames is before
    explorer.settings = {**explorer.settings, "cost_fp": 1, "cost_fn": 10}
    assert explorer.problem == ""
    with pytest.raises(ValueError, match=f"{next(iter(prices))} must exceed"):
        costs_explorer(Y, P, **prices)


def test_where_nobody_is_worth_flagging_it_says_so():
    y, p = np.array([0, 0, 0, 1]), np.array([0.9, 0.8, 0.7, 0.1])
    explorer = costs_explorer(y, p, cost_fp=1, cost_fn=1.5)
    assert "cheapest here" not in explorer.frames.tables[1].rows
    assert "at “flag nobody”" in explorer._scene.stage.alt
    explorer.value = 1
    assert explorer.sentence.endswith("1,000 rows cost 375.0, 1.0 times the least.")


def test_a_cost_of_nothing_at_best_has_no_factor():
    said = describe("0.5", tp=1, fp=0, fn=0, total=0.0, least=0.0)
    assert said.endswith("with 0 false alarms; 1,000 rows cost 0.0; the least is 0.0.")


def test_costs_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match="cost_fn must be a number; got 'dear'"):
        costs_explorer(Y, P, cost_fn="dear")


def by_formula(cost_matrix, probabilities):
    (tn, fn), (fp, tp) = cost_matrix
    return (probabilities >= bayes_threshold(cost_fp=fp, cost_fn=fn, cost_tp=tp, cost_tn=tn)).astype(int)


def test_a_function_of_ones_own_decides_anew_whenever_a_price_changes():
    explorer = costs_explorer(Y, P, decide=by_formula)
    for prices in ({"cost_fn": 100}, {"cost_fn": 20, "cost_tp": -5}):
        explorer.settings = {**explorer.settings, **prices}
        assert explorer.problem == ""
        assert row(explorer, "your function")["total"] == row(explorer, "formula")["total"]
        (line,) = [m for m in explorer.frames.marks if m.kind == "hline"]
        assert line.y[0] == pytest.approx(number(row(explorer, "formula")["total"]), abs=0.06)


def not_written(*_):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("decide", "problem"),
    [
        (not_written, "Your function is not written yet: "),
        (lambda matrix, p: matrix["fp"] + p, "Your function stopped: "),
        (lambda _, p: p, "Your function must return 0 or 1 for each row: y_pred must hold only 0 and 1"),
        (lambda *_: None, "Your function must return 0 or 1 for each row: "),
        (
            lambda _, p: p[1:] > 0.5,
            "Your function must return 0 or 1 for each row: y_true and y_pred must have the same",
        ),
    ],
)
def test_what_goes_wrong_in_it_is_said_and_the_widget_works_on(decide, problem):
    explorer = costs_explorer(Y, P, decide=decide)
    assert explorer.problem.startswith(problem)
    assert "your function" not in explorer.frames.tables[1].rows
    explorer.value = 1
    assert explorer.sentence.startswith("Threshold 1 catches ")
