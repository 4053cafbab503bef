"""Answers to exercise 06, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict=, leave arguments unused and draw from whatever generator they know.
# ruff: noqa: ARG001, ARG005, B905

import math
import random

import numpy as np

from lessonlib.compute import borderline
from lessonlib.compute.neighbors import find_k_neighbors
from lessonlib.compute.resampling import smote
from tests.checks.answers import Answers

danger = Answers("danger_set")
points = Answers("borderline_smote")
shares = Answers("adasyn_counts")


# danger_set: right

danger.right(borderline.danger_set)


def chosen(X, y, m, rule, neighbors=find_k_neighbors):
    """Take the minority rows that the rule means, one by one."""
    return np.array(
        [i for i in np.flatnonzero(y == 1) if rule(int(np.sum(y[neighbors(X, i, m)] == 0)), m)],
        dtype=int,
    )


def han(majority, m):
    return m / 2 <= majority < m


@danger.right
def loop(X, y, m=10):
    found = []
    for i in range(len(y)):
        if y[i] == 1:
            majority = sum(1 for j in find_k_neighbors(X, i, m) if y[j] == 0)
            if m / 2 <= majority and majority < m:
                found.append(i)
    return found


@danger.right
def matrix_of_distances(X, y, m=10):
    """All distances at once, in float32."""
    X = X.astype(np.float32)
    d = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    np.fill_diagonal(d, np.inf)
    share = 1 - y[np.argsort(d, axis=1)[:, :m]].mean(axis=1)
    return np.where((y == 1) & (share >= 0.5) & (share < 1))[0]


@danger.right
def from_the_last(X, y, m=10):
    """Plain Python, the last row first; a tuple as the result."""
    rows, found = X.tolist(), ()
    for i in reversed(range(len(rows))):
        others = sorted((j for j in range(len(rows)) if j != i), key=lambda j: math.dist(rows[i], rows[j]))
        minority = sum(y[j] for j in others[:m])
        if y[i] and 0 < minority <= m / 2:
            found += (i,)
    return found


@danger.right
def maybe_an_untyped_empty_array(X, y, m=10):
    return np.array([i for i in np.flatnonzero(y) if han(np.count_nonzero(y[find_k_neighbors(X, i, m)] < 0.5), m)])


# danger_set: wrong


def with_itself(X, idx, k):
    return np.argsort(np.linalg.norm(X - X[idx], axis=1), kind="stable")[:k]


@danger.wrong("own neighbour")
def itself_first(X, y, m=10):
    return chosen(X, y, m, han, with_itself)


@danger.wrong("first of the order dropped")
def first_dropped(X, y, m=10):
    return chosen(X, y, m, han, lambda X, i, m: with_itself(X, i, m + 1)[1:])


@danger.wrong("noise included")
def at_least_half(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: majority >= m / 2)


@danger.wrong("any majority neighbour")
def any_at_all(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: majority > 0)


@danger.wrong("any majority neighbour")
def mixed_neighbors(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: 0 < majority < m)


@danger.wrong("more than half")
def more_than_half(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: m / 2 < majority < m)


@danger.wrong("half rounded down")
def whole_half(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: m // 2 <= majority < m)


@danger.wrong("noise instead of danger")
def all_majority(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: majority == m)


@danger.wrong("safe rows")
def fewer_than_half(X, y, m=10):
    return chosen(X, y, m, lambda majority, m: majority < m / 2)


@danger.wrong("minority neighbours counted")
def own_kind_counted(X, y, m=10):
    return chosen(X, 1 * y, m, lambda majority, m: m / 2 <= m - majority < m)


@danger.wrong("majority rows")
def zero_is_the_minority(X, y, m=10):
    return chosen(X, 1 - y, m, han)


@danger.wrong("majority rows")
def every_row_asked(X, y, m=10):
    return [i for i in range(len(X)) if han(np.sum(y[find_k_neighbors(X, i, m)] == 0), m)]


@danger.wrong("majority rows")
def other_class_of_each(X, y, m=10):
    return [i for i in range(len(X)) if han(np.sum(y[find_k_neighbors(X, i, m)] != y[i]), m)]


@danger.wrong("place among the minority")
def counted_among_the_minority(X, y, m=10):
    return np.flatnonzero(np.isin(np.flatnonzero(y == 1), loop(X, y, m)))


@danger.wrong("mask instead of row numbers")
def mask(X, y, m=10):
    return np.isin(np.arange(len(X)), loop(X, y, m))


@danger.wrong("mask instead of row numbers")
def mask_of_the_minority(X, y, m=10):
    return [bool(i in loop(X, y, m)) for i in np.flatnonzero(y == 1)]


@danger.wrong("rows instead of row numbers")
def the_rows(X, y, m=10):
    return X[loop(X, y, m)]


@danger.wrong("row numbers as floats")
def floats(X, y, m=10):
    return np.append(np.zeros(0), loop(X, y, m))


@danger.wrong("m ignored")
def always_ten(X, y, m=10):
    return loop(X, y, 10) if len(X) > 10 else loop(X, y, 3)


@danger.wrong("m ignored")
def always_five(X, y, m=10):
    return loop(X, y, 5)


@danger.wrong("nobody found")
def among_the_minority(X, y, m=10):
    """All neighbours of the minority are of the minority."""
    own = X[y == 1]
    count = [0 for i in range(len(own)) if len(find_k_neighbors(own, i, min(m, len(own) - 1)))]
    return [i for i, majority in enumerate(count) if han(majority, m)]


@danger.wrong(says="names a row twice")
def once_for_each_neighbor(X, y, m=10):
    return [i for i in loop(X, y, m) for j in find_k_neighbors(X, i, m) if y[j] == 0]


@danger.wrong("changes its input")
def moves_rows(X, y, m=10):
    found = loop(X, y, m)
    for i in range(len(X)):
        X[i] = np.inf
    return found


# borderline_smote: right

points.right(borderline.borderline_smote)


def start_rows(X, y, m):
    rows = loop(X, y, m)
    if len(rows) == 0:
        raise ValueError("No minority row is in danger: there is nothing to start from.")
    return rows


@points.right
def plain_loop(X, y, k=5, m=10, n_synthetic=100, seed=42):
    X_minority, minority = X[y == 1], np.flatnonzero(y == 1)
    places = np.flatnonzero(np.isin(minority, start_rows(X, y, m)))
    rng = np.random.default_rng(seed)
    made = np.empty((n_synthetic, X.shape[1]))
    for number in range(n_synthetic):
        i = rng.choice(places)
        j = rng.choice(find_k_neighbors(X_minority, i, k))
        made[number] = X_minority[i] + rng.random() * (X_minority[j] - X_minority[i])
    return made


@points.right
def pure_python(X, y, k=5, m=10, n_synthetic=100, seed=42):
    """Lists, Python's own generator, neighbours kept by their numbers in X."""
    rng = random.Random(seed)
    starts, rows, made = start_rows(X, y, m), X.tolist(), []
    minority = [j for j in range(len(y)) if y[j] == 1]
    for _ in range(n_synthetic):
        i = rng.choice(starts)
        near = sorted((j for j in minority if j != i), key=lambda j: math.dist(rows[i], rows[j]))[:k]
        j, t = rng.choice(near), rng.random()
        made.append([t * a + (1 - t) * b for a, b in zip(rows[i], rows[j])])
    return made or np.zeros((0, X.shape[1]))


@points.right
def all_at_once(X, y, k=5, m=10, n_synthetic=100, seed=42):
    """One search, then arrays, in the global generator of old, and float32."""
    np.random.seed(seed)
    own, minority = X[y == 1].astype(np.float32), np.flatnonzero(y == 1)
    places = np.searchsorted(minority, start_rows(X, y, m))
    near = np.array([find_k_neighbors(own, i, k) for i in range(len(own))])
    i = np.random.choice(places, n_synthetic)
    j = near[i, np.random.randint(0, k, n_synthetic)]
    return own[i] + np.random.rand(n_synthetic, 1).astype(np.float32) * (own[j] - own[i])


@points.wrong("starts taken in turn")
def in_turn(X, y, k=5, m=10, n_synthetic=100, seed=42):
    """The rows in danger in turn, as Han and others wrote it; numpy's own error where there are none."""
    rng = np.random.default_rng(seed)
    minority, starts = np.flatnonzero(y == 1), loop(X, y, m)
    if not starts:
        rng.integers(len(starts))
    made = np.zeros((n_synthetic, X.shape[1]))
    for number in range(n_synthetic):
        i = starts[number % len(starts)]
        order = minority[np.argsort(np.linalg.norm(X[minority] - X[i], axis=1))]
        j = rng.permutation(order[order != i][:k])[0]
        made[number] = (1 - (t := rng.uniform())) * X[i] + t * X[j]
    return made


# borderline_smote: wrong


def made_by(X, y, k, m, n, seed, *, starts=None, near=None, t=None, point=None):
    """Make points one by one; whatever part is given replaces the right one."""
    rng = np.random.default_rng(seed)
    minority = np.flatnonzero(y == 1)
    rows = start_rows(X, y, m)
    rows = rows if starts is None else starts(rows)
    made = np.empty((n, X.shape[1]))
    for number in range(n):
        i = rng.choice(rows)
        place = np.searchsorted(minority, i)
        j = rng.choice(minority[find_k_neighbors(X[minority], place, k)] if near is None else near(i))
        fraction = rng.random() if t is None else t(rng)
        made[number] = X[i] + fraction * (X[j] - X[i]) if point is None else point(X[i], X[j], fraction)
    return made


@points.wrong("every minority row starts")
def plain_smote(X, y, k=5, m=10, n_synthetic=100, seed=42):
    start_rows(X, y, m)
    return smote(X[y == 1], k, n_synthetic, seed)


@points.wrong("noise included")
def noise_starts(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, starts=lambda rows: at_least_half(X, y, m))


@points.wrong("any majority neighbour")
def loose(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, starts=lambda rows: any_at_all(X, y, m))


@points.wrong("any majority neighbour")
def loose_without_noise(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, starts=lambda rows: mixed_neighbors(X, y, m))


@points.wrong("m not passed on")
def danger_by_default(X, y, k=5, m=10, n_synthetic=100, seed=42):
    """Calls danger_set without m, and so by its default; lenient only where there are not enough rows for it."""
    return made_by(X, y, k, m, n_synthetic, seed, starts=lambda rows: loop(X, y, 10) if len(X) > 10 else rows)


@points.wrong("m not passed on")
def danger_by_default_strictly(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, n_synthetic=n_synthetic, seed=seed)


@points.wrong("m not passed on")
def danger_by_five(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, 5, n_synthetic, seed)


@points.wrong("m not passed on")
def danger_by_k(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, k, n_synthetic, seed)


@points.wrong("safe rows")
def safe_starts(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, starts=lambda rows: fewer_than_half(X, y, m))


@points.wrong("partners in danger only")
def smote_of_the_danger_set(X, y, k=5, m=10, n_synthetic=100, seed=42):
    rows = X[start_rows(X, y, m)]
    return smote(rows, min(k, len(rows) - 1), n_synthetic, seed) if len(rows) > 1 else np.repeat(rows, n_synthetic, 0)


@points.wrong("partners of the majority")
def neighbors_of_any_class(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, near=lambda i: find_k_neighbors(X, i, k))


@points.wrong("two ways of counting mixed")
def places_taken_for_rows(X, y, k=5, m=10, n_synthetic=100, seed=42):
    minority = np.flatnonzero(y == 1)

    def near(i):
        return find_k_neighbors(X[minority], np.searchsorted(minority, i), k)

    return made_by(X, y, k, m, n_synthetic, seed, near=near)


@points.wrong("two ways of counting mixed")
def rows_taken_for_places(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return np.array([X[y == 1][i] for i in start_rows(X, y, m)] + [X[y == 1][len(X) - 1]])


@points.wrong("originals included")
def stacked(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return np.vstack([X, plain_loop(X, y, k, m, n_synthetic, seed)])


@points.wrong("originals included")
def minority_stacked(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return np.vstack([X[y == 1], plain_loop(X, y, k, m, n_synthetic, seed)])


@points.wrong("rows and labels")
def a_pair(X, y, k=5, m=10, n_synthetic=100, seed=42):
    made = plain_loop(X, y, k, m, n_synthetic, seed)
    return np.vstack([X, made]), np.append(y, np.ones(len(made)))


@points.wrong("n_synthetic for every row")
def for_each_start(X, y, k=5, m=10, n_synthetic=100, seed=42):
    count = len(start_rows(X, y, m))
    return plain_loop(X, y, k, m, n_synthetic * count, seed)


@points.wrong("n_synthetic ignored")
def forgets_the_number(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, m, 100, seed)


@points.wrong("no columns")
def list_of_nothing(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return np.array(list(plain_loop(X, y, k, m, n_synthetic, seed)))


@points.wrong("one point")
def returns_in_the_loop(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, m, 1, seed)[0]


@points.wrong("generator made in the loop")
def one_seed_for_each(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return np.repeat(plain_loop(X, y, k, m, 1, seed), n_synthetic, axis=0)


@points.wrong("copies")
def copied(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, t=lambda rng: rng.integers(2))


@points.wrong("one t per coordinate")
def boxes(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, t=lambda rng: rng.random(X.shape[1]))


@points.wrong("beyond the two rows")
def wrong_sign(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, point=lambda x, neighbor, t: x + t * (x - neighbor))


@points.wrong("the same t for all")
def halfway(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, t=lambda rng: 0.5)


@points.wrong("not repeatable")
def unseeded(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, m, n_synthetic, seed=None)


@points.wrong("seed ignored")
def always_42(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return plain_loop(X, y, k, m, n_synthetic, seed=42)


@points.wrong("nobody in danger accepted")
def falls_back_to_smote(X, y, k=5, m=10, n_synthetic=100, seed=42):
    if len(loop(X, y, m)) == 0:
        return smote(X[y == 1], k, n_synthetic, seed)
    return plain_loop(X, y, k, m, n_synthetic, seed)


@points.wrong(says="far fewer or far more")
def mostly_the_first(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, starts=lambda rows: rows + 9 * rows[:1])


@points.wrong("t not uniform")
def near_the_start(X, y, k=5, m=10, n_synthetic=100, seed=42):
    return made_by(X, y, k, m, n_synthetic, seed, t=lambda rng: rng.random() ** 2)


@points.wrong("changes its input")
def writes_into_x(X, y, k=5, m=10, n_synthetic=100, seed=42):
    made = plain_loop(X, y, k, m, n_synthetic, seed)
    X[:] = 0
    return made


# adasyn_counts: right

shares.right(borderline.adasyn_counts)


def majority_of(X, y, m):
    return np.array([np.sum(y[find_k_neighbors(X, i, m)] == 0) for i in np.flatnonzero(y == 1)])


@shares.right
def floats_rounded(X, y, m=10, n_synthetic=100):
    count = majority_of(X, y, m)
    return np.round(n_synthetic * count / count.sum()) if count.any() else np.zeros(len(count))


@shares.right
def a_list(X, y, m=10, n_synthetic=100):
    hard = [sum(1 for j in find_k_neighbors(X, i, m) if y[j] == 0) / m for i in range(len(y)) if y[i] == 1]
    total = sum(hard) or 1
    return [math.floor(n_synthetic * r / total + 0.5) for r in hard]


@shares.right
def single_precision(X, y, m=10, n_synthetic=100):
    r = (majority_of(X, y, m) / m).astype(np.float32)
    weights = np.divide(r, r.sum(), out=np.zeros_like(r), where=r.sum() > 0)
    return np.rint(np.float32(n_synthetic) * weights).astype(np.int16)


# adasyn_counts: wrong


def numbers_by(X, y, m, n, change):
    count = change(majority_of(X, y, m).astype(float), m)
    return np.rint(n * count / max(1, count.sum())).astype(int)


@shares.wrong("one for every row")
def zeros_for_the_majority(X, y, m=10, n_synthetic=100):
    every = np.zeros(len(y), dtype=int)
    every[y == 1] = a_list(X, y, m, n_synthetic)
    return every


@shares.wrong("not divided by the sum")
def not_normalised(X, y, m=10, n_synthetic=100):
    return np.round(n_synthetic * majority_of(X, y, m) / m).astype(int)


@shares.wrong("majority neighbours returned")
def only_counted(X, y, m=10, n_synthetic=100):
    return majority_of(X, y, m)


@shares.wrong("shares returned")
def weights_only(X, y, m=10, n_synthetic=100):
    count = majority_of(X, y, m)
    return count / max(1, count.sum())


@shares.wrong("not rounded")
def with_fractions(X, y, m=10, n_synthetic=100):
    count = majority_of(X, y, m)
    return n_synthetic * count / max(1, count.sum())


@shares.wrong("cut off instead of rounded")
def cut_off(X, y, m=10, n_synthetic=100):
    count = majority_of(X, y, m)
    return n_synthetic * count // max(1, count.sum())


@shares.wrong("danger only")
def in_danger_only(X, y, m=10, n_synthetic=100):
    return numbers_by(X, y, m, n_synthetic, lambda count, m: count * (count >= m / 2) * (count < m))


@shares.wrong("noise left out")
def without_noise(X, y, m=10, n_synthetic=100):
    return numbers_by(X, y, m, n_synthetic, lambda count, m: np.where(count == m, 0, count))


@shares.wrong("minority neighbours counted")
def own_kind(X, y, m=10, n_synthetic=100):
    return numbers_by(X, y, m, n_synthetic, lambda count, m: m - count)


@shares.wrong("the same for all")
def equal(X, y, m=10, n_synthetic=100):
    return numbers_by(X, y, m, n_synthetic, lambda count, m: np.ones(len(count)))


@shares.wrong("own neighbour")
def among_its_neighbors(X, y, m=10, n_synthetic=100):
    count = np.array([np.sum(y[with_itself(X, i, m)] == 0) for i in np.flatnonzero(y == 1)])
    return np.rint(n_synthetic * count / max(1, count.sum())).astype(int)


@shares.wrong("another order")
def hardest_first(X, y, m=10, n_synthetic=100):
    return sorted(a_list(X, y, m, n_synthetic), reverse=True)


@shares.wrong("nobody is hard")
def divides_by_zero(X, y, m=10, n_synthetic=100):
    hard = [int(count) for count in majority_of(X, y, m)]
    return [round(n_synthetic * count / sum(hard)) for count in hard]


@shares.wrong("nobody is hard")
def not_a_number(X, y, m=10, n_synthetic=100):
    count = majority_of(X, y, m)
    return np.round(n_synthetic * count / count.sum())


@shares.wrong("m ignored")
def always_ten_neighbors(X, y, m=10, n_synthetic=100):
    return a_list(X, y, min(10, len(X) - 1), n_synthetic)


@shares.wrong("m ignored")
def always_five_neighbors(X, y, m=10, n_synthetic=100):
    return a_list(X, y, 5, n_synthetic)


@shares.wrong("n_synthetic ignored")
def forgets_n(X, y, m=10, n_synthetic=100):
    return a_list(X, y, m, 100)


ANSWERS = (danger, points, shares)
