"""A goal's line and worth, by hand: costs, a limit on alerts, tuned F1, each at another prevalence than the data's."""

import numpy as np
import pytest

from lessonlib.compute.goal import Rates, make_goal
from lessonlib.compute.metrics import f1
from lessonlib.compute.threshold import find_optimal_threshold

Y = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])  # 20 % positives
P = np.array([0.9, 0.4, 0.8, 0.5, 0.3, 0.2, 0.1, 0.1, 0.1, 0.1])
ROWS = (Y, P)


def test_outcomes_among_a_thousand_rows_of_the_prevalence_of_use():
    tp, tn, fp, fn = make_goal(0.02).outcomes(Rates(0.75, 0.10))
    assert (tp, fn, fp, tn) == pytest.approx((15, 5, 98, 882))


def test_with_costs_the_measure_is_their_sum_and_the_line_is_bayes():
    goal = make_goal(0.02, cost_fp=2, cost_fn=30)
    assert goal.value(Rates(0.75, 0.10)) == pytest.approx(5 * 30 + 98 * 2)
    assert goal.threshold(ROWS, ROWS) == pytest.approx(2 / 32)
    assert not goal.larger_is_better


def test_a_limit_cuts_the_list_at_its_end():
    at = {alerts: make_goal(0.2, capacity=alerts).threshold(ROWS, ROWS) for alerts in (50, 100, 250, 400, 1000)}
    assert at == {50: np.inf, 100: 0.9, 250: 0.8, 400: 0.4, 1000: 0.1}  # one row is 100 of 1,000
    assert make_goal(0.2, capacity=100).value(Rates(0.5, 0.0)) == 0.5


def test_the_list_counts_rows_as_often_as_they_will_occur():
    # At 50 % positives each of the 2 positives is 250 of 1,000 rows, each of the 8 negatives 62.5.
    ends = [make_goal(0.5, capacity=alerts).threshold(ROWS, ROWS) for alerts in (249, 250, 313, 375, 625)]
    assert ends == [np.inf, 0.9, 0.8, 0.5, 0.4]


def test_costs_and_a_limit_take_the_stricter_of_the_two():
    strict, loose = (make_goal(0.2, cost_fp=1, cost_fn=3, capacity=alerts) for alerts in (100, 900))
    assert strict.threshold(ROWS, ROWS) == 0.9
    assert loose.threshold(ROWS, ROWS) == 0.25
    assert strict.measure == "cost"


def test_without_either_the_line_is_tuned_for_f1_on_validation_rows():
    goal = make_goal(0.2)
    other = (Y[::-1], P)
    assert goal.threshold(ROWS, other) == find_optimal_threshold(Y, P)[0] == 0.9  # F1 2/3, as at 0.4: the stricter
    assert make_goal(0.5).threshold(ROWS, other) == 0.4  # 500 and 125 false alarms beat 250 missed
    assert goal.value(Rates(1.0, 0.25)) == pytest.approx(f1(200, 600, 200, 0))


def test_where_positives_are_rarer_the_tuned_line_is_stricter():
    # At 2 %: flagging 0.9 alone gives F1 2·10/(2·10 + 10), the next candidates add 122.5 false alarms each.
    assert make_goal(0.02).threshold(ROWS, ROWS) == 0.9


def test_dummies_need_no_model():
    assert make_goal(0.1).dummies() == {"never flag": (0, 0), "always flag": (1, 1)}
    assert make_goal(0.1, capacity=50).dummies() == {"never flag": (0, 0), "list in random order": (0.05, 0.05)}
    assert make_goal(0.1).value(Rates(1.0, 1.0)) == pytest.approx(2 * 0.1 / 1.1)
    assert make_goal(0.1).value(Rates(0.0, 0.0)) == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cost_fp": 1}, "cost_fp and cost_fn must be given together; got cost_fp alone"),
        ({"cost_fn": 1}, "got cost_fn alone"),
        ({"cost_fp": 0, "cost_fn": 1}, "cost_fp must be a positive number; got 0"),
        ({"cost_fp": 1, "cost_fn": float("nan")}, "cost_fn must be a positive number; got nan"),
        ({"capacity": 0}, "capacity must lie in"),
        ({"prevalence": 1}, "prevalence must lie strictly between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        make_goal(**({"prevalence": 0.1} | options))
