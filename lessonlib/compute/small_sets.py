"""Three small data sets in a plane, each of them awkward for interpolation in its own way."""

from typing import NamedTuple

import numpy as np


class SmallSet(NamedTuple):
    """The rows of both classes, shapes (n, 2), wider than high."""

    minority: np.ndarray
    majority: np.ndarray


def small_set(name):
    """Return one of the small data sets; the same rows every time, to two decimals, as they are written.

    Parameters
    ----------
    name : str
        "two groups": 14 minority rows on the left, 4 on the right, and the majority between them.
        "an outlier": one of the 18 minority rows lies far inside the majority.
        "a curve": the minority lies on an arc around the majority.

    Returns
    -------
    SmallSet

    Raises
    ------
    ValueError
        If there is no such set.

    Examples
    --------
    >>> small_set("two groups").minority.shape
    (18, 2)
    """
    if name not in SMALL_SETS:
        raise ValueError(f"name must be one of {', '.join(map(repr, SMALL_SETS))}; got {name!r}. Choose one of these.")
    return SmallSet(*(rows.round(2) for rows in SMALL_SETS[name](np.random.default_rng(3))))


def _two_groups(rng):
    minority = np.concatenate([_patch(rng, 14, (-4.2, 0.1), (1.5, 2.0)), _patch(rng, 4, (4.5, -0.4), (0.6, 0.7))])
    return SmallSet(minority, _cloud(rng, 120, (0.6, 0.0), (1.0, 0.9)))


def _an_outlier(rng):
    minority = np.concatenate([_patch(rng, 17, (-3.7, 0.1), (1.6, 2.1)), [[2.8, 0.3]]])
    return SmallSet(minority, _cloud(rng, 120, (2.2, 0.0), (1.1, 0.9)))


def _a_curve(rng):
    angle = np.linspace(0.03, 0.97, 18) * np.pi + 0.02 * rng.normal(size=18)
    return SmallSet(_on_arc(angle, rng.uniform(0.97, 1.03, 18)), _half_disc(rng, 120))


def _patch(rng, n, centre, radii):
    """Return rows spread evenly over an ellipse, with a little chance: each can be told from the next."""
    turn, radius = np.pi * (3 - np.sqrt(5)) * np.arange(n), np.sqrt((np.arange(n) + 0.5) / n)
    disc = radius * np.array([np.cos(turn), np.sin(turn)])
    return centre + radii * disc.T + 0.12 * rng.normal(size=(n, 2))


def _cloud(rng, n, mean, sd):
    return np.asarray(mean) + np.asarray(sd) * rng.normal(size=(n, 2))


def _half_disc(rng, n):
    return _on_arc(rng.uniform(0, np.pi, n), 0.65 * np.sqrt(rng.uniform(size=n)))


def _on_arc(angle, radius):
    return np.column_stack([4.6 * radius * np.cos(angle), 4.0 * radius * np.sin(angle) - 2.0])


SMALL_SETS = {"two groups": _two_groups, "an outlier": _an_outlier, "a curve": _a_curve}
