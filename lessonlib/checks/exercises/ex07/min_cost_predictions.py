"""Exercise 07, first task: the decisions that one cost matrix makes cheapest."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.cheapest import COST_SLIPS, around, decisions, judge_decisions

BY_HAND = np.array([[0.0, 3.0], [1.0, 0.0]]), np.array([0.10, 0.20, 0.25, 0.40, 0.90])
UNREASONABLE = (  # an error that is no dearer than the right decision, in the first and in the second column
    [[2.0, 10.0], [1.0, 0.0]],
    [[0.0, 1.0], [3.0, 1.0]],
)


def matrix_case(name, *matrices, points=1):
    """Return a case that asks for decisions by each of the matrices, on probabilities around its threshold."""

    def calls(rng):
        asked = [np.array(matrix, dtype=float) for matrix in matrices]
        return tuple(Call((costs, around(rng, threshold(costs)))) for costs in asked)

    return Case(name, calls, judge_decisions, points)


def threshold(costs):
    """Return where both decisions are expected to cost the same."""
    extra_fp, extra_fn = costs[1, 0] - costs[0, 0], costs[0, 1] - costs[1, 1]
    return extra_fp / (extra_fp + extra_fn)


def _ties(_rng):
    """Return calls whose thresholds, 1/4 and 1/8, are exact in binary and occur."""
    p = np.array([0.5, 0.25, 0.125, 0.0625])
    return tuple(Call((np.array([[0.0, miss], [1.0, 0.0]]), p)) for miss in (3.0, 7.0))


def _unreasonable(rng):
    return tuple(Call((np.array(matrix), rng.uniform(0.1, 0.9, 6))) for matrix in UNREASONABLE)


def judge_refusals(*exchanges):
    """Judge the replies to unreasonable matrices."""
    for _, reply in exchanges:
        if reply.failure is None:
            return "an error is no dearer here than the right decision, and your function answers all the same."
        if reply.failure.exception != "ValueError":
            return f"an unreasonable matrix is to raise a ValueError. Yours: {reply.failure.words}"
    return None


def _is_unreasonable(call):
    costs = call.args[0]
    return costs[1, 0] <= costs[0, 0] or costs[0, 1] <= costs[1, 1]


def _all_alike(call, reply):
    flagged = decisions(call, reply)
    return flagged is not None and len(flagged) > 6 and (flagged.all() or not flagged.any())


def _one_number(_call, reply):
    array = as_array(reply.answer)
    return array is not None and array.ndim == 0


MIN_COST_PREDICTIONS = Task(
    "min_cost_predictions",
    cases=(
        Case("five rows, as worked by hand", lambda _rng: (Call(BY_HAND),), judge_decisions),
        matrix_case("costs 1 to 10, 1 to 100, 1 to 1000", *([[0, miss], [1, 0]] for miss in (10, 100, 1000)), points=2),
        matrix_case("a false alarm that is dearer than a miss", [[0, 1], [4, 0]]),
        matrix_case("a caught positive brings a gain", [[0, 20], [1, -5]], [[0, 30], [2, -8]]),
        matrix_case("whoever is flagged costs 2, positive or not", [[0, 100], [2, 2]], [[0, 5], [2, 2]]),
        matrix_case("four costs, all different", [[1, 30], [4, 2]], [[3, 14], [8, 10]]),
        Case("both decisions cost the same", _ties, judge_decisions),
        Case("unreasonable matrices", _unreasonable, judge_refusals, expects_error=True),
    ),
    slips=(
        *COST_SLIPS,
        Slip(
            "the same for all rows",
            "All rows get the same decision. Each row has its own probability, and so its own two expected costs.",
            in_any(_all_alike),
        ),
        Slip(
            "one number",
            "Your function returns one number. Return a decision for each row: `(probabilities >= …).astype(int)`.",
            in_any(_one_number),
        ),
        Slip(
            "reasonable matrix refused",
            "This matrix is to be accepted: each error is dearer than the right decision about the same row. Compare "
            "within a column, `cost_matrix[1][0]` with `cost_matrix[0][0]`.",
            in_any(
                lambda call, reply: (
                    not _is_unreasonable(call) and reply.failed("raised") and reply.failure.exception == "ValueError"
                )
            ),
        ),
        Slip(
            "unreasonable matrix accepted",
            "Where an error is no dearer than the right decision about the same row, raise a ValueError. Look at both "
            "columns.",
            in_any(lambda call, reply: _is_unreasonable(call) and reply.failure is None),
        ),
    ),
    hints=(
        "For one row with probability p, what is flagging expected to cost, and what is leaving alone? Each is a sum "
        "of two of the four costs, weighed by 1 − p and p.",
        "Flagging: `(1 - p) * cost_matrix[1][0] + p * cost_matrix[1][1]`. Leaving alone takes row 0 of the matrix. "
        "With `p = np.asarray(probabilities)` that is done for all rows at once.",
        "Before that, two comparisons: `cost_matrix[1][0] <= cost_matrix[0][0]`, and `cost_matrix[0][1] <= "
        "cost_matrix[1][1]`. Where one of them holds, raise a ValueError that says which.",
        "The answer is `(flag <= leave).astype(int)`.",
    ),
)
