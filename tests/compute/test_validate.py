"""What the library takes as labels, numbers and features, and the one sentence with which it refuses the rest."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.metrics import f1_score

from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.resampling import random_oversample
from lessonlib.compute.threshold import find_optimal_threshold
from lessonlib.compute.validate import as_features, as_labels, as_probabilities

ROWS = np.array([[0.0, 1.0], [2.0, 0.0], [3.0, 1.0]])
FRAME = pd.DataFrame({"a": [0, 2, 3], "b": [True, False, True]})


@pytest.mark.parametrize(
    "X",
    [
        FRAME,
        FRAME.astype({"a": "Int64", "b": "boolean"}),
        FRAME.astype({"a": "Float64"}),
        FRAME.to_numpy(dtype=object),
        sparse.csr_matrix(ROWS),
        sparse.coo_array(ROWS),
    ],
    ids=["True and False", "nullable", "half nullable", "objects", "sparse matrix", "sparse array"],
)
def test_features_come_as_frames_objects_and_sparse_matrices(X):
    assert np.array_equal(as_features(X), ROWS)


@pytest.mark.parametrize(
    "y",
    [[0, 1], [0.0, 1.0], [False, True], pd.Series([0, 1], dtype="Int64"), pd.Series([False, True], dtype="boolean")],
    ids=["ints", "floats", "booleans", "Int64", "boolean"],
)
def test_labels_come_as_numbers_and_booleans(y):
    positive = as_labels(y)
    assert (positive.dtype, positive.tolist()) == (bool, [False, True])


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (FRAME.assign(a=pd.Series([1, None, 3], dtype="Int64")), ValueError, "X must be finite; got NaN or infinite"),
        (FRAME.assign(a=["1", "x", "2"]), TypeError, r"X must be numeric; got '1' in it\. Encode text and dates"),
        (FRAME.assign(a=pd.date_range("2020", periods=3)), TypeError, "X must be numeric; got Timestamp"),
    ],
)
def test_frames_that_hold_more_than_numbers_are_refused(X, error, message):
    with pytest.raises(error, match=message):
        as_features(X)


@pytest.mark.parametrize("y", [[0.0, np.nan, 1.0], pd.Series([0, None, 1], dtype="Int64"), [False, None, True]])
@pytest.mark.parametrize("takes", [as_labels, compute_class_weights, lambda y: random_oversample(ROWS, y)])
def test_a_missing_label_is_no_class(takes, y):
    with pytest.raises(ValueError, match=r"must hold a label in every row; got 1 missing\. Leave those rows out"):
        takes(y)


@pytest.mark.parametrize(
    ("y", "advice"),
    [
        ([1, 1, 2], r"y_true == 2\).astype\(int\), if 2 is the minority"),
        (["sick", "well", "well"], r"y_true == 'sick'\)"),
        (["a", 1, 1], r"y_true == 'a'\)"),
        ([0.1, 0.8, 0.3], "were the two swapped"),
        ([[0.9, 0.1]], r"Take one column: class 1 of predict_proba is y_true\[:, 1\]"),
        (pd.DataFrame({"y": [0, 1]}), r"Use np.ravel\(y_true\)"),
    ],
)
def test_labels_of_another_kind_are_refused_with_the_way_out(y, advice):
    with pytest.raises(ValueError, match=advice):
        as_labels(y)


def test_what_rounding_adds_to_a_probability_is_cut_off_and_more_is_refused():
    assert as_probabilities([-1e-9, 0.5, 1.0000001], 3).tolist() == [0, 0.5, 1]
    with pytest.raises(ValueError, match=r"got values from 0\.5 to 1\.001\. Pass probabilities, not scores"):
        as_probabilities([0.5, 1.001], 2)


def test_a_metric_of_labels_is_refused_before_it_is_called():
    with pytest.raises(TypeError, match=r"metric must take \(tp, tn, fp, fn\); got f1_score\. Use a name such as 'f1'"):
        find_optimal_threshold([0, 1], [0.2, 0.8], metric=f1_score)
