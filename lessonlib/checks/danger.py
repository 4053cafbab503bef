"""Minority rows in danger: the rule, other rules that learners come up with, and rows on which the rules differ.

A rule looks at m', how many of the m neighbours of a minority row are majority, and says which rows are meant.
"""

import numpy as np

from lessonlib.compute.borderline import majority_neighbors

CLEAR = 1e-4  # of a distance: by more than this is the last neighbour nearer than the next row; float32 rounds by less


def in_danger(count, m):
    """Say which rows are in danger: half of the neighbours or more are majority, but not all."""
    return (2 * count >= m) & (count < m)


def noise_too(count, m):
    """Say which rows are in danger or noise."""
    return 2 * count >= m


def any_majority(count, _m):
    """Say which rows have a majority neighbour at all: the loose rule."""
    return count >= 1


def any_but_noise(count, m):
    """Say which rows have a majority neighbour, and not only such."""
    return (count >= 1) & (count < m)


def safe(count, m):
    """Say which rows have fewer than half."""
    return 2 * count < m


def m_of(call):
    """Return the m of a call ``f(X, y, …, m=10, …)``."""
    return call.kwargs.get("m", 10)


def minority_rows(call):
    """Return the numbers of the minority rows of a call ``f(X, y, …)``."""
    return np.flatnonzero(np.asarray(call.args[1]) == 1)


def counts_of(call, fewer=0):
    """Return m' for each minority row, by `fewer` neighbours less than asked for."""
    X, y = call.args
    return majority_neighbors(X, np.asarray(y, dtype=int), m_of(call) - fewer)


def counts_first_dropped(X, y, m):
    """Return m' where the first of the order is dropped as the row itself, which may be its twin instead."""
    nearest = [np.argsort(np.linalg.norm(X - x, axis=1), kind="stable")[1 : m + 1] for x in X[y == 1]]
    return np.sum(y[np.array(nearest)] == 0, axis=1)


def rows_by(call, rule=in_danger):
    """Return the numbers of the minority rows that a rule means."""
    return minority_rows(call)[rule(counts_of(call), m_of(call))]


def three_zones(rng, m, k=3, d=4):
    """Return rows in no order, so drawn that every rule above means others, and that float32 finds the same neighbours.

    4 to 9 rows of the minority are in danger; where m is odd, some have one majority neighbour less than half.
    """
    while True:
        place = np.repeat([-3.0, 0.0, 3.0], [9, 8, 3])
        minority = rng.normal(size=(len(place), d)) + place[:, None] * np.eye(d)[0]
        majority = rng.normal(size=(44, d)) + rng.choice([0.8, 3.0], size=(44, 1)) * np.eye(d)[0]
        order = rng.permutation(len(minority) + len(majority))
        X, y = np.vstack([minority, majority])[order], np.repeat([1, 0], [len(minority), len(majority)])[order]
        if _differ(majority_neighbors(X, y, m), m) and clear(X, y, m, k):
            return X, y


def far_apart(rng, n_minority=14, n_majority=20, d=3):
    """Return two clouds so far apart that no minority row has a majority neighbour, up to m = 10."""
    y = rng.permutation(np.repeat([1, 0], [n_minority, n_majority]))
    return rng.normal(size=(len(y), d)) + 50.0 * y[:, None], y


def with_twins(rng, m=5):
    """Return rows in which minority rows have a majority twin before them, and whoever drops the twin is misled."""
    while True:
        X, y = three_zones(rng, m)
        minority = np.flatnonzero(y == 1)
        lucky = minority[majority_neighbors(X, y, m) == (m - 1) // 2]  # with its twin it is in danger
        X, y = np.vstack([X[lucky], X]), np.append(np.zeros(len(lucky), dtype=int), y)
        right, misled = in_danger(majority_neighbors(X, y, m), m), in_danger(counts_first_dropped(X, y, m), m)
        if clear(X, y, m, k=3) and np.any(right & ~misled):
            return X, y


def clear(X, y, m, k):
    """Say whether it is clear which are the m nearest rows of each minority row, and which the k nearest minority."""
    minority = np.flatnonzero(y == 1)
    distances = np.linalg.norm(X[minority][:, None] - X, axis=2)
    distances[np.arange(len(minority)), minority] = np.inf
    return _gap(distances, m) and _gap(distances[:, minority], k)


def _gap(distances, last):
    ordered = np.sort(distances, axis=1)
    return np.all(ordered[:, last] > (1 + CLEAR) * ordered[:, last - 1])


def _differ(count, m):
    """Say whether rows of every kind occur: none, few, about half, most and all neighbours of the majority."""
    danger = in_danger(count, m)
    few = (count >= 1) & (2 * count < m)
    return (
        4 <= danger.sum() <= 9
        and all(np.any(kind) for kind in (count == 0, few, count == m // 2, 2 * count > m, count == m))
        and np.any(2 * count[danger] > m)
    )
