"""Costs that differ by row: what two rules cost where a missed positive costs its own amount."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.costs import cheapest_threshold, cost_by_row
from lessonlib.compute.validate import as_both_classes, as_probabilities, as_scores, as_vector


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
    y, p, amounts, check_costs = _checked(y_true, y_prob, amounts, check_costs)
    flags = [p * amounts >= check for check in check_costs]
    return _costs_of(flags, np.full(len(check_costs), np.nan), y, amounts, check_costs)


def check_above_threshold(y_true, y_prob, amounts, check_costs):
    """Check from the one threshold on that is cheapest on these very rows, whatever the amount.

    That flatters the rule: on fresh rows its threshold would have to be guessed. Arguments as in `check_by_amount`.
    """
    y, p, amounts, check_costs = _checked(y_true, y_prob, amounts, check_costs)
    found = [cheapest_threshold(y, p, cost_fp=check, cost_tp=check, cost_fn=amounts)[0] for check in check_costs]
    return _costs_of([p >= threshold for threshold in found], np.array(found), y, amounts, check_costs)


def _checked(y_true, y_prob, amounts, check_costs):
    y = as_both_classes(y_true)
    p = as_probabilities(y_prob, len(y))
    amounts = as_scores(amounts, len(y), "amounts")
    check_costs = as_vector(check_costs, "check_costs").astype(float)
    if amounts.min() < 0:
        raise ValueError(f"amounts must be at least 0; got {amounts.min():g}. Leave refunds out, or use 0.")
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
