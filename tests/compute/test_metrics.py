"""Metrics of four counts: worked by hand, bound by algebra, and equal to scikit-learn's."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from lessonlib.compute.metrics import (
    Counts,
    accuracy,
    balanced_accuracy,
    compute_metrics,
    confusion_matrix_values,
    f1,
    f_beta,
    mcc,
    precision,
    recall,
    specificity,
)

from .strategies import counts, decisions

ALL = (accuracy, precision, recall, specificity, balanced_accuracy, f1, mcc)

# Counts of the source lesson's own run, and the shape of the cases in Chicco & Jurman (2020).
WORKED = {
    "always negative": (Counts(tp=0, tn=990, fp=0, fn=10), 0.99, 0, 0, 0, 0, 1 / 2),
    "no treatment": (Counts(tp=9, tn=186, fp=0, fn=5), 195 / 200, 1, 9 / 14, 18 / 23, 0.7912195787769284, 23 / 28),
    "oversampling": (Counts(tp=14, tn=178, fp=8, fn=0), 192 / 200, 7 / 11, 1, 7 / 9, 0.7803801364593118, 91 / 93),
    "SMOTE": (Counts(tp=14, tn=179, fp=7, fn=0), 193 / 200, 2 / 3, 1, 4 / 5, 0.8009850566220943, 365 / 372),
    "tuned": (Counts(tp=13, tn=185, fp=1, fn=1), 0.99, 13 / 14, 13 / 14, 13 / 14, 2404 / 2604, 2504 / 2604),
    "high F1": (Counts(tp=90, tn=0, fp=9, fn=1), 0.9, 10 / 11, 90 / 91, 18 / 19, -9 / sqrt(99 * 91 * 9), 45 / 91),
}


@pytest.mark.parametrize("name", WORKED)
def test_worked_numbers(name):
    c, *expected = WORKED[name]
    found = [metric(*c) for metric in (accuracy, precision, recall, f1, mcc, balanced_accuracy)]
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("beta", "expected"), [(0.5, 20 / 37), (1, 8 / 13), (2, 5 / 7)])
def test_f_beta_of_precision_one_half_and_recall_four_fifths(beta, expected):
    assert f_beta(tp=40, tn=910, fp=40, fn=10, beta=beta) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "expected"),
    [([0, 1], [1, 0], 0), ([0, 1], [0, 1], 1), ([0, 1], [0, 0], 0), ([0, 0], [0, 0], 1)],
)
def test_f1_with_zero_division_one_as_in_scikit_learns_tests(y_true, y_pred, expected):
    assert f1(*confusion_matrix_values(y_true, y_pred), zero_division=1) == expected


@pytest.mark.parametrize("metric", [precision, recall, specificity, f1])
def test_zero_by_zero_is_zero_unless_told_otherwise(metric):
    assert metric(0, 0, 0, 0) == 0
    assert metric(0, 0, 0, 0, zero_division=0.5) == 0.5


# Products of these counts exceed int64: scikit-learn's issue 9622, and its sums as well.
@pytest.mark.parametrize(("many", "few", "expected"), [(60_000, 6_000, 9 / 11), (9 * 10**18, 10**18, 8 / 10)])
@pytest.mark.parametrize("kind", [int, np.int64, lambda count: np.array([count])], ids=["int", "int64", "array"])
def test_mcc_is_right_at_any_count(many, few, expected, kind):
    assert mcc(kind(many), kind(many), kind(few), kind(few)) == pytest.approx(expected, abs=1e-12)


def test_mcc_falls_with_prevalence_at_fixed_error_rates():
    positive = np.array([0.5, 0.1, 0.05, 0.01, 0.001])
    negative = 1 - positive
    rates = {"tp": 0.9 * positive, "tn": 0.95 * negative, "fp": 0.05 * negative, "fn": 0.1 * positive}
    found = mcc(**rates)
    expected = [0.8510644963469901, 0.7462171782204501, 0.639398403126898, 0.36036983241077397, 0.1222893861964552]
    assert found == pytest.approx(expected, abs=1e-12)
    alone = [mcc(*row) for row in zip(*rates.values(), strict=True)]
    assert alone == pytest.approx(expected, abs=1e-12)


def test_mcc_of_right_and_of_wrong_decisions_is_one_and_minus_one_and_no_digit_more():
    a, b = np.random.default_rng(0).integers(1, 10**6, (2, 10_000))
    none = np.zeros(10_000)
    assert mcc(tp=a, tn=b, fp=none, fn=none) == pytest.approx(1, abs=1e-12)
    assert mcc(tp=a, tn=b, fp=none, fn=none).max() <= 1
    assert mcc(tp=none, tn=none, fp=a, fn=b).min() >= -1


@given(decisions())
def test_mcc_is_the_correlation_of_labels_and_decisions(case):
    y_true, y_pred = case
    constant = len(set(y_true)) == 1 or len(set(y_pred)) == 1
    expected = 0 if constant else np.corrcoef(y_true, y_pred)[0, 1]
    assert mcc(*confusion_matrix_values(y_true, y_pred)) == pytest.approx(expected, abs=1e-12)


@given(counts())
def test_mcc_is_the_same_for_both_classes_and_changes_sign_with_the_decisions(c):
    tp, tn, fp, fn = c
    assert mcc(tp, tn, fp, fn) == pytest.approx(mcc(tp=tn, tn=tp, fp=fn, fn=fp), abs=1e-12)
    assert mcc(tp, tn, fp, fn) == pytest.approx(-mcc(tp=fn, tn=fp, fp=tn, fn=tp), abs=1e-12)


@given(counts())
def test_swapping_the_classes_swaps_recall_and_specificity(c):
    tp, tn, fp, fn = c
    assert recall(tp, tn, fp, fn) == specificity(tp=tn, tn=tp, fp=fn, fn=fp)
    assert balanced_accuracy(tp, tn, fp, fn) == balanced_accuracy(tp=tn, tn=tp, fp=fn, fn=fp)


@given(counts(), st.floats(0, 1e6))
def test_f_beta_lies_between_precision_and_recall(c, beta):
    low, high = sorted([precision(*c), recall(*c)])
    assert low - 1e-12 <= f_beta(*c, beta=beta) <= high + 1e-12


@given(counts())
def test_f_beta_is_precision_at_zero_f1_at_one_and_recall_at_infinity(c):
    assert f_beta(*c, beta=0) == precision(*c)
    assert f_beta(*c, beta=1) == f1(*c)
    assert f_beta(*c, beta=np.inf) == recall(*c)
    assert f_beta(*c, beta=1e6) == pytest.approx(recall(*c), abs=1e-9)


@given(decisions())
def test_the_counts_are_scikit_learns(case):
    tn, fp, fn, tp = sklearn_metrics.confusion_matrix(*case, labels=[0, 1]).ravel()
    assert confusion_matrix_values(*case) == (tp, tn, fp, fn)


@given(decisions(), st.sampled_from([0.5, 2.0]))
def test_the_metrics_are_scikit_learns(case, beta):
    c = confusion_matrix_values(*case)
    pairs = [
        (accuracy(*c), sklearn_metrics.accuracy_score(*case)),
        (precision(*c), sklearn_metrics.precision_score(*case, zero_division=0.0)),
        (recall(*c), sklearn_metrics.recall_score(*case, zero_division=0.0)),
        (specificity(*c), sklearn_metrics.recall_score(*case, pos_label=0, zero_division=0.0)),
        (f1(*c), sklearn_metrics.f1_score(*case, zero_division=0.0)),
        (f_beta(*c, beta=beta), sklearn_metrics.fbeta_score(*case, beta=beta, zero_division=0.0)),
    ]
    for ours, peers in pairs:
        assert ours == pytest.approx(peers, abs=1e-12)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "expected"), [("abab", "aaab", 0.75), ("aaab", "abab", 5 / 6)], ids=["abab", "aaab"]
)
def test_balanced_accuracy_as_in_scikit_learns_tests(y_true, y_pred, expected):
    y_true, y_pred = (np.array(list(labels)) == "b" for labels in (y_true, y_pred))
    assert balanced_accuracy(*confusion_matrix_values(y_true, y_pred)) == pytest.approx(expected, abs=1e-12)


@given(st.lists(counts(), min_size=1, max_size=8))
def test_arrays_of_counts_give_what_each_gives_alone(many):
    columns = np.array(many).T
    for metric in ALL:
        assert metric(*columns) == pytest.approx([metric(*c) for c in many], abs=1e-12)


def test_narrow_integer_types_do_not_overflow():
    c = [np.array([200, 100], dtype=np.uint8)] * 4
    assert [metric(*c).tolist() for metric in (accuracy, f1, mcc)] == [[0.5, 0.5], [0.5, 0.5], [0, 0]]


def test_compute_metrics_returns_the_five_by_name():
    y_true, y_pred = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0, 0, 0]
    expected = {"accuracy": 0.8, "precision": 0.75, "recall": 0.75, "f1": 0.75, "mcc": 14 / 24}
    assert compute_metrics(y_true, y_pred) == pytest.approx(expected, abs=1e-12)
    assert {type(value) for value in compute_metrics(y_true, y_pred).values()} == {float}


@pytest.mark.parametrize(
    "kind",
    [list, tuple, np.array, pd.Series, *(lambda y, t=t: np.array(y, dtype=t) for t in ("?", "u1", "i8", "f4", "O"))],
)
def test_labels_may_come_as_any_container_and_number_type(kind):
    assert confusion_matrix_values(kind([1, 1, 1, 0, 0]), kind([1, 0, 0, 1, 0])) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([-1, 1], r"y_true must hold only 0 and 1.*; got -1, 1\. Map your labels first: y_true = \(y_true == 1\)"),
        (["no", "yes"], r"y_true must hold only 0 and 1.*; got 'no', 'yes'\. Map your labels first"),
        ([0, 1, 2, 3, 4, 5], r"y_true must hold only 0 and 1.*; got 0, 1, 2, 3, …"),
        ([0, 1] * 6000 + [2], r"y_true must hold only 0 and 1.*; got 0, 1, 2\."),
        (["0", "1"], r"y_true must hold only 0 and 1.*; got '0', '1'\."),
        ([0.0, np.nan], r"y_true must hold a label in every row; got 1 missing\."),
        ([[0, 1]], r"y_true must be one-dimensional; got shape \(1, 2\)\. Take one column"),
        ([], r"y_true must not be empty; got 0 entries"),
    ],
)
def test_refuses_labels_other_than_zero_and_one(labels, message):
    with pytest.raises(ValueError, match=message):
        confusion_matrix_values(labels, [0, 1])


def test_refuses_probabilities_in_the_place_of_decisions():
    with pytest.raises(ValueError, match=r"y_pred must hold only 0 and 1.*; got 0\.2, 0\.9\. Compare scores with a"):
        compute_metrics([0, 1], [0.2, 0.9])


def test_refuses_labels_and_decisions_of_different_length():
    with pytest.raises(ValueError, match="y_true and y_pred must have the same number of rows; got 3 and 2"):
        confusion_matrix_values([0, 1, 1], [0, 1])


@pytest.mark.parametrize("metric", ALL)
@pytest.mark.parametrize("negative", [-1, np.array([3, -1])], ids=["number", "array"])
def test_refuses_negative_counts(metric, negative):
    with pytest.raises(ValueError, match="tp, tn, fp and fn must not be negative; got -1"):
        metric(tp=negative, tn=2, fp=1, fn=1)


@pytest.mark.parametrize("beta", [-1, float("nan")])
def test_refuses_a_beta_below_zero(beta):
    with pytest.raises(ValueError, match=f"beta must be at least 0; got {beta}. Use 2 to favour recall"):
        f_beta(1, 1, 1, 1, beta=beta)
