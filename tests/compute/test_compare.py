"""The comparison: the source lesson's table as printed, and the honest one, which peeks at no test row."""

import numpy as np
import pytest

from lessonlib.compute.as_printed import compare_as_printed, smote_one_at_a_time
from lessonlib.compute.compare import (
    BASELINE,
    METRICS,
    STRATEGIES,
    TREATMENTS,
    compare,
    fixed_source,
    lesson_source,
)
from lessonlib.compute.data import Dataset, make_imbalanced_data
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.uncertainty import paired_verdict

AS_PRINTED = {  # accuracy, precision, recall, F1, MCC; tp, fp, fn, tn: what the source lesson's script reports
    "always majority": (".930 .000 .000 .000 .000", (0, 0, 14, 186)),
    "no treatment": (".975 1.000 .643 .783 .791", (9, 0, 5, 186)),
    "oversampling": (".960 .636 1.000 .778 .780", (14, 8, 0, 178)),
    "undersampling": (".965 .667 1.000 .800 .801", (14, 7, 0, 179)),
    "SMOTE": (".965 .667 1.000 .800 .801", (14, 7, 0, 179)),
    "class weights": (".960 .636 1.000 .778 .780", (14, 8, 0, 178)),
    "class weights + threshold": (".990 .929 .929 .929 .923", (13, 1, 1, 185)),
}


@pytest.mark.parametrize("approach", AS_PRINTED)
def test_the_source_lessons_table_number_for_number(approach):
    metrics, counts = compare_as_printed()[approach]
    printed, expected = AS_PRINTED[approach]
    assert [round(value, 3) for value in metrics.values()] == [float(number) for number in printed.split()]
    assert (counts.tp, counts.fp, counts.fn, counts.tn) == expected


def test_the_table_as_printed_has_these_rows_in_this_order():
    assert list(compare_as_printed()) == list(AS_PRINTED)


def test_smote_one_at_a_time_puts_points_between_neighbours():
    X = np.array([[0.0, 0.0], [1.0, 2.0], [50.0, 50.0]])  # with k = 1 no pair but the first two, and 50 with 1
    points = smote_one_at_a_time(X, k=1, n_synthetic=200, seed=0)
    near = points[points[:, 0] <= 1]
    far = points[points[:, 0] > 1]
    assert near[:, 1] == pytest.approx(2 * near[:, 0], abs=1e-12)
    assert far[:, 1] - 2 == pytest.approx((far[:, 0] - 1) * 48 / 49, abs=1e-12)
    assert len(far) / 200 == pytest.approx(1 / 3, abs=0.1)


@pytest.fixture(scope="module")
def rows():
    return Dataset(*make_imbalanced_data(180, 30, seed=1), "rows of the test")


@pytest.fixture(scope="module")
def result(rows):
    return compare(fixed_source("fixed", rows), n_repeats=4, seed=9)


def scores(result, strategy, metric):
    return result.scores[:, STRATEGIES.index(strategy), METRICS.index(metric)]


def test_says_what_was_compared(result):
    assert (result.about, result.n_rows, result.n_positives, result.n_test_positives) == (
        "rows of the test",
        210,
        30,
        6,
    )
    assert result.scores.shape == (4, len(STRATEGIES), len(METRICS))
    assert result.thresholds.shape == (4, len(STRATEGIES))


def test_repeats_of_the_same_rows_widen_the_intervals_and_fresh_draws_do_not(result):
    assert result.test_to_train == pytest.approx(1 / 3)
    assert compare(lesson_source(), n_repeats=2).test_to_train == 0


def test_always_majority_is_what_arithmetic_says(result):
    found = [scores(result, "always majority", metric)[0] for metric in METRICS]
    assert found == pytest.approx([6 / 7, 0, 0, 0, 0, 0.5, 1 / 7, 6 / 49], abs=1e-12)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_threshold_changes_decisions_but_no_ranking_and_no_probability(result, treatment):
    for metric in ("auroc", "average_precision", "brier"):
        assert scores(result, treatment, metric).tolist() == scores(result, f"{treatment} + threshold", metric).tolist()
    assert set(result.thresholds[:, STRATEGIES.index(treatment)]) == {0.5}
    assert set(result.thresholds[:, STRATEGIES.index(f"{treatment} + threshold")]) != {0.5}


def test_the_same_seed_gives_the_same_numbers_and_more_repeats_begin_with_them(rows, result):
    longer = compare(fixed_source("fixed", rows), n_repeats=5, seed=9)
    assert np.array_equal(longer.scores[:4], result.scores)
    assert not np.array_equal(compare(fixed_source("fixed", rows), n_repeats=4, seed=10).scores, result.scores)


def with_moved(rows, part):
    """Compare again, with the features of one part of the first split moved."""
    split = stratified_split(rows.y, seed=np.random.SeedSequence([9, 0]))
    X = rows.X.copy()
    X[getattr(split, part)] += 1.5
    return compare(fixed_source("moved", rows._replace(X=X)), n_repeats=2, seed=9)


def test_test_rows_have_no_say_in_the_thresholds(rows, result):
    moved = with_moved(rows, "test")
    assert np.array_equal(moved.thresholds[0], result.thresholds[0])
    assert not np.array_equal(moved.scores[0], result.scores[0])


def test_validation_rows_have_a_say_in_the_thresholds_alone(rows, result):
    moved = with_moved(rows, "validation")
    at_half = slice(0, 1 + len(TREATMENTS))
    assert np.array_equal(moved.scores[0, at_half], result.scores[0, at_half])
    assert not np.array_equal(moved.thresholds[0], result.thresholds[0])


def test_features_of_any_unit_and_constant_ones_give_the_same_comparison(rows, result):
    X = np.column_stack([rows.X * [1000, 0.001] + [5, -7], np.full(210, 3.0)])
    again = compare(fixed_source("fixed", rows._replace(X=X)), n_repeats=4, seed=9)
    assert again.scores == pytest.approx(result.scores, abs=1e-6)


def test_a_feature_that_is_constant_in_training_rows_does_not_explode_in_test_rows(rows, result):
    split = stratified_split(rows.y, seed=np.random.SeedSequence([9, 0]))
    X = np.column_stack([rows.X, np.full(210, 0.1)])  # 126 tenths have a standard deviation of 1e-17, not 0
    X[split.test, -1] = 1e6
    again = compare(fixed_source("fixed", rows._replace(X=X)), n_repeats=2, seed=9)
    assert again.scores[0] == pytest.approx(result.scores[0], abs=1e-6)


def test_means_and_verdicts_are_those_of_the_scores(result):
    assert result.means()[2, 3] == pytest.approx(result.scores[:, 2, 3].mean())
    assert result.mean_scores("SMOTE")["recall"] == pytest.approx(scores(result, "SMOTE", "recall").mean())
    differences = scores(result, "SMOTE", "brier") - scores(result, BASELINE, "brier")
    expected = paired_verdict(differences, test_to_train=1 / 3, larger_is_better=False)
    assert result.verdict("SMOTE", "brier") == pytest.approx(expected)
    turned = result.verdict(BASELINE, "brier", against="SMOTE")
    assert (turned.mean, turned.low, turned.high) == pytest.approx((-expected.mean, -expected.high, -expected.low))


def test_strategies_that_rank_alike_are_equal_by_their_ranking(result):
    verdict = result.verdict(f"{BASELINE} + threshold", "auroc")
    assert (verdict.mean, verdict.word) == (0, "equal")


def test_at_one_half_converged_resampling_trades_f1_and_calibration_for_recall():
    result = compare(lesson_source(), n_repeats=60)
    for strategy in ("oversampling", "undersampling", "SMOTE", "class weights"):
        words = [result.verdict(strategy, metric).word for metric in ("recall", "precision", "f1", "brier")]
        assert words == ["better", "worse", "worse", "worse"]


def test_another_seed_draws_other_rows_of_the_lesson():
    first, again, other = (lesson_source(seed).draw(3).X for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_tells_how_far_it_is(rows):
    seen = []
    compare(fixed_source("fixed", rows), n_repeats=2, progress=lambda repeats: (seen.append(r) or r for r in repeats))
    assert seen == [0, 1]


@pytest.mark.parametrize(
    ("n_minority", "n_repeats", "message"),
    [
        (9, 2, r"the data must hold at least 10 positives; got 9\. With fewer, a test part holds one or two"),
        (30, 1, r"n_repeats must be at least 2; got 1"),
    ],
)
def test_refuses_comparisons_that_can_not_tell_anything(n_minority, n_repeats, message):
    data = Dataset(*make_imbalanced_data(100, n_minority), "few")
    with pytest.raises(ValueError, match=message):
        compare(fixed_source("few", data), n_repeats)
