"""Decisions from a cost matrix: for each row the one that is expected to cost least, given a calibrated probability.

``cost_matrix[predicted][actual]``, as Elkan (2001) writes it: [[c00, c01], [c10, c11]], so c10 is a false alarm, c01 a
missed positive. Only differences count: adding the same amount to a column changes no decision.
"""

import numpy as np

from lessonlib.compute.validate import as_probabilities, as_vector

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
