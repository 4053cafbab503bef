"""Exercise 08: scores into probabilities, by Platt's sigmoid and by a staircase."""

import warnings
from functools import lru_cache
from itertools import product

import numpy as np

from lessonlib.checks.plain import as_array
from lessonlib.checks.task import Exercise, both, gives, once_per_call
from lessonlib.compute.logistic import ConvergenceWarning, fit_logistic_regression, sigmoid
from lessonlib.compute.platt import isotonic_probabilities, platt_scaling, platt_targets

EXERCISE = Exercise("ex08", may_use=("logistic",))

# Held-out scores and labels to calibrate on


def six_rows(_rng):
    """Return the rows that the notebook works by hand: four negatives at score 0, two positives at 2."""
    return np.array([0.0, 0.0, 0.0, 0.0, 2.0, 2.0]), np.array([0, 0, 0, 0, 1, 1])


def three_rows(_rng):
    """Return the rows of LIBSVM's own example."""
    return np.array([5.0, -4.0, 1.0]), np.array([1, 0, 0])


def overlapping(rng, n=60, n_positive=8, shift=1.3, scale=1.0, offset=0.0):
    """Return scores of two overlapping classes, shuffled."""
    y = rng.permutation(np.repeat([0, 1], [n - n_positive, n_positive]))
    return offset + scale * (rng.normal(size=n) + shift * y), y


def moved(make):
    """Return what makes the same rows in another order, all scores shifted."""

    def rows(rng):
        scores, y = make(rng)
        order = rng.permutation(len(y))
        return scores[order] + rng.uniform(-1, 1), y[order]

    return rows


def with_booleans(rng):
    """Return overlapping scores, and labels False and True."""
    scores, y = overlapping(rng)
    return scores, y == 1


def separated(rng):
    """Return 25 rows whose 5 positives have the highest scores."""
    scores = np.sort(rng.normal(size=25))
    order = rng.permutation(25)
    return (scores + np.repeat([0.0, 0.5], [20, 5]))[order], (np.arange(25) >= 20).astype(int)[order]


# Platt scaling

SAME_CURVE = 2e-3  # of a probability: what gradient descent may leave over, and less than any of the slips makes


def as_pair(answer):
    """Return (a, b) as floats, or None if the answer is not two finite numbers; a may be an array of one."""
    if not isinstance(answer, list | np.ndarray) or len(answer) != 2:
        return None
    parts = [as_array(part) for part in answer]
    if any(part is None or part.size != 1 or not np.isfinite(part).all() for part in parts):
        return None
    return float(parts[0].item()), float(parts[1].item())


def fitted(scores, targets, weights=1.0, l2=0.0):
    """Return (a, b) of a regression on targets between 0 and 1."""
    column = np.append(scores, scores).astype(float)[:, None]
    shares = np.append(weights * targets, weights * (1 - targets))
    w, b = fit_logistic_regression(column, np.repeat([1, 0], len(targets)), shares, l2=l2)
    return float(w[0]), b


right_pair = once_per_call(platt_scaling)


def judge_pair(*exchanges):
    """Judge a and b by the probabilities that they stand for."""
    for call, reply in exchanges:
        pair = as_pair(reply.answer)
        if pair is None:
            return "the answer is not a pair (a, b) of two numbers."
        if not _alike(call.args[0], pair, right_pair(call)):
            return "sigmoid(a · score + b) is not the curve that fits the smoothed targets best."
    return None


def _alike(scores, pair, other):
    curves = [sigmoid(a * scores + b) for a, b in (pair, other)]
    return bool(np.max(np.abs(curves[0] - curves[1])) < SAME_CURVE)


def _fits(variant):
    """Return the sign of the pair ``variant(scores, y)``."""

    def seen(call, reply):
        pair = as_pair(reply.answer)
        return pair is not None and _alike(call.args[0], pair, variant(*call.args))

    return seen


def _is(variant):
    """Return the sign of the numbers ``variant(scores, y)``: at large scores many pairs stand for the same curve."""

    def seen(call, reply):
        pair = as_pair(reply.answer)
        return pair is not None and np.allclose(pair, variant(*call.args), rtol=0.02, atol=1e-3)

    return seen


def _of_pair(looks_so):
    """Return the sign of a wrong pair: ``looks_so(scores, targets, pair, p)``, with its probabilities."""

    def seen(call, reply):
        (scores, y), pair = call.args, as_pair(reply.answer)
        if pair is None or _alike(scores, pair, right_pair(call)):
            return False
        return bool(looks_so(scores, platt_targets(y), pair, sigmoid(pair[0] * scores + pair[1])))

    return seen


def _least_squares(scores, targets, _pair, p):
    """Say whether the squared distance from the targets is flat there, and not because the curve is."""
    steep, z = p * (1 - p), (scores - scores.mean()) / scores.std()
    slopes = [np.mean((p - targets) * steep * part) for part in (1, z)]
    return np.mean(steep) > 1e-3 and np.max(np.abs(slopes)) < 1e-3 * np.mean(steep)


def _pulled(scores, targets, pair, p):
    """Say whether the slope is too small, and the intercept the best one for it."""
    slopes = np.array([np.mean((p - targets) * part) for part in (1, (scores - scores.mean()) / scores.std())])
    return abs(slopes[0]) < 1e-3 < abs(slopes[1]) and slopes[1] * pair[0] < 0


def _standardised(scores, y):
    return fitted((scores - scores.mean()) / scores.std(), platt_targets(y))


def _centre_left(scores, y):
    a, b = platt_scaling(scores, y)
    return a, b + a * scores.mean()


def _straight_line(scores, y):
    targets = platt_targets(y)
    return tuple(np.polyfit(scores, np.log(targets / (1 - targets)), 1))


def _balanced(y):
    positive = y == 1
    return np.where(positive, len(y) / (2 * positive.sum()), len(y) / (2 * np.sum(~positive)))


def _swapped_counts(y):
    return np.where(y == 1, (np.sum(y == 0) + 1) / (np.sum(y == 0) + 2), 1 / (np.sum(y == 1) + 2))


def _all_counted(y):
    return np.where(y == 1, (len(y) + 1) / (len(y) + 2), 1 / (len(y) + 2))


# What else the targets of n positives and n negatives are taken for.
OTHER_POSITIVE = (
    lambda n: (n + 1) / (n + 2),
    lambda n: n / (n + 1),
    lambda n: n / (n + 2),
    lambda n: (n + 0.5) / (n + 1),
)
OTHER_NEGATIVE = (lambda n: 1 / (n + 2), lambda n: 1 / (n + 1), lambda n: 1 / n, lambda n: 0.5 / (n + 1))
OTHER_TARGETS = list(product(OTHER_POSITIVE, OTHER_NEGATIVE))[1:]


def _smoothed(of_classes):
    positive, negative = of_classes
    return _fits(lambda s, y: fitted(s, np.where(y == 1, positive(np.sum(y == 1)), negative(np.sum(y == 0)))))


def _no_intercept(scores, y):
    return fitted(np.append(scores, -scores), np.append(platt_targets(y), 1 - platt_targets(y)))[0], 0.0


def _no_slope(_scores, y):
    share = platt_targets(y).mean()
    return 0.0, np.log(share / (1 - share))


def _unsmoothed(call, reply):
    """Say whether the pair fits the labels, or is on the way there: towards infinity where a cut separates them."""
    (scores, y), pair = call.args, as_pair(reply.answer)
    if pair is None:
        return False
    labels = (y == 1).astype(float)
    if separates(scores, y):
        so_far = abs(pair[0]) > 2 * abs(platt_scaling(scores, y)[0])
        return so_far or _alike(scores, pair, _given_up(scores, y)) or to_labels_rather(scores, y, pair)
    return _alike(scores, pair, fitted(scores, labels)) or to_labels_rather(scores, y, pair)


def _given_up(scores, y):
    """Return where the course's own fit stops, with a warning, when there is no finite minimum."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return fitted(scores, (y == 1).astype(float))


def _as_probabilities(call, reply):
    answer = as_array(reply.answer)
    looks_so = answer is not None and answer.shape == call.args[0].shape and len(answer) != 2
    return looks_so and answer.min() >= 0 and answer.max() <= 1


def _under_way(call, reply):
    """Say whether descent to the smoothed targets comes by the pair, and has not arrived there."""
    (scores, y), pair = call.args, as_pair(reply.answer)
    if pair is None or _alike(scores, pair, platt_scaling(scores, y)) or to_labels_rather(scores, y, pair):
        return False
    return descends_to(scores, platt_targets(y), pair)


# Gradient descent that stops too early: to which fit was its pair (a, b) on the way?

_NEAR = 8e-3  # of a probability: so near to the way does descent keep, with steps of any size that arrives
_TIMES = np.logspace(-2, 6, 60)  # size of a step times number of steps
_NEWTON_STEPS = 5


def separates(scores, y):
    """Say whether a cut of the scores separates the classes, either way round."""
    return scores[y == 1].min() > scores[y == 0].max() or scores[y == 1].max() < scores[y == 0].min()


def descends_to(scores, targets, pair):
    """Say whether descent from a = b = 0 to the fit of the targets comes by the pair."""
    return _distance_from_ways(scores, targets, pair) < _NEAR


def to_labels_rather(scores, y, pair):
    """Say whether descent to the labels comes by the pair, and descent to the smoothed targets does not."""
    from_labels_way = _distance_from_ways(scores, (y == 1).astype(float), pair)
    return from_labels_way < min(_NEAR, _distance_from_ways(scores, platt_targets(y), pair) / 2)


def _distance_from_ways(scores, targets, pair):
    """Return how far a pair's curve is from those that descent from a = b = 0 to the fit of the targets comes by.

    It may descend on the scores as they are or on standardised ones; by small steps it keeps to the same way,
    whatever their size.

    Returns
    -------
    float
        The largest difference of a probability, from the nearest curve.
    """
    curve = sigmoid(pair[0] * scores + pair[1])
    ways = sigmoid(
        _ways(scores.tobytes(), targets.tobytes()) @ np.stack([scores, np.ones(len(scores))])
    )  # (2, times, n)
    start, step = ways[:, :-1], np.diff(ways, axis=1)
    t = np.sum((curve - start) * step, axis=2) / np.maximum(np.sum(step**2, axis=2), 1e-300)
    between = start + np.clip(t, 0, 1)[..., None] * step
    return float(np.min(np.max(np.abs(between - curve), axis=2)))


@lru_cache(maxsize=32)  # several slips look at them, case by case
def _ways(scores, targets):
    """Return pairs (a, b) after each of the times, of descent on raw and on standardised scores, shape (2, times, 2).

    Each step goes where the slope at its end points (implicit Euler), so that it may be as long as it likes. Scores and
    targets come as the bytes of their floats.
    """
    scores, targets = np.frombuffer(scores), np.frombuffer(targets)
    mean, sd = np.array([0.0, scores.mean()]), np.array([1.0, scores.std()])
    z = (scores - mean[:, None]) / sd[:, None]
    A = np.stack([z, np.ones_like(z)], axis=2)  # (2, n, 2)
    theta, found = np.zeros((2, 2)), []
    for time in np.diff(_TIMES, prepend=0.0):
        start = theta
        for _ in range(_NEWTON_STEPS):
            p = sigmoid(np.einsum("snk,sk->sn", A, theta))
            slope = np.einsum("sn,snk->sk", p - targets, A) / len(scores) + (theta - start) / time
            bend = np.einsum("sn,snk,snl->skl", p * (1 - p), A, A) / len(scores) + np.eye(2) / time
            theta = theta - np.linalg.solve(bend, slope[..., None])[..., 0]
        found.append(theta)
    a, b = np.moveaxis(found, 0, 2)[:, 0] / sd[:, None], np.moveaxis(found, 0, 2)[:, 1]
    return np.stack([a, b - a * mean[:, None]], axis=2)


platt = EXERCISE.task("platt_scaling", judge=judge_pair)
platt.case("six rows, as worked by hand, and others", both(six_rows, moved(six_rows)))
platt.case("three rows", moved(three_rows))
platt.case("60 rows, 8 positives", overlapping, points=2)
platt.case("a cut that separates the classes", separated)
platt.case("scores in the tens", lambda rng: overlapping(rng, n_positive=10, scale=8.0, offset=20.0))
platt.case("a model that ranks the wrong way round", lambda rng: overlapping(rng, shift=-1.3))
platt.case("30 rows, 20 of them positive", lambda rng: overlapping(rng, n=30, n_positive=20))
platt.case("labels False and True", with_booleans)

platt.sign("probabilities instead of coefficients", _as_probabilities)
platt.sign("not two numbers", lambda _call, reply: reply.failed("type"))
platt.sign("Platt's own sign", _fits(lambda scores, y: tuple(-part for part in platt_scaling(scores, y))))
platt.sign("a and b swapped", _is(lambda scores, y: platt_scaling(scores, y)[::-1]))
platt.sign("targets not smoothed", _unsmoothed)
platt.sign(
    "counts of the other class",
    _fits(lambda scores, y: fitted(scores, _swapped_counts(y))),
    *(
        _fits(lambda s, y, one=one: fitted(s, np.where(y == one, _swapped_counts(y), platt_targets(y))))
        for one in (0, 1)
    ),
)
platt.sign("all rows counted", _fits(lambda scores, y: fitted(scores, _all_counted(y))))
platt.sign("another smoothing", *map(_smoothed, OTHER_TARGETS))
platt.sign("no intercept", _fits(_no_intercept))
platt.sign("no slope", _fits(_no_slope))
platt.sign("classes weighted", _fits(lambda scores, y: fitted(scores, platt_targets(y), _balanced(y))))
platt.sign("scores squeezed first", _is(lambda scores, y: fitted(sigmoid(scores), platt_targets(y))))
platt.sign("coefficients of standardised scores", _is(_standardised), _is(_centre_left))
platt.sign(
    "slope without its sign", _fits(lambda scores, y: (abs(platt_scaling(scores, y)[0]), platt_scaling(scores, y)[1]))
)
platt.sign("a straight line", _fits(_straight_line))
platt.sign("penalised", _fits(lambda scores, y: fitted(scores, platt_targets(y), l2=1.0)))
platt.sign("labels and a penalty", _fits(lambda scores, y: fitted(scores, (y == 1).astype(float), l2=1.0)))
platt.sign("squared error", _of_pair(_least_squares), only=True)
platt.sign("large scores", _of_pair(lambda scores, *_: np.abs(scores).max() > 15), only=True)
platt.sign("targets cut off", _of_pair(lambda _scores, _targets, _pair, p: p.max() < 0.02))
platt.sign("stopped on the way", _under_way)
platt.sign("penalised", _of_pair(_pulled), only=True)

# Probabilities that may only rise with the score

ROUNDING = 1e-12
A_LITTLE = 1e-4  # of a probability, or of a sum of them


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
    falls = np.any(np.diff(answer[np.argsort(scores, kind="stable")]) < -A_LITTLE)
    return falls and all(np.all(np.cumsum(part) > -A_LITTLE) for part in (labels - p, p - right))


def _one_for_each_score(call, reply):
    answer, (scores, y) = as_array(reply.answer), call.args
    values, rows, p = _by_score(scores, y)
    shaped = answer is not None and answer.shape == values.shape != y.shape
    return shaped and np.allclose(np.sort(answer), _pooled(p, rows), atol=1e-5)


def _moved(call, reply):
    """Say whether the right probabilities stand in other places."""
    answer, right = as_array(reply.answer), isotonic_probabilities(*call.args)
    if answer is None or answer.shape != right.shape or np.allclose(answer, right, atol=1e-5):
        return False
    return np.allclose(np.sort(answer), np.sort(right), atol=1e-5)


def _pooled_last(scores, y):
    """Return the shares of equal scores among probabilities that were pooled row by row."""
    return _spread(lambda p, _rows: p)(scores, on_sorted(lambda y: _pooled(y, np.ones(len(y))))(scores, y))


isotonic = EXERCISE.task("isotonic_probabilities", isotonic_probabilities)
isotonic.case("eight rows, as worked by hand, and others", both(eight_rows, moved(eight_rows)))
isotonic.case("60 rows, 25 positives", lambda rng: overlapping(rng, n_positive=25), points=2)
isotonic.case("pools that have to be pooled again", alternating)
isotonic.case("rows with equal scores", tied)
isotonic.case("30 rows, labels as floats", lambda rng: tuple(part.astype(float) for part in overlapping(rng, 30, 10)))
isotonic.case("a model that ranks the wrong way round", lambda rng: overlapping(rng, n_positive=25, shift=-1.3))

isotonic.sign("one for each score", _one_for_each_score)
isotonic.sign("order not undone", _moved)
isotonic.twin("whole numbers", lambda scores, y: np.floor(isotonic_probabilities(scores, y) + ROUNDING))
isotonic.twin("falling", _falling)
isotonic.twin("scores not looked at", lambda _scores, y: _pooled(y.astype(float), np.ones(len(y))))
isotonic.twin("not pooled", _spread(lambda p, _rows: p))
isotonic.twin("not pooled again", _spread(lambda p, rows: _pooled(p, rows, again=False)))
isotonic.twin("blocks not weighted by their rows", _spread(lambda p, rows: _pooled(p, rows, weighted=False)))
isotonic.twin("equal scores apart", on_sorted(lambda y: _pooled(y, np.ones(len(y)))), _pooled_last)
isotonic.twin("running maximum", _spread(lambda p, _rows: np.maximum.accumulate(p)), on_sorted(np.maximum.accumulate))
isotonic.twin("running minimum", _spread(lambda p, _rows: np.minimum.accumulate(p[::-1])[::-1]))
isotonic.twin("share of all rows below", _spread(lambda p, rows: np.cumsum(p * rows) / np.cumsum(rows)))
isotonic.twin(
    "share of all rows above", _spread(lambda p, rows: (np.cumsum((p * rows)[::-1]) / np.cumsum(rows[::-1]))[::-1])
)
isotonic.twin("smoothed targets", lambda scores, y: _spread(_pooled)(scores, platt_targets(y)))
isotonic.slip("Platt's curve", gives(_platt, atol=2e-3), whole=True)
isotonic.sign("pooled in one pass", _falls_still)
