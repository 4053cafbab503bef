"""Cases for threshold searches: rows whose scores are clearly apart from one another, or exactly equal."""

import numpy as np

from lessonlib.checks.cases import Call, Case

SORTS = 3  # sets of tied rows: `np.argsort` may order equal scores luckily once, not three times


def search_case(name, make, judge, *, n_calls=1, points=1, expects_error=False, **kwargs):
    """Return a case that calls ``f(y_true, y_probs, **kwargs)``, each time on new rows."""
    return Case(name, lambda rng: tuple(Call(make(rng), kwargs) for _ in range(n_calls)), judge, points, expects_error)


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
