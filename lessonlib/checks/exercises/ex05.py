"""Exercise 05: choose the threshold, without and with a condition."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from lessonlib.checks.plain import same
from lessonlib.checks.signs import another_exception, raised
from lessonlib.checks.task import Exercise, Formula, both
from lessonlib.compute import metrics

EXERCISE = Exercise("ex05", may_use=("metrics",))

# Threshold searches, right and wrong. A search tries cuts, counts what each would flag, and keeps the best; change one
# of its rules and you have a slip.

COUNTS = ("tp", "tn", "fp", "fn")


def every_cut(scores):
    """Return every threshold that matters: infinity (nobody is flagged), then the distinct scores, falling."""
    return np.append(np.inf, np.unique(scores)[::-1])


@dataclass(frozen=True)
class Search:
    """The rules of a search; the defaults are the right ones.

    Parameters
    ----------
    value : callable
        ``value(tp, tn, fp, fn)``, on arrays: what is to be as large as possible.
    flags : callable
        ``flags(scores, threshold)`` says which rows are flagged.
    cuts : callable
        ``cuts(scores)`` returns the thresholds to try.
    best : callable
        Picks the best of the values.
    pairing : callable
        ``pairing(y, scores)`` returns labels and scores as they are counted together.
    """

    value: Callable
    flags: Callable = np.greater_equal
    cuts: Callable = every_cut
    best: Callable = np.max
    pairing: Callable = lambda y, scores: (y, scores)

    def values(self, y, scores, thresholds):
        """Return the value at each threshold; labels are boolean. Quadratic, for the small inputs of a check."""
        y, scores = self.pairing(y, scores)
        flagged = self.flags(scores, np.asarray(thresholds)[:, None])  # (thresholds, rows)
        tp, fp = (flagged & y).sum(axis=1), (flagged & ~y).sum(axis=1)
        return self.value(tp=tp, tn=(~y).sum() - fp, fp=fp, fn=y.sum() - tp)

    def best_value(self, y, scores):
        """Return the value of the best cut."""
        return self.best(self.values(y, scores, self.cuts(scores)))

    def attained(self, y, scores, threshold):
        """Return the value at one threshold; one that is a score but for rounding is that score."""
        near = scores[np.isclose(scores, threshold, rtol=1e-6, atol=1e-9)]
        return self.values(y, scores, [near[0] if len(near) else threshold])[0]

    def may_return(self, y, scores, threshold, score):
        """Say whether a search by these rules may return this threshold with this score."""
        attained = self.attained(y, scores, threshold)
        return same(attained, score) and same(attained, self.best_value(y, scores))


def rows(call):
    """Return (labels as booleans, scores) of a call ``f(y_true, y_probs, …)``."""
    return call.args[0] == 1, call.args[1]


def pair(answer):
    """Return (threshold, score) as floats, or None where an answer is not a pair of numbers.

    >>> pair([0.5, 1]), pair(0.5), pair([[0.5], 1])
    ((0.5, 1.0), None, None)
    """
    if not isinstance(answer, list | np.ndarray) or len(answer) != 2:
        return None
    numbers = [float(number) for number in answer if isinstance(number, int | float | np.number)]
    return tuple(numbers) if len(numbers) == 2 else None


def judge_by(search_of):
    """Return a judge of ``(threshold, score)``: any threshold that attains the best value, with that value.

    Parameters
    ----------
    search_of : callable
        ``search_of(call)`` returns the right `Search` for a call.
    """

    def judge(*exchanges):
        complaints = (_complaint(search_of(call), rows(call), pair(reply.answer)) for call, reply in exchanges)
        return next(filter(None, complaints), None)

    return judge


def _complaint(search, data, answer):
    if answer is None or np.isnan(answer[0]):
        return "the answer is not a pair of numbers, (threshold, score)."
    attained, best = search.attained(*data, answer[0]), search.best_value(*data)
    if same(attained, answer[1]):
        return None if same(attained, best) else "the score belongs to the threshold, but another one does better."
    if same(attained, best):
        return "the threshold is one of the best, but the score is not what it attains."
    return "the score is not what the threshold attains, and another threshold does better."


def sees(search_of, looks_so):
    """Return the sign of wrong pairs: ``looks_so(search, y, scores, threshold, score)``.

    `search_of` returns the right `Search` for a call, or None if the slip can't be seen in that call.
    """

    def seen(call, reply):
        search = search_of(call)
        wrong = _wrong_pair(search, call, reply)
        return wrong is not None and bool(looks_so(search, *wrong))

    return seen


def follows(slip_of):
    """Return the recogniser of pairs that another search, made from each call, may return."""

    def recognise(*exchanges):
        return all(slip_of(call).may_return(*rows(call), *pair(reply.answer)) for call, reply in exchanges)

    return recognise


def changed(search_of, **rules):
    """Return what makes the same search with some of its rules replaced."""
    return lambda call: replace(search_of(call), **rules)


def renamed(search_of, order):
    """Return what makes the same search with the counts of `order` taken for tp, tn, fp and fn."""

    def slip_of(call):
        right = search_of(call)
        return replace(right, value=lambda **counts: right.value(*map(counts.get, order)))

    return slip_of


def _wrong_pair(search, call, reply):
    """Return (y, scores, threshold, score), or None if there is no pair, or nothing wrong with it."""
    answer = pair(reply.answer)
    if search is None or answer is None or search.may_return(*rows(call), *answer):
        return None
    return *rows(call), *answer


# Rows whose scores are clearly apart from one another, or exactly equal

SORTS = 3  # sets of tied rows: `np.argsort` may order equal scores luckily once, not three times


def overlapping(rng, n=40, positives=12, low=0.0, high=1.0):
    """Return rows in no order, with scores between `low` and `high`, those of positives higher on the whole."""
    y = rng.permutation(np.repeat([0, 1], [n - positives, positives]))
    latent = rng.normal(size=n) + 1.3 * y
    return y, _spaced(rng, n, low, high)[np.argsort(np.argsort(latent))]


def ranked(rng, labels, low=0.0, high=1.0):
    """Return rows in no order whose labels, from the highest score to the lowest, are those given."""
    order = rng.permutation(len(labels))
    return np.array(labels)[order], _spaced(rng, len(labels), low, high)[::-1][order]


def tied(rng):
    """Return rows in which whoever separates equal scores, from either end, seems to gain by it."""
    groups = {0.7: [1, 1, 1, 1, 0, 0, 0], 0.4: [0, 0, 0, 1, 1], 0.2: [0, 0], 0.1: [0, 0, 0, 0]}
    scores = rng.permutation(np.repeat(list(groups), [len(labels) for labels in groups.values()]))
    y = np.empty(len(scores), dtype=int)
    for score, labels in groups.items():
        y[scores == score] = labels
    return y, scores


def _spaced(rng, n, low, high):
    return low + (high - low) * (np.arange(n) + rng.uniform(0.2, 0.8, n)) / n


def some(make, times):
    """Return what makes so many calls, each on new rows."""
    return lambda rng: [make(rng) for _ in range(times)]


# Slips that any search for a threshold can have


def _splits_ties(search, y, scores, threshold, score):
    """Say whether the score is one that some of the rows at the threshold would give, flagged without the rest."""
    above, at = scores > threshold, scores == threshold
    tp, fp = np.meshgrid(np.arange(np.sum(at & y) + 1), np.arange(np.sum(at & ~y) + 1))
    some = (tp + fp > 0) & (tp + fp < at.sum())
    tp, fp = tp[some] + np.sum(above & y), fp[some] + np.sum(above & ~y)
    return np.isclose(search.value(tp=tp, tn=np.sum(~y) - fp, fp=fp, fn=np.sum(y) - tp), score).any()


def _is_position(search, y, scores, threshold, score):
    return threshold.is_integer() and 0 <= threshold <= len(y) and np.isclose(score, search.best_value(y, scores))


def _is_rounded(search, y, scores, threshold, score):
    best = scores[np.isclose(search.values(y, scores, scores), search.best_value(y, scores))]
    rounded = [np.round(best, places) for places in (1, 2, 3)]
    return np.isclose(score, search.best_value(y, scores)) and np.isclose(rounded, threshold).any()


def search_slips(task, search_of):
    """Add the slips, in the order in which they are to be named; `search_of(call)` returns the right search."""
    task.slip("strictly above", follows(changed(search_of, flags=np.greater, cuts=np.unique)), whole=True)
    task.sign("ties split", sees(search_of, _splits_ties))
    task.slip(
        "labels left behind",
        follows(changed(search_of, pairing=lambda y, scores: (y, np.sort(scores)))),
        follows(changed(search_of, pairing=lambda y, scores: (y, np.sort(scores)[::-1]))),
        whole=True,
    )
    task.sign("more than a pair", lambda _call, reply: isinstance(reply.answer, list) and len(reply.answer) > 2)
    task.sign("only one number", lambda _call, reply: isinstance(reply.answer, int | float))
    task.sign(
        "score first",
        sees(search_of, lambda search, y, scores, first, second: search.may_return(y, scores, second, first)),
    )
    task.sign("position, not threshold", sees(search_of, _is_position))
    task.sign("rounded threshold", sees(search_of, _is_rounded))
    task.sign("not a number", sees(search_of, lambda _search, _y, _scores, *answer: np.isnan(answer).any()))
    task.sign("division by zero", raised("ZeroDivisionError"))


# The threshold that is best for any metric, exactly

METRICS = {"f1": metrics.f1, "mcc": metrics.mcc}
UNKNOWN = "acuracy"


def six_rows(_rng):
    """Return the rows that the notebook works by hand."""
    return np.array([0, 1, 0, 1, 1, 0]), np.array([0.10, 0.35, 0.40, 0.60, 0.80, 0.20])


def metric_of(call):
    """Return the metric of a call."""
    return call.args[2] if len(call.args) > 2 else call.kwargs.get("metric", "f1")


def highest_value(call):
    """Return the right search for `find_optimal_threshold`, or None for a metric that is not known."""
    metric = metric_of(call)
    value = metric.compiled() if isinstance(metric, Formula) else METRICS.get(metric)
    return value and Search(value)


def names_metrics(exchange):
    """Judge the reply to an unknown metric."""
    failure = exchange.reply.failure
    if failure is None:
        return f'metric="{UNKNOWN}" is a slip of the pen, and your function answers all the same.'
    if failure.exception != "ValueError":
        return f"an unknown metric is to raise a ValueError. Yours: {failure.words}"
    if not all(name in failure.message for name in METRICS):
        return "the message of your ValueError does not name the metrics that there are, f1 and mcc."
    return None


def _is_half(search, y, scores, threshold, score):
    return threshold == 0.5 and np.isclose(search.attained(y, scores, threshold), score)


def _on_grid(search, y, scores, threshold, score):
    """Say whether the threshold is a round number between the scores, with the score that it attains."""
    between = np.isfinite(threshold) and not np.isclose(scores, threshold).any()
    round_number = between and np.isclose(1000 * threshold, round(1000 * threshold), rtol=0, atol=1e-6)
    return round_number and np.isclose(search.attained(y, scores, threshold), score)


def _positives_only(search, y, scores, threshold, score):
    """Say whether the threshold is the best of the positives' scores and infinity."""
    tried = np.append(scores[y], np.inf)
    return same(score, np.max(search.values(y, scores, tried))) and threshold in tried


def _before_a_fall(search, y, scores, threshold, score):
    """Say whether the value falls for the first time, on the way down or up, after this threshold."""
    ways = every_cut(scores), every_cut(scores)[::-1]
    values = [search.values(y, scores, cuts) for cuts in ways]
    ends = [cuts[np.argmax(np.append(np.diff(value) < 0, True))] for cuts, value in zip(ways, values, strict=True)]
    return same(score, search.attained(y, scores, threshold)) and np.isclose(ends, threshold).any()


def _of_payoffs(slip_of):
    """Return what makes this search if the metric is a function, else the right one."""
    return lambda call: slip_of(call) if isinstance(metric_of(call), Formula) else highest_value(call)


def _where_named(slip_of):
    """Return what makes this search if the metric is a name, else the right one."""
    return lambda call: highest_value(call) if isinstance(metric_of(call), Formula) else slip_of(call)


def _between(scores):
    """Return the thresholds half-way between neighbouring scores."""
    return (np.unique(scores)[1:] + np.unique(scores)[:-1]) / 2


def _from_0_to_1(scores):
    """Return infinity and the scores that could be probabilities."""
    return every_cut(np.append(scores[(scores >= 0) & (scores <= 1)], np.inf))


best = EXERCISE.task("find_optimal_threshold", judge=judge_by(highest_value))
best.case("six rows, as worked by hand, and others", both(six_rows, overlapping))
best.case("40 rows, F1", overlapping, points=2)
best.case("40 rows, MCC", overlapping, metric="mcc")
best.case(
    "4 positives in 60 rows, all scores below 0.05",
    lambda rng: overlapping(rng, n=60, positives=4, high=0.05),
    metric="f1",
)
best.case("equal scores", some(tied, SORTS))
best.case(
    "a function as the metric: a payoff",
    overlapping,
    metric=Formula("lambda tp, tn, fp, fn: 5 * tp + tn - 2 * fp - 8 * fn"),
)
best.case(
    "log-odds for scores and a cost, so dear that everybody is to be flagged",
    lambda rng: ranked(rng, [1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], low=-6.0, high=2.0),
    metric=Formula("lambda tp, tn, fp, fn: -(fp + 50 * fn)"),
)
best.case(
    "scores so poor that nobody is to be flagged",
    lambda rng: ranked(rng, [0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0]),
    metric=Formula("lambda tp, tn, fp, fn: tp + 2 * tn"),
)
best.case(
    "a function as the metric: some 20 alerts, as many as can be looked at",
    lambda rng: (
        *overlapping(rng, n=60, positives=8),
        Formula(f"lambda tp, tn, fp, fn: -(tp + fp - {rng.integers(18, 24)}) ** 2"),
    ),
)
best.case("an unknown metric", overlapping, judge=names_metrics, expects_error=True, metric=UNKNOWN)

best.sign("always 0.5", sees(highest_value, _is_half))
best.sign("grid", sees(highest_value, _on_grid))
best.sign(
    "starting value never beaten",
    sees(
        highest_value,
        lambda search, y, scores, threshold, score: (
            score in (0, -1) and not same(score, search.attained(y, scores, threshold))
        ),
    ),
)
ORDERS = [order for order in permutations(COUNTS) if order != COUNTS]
F1_BY_NAME = changed(highest_value, value=metrics.f1)
best.slip("metric ignored", follows(F1_BY_NAME), follows(_where_named(F1_BY_NAME)), whole=True)
best.slip("worst instead of best", follows(changed(highest_value, best=np.min)), whole=True)
best.slip(
    "majority taken as positive",
    follows(renamed(highest_value, ("fp", "fn", "tp", "tn"))),  # labels the wrong way round
    follows(renamed(highest_value, ("tn", "tp", "fn", "fp"))),  # labels and decisions the wrong way round
    follows(renamed(highest_value, ("tn", "tp", "fp", "fn"))),  # true positives and true negatives swapped
    whole=True,
)
best.slip(
    "counts out of order",
    *(follows(_of_payoffs(renamed(highest_value, order))) for order in ORDERS),
    *(follows(renamed(highest_value, order)) for order in ORDERS if sorted(order[:2]) != ["tn", "tp"]),
    whole=True,
)
search_slips(best, highest_value)
best.slip("flagging nobody never tried", follows(changed(highest_value, cuts=np.unique)), whole=True)
best.slip("neither end tried", follows(changed(highest_value, cuts=_between)), whole=True)
best.slip("scores taken for probabilities", follows(changed(highest_value, cuts=_from_0_to_1)), whole=True)
best.sign("some scores never tried", sees(highest_value, _positives_only), only=True)
best.sign("stops at the first fall", sees(highest_value, _before_a_fall), only=True)
best.slip(
    "a score left out",
    follows(changed(highest_value, cuts=lambda scores: every_cut(scores)[:-1])),
    follows(changed(highest_value, cuts=lambda scores: np.delete(every_cut(scores), 1))),
    whole=True,
)
best.sign("unknown metric accepted", lambda call, reply: metric_of(call) == UNKNOWN and reply.failure is None)
best.sign("another exception", another_exception(lambda call: metric_of(call) == UNKNOWN))
best.sign("metrics not named", lambda call, reply: metric_of(call) == UNKNOWN and raised("ValueError")(call, reply))
best.sign(
    "functions refused", lambda call, reply: isinstance(metric_of(call), Formula) and reply.failed("raised"), only=True
)

# The most precise threshold among those that reach a recall


def highest(value, *, bounded=metrics.recall, reaches=np.greater_equal):
    """Return what makes, for a call, the search for the highest `value` where `bounded` reaches its minimum."""

    def search_of(call):
        minimum = call.kwargs.get("min_recall", 0.8)
        return Search(lambda **counts: np.where(reaches(bounded(**counts), minimum), value(**counts), -np.inf))

    return search_of


highest_precision = highest(metrics.precision)


def _first_that_reaches(search, y, scores, threshold, score):
    """Say whether the threshold is the highest that meets the constraint, with the score that it attains."""
    allowed = [cut for cut in every_cut(scores) if np.isfinite(search.attained(y, scores, cut))]
    return np.isclose(threshold, max(allowed)) and np.isclose(score, search.attained(y, scores, threshold))


def _recall_for_precision(_search, y, scores, threshold, score):
    precision, recall = (Search(one).attained(y, scores, threshold) for one in (metrics.precision, metrics.recall))
    return not same(precision, score) and same(recall, score)


def sees_best(search_of):
    """Return the sign of a threshold that is best by another search, with its precision."""

    def seen(call, reply):
        answer, search = pair(reply.answer), search_of(call)
        data = rows(call)
        if answer is None or highest_precision(call).may_return(*data, *answer):
            return False
        best_there = same(search.attained(*data, answer[0]), search.best_value(*data))
        return best_there and same(Search(metrics.precision).attained(*data, answer[0]), answer[1])

    return seen


precise = EXERCISE.task("best_precision", judge=judge_by(highest_precision))
precise.case("six rows, as worked by hand, and others", both(six_rows, overlapping))
precise.case("40 rows, recall at least 80 %", overlapping)
precise.case(
    "a lower threshold that is more precise",
    lambda rng: ranked(rng, [1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]),
)
precise.case(
    "recall of exactly 50 %, and that is enough",
    lambda rng: ranked(rng, [1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]),
    min_recall=0.5,
)
precise.case(
    "scores that lie close together",
    lambda rng: (lambda y, scores: (y, 0.5 + scores / 200))(*overlapping(rng, n=80, positives=30)),
    min_recall=0.7,
)
precise.case("equal scores, recall at least 60 %", some(tied, SORTS), min_recall=0.6)

precise.slip(
    "positives rounded down",
    follows(highest(metrics.precision, bounded=lambda tp, fn, **_: (tp + 1) / (tp + fn), reaches=np.greater)),
    whole=True,
)
precise.slip("precision and recall swapped", follows(highest(metrics.recall, bounded=metrics.precision)), whole=True)
precise.sign("precision and recall swapped", sees_best(highest(metrics.recall, bounded=metrics.precision)))
precise.sign("grid", sees(highest_precision, _on_grid), only=True)
precise.sign("highest recall", sees_best(highest(metrics.recall)), only=True)
precise.sign(
    "minimum ignored",
    sees_best(lambda call: highest(metrics.precision)(replace(call, kwargs={}))),
    only=True,
)
precise.sign("recall returned", sees(highest_precision, _recall_for_precision))
precise.slip("constraint ignored", follows(lambda _call: Search(metrics.precision)), whole=True)
precise.slip(
    "another condition",
    *(
        follows(highest(metrics.precision, bounded=bounded))
        for bounded in (metrics.accuracy, metrics.specificity, metrics.f1, metrics.balanced_accuracy)
    ),
    whole=True,
)
precise.slip("minimum to be exceeded", follows(highest(metrics.precision, reaches=np.greater)), whole=True)
precise.sign(
    "F1 instead of precision",
    sees_best(highest(metrics.f1)),
    sees_best(highest(lambda **counts: metrics.precision(**counts) * metrics.recall(**counts))),
)
precise.sign("stops at the first", sees(highest_precision, _first_that_reaches), only=True)
search_slips(precise, highest_precision)
