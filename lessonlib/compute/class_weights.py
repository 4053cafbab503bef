"""Class weights: count each error as often as its class is rare, and see what each ratio does to a model."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.logistic import LogisticModel, fit_logistic_regression
from lessonlib.compute.metrics import Counts, confusion_matrix_values
from lessonlib.compute.validate import as_both_classes, as_classes, as_features, as_vector, same_length


def compute_class_weights(y):
    """Return a weight for each row: n / (number of classes × rows of its class), "balanced" weights.

    Each class then has the same total weight, and the weights average 1 over the rows.

    Parameters
    ----------
    y : array-like, shape (n,)
        Class labels.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    ValueError
        If `y` is empty or not one-dimensional.

    Examples
    --------
    950 negatives and 50 positives, a ratio of 19:

    >>> weights = compute_class_weights([0] * 950 + [1] * 50)
    >>> round(float(weights[0]), 4), float(weights[-1])
    (0.5263, 10.0)
    """
    y = as_classes(y)
    _, which, counts = np.unique(y, return_inverse=True, return_counts=True)
    return (len(y) / (len(counts) * counts))[which]


class Models(NamedTuple):
    """Logistic regressions, one a row: coefficients of shape (m, d), intercepts of shape (m,)."""

    w: np.ndarray
    b: np.ndarray


class Judged(NamedTuple):
    """What models do with fresh rows: counts at 0.5, and the mean probability; columns of shape (m,)."""

    counts: Counts
    mean_probability: np.ndarray


def fit_ratios(X, y, ratios, fitter=fit_logistic_regression):
    """Fit one model for each weight ratio: negatives weigh 1, positives `ratio`.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
        Both classes must occur.
    ratios : array-like of float > 0, shape (m,)
    fitter : callable, default fit_logistic_regression
        ``fitter(X, y, weights)`` returns ``(w, b)``.

    Returns
    -------
    Models
    """
    X, positive, ratios = _checked(X, y, ratios)
    return _stacked(fitter(X, positive.astype(float), np.where(positive, ratio, 1.0)) for ratio in ratios)


def fit_copies(X, y, ratios, fitter=fit_logistic_regression):
    """Fit like `fit_ratios`, but write each positive `ratio` times instead of weighing it.

    `ratios` are whole numbers here: a row can't be there two and a half times.
    """
    X, positive, ratios = _checked(X, y, ratios)
    if not np.all(ratios == np.rint(ratios)):
        raise ValueError("ratios must be whole numbers for copies; got fractions among them. Round them first.")
    models = []
    for ratio in ratios.astype(int):
        rows = np.repeat(np.arange(len(X)), np.where(positive, ratio, 1))
        models.append(fitter(X[rows], positive[rows].astype(float), np.ones(len(rows))))
    return _stacked(models)


def intercept_slopes(models, X, y, ratios):
    """Return for each model the weighted mean of p − y on its training rows: 0 where it has arrived.

    It is the slope of the weighted log loss in the intercept, in units of the mean weight.

    Parameters
    ----------
    models : Models
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
    ratios : array-like of float > 0, shape (m,)
        The weight of a positive that each model was trained with.

    Returns
    -------
    ndarray, shape (m,)

    Examples
    --------
    A model that says 1/2 to everybody, where one row of two is positive:

    >>> intercept_slopes(Models(np.zeros((2, 1)), np.zeros(2)), [[0.0], [1.0]], [0, 1], [1, 3]).tolist()
    [0.0, -0.25]
    """
    X, positive, ratios = _checked(X, y, ratios)
    slopes = []
    for w, b, ratio in zip(*models, ratios, strict=True):
        weights = np.where(positive, ratio, 1.0)
        slopes.append(np.average(LogisticModel(w, b).probability(X) - positive, weights=weights))
    return np.array(slopes)


def moved_threshold(model, thresholds):
    """Return, for one model, those that decide at 0.5 as it does at each of the thresholds.

    The intercept gives way by the threshold's log-odds: p ≥ t where w · x + b − ln(t / (1 − t)) ≥ 0.

    Parameters
    ----------
    model : LogisticModel, or its (w, b)
    thresholds : array-like of float in (0, 1), shape (m,)

    Returns
    -------
    Models
        Their probabilities are not the first model's; only the decisions are.

    Examples
    --------
    From 0.5 to 0.2 the odds fall from 1 to 1/4, and ln 4 is added:

    >>> moved_threshold(([2.0], -3.0), [0.5, 0.2]).b.round(3).tolist()
    [-3.0, -1.614]
    """
    w, b = model
    thresholds = np.asarray(thresholds, dtype=float)
    w = np.repeat(np.asarray(w, dtype=float)[None, :], len(thresholds), axis=0)
    return Models(w, b - np.log(thresholds / (1 - thresholds)))


def judge(models, X, y):
    """Count what models decide at 0.5 on rows they have not seen, and average their probabilities.

    Parameters
    ----------
    models : Models
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)

    Returns
    -------
    Judged
    """
    judged = []
    for model in map(LogisticModel, *models):
        p = model.probability(X)
        judged.append([*confusion_matrix_values(y, p >= 0.5), p.mean()])
    *counts, mean = np.array(judged).T
    return Judged(Counts(*(column.astype(int) for column in counts)), mean)


def _checked(X, y, ratios):
    X, positive = as_features(X), as_both_classes(y, "y")
    same_length(X, positive, "X", "y")
    ratios = as_vector(ratios, "ratios").astype(float)
    if not np.all((ratios > 0) & np.isfinite(ratios)):
        raise ValueError(f"ratios must be positive numbers; got {ratios.min():g} among them. Use 1 for no weights.")
    return X, positive, ratios


def _stacked(models):
    w, b = zip(*models, strict=True)
    return Models(np.array(w, dtype=float), np.array(b, dtype=float))
