"""Borderline-SMOTE and its relatives: how hard is each minority row, and where do synthetic rows go because of it?

Hard is what has many majority rows among its neighbours. Whose neighbours are all of the majority may be a wrong
label: Han et al. (2005) call it noise and pass it over, He et al. (2008) give it the most synthetic rows of all.
"""

import numpy as np

from lessonlib.compute.neighbors import k_nearest_neighbors
from lessonlib.compute.resampling import interpolate
from lessonlib.compute.validate import as_both_classes, as_count, as_features, same_length


def majority_neighbors(X, y, m=10):
    """Count the majority rows among the `m` nearest neighbours of each minority row.

    Parameters
    ----------
    X : array-like, shape (n, d)
        Rows of both classes.
    y : array-like of 0 and 1, shape (n,)
        1 is the minority.
    m : int, from 1 to n − 1, default 10
        Neighbours in the whole of X. A row is left out by its number, so that an exact duplicate of it counts.

    Returns
    -------
    ndarray of int, shape (n_minority,)
        From 0 to m, in the order of the minority rows in X.

    Raises
    ------
    ValueError
        If only one class occurs, or `m` is not smaller than the number of rows.

    Examples
    --------
    Two rows of the minority lie at 0 and 1, one at 6 between rows of the majority:

    >>> majority_neighbors([[0.0], [1.0], [5.0], [6.0], [7.5]], [1, 1, 0, 1, 0], m=2).tolist()
    [1, 1, 2]
    """
    X, minority = _as_two_classes(X, y)
    if as_count(m, "m", 1) >= len(X):
        raise ValueError(f"m must be smaller than the number of rows; got m={m} with {len(X)}. Use m <= {len(X) - 1}.")
    neighbors = k_nearest_neighbors(X, m, rows=np.flatnonzero(minority))  # (n_minority, m)
    return np.sum(~minority[neighbors], axis=1)


def danger_set(X, y, m=10):
    """Return the numbers of the minority rows in danger: at least half of their neighbours are majority, not all.

    m/2 <= m' < m, with m' the count of `majority_neighbors`: Han, Wang and Mao (2005), section 3. With m' = m a
    row is noise, with m' < m/2 it is safe.

    Parameters
    ----------
    X, y, m
        As for `majority_neighbors`.

    Returns
    -------
    ndarray of int
        Rows of X, rising; empty where none is in danger.

    Raises
    ------
    ValueError
        As `majority_neighbors` does.

    Examples
    --------
    >>> danger_set([[0.0], [1.0], [5.0], [6.0], [7.5]], [1, 1, 0, 1, 0], m=2).tolist()
    [0, 1]
    """
    count = majority_neighbors(X, y, m)
    return np.flatnonzero(np.asarray(y) == 1)[(2 * count >= m) & (count < m)]


def borderline_smote(X, y, k=5, m=10, n_synthetic=100, seed=42):
    """Make synthetic minority rows like `smote`, but only from rows in danger.

    Borderline-SMOTE1 (Han et al. 2005): take a row of `danger_set`, pick one of its `k` nearest minority
    neighbours, which may lie anywhere, and a point between the two. Both classes are handed in, since danger can't
    be seen without the majority; only the synthetic rows come back, as from `smote`.

    Parameters
    ----------
    X, y : array-like, shapes (n, d) and (n,)
        Rows of both classes; 1 is the minority.
    k : int, default 5
        Minority neighbours to choose from, at most n_minority − 1.
    m : int, default 10
        Neighbours of either class that decide who is in danger.
    n_synthetic : int, default 100
        Rows to make; 0 gives an array of shape (0, d).
    seed : int, default 42
        Same seed, same rows; the draws are imbalanced-learn's, so equal input without duplicates gives equal points.

    Returns
    -------
    ndarray, shape (n_synthetic, d)

    Raises
    ------
    ValueError
        If `k` or `m` is too large, or no row is in danger and there is nothing to start from.

    Examples
    --------
    The rows at 0 and 1 are in danger, the one at 6 is noise; with k=1 every point lies between the first two:

    >>> points = borderline_smote([[0.0], [1.0], [5.0], [6.0], [7.5]], [1, 1, 0, 1, 0], k=1, m=2, n_synthetic=50)
    >>> points.shape, bool((points < 1).all())
    ((50, 1), True)
    """
    n_synthetic = as_count(n_synthetic, "n_synthetic", 0)
    danger = danger_set(X, y, m)
    X, minority = _as_two_classes(X, y)
    near = np.flatnonzero(minority)[k_nearest_neighbors(X[minority], k)]  # (n_minority, k), as rows of X
    if n_synthetic and not len(danger):
        raise ValueError(
            f"X must hold minority rows in danger; got none, by their m={m} neighbours. "
            "Try a larger m, or smote, which starts from every minority row."
        )
    rng = np.random.RandomState(seed)
    start, place = np.divmod(rng.randint(0, max(1, len(danger) * k), size=n_synthetic), k)
    t = rng.uniform(size=(n_synthetic, 1))
    row = danger[start]
    partner = near[np.searchsorted(np.flatnonzero(minority), row), place]
    return interpolate(X[row], X[partner], t)  # (n_synthetic, d)


def adasyn_counts(X, y, m=10, n_synthetic=100):
    """Return how many synthetic rows ADASYN makes from each minority row: the more, the harder the row.

    r = m' / m for each row, divided by the sum of all r, times `n_synthetic`, rounded: He et al. (2008).

    Parameters
    ----------
    X, y, m
        As for `majority_neighbors`.
    n_synthetic : int >= 0, default 100

    Returns
    -------
    ndarray of int, shape (n_minority,)
        In the order of the minority rows in X. Rounding may make the sum differ a little from `n_synthetic`. All
        are 0 where no minority row has a majority neighbour.

    Raises
    ------
    ValueError
        As `majority_neighbors` does.

    Examples
    --------
    >>> adasyn_counts([[0.0], [1.0], [5.0], [6.0], [7.5]], [1, 1, 0, 1, 0], m=2).tolist()
    [25, 25, 50]
    """
    n_synthetic = as_count(n_synthetic, "n_synthetic", 0)
    count = majority_neighbors(X, y, m)
    return np.rint(n_synthetic * count / max(1, count.sum())).astype(int)


def _as_two_classes(X, y):
    """Return features and, for each row, whether it is of the minority."""
    X, minority = as_features(X), as_both_classes(y, "y")
    same_length(X, minority, "X", "y")
    return X, minority
