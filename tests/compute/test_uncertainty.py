"""Intervals and verdicts: SciPy's numbers, the words they stand for, and how often they are right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, ttest_1samp

from lessonlib.compute.metrics import f1, mcc, precision
from lessonlib.compute.uncertainty import bootstrap_interval, holm, paired_p_value, paired_verdict, wilson_interval


@given(st.integers(1, 500), st.floats(0, 1), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_interval_of_a_proportion_is_scipys(trials, share, confidence):
    successes = int(share * trials)
    expected = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert wilson_interval(successes, trials, confidence) == pytest.approx([expected.low, expected.high], abs=1e-12)


@given(st.integers(1, 500), st.floats(0, 1))
def test_swapping_successes_and_failures_mirrors_the_interval(trials, share):
    successes = int(share * trials)
    low, high = wilson_interval(successes, trials)
    assert wilson_interval(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-12)
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1


def test_the_interval_of_a_proportion_covers_the_truth_as_often_as_it_says():
    truths = np.linspace(0.01, 0.99, 99)  # for a single truth the coverage jumps, as counts are whole numbers
    successes = np.arange(21)
    low, high = np.transpose([wilson_interval(caught, 20) for caught in successes])
    covers = (low[:, None] <= truths) & (truths <= high[:, None])
    coverage = (covers * binom(20, truths).pmf(successes[:, None])).sum(axis=0)
    assert coverage.mean() == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("metric", [precision, f1, mcc])
def test_the_bootstrap_interval_covers_the_truth_about_as_often_as_it_says(metric):
    shares = np.array([0.03, 0.9, 0.05, 0.02])
    truth = float(metric(*shares))
    tests = np.random.default_rng(0).multinomial(2_000, shares, size=400)
    ends = np.array([bootstrap_interval(metric, *counts, n_resamples=400) for counts in tests])
    assert np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1])) == pytest.approx(0.95, abs=0.03)


def test_the_bootstrap_draws_rows_and_the_multinomial_draws_counts_alike():
    rows = np.repeat([0, 1, 2, 3], [9, 80, 6, 5])  # tp, tn, fp, fn
    rng = np.random.default_rng(0)
    drawn = np.array([np.bincount(rng.choice(rows, len(rows)), minlength=4) for _ in range(4_000)])
    by_rows = np.quantile(f1(*drawn.T), [0.025, 0.975])
    assert bootstrap_interval(f1, 9, 80, 6, 5, n_resamples=4_000) == pytest.approx(by_rows, abs=0.03)


def test_the_bootstrap_refuses_a_test_without_rows():
    with pytest.raises(ValueError, match="must hold at least one row; got four zeros"):
        bootstrap_interval(f1, 0, 0, 0, 0)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=20).filter(lambda d: len(set(d)) > 1))
def test_the_interval_of_paired_differences_is_scipys(differences):
    verdict = paired_verdict(differences)
    expected = ttest_1samp(differences, 0).confidence_interval()
    assert verdict[:3] == pytest.approx([np.mean(differences), expected.low, expected.high], abs=1e-9)


def test_shared_rows_widen_the_interval_by_hand():
    # Mean 2, sd 1, t(2 df, 97.5 %) = 4.3027; Nadeau and Bengio: 1/3 becomes 1/3 + 1/4.
    apart, shared = paired_verdict([1, 2, 3]), paired_verdict([1, 2, 3], test_to_train=0.25)
    assert apart.high - apart.mean == pytest.approx(4.302653 * np.sqrt(1 / 3), abs=1e-6)
    assert shared.high - shared.mean == pytest.approx(4.302653 * np.sqrt(1 / 3 + 1 / 4), abs=1e-6)


@pytest.mark.parametrize(
    ("differences", "larger_is_better", "word"),
    [
        ([2, 3, 2, 3], True, "better"),
        ([2, 3, 2, 3], False, "worse"),
        ([-2, -3, -2, -3], True, "worse"),
        ([-2, -3, -2, -3], False, "better"),
        ([-2, 3, -2, 3], True, "can't tell"),
        ([0, 0, 0], True, "equal"),
        ([0, 0, 0], False, "equal"),
    ],
)
def test_the_word_says_on_which_side_of_zero_the_interval_lies(differences, larger_is_better, word):
    assert paired_verdict(differences, larger_is_better=larger_is_better).word == word


def test_more_confidence_makes_the_interval_wider():
    sure, surer = (paired_verdict([1, 2, 3, 4], confidence=confidence) for confidence in (0.8, 0.99))
    assert surer.low < sure.low < sure.mean < sure.high < surer.high


def test_a_difference_of_nothing_is_called_better_or_worse_in_one_case_of_twenty():
    draws = np.random.default_rng(1).normal(size=(3000, 10))
    called = [paired_verdict(row).word != "can't tell" for row in draws]
    assert np.mean(called) == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: wilson_interval(5, 4),
            ValueError,
            r"successes must not exceed trials; got 5 of 4\. Swap the two arguments",
        ),
        (lambda: wilson_interval(0, 0), ValueError, "trials must be at least 1; got 0"),
        (lambda: wilson_interval(-1, 4), ValueError, "successes must be at least 0; got -1"),
        (lambda: wilson_interval(0.5, 4), TypeError, "successes must be a whole number; got 0.5"),
        (lambda: wilson_interval(1, 4, 95), ValueError, "confidence must lie strictly between 0 and 1; got 95"),
        (lambda: paired_verdict([1]), ValueError, "the number of differences must be at least 2; got 1"),
        (lambda: paired_verdict([]), ValueError, "differences must not be empty"),
        (lambda: paired_verdict([1, np.nan]), ValueError, "differences must be finite; got 1 of 2 entries"),
        (
            lambda: paired_verdict([1, 2], test_to_train=-1),
            ValueError,
            r"test_to_train must be at least 0; got -1\. Divide",
        ),
        (
            lambda: paired_verdict([1, 2], confidence=1),
            ValueError,
            "confidence must lie strictly between 0 and 1; got 1",
        ),
    ],
)
def test_refuses_what_has_no_interval(call, error, message):
    with pytest.raises(error, match=message):
        call()


@given(
    st.lists(st.floats(-1, 1), min_size=3, max_size=30).filter(lambda d: np.std(d) > 1e-6), st.sampled_from([0.0, 0.25])
)
def test_the_p_value_is_below_005_exactly_where_the_interval_leaves_out_0(differences, ratio):
    verdict = paired_verdict(differences, test_to_train=ratio)
    p = paired_p_value(differences, test_to_train=ratio)
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (verdict.word in ("better", "worse"))


def test_the_p_value_is_that_of_a_paired_t_test():
    differences = np.random.default_rng(0).normal(0.3, 1, 25)
    assert paired_p_value(differences) == pytest.approx(ttest_1samp(differences, 0).pvalue)
    assert paired_p_value([0.0, 0.0, 0.0]) == 1
    assert paired_p_value([0.5, 0.5]) == 0


def test_holm_keeps_a_false_finding_among_many_questions_as_rare_as_one_in_twenty():
    p = np.random.default_rng(1).uniform(size=(4_000, 18))
    assert np.mean([np.any(holm(row) < 0.05) for row in p]) == pytest.approx(0.05, abs=0.012)
    assert np.mean(np.any(p < 0.05, axis=1)) > 0.5
    assert holm([0.2]).tolist() == [0.2]
    assert np.all(np.argsort(holm(p[0]), kind="stable")[0] == np.argsort(p[0])[0])
