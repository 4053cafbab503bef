"""Exercise 01, first task: the four counts."""

from itertools import permutations

import numpy as np

from lessonlib.checks.cases import Slip, Task, gives, in_any
from lessonlib.checks.decisions import (
    about,
    any_of,
    counts_of,
    decision_case,
    from_a_threshold,
    mixed,
    twelve_bottles,
)
from lessonlib.checks.plain import same
from lessonlib.compute.metrics import Counts, confusion_matrix_values

NAMES = Counts._fields


def four_counts(exchange):
    """Judge the four counts, and say which of them are off."""
    call, reply = exchange
    if not _is_four_numbers(reply.answer):
        return "the answer is not four numbers, tp, tn, fp, fn."
    right = zip(NAMES, counts_of(call), reply.answer, strict=True)
    wrong = [name for name, expected, actual in right if not same(expected, float(actual))]
    return f"not what the rows hold: {', '.join(wrong)}." if wrong else None


def _is_four_numbers(answer):
    return isinstance(answer, list | np.ndarray) and np.shape(answer) == (4,) and not isinstance(answer[0], str)


def _counting(count):
    """Return a recogniser of what ``count(y, flagged)`` returns; both are boolean."""
    return gives(lambda y_true, y_pred: count(y_true == 1, y_pred == 1))


def _ordered(*order):
    """Return a recogniser of the right counts in another order."""
    return gives(lambda y_true, y_pred: [confusion_matrix_values(y_true, y_pred)._asdict()[name] for name in order])


def _of(rows):
    """Return a recogniser of the right counts of some of the rows."""
    return gives(lambda y_true, y_pred: confusion_matrix_values(y_true[rows], y_pred[rows]))


def _lacks_an_outcome(_call, reply):
    if reply.failed("raised"):
        return reply.failure.exception in ("KeyError", "IndexError") or "not enough values" in reply.failure.message
    return isinstance(reply.answer, list | np.ndarray) and len(reply.answer) < 4 and np.ndim(reply.answer) == 1


def _inverts_bits(_call, reply):
    if reply.failed("raised"):
        return "invert" in reply.failure.message
    return _is_four_numbers(reply.answer) and min(reply.answer) < 0


CONFUSION_MATRIX_VALUES = Task(
    "confusion_matrix_values",
    cases=(
        decision_case("twelve bottles, as worked by hand", twelve_bottles, four_counts),
        decision_case("some 70 rows", mixed, four_counts),
        decision_case("nobody is flagged", about(tn=26, fn=4), four_counts),
        decision_case("everybody is flagged, and nobody is positive", about(fp=9), four_counts),
        decision_case("labels 0.0 and 1.0, decisions True and False", from_a_threshold, four_counts),
    ),
    slips=(
        Slip(
            "alarms and misses swapped",
            "It looks as if false positives and false negatives have changed places. A false positive was flagged, "
            "wrongly; a false negative was missed.",
            _ordered("tp", "tn", "fn", "fp"),
        ),
        Slip(
            "majority taken as positive",
            "It looks as if class 0 is counted as positive. Class 1 is: a true positive has label 1 and is flagged.",
            _ordered("tn", "tp", "fn", "fp"),
        ),
        Slip(
            "scikit-learn's order",
            "The counts are right, in the order of scikit-learn's table: tn, fp, fn, tp. Here it is tp, tn, fp, fn.",
            _ordered("tn", "fp", "fn", "tp"),
        ),
        Slip(
            "another order",
            "The counts are right, but not in the order in which they are to be returned: tp, tn, fp, fn.",
            any_of(*(_ordered(*order) for order in permutations(NAMES) if order != NAMES)),
        ),
        Slip(
            "one condition only",
            "It looks as if a count looks at the labels alone, or at the decisions alone. Each outcome has two "
            "conditions: a true positive is positive and flagged.",
            _counting(lambda y, flagged: [flagged.sum(), (~flagged).sum(), (~y).sum(), y.sum()]),
        ),
        Slip(
            "every right decision a hit",
            "It looks as if all right decisions count as true positives, or all wrong ones as false positives. "
            "Right and wrong each come in two kinds.",
            any_of(
                _counting(lambda y, f: [(y == f).sum(), (~y & ~f).sum(), (f & ~y).sum(), (~f & y).sum()]),
                _counting(lambda y, f: [(y & f).sum(), (~y & ~f).sum(), (y != f).sum(), (~f & y).sum()]),
                _counting(lambda y, f: [(y == f).sum(), (y == f).sum(), (y != f).sum(), (y != f).sum()]),
            ),
        ),
        Slip(
            "shares instead of counts",
            "Your four numbers are shares of all rows. Leave out the division: counts are asked for.",
            gives(lambda y_true, y_pred: np.divide(confusion_matrix_values(y_true, y_pred), len(y_true))),
        ),
        Slip(
            "masks instead of counts",
            "Your four results have an entry for each row: they say where an outcome happens. How often it happens is "
            "their sum: `np.sum(…)`.",
            in_any(lambda call, reply: np.shape(reply.answer) == (4, len(call.args[0]))),
        ),
        Slip(
            "a table instead of four numbers",
            "Your function returns a table of two rows. Return the four numbers one after the other: tp, tn, fp, fn.",
            in_any(lambda _call, reply: np.shape(reply.answer) == (2, 2)),
        ),
        Slip(
            "`and` between arrays",
            "`and` wants one yes or no, and an array holds many. Between arrays write `&`, with brackets around both "
            "comparisons: `(a == 1) & (b == 1)`. Without the brackets, `&` binds first.",
            in_any(lambda _call, reply: reply.failed("raised") and "truth value" in reply.failure.message),
        ),
        Slip(
            "`&` between numbers",
            "`&` between decimal numbers has no meaning. Compare first, and combine what is true and what is false: "
            "`(a == 1) & (b == 1)`.",
            in_any(lambda _call, reply: reply.failed("raised") and "bitwise_and" in reply.failure.message),
        ),
        Slip(
            "`~` on numbers",
            "`~` turns True into False, but the whole number 1 into −2, and it refuses decimal numbers. Compare "
            "instead: `a == 0`.",
            in_any(_inverts_bits),
        ),
        Slip(
            "an outcome that does not occur",
            "It looks as if only the outcomes that occur are counted. One that does not occur still has its place, "
            "with a count of 0.",
            in_any(_lacks_an_outcome),
        ),
        Slip(
            "returns inside the loop",
            "It looks as if your function returns after the first row. Move the `return` line out of the loop: no "
            "deeper than its `for`.",
            _of(slice(0, 1)),
        ),
        Slip(
            "a row left out",
            "It looks as if the first or the last row is never counted. Python counts from 0, and `range(n)` ends "
            "before n.",
            any_of(_of(slice(1, None)), _of(slice(None, -1))),
        ),
    ),
    hints=(
        "Each row has one of four outcomes. What do you have to know about a row to tell which?",
        "A true positive has label 1 and decision 1. Write the other three in the same way, one sentence each.",
        "`(y_true == 1) & (y_pred == 1)` is an array that is True where both hold, and `np.sum` of it counts these "
        "rows. The brackets are needed.",
        "Four sums: tp where label and decision are 1, tn where both are 0, fp where the label is 0 and the decision "
        "1, fn where the label is 1 and the decision 0. Return them in that order.",
    ),
)
