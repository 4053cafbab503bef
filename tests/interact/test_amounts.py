"""The amounts explorer: its frames are the two rules' counts and costs, and its lines are where they decide."""

import numpy as np
import pytest

from lessonlib import amounts_explorer
from lessonlib.compute.costs import check_above_threshold, check_by_amount
from lessonlib.compute.data import GaussianClasses
from lessonlib.interact.amounts import CHECKS, describe

CLASSES = GaussianClasses([0.0], [1.5], prevalence=0.05)
X, Y = CLASSES.sample(3_000, seed=1)
P, AMOUNTS = CLASSES.posterior(X), np.random.default_rng(2).lognormal(4, 1.2, 3_000)


@pytest.fixture(scope="module")
def explorer():
    return amounts_explorer(Y, P, AMOUNTS)


@pytest.mark.parametrize("check", [1, 10, 100])
def test_a_frame_is_what_both_rules_do(explorer, check):
    index = explorer.frames.nearest(check)
    rows = explorer.frames.tables[0].rows
    for name, rule in (("by amount", check_by_amount), ("best threshold", check_above_threshold)):
        expected = rule(Y, P, AMOUNTS, [check])
        checks, caught, missed, cost = (cells[index] for cells in rows[name])
        assert checks == f"{expected.checks[0]:,}"
        assert caught.startswith(f"{expected.caught[0]} of {Y.sum()} positives (")
        assert missed == f"{expected.missed_amount[0]:,.0f}"
        assert cost == f"{1000 * expected.cost[0]:,.0f}"


def test_the_costs_are_checks_and_missed_amounts_together(explorer):
    for cells in explorer.frames.tables[0].rows.values():
        for index, check in enumerate(CHECKS):
            checks, _, missed, cost = (float(c[index if len(c) > 1 else 0].split()[0].replace(",", "")) for c in cells)
            assert (check * checks + missed) / 3 == pytest.approx(cost, abs=1)


def test_the_solid_line_is_where_probability_times_amount_is_the_check(explorer):
    (line,) = [m for m in explorer.frames.marks if m.kind == "polyline"]
    (handle,) = [m for m in explorer.frames.marks if m.drag == "x" and m.axes == "rows"]
    for index, check in enumerate(CHECKS):
        assert np.multiply(line.x[index], line.y[index]) == pytest.approx([check, check])
        assert handle.x[index] * handle.y[0] == pytest.approx(check)


def test_it_opens_at_ten_and_its_sentence_names_both_rules(explorer):
    assert explorer.value == 10
    assert explorer.sentence.startswith("At 10 a check, checking by amount makes ")
    assert "; the best threshold catches " in explorer.sentence


def test_the_sentence_is_grammar_at_one():
    said = describe(100, checks=1, caught=1, cost=2.0, fixed_caught=0, fixed_cost=3.0, positives=1)
    assert said == (
        "At 100 a check, checking by amount makes 1 check, catches 1 of 1 positive (100 %), and 1,000 rows cost 2,000; "
        "the best threshold catches 0 of 1 positive (0 %), and they cost 3,000."
    )


@pytest.mark.parametrize(
    ("p", "amounts", "message"),
    [
        (np.where(P.min() == P, 0, P), AMOUNTS, "y_prob must be above 0 to stand on a log axis; got 0"),
        (P, np.where(AMOUNTS.min() == AMOUNTS, 0, AMOUNTS), "amounts must be above 0 .* got 0, and 1 such rows of"),
        (P, AMOUNTS[:9], "amounts must have one entry for each label"),
    ],
)
def test_refuses_rows_that_cannot_be_drawn(p, amounts, message):
    with pytest.raises(ValueError, match=message):
        amounts_explorer(Y, p, amounts)
