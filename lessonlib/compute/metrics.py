"""Metrics of a yes/no decision, all of them functions of the four counts of a confusion matrix.

Every metric is called as ``metric(tp, tn, fp, fn)`` on single counts or on equal-shaped arrays of counts, so
the same function scores one decision or a whole sweep of thresholds. Undefined ratios (0/0) are 0 by
convention; where that convention matters, ``zero_division`` says otherwise.
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_labels, same_length


class Counts(NamedTuple):
    """True positives, true negatives, false positives, false negatives."""

    tp: int
    tn: int
    fp: int
    fn: int


def confusion_matrix_values(y_true, y_pred):
    """Count the four outcomes of a yes/no decision.

    Parameters
    ----------
    y_true, y_pred : array-like of 0 and 1, shape (n,)
        Labels and decisions; 1 is the minority, the positive class.

    Returns
    -------
    Counts
        ``tp, tn, fp, fn`` as ints, in that order and by name.

    Raises
    ------
    ValueError
        If either holds anything but 0 and 1 (labels −1/+1, text, probabilities), or the lengths differ.

    Examples
    --------
    >>> confusion_matrix_values([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])
    Counts(tp=1, tn=1, fp=1, fn=2)
    """
    actual, flagged = as_labels(y_true, "y_true"), as_labels(y_pred, "y_pred")
    same_length(actual, flagged, "y_true", "y_pred")
    tp = int(np.count_nonzero(actual & flagged))
    fp = int(np.count_nonzero(flagged)) - tp
    fn = int(np.count_nonzero(actual)) - tp
    return Counts(tp=tp, tn=len(actual) - tp - fp - fn, fp=fp, fn=fn)


def compute_metrics(y_true, y_pred):
    """Score a decision with accuracy, precision, recall, F1 and MCC.

    Parameters
    ----------
    y_true, y_pred : array-like of 0 and 1, shape (n,)

    Returns
    -------
    dict
        ``accuracy``, ``precision``, ``recall`` and ``f1`` in [0, 1], ``mcc`` in [−1, 1]; 0/0 counts as 0.

    Raises
    ------
    ValueError
        As `confusion_matrix_values`.

    Examples
    --------
    Always "negative" on 990 negatives and 10 positives:

    >>> compute_metrics([0] * 990 + [1] * 10, [0] * 1000)
    {'accuracy': 0.99, 'precision': 0.0, 'recall': 0.0, 'f1': 0.0, 'mcc': 0.0}
    """
    counts = confusion_matrix_values(y_true, y_pred)
    return {metric.__name__: float(metric(*counts)) for metric in (accuracy, precision, recall, f1, mcc)}


def accuracy(tp, tn, fp, fn):
    """Return the fraction of all decisions that are right, (TP + TN) / n.

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.
    """
    tp, tn, fp, fn = _exact(tp, tn, fp, fn)
    return _ratio(tp + tn, tp + tn + fp + fn)


def precision(tp, tn, fp, fn, zero_division=0.0):
    """Return the fraction of the flagged rows that are positive, TP / (TP + FP).

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes
    zero_division : float, default 0.0
        The value of 0/0.

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.
    """
    tp, tn, fp, fn = _exact(tp, tn, fp, fn)
    return _ratio(tp, tp + fp, zero_division)


def recall(tp, tn, fp, fn, zero_division=0.0):
    """Return the fraction of the positives that are flagged, TP / (TP + FN).

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes
    zero_division : float, default 0.0
        The value of 0/0.

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.
    """
    tp, tn, fp, fn = _exact(tp, tn, fp, fn)
    return _ratio(tp, tp + fn, zero_division)


def specificity(tp, tn, fp, fn, zero_division=0.0):
    """Return the fraction of the negatives that are left alone, TN / (TN + FP).

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes
    zero_division : float, default 0.0
        The value of 0/0.

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.
    """
    tp, tn, fp, fn = _exact(tp, tn, fp, fn)
    return _ratio(tn, tn + fp, zero_division)


def balanced_accuracy(tp, tn, fp, fn):
    """Return the mean of recall and specificity: accuracy if both classes were equally frequent.

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.
    """
    return (recall(tp, tn, fp, fn) + specificity(tp, tn, fp, fn)) / 2


def f1(tp, tn, fp, fn, zero_division=0.0):
    """Return the harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN).

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes
    zero_division : float, default 0.0
        The value of 0/0.

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.
    """
    return f_beta(tp, tn, fp, fn, beta=1.0, zero_division=zero_division)


def f_beta(tp, tn, fp, fn, beta, zero_division=0.0):
    """Return the weighted harmonic mean of precision and recall.

    (1 + β²) TP / ((1 + β²) TP + β² FN + FP), which is (1 + β²) P R / (β² P + R); van Rijsbergen (1979).

    Parameters
    ----------
    tp, tn, fp, fn : int or array of counts
    beta : float, >= 0
        Recall has β² times the weight of precision: 0 gives precision, infinity gives recall.
    zero_division : float, default 0.0
        The value where there is nothing to find and nothing was flagged (TP = FP = FN = 0).

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If `beta` is negative or NaN, or a count is negative.

    Examples
    --------
    Precision 1/2 and recall 4/5:

    >>> round(float(f_beta(tp=40, tn=910, fp=40, fn=10, beta=2)), 4)
    0.7143
    """
    if not beta >= 0:
        raise ValueError(f"beta must be at least 0; got {beta}. Use 2 to favour recall, 0.5 to favour precision.")
    if np.isinf(beta):
        return recall(tp, tn, fp, fn, zero_division)
    tp, tn, fp, fn = _exact(tp, tn, fp, fn)
    hits = (1 + beta**2) * tp
    return _ratio(hits, hits + beta**2 * fn + fp, zero_division)


def mcc(tp, tn, fp, fn):
    """Return Matthews' correlation coefficient: the correlation of labels and decisions, in [−1, 1].

    (TP TN − FP FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)); 0 where a margin is empty (Matthews 1975).
    Single counts are multiplied as Python's unbounded ints, so no count overflows.

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int >= 0, equal shapes

    Returns
    -------
    float or ndarray of the counts' shape

    Raises
    ------
    ValueError
        If a count is negative.

    Examples
    --------
    >>> round(float(mcc(tp=60_000, tn=60_000, fp=6_000, fn=6_000)), 6)   # 9/11; int64 would overflow
    0.818182
    """
    tp, tn, fp, fn = _exact(tp, tn, fp, fn)
    margins = np.sqrt(np.asarray((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn), dtype=float))
    return np.clip(_ratio(tp * tn - fp * fn, margins), -1.0, 1.0)  # rounding may pass 1 by the last digit


def _exact(*counts):
    """Return counts in arithmetic that can't overflow: Python ints for single counts, floats for arrays and rates."""
    if all(np.ndim(count) == 0 for count in counts):
        counts = [int(count) if float(count).is_integer() else float(count) for count in counts]
        smallest = min(counts)
    else:
        counts = [np.asarray(count, dtype=float) for count in counts]
        smallest = min(count.min(initial=0) for count in counts)
    if smallest < 0:
        raise ValueError(f"tp, tn, fp and fn must not be negative; got {smallest:g}. Pass counts, not differences.")
    return counts


def _ratio(numerator, denominator, zero_division=0.0):
    """Divide elementwise, with 0/0 replaced by `zero_division`."""
    numerator, denominator = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    undefined = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), float(zero_division))
    return np.divide(numerator, denominator, out=undefined, where=denominator != 0)[()]
