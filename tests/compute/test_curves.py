"""Rankings: counts at every threshold by brute force, areas by pairs, curves as scikit-learn draws them."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from lessonlib.compute.curves import (
    auroc,
    average_precision,
    counts_at,
    counts_at_thresholds,
    expected_random_average_precision,
    precision_at_capacity,
    precision_recall_curve,
    roc_curve,
)
from lessonlib.compute.metrics import confusion_matrix_values

from .strategies import labelled_scores

EVERY_FOURTH = np.arange(100) % 4 == 0


def by_counting(y, scores, thresholds):
    return [confusion_matrix_values(y, scores >= threshold) for threshold in thresholds]


@given(labelled_scores())
def test_counts_at_each_distinct_score_and_at_infinity(case):
    counts = counts_at_thresholds(*case)
    assert counts.thresholds.tolist() == [np.inf, *sorted(set(case[1]), reverse=True)]
    assert np.column_stack(counts[1:]).tolist() == np.array(by_counting(*case, counts.thresholds)).tolist()


@given(labelled_scores(), st.lists(st.sampled_from([-np.inf, -1, *(np.arange(17) / 16), np.inf]), min_size=1))
def test_counts_at_thresholds_of_ones_own_in_any_order(case, thresholds):
    counts = counts_at(counts_at_thresholds(*case), thresholds)
    assert counts.thresholds.tolist() == thresholds
    assert np.column_stack(counts[1:]).tolist() == np.array(by_counting(*case, thresholds)).tolist()


def test_precision_recall_curve_as_in_scikit_learns_tests():
    precision, recall, thresholds = precision_recall_curve([1, 0, 0, 1], [1, 2, 3, 4])
    assert precision == pytest.approx([1 / 2, 1 / 3, 1 / 2, 1, 1], abs=1e-12)
    assert recall.tolist() == [1, 0.5, 0.5, 0.5, 0]
    assert thresholds.tolist() == [1, 2, 3, 4]


@given(labelled_scores())
def test_precision_recall_curve_is_scikit_learns(case):
    for ours, peers in zip(precision_recall_curve(*case), sklearn_metrics.precision_recall_curve(*case), strict=True):
        assert ours == pytest.approx(peers, abs=1e-12)


@given(labelled_scores())
def test_roc_curve_is_scikit_learns_with_every_threshold_kept(case):
    peers = sklearn_metrics.roc_curve(*case, drop_intermediate=False)
    for ours, theirs in zip(roc_curve(*case), peers, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-12)


@given(labelled_scores())
def test_the_areas_are_scikit_learns(case):
    assert average_precision(*case) == pytest.approx(sklearn_metrics.average_precision_score(*case), abs=1e-12)
    assert auroc(*case) == pytest.approx(sklearn_metrics.roc_auc_score(*case), abs=1e-12)


@given(labelled_scores())
def test_auroc_is_how_often_a_positive_outranks_a_negative(case):
    y, scores = case
    pairs = list(product(scores[y == 1], scores[y == 0]))
    expected = sum((high > low) + (high == low) / 2 for high, low in pairs) / len(pairs)
    assert auroc(y, scores) == pytest.approx(expected, abs=1e-12)
    assert auroc(1 - y, scores) == pytest.approx(1 - expected, abs=1e-12)


@given(labelled_scores(), st.sampled_from([lambda s: 100 * s, lambda s: 1e-6 * s, lambda s: s - 10, np.exp]))
def test_the_areas_depend_on_the_ranking_alone(case, rescaled):
    y, scores = case
    assert auroc(y, rescaled(scores)) == auroc(y, scores)
    assert average_precision(y, rescaled(scores)) == average_precision(y, scores)


@given(labelled_scores(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(case, random):
    y, scores = case
    order = random.sample(range(len(y)), len(y))
    assert auroc(y[order], scores[order]) == auroc(y, scores)
    assert average_precision(y[order], scores[order]) == pytest.approx(average_precision(y, scores), abs=1e-15)
    for ours, shuffled in zip(
        counts_at_thresholds(y, scores), counts_at_thresholds(y[order], scores[order]), strict=True
    ):
        assert ours.tolist() == shuffled.tolist()


def test_a_constant_score_has_the_prevalence_as_its_average_precision():
    assert average_precision(EVERY_FOURTH, np.ones(100)) == 0.25
    assert auroc(EVERY_FOURTH, np.ones(100)) == 0.5


def test_the_trapezoid_would_flatter_a_constant_score():
    y, scores = [1] * 50 + [0] * 950, np.zeros(1000)
    precision, recall, _ = precision_recall_curve(y, scores)
    assert average_precision(y, scores) == pytest.approx(0.05, abs=1e-12)
    assert -np.trapezoid(precision, recall) == pytest.approx(0.525, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "positives", "expected"),
    [
        (5, 2, 0.5925),
        (9, 3, 0.4857473544973545),
        (200, 10, 0.07328708241565514),
        (1000, 10, 0.016427043195139983),
        (1000, 50, 0.05616736468220503),
    ],
)
def test_the_mean_average_precision_of_random_rankings_exceeds_the_prevalence(n, positives, expected):
    assert expected_random_average_precision(n, positives) == pytest.approx(expected, abs=1e-12)
    assert expected > positives / n


@pytest.mark.parametrize(("n", "positives"), [(2, 1), (5, 2), (9, 3), (6, 5)])
def test_the_mean_average_precision_of_random_rankings_by_trying_all(n, positives):
    every = [
        average_precision([i in places for i in range(n)], -np.arange(n))
        for places in combinations(range(n), positives)
    ]
    assert expected_random_average_precision(n, positives) == pytest.approx(np.mean(every), abs=1e-12)


def test_precision_at_capacity_by_hand():
    y, scores = [1, 1, 0, 0, 1], [3, 2, 2, 2, 1]
    found = [precision_at_capacity(y, scores, capacity) for capacity in (1, 2, 3, 4, 5)]
    assert found == pytest.approx([1, (1 + 1 / 3) / 2, (1 + 2 / 3) / 3, 2 / 4, 3 / 5], abs=1e-12)


@given(labelled_scores(max_size=6), st.data())
def test_precision_at_capacity_is_the_mean_over_all_ways_to_break_the_ties(case, data):
    y, scores = case
    capacity = data.draw(st.integers(1, len(y)))
    ways = [c for c in combinations(range(len(y)), capacity) if sum(scores[[*c]]) == sum(np.sort(scores)[-capacity:])]
    expected = np.mean([y[list(way)].mean() for way in ways])
    assert precision_at_capacity(y, scores, capacity) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.int32, np.uint8, bool])
def test_scores_of_any_number_type(dtype):
    y, scores = np.array([0, 0, 1, 1, 0, 1]), np.array([0, 3, 3, 1, 0, 1]).astype(dtype)
    assert auroc(y, scores) == auroc(y, scores.astype(float))
    counts = counts_at_thresholds(y, scores)
    assert np.column_stack(counts[1:]).tolist() == np.array(by_counting(y, scores, counts.thresholds)).tolist()


def test_scores_close_to_the_limits_of_floats_stay_apart():
    assert auroc([0, 1, 0, 1], [-1.7e308, 5e-324, 0.0, 1.7e308]) == 1.0
    assert auroc([0, 1], [0.0, -0.0]) == 0.5


def test_the_inputs_are_left_as_they_are():
    y, scores = np.array([1, 0, 1]), np.array([0.2, 0.9, 0.4])
    for function in (counts_at_thresholds, precision_recall_curve, roc_curve, average_precision, auroc):
        function(y, scores)
    assert (y.tolist(), scores.tolist()) == ([1, 0, 1], [0.2, 0.9, 0.4])


@pytest.mark.parametrize(
    "function", [counts_at_thresholds, precision_recall_curve, roc_curve, average_precision, auroc]
)
@pytest.mark.parametrize(
    ("y", "scores", "error", "message"),
    [
        ([1, 1], [1, 2], ValueError, r"y_true must hold both classes; got 2 rows, all of class 1\. Use a stratified"),
        ([0, 0, 0], [1, 2, 3], ValueError, "got 3 rows, all of class 0"),
        ([0, 1], [1, 2, 3], ValueError, "y_score must have one entry for each label; got 3 entries for 2 labels"),
        (
            [0, 1, 1],
            [0.1, np.nan, np.inf],
            ValueError,
            "y_score must be finite; got 2 of 3 entries that are NaN or inf",
        ),
        ([0, 1], ["low", "high"], TypeError, "y_score must be numeric; got dtype <U4"),
        ([0, 1], [[1, 2]], ValueError, r"y_score must be one-dimensional; got shape \(1, 2\)"),
        ([-1, 1], [1, 2], ValueError, "y_true must hold only 0 and 1"),
    ],
)
def test_refuses_what_can_not_be_ranked(function, y, scores, error, message):
    with pytest.raises(error, match=message):
        function(y, scores)


@pytest.mark.parametrize(
    ("capacity", "error", "message"),
    [
        (0, ValueError, "capacity must be at least 1; got 0. Use capacity >= 1"),
        (3, ValueError, "capacity must not exceed the 2 rows; got 3"),
        (1.0, TypeError, "capacity must be a whole number; got 1.0"),
        (True, TypeError, "capacity must be a whole number; got True"),
    ],
)
def test_refuses_a_capacity_that_no_team_has(capacity, error, message):
    with pytest.raises(error, match=message):
        precision_at_capacity([0, 1], [1, 2], capacity)


@pytest.mark.parametrize(
    ("n", "positives", "message"),
    [
        (5, 6, "n_positives must not exceed n_samples; got 6 of 5. Swap"),
        (1, 1, "n_samples must be at least 2; got 1"),
        (5, 0, "n_positives must be at least 1; got 0"),
    ],
)
def test_refuses_impossible_numbers_of_positives(n, positives, message):
    with pytest.raises(ValueError, match=message):
        expected_random_average_precision(n, positives)
