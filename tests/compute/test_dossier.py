"""The dossier's numbers: one split recomputed by another route, and every check made to pass and to fail."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from lessonlib.compute.calibration import correct_prior
from lessonlib.compute.data import Dataset, GaussianClasses
from lessonlib.compute.dossier import RULES, measure_dossier
from lessonlib.compute.dossier_checks import calibration_z, checklist
from lessonlib.compute.goal import Rates, make_goal
from lessonlib.compute.splits import stratified_split

CLASSES = GaussianClasses([0.0, 0.0], [2.0, 2.0])
DATA = Dataset(*CLASSES.sample_counts(900, 100, seed=1), "two clouds")


@pytest.fixture(scope="module")
def numbers():
    return measure_dossier(DATA, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=12)


def test_one_split_equals_scikit_learns(numbers):
    X, y, _ = DATA
    split = stratified_split(y, seed=np.random.SeedSequence([0, 3]))
    scaler = StandardScaler().fit(X[split.train])
    model = LogisticRegression(C=1.0, tol=1e-10).fit(scaler.transform(X[split.train]), y[split.train])
    p = model.predict_proba(scaler.transform(X[split.test]))[:, 1]
    p = correct_prior(p, from_prevalence=0.1, to_prevalence=0.05)
    flagged, actual = p >= 1 / 11, y[split.test] == 1
    tpr, fpr = flagged[actual].mean(), flagged[~actual].mean()
    assert numbers.values("plain")[3] == pytest.approx(50 * (1 - tpr) * 10 + 950 * fpr)
    assert numbers.thresholds[3, 0, 1] == pytest.approx(1 / 11)


def test_shapes_parts_and_repeatability(numbers):
    assert numbers.thresholds.shape == numbers.rates.tpr.shape == (12, len(RULES), 4)
    assert numbers.parts == ((600, 60), (200, 20), (200, 20))
    again = measure_dossier(DATA, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=12)
    np.testing.assert_array_equal(again.rates, numbers.rates)
    other = measure_dossier(DATA, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=2, seed=1)
    assert not np.array_equal(other.rates.tpr, numbers.rates.tpr[:2])


def test_outcomes_add_up_to_a_thousand_and_to_the_cost(numbers):
    tp, tn, fp, fn = numbers.outcomes("plain")
    assert tp + tn + fp + fn == pytest.approx(1000)
    assert tp + fn == pytest.approx(50)
    assert fp + 10 * fn == pytest.approx(numbers.mean_value("plain")) == pytest.approx(numbers.mean("plain").mean)


def test_every_strategys_probabilities_are_brought_to_the_prevalence_of_use(numbers):
    alerts = [sum(numbers.outcomes(rule)[::2]) for rule in RULES]
    assert max(alerts) < 1.5 * min(alerts)  # uncorrected, weights and resampling flag about 3 times as many
    y, p = numbers.y_once, numbers.p_once
    assert abs(y.sum() - p.sum()) < 3 * np.sqrt((p * (1 - p)).sum())


def test_adapting_the_line_pays_where_the_prevalence_moved_far(numbers):
    assert numbers.mean_value(factor=5.0) < numbers.mean_value(factor=5.0, adapted=False)
    assert numbers.mean_value(factor=1.0) == numbers.mean_value(factor=1.0, adapted=False)


def test_factors_that_leave_no_negatives_are_left_out():
    frequent = measure_dossier(DATA, prevalence=0.3, n_repeats=2)
    assert frequent.factors == (0.5, 1.0, 2.0)


def with_rates(numbers, tpr):
    """Return numbers in which rule i catches tpr[i] of the positives and raises no alarm."""
    shape = numbers.rates.tpr.shape
    noise = 0.001 * np.arange(shape[0])[:, None, None]
    rates = Rates(np.broadcast_to(np.array(tpr)[None, :, None] - noise, shape), np.zeros(shape))
    return numbers._replace(rates=rates)


def test_the_plain_model_is_chosen_unless_another_one_is_better(numbers):
    assert with_rates(numbers, [0.8, 0.8, 0.8, 0.7, 0.6]).chosen() == "plain"
    assert with_rates(numbers, [0.8, 0.8, 0.9, 0.95, 0.7]).chosen() == "undersampling"
    recall = with_rates(numbers, [0.8, 0.8, 0.9, 0.7, 0.95])._replace(goal=make_goal(0.05, capacity=50))
    assert recall.chosen() == "SMOTE"


def result(numbers, word):
    [check] = [check for check in checklist(numbers) if word in check.question]
    return check


def test_the_checks_pass_on_good_data(numbers):
    passed = {check.question for check in checklist(numbers) if check.passed}
    assert len(passed) == 6
    assert not result(numbers, "enough positives").passed  # 20 in a test part
    assert "20 in each test part; 50 are asked for" in result(numbers, "enough positives").finding
    assert result(numbers._replace(parts=((1800, 180), (600, 60), (600, 60))), "enough positives").passed


@pytest.mark.parametrize(
    ("word", "change", "finding"),
    [
        ("minority", {"y": np.arange(1000) < 600}, "600 of 1,000 rows are of class 1 (60 %)"),
        ("tune on", {"parts": ((36, 6), (12, 2), (12, 2))}, "12 rows that are neither in train nor in test, with 2"),
        ("new to the model", {"duplicates": (40, 7)}, "40 of 1,000 rows repeat"),
        ("calibrated", {"y_once": np.arange(100) < 60, "p_once": np.full(100, 0.3)}, "Promised 30.0 positives, saw 60"),
    ],
)
def test_each_check_fails_where_it_should(numbers, word, change, finding):
    check = result(numbers._replace(**change), word)
    assert not check.passed
    assert finding in check.finding


def test_a_model_no_better_than_a_dummy_fails(numbers):
    useless = with_rates(numbers, [0.005] * 5)
    assert not result(useless, "dummies").passed
    assert "“never flag”: worse" not in result(useless, "dummies").finding


def test_a_tuned_line_that_moves_about_fails_and_a_fixed_one_passes(numbers):
    tuned = numbers._replace(goal=make_goal(0.05))
    moving = np.linspace(0.1, 0.9, 12)[:, None, None] * np.ones_like(numbers.thresholds)
    assert not result(tuned._replace(thresholds=moving), "steady").passed
    assert result(tuned._replace(thresholds=0.1 * moving + 0.3), "steady").passed
    assert "costs fix it" in result(numbers, "steady").finding
    assert result(numbers._replace(goal=make_goal(0.05, capacity=9)), "steady").passed


def test_the_two_z_values_are_standard_normal_for_right_probabilities():
    rng = np.random.default_rng(5)
    p = rng.beta(1, 4, size=400)
    z = np.array([calibration_z(rng.random(400) < p, p) for _ in range(2_000)])
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=0.1)
    np.testing.assert_allclose(z.std(axis=0), 1, atol=0.06)
    assert calibration_z(np.array([True, False]), np.array([1.0, 0.0])).tolist() == [0, 0]


def test_copies_across_the_split_are_counted():
    X, y, about = DATA
    doubled = measure_dossier(Dataset(np.vstack([X, X]), np.append(y, y), about), n_repeats=2)
    copies, crossing = doubled.duplicates
    assert copies == 1000
    assert 180 <= crossing <= 300  # of 400 test rows, the twin of about 60 % is in train


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (np.arange(1000) < 9, "the data must hold at least 10 positives; got 9"),
        (np.zeros(1000), "y must hold both classes"),
        (np.full(1000, "no"), "y must hold only 0 and 1"),
    ],
)
def test_data_that_cannot_be_judged_are_refused(y, words):
    with pytest.raises(ValueError, match=words):
        measure_dossier(DATA._replace(y=y))
