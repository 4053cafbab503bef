"""The source lesson's own comparison, kept to its letter: what it printed, and why that misleads.

One seed, the first 800 rows for training and the last 200 for testing, 300 steps of gradient descent that
stop long before the minimum, and a threshold tuned on a second model, fitted on the first 600 rows.
`compare` is the comparison to believe; lesson 10 sets the two side by side.
"""

import numpy as np

from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.data import make_imbalanced_data
from lessonlib.compute.logistic import logistic_regression_weighted
from lessonlib.compute.metrics import compute_metrics, confusion_matrix_values
from lessonlib.compute.neighbors import find_k_neighbors
from lessonlib.compute.resampling import interpolate, random_oversample, random_undersample
from lessonlib.compute.threshold import find_optimal_threshold

GRID = np.arange(0.05, 0.96, 0.01)
TRAIN, TUNE = 800, 600  # the model is fitted on rows before TRAIN; the threshold's model on rows before TUNE


def compare_as_printed():
    """Recompute the table of the source lesson, row by row.

    Returns
    -------
    dict of str to (dict, Counts)
        For each approach, its metrics and its counts on the last 200 rows.
    """
    X, y = make_imbalanced_data()
    X_train, y_train, X_test, y_test = X[:TRAIN], y[:TRAIN], X[TRAIN:], y[TRAIN:]
    weighted = _fit(X_train, y_train, compute_class_weights(y_train))
    decisions = {
        "always majority": np.zeros(len(y_test)),
        "no treatment": _flag(X_test, _fit(X_train, y_train)),
        "oversampling": _flag(X_test, _fit(*random_oversample(X_train, y_train))),
        "undersampling": _flag(X_test, _fit(*random_undersample(X_train, y_train))),
        "SMOTE": _flag(X_test, _fit(*_with_smote(X_train, y_train))),
        "class weights": _flag(X_test, weighted),
        "class weights + threshold": _flag(X_test, weighted, _tuned_elsewhere(X_train, y_train)),
    }
    return {
        name: (compute_metrics(y_test, flags), confusion_matrix_values(y_test, flags))
        for name, flags in decisions.items()
    }


def smote_one_at_a_time(X_minority, k=5, n_synthetic=100, seed=42):
    """Make synthetic rows one by one, searching the neighbours again for each: plain, and slow.

    The same algorithm as `smote`, with the random draws in the order in which the algorithm is told: row,
    neighbour, fraction.

    Examples
    --------
    >>> smote_one_at_a_time([[0.0, 0.0], [1.0, 1.0]], k=1, n_synthetic=3).shape
    (3, 2)
    """
    X = np.asarray(X_minority, dtype=float)
    rng = np.random.RandomState(seed)
    synthetic = np.empty((n_synthetic, X.shape[1]))
    for point in synthetic:
        row = rng.randint(len(X))
        neighbor = find_k_neighbors(X, row, k)[rng.randint(k)]
        point[:] = interpolate(X[row], X[neighbor], rng.random_sample())
    return synthetic


def _with_smote(X, y):
    minority = X[y == 1]
    synthetic = smote_one_at_a_time(minority, k=5, n_synthetic=len(y) - 2 * len(minority))
    return np.concatenate([X, synthetic]), np.append(y, np.ones(len(synthetic)))


def _tuned_elsewhere(X_train, y_train):
    """Tune on rows that the threshold's model has not seen, but for another model than the one it is used with."""
    model = _fit(X_train[:TUNE], y_train[:TUNE], compute_class_weights(y_train[:TUNE]))
    return find_optimal_threshold(y_train[TUNE:], model.probability(X_train[TUNE:]), thresholds=GRID)[0]


def _fit(X, y, weights=None):
    return logistic_regression_weighted(X, y, np.ones(len(y)) if weights is None else weights, lr=0.1, epochs=300)


def _flag(X, model, threshold=0.5):
    return model.probability(X) >= threshold
