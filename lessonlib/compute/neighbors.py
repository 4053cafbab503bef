"""Nearest neighbours: one row at a time as a lesson shows it, and all rows at once, fast, with the same answer.

A row is never its own neighbour: it is left out by its index, so that an exact duplicate of it still counts.
Equal distances are ordered by row number, so the answer does not depend on the method.
"""

import numpy as np

from lessonlib.compute.validate import as_count, as_features

TREE_DIMENSIONS = 8  # the more features, the more rows a k-d tree has to visit
TREE_ROWS = 400  # with fewer, products are as fast, and SciPy's trees need not be imported
CHUNK_ENTRIES = 1 << 20  # distances held at a time; as float32 they are 4 MB and stay in cache
BLOCK = 64  # at most so many columns share one minimum


def euclidean_distance(a, b):
    """Return √Σ(aᵢ − bᵢ)², the straight-line distance between two points of equal shape.

    Parameters
    ----------
    a, b : array-like of equal shape

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> euclidean_distance([0, 0], [3, 4])
    5.0
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"a and b must have the same shape; got {a.shape} and {b.shape}. Compare rows of one array.")
    return float(np.sqrt(np.sum((a - b) ** 2)))


def find_k_neighbors(X, idx, k):
    """Return the indices of the `k` rows nearest to row `idx`, nearest first, shape (k,).

    Parameters
    ----------
    X : array-like, shape (n, d)
    idx : int
        The row whose neighbours are wanted; it is not among them.
    k : int, from 1 to n − 1

    Returns
    -------
    ndarray of int, shape (k,)

    Raises
    ------
    ValueError
        If `k` is not smaller than the number of rows, or `idx` is not a row.

    Examples
    --------
    >>> find_k_neighbors([[0.0], [5.0], [1.0], [3.0]], idx=0, k=2).tolist()
    [2, 3]
    """
    X = _as_rows(X)
    k = _as_k(k, len(X))
    idx = as_count(idx, "idx", 0)
    if idx >= len(X):
        raise ValueError(f"idx must be a row of X; got {idx} with {len(X)} rows. Use idx <= {len(X) - 1}.")
    distances = np.sqrt(np.sum((X - X[idx]) ** 2, axis=1))
    distances[idx] = np.inf
    return np.argsort(distances, kind="stable")[:k]


def k_nearest_neighbors(X, k, rows=None):
    """Return the `k` nearest neighbours of every row at once, shape (n, k): row i is `find_k_neighbors(X, i, k)`.

    A k-d tree for many rows with up to 8 features, else products of whole blocks of rows. Both only propose candidates;
    the distances that decide are computed like those of `find_k_neighbors`.

    Parameters
    ----------
    X, k
        As for `find_k_neighbors`.
    rows : array-like of int, optional
        The rows whose neighbours in all of X are wanted; all by default. The answer has a row for each of them.

    Returns
    -------
    ndarray of int, shape (n, k), or (number of `rows`, k)

    Raises
    ------
    ValueError
        As `find_k_neighbors`, or if a number in `rows` is not a row.

    Examples
    --------
    >>> k_nearest_neighbors([[0.0], [5.0], [1.0], [3.0]], k=2).tolist()
    [[2, 3], [3, 2], [0, 3], [1, 2]]
    >>> k_nearest_neighbors([[0.0], [5.0], [1.0], [3.0]], k=2, rows=[3, 0]).tolist()
    [[1, 2], [2, 3]]
    """
    X = _as_rows(X)
    k = _as_k(k, len(X))
    wanted = np.arange(len(X)) if rows is None else _as_row_numbers(rows, len(X))
    propose = _tree_candidates if len(X) > TREE_ROWS and X.shape[1] <= TREE_DIMENSIONS else _product_candidates
    neighbors = np.empty((len(wanted), k), dtype=np.intp)
    for places, candidates in propose(X, k, wanted):
        neighbors[places] = _nearest_of(X, wanted[places], candidates, k)
    return neighbors


def _as_rows(X):
    """Return features as float64, row after row in memory, so that equal sums round alike, whoever adds them up.

    They are scaled by a power of two, which is exact, so that no square over- or underflows.
    """
    X = np.ascontiguousarray(as_features(X), dtype=float)
    _, exponent = np.frexp(np.abs(X).max(initial=0))
    return np.ldexp(X, -exponent)


def _as_k(k, n):
    k = as_count(k, "k", 1)
    if k >= n:
        raise ValueError(
            f"k must be smaller than the number of minority samples; got k={k} with {n} samples. "
            + (f"Use k <= {n - 1}." if n > 1 else "A single sample has no neighbour: duplicate it instead.")
        )
    return k


def _as_row_numbers(rows, n):
    numbers = np.asarray(rows)
    if numbers.ndim != 1 or (numbers.size and numbers.dtype.kind not in "iu"):
        raise ValueError(f"rows must be a list of whole numbers; got {rows!r}. Of a mask, take np.flatnonzero(mask).")
    if numbers.size and not (numbers.min() >= 0 and numbers.max() < n):
        raise ValueError(f"rows must be rows of X, from 0 to {n - 1}; got {numbers.min()} to {numbers.max()}.")
    return numbers.astype(np.intp)


def _nearest_of(X, rows, candidates, k):
    """Keep the k nearest of each row's candidates, shape (rows, m); a row among its own candidates is passed over."""
    candidates = np.sort(candidates, axis=1)  # so that the stable sort below puts the lower row number first
    distances = np.sqrt(np.sum((X[candidates] - X[rows][:, None]) ** 2, axis=2))
    distances[candidates == rows[:, None]] = np.inf
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(candidates, nearest, axis=1)


def _padded(rows, counts, columns):
    """Lay ragged candidates, `counts` of them a row, into a rectangle; the row itself fills the gaps."""
    candidates = np.repeat(rows[:, None], counts.max(), axis=1)
    candidates[np.arange(counts.max()) < counts[:, None]] = columns
    return candidates


def _tree_candidates(X, k, wanted, chunk=50_000):
    """Propose, by k-d tree, every row that is not farther than the k-th neighbour, for places in `wanted`."""
    from scipy.spatial import cKDTree

    tree = cKDTree(X)
    most = min(k + 2, len(X))  # itself, k neighbours, and one more that shows whether the last place is tied
    for start in range(0, len(wanted), chunk):
        places = np.arange(start, min(start + chunk, len(wanted)))
        distances, candidates = tree.query(X[wanted[places]], k=most)
        yield places, candidates
        reach = distances[:, -2] * (1 + 1e-9)
        tied = distances[:, -1] <= reach
        if most < len(X) and tied.any():
            for part, tied_candidates in _tied_candidates(tree, wanted[places[tied]], reach[tied]):
                yield places[tied][part], tied_candidates


def _tied_candidates(tree, rows, reach):
    """Propose everything within `reach` of each row, a bounded number of candidates at a time."""
    counts = tree.query_ball_point(tree.data[rows], reach, return_length=True)
    n_parts = -(-int(counts.max()) * len(rows) // CHUNK_ENTRIES)
    for part in np.array_split(np.arange(len(rows)), min(n_parts, len(rows))):
        balls = tree.query_ball_point(tree.data[rows[part]], reach[part])
        yield part, _padded(rows[part], counts[part], np.concatenate(balls))


def _product_candidates(X, k, wanted):
    """Propose, from float32 products, every row that could be among the k nearest.

    ‖y‖² − 2 x·y orders the rows y as their distance from x does. The (k + 1)-th smallest of the minima of
    blocks of columns bounds the k-th neighbour (one block may hold x itself), and the rounding error of
    float32, at most (d + 6) ε (‖x‖ + ‖y‖)², is added to the bound twice over, so no true neighbour is lost.
    """
    n, d = X.shape
    height = min(BLOCK, max(1, n // (8 * (k + 1))))  # columns to a block; more blocks bound more tightly
    n_blocks = -(-n // height)
    centred = X - X.mean(axis=0)
    squares = np.sum(centred**2, axis=1)
    right = np.zeros((d + 1, n_blocks * height), dtype=np.float32)
    right[:d, :n], right[d, :n] = -2 * centred.T, squares
    left = np.column_stack([centred, np.ones(n)]).astype(np.float32)
    step = max(1, CHUNK_ENTRIES // (n_blocks * height))
    for start in range(0, len(wanted), step):
        rows = wanted[start : start + step]
        order = left[rows] @ right  # (rows, columns)
        order[:, n:] = np.inf  # padding can't win; in the product, some kernels would make NaN of 0 · ∞
        blocks = order.reshape(len(order), height, n_blocks)  # block b holds the columns b, b + n_blocks, …
        minima = blocks.min(axis=1)
        bound = _with_slack(np.partition(minima, k, axis=1)[:, k], squares[rows], d)
        row, block = np.nonzero(minima <= bound[:, None])
        hit, offset = np.nonzero(blocks[row, :, block] <= bound[row, None])  # in (candidate blocks, height)
        places = np.arange(start, start + len(rows))
        yield places, _padded(rows, np.bincount(row[hit]), offset * n_blocks + block[hit])


def _with_slack(bound, squares, d):
    """Raise bounds on ‖y‖² − 2 x·y by the rounding error they and the true neighbours y may carry."""
    norm = np.sqrt(squares)
    reach = np.sqrt(np.maximum(bound + squares, 0))  # how far y is from x, so that ‖y‖ <= ‖x‖ + reach
    single = np.finfo(np.float32)
    return bound + 2 * (d + 6) * single.eps * (2 * norm + reach) ** 2 + single.tiny
