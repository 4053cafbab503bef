"""Resampling: change how often each class occurs in the training data; SMOTE changes the minority's shape as well.

For training data only. Validation and test data keep the proportions of the real world.
"""

import numpy as np

from lessonlib.compute.neighbors import k_nearest_neighbors
from lessonlib.compute.validate import as_classes, as_count, as_features, as_labels, same_length


def random_oversample(X, y, seed=42, *, ratio=1.0):
    """Duplicate random minority rows until the minority is `ratio` times the majority.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like, shape (n,)
        Class labels, two or more classes.
    seed : int, default 42
        Same seed, same rows; the draws are imbalanced-learn's.
    ratio : float > 0, default 1.0
        Every class but the largest is raised to `ratio` × the largest, if it is smaller than that.

    Returns
    -------
    X_resampled, y_resampled : ndarray
        The original rows, first and unchanged, then the duplicates.

    Raises
    ------
    ValueError
        If there is only one class, or `ratio` is not positive.

    Examples
    --------
    >>> X, y = random_oversample([[0.0], [1.0], [2.0], [9.0]], [0, 0, 0, 1])
    >>> X[:, 0].tolist(), y.tolist()
    ([0.0, 1.0, 2.0, 9.0, 9.0, 9.0], [0, 0, 0, 1, 1, 1])
    """
    X, y, classes, counts = _as_classes(X, y)
    wanted = round(_as_ratio(ratio) * counts.max())
    rng = np.random.RandomState(seed)
    copies = [
        rng.choice(np.flatnonzero(y == label), size=wanted - count, replace=True)
        for label, count in zip(classes, counts, strict=True)
        if count < wanted and label != classes[counts.argmax()]
    ]
    rows = np.concatenate([*copies, np.arange(0)])
    return np.concatenate([X, X[rows]]), np.concatenate([y, y[rows]])


def random_undersample(X, y, seed=42, *, ratio=1.0):
    """Drop random majority rows until the minority is `ratio` times the majority.

    Every class but the smallest is cut to the smallest / `ratio`, if it is larger than that. The rows come class by
    class.

    Parameters
    ----------
    X, y, seed, ratio
        As for `random_oversample`.

    Returns
    -------
    X_resampled, y_resampled : ndarray

    Raises
    ------
    ValueError
        As `random_oversample` does.

    Examples
    --------
    >>> X, y = random_undersample([[0.0], [1.0], [2.0], [9.0]], [0, 0, 0, 1])
    >>> y.tolist(), float(X[-1, 0])
    ([0, 1], 9.0)
    """
    X, y, classes, counts = _as_classes(X, y)
    wanted = round(counts.min() / _as_ratio(ratio))
    rng = np.random.RandomState(seed)
    kept = []
    for label, count in zip(classes, counts, strict=True):
        rows = np.flatnonzero(y == label)
        is_cut = count > wanted and label != classes[counts.argmin()]
        kept.append(rng.choice(rows, size=wanted, replace=False) if is_cut else rows)
    rows = np.concatenate(kept)
    return X[rows], y[rows]


def smote(X_minority, k=5, n_synthetic=100, seed=42):
    """Make synthetic minority rows on the segments between minority rows and their neighbours.

    SMOTE (Chawla et al. 2002): take a row, pick one of its `k` nearest minority neighbours, and a point
    between the two at a fraction t of the way, uniform in [0, 1). The rows are drawn at random, as in
    imbalanced-learn; the paper goes through them in turn.

    Parameters
    ----------
    X_minority : array-like, shape (n, d)
        Rows of the minority class only.
    k : int, default 5
        Neighbours to choose from, at most n − 1.
    n_synthetic : int, default 100
        Rows to make; 0 gives an array of shape (0, d).
    seed : int, default 42
        Same seed, same rows; the draws are imbalanced-learn's, so equal input gives equal points.

    Returns
    -------
    ndarray, shape (n_synthetic, d)

    Raises
    ------
    ValueError
        If `k` is not smaller than the number of minority rows.

    Examples
    --------
    With two rows every point lies between them:

    >>> points = smote([[1.0, 2.0], [1.5, 2.5]], k=1, n_synthetic=50)
    >>> bool(np.allclose(points[:, 1] - points[:, 0], 1.0)), bool((points[:, 0] < 1.5).all())
    (True, True)
    """
    X = as_features(X_minority, "X_minority", min_rows=2)
    n_synthetic = as_count(n_synthetic, "n_synthetic", 0)
    neighbors = k_nearest_neighbors(X, k)
    rng = np.random.RandomState(seed)
    row, place = np.divmod(rng.randint(0, neighbors.size, size=n_synthetic), neighbors.shape[1])
    t = rng.uniform(size=n_synthetic)
    return interpolate(X[row], X[neighbors[row, place]], t[:, None])  # (n_synthetic, d)


def interpolate(x, neighbor, t):
    """Return the point a fraction `t` of the way from `x` to `neighbor`: x + t (neighbor − x).

    Parameters
    ----------
    x, neighbor : ndarray of equal shape
    t : float or ndarray in [0, 1] that broadcasts with them

    Returns
    -------
    ndarray, shape of `x`

    Examples
    --------
    >>> interpolate(np.array([1.0, 2.0]), np.array([1.5, 2.5]), 0.4).tolist()
    [1.2, 2.2]
    """
    return x + t * (neighbor - x)


def smote_resample(X, y, k=5, seed=42, *, ratio=1.0):
    """Add SMOTE rows until the minority (class 1) is `ratio` times the majority.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
    k, seed : int, default 5 and 42
        As for `smote`.
    ratio : float > 0, default 1.0
        Minority / majority afterwards.

    Returns
    -------
    X_resampled, y_resampled : ndarray
        The original rows, first and unchanged, then the synthetic ones, labelled 1.

    Raises
    ------
    ValueError
        If a label is not 0 or 1, or there are not more than `k` minority rows.

    Examples
    --------
    >>> X, y = smote_resample([[0.0], [1.0], [2.0], [8.0], [9.0], [5.0]], [0, 0, 0, 1, 1, 0], k=1)
    >>> len(y), int(y.sum())
    (8, 4)
    """
    X, y, _, _ = _as_classes(X, y)
    minority = as_labels(y, "y")
    n_minority = int(minority.sum())
    wanted = round(_as_ratio(ratio) * (len(y) - n_minority))
    synthetic = smote(X[minority], k, max(0, wanted - n_minority), seed)
    return np.concatenate([X, synthetic]), np.append(y, np.ones(len(synthetic), dtype=y.dtype))


def _as_classes(X, y):
    """Return features, labels, the classes and their counts."""
    X, y = as_features(X), as_classes(y)
    same_length(X, y, "X", "y")
    classes, counts = np.unique(y, return_counts=True)
    if len(classes) < 2:
        raise ValueError(f"y must hold at least two classes; got only {classes[0]!r}. There is nothing to balance.")
    return X, y, classes, counts


def _as_ratio(ratio):
    if not ratio > 0:
        raise ValueError(f"ratio must be positive; got {ratio}. 1 makes the classes equally large.")
    return ratio
