"""Splits: train, choose on validation data, test once; each part with its share of the minority."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_both_classes, as_count


class Split(NamedTuple):
    """Row numbers of the three parts; together every row once."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def stratified_split(y, fractions=(0.6, 0.2, 0.2), seed=0):
    """Split rows at random into train, validation and test, class by class.

    Parameters
    ----------
    y : array-like of 0 and 1, shape (n,)
    fractions : three positive floats that add up to 1, default (0.6, 0.2, 0.2)
    seed : int or numpy.random.SeedSequence, default 0

    Returns
    -------
    Split
        Shuffled row numbers; in each part each class has its fraction, to within one row.

    Raises
    ------
    ValueError
        If a class has too few rows to be in every part.

    Examples
    --------
    >>> y = np.array([0] * 95 + [1] * 5)
    >>> [int(y[part].sum()) for part in stratified_split(y)]
    [3, 1, 1]
    """
    positive = as_both_classes(y, "y")
    fractions = _as_fractions(fractions)
    rng = np.random.default_rng(seed)
    parts = [_cut(rng.permutation(np.flatnonzero(rows)), fractions) for rows in (~positive, positive)]
    for label, pieces in enumerate(parts):
        if min(map(len, pieces)) == 0:
            raise ValueError(
                f"y must have rows of class {label} for all three parts; got {sum(map(len, pieces))} in all. "
                "Collect more of them, or change the fractions."
            )
    return Split(*(rng.permutation(np.concatenate(pieces)) for pieces in zip(*parts, strict=True)))


def repeated_splits(y, n_repeats, fractions=(0.6, 0.2, 0.2), seed=0):
    """Yield `n_repeats` independent stratified splits; the first ones stay the same when more are asked for.

    Parameters
    ----------
    y, fractions
        As for `stratified_split`.
    n_repeats : int >= 1
    seed : int, default 0

    Yields
    ------
    Split

    Raises
    ------
    ValueError
        As `stratified_split` does.
    """
    for child in np.random.SeedSequence(seed).spawn(as_count(n_repeats, "n_repeats", 1)):
        yield stratified_split(y, fractions, child)


def _as_fractions(fractions):
    fractions = np.asarray(fractions, dtype=float)
    if fractions.shape != (3,) or not np.all(fractions > 0) or not np.isclose(fractions.sum(), 1):
        raise ValueError(
            f"fractions must be three positive numbers that add up to 1; got {fractions.tolist()}. Use (0.6, 0.2, 0.2)."
        )
    return fractions


def _cut(rows, fractions):
    """Cut shuffled rows at the rounded cumulative fractions."""
    return np.split(rows, np.rint(np.cumsum(fractions[:-1]) * len(rows)).astype(int))
