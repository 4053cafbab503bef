"""Costs: what a decision is expected to cost, and the threshold, or the row's own decision, that makes it cheapest.

Costs are passed by name. They are numbers, or one number a row where amounts differ (a fraud of 5 or of 5,000). A cost
matrix is written as Elkan (2001) writes it, ``cost_matrix[predicted][actual]``: [[c00, c01], [c10, c11]], so c10 is a
false alarm, c01 a missed positive. Only differences count: adding the same amount to a column changes no decision.
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.metrics import Counts
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import (
    as_both_classes,
    as_fraction,
    as_labels,
    as_probabilities,
    as_scores,
    as_vector,
    same_length,
)


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

    Parameters
    ----------
    tp, tn, fp, fn : int or array-like of int, equal shapes
    cost_fp, cost_fn, cost_tp, cost_tn : float
        Cost of a false alarm, a missed positive, a caught positive, a negative left alone. A gain is negative.

    Returns
    -------
    float or ndarray of the counts' shape

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

    Raises
    ------
    ValueError
        If the threshold is not strictly between 0 and 1.

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

    Parameters
    ----------
    y_true, y_pred : array-like of 0 and 1, shape (n,)
    cost_fp, cost_fn, cost_tp, cost_tn : float or array-like of shape (n,)

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    ValueError
        If lengths differ, or a label is not 0 or 1.

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

    Raises
    ------
    ValueError
        If labels, scores and costs differ in length, or a score is NaN.

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


REASONABLE = (  # Elkan (2001), section 1.2: an error, then the right decision about the same row
    ("a false alarm", (1, 0), "leaving a negative alone", (0, 0)),
    ("a missed positive", (0, 1), "catching it", (1, 1)),
)


def min_cost_predictions(cost_matrix, y_prob):
    """Return the decision for each row that is expected to cost least.

    Flags a row if its probability is at or above (c10 − c00) / (c10 − c00 + c01 − c11): Elkan (2001), section 1.3.

    Parameters
    ----------
    cost_matrix : array-like of float, shape (2, 2)
        ``cost_matrix[predicted][actual]``; a gain is a negative cost.
    y_prob : array-like of float in [0, 1], shape (n,)
        P(y = 1) for each row; calibrated, or the decisions are not the cheapest.

    Returns
    -------
    ndarray of int, shape (n,)
        1 where flagging is cheaper or costs the same, else 0.

    Raises
    ------
    ValueError
        If an error is no dearer than the right decision: then one decision is always best, whatever the
        probabilities, or the matrix was written down the wrong way round.

    Examples
    --------
    A false alarm costs 1, a missed positive 3, so the threshold is 1/4:

    >>> min_cost_predictions([[0, 3], [1, 0]], [0.1, 0.2, 0.25, 0.9]).tolist()
    [0, 0, 1, 1]
    """
    costs = _as_costs(cost_matrix, "cost_matrix", (2, 2))
    for error, at_error, right, at_right in REASONABLE:
        if not costs[at_error] > costs[at_right]:
            raise ValueError(
                f"cost_matrix must make {error} dearer than {right}; got {costs[at_error]:g} and {costs[at_right]:g}. "
                "Is it cost_matrix[predicted][actual]?"
            )
    p = _as_p(y_prob)
    extra_fp, extra_fn = costs[1, 0] - costs[0, 0], costs[0, 1] - costs[1, 1]
    return (p >= extra_fp / (extra_fp + extra_fn)).astype(int)


def min_cost_predictions_by_row(cost_matrices, y_prob):
    """Return the cheapest decision for each row, where every row has a cost matrix of its own.

    Compares the two expected costs, (1 − p) c10 + p c11 and (1 − p) c00 + p c01. No row is refused: where checking
    costs more than can be lost, leaving alone is the answer, whatever p.

    Parameters
    ----------
    cost_matrices : array-like of float, shape (n, 2, 2)
        ``cost_matrices[row][predicted][actual]``.
    y_prob : array-like of float in [0, 1], shape (n,)

    Returns
    -------
    ndarray of int, shape (n,)
        1 where flagging is cheaper or costs the same, else 0.

    Raises
    ------
    ValueError
        If shapes differ, a cost is not finite, or a probability lies outside [0, 1].

    Examples
    --------
    Checking costs 2; a missed fraud costs its amount, 100, 8 or 1.50. All are frauds with probability 1/4:

    >>> matrices = [[[0, amount], [2, 2]] for amount in (100, 8, 1.50)]
    >>> min_cost_predictions_by_row(matrices, [0.25, 0.25, 0.25]).tolist()
    [1, 1, 0]
    """
    p = _as_p(y_prob)
    costs = _as_costs(cost_matrices, "cost_matrices", (len(p), 2, 2))
    leave, flag = (costs * np.column_stack([1 - p, p])[:, None]).sum(axis=2).T  # (n,) each
    return (flag <= leave).astype(int)


def _as_p(y_prob):
    return as_probabilities(y_prob, len(as_vector(y_prob, "y_prob")))


def _as_costs(values, name, shape):
    costs = np.asarray(values, dtype=float)
    if costs.shape != shape:
        raise ValueError(
            f"{name} must have shape {shape}; got {costs.shape}. Write costs as [predicted][actual], one matrix a row."
        )
    if not np.isfinite(costs).all():
        raise ValueError(f"{name} must be finite; got NaN or infinity. Put a number on what can't be afforded.")
    return costs


class RuleCosts(NamedTuple):
    """A rule at each cost of a check; columns of shape (m,).

    The threshold it uses (NaN where it has no single one), checks made, positives caught, the amounts it misses,
    and the cost of a row: checks and missed amounts together.
    """

    threshold: np.ndarray
    checks: np.ndarray
    caught: np.ndarray
    missed_amount: np.ndarray
    cost: np.ndarray


def check_by_amount(y_true, y_prob, amounts, check_costs):
    """Check where the expected loss, probability × amount, is at least what a check costs.

    A check costs the same whatever it finds, and whoever is checked loses nothing. For right probabilities no rule
    is expected to cost less: it is Elkan's threshold (2001), row by row.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float in [0, 1], shape (n,)
    amounts : array-like of float >= 0, shape (n,)
        What is lost where a positive is not checked.
    check_costs : array-like of float > 0, shape (m,)

    Returns
    -------
    RuleCosts
    """
    y, p, amounts, check_costs = _as_rows(y_true, y_prob, amounts, check_costs)
    flags = [p * amounts >= check for check in check_costs]
    return _costs_of(flags, np.full(len(check_costs), np.nan), y, amounts, check_costs)


def check_above_threshold(y_true, y_prob, amounts, check_costs):
    """Check from the one threshold on that is cheapest on these very rows, whatever the amount.

    That flatters the rule: on fresh rows its threshold would have to be guessed. Arguments as in `check_by_amount`.
    """
    y, p, amounts, check_costs = _as_rows(y_true, y_prob, amounts, check_costs)
    found = [cheapest_threshold(y, p, cost_fp=check, cost_tp=check, cost_fn=amounts)[0] for check in check_costs]
    return _costs_of([p >= threshold for threshold in found], np.array(found), y, amounts, check_costs)


def _as_rows(y_true, y_prob, amounts, check_costs):
    y = as_both_classes(y_true)
    p = as_probabilities(y_prob, len(y))
    amounts = as_scores(amounts, len(y), "amounts")
    check_costs = as_vector(check_costs, "check_costs").astype(float)
    if amounts.min() < 0:
        raise ValueError(f"amounts must be at least 0; got {amounts.min():g}. Leave refunds out.")
    if not np.all((check_costs > 0) & np.isfinite(check_costs)):
        raise ValueError(f"check_costs must be positive; got {check_costs.min():g} among them. Use at least 0.01.")
    return y, p, amounts, check_costs


def _costs_of(flags, thresholds, y, amounts, check_costs):
    columns = [
        (
            flagged.sum(),
            np.sum(flagged & y),
            amounts[y & ~flagged].sum(),
            cost_by_row(y, flagged, cost_fp=check, cost_tp=check, cost_fn=amounts).mean(),
        )
        for flagged, check in zip(flags, check_costs, strict=True)
    ]
    checks, caught, missed_amount, cost = np.array(columns).T
    return RuleCosts(thresholds, checks.astype(int), caught.astype(int), missed_amount, cost)
