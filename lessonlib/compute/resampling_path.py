"""One training set resampled to many ratios: how often each row counts then, and what the model is worth in truth."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.logistic import fit_logistic_regression
from lessonlib.compute.resampling import random_oversample, random_undersample
from lessonlib.compute.validate import as_both_classes
from lessonlib.compute.verdict import true_rates

CLOSER_CLASSES = GaussianClasses((0.0, 0.0), (1.5, 1.5), 1.0, 0.8, prevalence=0.05)  # than the lesson's: they overlap
METHODS = {"oversampling": random_oversample, "undersampling": random_undersample}
L2 = 0.1  # keeps the coefficients finite where a line separates the few rows that undersampling leaves
FRESH_ROWS = 20_000


class ResamplingPath(NamedTuple):
    """One entry for each ratio; `times` of shape (ratios, n) says how often each training row occurs."""

    times: np.ndarray
    w: np.ndarray
    b: np.ndarray
    recall: np.ndarray
    false_alarm_rate: np.ndarray
    auroc: np.ndarray
    mean_probability: np.ndarray


def resampling_path(X, y, method, ratios, seed=42, classes=CLOSER_CLASSES):
    """Resample training rows to each of the ratios, fit a logistic regression, and judge it by the population.

    Parameters
    ----------
    X : array-like, shape (n, d)
        Drawn from `classes`.
    y : array-like of 0 and 1, shape (n,)
    method : callable
        ``method(X, y, ratio, seed)`` returns the resampled X and y: minority / majority after it is `ratio`.
    ratios : sequence of float > 0
    seed : int, default 42
    classes : GaussianClasses, default the lesson's two clouds, moved closer together

    Returns
    -------
    ResamplingPath
        Recall and false-alarm rate at the threshold 0.5, and AUROC, are exact; the mean probability is that of
        20,000 fresh rows.

    Raises
    ------
    ValueError
        If `method` returns rows that are not in X, or under another label.
    """
    X, y = np.asarray(X, dtype=float), as_both_classes(y, "y").astype(int)
    fresh, _ = classes.sample(FRESH_ROWS, seed=0)
    times, models = [], []
    for ratio in ratios:
        rows = _resampled_rows(method, y, ratio, seed)
        models.append(fit_logistic_regression(X[rows], y[rows], l2=L2))
        times.append(np.bincount(rows, minlength=len(y)))
    alarms, recall = np.transpose([true_rates(model, classes) for model in models])
    areas = [true_auroc(model.w, classes) for model in models]
    means = [model.probability(fresh).mean() for model in models]
    w, b = map(np.array, zip(*models, strict=True))
    return ResamplingPath(np.array(times), w, b, recall, alarms, np.array(areas), np.array(means))


def true_auroc(w, classes=CLOSER_CLASSES):
    """Return how often a positive scores above a negative in the population, with scores w · x, exactly.

    Along w, the difference of a positive and a negative is normal, with variance ‖w‖² (σ₁² + σ₀²).

    Examples
    --------
    Where both clouds have the same mean along w, the score says nothing:

    >>> from lessonlib.compute.data import GaussianClasses
    >>> float(true_auroc([1.0, 0.0], GaussianClasses((0.0, 0.0), (0.0, 2.0))))
    0.5
    """
    from scipy.special import ndtr

    apart = np.dot(w, np.subtract(classes.mean_positive, classes.mean_negative))
    return ndtr(apart / (np.linalg.norm(w) * np.hypot(classes.sd_negative, classes.sd_positive)))


def _resampled_rows(method, y, ratio, seed):
    """Return the numbers of the rows that a method returns: it is handed the numbers in place of the features."""
    X, labels = method(np.arange(len(y), dtype=float)[:, None], y.copy(), ratio, seed)
    rows, labels = np.ravel(X), np.ravel(labels)
    known = len(rows) == len(labels) > 0 and np.isin(rows, np.arange(len(y))).all()
    if not known or np.any(y[rows.astype(int)] != labels):
        raise ValueError(
            "method must return rows of X with their labels; got others. Choose row numbers, and use them for X and y."
        )
    return rows.astype(int)
