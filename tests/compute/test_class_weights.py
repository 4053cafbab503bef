"""Class weights: each class counts the same, as in scikit-learn's "balanced"."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.utils.class_weight import compute_sample_weight

from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.data import make_imbalanced_data
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
