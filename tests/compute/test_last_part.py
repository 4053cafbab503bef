"""The last look: intervals cover what is known to be true; plans keep apart what belongs apart."""

import numpy as np
import pytest
from scipy.special import ndtr

from lessonlib.compute.curves import average_precision
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.goal import Rates, make_goal
from lessonlib.compute.last_part import LastPart, bill_by_amount, decision_curve, stress
from lessonlib.compute.plan import make_plan

CLASSES = GaussianClasses([0.0, 0.0], [2.0, 0.0])  # along x: recall and false-alarm rate are known for any line
LINE = 1.6


def look(seed, positives=30, negatives=400):
    X, y = CLASSES.sample_counts(negatives, positives, seed=seed)
    return LastPart(y == 1, 1 / (1 + np.exp(-(2 * X[:, 0] - 4))), 1 / (1 + np.exp(-(2 * LINE - 4))))


TRUE = Rates(ndtr(2 - LINE), ndtr(-LINE))
GOALS = {
    "cost": make_goal(0.05, cost_fp=1, cost_fn=10),
    "f1": make_goal(0.05),
    "alerts": make_goal(0.05, min_recall=0.6),
    "recall": make_goal(0.05, capacity=90),
}


@pytest.mark.parametrize("goal", GOALS)
def test_intervals_of_the_goal_and_of_the_gain_cover_the_truth(goal):
    goal = GOALS[goal]
    looks = [look(seed) for seed in range(200)]
    for measure in (goal.value, goal.gain):
        estimates = [one.estimate(measure) for one in looks]
        covered = np.mean([e.low <= measure(TRUE) <= e.high for e in estimates])
        assert covered >= 0.9
        assert covered < 1 or goal.measure == "recall"


def test_the_interval_of_the_auroc_covers_the_truth():
    true = ndtr(2 / np.sqrt(2))
    estimates = [look(seed).area() for seed in range(300)]
    assert np.mean([e.low <= true <= e.high for e in estimates]) >= 0.9
    assert max(e.high for e in estimates) < 1


def test_the_interval_of_the_average_precision_covers_the_truth():
    X, y = CLASSES.sample_counts(400_000, 30_000, seed=9)
    true = average_precision(y, X[:, 0])
    estimates = [look(seed, 50, 667).ap() for seed in range(100)]
    assert np.mean([e.low <= true <= e.high for e in estimates]) >= 0.88


@pytest.mark.parametrize("slope", [1.0, 0.6])
def test_the_intervals_of_the_calibration_line_cover_the_truth(slope):
    covered = []
    for seed in range(600):
        rng = np.random.default_rng(seed)
        z = rng.normal(-2, 1.2, size=800)
        y = rng.random(800) < 1 / (1 + np.exp(-z))
        _, found = LastPart(y, 1 / (1 + np.exp(-z / slope)), 0.5).calibration()
        covered.append(found.low <= slope <= found.high)
    assert np.mean(covered) >= 0.9


def test_rows_of_groups_widen_the_interval_until_it_covers():
    covered = {"groups": [], "rows": []}
    for seed in range(150):
        rng = np.random.default_rng(seed)
        caught = np.repeat(rng.random(40) < 0.6, 10)  # all ten rows of a group alike
        y, p = np.append(np.ones(400, bool), np.zeros(400, bool)), np.append(caught, np.zeros(400)) * 0.9 + 0.05
        for name, groups in (("groups", np.append(np.repeat(np.arange(40), 10), 40 + np.arange(400))), ("rows", None)):
            e = LastPart(y, p, 0.5, groups).estimate(lambda rates: rates.tpr)
            covered[name].append(e.low <= 0.6 <= e.high)
    assert np.mean(covered["groups"]) >= 0.9
    assert np.mean(covered["rows"]) < 0.7


def test_intervals_hold_possible_values_only_at_the_edges_too():
    perfect = LastPart(np.arange(100) >= 95, np.linspace(0.01, 0.99, 100), 0.945)
    for goal in GOALS.values():
        e = perfect.estimate(goal.value)
        assert 0 <= e.low <= e.value <= e.high
        assert goal.measure in ("cost", "alerts") or e.high <= 1
    assert perfect.area().value == 1 == perfect.area().high
    assert 0.3 < perfect.area().low < 0.99
    assert perfect.ap().value == 1 == perfect.ap().high
    assert 0.3 < perfect.ap().low < 0.99


def test_stress_says_where_the_gain_ends():
    one, goal = look(1), GOALS["cost"]
    found = stress(one, goal, (0.2, 0.2))
    for name, kind, factors in (
        ("a miss costs × ½ or × 2", "cost_fn", (5, 20)),
        ("prevalence × ½ or × 2", "prevalence", (0.025, 0.1)),
    ):
        for end, value in zip(found[name], factors, strict=True):
            there = goal._replace(**{kind: value})
            share, (tpr, fpr) = there.prevalence, one.rates
            bill = 1000 * (share * (1 - tpr) * there.cost_fn + (1 - share) * fpr)
            assert end == pytest.approx(min(1000 * share * there.cost_fn, 1000 * (1 - share)) - bill)
    assert "threshold at the ends of its range" not in found


def test_net_benefit_of_flagging_all_ends_at_the_prevalence():
    thresholds, model, flag_all = decision_curve(look(2), GOALS["cost"])
    assert np.all(np.diff(thresholds) >= 0)
    assert np.interp(0.05, thresholds, flag_all) == pytest.approx(0, abs=1)
    assert np.interp(0.05, thresholds, model) > 10


def test_deciding_by_amount_pays_and_the_bill_is_the_sum_of_rows():
    rng = np.random.default_rng(0)
    p, amounts = rng.beta(1, 9, size=5000), np.exp(rng.normal(3, 1.2, size=5000))
    y = rng.random(5000) < p
    bills = bill_by_amount(LastPart(y, p, 0.1), amounts, 5.0, float(amounts.mean()))
    assert bills["never flag"].value == pytest.approx(1000 * amounts[y].sum() / 5000)
    assert bills["by amount"].high < bills["one threshold"].value
    assert bills["by amount"].low <= bills["by amount"].value <= bills["by amount"].high


def test_groups_stay_together_and_every_row_is_used():
    rng = np.random.default_rng(0)
    groups = rng.integers(80, size=900)
    y = rng.random(900) < 0.2
    plan = make_plan(y, 5, groups=groups)
    assert sorted([*plan.development, *plan.last]) == list(range(900))
    for parts in [(plan.development, plan.last), *plan.splits]:
        held = [set(groups[part]) for part in parts]
        assert sum(map(len, held)) == len(set.union(*held))
    for split in plan.splits:
        assert sorted(np.concatenate(split)) == sorted(plan.development)


def test_with_times_the_past_predicts_the_future():
    rng = np.random.default_rng(0)
    time, y = rng.permutation(1000).astype(float) // 3, rng.random(1000) < 0.2
    plan = make_plan(y, 5, time=time)
    assert time[plan.development].max() < time[plan.last].min()
    for train, validation, test in plan.splits:
        assert time[train].max() <= time[validation].min()
        assert time[validation].max() <= time[test].min()
        assert not set(test) & set(plan.last)


def test_times_that_leave_no_positives_are_refused():
    y = np.arange(1000) < 100
    with pytest.raises(ValueError, match="the latest rows must hold both classes; got 0 positives in 200 rows"):
        make_plan(y, 5, time=np.arange(1000.0))
