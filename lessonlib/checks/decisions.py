"""Cases for functions of labels and decisions, and the slips that all such functions share."""

import numpy as np

from lessonlib.checks.plain import same
from lessonlib.checks.task import Call, Case, Slip, in_any, once_per_call
from lessonlib.compute.metrics import confusion_matrix_values


def twelve_bottles(_rng):
    """Return the rows that the notebook works by hand: labels and decisions."""
    return np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]), np.array([1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0])


def decided(*, tp=0, tn=0, fp=0, fn=0):
    """Return what makes rows with these counts, in no order."""

    def make(rng):
        y_true, y_pred = np.repeat([[1, 0, 0, 1], [1, 0, 1, 0]], [tp, tn, fp, fn], axis=1)
        order = rng.permutation(len(y_true))
        return y_true[order], y_pred[order]

    return make


def about(**counts):
    """Return what makes rows with about these counts: up to three more of each that is there.

    So the number of rows, which anybody can see, does not tell the answer.
    """
    return lambda rng: decided(**{name: count + rng.integers(0, 4) for name, count in counts.items()})(rng)


def mixed(rng):
    """Return 60 to 80 rows whose four counts are all different."""
    tp, fn, fp, tn = rng.integers([8, 3, 14, 35], [12, 6, 20, 42])
    return decided(tp=tp, tn=tn, fp=fp, fn=fn)(rng)


def from_a_threshold(rng):
    """Return rows as models give them: labels 0.0 and 1.0, decisions False and True."""
    y_true, y_pred = mixed(rng)
    return y_true.astype(float), y_pred == 1


def decision_case(name, make, judge, *arguments, points=1):
    """Return a case that calls ``f(y_true, y_pred, *arguments)``."""
    return Case(name, lambda rng: (Call((*make(rng), *arguments)),), judge, points)


@once_per_call
def counts_of(y_true, y_pred, *_more):
    """Return the right tp, tn, fp and fn of a call: ``counts_of(call)``."""
    return confusion_matrix_values(y_true, y_pred)


def over(part, whole):
    """Divide, with 0/0 counted as 0."""
    return part / whole if whole else 0.0


def any_of(*recognisers):
    """Return a recogniser of what at least one of these recognises."""
    return lambda *exchanges: any(recognise(*exchanges) for recognise in recognisers)


def rounds(right_of):
    """Return a recogniser of answers that are right but for their rounding; ``right_of(call)`` is the right one."""

    def seen(call, reply):
        right = right_of(call)
        rounded = (_rounded(right, places) for places in (1, 2, 3, 4))
        return not same(right, reply.answer) and any(same(number, reply.answer) for number in rounded)

    return in_any(seen)


def _rounded(right, places):
    if isinstance(right, dict):
        return {name: round(number, places) for name, number in right.items()}
    return round(right, places)


def _has_nan(_call, reply):
    numbers = reply.answer.values() if isinstance(reply.answer, dict) else [reply.answer]
    return any(isinstance(number, float) and np.isnan(number) for number in numbers)


UNDEFINED_SLIPS = (
    Slip(
        "division by zero",
        "Somewhere 0 is divided by 0: where nobody is flagged, for instance, TP + FP = 0. Look at the denominator "
        "first, and count 0/0 as 0.",
        in_any(lambda _call, reply: reply.failed("raised") and reply.failure.exception == "ZeroDivisionError"),
    ),
    Slip(
        "not a number",
        "NaN means “not a number”: somewhere 0 is divided by 0, and NumPy lets it pass. Look at the denominator "
        "first, and count 0/0 as 0.",
        in_any(_has_nan),
    ),
)
