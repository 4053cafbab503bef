"""Answers to exercise 03, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict=, leave arguments unused and draw from whatever generator they know.
# ruff: noqa: ARG001, ARG005, B905, RUF005

import math
import random

import numpy as np

from lessonlib.compute import neighbors, resampling
from tests.checks.answers import Answers

nearest = Answers("find_k_neighbors")
points = Answers("smote")
mixed = Answers("smote_mixed")


def distances(X, idx):
    return np.sqrt(np.sum((X - X[idx]) ** 2, axis=1))


# find_k_neighbors: right

nearest.right(neighbors.find_k_neighbors)


@nearest.right
def infinite_to_itself(X, idx, k):
    d = distances(X, idx)
    d[idx] = np.inf
    return np.argsort(d)[:k]


@nearest.right
def loop(X, idx, k):
    """Pairs of distance and number, sorted; a list as the result."""
    found = []
    for i in range(len(X)):
        if i != idx:
            found.append((math.dist(X[idx], X[i]), i))
    return [i for _, i in sorted(found)[:k]]


@nearest.right
def squares_from_the_back(X, idx, k):
    """No square root, and the last of equal rows first."""
    rows = sorted(range(len(X)), key=lambda i: (sum((a - b) ** 2 for a, b in zip(X[i], X[idx])), -i))
    rows.remove(idx)
    return tuple(rows[:k])


@nearest.right
def deleted_and_mapped_back(X, idx, k):
    others = np.delete(np.arange(len(X)), idx)
    return others[np.argsort(np.linalg.norm(X[others] - X[idx], axis=1))[:k]].astype(np.int32)


@nearest.right
def single_precision(X, idx, k):
    d = distances(X.astype(np.float32), idx)
    return [int(i) for i in np.argsort(d, kind="stable") if i != idx][:k]


# find_k_neighbors: wrong


@nearest.wrong("own neighbour")
def with_itself(X, idx, k):
    return np.argsort(distances(X, idx), kind="stable")[:k]


@nearest.wrong("own neighbour")
def one_more_with_itself(X, idx, k):
    return np.argsort(distances(X, idx))[: k + 1]


@nearest.wrong("first of the order dropped")
def first_dropped(X, idx, k):
    return np.argsort(distances(X, idx), kind="stable")[1 : k + 1]


@nearest.wrong("twins left out")
def zero_distance_dropped(X, idx, k):
    d = distances(X, idx)
    d[d == 0] = np.inf
    return np.argsort(d, kind="stable")[: min(k, np.isfinite(d).sum())]


@nearest.wrong("numbers shifted")
def deleted(X, idx, k):
    others = np.delete(X, idx, axis=0)
    return np.argsort(np.linalg.norm(others - X[idx], axis=1))[:k]


@nearest.wrong("farthest instead of nearest")
def farthest(X, idx, k):
    order = sorted((i for i in range(len(X)) if i != idx), key=lambda i: math.dist(X[i], X[idx]), reverse=True)
    return order[:k]


def by(X, idx, k, length):
    d = length(X - X[idx])
    return [i for i in np.argsort(d, kind="stable") if i != idx][:k]


@nearest.wrong("differences not squared")
def signed(X, idx, k):
    return by(X, idx, k, lambda differences: differences.sum(axis=1))


@nearest.wrong("differences not squared")
def absolute_sum(X, idx, k):
    return by(X, idx, k, lambda differences: np.abs(differences.sum(axis=1)))


@nearest.wrong("absolute differences")
def city_block(X, idx, k):
    return by(X, idx, k, lambda differences: np.abs(differences).sum(axis=1))


@nearest.wrong("features left out")
def first_column(X, idx, k):
    return by(X, idx, k, lambda differences: differences[:, 0] ** 2)


@nearest.wrong("distances instead of row numbers")
def the_distances(X, idx, k):
    return np.sort(np.delete(distances(X, idx), idx))[:k]


@nearest.wrong("rows instead of row numbers")
def the_rows(X, idx, k):
    return X[loop(X, idx, k)]


@nearest.wrong("pairs of number and distance")
def the_pairs(X, idx, k):
    return [(i, distances(X, idx)[i]) for i in loop(X, idx, k)]


@nearest.wrong("row numbers as floats")
def filled_in(X, idx, k):
    rows = np.zeros(k)
    rows[:] = loop(X, idx, k)
    return rows


@nearest.wrong("not nearest first")
def sorted_by_number(X, idx, k):
    return sorted(loop(X, idx, k))


@nearest.wrong("not k rows")
def one_too_few(X, idx, k):
    return loop(X, idx, k)[: k - 1]


@nearest.wrong("not k rows")
def always_five(X, idx, k):
    return infinite_to_itself(X, idx, 5)


@nearest.wrong("not k rows")
def all_in_order(X, idx, k):
    return infinite_to_itself(X, idx, len(X) - 1)


@nearest.wrong("changes its input")
def moves_the_row_away(X, idx, k):
    x = X[idx].copy()
    X[idx] = np.inf
    return np.argsort(np.linalg.norm(X - x, axis=1))[:k]


@nearest.wrong(says="IndexError")
def beyond_the_end(X, idx, k):
    return [np.argsort(distances(X, idx))[i] for i in range(1, len(X) + 1)][:k]


# smote: right

points.right(resampling.smote)


def refuse(X, k):
    if k >= len(X):
        raise ValueError(f"k must be smaller than the number of rows; got {k} with {len(X)} rows.")


@points.right
def plain_loop(X_minority, k=5, n_synthetic=100, seed=42):
    refuse(X_minority, k)
    rng = np.random.default_rng(seed)
    made = np.empty((n_synthetic, X_minority.shape[1]))
    for number in range(n_synthetic):
        i = rng.integers(len(X_minority))
        j = rng.choice(loop(X_minority, i, k))
        made[number] = X_minority[i] + rng.random() * (X_minority[j] - X_minority[i])
    return made


@points.right
def pure_python(X_minority, k=5, n_synthetic=100, seed=42):
    """Lists and Python's own generator; t from the neighbour's side."""
    refuse(X_minority, k)
    rng, rows, made = random.Random(seed), X_minority.tolist(), []
    for _ in range(n_synthetic):
        i = rng.randrange(len(rows))
        x, neighbor = rows[i], rows[rng.choice(loop(X_minority, i, k))]
        t = rng.random()
        made.append([t * a + (1 - t) * b for a, b in zip(x, neighbor)])
    return made or np.zeros((0, X_minority.shape[1]))


@points.right
def all_at_once(X_minority, k=5, n_synthetic=100, seed=42):
    """One search, then arrays, in the global generator of old."""
    refuse(X_minority, k)
    np.random.seed(seed)
    near = np.array([infinite_to_itself(X_minority, i, k) for i in range(len(X_minority))])
    i = np.random.randint(0, len(X_minority), n_synthetic)
    j = near[i, np.random.randint(0, k, n_synthetic)]
    return X_minority[i] + np.random.rand(n_synthetic, 1) * (X_minority[j] - X_minority[i])


@points.wrong("starts taken in turn")
def in_turn(X_minority, k=5, n_synthetic=100, seed=42):
    """The rows in turn, as Chawla and others wrote it, and float32."""
    refuse(X_minority, k)
    rng = np.random.default_rng(seed)
    rows = np.arange(n_synthetic) % len(X_minority)
    partners = np.array([rng.choice(loop(X_minority, i, k)) for i in rows], dtype=int)
    t = rng.random((n_synthetic, 1), dtype=np.float32)
    X = X_minority.astype(np.float32)
    return X[rows] + t * (X[partners] - X[rows])


# smote: wrong


def made_by(X, k, n, seed, *, row=None, partner=None, t=None, point=None):
    """Make points one by one; whatever part is given replaces the right one."""
    refuse(X, k)
    rng = np.random.default_rng(seed)
    made = np.empty((n, X.shape[1]))
    for number in range(n):
        i = rng.integers(len(X)) if row is None else row(rng)
        j = rng.choice(loop(X, i, k)) if partner is None else partner(rng, i)
        fraction = rng.random() if t is None else t(rng)
        made[number] = X[i] + fraction * (X[j] - X[i]) if point is None else point(X[i], X[j], fraction)
    return made


@points.wrong("originals included")
def stacked(X_minority, k=5, n_synthetic=100, seed=42):
    return np.vstack([X_minority, plain_loop(X_minority, k, n_synthetic, seed)])


@points.wrong("n_synthetic for every row")
def for_every_row(X_minority, k=5, n_synthetic=100, seed=42):
    refuse(X_minority, k)
    rng = np.random.default_rng(seed)
    made = [np.zeros((0, X_minority.shape[1]))]
    for i in range(len(X_minority)):
        for _ in range(n_synthetic):
            j = rng.choice(loop(X_minority, i, k))
            made.append([X_minority[i] + rng.random() * (X_minority[j] - X_minority[i])])
    return np.concatenate(made)


@points.wrong("n_synthetic ignored")
def always_hundred(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, k, 100, seed)


@points.wrong("n_synthetic ignored")
def one_for_each_row(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, k, len(X_minority), seed)


@points.wrong("no columns")
def listed(X_minority, k=5, n_synthetic=100, seed=42):
    return np.array(plain_loop(X_minority, k, n_synthetic, seed).tolist())


@points.wrong("one axis too many")
def tables_of_one_row(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, k, n_synthetic, seed)[:, None]


@points.wrong("one point")
def returns_in_the_loop(X_minority, k=5, n_synthetic=100, seed=42):
    for point in plain_loop(X_minority, k, n_synthetic, seed):
        return point
    return np.zeros((0, X_minority.shape[1]))


@points.wrong("generator made in the loop")
def seeded_anew(X_minority, k=5, n_synthetic=100, seed=42):
    one = [plain_loop(X_minority, k, 1, seed) for _ in range(n_synthetic)]
    return np.concatenate([np.zeros((0, X_minority.shape[1]))] + one)


@points.wrong("copies")
def whole_t(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: rng.integers(0, 2))


@points.wrong("copies")
def oversampled(X_minority, k=5, n_synthetic=100, seed=42):
    refuse(X_minority, k)
    return np.random.default_rng(seed).choice(X_minority, n_synthetic)


@points.wrong("always the same row")
def one_row(X_minority, k=5, n_synthetic=100, seed=42):
    first = np.random.default_rng(seed).integers(len(X_minority))
    return made_by(X_minority, k, n_synthetic, seed, row=lambda rng: first)


@points.wrong("place in the list taken for the row")
def place_as_row(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, partner=lambda rng, i: rng.integers(k))


@points.wrong("own neighbour")
def itself_among_them(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, partner=lambda rng, i: rng.choice(with_itself(X_minority, i, k)))


@points.wrong("own neighbour")
def itself_as_well(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(
        X_minority, k, n_synthetic, seed, partner=lambda rng, i: rng.choice(with_itself(X_minority, i, k + 1))
    )


@points.wrong("one t per coordinate")
def t_per_coordinate(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: rng.random(X_minority.shape[1]))


@points.wrong("beyond the two rows")
def away_from_the_neighbor(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, point=lambda x, neighbor, t: x + t * (x - neighbor))


@points.wrong("beyond the two rows")
def from_minus_one(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: rng.uniform(-1, 1))


@points.wrong("beyond the two rows")
def bell_shaped(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: rng.normal())


@points.wrong("partners that are not near")
def any_partner(X_minority, k=5, n_synthetic=100, seed=42):
    def other(rng, i):
        return rng.choice(np.delete(np.arange(len(X_minority)), i))

    return made_by(X_minority, k, n_synthetic, seed, partner=other)


@points.wrong("partners that are not near")
def far_partner(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, partner=lambda rng, i: rng.choice(farthest(X_minority, i, k)))


@points.wrong("partners that are not near")
def default_k(X_minority, k=5, n_synthetic=100, seed=42):
    all_others = len(X_minority) - 1
    refuse(X_minority, k)
    return made_by(X_minority, min(5, all_others), n_synthetic, seed)


@points.wrong("x not subtracted")
def adds_the_neighbor(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, point=lambda x, neighbor, t: x + t * neighbor)


@points.wrong("x not added")
def steps_only(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, point=lambda x, neighbor, t: t * (neighbor - x))


@points.wrong("the same t for all")
def halfway(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: 0.5)


@points.wrong("the same t for all")
def t_before_the_loop(X_minority, k=5, n_synthetic=100, seed=42):
    t = np.random.default_rng(seed).random()
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: t)


@points.wrong("always the nearest")
def the_nearest(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, partner=lambda rng, i: loop(X_minority, i, k)[0])


@points.wrong("a neighbour never picked")
def last_neighbor_left_out(X_minority, k=5, n_synthetic=100, seed=42):
    def partner(rng, i):
        return loop(X_minority, i, k)[rng.integers(max(k - 1, 1))]

    return made_by(X_minority, k, n_synthetic, seed, partner=partner)


@points.wrong("a neighbour never picked")
def itself_dropped_twice(X_minority, k=5, n_synthetic=100, seed=42):
    def partner(rng, i):
        return rng.choice(loop(X_minority, i, k)[1:] or loop(X_minority, i, k))

    return made_by(X_minority, k, n_synthetic, seed, partner=partner)


@points.wrong("a row never picked")
def last_row_left_out(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, row=lambda rng: rng.integers(len(X_minority) - 1))


@points.wrong("a row never picked")
def first_row_left_out(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, row=lambda rng: rng.integers(1, len(X_minority)))


@points.wrong("t not uniform")
def squared_t(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: rng.random() ** 2)


@points.wrong("t not uniform")
def first_half(X_minority, k=5, n_synthetic=100, seed=42):
    return made_by(X_minority, k, n_synthetic, seed, t=lambda rng: rng.uniform(0, 0.5))


@points.wrong("not repeatable")
def no_seed(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, k, n_synthetic, None)


@points.wrong("seed ignored")
def one_seed(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, k, n_synthetic, 42)


@points.wrong("k too large accepted")
def k_cut_silently(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, min(k, len(X_minority) - 1), n_synthetic, seed)


@points.wrong("another exception")
def stumbles_over_k(X_minority, k=5, n_synthetic=100, seed=42):
    try:
        return plain_loop(X_minority, k, n_synthetic, seed)
    except ValueError:
        return [][k]


@points.wrong("changes its input")
def in_place(X_minority, k=5, n_synthetic=100, seed=42):
    refuse(X_minority, k)
    rng = np.random.default_rng(seed)
    made = np.empty((n_synthetic, X_minority.shape[1]))
    for number in range(n_synthetic):
        i = rng.integers(len(X_minority))
        x = X_minority[i]
        x += rng.random() * (X_minority[rng.choice(loop(X_minority, i, k))] - x)
        made[number] = x
    return made


@points.wrong(says="not an array of numbers with one row for each point")
def transposed(X_minority, k=5, n_synthetic=100, seed=42):
    return plain_loop(X_minority, k, n_synthetic, seed).T


# smote_mixed: right


def mixed_by(X, categorical, k, n, seed, *, neighbors_in=None, category=None, t=None):
    """Make rows one by one; whatever part is given replaces the right one."""
    if k >= len(X):
        raise ValueError("k is too large")
    rng = np.random.default_rng(seed)
    numbers = np.setdiff1d(np.arange(X.shape[1]), categorical)
    made = np.empty((n, X.shape[1]))
    for number in range(n):
        i = rng.integers(len(X))
        j = rng.choice(loop(X[:, numbers if neighbors_in is None else neighbors_in], i, k))
        fraction = rng.random() if t is None else t(rng)
        row = X[i if fraction < 0.5 else j] if category is None else category(rng, X[i], X[j], fraction)
        made[number] = row
        made[number, numbers] = X[i, numbers] + fraction * (X[j, numbers] - X[i, numbers])
    return made


@mixed.right
def copy_of_the_nearer(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    return mixed_by(X_minority, categorical, k, n_synthetic, seed)


@mixed.right
def arrays(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    if k >= len(X_minority):
        raise ValueError("k is too large")
    rng = np.random.RandomState(seed)
    numbers = [c for c in range(X_minority.shape[1]) if c not in list(categorical)]
    near = np.array([loop(X_minority[:, numbers], i, k) for i in range(len(X_minority))])
    i = rng.randint(len(X_minority), size=n_synthetic)
    j = near[i, rng.randint(k, size=n_synthetic)]
    t = rng.rand(n_synthetic, 1)
    made = np.where(t < 0.5, X_minority[i], X_minority[j])
    made[:, numbers] = ((1 - t) * X_minority[i] + t * X_minority[j])[:, numbers]
    return made.astype(np.float32)


@mixed.right
def lists(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    if k >= len(X_minority):
        raise ValueError("k is too large")
    rng, rows, made = random.Random(seed), X_minority.tolist(), []
    numbers = [c for c in range(len(rows[0])) if c not in set(categorical.tolist())]
    for _ in range(n_synthetic):
        i = rng.randrange(len(rows))
        j = rng.choice(loop(X_minority[:, numbers], i, k))
        t = rng.random()
        nearer = rows[i] if t <= 0.5 else rows[j]
        made.append([a + t * (b - a) if c in numbers else nearer[c] for c, (a, b) in enumerate(zip(rows[i], rows[j]))])
    return made or X_minority[:0]


@mixed.right
def through_smote(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    """SMOTE on the numbers; then the nearest row of all, among the two ends, lends its categories."""
    if k >= len(X_minority):
        raise ValueError("k is too large")
    rng = np.random.default_rng(seed)
    numbers = np.delete(np.arange(X_minority.shape[1]), categorical)
    made = []
    for _ in range(n_synthetic):
        ends = rng.permutation([i := rng.integers(len(X_minority)), rng.choice(loop(X_minority[:, numbers], i, k))])
        low, high = X_minority[ends][:, numbers]
        new = low + (high - low) * rng.random()
        nearer = np.argmin([math.dist(new, low), math.dist(new, high)])
        point = X_minority[ends[nearer]].copy()
        point[numbers] = new
        made.append(point)
    return np.array(made or X_minority[:0])


# smote_mixed: wrong


@mixed.wrong("columns in another order")
def categories_last(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    made = copy_of_the_nearer(X_minority, categorical, k, n_synthetic, seed)
    numbers = np.setdiff1d(np.arange(X_minority.shape[1]), categorical)
    return np.hstack([made[:, numbers], made[:, categorical]])


@mixed.wrong("categories count in the distance")
def distance_over_all(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    every = np.arange(X_minority.shape[1])
    return mixed_by(X_minority, categorical, k, n_synthetic, seed, neighbors_in=every)


@mixed.wrong("categories interpolated")
def interpolated(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    def between(rng, x, neighbor, t):
        return x + t * (neighbor - x)

    return mixed_by(X_minority, categorical, k, n_synthetic, seed, category=between)


@mixed.wrong("categories rounded")
def rounded(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    def whole(rng, x, neighbor, t):
        return np.round(x + t * (neighbor - x))

    return mixed_by(X_minority, categorical, k, n_synthetic, seed, category=whole)


@mixed.wrong("category of the other row")
def always_the_rows(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    return mixed_by(X_minority, categorical, k, n_synthetic, seed, category=lambda rng, x, neighbor, t: x)


@mixed.wrong("category of the other row")
def always_the_neighbors(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    return mixed_by(X_minority, categorical, k, n_synthetic, seed, category=lambda rng, x, neighbor, t: neighbor)


@mixed.wrong("category of the other row")
def a_coin(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    def either(rng, x, neighbor, t):
        return x if rng.random() < 0.5 else neighbor

    return mixed_by(X_minority, categorical, k, n_synthetic, seed, category=either)


@mixed.wrong("category of the other row")
def the_farther(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    def farther(rng, x, neighbor, t):
        return neighbor if t < 0.5 else x

    return mixed_by(X_minority, categorical, k, n_synthetic, seed, category=farther)


@mixed.wrong("one t per coordinate")
def t_per_number(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    d = X_minority.shape[1] - len(categorical)
    return mixed_by(
        X_minority, categorical, k, n_synthetic, seed, t=lambda rng: rng.random(d), category=lambda rng, x, y, t: x
    )


@mixed.wrong("copies")
def oversampled_rows(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    return np.random.default_rng(seed).choice(X_minority, n_synthetic)


@mixed.wrong("n_synthetic ignored")
def forgets_the_number(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    return copy_of_the_nearer(X_minority, categorical, k, 100, seed)


@mixed.wrong("columns left out")
def numbers_only(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    numbers = np.setdiff1d(np.arange(X_minority.shape[1]), categorical)
    return copy_of_the_nearer(X_minority, categorical, k, n_synthetic, seed)[:, numbers]


@mixed.wrong("changes its input")
def writes_into_the_row(X_minority, categorical, k=5, n_synthetic=100, seed=42):
    made = copy_of_the_nearer(X_minority, categorical, k, n_synthetic, seed)
    X_minority[:] = X_minority.round()
    return made


ANSWERS = (nearest, points, mixed)
