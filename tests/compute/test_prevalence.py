"""Another mixture of the same classes: Bayes' rule by hand, and agreement with counting rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.compute.curves import average_precision, precision_at_capacity
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.prevalence import (
    average_precision_at_prevalence,
    precision_at_prevalence,
    rates_at_capacity,
)

from .strategies import labelled_scores


@pytest.mark.parametrize(
    ("recall", "false_alarm_rate", "prevalence", "expected"),
    [(0.8, 0.2, 0.5, 0.8), (0.8, 0.2, 0.1, 8 / 26), (0.9, 0.05, 0.01, 90 / 585), (1, 1, 0.3, 0.3), (0, 0, 0.3, 0)],
)
def test_precision_by_hand(recall, false_alarm_rate, prevalence, expected):
    assert precision_at_prevalence(recall, false_alarm_rate, prevalence) == pytest.approx(expected)


def test_arrays_are_broadcast():
    found = precision_at_prevalence([0.5, 1.0], [0.0, 1.0], np.array([[0.1], [0.4]]))
    assert found == pytest.approx(np.array([[1, 0.1], [1, 0.4]]))


@given(labelled_scores())
def test_at_the_prevalence_of_the_data_average_precision_is_the_usual_one(case):
    y, scores = case
    here = average_precision_at_prevalence(y, scores, np.mean(y))
    assert here == pytest.approx(average_precision(y, scores), abs=1e-12)


@given(labelled_scores(), st.integers(2, 5))
def test_another_prevalence_is_the_same_as_copying_the_negatives(case, times):
    y, scores = np.array(case[0]), np.array(case[1])
    copies = np.repeat(np.arange(len(y)), np.where(y == 1, 1, times))
    prevalence = np.mean(y[copies])
    expected = average_precision(y[copies], scores[copies])
    assert average_precision_at_prevalence(y, scores, prevalence) == pytest.approx(expected, abs=1e-12)


@given(labelled_scores(), st.data())
def test_capacity_at_the_prevalence_of_the_data_flags_that_many_rows(case, data):
    y, scores = case
    checked = data.draw(st.integers(1, len(y) - 1))
    recall, false_alarm_rate = rates_at_capacity(y, scores, np.mean(y), checked / len(y))
    found, alarms = recall * np.sum(y), false_alarm_rate * np.sum(1 - np.array(y))
    assert found + alarms == pytest.approx(checked)
    assert found / checked == pytest.approx(precision_at_capacity(y, scores, checked))


def test_a_tighter_capacity_finds_fewer_positives():
    X, y = GaussianClasses([0.0], [1.0]).sample_counts(900, 100)
    recalls = [rates_at_capacity(y, X[:, 0], 0.02, share)[0] for share in (0.01, 0.05, 0.2, 0.9)]
    assert np.all(np.diff(recalls) > 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"recall": 80}, r"recall must lie in \[0, 1\]; got 80"),
        ({"false_alarm_rate": -0.1}, r"false_alarm_rate must lie in \[0, 1\]; got -0.1"),
        ({"prevalence": 0}, "prevalence must lie strictly between 0 and 1; got 0"),
        ({"prevalence": np.nan}, "prevalence must lie strictly between 0 and 1; got nan"),
    ],
)
def test_refuses_what_is_no_share(change, message):
    with pytest.raises(ValueError, match=message):
        precision_at_prevalence(**{"recall": 0.8, "false_alarm_rate": 0.1, "prevalence": 0.1} | change)


def test_refuses_impossible_prevalences_and_capacities():
    with pytest.raises(ValueError, match="prevalence must lie strictly between 0 and 1; got 5"):
        average_precision_at_prevalence([0, 1], [0, 1], 5)
    with pytest.raises(ValueError, match="capacity must lie strictly between 0 and 1; got 50"):
        rates_at_capacity([0, 1], [0, 1], 0.1, 50)
    with pytest.raises(ValueError, match="y_true must hold both classes"):
        average_precision_at_prevalence([1, 1], [0, 1], 0.5)
