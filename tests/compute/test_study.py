"""One repeat of the study, on rows of our own: what it counts, recomputed with scikit-learn alone."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, precision_recall_curve, roc_auc_score
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from lessonlib.compute.data import Dataset, make_imbalanced_data
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.study import FIELDS, LEARNERS, PAIRS, TREATMENTS, seed_of, study_repeat

NAME, REPEAT = "rows of the test", 3


@pytest.fixture(scope="module")
def data():
    X, y = make_imbalanced_data(220, 30, seed=5)
    return Dataset(pd.DataFrame(X, columns=["a", "b"]), y, NAME)


@pytest.fixture(scope="module")
def found(data):
    return {
        pair: dict(zip(FIELDS, row, strict=True))
        for pair, row in zip(PAIRS, study_repeat(NAME, data, REPEAT), strict=True)
    }


@pytest.fixture(scope="module")
def parts(data):
    split = stratified_split(data.y, seed=seed_of(NAME, REPEAT))
    scaler = StandardScaler().fit(data.X.iloc[split.train])
    return [(scaler.transform(data.X.iloc[part]), data.y[part]) for part in split]


def expected(parts, model):
    """Return what one fitted model scores and decides, by scikit-learn's own functions."""
    _, (X_validation, y_validation), (X_test, y_test) = parts
    p = model.predict_proba(X_test)[:, 1]
    p_validation = model.predict_proba(X_validation)[:, 1]
    precision, recall, cuts = precision_recall_curve(y_validation, p_validation)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    tuned = cuts[len(cuts) - 1 - np.argmax(f1[:-1][::-1])]
    decided = {"half": p >= 0.5, "tuned": p >= tuned, "cost": p >= 1 / 11}
    return {
        "auroc": roc_auc_score(y_test, p),
        "average_precision": average_precision_score(y_test, p),
        "brier": brier_score_loss(y_test, p),
        "validation_average_precision": average_precision_score(y_validation, p_validation),
        **{f"tp {name}": np.sum(flags & (y_test == 1)) for name, flags in decided.items()},
        **{f"fp {name}": np.sum(flags & (y_test == 0)) for name, flags in decided.items()},
    }


def test_untreated_regression_is_scikit_learns(parts, found):
    model = LogisticRegression(tol=1e-8, max_iter=10_000).fit(*parts[0])
    mine = found["logistic regression", "none"]
    wanted = expected(parts, model)
    assert {name: mine[name] for name in wanted} == pytest.approx(wanted, abs=1e-4)
    assert mine["brier_corrected"] == pytest.approx(mine["brier"])
    assert [mine[f"{count} cost, prior corrected"] for count in ("tp", "fp")] == [mine["tp cost"], mine["fp cost"]]


def test_balanced_weights_are_scikit_learns(parts, found):
    model = LogisticRegression(class_weight="balanced", tol=1e-8, max_iter=10_000).fit(*parts[0])
    wanted = expected(parts, model)
    mine = found["logistic regression", "weights"]
    assert {name: mine[name] for name in wanted} == pytest.approx(wanted, abs=1e-4)


def test_smote_is_imbalanced_learns_on_the_training_rows_only(parts, found):
    rows = SMOTE(random_state=seed_of(NAME, REPEAT, "SMOTE")).fit_resample(*parts[0])
    model = LogisticRegression(tol=1e-8, max_iter=10_000).fit(*rows)
    wanted = expected(parts, model)
    mine = found["logistic regression", "SMOTE"]
    assert {name: mine[name] for name in wanted} == pytest.approx(wanted, abs=1e-4)


def test_a_tree_draws_from_the_seed_of_its_name(parts, found):
    seed = seed_of(NAME, REPEAT, "tree", "none")
    model = DecisionTreeClassifier(min_samples_leaf=5, random_state=seed).fit(*parts[0])
    wanted = expected(parts, model)
    assert {name: found["tree", "none"][name] for name in wanted} == pytest.approx(wanted)


def test_the_corrected_probabilities_are_those_of_the_natural_prior(parts, found):
    """p / (1 − p) of a balanced world is n₀ / n₁ times too large."""
    (X, y), _, (X_test, y_test) = parts
    p = LogisticRegression(class_weight="balanced", tol=1e-8, max_iter=10_000).fit(X, y).predict_proba(X_test)[:, 1]
    odds = p / (1 - p) * y.mean() / (1 - y.mean())
    natural = odds / (1 + odds)
    mine = found["logistic regression", "weights"]
    assert mine["brier_corrected"] == pytest.approx(brier_score_loss(y_test, natural), abs=1e-4)
    assert mine["tp cost, prior corrected"] == np.sum((natural >= 1 / 11) & (y_test == 1))


def test_every_learner_meets_every_treatment_but_neighbours_no_weights():
    assert set(PAIRS) == {(learner, treatment) for learner in LEARNERS for treatment in TREATMENTS} - {
        ("5 nearest neighbours", "weights")
    }


def test_counts_stay_within_the_test_part(parts, found):
    y_test = parts[2][1]
    for row in found.values():
        assert all(0 <= row[name] <= y_test.sum() for name in FIELDS if name.startswith("tp "))
        assert all(0 <= row[name] <= (y_test == 0).sum() for name in FIELDS if name.startswith("fp "))


def test_the_same_names_give_the_same_numbers_and_others_do_not(data, found):
    again = study_repeat(NAME, data, REPEAT)
    assert again.tolist() == [list(row.values()) for row in found.values()]
    assert again.tolist() != study_repeat(NAME, data, REPEAT + 1).tolist()


def test_without_rows_in_danger_borderline_smote_leaves_them_as_they_are():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(0, 0.1, (60, 2)), rng.normal(9, 0.1, (20, 2))])
    y = np.repeat([0, 1], [60, 20])
    unchanged = TREATMENTS["Borderline-SMOTE"](X, y, 0)
    assert unchanged[0].tolist() == X.tolist()
    assert unchanged[1].tolist() == y.tolist()


def test_words_that_training_rows_lack_and_gaps_are_no_trouble(data):
    words = ["rare" if i == 0 else "ab"[i % 2] for i in range(len(data.y))]
    X = data.X.assign(word=words)
    X.iloc[::7, 0] = np.nan
    assert np.isfinite(study_repeat(NAME, Dataset(X, data.y, NAME), 0)).all()
