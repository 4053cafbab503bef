"""SMOTE taken apart: which row, which neighbour and which t made a point, and among whom the point has come to lie."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.resampling import interpolate
from lessonlib.compute.validate import as_count, as_features

ON_LINE = 1e-6  # of the data's extent: farther from every segment, a point was not interpolated


class Steps(NamedTuple):
    """One entry for each synthetic point: its row, the neighbour, t, and the point itself, shape (n, d).

    Where a point lies on no segment between a row and one of its neighbours, `on_line` is False, and row,
    neighbour and t are those of the nearest segment.
    """

    row: np.ndarray
    neighbor: np.ndarray
    t: np.ndarray
    points: np.ndarray
    on_line: np.ndarray


def smote_steps(X_minority, neighbors, n_synthetic, seed=42):
    """Make synthetic rows from neighbours that are known already, and keep every step.

    Parameters
    ----------
    X_minority : array-like, shape (n, d)
    neighbors : array-like of int, shape (n, k)
        The neighbours of each row, for instance `k_nearest_neighbors(X_minority, k)`: then the points are those
        of `smote` with that k and the same seed.
    n_synthetic : int >= 0
    seed : int, default 42

    Returns
    -------
    Steps

    Examples
    --------
    >>> steps = smote_steps([[0.0], [1.0]], [[1], [0]], n_synthetic=3)
    >>> bool(np.all(steps.row + steps.neighbor == 1)), bool(steps.on_line.all())
    (True, True)
    """
    X, neighbors = as_features(X_minority, "X_minority", min_rows=2), np.asarray(neighbors)
    rng = np.random.RandomState(seed)
    size = as_count(n_synthetic, "n_synthetic", 0)
    row, place = np.divmod(rng.randint(0, neighbors.size, size=size), neighbors.shape[1])
    neighbor, t = neighbors[row, place], rng.uniform(size=size)
    return Steps(row, neighbor, t, interpolate(X[row], X[neighbor], t[:, None]), np.full(size, True))


def find_steps(X_minority, neighbors, points):
    """Find for each point the segment from a row to one of its neighbours that it lies on, or else lies nearest to.

    Parameters
    ----------
    X_minority : array-like, shape (n, d)
    neighbors : array-like of int, shape (n, k)
    points : array-like, shape (m, d)
        For instance what a `smote` of somebody else returned.

    Returns
    -------
    Steps
        Two rows that are each other's neighbours share a segment; the first of them in X counts as the row.

    Examples
    --------
    The middle of the segment from 0 to 4, and a point beyond its end:

    >>> steps = find_steps([[0.0], [4.0]], [[1], [0]], [[2.0], [5.0]])
    >>> steps.t.tolist(), steps.on_line.tolist()
    ([0.5, 1.0], [True, False])
    """
    X, points = as_features(X_minority, "X_minority", min_rows=2), as_features(points, "points", min_rows=0)
    neighbors = np.asarray(neighbors)
    start = np.repeat(np.arange(len(X)), neighbors.shape[1])
    end = neighbors.ravel()
    along = X[end] - X[start]  # (segments, d)
    offset = points[:, None] - X[start]  # (m, segments, d)
    length = np.maximum(np.sum(along**2, axis=1), np.finfo(float).tiny)  # twins: a segment of no length
    t = np.clip(np.sum(offset * along, axis=2) / length, 0, 1)
    distance = np.sqrt(np.sum((offset - t[..., None] * along) ** 2, axis=2))
    tolerance = ON_LINE * np.ptp(X, axis=0).max()
    best = np.argmax(distance <= np.maximum(distance.min(axis=1, keepdims=True), tolerance), axis=1)
    each = np.arange(len(points))
    return Steps(start[best], end[best], t[each, best], points, distance[each, best] <= tolerance)


def majority_among_nearest(points, X_minority, X_majority, m=5):
    """Count how many of the `m` real rows nearest to each point belong to the majority.

    Parameters
    ----------
    points : array-like, shape (n, d)
        Synthetic points, not among the real rows.
    X_minority, X_majority : array-like, shape (., d)
    m : int, default 5

    Returns
    -------
    ndarray of int, shape (n,)
        From 0 (only minority around it) to m (only majority).

    Raises
    ------
    ValueError
        If `m` exceeds the number of real rows.

    Examples
    --------
    >>> majority_among_nearest([[1.0], [8.0]], [[0.0], [2.0]], [[7.0], [9.0]], m=2).tolist()
    [0, 2]
    """
    from scipy.spatial import cKDTree

    minority, majority = as_features(X_minority, "X_minority"), as_features(X_majority, "X_majority")
    n_real = len(minority) + len(majority)
    if as_count(m, "m", 1) > n_real:
        raise ValueError(f"m must not exceed the number of real rows; got m={m} with {n_real} rows. Use m <= {n_real}.")
    points = as_features(points, "points", min_rows=0)
    if len(points) == 0:
        return np.zeros(0, dtype=int)
    _, nearest = cKDTree(np.concatenate([minority, majority])).query(points, k=np.arange(1, m + 1))
    return np.sum(nearest >= len(minority), axis=1)
