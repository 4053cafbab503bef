"""Exercise 07, the harder task: every row has a cost matrix of its own."""

import numpy as np

from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.cheapest import APART, COST_SLIPS, cheapest, decides, expected_costs, judge_decisions, with_costs

CHECKING = 2.0
SHARED = (  # slips of one matrix that are looked for here
    *("matrix the wrong way round", "always 0.5", "right decisions taken as free", "gain taken as cost"),
    *("dearest decision", "probability of the other class", "tie left alone", "costs instead of decisions"),
    "row numbers instead of decisions",
)


def payments(rng, n=60):
    """Return matrices and probabilities of payments: a check costs 2, a missed fraud its amount."""
    amounts = np.exp(rng.uniform(np.log(2.5), np.log(900), n))
    return _clearly(_matrices(amounts), rng.beta(0.5, 3, n))


def small_payments(rng):
    """Return the same, with some amounts smaller than a check, the last of them much smaller."""
    amounts = np.append(np.exp(rng.uniform(np.log(2.5), np.log(900), 20)), rng.uniform(0.1, 1.9, 10))
    return _clearly(_matrices(amounts), np.append(rng.beta(0.5, 3, 20), rng.uniform(0.5, 0.99, 10)))


def any_costs(rng, n=60):
    """Return matrices of four random costs and gains; in some, one decision or the other is always best."""
    return _clearly(rng.uniform(-10, 10, (n, 2, 2)), rng.uniform(0.02, 0.98, n))


def _matrices(amounts):
    costs = np.zeros((len(amounts), 2, 2))
    costs[:, 0, 1], costs[:, 1] = amounts, CHECKING
    return costs


def _clearly(costs, p):
    """Return the rows of which one decision is clearly cheaper."""
    leave, flag = expected_costs(Call((costs, p)))
    kept = np.abs(leave - flag) > APART * np.abs(costs).max(axis=(1, 2))
    return costs[kept], p[kept]


def _ties(_rng):
    miss = np.array([3.0, 3.0, 7.0, 7.0])
    costs = np.zeros((4, 2, 2))
    costs[:, 0, 1], costs[:, 1, 0] = miss, 1.0
    return costs, np.array([0.25, 0.125, 0.125, 0.0625])


def _case(name, make, points=1):
    return Case(name, lambda rng: (Call(make(rng)),), judge_decisions, points)


def _like(pick):
    """Return the rule that decides all rows by one matrix, ``pick(matrices)``."""

    def rule(call):
        costs, p = call.args
        return cheapest(Call((pick(costs), p))) == 1

    return rule


def _beyond_its_reach(call):
    """Return the decisions of Elkan's threshold, also where one decision is always best."""
    costs, p = call.args
    extra_fp, extra_fn = costs[:, 1, 0] - costs[:, 0, 0], costs[:, 0, 1] - costs[:, 1, 1]
    return p >= extra_fp / (extra_fp + extra_fn)


MIN_COST_PREDICTIONS_BY_ROW = Task(
    "min_cost_predictions_by_row",
    cases=(
        _case("60 payments: a check costs 2, a missed fraud its amount", payments, points=2),
        _case("payments that are smaller than the cost of a check", small_payments),
        _case("four costs for each row, some of them gains", any_costs, points=2),
        _case("both decisions cost the same", _ties),
    ),
    slips=(
        Slip(
            "one matrix for all",
            "It looks as if one row's matrix decides for all rows. Take each row's own: `cost_matrices[:, 1, 0]` holds "
            "the false-alarm costs of all rows.",
            decides(_like(lambda costs: costs[0]), _like(lambda costs: costs[-1])),
        ),
        Slip(
            "mean of the matrices",
            "It looks as if the matrices are averaged first. Each row is to be decided by its own.",
            decides(_like(lambda costs: costs.mean(axis=0))),
        ),
        *(slip for slip in COST_SLIPS if slip.name in SHARED),
        Slip(
            "threshold where there is none",
            "In some rows one decision is always best, and the formula of the threshold gives nonsense. Compare the "
            "two expected costs instead: that holds for every row.",
            decides(_beyond_its_reach),
        ),
        Slip(
            "rows refused",
            "No row is to be refused here: where a check costs more than can be lost, leaving alone is the answer.",
            in_any(lambda _call, reply: reply.failed("raised") and reply.failure.exception == "ValueError"),
        ),
        Slip(
            "actual class ignored",
            "It looks as if flagging costs the same whatever the actual class. Use both numbers of row 1 of each "
            "matrix.",
            decides(
                with_costs(lambda c00, c01, c10, _: (c00, c01, c10, c10)),
                with_costs(lambda c00, c01, _, c11: (c00, c01, c11, c11)),
            ),
        ),
    ),
    hints=(
        "It is the comparison of before, with four arrays in place of four numbers. The threshold is of no use: "
        "some rows have none.",
        "`cost_matrices[:, 1, 0]` holds what a false alarm costs in each row, shape (n,). The other three go alike.",
        "`flag = (1 - p) * cost_matrices[:, 1, 0] + p * cost_matrices[:, 1, 1]`, and `leave` from row 0 of each "
        "matrix. Return `(flag <= leave).astype(int)`.",
    ),
)
