"""Exercise 08, second task: probabilities that may only rise with the score."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, equals, gives, in_any
from lessonlib.checks.exercises.ex08.rows import overlapping
from lessonlib.compute.logistic import sigmoid
from lessonlib.compute.platt import isotonic_probabilities, platt_scaling, platt_targets

CLOSE = 1e-4  # of a probability, or of a sum of them


def eight_rows(_rng):
    """Return the rows that the notebook works by hand."""
    return np.arange(1.0, 9.0), np.array([0, 0, 1, 0, 0, 1, 0, 1])


def tied(rng):
    """Return 60 rows with only 9 different scores, shuffled."""
    scores, y = overlapping(rng, n_positive=25)
    return np.round(2 * scores).clip(-3, 5), y


def alternating(rng):
    """Return 40 rows, positives and negatives in turn but for the lowest four, shuffled: pools of pools."""
    order = rng.permutation(40)
    return np.sort(rng.normal(size=40))[order], np.append([0, 1, 1, 1], np.arange(36) % 3 == 0)[order].astype(int)


def on_sorted(method):
    """Return ``f(scores, y)`` that applies a method to the labels in the order of their scores."""

    def by_row(scores, y):
        order = np.argsort(scores, kind="stable")
        p = np.empty(len(y))
        p[order] = method(y[order].astype(float))
        return p

    return by_row


def _by_score(scores, y):
    """Return the different scores, how many rows have each, and the share of positives at each."""
    values, which, rows = np.unique(scores, return_inverse=True, return_counts=True)
    return values, rows, np.bincount(which, weights=y) / rows


def _pooled(p, rows, again=True, weighted=True):
    """Pool neighbours that fall; without `again` one way only, without `weighted` by plain means."""
    blocks = []
    for block in zip(p, rows, [1] * len(p), strict=True):
        while blocks and blocks[-1][0] > block[0]:
            (first, n, width), (second, m, more) = blocks.pop(), block
            mean = (n * first + m * second) / (n + m) if weighted else (first + second) / 2
            block = (mean, n + m, width + more)
            if not again:
                break
        blocks.append(block)
    return np.concatenate([np.full(width, mean) for mean, _, width in blocks])


def _spread(method):
    """Return ``f(scores, y)`` from a method on the shares and the sizes of the different scores."""

    def by_row(scores, y):
        values, rows, p = _by_score(scores, y)
        return method(p, rows)[np.searchsorted(values, scores)]

    return by_row


def _falling(scores, y):
    return isotonic_probabilities(-scores, y)


def _platt(scores, y):
    a, b = platt_scaling(scores, y)
    return sigmoid(a * scores + b)


def _falls_still(call, reply):
    """Say whether some pooling was done and some is missing.

    Each pooling of two neighbours that fall makes the sum of the probabilities up to there smaller, and keeps the sum
    of all; the right ones, where nothing is left to pool, have the smallest sums.
    """
    answer, (scores, y) = as_array(reply.answer), call.args
    if answer is None or answer.shape != y.shape:
        return False
    p, labels, right = (
        share * rows
        for _, rows, share in (_by_score(scores, part) for part in (answer, y, isotonic_probabilities(scores, y)))
    )
    falls = np.any(np.diff(answer[np.argsort(scores, kind="stable")]) < -CLOSE)
    return falls and all(np.all(np.cumsum(part) > -CLOSE) for part in (labels - p, p - right))


def _one_for_each_score(call, reply):
    answer, (scores, y) = as_array(reply.answer), call.args
    values, rows, p = _by_score(scores, y)
    shaped = answer is not None and answer.shape == values.shape != y.shape
    return shaped and np.allclose(np.sort(answer), _pooled(p, rows), atol=1e-5)


def _sorted_rows(call, reply):
    answer, right = as_array(reply.answer), isotonic_probabilities(*call.args)
    return answer is not None and answer.shape == right.shape and np.allclose(answer, np.sort(right), atol=1e-5)


def _case(name, make, points=1):
    return Case(name, lambda rng: (Call(make(rng)),), equals(isotonic_probabilities), points)


ISOTONIC_PROBABILITIES = Task(
    "isotonic_probabilities",
    cases=(
        _case("eight rows, as worked by hand", eight_rows),
        _case("60 rows, 25 positives", lambda rng: overlapping(rng, n_positive=25), points=2),
        _case("pools that have to be pooled again", alternating),
        _case("rows with equal scores", tied),
        _case("30 rows, labels as floats", lambda rng: [part.astype(float) for part in overlapping(rng, 30, 10)]),
        _case("a model that ranks the wrong way round", lambda rng: overlapping(rng, n_positive=25, shift=-1.3)),
    ),
    slips=(
        Slip(
            "one for each score",
            "Your answer holds a probability for each different score. Each row needs one.",
            in_any(_one_for_each_score),
        ),
        Slip(
            "order not undone",
            "The right probabilities in the wrong places: they come in the order of the scores. Put each where its row "
            "stands: `p[order] = …`.",
            in_any(_sorted_rows),
        ),
        Slip(
            "falling",
            "Your probabilities fall as the score rises. A higher score is to mean at least as high a probability.",
            gives(_falling),
        ),
        Slip(
            "not pooled",
            "These are the shares at each score by itself, and they go up and down. Where one is lower than the one "
            "before it, pool the two.",
            gives(_spread(lambda p, _rows: p)),
        ),
        Slip(
            "not pooled again",
            "After two blocks are pooled, their mean may be lower than the block before them. Look back again, until "
            "it is not.",
            gives(_spread(lambda p, rows: _pooled(p, rows, again=False))),
        ),
        Slip(
            "blocks not weighted by their rows",
            "It looks as if a pool takes the mean of two blocks as if they were equally large. Add up the positives, "
            "add up the rows, then divide.",
            gives(_spread(lambda p, rows: _pooled(p, rows, weighted=False))),
        ),
        Slip(
            "equal scores apart",
            "Rows with equal scores have different probabilities. Pool equal scores first: whoever has the same "
            "score gets the same probability.",
            gives(on_sorted(lambda y: _pooled(y, np.ones(len(y))))),
        ),
        Slip(
            "running maximum",
            "It looks as if a fall is lifted to the highest value before it. Then one early positive sets all that "
            "follow to 1. Pool: take the mean of both.",
            gives(_spread(lambda p, _rows: np.maximum.accumulate(p))),
        ),
        Slip(
            "running minimum",
            "It looks as if everything is cut down to the lowest value after it. Pool: take the mean of both.",
            gives(_spread(lambda p, _rows: np.minimum.accumulate(p[::-1])[::-1])),
        ),
        Slip(
            "share of all rows below",
            "It looks as if the share is counted over all rows up to this score. A block holds only as many neighbours "
            "as have to be pooled.",
            gives(_spread(lambda p, rows: np.cumsum(p * rows) / np.cumsum(rows))),
        ),
        Slip(
            "share of all rows above",
            "It looks as if the share is counted over all rows from this score up: that is the precision of a cut, not "
            "the probability at a score.",
            gives(_spread(lambda p, rows: (np.cumsum((p * rows)[::-1]) / np.cumsum(rows[::-1]))[::-1])),
        ),
        Slip(
            "smoothed targets",
            "It looks as if Platt's targets are pooled. Here the labels are: 0 and 1.",
            gives(lambda scores, y: _spread(_pooled)(scores, platt_targets(y))),
        ),
        Slip(
            "Platt's curve",
            "These are probabilities of Platt's curve. Here no formula is given: only that they must not fall.",
            gives(_platt, atol=2e-3),
        ),
        Slip(
            "pooled in one pass",
            "Some neighbours are pooled, and your probabilities still fall somewhere. One pass is not enough: a pool "
            "may be lower than what stands before it. Go on until nothing falls.",
            in_any(_falls_still),
        ),
    ),
    hints=(
        "Sort the rows by score. Go through them from the lowest score, and keep a list of blocks: how many positives, "
        "how many rows. Equal scores start in one block.",
        "A new score is a block of its own. As long as the block before it has at least as high a share of positives, "
        "take that one off the list and add it to the new one: positives to positives, rows to rows.",
        "`while blocks and blocks[-1][0] / blocks[-1][1] >= positives / rows:` pop the last block and add its numbers; "
        "after the loop `blocks.append((positives, rows))`.",
        "At the end, every row of a block gets positives / rows. `np.unique(scores, return_inverse=True)` tells which "
        "rows have which score, and brings the answer back into the order of the rows.",
    ),
)
