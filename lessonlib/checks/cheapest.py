"""Decisions by cost: right ones, those of known slips, and rows on which the two differ."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Slip, in_any
from lessonlib.checks.plain import same
from lessonlib.compute.cost_matrix import min_cost_predictions_by_row

APART = 1e-3  # in log odds: no probability that is drawn lies nearer to a threshold, so that rounding decides nothing


def matrices_of(call):
    """Return a cost matrix for each row of a call ``f(cost_matrix, probabilities)``, shape (n, 2, 2)."""
    costs, p = call.args
    return np.broadcast_to(np.asarray(costs, dtype=float), (len(p), 2, 2))


def cheapest(call):
    """Return the right decisions."""
    return min_cost_predictions_by_row(matrices_of(call), call.args[1])


def expected_costs(call, p=None):
    """Return what leaving alone and flagging are expected to cost, two arrays of shape (n,)."""
    p = call.args[1] if p is None else p
    return (matrices_of(call) * np.column_stack([1 - p, p])[:, None]).sum(axis=2).T


def around(rng, threshold, n=40):
    """Return probabilities in no order, most of them to either side of a threshold, a few anywhere."""
    centre = np.log(threshold / (1 - threshold))
    near = centre + np.linspace(-1.6, 1.6, n) + rng.uniform(-0.02, 0.02, n)
    log_odds = rng.permutation(np.append(near, rng.uniform(-9, 7, n // 4)))
    too_near = np.abs(log_odds - centre) < APART
    return 1 / (1 + np.exp(-np.where(too_near, centre + 2 * APART, log_odds)))


def decisions(call, reply):
    """Return an answer as booleans, one for each row, or None if it is not made of zeros and ones."""
    array = as_array(reply.answer)
    if array is None or array.shape != np.shape(call.args[1]) or not np.isin(array, [0, 1]).all():
        return None
    return array == 1


def judge_decisions(*exchanges):
    """Judge decisions, one 0 or 1 for each row."""
    for call, reply in exchanges:
        flagged, right = decisions(call, reply), cheapest(call) == 1
        if flagged is None:
            return "the answer is not a list with a 0 or a 1 for each row."
        if np.any(flagged & ~right):
            return "some rows are flagged where leaving them alone is expected to cost less."
        if np.any(~flagged & right):
            return "some rows are left alone where flagging is not expected to cost more."
    return None


def decides(*wrong_of):
    """Return a recogniser of wrong decisions that one of these rules makes; a rule returns booleans for a call."""

    def seen(call, reply):
        flagged = decisions(call, reply)
        if flagged is None or np.array_equal(flagged, cheapest(call) == 1):
            return False
        with np.errstate(divide="ignore", invalid="ignore"):
            return any(np.array_equal(flagged, wrong(call)) for wrong in wrong_of)

    return in_any(seen)


def with_costs(change):
    """Return the rule that decides by other costs; ``change(c00, c01, c10, c11)`` returns the four in that order."""

    def rule(call):
        c00, c01, c10, c11 = change(*(matrices_of(call)[:, i, j] for i, j in ((0, 0), (0, 1), (1, 0), (1, 1))))
        p = call.args[1]
        return (1 - p) * c10 + p * c11 <= (1 - p) * c00 + p * c01

    return rule


def from_threshold(threshold_of):
    """Return the rule that flags from ``threshold_of(extra_fp, extra_fn)`` on; extra is beyond the right decision."""

    def rule(call):
        costs = matrices_of(call)
        return call.args[1] >= threshold_of(costs[:, 1, 0] - costs[:, 0, 0], costs[:, 0, 1] - costs[:, 1, 1])

    return rule


def _strictly(call):
    leave, flag = expected_costs(call)
    return flag < leave


def _dearest(call):
    leave, flag = expected_costs(call)
    return flag > leave


def _wrong_class(call):
    leave, flag = expected_costs(call, 1 - call.args[1])
    return flag <= leave


def _is_costs(call, reply):
    leave, flag = expected_costs(call)
    tables = (leave, flag, np.minimum(leave, flag), np.column_stack([leave, flag]), np.array([leave, flag]))
    return any(same(costs, reply.answer) for costs in tables) and decisions(call, reply) is None


def _is_row_numbers(call, reply):
    return decisions(call, reply) is None and same(np.flatnonzero(cheapest(call)), reply.answer)


COST_SLIPS = (
    Slip(
        "tie left alone",
        "Where both decisions are expected to cost the same, flag: at the threshold itself, `>=`.",
        decides(_strictly),
    ),
    Slip(
        "matrix the wrong way round",
        "It looks as if rows and columns are exchanged. It is `cost_matrix[predicted][actual]`: a false alarm is "
        "predicted 1, actual 0.",
        decides(with_costs(lambda c00, c01, c10, c11: (c00, c10, c01, c11))),
    ),
    Slip(
        "ratio inverted",
        "It looks as if the dear error is taken for the cheap one. The dearer a missed positive, the lower the "
        "threshold.",
        decides(from_threshold(lambda fp, fn: fn / (fp + fn))),
    ),
    Slip(
        "always 0.5",
        "It looks as if rows are flagged from 0.5 on, whatever they cost. 0.5 is right where both errors are equally "
        "dear.",
        decides(lambda call: call.args[1] >= 0.5),
    ),
    Slip(
        "ratio instead of share",
        "It looks as if the threshold is one cost divided by the other. At the threshold both decisions are expected "
        "to cost the same: write the two costs down and solve for p.",
        decides(from_threshold(lambda fp, fn: fp / fn)),
    ),
    Slip(
        "gain taken as cost",
        "It looks as if a negative cost loses its sign, or is counted as 0. A gain makes the decision cheaper.",
        decides(with_costs(lambda *costs: map(np.abs, costs)), with_costs(lambda *costs: np.maximum(costs, 0))),
    ),
    Slip(
        "right decisions taken as free",
        "It looks as if only the two errors count. Right decisions have a cost as well, or a gain: all four numbers of "
        "the matrix matter.",
        decides(with_costs(lambda c00, c01, c10, c11: (0 * c00, c01, c10, 0 * c11))),
    ),
    Slip(
        "corrected twice",
        "It looks as if the costs enter twice, as weights on the probability and in the threshold. Once is enough.",
        decides(from_threshold(lambda fp, fn: fp**2 / (fp**2 + fn**2))),
    ),
    Slip(
        "dearest decision",
        "These are the dearer decisions. Take the one with the smaller expected cost.",
        decides(_dearest),
    ),
    Slip(
        "probability of the other class",
        "It looks as if p and 1 − p are exchanged. `probabilities` are those of class 1: the actual 1 has p, the "
        "actual 0 has 1 − p.",
        decides(_wrong_class),
    ),
    Slip(
        "costs instead of decisions",
        "Your answer holds expected costs. Compare the two, and return 1 where flagging costs less or the same.",
        in_any(_is_costs),
    ),
    Slip(
        "row numbers instead of decisions",
        "Your answer holds the numbers of the rows to flag. Return a 0 or a 1 for each row.",
        in_any(_is_row_numbers),
    ),
)
