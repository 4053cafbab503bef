"""Exercise 08: held-out scores and labels to calibrate on."""

import numpy as np


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


def with_booleans(rng):
    """Return overlapping scores, and labels False and True."""
    scores, y = overlapping(rng)
    return scores, y == 1


def separated(rng):
    """Return 25 rows whose 5 positives have the highest scores."""
    scores = np.sort(rng.normal(size=25))
    order = rng.permutation(25)
    return (scores + np.repeat([0.0, 0.5], [20, 5]))[order], (np.arange(25) >= 20).astype(int)[order]
