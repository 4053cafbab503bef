"""Exercise 07: the cheapest decisions, by one cost matrix and by one for each row."""

import numpy as np

from lessonlib.checks.plain import as_array, same
from lessonlib.checks.signs import another_exception, raised
from lessonlib.checks.task import Exercise, both, once_per_call
from lessonlib.compute.costs import min_cost_predictions_by_row

EXERCISE = Exercise("ex07", may_use=("metrics",))

APART = 1e-3  # in log odds: no probability that is drawn lies nearer to a threshold, so that rounding decides nothing

# Decisions, right and wrong


def matrices_of(costs, p):
    """Return a cost matrix for each row, shape (n, 2, 2)."""
    return np.broadcast_to(np.asarray(costs, dtype=float), (len(p), 2, 2))


def expected_costs(costs, p):
    """Return what leaving alone and flagging are expected to cost, two arrays of shape (n,)."""
    return (matrices_of(costs, p) * np.column_stack([1 - p, p])[:, None]).sum(axis=2).T


@once_per_call
def cheapest(costs, p):
    """Return whom it is right to flag: ``cheapest(call)``, booleans."""
    return min_cost_predictions_by_row(matrices_of(costs, p), p) == 1


def decisions(call, reply):
    """Return an answer as booleans, one for each row, or None if it is not made of zeros and ones."""
    array = as_array(reply.answer)
    if array is None or array.shape != np.shape(call.args[1]) or not np.isin(array, [0, 1]).all():
        return None
    return array == 1


def judge_decisions(*exchanges):
    """Judge decisions, one 0 or 1 for each row."""
    for call, reply in exchanges:
        flagged, right = decisions(call, reply), cheapest(call)
        if flagged is None:
            return "the answer is not a list with a 0 or a 1 for each row."
        if np.any(flagged & ~right):
            return "some rows are flagged where leaving them alone is expected to cost less."
        if np.any(~flagged & right):
            return "some rows are left alone where flagging is not expected to cost more."
    return None


def decides(rule):
    """Return the recogniser of decisions that are those of ``rule(costs, p)``, booleans."""

    def recognise(*exchanges):
        with np.errstate(divide="ignore", invalid="ignore"):
            return all(np.array_equal(decisions(call, reply), rule(*call.args)) for call, reply in exchanges)

    return recognise


def with_costs(change):
    """Return the rule that decides by other costs; ``change(c00, c01, c10, c11)`` returns the four in that order."""

    def rule(costs, p):
        four = matrices_of(costs, p).reshape(-1, 4).T
        c00, c01, c10, c11 = change(*four)
        return (1 - p) * c10 + p * c11 <= (1 - p) * c00 + p * c01

    return rule


def from_threshold(threshold_of):
    """Return the rule that flags from ``threshold_of(extra_fp, extra_fn)`` on; extra is beyond the right decision."""

    def rule(costs, p):
        c00, c01, c10, c11 = matrices_of(costs, p).reshape(-1, 4).T
        return p >= threshold_of(c10 - c00, c01 - c11)

    return rule


def compares(better):
    """Return the rule that flags where ``better(flag, leave)``, given the two expected costs."""

    def rule(costs, p):
        leave, flag = expected_costs(costs, p)
        return better(flag, leave)

    return rule


def wrong_class(costs, p):
    """Decide as if p were the probability of class 0."""
    leave, flag = expected_costs(costs, 1 - p)
    return flag <= leave


def is_costs(call, reply):
    """Say whether the answer holds expected costs."""
    leave, flag = expected_costs(*call.args)
    tables = (leave, flag, np.minimum(leave, flag), np.column_stack([leave, flag]), np.array([leave, flag]))
    return any(same(costs, reply.answer) for costs in tables) and decisions(call, reply) is None


def is_row_numbers(call, reply):
    """Say whether the answer holds the numbers of the rows to flag."""
    return decisions(call, reply) is None and same(np.flatnonzero(cheapest(call)), reply.answer)


def share(fp, fn):
    """Return the threshold at which both decisions are expected to cost the same."""
    return fp / (fp + fn)


def within_rows(costs, p):
    """Decide by differences within a row of the matrix, where those within a column count."""
    c00, c01, c10, c11 = matrices_of(costs, p).reshape(-1, 4).T
    return p >= (c10 - c11) / ((c10 - c11) + (c01 - c00))


# The rules of slips that both functions can have, in the order in which they are looked for.
SHARED = {
    "tie left alone": [compares(np.less)],
    "matrix the wrong way round": [with_costs(lambda c00, c01, c10, c11: (c00, c10, c01, c11))],
    "always 0.5": [lambda _costs, p: p >= 0.5],
    "gain taken as cost": [with_costs(lambda *costs: map(np.abs, costs)), with_costs(lambda *c: np.maximum(c, 0))],
    "right decisions taken as free": [
        with_costs(lambda c00, c01, c10, c11, of=of: (of[0] * c00, c01, c10, of[1] * c11))
        for of in ((0, 0), (0, 1), (1, 0))
    ],
    "dearest decision": [compares(np.greater), compares(np.greater_equal)],
    "probability of the other class": [wrong_class],
    "differences within a row": [within_rows],
}


ROUNDED = [from_threshold(lambda fp, fn, n=n: np.round(share(fp, fn), n)) for n in (1, 2, 3)]


def by_rules(task, name, *rules):
    """Name this slip where the decisions are those of one of these rules."""
    task.slip(name, *map(decides, rules), whole=True)


def add_shared(task):
    for name, rules in SHARED.items():
        by_rules(task, name, *rules)
    task.sign("costs instead of decisions", is_costs)
    task.sign("row numbers instead of decisions", is_row_numbers)
    task.sign("the same for all rows", all_alike)


# One matrix for all rows

UNREASONABLE = (  # an error that is no dearer than the right decision, in the first and in the second column
    [[2.0, 10.0], [1.0, 0.0]],
    [[0.0, 1.0], [3.0, 1.0]],
    [[1.0, 5.0], [1.0, 0.0]],
)


def by_hand(_rng):
    """Return the rows that the notebook works by hand."""
    return np.array([[0.0, 3.0], [1.0, 0.0]]), np.array([0.10, 0.20, 0.25, 0.40, 0.90])


def by(*matrices):
    """Return what makes a call for each of these matrices, with probabilities around its threshold."""

    def make(rng):
        asked = [np.array(matrix, dtype=float) for matrix in matrices]
        return [(costs, around(rng, share(costs[1, 0] - costs[0, 0], costs[0, 1] - costs[1, 1]))) for costs in asked]

    return make


def around(rng, threshold, n=40):
    """Return probabilities in no order, most of them to either side of a threshold, a few anywhere."""
    centre = np.log(threshold / (1 - threshold))
    near = centre + np.linspace(-1.6, 1.6, n) + rng.uniform(-0.02, 0.02, n)
    log_odds = rng.permutation(np.append(near, rng.uniform(-9, 7, n // 4)))
    too_near = np.abs(log_odds - centre) < APART
    return 1 / (1 + np.exp(-np.where(too_near, centre + 2 * APART, log_odds)))


def ties(rng):
    """Return calls whose thresholds, 1/4 and 1/8, are exact in binary and occur."""
    p = rng.permutation([0.5, 0.25, 0.125, 0.0625])
    return [(np.array([[0.0, miss], [1.0, 0.0]]), p) for miss in (3.0, 7.0)]


def unreasonable(rng):
    """Return a call for each of the matrices that are to be refused."""
    return [(np.array(matrix), rng.uniform(0.1, 0.9, 6)) for matrix in UNREASONABLE]


def judge_refusals(*exchanges):
    """Judge the replies to unreasonable matrices."""
    for _, reply in exchanges:
        if reply.failure is None:
            return "an error is no dearer here than the right decision, and your function answers all the same."
        if reply.failure.exception != "ValueError":
            return f"an unreasonable matrix is to raise a ValueError. Yours: {reply.failure.words}"
    return None


def is_unreasonable(call):
    """Say whether the call's matrix is to be refused."""
    costs = call.args[0]
    return costs[1, 0] <= costs[0, 0] or costs[0, 1] <= costs[1, 1]


def all_alike(call, reply):
    """Say whether many rows get one and the same decision."""
    flagged = decisions(call, reply)
    return flagged is not None and len(flagged) > 6 and (flagged.all() or not flagged.any())


def one_number(_call, reply):
    """Say whether the answer is a single number."""
    array = as_array(reply.answer)
    return array is not None and array.ndim == 0


one = EXERCISE.task("min_cost_predictions", judge=judge_decisions)
one.case("five rows, as worked by hand, and others", both(by_hand, by([[0, 3], [1, 0]])))
one.case("costs 1 to 10, 1 to 100, 1 to 1000", by(*([[0, miss], [1, 0]] for miss in (10, 100, 1000))), points=2)
one.case("a false alarm that is dearer than a miss", by([[0, 1], [4, 0]]))
one.case("a caught positive brings a gain", by([[0, 20], [1, -5]], [[0, 30], [2, -8]]))
one.case("whoever is flagged costs 2, positive or not", by([[0, 100], [2, 2]], [[0, 5], [2, 2]]))
one.case("four costs, all different", by([[1, 30], [4, 2]], [[3, 14], [8, 10]]))
one.case("both decisions cost the same", ties)
one.case("unreasonable matrices", unreasonable, judge=judge_refusals, expects_error=True)

add_shared(one)
by_rules(one, "ratio inverted", from_threshold(lambda fp, fn: fn / (fp + fn)))
by_rules(one, "ratio instead of share", from_threshold(lambda fp, fn: fp / fn))
by_rules(one, "corrected twice", from_threshold(lambda fp, fn: fp**2 / (fp**2 + fn**2)))
one.sign("one number", one_number)
one.sign(
    "reasonable matrix refused",
    lambda call, reply: not is_unreasonable(call) and raised("ValueError")(call, reply),
)
one.sign("unreasonable matrix accepted", lambda call, reply: is_unreasonable(call) and reply.failure is None)
one.sign("another exception", another_exception(is_unreasonable))
by_rules(one, "rounded threshold", *ROUNDED)

# A matrix for each row

CHECKING = 2.0


def payments(rng, n=60):
    """Return matrices and probabilities of payments: a check costs 2, a missed fraud its amount."""
    amounts = np.exp(rng.uniform(np.log(2.5), np.log(900), n))
    return clearly(of_amounts(amounts), rng.beta(0.5, 3, n))


def small_payments(rng):
    """Return the same, with some amounts smaller than a check, the last of them much smaller."""
    amounts = np.append(np.exp(rng.uniform(np.log(2.5), np.log(900), 20)), rng.uniform(0.1, 1.9, 10))
    return clearly(of_amounts(amounts), np.append(rng.beta(0.5, 3, 20), rng.uniform(0.5, 0.99, 10)))


def any_costs(rng, n=60):
    """Return matrices of four random costs and gains; in some, one decision or the other is always best."""
    return clearly(rng.uniform(-10, 10, (n, 2, 2)), rng.uniform(0.02, 0.98, n))


def of_amounts(amounts):
    """Return the cost matrices of payments of these amounts."""
    costs = np.zeros((len(amounts), 2, 2))
    costs[:, 0, 1], costs[:, 1] = amounts, CHECKING
    return costs


def clearly(costs, p):
    """Return the rows of which one decision is clearly cheaper."""
    leave, flag = expected_costs(costs, p)
    kept = np.abs(leave - flag) > APART * np.abs(costs).max(axis=(1, 2))
    return costs[kept], p[kept]


def ties_by_row(rng):
    """Return four rows, half of them at their thresholds, 1/4 and 1/8."""
    costs = np.zeros((4, 2, 2))
    costs[:, 0, 1], costs[:, 1, 0] = [3.0, 3.0, 7.0, 7.0], 1.0
    order = rng.permutation(4)
    return costs[order], np.array([0.25, 0.125, 0.125, 0.0625])[order]


def certain(rng):
    """Return payments, some of them smaller than a check, that are surely fraud or surely none."""
    costs, _ = small_payments(rng)
    return costs, rng.permutation(np.arange(len(costs)) % 2.0)


def clipped(costs, p):
    """Decide from the threshold, taken between 0 and 1, where high p speak for flagging."""
    extra = np.array([costs[:, 1, 0] - costs[:, 0, 0], costs[:, 0, 1] - costs[:, 1, 1]])
    return np.where(extra.sum(axis=0) > 0, p >= np.clip(share(*extra), 0, 1), compares(np.less_equal)(costs, p))


def with_flag(flag):
    """Return the rule that gives this to all rows whose matrix is unreasonable."""

    def rule(costs, p):
        reasonable = (costs[:, 1, 0] > costs[:, 0, 0]) & (costs[:, 0, 1] > costs[:, 1, 1])
        return np.where(reasonable, compares(np.less_equal)(costs, p), flag)

    return rule


def by_one(pick):
    """Return the rule that decides all rows by one matrix, ``pick(costs)``."""
    return lambda costs, p: compares(np.less_equal)(pick(costs), p)


each = EXERCISE.task("min_cost_predictions_by_row", judge=judge_decisions)
each.case("60 payments: a check costs 2, a missed fraud its amount", payments, points=2)
each.case("payments that are smaller than the cost of a check", small_payments)
each.case("four costs for each row, some of them gains", any_costs, points=2)
each.case("both decisions cost the same", ties_by_row)
each.case("what is certain: p is 0 or 1", certain)

by_rules(each, "one matrix for all", *(by_one(lambda costs, row=row: costs[row]) for row in (0, -1)))
by_rules(each, "mean of the matrices", by_one(lambda costs: costs.mean(axis=0)))
add_shared(each)
by_rules(
    each,
    "threshold where there is none",
    from_threshold(share),
    clipped,
    *(with_flag(flag) for flag in (True, False)),
)
each.sign("rows refused", raised("ValueError"))
by_rules(
    each,
    "actual class ignored",
    with_costs(lambda c00, c01, c10, _c11: (c00, c01, c10, c10)),
    with_costs(lambda c00, c01, _c10, c11: (c00, c01, c11, c11)),
)
