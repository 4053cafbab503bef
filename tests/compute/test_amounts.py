"""Amounts: what each rule checks, catches, misses and costs, by hand; and that the rule by amount is cheapest."""

import numpy as np
import pytest

from lessonlib.compute.costs import check_above_threshold, check_by_amount, cost_by_row
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.uncertainty import paired_verdict

Y, P, AMOUNTS = [1, 1, 0, 1], [0.5, 0.02, 0.3, 0.4], [100.0, 2000.0, 10.0, 20.0]


def test_by_hand_at_a_check_of_10_and_of_45():
    """The expected losses are 50, 40, 3 and 8."""
    rule = check_by_amount(Y, P, AMOUNTS, [10, 45])
    assert rule.checks.tolist() == [2, 1]
    assert rule.caught.tolist() == [2, 1]
    assert rule.missed_amount.tolist() == [20, 2020]
    assert rule.cost.tolist() == [(2 * 10 + 20) / 4, (45 + 2020) / 4]
    assert np.isnan(rule.threshold).all()


def test_a_row_whose_expected_loss_is_the_cost_of_the_check_is_checked():
    assert check_by_amount([1, 0], [0.5, 0.1], [20.0, 1.0], [10]).checks.tolist() == [1]


def test_the_single_threshold_by_hand():
    """At 10: the row with 2,000 has the lowest probability of the four, and is worth checking them all."""
    rule = check_above_threshold(Y, P, AMOUNTS, [10, 600])
    assert rule.threshold.tolist() == [0.02, 1] or rule.threshold.tolist() == [0.02, np.inf]
    assert rule.checks.tolist() == [4, 0]
    assert rule.missed_amount.tolist() == [0, 2120]
    assert rule.cost.tolist() == [10, 530]


def test_with_true_probabilities_the_rule_by_amount_costs_less_than_any_single_threshold():
    classes = GaussianClasses([0.0], [1.5], prevalence=0.1)
    saved = []
    for seed in range(20):
        X, y = classes.sample(3_000, seed)
        amounts = np.random.default_rng([seed, 1]).lognormal(4, 1, len(y))
        rules = [rule(y, classes.posterior(X), amounts, [10.0]) for rule in (check_by_amount, check_above_threshold)]
        saved.append(rules[1].cost[0] - rules[0].cost[0])
    assert paired_verdict(saved).low > 0


def test_the_cost_is_that_of_cost_by_row():
    flagged = np.array(P) * AMOUNTS >= 10
    costs = cost_by_row(Y, flagged, cost_fp=10, cost_tp=10, cost_fn=AMOUNTS)
    assert check_by_amount(Y, P, AMOUNTS, [10]).cost.tolist() == [costs.mean()]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amounts": [1, 2, 3, -4]}, "amounts must be at least 0; got -4"),
        ({"check_costs": [0, 1]}, "check_costs must be positive; got 0"),
        ({"y_prob": [0.1, 0.2, 0.3, 40]}, r"y_prob must lie in \[0, 1\]"),
        ({"y_true": [0, 0, 0, 0]}, "y_true must hold both classes"),
    ],
)
def test_refuses_amounts_and_prices_that_mean_nothing(change, message):
    with pytest.raises(ValueError, match=message):
        check_by_amount(**{"y_true": Y, "y_prob": P, "amounts": AMOUNTS, "check_costs": [10]} | change)
