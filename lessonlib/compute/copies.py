"""Which rows of a table repeat others, wholly or nearly, beyond what chance makes alike."""

import numpy as np

UNIQUE = 0.9  # of the distinct rows: so many different values of a column make equal rows copies
CELL, CLOSE, GRIDS = 0.1, 0.1, 4  # in units of a column's spread: near-copies share a cell, and no number is farther
MIXED = 0.1  # of these pairs may lie half as far or more: copies do not, neighbours on a curve or in time do
CELLS = 5_000_000  # of a table; of larger ones only copies that are all but equal are looked for


def copies(X):
    """Return a number for each row, equal for rows that are copies of each other beyond what chance makes alike.

    Near-copies count: numbers are compared to about 1/1000 of their spread, and to about 1/10 where there are columns
    enough. Where few columns have few values each, equal rows are to be expected; then no row counts as a copy.

    Parameters
    ----------
    X : DataFrame

    Returns
    -------
    ndarray of int, shape (n,)
    """
    coarse, bits = _alike(X, _coarse)
    if bits >= _enough(len(X)):
        return _joined(coarse, *_near(X)) if X.size <= CELLS else coarse
    rows, _ = _alike(X, _exact)
    firsts = np.unique(rows, return_index=True)[1]
    if any(X[name].iloc[firsts].nunique() > UNIQUE * len(firsts) for name in X.columns):
        return rows  # a value that hardly two rows share by chance
    return np.arange(len(X))


def _enough(n):
    """Return the bits at which independent columns would make fewer than 1 pair in 16 alike."""
    return 2 * np.log2(max(n, 2)) + 4


def _joined(numbers, one, other):
    """Return numbers of rows, the same for all that pairs connect."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = coo_array((np.ones(len(one)), (numbers[one], numbers[other])), shape=2 * (numbers.max() + 1,))
    return connected_components(edges, directed=False)[1][numbers]


def _near(X):
    """Return pairs of rows that agree in their words and nearly in all numbers, where chance makes hardly any.

    Rows are laid in cells along the first principal components that tell rows apart well enough; correlated columns
    count but once so. Several grids, as the border of a cell may lie between two copies.
    """
    import pandas as pd

    numbers = [name for name in X.columns if X[name].dtype.kind == "f"]
    words, _ = _alike(X[[name for name in X.columns if name not in numbers]], _exact)
    Z = np.nan_to_num(np.column_stack([_units(X[name]) for name in numbers])) if numbers else np.zeros((len(X), 1))
    along = Z @ np.linalg.eigh(np.atleast_2d(np.cov(Z.T)))[1][:, ::-1]
    cells = [_exact(np.floor(component / CELL)) for component in along.T]
    needed = np.searchsorted(np.cumsum([_entropy(codes) for codes in cells]), _enough(len(X))) + 1
    pairs = np.empty((2, 0), dtype=int)
    if needed > len(cells):
        return pairs
    for offset in np.arange(GRIDS) / GRIDS:
        codes = [_exact(np.floor(component / CELL + offset)) for component in along.T[:needed]]
        cell, _ = _alike(pd.DataFrame(dict(enumerate([words, *codes]))), lambda column: column.to_numpy())
        first = np.unique(cell, return_index=True)[1][cell]
        rows = np.flatnonzero(first != np.arange(len(X)))
        pairs = np.append(pairs, [rows, first[rows]], axis=1)
    farthest = np.abs(Z[pairs[0]] - Z[pairs[1]]).max(axis=1, initial=0)
    near = farthest <= CLOSE
    apart = np.mean(farthest[near] > CLOSE / 2) if near.any() else 1.0
    return pairs[:, near & (apart <= MIXED)]


def _alike(X, code):
    """Return a number for each row, equal where all its codes are, and the sum of the columns' entropies."""
    sums, bits = np.zeros(len(X), dtype=np.uint64), 0.0
    for place, name in enumerate(X.columns):
        codes = code(X[name])
        bits += min(10.0, _entropy(codes))
        sums += _scrambled(codes.astype(np.uint64) + np.uint64(place) * np.uint64(1 << 40))
    return _exact(sums) - 1, bits


def _entropy(codes):
    """Return the entropy of codes, in bits."""
    shares = np.bincount(codes) / len(codes)
    shares = shares[shares > 0]
    return float(-shares @ np.log2(shares))


def _exact(values):
    import pandas as pd

    return pd.factorize(values)[0] + 1


def _coarse(values):
    """Return a column's values to about 1/1000 of their spread as codes."""
    if values.dtype.kind == "f":
        return _exact(np.round(_units(values) * 500 + 0.3137))
    return _exact(values)


def _units(values):
    """Return a column's numbers, from its middle, in units of its spread."""
    numbers = values.to_numpy()
    low, middle, high = np.nanquantile(numbers, [0.25, 0.5, 0.75])
    spread = float(np.nanstd(numbers, dtype=float))
    spread = high - low if high - low > 0.05 * spread else spread  # a few huge values stretch the deviation alone
    return (numbers - middle) / (spread or 1.0)


def _scrambled(codes):
    """Return numbers that look random (SplitMix64), so that their sums tell rows apart."""
    with np.errstate(over="ignore"):
        z = codes + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
