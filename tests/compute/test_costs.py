"""Costs: Elkan's thresholds, and that deciding by them is cheapest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.compute.costs import (
    bayes_threshold,
    cheapest_threshold,
    cost_by_row,
    cost_interval,
    expected_cost,
    net_benefit,
)
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.metrics import confusion_matrix_values
from lessonlib.compute.threshold import find_optimal_threshold

from .strategies import decisions

prices = st.integers(1, 10_000)


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ({"cost_fp": 1, "cost_fn": 100}, 1 / 101),
        ({"cost_fp": 1, "cost_fn": 1}, 1 / 2),
        ({"cost_fp": 1, "cost_fn": 5}, 1 / 6),
        ({"cost_fp": 1, "cost_fn": 20, "cost_tp": -5}, 1 / 26),
    ],
)
def test_worked_thresholds(costs, expected):
    assert bayes_threshold(**costs) == pytest.approx(expected, abs=1e-12)


@given(tn=prices, tp=prices, extra_fp=prices, extra_fn=prices, p=st.floats(0, 1))
def test_flagging_from_the_threshold_on_is_never_dearer(tn, tp, extra_fp, extra_fn, p):
    costs = {"cost_tn": tn, "cost_fp": tn + extra_fp, "cost_tp": tp, "cost_fn": tp + extra_fn}
    flagged = p * costs["cost_tp"] + (1 - p) * costs["cost_fp"]
    left_alone = p * costs["cost_fn"] + (1 - p) * costs["cost_tn"]
    chosen, other = (flagged, left_alone) if p >= bayes_threshold(**costs) else (left_alone, flagged)
    assert chosen <= other * (1 + 1e-12)


@given(cost_fp=prices, cost_fn=prices, factor=st.floats(1e-6, 1e6), shift=st.integers(-100, 100))
def test_neither_the_unit_nor_a_cost_that_is_paid_anyhow_moves_the_threshold(cost_fp, cost_fn, factor, shift):
    paid = {"cost_fp": cost_fp + shift, "cost_fn": cost_fn + shift, "cost_tp": shift, "cost_tn": shift}
    expected = bayes_threshold(cost_fp=cost_fp, cost_fn=cost_fn)
    assert bayes_threshold(**{name: factor * cost for name, cost in paid.items()}) == pytest.approx(expected, rel=1e-9)


def test_amounts_by_row_give_a_threshold_for_each():
    thresholds = bayes_threshold(cost_fp=2.0, cost_tp=2.0, cost_fn=np.array([4.0, 10.0, 202.0]))
    assert thresholds == pytest.approx([1 / 2, 1 / 5, 1 / 101], abs=1e-12)


def test_balanced_weights_assert_that_a_miss_is_as_many_times_dearer_as_its_class_is_rarer():
    assert bayes_threshold(cost_fp=1, cost_fn=950 / 50) == pytest.approx(50 / 1000, abs=1e-12)


def test_expected_cost_by_hand_for_numbers_and_arrays():
    costs = {"cost_fp": 1, "cost_fn": 100, "cost_tp": -5, "cost_tn": 0.5}
    assert expected_cost(tp=6, tn=80, fp=10, fn=4, **costs) == (-30 + 40 + 10 + 400) / 100
    assert expected_cost(tp=6, tn=80, fp=10, fn=4, cost_fp=1, cost_fn=100) == 4.1  # right decisions cost nothing
    several = expected_cost(
        tp=np.array([6, 0]), tn=np.array([80, 90]), fp=np.array([10, 0]), fn=np.array([4, 10]), **costs
    )
    assert several.tolist() == [4.2, 10.45]


@given(decisions(), st.tuples(*[st.integers(-100, 100)] * 4))
def test_the_expected_cost_is_the_mean_cost_of_a_row(case, prices):
    costs = dict(zip(("cost_fp", "cost_fn", "cost_tp", "cost_tn"), prices, strict=True))
    mean = cost_by_row(*case, **costs).mean()
    assert expected_cost(*confusion_matrix_values(*case), **costs) == pytest.approx(mean, abs=1e-12)


def test_cost_by_row_takes_each_rows_own_amount():
    amounts = [500.0, 40.0, 90.0, 7.0]
    costs = cost_by_row(
        [1, 1, 0, 0], [1, 0, 1, 0], cost_fp=2, cost_tp=3, cost_fn=amounts, cost_tn=[-a for a in amounts]
    )
    assert costs.tolist() == [3, 40, 2, -7]


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        (
            {"cost_fp": 0, "cost_fn": 1},
            "cost_fp must exceed cost_tn, or there is no probability to flag from; the difference is 0",
        ),
        ({"cost_fp": 1, "cost_fn": 2, "cost_tp": 3}, "cost_fn must exceed cost_tp, .*; the difference is -1"),
        ({"cost_fp": [1, 2], "cost_fn": [1, 0]}, "cost_fn must exceed cost_tp, .*; the difference is 0"),
        ({"cost_fp": float("nan"), "cost_fn": 1}, "cost_fp must exceed cost_tn"),
    ],
)
def test_refuses_costs_that_leave_nothing_to_decide(costs, message):
    with pytest.raises(ValueError, match=message):
        bayes_threshold(**costs)


def test_cost_by_row_refuses_probabilities():
    with pytest.raises(ValueError, match="y_pred must hold only 0 and 1"):
        cost_by_row([0, 1], [0.1, 0.9], cost_fp=1, cost_fn=1)


def test_cost_by_row_refuses_labels_and_decisions_of_different_length():
    with pytest.raises(ValueError, match="y_true and y_pred must have the same number of rows; got 2 and 3"):
        cost_by_row([0, 1], [0, 1, 1], cost_fp=1, cost_fn=1)


@pytest.mark.parametrize("amounts", [[500.0], [500.0, 40.0, 7.0]])
def test_cost_by_row_refuses_amounts_of_other_rows(amounts):
    with pytest.raises(
        ValueError, match=f"y_true and cost_fn must have the same number of rows; got 2 and {len(amounts)}"
    ):
        cost_by_row([0, 1], [0, 1], cost_fp=1, cost_fn=amounts)


rows_with_ties = st.lists(
    st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12
)


@given(rows_with_ties, st.integers(-9, 9), st.integers(-9, 9))
def test_the_cheapest_threshold_attains_the_least_cost_of_all_that_can_be_tried(rows, cost_tp, cost_tn):
    y, scores, cost_fp, cost_fn = (np.array(column) for column in zip(*rows, strict=True))
    costs = {"cost_fp": cost_fp, "cost_fn": cost_fn, "cost_tp": cost_tp, "cost_tn": cost_tn}
    tried = {t: cost_by_row(y, scores >= t, **costs).mean() for t in (*range(6), np.inf)}
    threshold, cost = cheapest_threshold(y, scores, **costs)
    assert cost == pytest.approx(min(tried.values()), abs=1e-9)
    assert tried[threshold] == pytest.approx(cost, abs=1e-9)


def test_with_equal_costs_in_all_rows_it_is_the_optimal_threshold_for_cost():
    rng = np.random.default_rng(0)
    y, scores = rng.random(300) < 0.2, rng.integers(0, 40, 300) / 40
    ours = cheapest_threshold(y, scores, cost_fp=1, cost_fn=7)
    assert ours == pytest.approx(find_optimal_threshold(y, scores, "cost", cost_fp=1, cost_fn=7), abs=1e-12)


@pytest.mark.parametrize("costs", [{"cost_fp": 1, "cost_fn": 10}, {"cost_fp": 1, "cost_fn": 20, "cost_tp": -5}])
def test_on_a_million_rows_with_true_probabilities_the_formula_is_as_cheap_as_the_cheapest(costs):
    classes = GaussianClasses([0.0], [1.5], prevalence=0.05)
    X, y = classes.sample(1_000_000, seed=0)
    p = classes.posterior(X)
    by_formula = expected_cost(*confusion_matrix_values(y, p >= bayes_threshold(**costs)), **costs)
    assert by_formula == pytest.approx(cheapest_threshold(y, p, **costs)[1], abs=3e-3)


def test_the_cheapest_threshold_refuses_scores_that_are_no_numbers():
    with pytest.raises(ValueError, match="y_score must be finite; got 1 of 2 entries"):
        cheapest_threshold([0, 1], [0.5, np.nan], cost_fp=1, cost_fn=2)


@pytest.mark.parametrize(
    ("n_positive", "miss", "alarm"), [(10, 0.03, 0.39), (10, 0.24, 0.08), (50, 0.03, 0.39), (200, 0.24, 0.08)]
)
def test_the_interval_of_the_bill_covers_the_true_one_in_about_95_of_100_tests(n_positive, miss, alarm):
    rng = np.random.default_rng(0)
    n_negative = 19 * n_positive
    true = 0.05 * miss * 100 + 0.95 * alarm
    held = []
    for fn, fp in zip(rng.binomial(n_positive, miss, 1_500), rng.binomial(n_negative, alarm, 1_500), strict=True):
        low, high = cost_interval(n_positive - fn, n_negative - fp, fp, fn, cost_fp=1, cost_fn=100)
        held.append(low <= true <= high)
    assert 0.93 < np.mean(held) < 0.99


def test_the_interval_of_the_bill_holds_the_bill_and_knows_gains():
    counts = {"tp": 6, "tn": 80, "fp": 10, "fn": 4}
    for prices in ({"cost_fp": 1, "cost_fn": 100}, {"cost_fp": 1, "cost_fn": 20, "cost_tp": -5}):
        low, high = cost_interval(**counts, **prices)
        assert low < expected_cost(**counts, **prices) < high


def test_net_benefit_ranks_rules_as_their_costs_do():
    rules = [(6, 80, 10, 4), (9, 50, 40, 1), (0, 90, 0, 10), (10, 0, 90, 0)]
    for t in (0.05, 0.2, 0.5):
        benefit = [net_benefit(*counts, threshold=t) for counts in rules]
        cost = [float(expected_cost(*counts, cost_fp=t, cost_fn=1 - t)) for counts in rules]
        assert np.argsort(benefit).tolist() == np.argsort(np.negative(cost)).tolist()
    assert net_benefit(0, 90, 0, 10, threshold=0.3) == 0
    with pytest.raises(ValueError, match="threshold must lie strictly between 0 and 1; got 1"):
        net_benefit(6, 80, 10, 4, threshold=1)
