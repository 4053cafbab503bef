"""Gradient descent that stops too early: to which fit was its pair (a, b) on the way?"""

import numpy as np

from lessonlib.compute.logistic import sigmoid
from lessonlib.compute.platt import platt_targets

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
    ways = sigmoid(_ways(scores, targets) @ np.stack([scores, np.ones(len(scores))]))  # (2, times, n)
    start, step = ways[:, :-1], np.diff(ways, axis=1)
    t = np.sum((curve - start) * step, axis=2) / np.maximum(np.sum(step**2, axis=2), 1e-300)
    between = start + np.clip(t, 0, 1)[..., None] * step
    return float(np.min(np.max(np.abs(between - curve), axis=2)))


def _ways(scores, targets):
    """Return pairs (a, b) after each of the times, of descent on raw and on standardised scores, shape (2, times, 2).

    Each step goes where the slope at its end points (implicit Euler), so that it may be as long as it likes.
    """
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
