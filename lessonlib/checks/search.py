"""Threshold searches, right and wrong: the answers that a search by given rules may return.

A search tries cuts, counts what each would flag, and keeps the best. Change one of its rules and you have a
slip: the judge of an exercise and the recognisers of its slips are the same few lines with other rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lessonlib.checks.cases import in_any
from lessonlib.checks.plain import same

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
    """Return a recogniser of wrong pairs: ``looks_so(search, y, scores, threshold, score)``.

    `search_of` returns the right `Search` for a call, or None if the slip can't be seen in that call.
    """

    def seen(call, reply):
        search = search_of(call)
        wrong = _wrong_pair(search, call, reply)
        return wrong is not None and bool(looks_so(search, *wrong))

    return in_any(seen)


def follows(search_of, *slips_of):
    """Return a recogniser of wrong pairs that one of other searches, each made from the call, may return."""

    def seen(call, reply):
        wrong = _wrong_pair(search_of(call), call, reply)
        return wrong is not None and any(slip_of(call).may_return(*wrong) for slip_of in slips_of)

    return in_any(seen)


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
