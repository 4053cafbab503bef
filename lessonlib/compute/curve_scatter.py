"""How curves scatter: the precision–recall curves of many test sets of one size."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.curves import average_precision, counts_at_thresholds
from lessonlib.compute.validate import as_count

RECALLS = np.linspace(0.01, 1, 100)


class CurveScatter(NamedTuple):
    """Recalls of shape (m,), the precision of each test set there (n_repeats, m), its average precision."""

    recall: np.ndarray
    precision: np.ndarray
    average_precision: np.ndarray

    def band(self, confidence=0.95):
        """Return the precision below and above which lie equal shares of the test sets, each of shape (m,)."""
        tail = (1 - confidence) / 2
        return np.quantile(self.precision, [tail, 1 - tail], axis=0)


def precision_at_recalls(y_true, y_score, recalls):
    """Return the precision at the strictest threshold that reaches each recall, shape of `recalls`.

    Examples
    --------
    The second positive is caught third:

    >>> precision_at_recalls([1, 0, 1, 0], [4, 3, 2, 1], [0.5, 1.0]).round(4).tolist()
    [1.0, 0.6667]
    """
    _, tp, _, fp, _ = counts_at_thresholds(y_true, y_score)
    wanted = np.maximum(np.ceil(np.asarray(recalls) * tp[-1] - 1e-9), 1)  # positives to catch
    first = np.searchsorted(tp, wanted)
    return tp[first] / (tp[first] + fp[first])


def curve_scatter(classes, n_positive, n_repeats=200, seed=0):
    """Draw test sets with `n_positive` positives, and rank each by the true probabilities.

    Parameters
    ----------
    classes : GaussianClasses
        The negatives are in proportion to its prevalence.
    n_positive : int >= 1
    n_repeats : int, default 200
    seed : int, default 0

    Returns
    -------
    CurveScatter

    Examples
    --------
    >>> from lessonlib import LESSON_CLASSES
    >>> curve_scatter(LESSON_CLASSES, 10, n_repeats=3).precision.shape
    (3, 100)
    """
    positives, repeats = as_count(n_positive, "n_positive", 1), as_count(n_repeats, "n_repeats", 1)
    negatives = round(positives * (1 - classes.prevalence) / classes.prevalence)
    precisions, averages = [], []
    for child in np.random.SeedSequence([seed, positives]).spawn(repeats):
        X, y = classes.sample_counts(negatives, positives, child)
        scores = classes.posterior(X)
        precisions.append(precision_at_recalls(y, scores, RECALLS))
        averages.append(average_precision(y, scores))
    return CurveScatter(RECALLS, np.array(precisions), np.array(averages))
