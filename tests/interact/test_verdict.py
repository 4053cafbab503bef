"""The verdict explorer: shares, ranges and outlines are those of the test sets that compute draws."""

import json

import numpy as np
import pytest

from lessonlib.compute.verdict import draw_test_sets, lesson_rules, true_f1
from lessonlib.compute.words import share
from lessonlib.interact.verdict import SIZES, verdict_explorer

VERMILLION, BLUE = "#D55E00", "#0072B2"


@pytest.fixture(scope="module")
def rules():
    return lesson_rules()


@pytest.fixture
def explorer():
    return verdict_explorer()


def differences(rules, first, second, size):
    tested = draw_test_sets(rules[first], rules[second], size)
    return tested.first - tested.second


def mark(player, kind, axes, color):
    return next(m for m in player._frames["marks"] if (m["kind"], m["axes"], m["color"]) == (kind, axes, color))


@pytest.mark.parametrize("size", [5, 14, 1000])
def test_table_point_and_sentence_are_those_of_the_test_sets(rules, explorer, size):
    explorer.value = size
    at = SIZES.index(size)
    d = differences(rules, "SMOTE", "no treatment", size)
    wrong, ties, right = np.sum(d > 0), np.sum(d == 0), np.sum(d < 0)  # in truth no treatment is better
    (row,) = explorer._frames["tables"][0]["rows"]
    low, high = np.quantile(d, [0.025, 0.975])
    cells = [column[at] for column in row["cells"]]
    assert row["header"] == "SMOTE − no treatment"
    assert cells[0].replace("−", "-") == f"{low:+.3f} to {high:+.3f}"
    assert cells[1:] == [f"{part:,} ({share(part, 4_000)})" for part in (right, ties, wrong)]
    assert mark(explorer, "point", "wrong", VERMILLION)["y"][at] == pytest.approx(wrong / 4_000)
    assert explorer.sentence == (
        f"With {size:,} positives in the test set, {share(wrong, 4_000)} of 4,000 test sets name the wrong winner, "
        f"{share(ties, 4_000)} tie. In truth “no treatment” has F1 {true_f1(rules['no treatment']):.3f}, "
        f"“SMOTE” {true_f1(rules['SMOTE']):.3f}."
    )


def test_the_wrong_side_is_the_dashed_one_whichever_rule_stands_first():
    usual, turned = verdict_explorer(), verdict_explorer(first="no treatment", second="SMOTE")
    above, below = (mark(player, "polyline", "difference", VERMILLION)["x"][0] for player in (usual, turned))
    assert min(above) == pytest.approx(0, abs=1e-9)
    assert max(below) == pytest.approx(0, abs=1e-9)
    assert mark(usual, "label", "difference", VERMILLION)["text"] == ["SMOTE ahead →"]
    assert mark(turned, "label", "difference", VERMILLION)["text"] == ["← SMOTE ahead"]
    assert mark(turned, "label", "difference", BLUE)["text"] == ["no treatment ahead →"]


def test_outlines_hold_the_differences_that_are_not_ties(rules):
    explorer = verdict_explorer(first="class weights", second="SMOTE")
    at = SIZES.index(14)
    d = differences(rules, "class weights", "SMOTE", 14)
    above = mark(explorer, "polyline", "difference", VERMILLION)
    below = mark(explorer, "polyline", "difference", BLUE)
    assert np.mean(d == 0) > 0.3
    heights = [np.array(side["y"][at][1:-1:2]) for side in (below, above)]
    ratio = heights[1].sum() / heights[0].sum()
    assert ratio == pytest.approx(np.sum(d > 0) / np.sum(d < 0), rel=0.01)
    assert max(height.max() for height in heights) == pytest.approx(1)


def test_other_rules_are_chosen_by_the_controls(explorer):
    stage = explorer._stage
    explorer.settings = {"first": "no treatment, converged", "second": "no treatment"}
    assert explorer.problem == ""
    assert explorer._stage is not stage
    assert "In truth “no treatment, converged” has F1 0.88" in explorer.sentence
    assert explorer.value == 14


def test_a_rule_against_itself_is_explained_and_the_last_picture_stays(explorer):
    before = explorer.sentence
    explorer.settings = {"first": "SMOTE", "second": "SMOTE"}
    assert explorer.problem.startswith("“First” and “Second” must differ in true F1; both have 0.678.")
    assert explorer.sentence == before


def test_rules_of_your_own():
    mine = {"left": ([1.0, 1.0], -4.0), "right": ([1.0, 1.0], -3.0)}
    explorer = verdict_explorer(mine, first="left", second="right", n_sets=200)
    assert f"{true_f1(([1.0, 1.0], -4.0)):.3f}" in explorer.sentence
    with pytest.raises(ValueError, match=r"first and second must be among left, right; got 'SMOTE'"):
        verdict_explorer(mine)


def test_it_is_small_and_its_picture_says_the_ends_in_words(explorer):
    assert len(json.dumps({"stage": explorer._stage, "frames": explorer._frames})) < 1_000_000
    wrong = [np.mean(differences(lesson_rules(), "SMOTE", "no treatment", size) > 0) for size in (5, 1000)]
    ends = f"with the wrong winner, {100 * wrong[0]:.0f} % at 5 positives and {100 * wrong[1]:.0f} % at 1,000."
    assert explorer._stage["alt"].endswith(ends)
