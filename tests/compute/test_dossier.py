"""The dossier's numbers against scikit-learn and by hand; checks made to pass and to fail; outcomes of known truths."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.special import expit, logit
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from lessonlib.compute.calibration import correct_prior
from lessonlib.compute.data import Dataset, GaussianClasses
from lessonlib.compute.dossier import measure_dossier
from lessonlib.compute.dossier_checks import checklist, outcome
from lessonlib.compute.goal import Rates, make_goal
from lessonlib.compute.last_part import LastPart
from lessonlib.compute.plan import make_plan
from lessonlib.compute.rule_file import again, save_rule
from lessonlib.compute.table import load_csv

CLASSES = GaussianClasses([0.0, 0.0], [2.0, 2.0])
DATA = Dataset(*CLASSES.sample_counts(1150, 150, seed=1), "two clouds")


@pytest.fixture(scope="module")
def numbers():
    return measure_dossier(DATA, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=6)


def test_one_split_equals_scikit_learns(numbers):
    X, y, _ = DATA
    split = numbers.rows.plan.splits[3]
    scaler = StandardScaler().fit(X[split.train])
    model = LogisticRegression(C=1.0, tol=1e-10).fit(scaler.transform(X[split.train]), y[split.train])
    p = model.predict_proba(scaler.transform(X[split.test]))[:, 1]
    p = correct_prior(p, from_prevalence=y[split.train].mean(), to_prevalence=0.05)
    flagged, actual = p >= 1 / 11, y[split.test] == 1
    tpr, fpr = flagged[actual].mean(), flagged[~actual].mean()
    assert numbers.values("plain")[3] == pytest.approx(50 * (1 - tpr) * 10 + 950 * fpr)
    assert numbers.thresholds[3, 0, 1] == pytest.approx(1 / 11)


def test_the_last_part_is_judged_by_the_rule_that_is_recommended_and_was_never_seen(numbers):
    X, y, _ = DATA
    plan = numbers.rows.plan
    assert not any(set(plan.last) & set(np.concatenate(split)) for split in plan.splits)
    model = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10))
    model.fit(X[plan.development], y[plan.development])
    p = model.predict_proba(X[plan.last])[:, 1]
    assert numbers.chosen() == "plain"
    threshold, said = numbers.line
    assert threshold == pytest.approx(1 / 11)
    np.testing.assert_array_equal(p >= said, numbers.last.p >= threshold)
    frame = pd.DataFrame(X[plan.last], columns=["x0", "x1"])
    np.testing.assert_allclose(numbers.model.predict_proba(frame)[:, 1], p, atol=1e-4)


def test_outcomes_add_up_to_a_thousand_and_to_the_cost(numbers):
    tp, tn, fp, fn = numbers.outcomes("plain")
    assert tp + tn + fp + fn == pytest.approx(1000)
    assert tp + fn == pytest.approx(50)
    assert fp + 10 * fn == pytest.approx(numbers.mean_value("plain")) == pytest.approx(numbers.mean("plain").mean)


def test_the_same_seed_gives_the_same_numbers_and_another_one_others(numbers):
    again = measure_dossier(DATA, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=6)
    np.testing.assert_array_equal(again.rates, numbers.rates)
    other = measure_dossier(DATA, cost_fp=1, cost_fn=10, prevalence=0.05, n_repeats=6, seed=1, boosting=False)
    assert not np.array_equal(other.rates.tpr[:, 0], numbers.rates.tpr[:, 0])


def test_every_strategys_probabilities_are_brought_to_the_prevalence_of_use(numbers):
    alerts = [sum(numbers.outcomes(rule)[::2]) for rule in numbers.rules]
    assert len(alerts) == 7
    assert max(alerts) < 2 * min(alerts)  # uncorrected, weights and resampling flag about 3 times as many
    for rule in numbers.rules:
        y, p = numbers.tested(rule)
        assert abs(y.sum() - p.sum()) < 0.25 * y.sum(), rule


def test_adapting_the_line_pays_where_the_prevalence_moved_far(numbers):
    assert numbers.mean_value(factor=5.0) < numbers.mean_value(factor=5.0, adapted=False)
    assert numbers.mean_value(factor=1.0) == numbers.mean_value(factor=1.0, adapted=False)
    assert measure_dossier(DATA, prevalence=0.3, n_repeats=2, boosting=False).factors == (0.5, 1.0, 2.0)


def test_trees_are_taken_where_they_see_what_a_line_cannot():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2500, 2))
    y = rng.random(2500) < 1 / (1 + np.exp(-(2.5 * X[:, 0] * X[:, 1] - 3)))
    found = measure_dossier(Dataset(X, y, "a product"), n_repeats=4, cost_fp=1, cost_fn=8)
    assert found.chosen().startswith("boosting")
    assert outcome(found, checklist(found)).word == "a rule"
    line = measure_dossier(Dataset(X, y, "a product"), n_repeats=4, cost_fp=1, cost_fn=8, boosting=False)
    assert outcome(line, checklist(line)).word == "no model yet"


@pytest.mark.parametrize(
    "estimator", [RandomForestClassifier(20, random_state=0), make_pipeline(StandardScaler(), LogisticRegression())]
)
def test_an_estimator_of_ones_own_is_judged_too(estimator):
    found = measure_dossier(DATA, estimator=estimator, n_repeats=3)
    assert found.rules == ["your estimator", "your estimator, recalibrated"]
    assert found.last.area().value > 0.85
    assert not hasattr(estimator, "classes_")  # a copy was fitted


def test_scores_of_a_model_that_exists_get_a_threshold_and_no_model():
    X, y, _ = DATA
    frame = pd.DataFrame({"score": X.sum(axis=1), "noise": X[:, 0]})
    found = measure_dossier(Dataset(frame, y, "scores"), scores="score", n_repeats=4, cost_fp=1, cost_fn=10)
    assert found.rules == ["scores", "scores, recalibrated"]
    assert found.model is None
    assert found.last.area().value > 0.9


def verdict_of(X, y, **options):
    found = measure_dossier(Dataset(X, y, "made"), boosting=False, n_repeats=4, **options)
    return outcome(found, checklist(found)).word


def test_noise_is_hardly_ever_called_a_rule():
    words = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        y = rng.random(600) < 0.15
        words.append(verdict_of(rng.normal(size=(600, 3)), y, cost_fp=1, cost_fn=6, seed=seed))
    assert words.count("a rule") <= 2
    assert "do not deploy" not in words


def test_a_signal_is_called_a_rule_where_there_are_enough_rows():
    words = [verdict_of(*CLASSES.sample_counts(1700, 300, seed=seed), cost_fp=1, cost_fn=6) for seed in range(8)]
    assert words == ["a rule"] * 8


def test_few_positives_cannot_tell():
    X, y = CLASSES.sample_counts(1500, 12, seed=3)
    assert verdict_of(X + np.random.default_rng(0).normal(0, 2, size=X.shape), y) == "can't tell"


def test_patients_are_learnt_by_heart_unless_they_stay_together():
    rng = np.random.default_rng(5)
    patient = rng.integers(150, size=1500)
    X = rng.normal(size=(150, 5))[patient] + 0.05 * rng.normal(size=(1500, 5))
    y = (rng.random(150) < 0.3)[patient]
    frame = pd.DataFrame(X, columns=list("abcde")).assign(patient_id=patient.astype(float))
    forest = {"estimator": RandomForestClassifier(30, random_state=0), "n_repeats": 3}
    at_random = measure_dossier(Dataset(frame, y, "patients"), **forest)
    assert outcome(at_random, checklist(at_random)).word == "do not deploy"
    assert at_random.last.area().low > 0.95
    by_group = measure_dossier(Dataset(frame, y, "patients"), group="patient_id", **forest)
    assert outcome(by_group, checklist(by_group)).word in ("can't tell", "no model yet")
    assert by_group.last.area().value < 0.8
    assert "patient_id" not in by_group.rows.X


def test_copies_stay_together_so_that_no_test_row_was_learnt():
    X, y, about = DATA
    X = np.hstack([X, np.random.default_rng(0).normal(size=(len(X), 2))])
    tripled = Dataset(np.vstack([X + 1e-7 * k for k in range(3)]), np.tile(y, 3), about)
    found = measure_dossier(tripled, n_repeats=2, boosting=False)
    assert found.rows.plan.kind == "copies"
    assert found.copies == pytest.approx(2600, abs=80)
    assert result(found, "few copies").passed is False
    for split in found.rows.plan.splits:
        assert not set(split.train % len(y)) & set(split.test % len(y))


def with_rates(numbers, tpr):
    """Return numbers in which rule i catches tpr[i] of the positives and raises no alarm."""
    shape = numbers.rates.tpr.shape
    noise = 0.001 * np.arange(shape[0])[:, None, None]
    rates = Rates(np.broadcast_to(np.array(tpr)[None, :, None] - noise, shape), np.zeros(shape))
    return numbers._replace(rates=rates)


def test_the_simplest_is_chosen_unless_another_one_is_better(numbers):
    assert numbers.rules[:4] == ["plain", "recalibrated", "boosting", "boosting, recalibrated"]
    assert numbers.rules[4:] == ["class weights", "undersampling", "SMOTE"]
    assert with_rates(numbers, [0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.6]).chosen() == "plain"
    assert with_rates(numbers, [0.8, 0.8, 0.8, 0.8, 0.9, 0.95, 0.7]).chosen() == "undersampling"
    recall = with_rates(numbers, [0.8, 0.8, 0.8, 0.8, 0.9, 0.7, 0.95])._replace(goal=make_goal(0.05, capacity=50))
    assert recall.chosen() == "SMOTE"


def result(numbers, word):
    [check] = [check for check in checklist(numbers) if word in check.question]
    return check


def test_the_checks_pass_on_good_data(numbers):
    assert [check.question for check in checklist(numbers) if check.passed is not True] == []
    assert outcome(numbers, checklist(numbers)) == ("a rule", [])


@pytest.mark.parametrize(
    ("word", "change", "finding"),
    [
        ("enough positives", {"parts": ((36, 6), (12, 2), (12, 2), (12, 2))}, "2 in a validation part"),
        ("few copies", {"copies": 400}, "400 of 1,300 rows repeat"),
    ],
)
def test_each_check_fails_where_it_should(numbers, word, change, finding):
    check = result(numbers._replace(**change), word)
    assert check.passed is False
    assert finding in check.finding


def test_probabilities_that_are_too_extreme_fail_though_their_sum_is_right():
    rng = np.random.default_rng(2)
    z = rng.normal(-2, 1.2, size=3000)
    y = rng.random(3000) < 1 / (1 + np.exp(-z))
    frame = pd.DataFrame({"score": 1 / (1 + np.exp(-(2.2 * z + 1.1))), "x": z})
    found = measure_dossier(Dataset(frame, y, "scores"), scores="score", n_repeats=3)
    assert result(found, "calibrated").passed is False
    assert "Slope 0.4" in result(found, "calibrated").finding


def test_the_calibration_intercept_covers_what_rows_to_come_will_need():
    """Equal shares in all parts bring it near 0; the shares themselves are a sample, and its interval heeds that."""
    found, needed = [], []
    crowd = np.random.default_rng(0).normal(size=(20_000, 1))
    chance = 1 / (1 + np.exp(2 - crowd[:, 0]))
    for seed in range(40):
        rng = np.random.default_rng([1, seed])
        X = rng.normal(size=(600, 1))
        y = rng.random(600) < 1 / (1 + np.exp(2 - X[:, 0]))
        once, models = np.full(600, np.nan), []
        for train, _, test in make_plan(y, 8, seed).splits:
            models.append(LogisticRegression().fit(X[train], y[train]))
            once[test] = np.where(np.isnan(once[test]), models[-1].predict_proba(X[test])[:, 1], once[test])
        found.append(LastPart(y[once > 0], once[once > 0], 0.5).calibration()[0])
        promised = np.mean([model.predict_proba(crowd)[:, 1] for model in models], axis=0)
        needed.append(brentq(lambda shift, p=promised: np.mean(chance - expit(logit(p) + shift)), -3, 3))
    assert np.mean([one.low <= shift <= one.high for one, shift in zip(found, needed, strict=True)]) >= 0.9
    assert np.mean([one.high - one.low for one in found]) < 1.5 * 2 * 1.96 * np.std(needed)
    assert np.std([one.value for one in found]) < np.std(needed) / 1.5


def test_a_model_no_better_than_a_dummy_fails(numbers):
    useless = with_rates(numbers, [0.001] * 7)
    assert result(useless, "every dummy").passed is False


def test_the_majority_as_class_1_is_said():
    X, y, about = DATA
    swapped = measure_dossier(Dataset(X, 1 - y, about), n_repeats=2, boosting=False)
    assert result(swapped, "minority").passed is False
    assert "1,150 of 1,300 rows are of class 1" in result(swapped, "minority").finding


def test_a_floor_under_recall_is_kept_with_a_margin():
    X, y = CLASSES.sample_counts(3400, 600, seed=4)
    found = measure_dossier(Dataset(X, y, "clouds"), min_recall=0.8, n_repeats=5, boosting=False)
    recall = found.last.estimate(lambda rates: rates.tpr)
    assert recall.value > 0.8
    check = result(found, "floor")
    assert check.passed is (True if recall.low >= 0.8 else None)
    impossible = found._replace(goal=make_goal(0.15, min_recall=0.999))
    assert result(impossible, "floor").passed is False


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (np.arange(1300) < 9, "the data must hold at least 10 positives; got 9"),
        (np.zeros(1300), "y must hold both classes"),
        (np.full(1300, "no"), "y must hold only 0 and 1"),
    ],
)
def test_data_that_cannot_be_judged_are_refused(y, words):
    with pytest.raises(ValueError, match=words):
        measure_dossier(DATA._replace(y=y))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"group": "x"}, "group must be a column of the data; got 'x'"),
        ({"group": np.zeros(3)}, "group must have one value for each row"),
        ({"group": np.arange(1300), "time": np.arange(1300)}, "group and time must not be given together"),
        ({"time": np.full(1300, "soon")}, "time must hold numbers or dates"),
        ({"cost_fp": 1, "amount": np.full(1300, -1.0)}, "amount must be at least 0"),
        ({"cost_fp": 1, "amount": np.zeros(1300)}, "amount must be above 0 in some positive row; got 0 in all 150"),
        ({"amount": np.ones(1300)}, "amount must come with cost_fp"),
        ({"scores": np.full((1300, 2), 0.5)}, r"Take one column: class 1 of predict_proba is scores\[:, 1\]"),
        ({"scores": np.full(1300, np.nan)}, "scores must be there in every row; got 1300 gaps"),
        ({"min_recall": 0.8, "capacity": 5}, "min_recall must stand alone"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        measure_dossier(DATA, **options)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rule")
    write_table(folder / "old.csv", seed=1)
    table = load_csv(folder / "old.csv", "fraud")
    found = measure_dossier(table, cost_fp=1, cost_fn=10, n_repeats=3, boosting=False)
    save_rule(found, folder, {"target": "fraud", "positive": None})
    return folder


def write_table(path, seed, move=0.0, target=True, flip=False):
    rng = np.random.default_rng(seed)
    X, y = CLASSES.sample_counts(1350, 150, seed=seed)
    frame = pd.DataFrame(X + move, columns=["a", "b"]).assign(
        place=rng.choice(["x", "y"], 1500), fraud=(1 - y if flip else y)
    )
    frame.loc[rng.random(1500) < 0.05, "b"] = np.nan
    (frame if target else frame.drop(columns="fraud")).to_csv(path, index=False)


def test_the_rule_holds_on_rows_of_the_same_kind(saved, tmp_path):
    write_table(tmp_path / "new.csv", seed=2)
    found = again(saved, tmp_path / "new.csv")
    assert found.holds is True
    assert found.drift == []
    intercept, slope = found.calibration
    assert slope.low <= 1 <= slope.high
    assert intercept.low <= 0 <= intercept.high


def test_without_labels_it_cannot_be_said_but_nothing_strange_is_seen(saved, tmp_path):
    write_table(tmp_path / "new.csv", seed=2, target=False)
    found = again(saved, tmp_path / "new.csv")
    assert (found.holds, found.gain, found.drift) == (False if found.drift else None, None, [])
    assert found.prevalence == pytest.approx(0.1, abs=0.03)


def test_rows_that_moved_are_named_and_a_rule_that_turned_wrong_is_found(saved, tmp_path):
    write_table(tmp_path / "new.csv", seed=2, move=1.5, target=False)
    moved = again(saved, tmp_path / "new.csv")
    assert [column for column, _ in moved.drift] == ["a", "b"]
    assert moved.holds is False
    write_table(tmp_path / "new.csv", seed=2, flip=True)
    assert again(saved, tmp_path / "new.csv").holds is False


def test_another_prevalence_is_told_by_the_labels(saved, tmp_path):
    write_table(tmp_path / "new.csv", seed=2)
    assert not again(saved, tmp_path / "new.csv").moved
    frame = pd.read_csv(tmp_path / "new.csv")
    pd.concat([frame[frame["fraud"] == 1], frame[frame["fraud"] == 0][:450]]).to_csv(tmp_path / "new.csv", index=False)
    found = again(saved, tmp_path / "new.csv")
    assert found.labelled.value == 150 / 600
    assert found.moved


def test_what_a_rule_cannot_be_used_on_is_said_at_once(saved, tmp_path):
    (tmp_path / "new.csv").write_text("a,place\n" + "low,x\nhigh,y\n" * 5)
    with pytest.raises(ValueError, match="must have the column 'b'") as refused:
        again(saved, tmp_path / "new.csv")
    assert "column 'a' must hold numbers, as before" in str(refused.value)
    with pytest.raises(ValueError, match=r"must hold rule\.json and pipeline\.joblib"):
        again(tmp_path, tmp_path / "new.csv")
