"""Scores into probabilities, learned on held-out rows: Platt's sigmoid, and a staircase that may only rise."""

import numpy as np

from lessonlib.compute.logistic import fit_logistic_regression
from lessonlib.compute.validate import as_both_classes, as_labels, as_scores


def platt_targets(y):
    """Return Platt's smoothed targets: (N₊ + 1) / (N₊ + 2) for positives, 1 / (N₋ + 2) for negatives.

    They are what is left of certainty after so few rows, and keep the fit finite where a cut separates the classes.

    Parameters
    ----------
    y : array-like of 0 and 1, shape (n,)

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    ValueError
        If a label is not 0 or 1.

    Examples
    --------
    >>> platt_targets([1, 0, 0]).round(6).tolist()
    [0.666667, 0.25, 0.25]
    """
    positive = as_labels(y, "y")
    n_positive = int(positive.sum())
    return np.where(positive, (n_positive + 1) / (n_positive + 2), 1 / (len(positive) - n_positive + 2))


def platt_scaling(y_score, y):
    """Fit p = sigmoid(a · score + b) to held-out rows, with smoothed targets (Platt 1999; Lin, Lin and Weng 2007).

    Minimises the cross-entropy with `platt_targets` by Newton's method. Platt writes 1 / (1 + exp(A·f + B)):
    A = −a and B = −b.

    Parameters
    ----------
    y_score : array-like of float, shape (n,)
        A model's raw outputs, on rows that it was not trained on.
    y : array-like of 0 and 1, shape (n,)

    Returns
    -------
    a, b : float
        Where a > 0, ``sigmoid(a * y_score + b)`` ranks rows as the scores do; a < 0 turns the ranking over.

    Raises
    ------
    ValueError
        If a class is missing.

    Examples
    --------
    Four negatives at score 0 and two positives at 2: the targets are 1/6 and 3/4, with log-odds −ln 5 and ln 3.

    >>> a, b = platt_scaling([0, 0, 0, 0, 2, 2], [0, 0, 0, 0, 1, 1])
    >>> round(a, 6), round(b, 6)    # (ln 3 + ln 5) / 2 and −ln 5
    (1.354025, -1.609438)
    """
    targets = platt_targets(as_both_classes(y, "y"))
    column = as_scores(y_score, len(targets)).astype(float)[:, None]
    # A target of 3/4 is a row that counts 3/4 as a positive and 1/4 as a negative.
    labels = np.repeat([1, 0], len(targets))
    w, b = fit_logistic_regression(np.concatenate([column, column]), labels, np.append(targets, 1 - targets))
    return float(w[0]), b


def isotonic_probabilities(y_score, y):
    """Fit probabilities that never fall as the score rises, by pooling adjacent violators (Ayer et al. 1955).

    Of all such probabilities these have the smallest squared error on these rows (Zadrozny and Elkan 2002 calibrate
    with them). Each is the share of positives in a stretch of neighbouring scores.

    Parameters
    ----------
    y_score : array-like of float, shape (n,)
        A model's raw outputs, on rows that it was not trained on.
    y : array-like of 0 and 1, shape (n,)

    Returns
    -------
    ndarray, shape (n,)
        One probability for each row, in the order of the rows; equal scores have equal ones.

    Raises
    ------
    ValueError
        If lengths differ, a label is not 0 or 1, or a score is NaN.

    Examples
    --------
    The scores 2 and 3 are in the wrong order, and share one half:

    >>> isotonic_probabilities([1, 2, 3, 4], [0, 1, 0, 1]).tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    positive = as_labels(y, "y")
    _, which = np.unique(as_scores(y_score, len(positive)), return_inverse=True)
    sizes = np.bincount(which)
    blocks = []  # of neighbouring scores: positives, rows, distinct scores
    for block in zip(np.bincount(which, weights=positive).tolist(), sizes.tolist(), [1] * len(sizes), strict=True):
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:  # the share does not rise: pool the two
            block = tuple(map(sum, zip(blocks.pop(), block, strict=True)))
        blocks.append(block)
    positives, rows, distinct = np.transpose(blocks)
    return np.repeat(positives / rows, distinct.astype(int))[which]
