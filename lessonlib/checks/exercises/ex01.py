"""Exercise 01: count the four outcomes, and make the metrics from them."""

import math
from itertools import permutations

import numpy as np

from lessonlib.checks.plain import over, same
from lessonlib.checks.signs import has_nan, raised, rounded
from lessonlib.checks.task import Exercise, both, once_per_call
from lessonlib.compute import metrics
from lessonlib.compute.metrics import Counts, confusion_matrix_values

EXERCISE = Exercise("ex01")

# Labels and decisions


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


def booleans(rng):
    """Return rows whose labels and decisions are False and True."""
    y_true, y_pred = mixed(rng)
    return y_true == 1, y_pred == 1


@once_per_call
def counts_of(y_true, y_pred, *_more):
    """Return the right tp, tn, fp and fn of a call: ``counts_of(call)``."""
    return confusion_matrix_values(y_true, y_pred)


# The four counts

NAMES = Counts._fields


def four_counts(*exchanges):
    """Judge the four counts, and say which of them are off."""
    for call, reply in exchanges:
        if not _is_four_numbers(reply.answer):
            return "the answer is not four numbers, tp, tn, fp, fn."
        right = zip(NAMES, counts_of(call), reply.answer, strict=True)
        if wrong := [name for name, expected, actual in right if not same(expected, float(actual))]:
            return f"not what the rows hold: {', '.join(wrong)}."
    return None


def _is_four_numbers(answer):
    return isinstance(answer, list | np.ndarray) and np.shape(answer) == (4,) and not isinstance(answer[0], str)


def counting(count):
    """Return the function that returns ``count(y, flagged)``; both are boolean."""
    return lambda y_true, y_pred: count(y_true == 1, y_pred == 1)


def ordered(*order):
    """Return the function that returns the right counts in another order."""
    return lambda y_true, y_pred: [confusion_matrix_values(y_true, y_pred)._asdict()[name] for name in order]


def of_rows(rows):
    """Return the function that returns the right counts of some of the rows."""
    return lambda y_true, y_pred: confusion_matrix_values(y_true[rows], y_pred[rows])


def lacks_an_outcome(_call, reply):
    """Say whether there are fewer than four counts, or an error as where one is missing."""
    if reply.failed("raised"):
        return reply.failure.exception in ("KeyError", "IndexError") or "not enough values" in reply.failure.message
    return isinstance(reply.answer, list | np.ndarray) and len(reply.answer) < 4 and np.ndim(reply.answer) == 1


def of_one_condition(call, reply):
    """Say whether each count that is off is that of all rows with the label, or of all with the decision."""
    tp, tn, fp, fn = map(float, counts_of(call))
    labels, decisions = (tp + fn, tn + fp, tn + fp, tp + fn), (tp + fp, tn + fn, tp + fp, tn + fn)
    off = [
        actual in ends
        for right, actual, *ends in zip((tp, tn, fp, fn), reply.answer, labels, decisions, strict=True)
        if actual != right
    ]
    return bool(off) and all(off)


def of_the_rest(call, reply):
    """Say whether each count that is off is that of all rows but those of one other outcome."""
    right, n = list(map(float, counts_of(call))), len(call.args[0])
    off = [number for number in range(4) if reply.answer[number] != right[number]]
    others = ((n - other for place, other in enumerate(right) if place != number) for number in off)
    return bool(off) and all(reply.answer[number] in rest for number, rest in zip(off, others, strict=True))


def inverts_bits(_call, reply):
    """Say whether a count is negative, as after ``~`` on whole numbers, or ``~`` was refused."""
    return raised(saying="invert")(_call, reply) or (_is_four_numbers(reply.answer) and min(reply.answer) < 0)


counts = EXERCISE.task("confusion_matrix_values", judge=four_counts, reference=confusion_matrix_values)
counts.case("twelve bottles, as worked by hand, and others", both(twelve_bottles, mixed))
counts.case("some 70 rows", mixed)
counts.case("nobody is flagged", about(tn=26, fn=4))
counts.case("everybody is flagged, and nobody is positive", about(fp=9))
counts.case("labels 0.0 and 1.0, decisions True and False", from_a_threshold)
counts.case("labels and decisions False and True", booleans)
counts.case(
    "one outcome alone",
    lambda rng: [about(**{outcome: 6})(rng) for outcome in rng.permutation(["tp", "tn"])],
)

counts.twin("alarms and misses swapped", ordered("tp", "tn", "fn", "fp"))
counts.twin("majority taken as positive", ordered("tn", "tp", "fn", "fp"))
counts.twin("scikit-learn's order", ordered("tn", "fp", "fn", "tp"))
counts.twin("another order", *(ordered(*order) for order in permutations(NAMES) if order != NAMES))
counts.sign("one condition only", of_one_condition, only=True)
counts.twin(
    "every right decision a hit",
    counting(lambda y, f: [(y == f).sum(), (~y & ~f).sum(), (f & ~y).sum(), (~f & y).sum()]),
    counting(lambda y, f: [(y & f).sum(), (~y & ~f).sum(), (y != f).sum(), (~f & y).sum()]),
    counting(lambda y, f: [(y == f).sum(), (y == f).sum(), (y != f).sum(), (y != f).sum()]),
)
counts.twin("axes counted", counting(lambda _y, _f: [1, 1, 1, 1]))
counts.sign("an `else` too wide", of_the_rest, only=True)
counts.sign("a dict instead of four numbers", lambda _call, reply: isinstance(reply.answer, dict))
counts.twin("shares instead of counts", counting(lambda y, f: np.divide(confusion_matrix_values(y, f), len(y))))
counts.sign("masks instead of counts", lambda call, reply: np.shape(reply.answer) == (4, len(call.args[0])))
counts.sign("a table instead of four numbers", lambda _call, reply: np.shape(reply.answer) == (2, 2))
counts.sign("`and` between arrays", raised(saying="truth value"))
counts.sign("`-` between truth values", raised(saying="subtract"))
counts.sign("`&` between numbers", raised(saying="bitwise_and"))
counts.sign("`~` on numbers", inverts_bits)
counts.sign("an outcome that does not occur", lacks_an_outcome)
counts.twin("returns inside the loop", of_rows(slice(0, 1)))
counts.twin("a row left out", of_rows(slice(1, None)), of_rows(slice(None, -1)))

# Five metrics

RIGHT = {name: getattr(metrics, name) for name in ("accuracy", "precision", "recall", "f1", "mcc")}


def right_metrics(y_true, y_pred):
    """Return the right answer, as a dict."""
    found = confusion_matrix_values(y_true, y_pred)
    return {name: float(metric(*found)) for name, metric in RIGHT.items()}


right_of = once_per_call(right_metrics)


def five_metrics(*exchanges):
    """Judge dicts that hold the five metrics, and say which of them are off."""
    return next(filter(None, (_wrong_metrics(*exchange) for exchange in exchanges)), None)


def _wrong_metrics(call, reply):
    if not isinstance(reply.answer, dict):
        return "the answer is not a dict."
    if missing := [name for name in RIGHT if name not in reply.answer]:
        return f"the dict has no entry for {', '.join(missing)}."
    wrong = [name for name, value in right_of(call).items() if not same(value, reply.answer[name])]
    return f"not what the counts give: {', '.join(wrong)}." if wrong else None


def entries(**wrong):
    """Return the recogniser of dicts whose named entries are what these functions of the counts give, in every case."""

    def follows(call, reply):
        found = {name: float(formula(*counts_of(call))) for name, formula in wrong.items()}
        return all(same(value, reply.answer.get(name)) for name, value in found.items())

    return lambda *exchanges: all(follows(*exchange) for exchange in exchanges)


def described(name, *recognisers):
    """Name this slip where entries are, in every case, those of a wrong formula."""
    five.slip(name, *recognisers, whole=True)


def of_negatives(metric):
    """Return a metric of class 0."""
    return lambda tp, tn, fp, fn: metric(tn, tp, fn, fp)


def over_classes(metric, by_size):
    """Return the mean of a metric over both classes, each counted once or by its rows."""

    def mean(tp, tn, fp, fn):
        n1, n0 = (tp + fn, tn + fp) if by_size else (1, 1)
        return (n1 * metric(tp, tn, fp, fn) + n0 * metric(tn, tp, fn, fp)) / (n1 + n0)

    return mean


def undefined_is_one(name):
    """Return the recogniser of a metric that is 1 where it is 0/0."""
    return entries(**{name: lambda *found: RIGHT[name](*found, zero_division=1.0)})


def without_margin(*left_out):
    """Return MCC with factors of its denominator left out, by their places."""

    def mcc(tp, tn, fp, fn):
        factors = (tp + fp, tp + fn, tn + fp, tn + fn)
        return over(
            tp * tn - fp * fn, math.prod(value for place, value in enumerate(factors) if place not in left_out) ** 0.5
        )

    return mcc


def of_counts(order):
    """Return the recogniser of metrics that are right, but of the four counts in another order."""
    return entries(
        **{name: lambda *found, name=name: RIGHT[name](*(found[place] for place in order)) for name in RIGHT}
    )


def mean_of(combine):
    """Return a wrong F1, from precision and recall."""
    return lambda *found: combine(metrics.precision(*found), metrics.recall(*found))


def margins(tp, tn, fp, fn):
    """Return what MCC is divided by, squared."""
    return (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)


def overflows(call, reply):
    """Say whether MCC alone fails, where the product of the margins is too large for an int64."""
    if margins(*counts_of(call)) < 2**63:
        return False
    if not isinstance(reply.answer, dict):
        return raised("ValueError", "OverflowError", "FloatingPointError")(call, reply)
    wrong = [name for name, value in right_of(call).items() if not same(value, reply.answer.get(name))]
    return "mcc" in reply.answer and wrong == ["mcc"]


def all_zero(_call, reply):
    """Say whether all five are 0."""
    return isinstance(reply.answer, dict) and all(same(0, reply.answer.get(name)) for name in RIGHT)


def nearly_right(call, reply):
    """Say whether all five are there, none off by as much as a hundredth, and some are off."""
    gaps = [abs(value - reply.answer[name]) for name, value in right_of(call).items()]
    return max(gaps) < 0.01 and not all(same(0.0, gap) for gap in gaps)


five = EXERCISE.task("compute_metrics", judge=five_metrics, reference=right_metrics)
five.case("twelve bottles, as worked by hand, and others", both(twelve_bottles, mixed))
five.case("some 70 rows", mixed, points=2)
five.case("nobody is flagged", about(tn=26, fn=4))
five.case("everybody is flagged", about(tp=4, fp=26))
five.case("nobody is positive, and some are flagged", about(tn=17, fp=3))
five.case("wrong in every row", about(fp=5, fn=3))
five.case("nobody is positive, nobody is flagged", about(tn=10))
five.case("some 120,000 rows", about(tp=53_000, tn=54_000, fp=6_000, fn=7_000))
five.case("labels 0.0 and 1.0, decisions True and False", from_a_threshold)

described("precision and recall swapped", entries(precision=metrics.recall, recall=metrics.precision))
described(
    "majority taken as positive",
    entries(precision=of_negatives(metrics.precision), recall=of_negatives(metrics.recall)),
)
described(
    "a rate of the negatives",
    *(
        entries(**{name: of_negatives(rate)})
        for name in ("precision", "recall")
        for rate in (metrics.precision, metrics.recall)
    ),
)
described(
    "averaged over classes",
    *(entries(f1=over_classes(metrics.f1, by_size)) for by_size in (False, True)),
)
five.sign("all zero where one is undefined", all_zero)
described("accuracy of the positives", entries(accuracy=lambda tp, tn, fp, fn: tp / (tp + tn + fp + fn)))
described("balanced accuracy", entries(accuracy=metrics.balanced_accuracy))
described("F1 as the plain mean", entries(f1=mean_of(lambda p, r: (p + r) / 2)))
described("F1 without the 2", entries(f1=mean_of(lambda p, r: over(p * r, p + r))))
five.sign("product too large", overflows, only=True)
described(
    "MCC without the root",
    entries(mcc=lambda tp, tn, fp, fn: over(tp * tn - fp * fn, margins(tp, tn, fp, fn))),
)
described("MCC with a factor missing", *(entries(mcc=without_margin(place)) for place in range(4)))
described(
    "MCC with the wrong sign",
    entries(mcc=lambda *found: -metrics.mcc(*found)),
    entries(mcc=lambda tp, tn, fp, fn: over(tp * tn + fp * fn, math.sqrt(margins(tp, tn, fp, fn)))),
    entries(mcc=lambda *found: abs(metrics.mcc(*found))),
)
five.sign("division by zero", raised("ZeroDivisionError"))
five.sign("not a number", has_nan)
described("0/0 counted as 1", *map(undefined_is_one, ("precision", "recall", "f1")))
described(
    "per cent",
    *(
        entries(**{name: lambda *found, name=name: 100 * RIGHT[name](*found) for name in list(RIGHT)[:many]})
        for many in (5, 4, 1)
    ),
)
described("counts in another order", *(of_counts(order) for order in permutations(range(4))))
five.sign("rounded", rounded(right_metrics))
five.sign("off by very little", nearly_right)
five.sign("other keys", lambda _call, reply: isinstance(reply.answer, dict) and not RIGHT.keys() <= reply.answer.keys())
five.sign("no dict", lambda _call, reply: not isinstance(reply.answer, dict) and reply.answer is not None)

# F-beta


def right_f_beta(y_true, y_pred, beta):
    """Return the right answer."""
    return float(metrics.f_beta(*confusion_matrix_values(y_true, y_pred), beta=beta))


def made_of(combine):
    """Return the function that returns ``combine(precision, recall, beta)``."""

    def wrong(y_true, y_pred, beta):
        found = confusion_matrix_values(y_true, y_pred)
        return combine(float(metrics.precision(*found)), float(metrics.recall(*found)), beta)

    return wrong


def with_specificity(y_true, y_pred, beta):
    """Return F-beta with the negatives' rate in place of recall."""
    found = confusion_matrix_values(y_true, y_pred)
    p, r = metrics.precision(*found), metrics.specificity(*found)
    return over((1 + beta**2) * p * r, beta**2 * p + r)


def takes_xor(call, reply):
    """Say whether beta ^ 2 was meant to be the square: between whole numbers it is another number, else an error."""
    wrong = made_of(lambda p, r, beta: over((1 + (int(beta) ^ 2)) * p * r, (int(beta) ^ 2) * p + r))
    refused = raised("TypeError", saying="for ^")(call, reply) or raised("TypeError", saying="bitwise_xor")(call, reply)
    return refused or same(wrong(*call.args), reply.answer)


def with_beta(low, high):
    """Return what makes rows, and a beta between two bounds."""
    return lambda rng: (*mixed(rng), round(float(rng.uniform(low, high)), 2))


f_beta = EXERCISE.task("f_beta", right_f_beta)
f_beta.case("twelve bottles, beta 2, as worked by hand, and others", both(twelve_bottles, mixed), 2)
f_beta.case("some 70 rows, a beta below 1", with_beta(0.3, 0.8))
f_beta.case("some 70 rows, a beta above 1", with_beta(1.5, 4.0))
f_beta.case("beta 0: nothing but precision", mixed, 0)
f_beta.case("beta 30: hardly anything but recall", from_a_threshold, 30.0)
f_beta.case("nobody is flagged", about(tn=26, fn=4), 2)
f_beta.case("flagged are the wrong ones", about(tn=20, fp=5, fn=5), 0.5)
f_beta.case("nobody is positive, nobody is flagged", about(tn=10), 1.5)

f_beta.twin("weight on the wrong one", made_of(lambda p, r, beta: over((1 + beta**2) * p * r, p + beta**2 * r)))
f_beta.twin("beta ignored", *(made_of(lambda p, r, _beta, b=b: over((1 + b) * p * r, b * p + r)) for b in (1, 4, 0.25)))
f_beta.twin(
    "beta not squared",
    made_of(lambda p, r, beta: over((1 + beta) * p * r, beta * p + r)),
    made_of(lambda p, r, beta: over((1 + beta) * p * r, beta**2 * p + r)),
    made_of(lambda p, r, beta: over((1 + beta**2) * p * r, beta * p + r)),
    made_of(lambda p, r, beta: over((1 + beta) ** 2 * p * r, beta**2 * p + r)),
)
f_beta.twin(
    "factor of F1 kept",
    made_of(lambda p, r, beta: over(2 * p * r, beta**2 * p + r)),
    made_of(lambda p, r, beta: over(p * r, beta**2 * p + r)),
    made_of(lambda p, r, beta: over(beta**2 * p * r, beta**2 * p + r)),
    made_of(lambda p, r, beta: over((1 + beta**2) * p * r, p + r)),
    made_of(lambda p, r, beta: over(2 * p * r, p + r) * beta),
    made_of(lambda p, r, beta: over(2 * p * r, p + r) * beta**2),
)
f_beta.sign("`^` instead of `**`", takes_xor)
f_beta.twin(
    "brackets missing",
    made_of(lambda p, r, beta: over(1 + beta**2 * p * r, beta**2 * p + r)),
    made_of(lambda p, r, beta: 1 + over(beta**2 * p * r, beta**2 * p + r)),
    made_of(lambda p, r, beta: over(beta**2 * p * r, beta**2 * p + r) + (p + r > 0)),
    made_of(lambda p, r, beta: over((1 + beta**2) * p * r, beta**2 * p) + r),
)
f_beta.twin("0 at beta 0", made_of(lambda p, r, beta: beta and over((1 + beta**2) * p * r, beta**2 * p + r)))
f_beta.twin("a rate of the negatives", with_specificity)
f_beta.twin("another mean", made_of(lambda p, r, _beta: (p * r) ** 0.5), made_of(lambda p, r, _beta: (p + r) / 2))
f_beta.twin("beta doubled", made_of(lambda p, r, beta: over((1 + 2 * beta) * p * r, 2 * beta * p + r)))
f_beta.twin(
    "plain weighted mean",
    made_of(lambda p, r, beta: (p + beta**2 * r) / (1 + beta**2)),
    made_of(lambda p, r, beta: (p + beta * r) / (1 + beta)),
)
f_beta.twin("majority taken as positive", lambda y_true, y_pred, beta: right_f_beta(1 - y_true, 1 - y_pred, beta))
f_beta.sign("division by zero", raised("ZeroDivisionError"))
f_beta.sign("not a number", has_nan)
f_beta.twin("per cent", lambda y_true, y_pred, beta: 100 * right_f_beta(y_true, y_pred, beta))
f_beta.sign("rounded", rounded(right_f_beta))
