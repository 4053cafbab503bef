"""Exercise 01, second task: five metrics, defined everywhere."""

import math

from lessonlib.checks.cases import Slip, Task, in_any
from lessonlib.checks.decisions import (
    UNDEFINED_SLIPS,
    about,
    any_of,
    counts_of,
    decision_case,
    from_a_threshold,
    mixed,
    over,
    rounds,
    twelve_bottles,
)
from lessonlib.checks.plain import same
from lessonlib.compute import metrics

RIGHT = {name: getattr(metrics, name) for name in ("accuracy", "precision", "recall", "f1", "mcc")}


def right_metrics(call):
    """Return the right answer to a call, as a dict."""
    return {name: float(metric(*counts_of(call))) for name, metric in RIGHT.items()}


def five_metrics(exchange):
    """Judge a dict that holds the five metrics, and say which of them are off."""
    call, reply = exchange
    if not isinstance(reply.answer, dict):
        return "the answer is not a dict."
    if missing := [name for name in RIGHT if name not in reply.answer]:
        return f"the dict has no entry for {', '.join(missing)}."
    wrong = [name for name, value in right_metrics(call).items() if not same(value, reply.answer[name])]
    return f"not what the counts give: {', '.join(wrong)}." if wrong else None


def _entries(**wrong):
    """Return a recogniser of dicts whose named entries are, all of them, what these functions of the counts give."""

    def seen(call, reply):
        counts, answer = counts_of(call), reply.answer
        if not isinstance(answer, dict) or not wrong.keys() <= answer.keys():
            return False
        follows = all(same(float(formula(*counts)), answer[name]) for name, formula in wrong.items())
        return follows and any(not same(float(RIGHT[name](*counts)), answer[name]) for name in wrong)

    return in_any(seen)


def _of_negatives(metric):
    return lambda tp, tn, fp, fn: metric(tn, tp, fn, fp)


def _over_classes(metric, by_size):
    """Return the mean of a metric over both classes, each counted once or by its rows."""

    def mean(tp, tn, fp, fn):
        n1, n0 = (tp + fn, tn + fp) if by_size else (1, 1)
        return (n1 * metric(tp, tn, fp, fn) + n0 * metric(tn, tp, fn, fp)) / (n1 + n0)

    return mean


def _undefined_is_one(name):
    return _entries(**{name: lambda *counts: RIGHT[name](*counts, zero_division=1.0)})


def _mean_of(combine):
    """Return a wrong F1, from precision and recall."""
    return lambda *counts: combine(metrics.precision(*counts), metrics.recall(*counts))


def _margins(tp, tn, fp, fn):
    return (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)


def _overflows(call, reply):
    """Say whether MCC alone fails, where the product of the margins is too large for an int64."""
    if _margins(*counts_of(call)) < 2**63:
        return False
    if not isinstance(reply.answer, dict):
        return reply.failed("raised") and reply.failure.exception in (
            "ValueError",
            "OverflowError",
            "FloatingPointError",
        )
    right = right_metrics(call)
    return "mcc" in reply.answer and [name for name in RIGHT if not same(right[name], reply.answer.get(name))] == [
        "mcc"
    ]


def _all_zero(_call, reply):
    return isinstance(reply.answer, dict) and all(same(0, reply.answer.get(name)) for name in RIGHT)


COMPUTE_METRICS = Task(
    "compute_metrics",
    cases=(
        decision_case("twelve bottles, as worked by hand", twelve_bottles, five_metrics),
        decision_case("some 70 rows", mixed, five_metrics, points=2),
        decision_case("nobody is flagged", about(tn=26, fn=4), five_metrics),
        decision_case("everybody is flagged", about(tp=4, fp=26), five_metrics),
        decision_case("nobody is positive, and some are flagged", about(tn=17, fp=3), five_metrics),
        decision_case("wrong in every row", about(fp=5, fn=3), five_metrics),
        decision_case("nobody is positive, nobody is flagged", about(tn=10), five_metrics),
        decision_case("some 120,000 rows", about(tp=53_000, tn=54_000, fp=6_000, fn=7_000), five_metrics),
        decision_case("labels 0.0 and 1.0, decisions True and False", from_a_threshold, five_metrics),
    ),
    slips=(
        Slip(
            "precision and recall swapped",
            "It looks as if precision and recall have changed places. Precision looks at the rows that are flagged, "
            "recall at the rows that are positive.",
            _entries(precision=metrics.recall, recall=metrics.precision),
        ),
        Slip(
            "majority taken as positive",
            "It looks as if precision and recall are those of class 0. Class 1 is the positive one.",
            _entries(precision=_of_negatives(metrics.precision), recall=_of_negatives(metrics.recall)),
        ),
        Slip(
            "averaged over classes",
            "It looks as if a metric is averaged over both classes. Precision, recall and F1 are those of class 1 "
            "here, on their own.",
            any_of(*(_entries(f1=_over_classes(metrics.f1, by_size)) for by_size in (False, True))),
        ),
        Slip(
            "all zero where one is undefined",
            "It looks as if all five are 0 as soon as nothing is caught. Each metric has its own denominator: "
            "accuracy is defined whenever there are rows.",
            in_any(_all_zero),
        ),
        Slip(
            "accuracy of the positives",
            "It looks as if accuracy counts the true positives alone. A negative that is left alone is a right "
            "decision as well.",
            _entries(accuracy=lambda tp, tn, fp, fn: tp / (tp + tn + fp + fn)),
        ),
        Slip(
            "balanced accuracy",
            "Your accuracy is the mean of the two classes' rates: balanced accuracy. Plain accuracy is the share of "
            "all rows that are right.",
            _entries(accuracy=metrics.balanced_accuracy),
        ),
        Slip(
            "F1 as the plain mean",
            "It looks as if F1 is half the sum of precision and recall. It is their harmonic mean, which stays close "
            "to the smaller of the two.",
            _entries(f1=_mean_of(lambda p, r: (p + r) / 2)),
        ),
        Slip(
            "F1 without the 2",
            "Your F1 is half of what it should be: with precision and recall both 1, it has to be 1.",
            _entries(f1=_mean_of(lambda p, r: over(p * r, p + r))),
        ),
        Slip(
            "product too large",
            "With many rows the product under the root of MCC is too large for NumPy's whole numbers, which then "
            "start again from below zero, without a word. Convert the counts first: `int(tp)` has no largest value, "
            "`float(tp)` a far larger one.",
            in_any(_overflows),
        ),
        Slip(
            "MCC without the root",
            "It looks as if MCC is divided by the product of the four sums. It is divided by the square root of that "
            "product.",
            _entries(mcc=lambda *counts: over(counts[0] * counts[1] - counts[2] * counts[3], _margins(*counts))),
        ),
        Slip(
            "MCC with the wrong sign",
            "The numerator of MCC is TP·TN minus FP·FN: wrong decisions count against it, and where all are wrong it "
            "is −1.",
            any_of(
                _entries(mcc=lambda *counts: -metrics.mcc(*counts)),
                _entries(mcc=lambda tp, tn, fp, fn: over(tp * tn + fp * fn, math.sqrt(_margins(tp, tn, fp, fn)))),
            ),
        ),
        *UNDEFINED_SLIPS,
        Slip(
            "0/0 counted as 1",
            "It looks as if an undefined metric is counted as 1. Whoever flags nobody would get full precision for "
            "it: count 0/0 as 0.",
            any_of(*map(_undefined_is_one, ("precision", "recall", "f1"))),
        ),
        Slip(
            "per cent",
            "Your metrics are in per cent. Return shares, between 0 and 1.",
            _entries(accuracy=lambda *counts: 100 * metrics.accuracy(*counts)),
        ),
        Slip(
            "rounded",
            "It looks as if the numbers are rounded. Return them as they are; round where you print.",
            rounds(right_metrics),
        ),
        Slip(
            "other keys",
            "The keys of your dict are others. They are: accuracy, precision, recall, f1, mcc, in small letters.",
            in_any(lambda _call, reply: isinstance(reply.answer, dict) and not RIGHT.keys() <= reply.answer.keys()),
        ),
        Slip(
            "no dict",
            'Your function returns the numbers without their names. Return a dict: `{"accuracy": …, "precision": …}`.',
            in_any(lambda _call, reply: not isinstance(reply.answer, dict) and reply.answer is not None),
        ),
    ),
    hints=(
        "Everything that is needed is in the four counts: begin with `confusion_matrix_values(y_true, y_pred)`.",
        "Five formulas, and four of them can end in 0/0. A small function that divides, and returns 0.0 where the "
        "denominator is 0, saves four `if`s.",
        "MCC multiplies four sums. For 120,000 rows the product has 20 digits, more than NumPy's int64 can hold: "
        "make the counts `int` or `float` before you multiply.",
        "With `ratio(a, b)` for `a / b if b else 0.0`: precision is `ratio(tp, tp + fp)`, recall `ratio(tp, tp + fn)`, "
        "F1 `ratio(2 * tp, 2 * tp + fp + fn)`. MCC is `ratio(tp * tn - fp * fn, root)` with the square root of the "
        "product of the four sums for `root`.",
    ),
)
