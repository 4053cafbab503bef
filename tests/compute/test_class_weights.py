"""Class weights: each class counts the same, as in scikit-learn's "balanced"."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.utils.class_weight import compute_sample_weight

from lessonlib.compute.class_weights import compute_class_weights, fit_copies, fit_ratios, judge, moved_threshold
from lessonlib.compute.data import LESSON_CLASSES, GaussianClasses, make_imbalanced_data
from lessonlib.compute.logistic import fit_logistic_regression, predict_probability
from lessonlib.compute.metrics import confusion_matrix_values
from lessonlib.compute.resampling import smote_resample


def test_950_to_50_gives_a_ratio_of_nineteen():
    weights = compute_class_weights([0] * 950 + [1] * 50)
    assert sorted(set(weights)) == pytest.approx([1000 / (2 * 950), 1000 / (2 * 50)], abs=1e-12)
    assert weights[-1] / weights[0] == pytest.approx(19, abs=1e-12)


def test_the_source_lessons_training_part():
    _, y = make_imbalanced_data()
    assert sorted(set(compute_class_weights(y[:800]).round(4))) == [0.5236, 11.1111]


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=30))
def test_the_weights_are_scikit_learns_average_one_and_balance_the_classes(y):
    weights = compute_class_weights(y)
    assert weights == pytest.approx(compute_sample_weight("balanced", y), abs=1e-12)
    assert weights.mean() == pytest.approx(1, abs=1e-12)
    totals = [weights[np.array(y) == label].sum() for label in set(y)]
    assert totals == pytest.approx([totals[0]] * len(totals), abs=1e-12)


def test_after_smote_there_is_nothing_left_to_weight():
    _, y = smote_resample(*make_imbalanced_data())
    assert set(compute_class_weights(y)) == {1.0}


@pytest.mark.parametrize(
    ("y", "message"), [([], "y must not be empty"), ([[0, 1]], r"y must be one-dimensional; got shape")]
)
def test_refuses_what_is_no_column_of_labels(y, message):
    with pytest.raises(ValueError, match=message):
        compute_class_weights(y)


RATIOS = [1, 2, 19, 100]


def test_weights_and_uniform_copies_are_the_same_loss():
    X, y = make_imbalanced_data()
    weighted, copied = fit_ratios(X, y, RATIOS), fit_copies(X, y, RATIOS)
    assert copied.w == pytest.approx(weighted.w, rel=1e-6)
    assert copied.b == pytest.approx(weighted.b, rel=1e-6)


def test_at_the_minimum_the_weighted_errors_add_up_to_zero():
    X, y = make_imbalanced_data()
    for ratio, w, b in zip(RATIOS, *fit_ratios(X, y, RATIOS), strict=True):
        weights = np.where(y == 1, ratio, 1)
        assert weights @ (predict_probability(X, w, b) - y) == pytest.approx(0, abs=1e-5)


def test_in_a_well_specified_model_a_weight_adds_its_log_to_the_intercept():
    classes = GaussianClasses([0.0, 0.0], [1.5, 1.5], prevalence=0.05)
    models = fit_ratios(*classes.sample(200_000, seed=0), [1, 19])
    assert models.b[1] - models.b[0] == pytest.approx(np.log(19), abs=0.1)
    assert models.w[1] == pytest.approx(models.w[0], abs=0.05)


@given(st.floats(0.001, 0.999), st.floats(-3, 3))
def test_a_moved_threshold_decides_as_the_first_model_does_there(threshold, b):
    x = np.linspace(-3, 3, 61)[:, None]
    (w,), (moved,) = moved_threshold(([1.5], b), [threshold])
    p = predict_probability(x, [1.5], b)
    clear = np.abs(p - threshold) > 1e-9
    assert np.array_equal((predict_probability(x, w, moved) >= 0.5)[clear], (p >= threshold)[clear])


def test_models_are_judged_by_their_counts_and_mean_probability():
    X, y = make_imbalanced_data()
    fresh = LESSON_CLASSES.sample(2_000, seed=1)
    judged = judge(fit_ratios(X, y, RATIOS), *fresh)
    p = predict_probability(fresh[0], *fit_logistic_regression(X, y, np.where(y == 1, 19, 1)))
    assert [column[2] for column in judged.counts] == list(confusion_matrix_values(fresh[1], p >= 0.5))
    assert judged.mean_probability[2] == pytest.approx(p.mean())
    assert np.all(np.diff(judged.mean_probability) > 0)


@pytest.mark.parametrize(
    ("fit", "ratios", "message"),
    [
        (fit_copies, [1, 2.5], "ratios must be whole numbers for copies"),
        (fit_ratios, [0, 1], "ratios must be positive numbers; got 0 among them"),
        (fit_ratios, [], "ratios must not be empty"),
    ],
)
def test_refuses_ratios_that_mean_nothing(fit, ratios, message):
    with pytest.raises(ValueError, match=message):
        fit(*make_imbalanced_data(), ratios)
