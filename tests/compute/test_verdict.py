"""Rules on known clouds: exact rates, test sets drawn from them, and the source lesson's recipe repeated."""

import numpy as np
import pytest

from lessonlib.compute.as_printed import compare_as_printed
from lessonlib.compute.data import LESSON_CLASSES, GaussianClasses, make_imbalanced_data
from lessonlib.compute.metrics import compute_metrics
from lessonlib.compute.verdict import _both_below, draw_test_sets, lesson_rules, repeat_recipe, true_f1, true_rates

TREATMENTS = ("no treatment", "oversampling", "undersampling", "SMOTE", "class weights")


@pytest.fixture(scope="module")
def rules():
    return lesson_rules()


@pytest.fixture(scope="module")
def population():
    return LESSON_CLASSES.sample(1_000_000, seed=11)


def flags(rule, X):
    return X @ rule[0] + rule[1] >= 0


@pytest.mark.parametrize("name", TREATMENTS)
def test_the_rules_are_those_of_the_printed_table(rules, name):
    X, y = (part[800:] for part in make_imbalanced_data())
    assert compute_metrics(y, flags(rules[name], X)) == pytest.approx(compare_as_printed()[name][0])


@pytest.mark.parametrize("name", [*TREATMENTS, "no treatment, converged"])
def test_true_rates_and_f1_are_what_a_million_rows_say(rules, population, name):
    X, y = population
    flagged = flags(rules[name], X)
    alarms, recall = true_rates(rules[name])
    assert alarms == pytest.approx(flagged[y == 0].mean(), abs=0.001)
    assert recall == pytest.approx(flagged[y == 1].mean(), abs=0.01)
    assert true_f1(rules[name]) == pytest.approx(compute_metrics(y, flagged)["f1"], abs=0.01)


def test_a_rule_scaled_up_is_the_same_rule(rules):
    w, b = rules["SMOTE"]
    assert true_f1((7 * w, 7 * b)) == pytest.approx(true_f1((w, b)), abs=1e-12)


def test_flagging_everybody_has_the_f1_that_arithmetic_gives():
    assert true_f1(([1e-9, 0.0], 1.0)) == pytest.approx(2 * 0.05 / 1.05, abs=1e-9)


def test_recall_is_a_normal_tail():
    clouds = GaussianClasses((0.0,), (3.0,), 1.0, 2.0, prevalence=0.1)
    alarms, recall = true_rates(([1.0], -1.96), clouds)
    assert alarms == pytest.approx(0.025, abs=1e-3)
    assert recall == pytest.approx(0.6985, abs=1e-3)  # Φ(1.04 / 2)


@pytest.mark.parametrize(("first", "second"), [("SMOTE", "no treatment"), ("class weights", "SMOTE")])
def test_test_sets_scatter_as_real_draws_do(rules, first, second):
    tested = draw_test_sets(rules[first], rules[second], n_positive=14)
    found = []
    for seed in range(800):
        X, y = LESSON_CLASSES.sample_counts(266, 14, seed=[5, seed])
        found.append([compute_metrics(y, flags(rules[name], X))["f1"] for name in (first, second)])
    real = np.array(found).T
    for drawn, expected in zip(tested, real, strict=True):
        assert drawn.mean() == pytest.approx(expected.mean(), abs=0.02)
        assert drawn.std() == pytest.approx(expected.std(), rel=0.15)
    difference, expected = tested.first - tested.second, real[0] - real[1]
    assert difference.std() == pytest.approx(expected.std(), rel=0.15)
    assert np.mean(difference > 0) == pytest.approx(np.mean(expected > 0), abs=0.06)


def test_a_rule_against_itself_ties_on_every_set(rules):
    tested = draw_test_sets(rules["SMOTE"], rules["SMOTE"], n_positive=20, n_sets=500)
    assert np.array_equal(tested.first, tested.second)


def test_large_test_sets_agree_with_the_truth(rules):
    tested = draw_test_sets(rules["SMOTE"], rules["no treatment"], n_positive=100_000, n_sets=20)
    assert tested.first.mean() == pytest.approx(true_f1(rules["SMOTE"]), abs=0.002)
    assert np.all(tested.first < tested.second)


def test_the_same_seed_gives_the_same_sets_and_another_seed_others(rules):
    pair = rules["SMOTE"], rules["no treatment"]
    first, again, other = (draw_test_sets(*pair, 14, 100, seed=seed) for seed in (0, 0, 1))
    assert np.array_equal(first.first, again.first)
    assert not np.array_equal(first.first, other.first)


def test_the_recipe_is_the_lessons_own_on_seed_42():
    seen = []
    found = repeat_recipe(43, progress=lambda repeats: (seen.append(r) or r for r in repeats))
    rules = lesson_rules()
    assert seen == list(range(43))
    assert list(found) == list(TREATMENTS)
    for name in ("no treatment", "oversampling", "undersampling", "class weights"):
        assert found[name].true[42] == pytest.approx(true_f1(rules[name]), abs=1e-12)
        assert found[name].printed[42] == pytest.approx(compare_as_printed()[name][0]["f1"])
    assert found["SMOTE"].true[42] == pytest.approx(true_f1(rules["SMOTE"]), abs=0.03)  # another random stream


def test_longer_training_mends_the_baseline():
    short, long = (repeat_recipe(10, epochs=epochs)["no treatment"].true for epochs in (300, 3_000))
    assert np.all(long > short - 0.02)
    assert long.mean() > short.mean() + 0.03


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: draw_test_sets(([1, 1], 0), ([1, 0], 0), 0), "n_positive must be at least 1; got 0"),
        (lambda: draw_test_sets(([1, 1], 0), ([1, 0], 0), 5, n_sets=0), "n_sets must be at least 1; got 0"),
        (lambda: repeat_recipe(0), "n_repeats must be at least 1; got 0"),
    ],
)
def test_refuses_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("correlation", [-1.0, -0.9999, -0.3, 0.0, 0.7, 0.999999, 1.0])
def test_two_rules_agree_as_often_as_the_normal_distribution_says(correlation):
    from scipy.stats import multivariate_normal

    normal = multivariate_normal(cov=[[1, correlation], [correlation, 1]], allow_singular=True)
    for limits in ([0.3, 1.2], [-2.0, 0.5], [0.0, -1.0], [0.0, 0.0], [-1.5, -1.4], [3.0, 3.0]):
        assert _both_below(*limits, correlation) == pytest.approx(normal.cdf(limits), abs=1e-12)
