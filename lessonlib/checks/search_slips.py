"""Slips that any search for a threshold can have; `search_of(call)` returns the right search for a call."""

import numpy as np

from lessonlib.checks.cases import Slip, in_any
from lessonlib.checks.search import changed, follows, sees


def search_slips(search_of):
    """Return the slips, in the order in which they are to be named."""
    return (
        Slip(
            "strictly above",
            "It looks as if you flag only scores above the threshold. A row is flagged when its score is at or above "
            "it: `>=`, not `>`.",
            follows(search_of, changed(search_of, flags=np.greater, cuts=np.unique)),
        ),
        Slip(
            "ties split",
            "It looks as if equal scores are separated: some of them flagged, others not. No threshold can do that. "
            "Try each distinct score once, and flag all rows that have it.",
            sees(search_of, _splits_ties),
        ),
        Slip(
            "labels left behind",
            "It looks as if the scores were sorted and the labels left where they were, so that they no longer "
            "belong together. Reorder both by the same `np.argsort`, or sort neither.",
            follows(
                search_of,
                changed(search_of, pairing=lambda y, scores: (y, np.sort(scores))),
                changed(search_of, pairing=lambda y, scores: (y, np.sort(scores)[::-1])),
            ),
        ),
        Slip(
            "only one number",
            "Your function returns one number. Return two, the threshold and the score: `return threshold, score`.",
            in_any(lambda _call, reply: isinstance(reply.answer, int | float)),
        ),
        Slip(
            "score first",
            "It looks as if the two results are in the wrong order: the threshold comes first, then the score.",
            sees(search_of, lambda search, y, scores, first, second: search.may_return(y, scores, second, first)),
        ),
        Slip(
            "position, not threshold",
            "It looks as if you return where the best value stands in your list (`np.argmax` says that), not the "
            "threshold that stands there.",
            sees(search_of, _is_position),
        ),
        Slip(
            "rounded threshold",
            "It looks as if the threshold is rounded: it is close to one of the best, but flags other rows. Return "
            "the score itself.",
            sees(search_of, _is_rounded),
        ),
        Slip(
            "not a number",
            "NaN means “not a number”: somewhere 0 is divided by 0. Where nobody is flagged, TP + FP = 0. Count 0/0 "
            "as 0.",
            sees(search_of, lambda _search, _y, _scores, *answer: np.isnan(answer).any()),
        ),
        Slip(
            "division by zero",
            "At some threshold nobody is flagged, and TP + FP = 0. Count 0/0 as 0.",
            in_any(lambda _call, reply: reply.failed("raised") and reply.failure.exception == "ZeroDivisionError"),
        ),
    )


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
