"""The best threshold: what brute force over all distinct scores finds, for every metric and constraint."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lessonlib.compute import metrics
from lessonlib.compute.costs import bayes_threshold, expected_cost
from lessonlib.compute.data import LESSON_CLASSES
from lessonlib.compute.threshold import METRICS, bootstrap_thresholds, find_optimal_threshold, positives_to_catch

from .strategies import labelled_scores

COSTS = {"cost_fp": 1.0, "cost_fn": 7.0}
VALUE = {  # of a decision, the larger the better
    "accuracy": metrics.accuracy,
    "balanced_accuracy": metrics.balanced_accuracy,
    "cost": lambda *counts: -expected_cost(*counts, **COSTS),
    "f1": metrics.f1,
    "f_beta": lambda *counts: metrics.f_beta(*counts, beta=2.0),
    "mcc": metrics.mcc,
    "precision": metrics.precision,
    "recall": metrics.recall,
}
OPTIONS = {"cost": COSTS, "f_beta": {"beta": 2.0}, "precision": {"min_recall": 0.5}, "recall": {"min_precision": 0.2}}
Y, SCORES = [0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9]

tied_but_not_constant = labelled_scores().filter(lambda case: len(set(case[1])) > 1)


def decide(y, scores, threshold):
    return metrics.confusion_matrix_values(y, scores >= threshold)


def meets(counts, min_precision=None, min_recall=None, max_alerts=None):
    return (
        (min_precision is None or metrics.precision(*counts) >= min_precision)
        and (min_recall is None or metrics.recall(*counts) >= min_recall)
        and (max_alerts is None or counts.tp + counts.fp <= max_alerts)
    )


def best_value(y, scores, metric, **constraints):
    """Try flagging nobody and every distinct score; None if no threshold meets the constraints."""
    tried = [decide(y, scores, threshold) for threshold in [np.inf, *set(scores)]]
    return max((VALUE[metric](*counts) for counts in tried if meets(counts, **constraints)), default=None)


def test_every_metric_is_tried_here():
    assert set(VALUE) == set(METRICS)


@pytest.mark.parametrize("metric", METRICS)
@given(case=tied_but_not_constant)
def test_nothing_beats_it_by_brute_force_and_it_attains_what_it_claims(metric, case):
    options = OPTIONS.get(metric, {})
    constraints = {name: value for name, value in options.items() if name.startswith("min")}
    expected = best_value(*case, metric, **constraints)
    assume(expected is not None)
    threshold, score = find_optimal_threshold(*case, metric, **options)
    value = VALUE[metric](*decide(*case, threshold))
    assert value == pytest.approx(expected, abs=1e-12)
    assert score == pytest.approx(-value if metric == "cost" else value, abs=1e-12)


@pytest.mark.parametrize("metric", METRICS)
@given(
    case=tied_but_not_constant,
    min_precision=st.none() | st.floats(0, 1),
    min_recall=st.none() | st.floats(0, 1),
    max_alerts=st.none() | st.integers(0, 25),
)
def test_the_best_under_constraints_meets_them_and_nothing_that_does_beats_it(metric, case, **constraints):
    if metric in ("precision", "recall"):
        constraints = {"min_precision": 0.3, "min_recall": 0.3, "max_alerts": constraints["max_alerts"]}
    expected = best_value(*case, metric, **constraints)
    options = {key: OPTIONS[metric][key] for key in OPTIONS.get(metric, {}) if not key.startswith("min")}
    if expected is None:
        with pytest.raises(ValueError, match="the constraints must be met by some threshold; none meets"):
            find_optimal_threshold(*case, metric, **options, **constraints)
        return
    counts = decide(*case, find_optimal_threshold(*case, metric, **options, **constraints)[0])
    assert meets(counts, **constraints)
    assert VALUE[metric](*counts) == pytest.approx(expected, abs=1e-12)


@given(tied_but_not_constant)
def test_of_equally_good_thresholds_the_strictest_is_returned(case):
    threshold, score = find_optimal_threshold(*case)
    stricter = [candidate for candidate in case[1] if candidate > threshold]
    assert all(metrics.f1(*decide(*case, candidate)) < score for candidate in stricter)


@given(tied_but_not_constant)
def test_f_beta_with_beta_one_is_f1(case):
    assert find_optimal_threshold(*case, "f_beta", beta=1) == find_optimal_threshold(*case, "f1")


@given(tied_but_not_constant)
def test_a_function_of_the_counts_serves_as_a_metric(case):
    def gain(tp, tn, fp, fn):
        return 5 * tp + tn - 2 * fp - fn

    threshold, score = find_optimal_threshold(*case, gain)
    assert score == gain(*decide(*case, threshold))
    assert score == max(gain(*decide(*case, candidate)) for candidate in [np.inf, *case[1]])


def test_a_function_that_divides_zero_by_zero_is_told_where():
    def precision(tp, tn, fp, fn):  # noqa: ARG001
        return tp / (tp + fp)

    with pytest.raises(ValueError, match=r"got NaN at threshold inf\. Say in your function what 0/0 counts as"):
        find_optimal_threshold(Y, SCORES, precision)
    assert find_optimal_threshold(Y, SCORES, precision, min_recall=0.5) == (0.9, 1)


@given(tied_but_not_constant)
def test_a_rising_transformation_of_the_scores_moves_the_threshold_with_them(case):
    y, scores = case
    threshold, score = find_optimal_threshold(y, scores)
    assert find_optimal_threshold(y, 100 * scores - 3) == (100 * threshold - 3, score)


def test_worked_by_hand():
    # Flagging 0.9 alone: F1 = 2/3; from 0.4: 1/2; from 0.3: 4/5; from 0.2: 2/3; all: 4/7.
    assert find_optimal_threshold(Y, SCORES) == (0.3, 0.8)
    assert find_optimal_threshold(Y, SCORES, "precision", min_recall=1) == (0.3, 2 / 3)
    assert find_optimal_threshold(Y, SCORES, "recall", max_alerts=2) == (0.9, 0.5)
    assert find_optimal_threshold(Y, SCORES, "cost", cost_fp=1, cost_fn=3) == (0.3, 1 / 5)


def test_flagging_nobody_is_an_answer():
    assert find_optimal_threshold([0, 0, 0, 1], [0.4, 0.3, 0.2, 0.1], "cost") == (np.inf, 0.25)
    assert find_optimal_threshold(Y, SCORES, max_alerts=0) == (np.inf, 0)


@given(tied_but_not_constant)
def test_thresholds_of_ones_own_are_used_as_given_and_the_first_best_is_returned(case):
    grid = np.arange(0.05, 0.96, 0.01)  # the source lesson's
    values = [metrics.f1(*decide(*case, threshold)) for threshold in grid]
    assert find_optimal_threshold(*case, thresholds=grid) == (grid[np.argmax(values)], max(values))


def test_the_sources_grid_misses_a_threshold_below_one_in_twenty():
    # One fraud in a hundred is worth 100 checks: the optimum lies under the source lesson's lowest step.
    y, scores = [0] * 4 + [1], [0.001, 0.005, 0.007, 0.009, 0.02]
    costs = {"metric": "cost", "cost_fp": 1, "cost_fn": 100}
    assert find_optimal_threshold(y, scores, **costs) == (0.02, 0)
    assert find_optimal_threshold(y, scores, **costs, thresholds=np.arange(0.05, 0.96, 0.01))[1] == 20


@pytest.fixture(scope="module")
def known():
    """Labels with their true probabilities: the lesson's two clouds, 200,000 rows."""
    X, y = LESSON_CLASSES.sample(200_000, seed=1)
    return y, LESSON_CLASSES.posterior(X)


@pytest.mark.parametrize("cost_fn", [5, 100])
def test_the_cheapest_threshold_of_many_rows_is_nearly_as_good_as_bayes_threshold(known, cost_fn):
    y, p = known

    def true_cost(threshold):
        return np.where(p >= threshold, 1 - p, cost_fn * p).mean()

    found, _ = find_optimal_threshold(y, p, "cost", cost_fp=1, cost_fn=cost_fn)
    best = true_cost(bayes_threshold(cost_fp=1, cost_fn=cost_fn))
    assert best <= true_cost(found) <= 1.01 * best


def test_with_true_probabilities_the_best_f1_threshold_is_half_the_best_f1(known):
    threshold, score = find_optimal_threshold(*known)  # Lipton et al. (2014)
    assert threshold == pytest.approx(score / 2, abs=0.03)


def test_the_inputs_are_left_as_they_are():
    y, scores = np.array(Y), np.array(SCORES)
    find_optimal_threshold(y, scores)
    assert (y.tolist(), scores.tolist()) == (Y, SCORES)


@pytest.mark.parametrize("labels", [list, np.array, lambda y: np.array(y) == 1], ids=["list", "array", "booleans"])
@pytest.mark.parametrize("numbers", [list, np.array])
def test_lists_arrays_and_booleans_give_the_same(labels, numbers):
    assert find_optimal_threshold(labels(Y), numbers(SCORES)) == (0.3, 0.8)


def test_a_float32_threshold_still_flags_the_row_it_was_read_from():
    scores = np.array(SCORES, dtype=np.float32)
    threshold, score = find_optimal_threshold(Y, scores)
    assert metrics.f1(*decide(Y, scores, threshold)) == score


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"metric": "auc"}, "metric must be one of accuracy, balanced_accuracy, cost, f1, .*; got 'auc'. Or pass"),
        ({"metric": "recall"}, 'metric must be constrained for "recall": alone, nothing beats flagging everybody'),
        ({"metric": "recall", "min_recall": 0.9}, 'metric must be constrained for "recall"'),
        ({"metric": "precision"}, 'metric must be constrained for "precision": alone, a handful'),
        ({"metric": "precision", "max_alerts": 3}, 'metric must be constrained for "precision"'),
        ({"min_precision": 1.1, "max_alerts": 2}, "none meets min_precision=1.1, max_alerts=2. Relax one of them"),
        ({"y_probs": [0.5] * 5}, r"y_probs must hold at least two different scores; got 5 times 0\.5\. A constant"),
        ({"y_probs": [0.1, np.nan, 0.2, 0.3, 0.4]}, "y_probs must be finite; got 1 of 5 entries"),
        ({"y_probs": [0.1, 0.2]}, "y_probs must have one entry for each label; got 2 entries for 5 labels"),
        ({"y_true": [0, 0, 0, 0, 0]}, "y_true must hold both classes; got 5 rows, all of class 0"),
        ({"y_true": [-1, -1, 1, -1, 1]}, "y_true must hold only 0 and 1"),
        ({"thresholds": []}, "thresholds must not be empty"),
        ({"metric": "f_beta", "beta": -1}, "beta must be at least 0; got -1"),
        (
            {"metric": "cost", "cost_fp": np.nan},
            "metric must give a number at every candidate; got NaN at threshold inf",
        ),
        ({"thresholds": [0.5, np.nan]}, r"thresholds must be numbers; got NaN among them\. Remove it"),
    ],
)
def test_refuses_questions_without_an_answer(arguments, message):
    with pytest.raises(ValueError, match=message):
        find_optimal_threshold(**{"y_true": Y, "y_probs": SCORES} | arguments)


@pytest.mark.parametrize(
    ("metric", "idle"), [("f1", {"beta": 2}), ("mcc", {"cost_fn": 100}), ("f_beta", {"cost_fp": 2})]
)
def test_an_argument_that_the_metric_does_not_look_at_is_refused(metric, idle):
    with pytest.raises(ValueError, match=f"{next(iter(idle))} must be left out with metric='{metric}'"):
        find_optimal_threshold([0, 1, 0, 1], [0.1, 0.4, 0.5, 0.9], metric, **idle)


def test_a_bootstrap_threshold_is_the_best_one_of_its_resample():
    y, scores = np.array([0, 0, 0, 1, 0, 1, 1]), np.array([0.1, 0.2, 0.2, 0.3, 0.4, 0.4, 0.9])
    again = bootstrap_thresholds(y, scores, n_resamples=300, seed=1)
    possible = set()
    rng = np.random.default_rng(2)
    for _ in range(400):
        rows = np.concatenate([rng.choice(np.flatnonzero(y == label), np.sum(y == label)) for label in (0, 1)])
        if len(set(scores[rows])) > 1:
            possible.add(find_optimal_threshold(y[rows], scores[rows])[0])
    assert set(again.tolist()) <= possible | {0.2, 0.4}
    assert np.array_equal(again, bootstrap_thresholds(y, scores, n_resamples=300, seed=1))
    with pytest.raises(ValueError, match="metric must be constrained"):
        bootstrap_thresholds(y, scores, "recall")


def test_the_range_of_resamples_covers_too_rarely_with_10_positives_and_better_with_more():
    best = 0.448  # half of the best F1 of the lesson's clouds
    covered = {}
    for n_positive in (10, 50):
        held = []
        for seed in range(60):
            X, y = LESSON_CLASSES.sample_counts(19 * n_positive, n_positive, seed)
            low, high = np.quantile(bootstrap_thresholds(y, LESSON_CLASSES.posterior(X)), [0.025, 0.975])
            held.append(low <= best <= high)
        covered[n_positive] = np.mean(held)
    assert covered[10] < 0.8 < covered[50]


@pytest.mark.parametrize(("floor", "n_positive"), [(0.8, 14), (0.8, 50), (0.9, 60), (0.5, 10)])
def test_a_floor_with_its_margin_is_kept_as_often_as_said(floor, n_positive):
    needed = positives_to_catch(floor, n_positive)
    highest = -np.sort(-np.random.default_rng(0).random((20_000, n_positive)), axis=1)  # scores: uniform
    kept, kept_with_one_less = (np.mean(1 - highest[:, caught - 1] >= floor) for caught in (needed, max(1, needed - 1)))
    assert kept >= 0.944
    assert needed == 1 or kept_with_one_less < 0.955


def test_a_floor_that_too_few_positives_can_promise_is_refused():
    with pytest.raises(
        ValueError, match=r"n_positive must be at least 14 for a recall of 0.8 with confidence 0.95; got 10"
    ):
        positives_to_catch(0.8, 10)
