"""Costs: what a decision is expected to cost, and the threshold that makes it cheapest.

Costs are passed by name. They are numbers, or one number a row where amounts differ (a fraud of 5 or of 5,000).
"""

import numpy as np

from lessonlib.compute.metrics import Counts
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import as_fraction, as_labels, as_scores, same_length


def bayes_threshold(*, cost_fp, cost_fn, cost_tp=0.0, cost_tn=0.0):
    """Return the probability from which flagging is cheaper than leaving alone.

    (c_fp − c_tn) / (c_fp − c_tn + c_fn − c_tp): Elkan (2001), section 1.3. It holds for calibrated probabilities.

    Parameters
    ----------
    cost_fp, cost_fn, cost_tp, cost_tn : float or ndarray of shape (n,)
        Cost of a false alarm, a missed positive, a caught positive, a negative left alone. A gain is negative.

    Returns
    -------
    float or ndarray of shape (n,)
        A probability strictly between 0 and 1; one for each row if a cost is given by row.

    Raises
    ------
    ValueError
        If an error is no dearer than the right decision: then flagging, or leaving alone, is best whatever p is (or
        flagging the low p, where it is so for both errors). Most often two costs were swapped.

    Examples
    --------
    >>> bayes_threshold(cost_fp=1, cost_fn=3)
    0.25
    """
    extra_fp, extra_fn = np.subtract(cost_fp, cost_tn), np.subtract(cost_fn, cost_tp)
    for error, right, extra in (("cost_fp", "cost_tn", extra_fp), ("cost_fn", "cost_tp", extra_fn)):
        if not np.all(extra > 0):
            raise ValueError(
                f"{error} must exceed {right}, or there is no probability to flag from; the difference is "
                f"{np.min(extra):g}. Swap the two, or leave that decision out."
            )
    threshold = extra_fp / (extra_fp + extra_fn)
    return threshold if np.ndim(threshold) else float(threshold)


def expected_cost(tp, tn, fp, fn, *, cost_fp, cost_fn, cost_tp=0.0, cost_tn=0.0):
    """Return the mean cost of a row, from counts (numbers or equal-shaped arrays).

    Examples
    --------
    >>> float(expected_cost(tp=6, tn=80, fp=10, fn=4, cost_fp=1, cost_fn=100))    # (10 + 400) / 100
    4.1
    """
    tp, tn, fp, fn = (np.asarray(count, dtype=float) for count in (tp, tn, fp, fn))
    return (cost_tp * tp + cost_tn * tn + cost_fp * fp + cost_fn * fn) / (tp + tn + fp + fn)


def cost_interval(tp, tn, fp, fn, *, cost_fp, cost_fn, cost_tp=0.0, cost_tn=0.0, confidence=0.95):
    """Return an interval for the mean cost of a row, from counts on held-out rows.

    The share of missed positives and that of false alarms have a Wilson interval each; they are joined by squares
    (Zou and Donner 2008). So no misses among few positives are not taken for no misses ever. The prevalence is
    taken as it is in the counts. Lesson 08 measures the coverage.

    Parameters
    ----------
    tp, tn, fp, fn : int
        Both classes must occur.
    cost_fp, cost_fn, cost_tp, cost_tn : float
        As in `expected_cost`.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    low, high : float

    Examples
    --------
    None of 10 missed, at 100 each, and no false alarm. The bill was 0; how sure is that?

    >>> low, high = cost_interval(tp=10, tn=190, fp=0, fn=0, cost_fp=1, cost_fn=100)
    >>> low, round(high, 2)
    (0.0, 1.39)
    """
    rows = tp + tn + fp + fn
    cost = float(expected_cost(tp, tn, fp, fn, cost_fp=cost_fp, cost_fn=cost_fn, cost_tp=cost_tp, cost_tn=cost_tn))
    below = above = 0.0
    for errors, of, extra in ((fn, tp + fn, cost_fn - cost_tp), (fp, tn + fp, cost_fp - cost_tn)):
        ends = np.multiply(wilson_interval(errors, of, confidence), extra * of / rows) - extra * errors / rows
        below, above = below + min(ends) ** 2, above + max(ends) ** 2
    return cost - float(np.sqrt(below)), cost + float(np.sqrt(above))


def net_benefit(tp, tn, fp, fn, *, threshold):
    """Return the net benefit of a row: caught positives, less false alarms at the odds of the threshold.

    tp/n − fp/n · t/(1 − t) (Vickers and Elkin 2006). Flagging nobody has 0. It ranks rules as `expected_cost` does
    where a false alarm costs t, a missed positive 1 − t.

    Parameters
    ----------
    tp, tn, fp, fn : int or ndarray
    threshold : float in (0, 1)
        The probability from which somebody would flag: it says what a false alarm is worth.

    Returns
    -------
    float or ndarray
        In caught positives for each row.

    Examples
    --------
    6 caught at the price of 8 false alarms, 4 of which weigh as much as one positive:

    >>> net_benefit(tp=6, tn=84, fp=8, fn=2, threshold=0.2)
    0.04
    """
    tp, tn, fp, fn = (np.asarray(count, dtype=float) for count in (tp, tn, fp, fn))
    threshold = as_fraction(threshold, "threshold")
    benefit = (tp - fp * threshold / (1 - threshold)) / (tp + tn + fp + fn)
    return benefit if np.ndim(benefit) else float(benefit)


def cost_by_row(y_true, y_pred, *, cost_fp, cost_fn, cost_tp=0.0, cost_tn=0.0):
    """Return what each decision cost, shape (n,); each cost is a number or an array of shape (n,).

    Examples
    --------
    Checking costs 2; a missed fraud costs its amount:

    >>> cost_by_row([1, 1, 0], [1, 0, 1], cost_fp=2, cost_tp=2, cost_fn=[500, 40, 90]).tolist()
    [2.0, 40.0, 2.0]
    """
    actual, flagged = as_labels(y_true, "y_true"), as_labels(y_pred, "y_pred")
    same_length(actual, flagged, "y_true", "y_pred")
    costs = Counts(tp=cost_tp, tn=cost_tn, fp=cost_fp, fn=cost_fn)
    for name, cost in costs._asdict().items():
        if np.ndim(cost):
            same_length(actual, cost, "y_true", f"cost_{name}")
    tp, tn, fp, fn = (np.broadcast_to(np.asarray(cost, dtype=float), actual.shape) for cost in costs)
    return np.where(actual, np.where(flagged, tp, fn), np.where(flagged, fp, tn))


def cheapest_threshold(y_true, y_score, *, cost_fp, cost_fn, cost_tp=0.0, cost_tn=0.0):
    """Find the one threshold for all rows that costs least on these rows, where costs may differ by row.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)
        Probabilities, or any score that rises with them.
    cost_fp, cost_fn, cost_tp, cost_tn : float or array-like of shape (n,)
        As in `cost_by_row`.

    Returns
    -------
    threshold : float
        Of several equally cheap ones the strictest. Infinity means: flag nobody.
    cost : float
        The mean cost of a row at that threshold.

    Examples
    --------
    A check costs 2. Only the fraud of 500 is worth the two checks that lead to it:

    >>> cheapest_threshold([0, 1, 1], [0.9, 0.8, 0.1], cost_fp=2, cost_tp=2, cost_fn=[500, 500, 1])
    (0.8, 1.6666666666666667)
    """
    positive = as_labels(y_true)
    scores = as_scores(y_score, len(positive))
    costs = {"cost_fp": cost_fp, "cost_fn": cost_fn, "cost_tp": cost_tp, "cost_tn": cost_tn}
    flagged = cost_by_row(positive, np.ones(len(scores)), **costs)
    left_alone = cost_by_row(positive, np.zeros(len(scores)), **costs)
    falling = np.argsort(-scores, kind="stable")
    total = np.append(0.0, np.cumsum((flagged - left_alone)[falling])) + left_alone.sum()
    thresholds = np.append(np.inf, scores[falling])
    ends = np.append(thresholds[1:] != thresholds[:-1], True)  # equal scores are flagged together
    best = np.flatnonzero(ends)[np.argmin(total[ends])]
    return float(thresholds[best]), float(total[best] / len(scores))
