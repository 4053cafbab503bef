"""Exercise 03, first task: the k nearest rows of a row, itself left out."""

import numpy as np

from lessonlib.checks.arrays import row_numbers, table
from lessonlib.checks.cases import Call, Case, Slip, Task, gives, in_any
from lessonlib.checks.plain import same

FOUR_ROWS = np.array([[1.0, 2.0], [1.5, 2.5], [2.0, 1.5], [4.0, 3.0]])  # those that the notebook works by hand


def _neighbors_case(name, make, rows, k):
    """Return a case that asks for the neighbours of each of the rows; −1 is the last."""

    def calls(rng):
        X = make(rng)
        return tuple(Call((X, row % len(X), k)) for row in rows)

    return Case(name, calls, judge_neighbors)


def _with_triplets(rng):
    """Return 9 rows; the first, the fifth and the last are the same point."""
    X = rng.normal(size=(9, 2))
    X[[4, 8]] = X[0]
    return X


def euclidean(differences):
    """Return the lengths of vectors, shape (n,)."""
    return np.sqrt(np.sum(differences**2, axis=1))


def in_order(X, idx, length=euclidean):
    """Return all rows but `idx`, nearest first, by some notion of length."""
    order = np.argsort(length(X - X[idx]), kind="stable")
    return order[order != idx]


def judge_neighbors(*exchanges):
    """Judge row numbers by the distances that they stand for, so that equal distances may come in any order."""
    return next(filter(None, (_wrong_neighbors(*call.args, reply.answer) for call, reply in exchanges)), None)


def _wrong_neighbors(X, idx, k, answer):
    rows = row_numbers(answer)
    if rows is None:
        return "the answer is not a list of row numbers."
    if len(rows) != k:
        return f"the answer holds {len(rows)} rows, where k={k}."
    if len(np.unique(rows)) < k or not np.isin(rows, np.arange(len(X))).all():
        return "the answer names a row twice, or one that does not exist."
    if idx in rows:
        return "the row itself is among its neighbours."
    distances, nearest = euclidean(X[rows] - X[idx]), euclidean(X[in_order(X, idx)[:k]] - X[idx])
    if same(nearest, np.sort(distances)):
        return None if same(nearest, distances) else "these are the k nearest rows, but not nearest first."
    return "these are not the k nearest rows."


def _by(length):
    return gives(lambda X, idx, k: in_order(X, idx, length)[:k])


def _names_itself(call, reply):
    rows = row_numbers(reply.answer)
    return rows is not None and call.args[1] in rows


def _has_a_twin(call):
    X, idx, _ = call.args
    return (X[idx] == X).all(axis=1).sum() > 1


def _unordered(call, reply):
    (X, idx, k), rows = call.args, row_numbers(reply.answer)
    nearest = in_order(X, idx)[:k]
    return rows is not None and same(np.sort(nearest), np.sort(rows)) and not same(nearest, rows)


def _floats(call, reply):
    X, idx, k = call.args
    return row_numbers(reply.answer) is None and same(in_order(X, idx)[:k], reply.answer)


def _pairs(call, reply):
    X, idx, k = call.args
    pairs = table(reply.answer, 2)
    return pairs is not None and any(same(in_order(X, idx)[:k], column) for column in pairs.T)


def _wrong_number(call, reply):
    rows = row_numbers(reply.answer)
    return rows is not None and len(rows) != call.args[2]


def _either(*recognisers):
    return lambda *exchanges: any(recognise(*exchanges) for recognise in recognisers)


FIND_K_NEIGHBORS = Task(
    "find_k_neighbors",
    cases=(
        _neighbors_case("four rows, as worked by hand", lambda _rng: FOUR_ROWS, rows=(0, 3), k=2),
        _neighbors_case("30 rows with 2 features", lambda rng: rng.normal(size=(30, 2)), rows=(0, 11, -1), k=5),
        _neighbors_case("20 rows with 6 features", lambda rng: rng.normal(size=(20, 6)), rows=(7, -1), k=3),
        _neighbors_case("one neighbour", lambda rng: rng.normal(size=(12, 3)), rows=(0, 5), k=1),
        _neighbors_case("all other rows", lambda rng: rng.normal(size=(7, 2)), rows=(2, -1), k=6),
        _neighbors_case("a row that occurs three times", _with_triplets, rows=(0, 4, -1), k=3),
    ),
    slips=(
        Slip(
            "first of the order dropped",
            "Where a row occurs twice, the first in the order may be its twin, and what stays is the row itself. Leave "
            "out the row by its number `idx`, not by its place in the order.",
            in_any(lambda call, reply: _has_a_twin(call) and _names_itself(call, reply)),
        ),
        Slip(
            "own neighbour",
            "A row is nearest to itself, at distance 0, and must not be its own neighbour: leave out row `idx`.",
            in_any(_names_itself),
        ),
        Slip(
            "twins left out",
            "A row equal to row `idx` is a neighbour too, at distance 0. Only row `idx` itself is to be left out.",
            gives(lambda X, idx, k: [row for row in in_order(X, idx) if np.any(X[row] != X[idx])][:k]),
        ),
        Slip(
            "numbers shifted",
            "Whoever takes row `idx` out of X numbers the rows behind it anew. The answer is to hold their numbers in "
            "X itself.",
            gives(lambda X, idx, k: np.argsort(euclidean(np.delete(X, idx, axis=0) - X[idx]), kind="stable")[:k]),
        ),
        Slip(
            "farthest instead of nearest",
            "These are the farthest rows. Small distances come first.",
            _by(lambda differences: -euclidean(differences)),
        ),
        Slip(
            "differences not squared",
            "It looks as if the differences are added as they are, so that + and − cancel. Square them first.",
            _either(_by(lambda differences: differences.sum(axis=1)), _by(lambda d: np.abs(d.sum(axis=1)))),
        ),
        Slip(
            "absolute differences",
            "It looks as if absolute differences are added up: that is the way along the streets. The straight line is "
            "√ of the sum of squares.",
            _by(lambda differences: np.abs(differences).sum(axis=1)),
        ),
        Slip(
            "one feature only",
            "It looks as if only one feature counts. The distance takes all columns: sum the squares over axis 1.",
            _either(_by(lambda differences: np.abs(differences[:, 0])), _by(lambda d: np.abs(d[:, -1]))),
        ),
        Slip(
            "distances instead of row numbers",
            "Your answer holds distances. Return the numbers of the rows; `np.argsort` gives them.",
            gives(lambda X, idx, k: np.sort(euclidean(X[in_order(X, idx)[:k]] - X[idx]))),
        ),
        Slip(
            "rows instead of row numbers",
            "Your answer holds the rows themselves. Return their numbers in X.",
            gives(lambda X, idx, k: X[in_order(X, idx)[:k]]),
        ),
        Slip(
            "pairs of number and distance",
            "Each entry of your answer holds a row number and a distance. Return the row numbers alone.",
            in_any(_pairs),
        ),
        Slip(
            "row numbers as floats",
            "Your row numbers are floats, and `X[2.0]` is an error. Keep them as whole numbers: `dtype=int`.",
            in_any(_floats),
        ),
        Slip(
            "not nearest first",
            "These are the right rows in another order. The nearest comes first; `np.argsort` sorts, `np.argpartition` "
            "does not.",
            in_any(_unordered),
        ),
        Slip(
            "not k rows",
            "The answer has to hold k rows. `order[:k]` takes the first k; row `idx` has to be left out before that.",
            in_any(_wrong_number),
        ),
    ),
    hints=(
        "Two steps: the distance from row `idx` to every row, then the numbers of the rows with the smallest ones.",
        "All distances at once: `np.sqrt(np.sum((X - X[idx]) ** 2, axis=1))`. The row's distance to itself is 0; set "
        "it to `np.inf`, and it will never be among the nearest.",
        "`np.argsort(distances)` gives the row numbers in the order of their distances. Return the first k of them.",
    ),
)
