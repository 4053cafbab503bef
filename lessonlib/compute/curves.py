"""Rankings: what every possible threshold would do, and the curves and areas that summarise it.

All of it follows from two sorted arrays, the scores of all rows and the scores of the positives: how many
rows, and how many positives, lie at or above a score. Ties are never split: equal scores are flagged together.
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_both_classes, as_count, as_scores


class ThresholdCounts(NamedTuple):
    """The four counts at each threshold, from the strictest (infinity: nobody flagged) to the most lenient."""

    thresholds: np.ndarray
    tp: np.ndarray
    tn: np.ndarray
    fp: np.ndarray
    fn: np.ndarray


def counts_at_thresholds(y_true, y_score):
    """Count the outcomes of flagging every row with ``score >= threshold``, for every threshold that matters.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)
        Higher means more likely positive; any scale.

    Returns
    -------
    ThresholdCounts
        Arrays of shape (m + 1,) for m distinct scores: infinity first, then each score, descending.

    Raises
    ------
    ValueError
        If a class is missing, a score is NaN or infinite, or the lengths differ.

    Examples
    --------
    >>> counts = counts_at_thresholds([1, 0, 1, 0], [0.9, 0.4, 0.4, 0.1])
    >>> counts.thresholds.tolist(), counts.tp.tolist(), counts.fp.tolist()
    ([inf, 0.9, 0.4, 0.1], [0, 1, 2, 2], [0, 0, 1, 2])
    """
    positive, scores = _ranked(y_true, y_score)
    ordered = np.sort(scores)
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))  # where each distinct score begins
    distinct = ordered[first]
    flagged = np.append(0, (len(scores) - first)[::-1])
    at_score = np.bincount(np.searchsorted(distinct, np.sort(scores[positive])), minlength=len(distinct))
    tp = np.append(0, np.cumsum(at_score[::-1]))
    fp = flagged - tp
    return ThresholdCounts(np.append(np.inf, distinct[::-1]), tp, fp[-1] - fp, fp, tp[-1] - tp)


def counts_at(counts, thresholds):
    """Read a `ThresholdCounts` at thresholds of your own, shape (m,), in any order."""
    position = len(counts.thresholds) - np.searchsorted(counts.thresholds[::-1], thresholds, side="left") - 1
    return ThresholdCounts(np.asarray(thresholds, dtype=float), *(column[position] for column in counts[1:]))


def precision_recall_curve(y_true, y_score):
    """Return precision and recall at every threshold, in scikit-learn's order.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)

    Returns
    -------
    precision, recall : ndarray, shape (m + 1,)
        By rising threshold, closed with the point (precision 1, recall 0) that belongs to no threshold.
    thresholds : ndarray, shape (m,)
        The distinct scores, rising.

    Raises
    ------
    ValueError
        If a class is missing, or a score is NaN.

    Examples
    --------
    >>> precision, recall, thresholds = precision_recall_curve([1, 0, 0, 1], [1, 2, 3, 4])
    >>> recall.tolist(), thresholds.tolist()
    ([1.0, 0.5, 0.5, 0.5, 0.0], [1.0, 2.0, 3.0, 4.0])
    """
    thresholds, tp, _, fp, _ = counts_at_thresholds(y_true, y_score)
    precision = tp[1:] / (tp[1:] + fp[1:])
    return np.append(precision[::-1], 1.0), (tp / tp[-1])[::-1], thresholds[:0:-1]


def roc_curve(y_true, y_score):
    """Return false-positive rate, true-positive rate and thresholds, by falling threshold from infinity.

    Every distinct score is kept, so the arrays have shape (m + 1,).

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)

    Returns
    -------
    false_alarm_rate, recall, thresholds : ndarray, shape (m + 1,)

    Raises
    ------
    ValueError
        If a class is missing, or a score is NaN.
    """
    thresholds, tp, _, fp, _ = counts_at_thresholds(y_true, y_score)
    return fp / fp[-1], tp / tp[-1], thresholds


def average_precision(y_true, y_score):
    """Return average precision, the area under the precision–recall steps.

    It is the mean, over the positives, of the precision reached when the threshold is lowered until that
    positive is caught. No interpolation: over coarse points, as ties leave them, the trapezoid can flatter (Davis &
    Goadrich 2006).

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)

    Returns
    -------
    float
        In (0, 1]. A constant score gives the prevalence.

    Raises
    ------
    ValueError
        If a class is missing, or a score is NaN.

    Examples
    --------
    The positives are caught at precision 1/1 and 2/3:

    >>> round(average_precision([1, 0, 1, 0], [4, 3, 2, 1]), 4)
    0.8333
    """
    positive, scores = _ranked(y_true, y_score)
    hits = np.sort(scores[positive])
    caught = len(hits) - np.searchsorted(hits, hits)
    flagged = len(scores) - np.searchsorted(np.sort(scores), hits)
    return float(np.mean(caught / flagged))


def expected_random_average_precision(n_samples, n_positives):
    """Return the exact mean of average precision over random rankings without ties (Bestgen 2015).

    It exceeds the prevalence, its limit for large samples, unless all rows are positive.

    Parameters
    ----------
    n_samples : int >= 2
    n_positives : int >= 1

    Returns
    -------
    float in (0, 1]

    Raises
    ------
    ValueError
        If there are more positives than samples.

    Examples
    --------
    >>> round(expected_random_average_precision(200, 10), 4)    # prevalence: 0.05
    0.0733
    """
    n, positives = as_count(n_samples, "n_samples", 2), as_count(n_positives, "n_positives", 1)
    if positives > n:
        raise ValueError(f"n_positives must not exceed n_samples; got {positives} of {n}. Swap the two arguments.")
    harmonic = np.sum(1 / np.arange(1, n + 1))
    return float((harmonic + (n - harmonic) * (positives - 1) / (n - 1)) / n)


def auroc(y_true, y_score):
    """Return the area under the ROC curve: how often a positive outranks a negative, ties counting half.

    The Mann–Whitney form; prevalence plays no part in it.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        If a class is missing, or a score is NaN.

    Examples
    --------
    Of the 2 × 2 pairs, three are in order:

    >>> auroc([1, 0, 1, 0], [4, 3, 2, 1])
    0.75
    """
    positive, scores = _ranked(y_true, y_score)
    hits, others = np.sort(scores[positive]), np.sort(scores[~positive])
    below, not_above = np.searchsorted(others, hits, "left"), np.searchsorted(others, hits, "right")
    return float((below.sum() + not_above.sum()) / (2 * len(hits) * len(others)))


def precision_at_capacity(y_true, y_score, capacity):
    """Return the precision among the `capacity` highest scores: what a team that can check that many rows sees.

    Where the last places are tied, it is the mean over all ways to fill them.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)
    capacity : int, from 1 to n

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        If a class is missing, or `capacity` exceeds the number of rows.

    Examples
    --------
    >>> precision_at_capacity([1, 0, 1, 0], [4, 3, 2, 1], capacity=3)
    0.6666666666666666
    """
    capacity = as_count(capacity, "capacity", 1)
    _, tp, _, fp, _ = counts_at_thresholds(y_true, y_score)
    flagged = tp + fp
    if capacity > flagged[-1]:
        raise ValueError(f"capacity must not exceed the {flagged[-1]} rows; got {capacity}. Use a smaller one.")
    return float(np.interp(capacity, flagged, tp) / capacity)


def _ranked(y_true, y_score):
    """Return (is positive, score) arrays for labels that hold both classes."""
    positive = as_both_classes(y_true)
    return positive, as_scores(y_score, len(positive))


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

    Raises
    ------
    ValueError
        If a number is less than 1.

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
