"""Exercise 03: neighbours, and points between them."""

from functools import cached_property

import numpy as np

from lessonlib.checks.plain import row_numbers, same, table
from lessonlib.checks.segments import (
    CLOSE,
    Segments,
    in_boxes,
    misplaced,
    near_segments_of,
    segment_slips,
    segments_of,
    shape_signs,
    unevenly_spread,
    unevenly_used,
    unlike_a_table,
    with_outliers,
)
from lessonlib.checks.signs import another_exception, judge_alike, judge_seeds, seed_slips, twice_with
from lessonlib.checks.task import Exercise, both, once_per_call, once_per_reply
from lessonlib.compute.neighbors import find_k_neighbors

EXERCISE = Exercise("ex03")

FOUR_ROWS = np.array([[1.0, 2.0], [1.5, 2.5], [2.0, 1.5], [4.0, 3.0]])  # those that the notebook works by hand

# The k nearest rows of a row, itself left out


def asking_for(rows, make):
    """Return what makes the arguments (X, idx) for each of the rows; −1 is the last."""

    def calls(rng):
        X = make(rng)
        return [(X, row % len(X)) for row in rows]

    return calls


def normal(n, d):
    """Return what draws n rows with d features."""
    return lambda rng: rng.normal(size=(n, d))


def with_triplets(rng):
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


def by(length):
    """Return the function that finds the k nearest by some notion of length."""
    return lambda X, idx, k: in_order(X, idx, length)[:k]


def names_itself(call, reply):
    """Say whether the row is among its neighbours."""
    rows = row_numbers(reply.answer)
    return rows is not None and call.args[1] in rows


def has_a_twin(call):
    """Say whether another row is equal to the row."""
    X, idx, _ = call.args
    return (X[idx] == X).all(axis=1).sum() > 1


def unordered(call, reply):
    """Say whether the right rows come in another order."""
    (X, idx, k), rows = call.args, row_numbers(reply.answer)
    nearest = in_order(X, idx)[:k]
    return rows is not None and same(np.sort(nearest), np.sort(rows)) and not same(nearest, rows)


def as_floats(call, reply):
    """Say whether the right rows come as floats."""
    X, idx, k = call.args
    return row_numbers(reply.answer) is None and same(in_order(X, idx)[:k], reply.answer)


def pairs(call, reply):
    """Say whether the right rows come with something beside each."""
    X, idx, k = call.args
    columns = table(reply.answer, 2)
    return columns is not None and any(same(in_order(X, idx)[:k], column) for column in columns.T)


def not_k(call, reply):
    """Say whether there are more or fewer than k rows."""
    rows = row_numbers(reply.answer)
    return rows is not None and len(rows) != call.args[2]


nearest = EXERCISE.task("find_k_neighbors", judge=judge_neighbors, reference=find_k_neighbors)
nearest.case(
    "four rows, as worked by hand, and others",
    both(asking_for((0, 3), lambda _rng: FOUR_ROWS), asking_for((1,), normal(6, 2))),
    2,
)
nearest.case("30 rows with 2 features", asking_for((0, 11, -1), normal(30, 2)), 5)
nearest.case("20 rows with 6 features", asking_for((7, -1), normal(20, 6)), 3)
nearest.case("one neighbour", asking_for((0, 5), normal(12, 3)), 1)
nearest.case("300 rows, 280 neighbours", asking_for((5,), normal(300, 3)), 280)  # fewer come in order by chance
nearest.case("all other rows", asking_for((2, -1), normal(7, 2)), 6)
nearest.case("a row that occurs three times", asking_for((0, 4, -1), with_triplets), 3)

nearest.sign("first of the order dropped", lambda call, reply: has_a_twin(call) and names_itself(call, reply))
nearest.sign("own neighbour", names_itself)
nearest.twin("twins left out", lambda X, idx, k: [row for row in in_order(X, idx) if np.any(X[row] != X[idx])][:k])
nearest.twin(
    "numbers shifted",
    lambda X, idx, k: np.argsort(euclidean(np.delete(X, idx, axis=0) - X[idx]), kind="stable")[:k],
)
nearest.twin("farthest instead of nearest", by(lambda differences: -euclidean(differences)))
nearest.twin(
    "differences not squared",
    by(lambda differences: differences.sum(axis=1)),
    by(lambda differences: np.abs(differences.sum(axis=1))),
)
nearest.twin("absolute differences", by(lambda differences: np.abs(differences).sum(axis=1)))
nearest.twin("the largest difference", by(lambda differences: np.abs(differences).max(axis=1)))
nearest.twin(
    "features left out",
    *(
        by(lambda differences, part=part: euclidean(differences[:, part]))
        for part in (slice(1), slice(2), slice(-1), slice(1, None), slice(-1, None))
    ),
)
nearest.twin(
    "scaled first",
    lambda X, idx, k: in_order(X / X.std(axis=0), idx)[:k],
    lambda X, idx, k: in_order(X / np.ptp(X, axis=0), idx)[:k],
)
nearest.twin("distances instead of row numbers", lambda X, idx, k: np.sort(euclidean(X[in_order(X, idx)[:k]] - X[idx])))
nearest.twin("rows instead of row numbers", lambda X, idx, k: X[in_order(X, idx)[:k]])
nearest.sign("pairs of number and distance", pairs)
nearest.sign("row numbers as floats", as_floats)
nearest.sign("not nearest first", unordered, only=True)
nearest.sign("not k rows", not_k)

# Points between minority rows and their neighbours


def wanted(call):
    """Return X, k and n_synthetic of a call of `smote` or `smote_mixed`."""
    return call.args[0], call.kwargs.get("k", 5), call.kwargs.get("n_synthetic", 100)


segments = segments_of(wanted)
near_segments = near_segments_of(lambda call: Segments(*wanted(call)[:2], None, near_only=True))


def judge_points(*complaints):
    """Return a judge of synthetic rows: their shape, then what each of the complaints says of their segments."""

    def judge(*exchanges):
        for call, reply in exchanges:
            if wrong := unlike_a_table(call, reply, wanted):
                return wrong
            if wrong := next(filter(None, (complain(near_segments(call, reply)) for complain in complaints)), None):
                return wrong
        return None

    return judge


def judge_large_k(exchange):
    """Judge the reply to a k for which there are not enough rows."""
    failure = exchange.reply.failure
    if failure is None:
        return "no row has k neighbours here, and your function answers all the same."
    if failure.exception != "ValueError":
        return f"a k that is too large is to raise a ValueError. Yours: {failure.words}"
    return None


def large_k_slips(task):
    """Add the slips in what becomes of a k for which there are not enough rows."""

    def too_large(call):
        return wanted(call)[1] >= len(call.args[0])

    task.sign("k too large accepted", lambda call, reply: too_large(call) and reply.failure is None)
    task.sign("another exception", another_exception(too_large))


def rows_of(make):
    """Return what makes X alone."""
    return lambda rng: (make(rng),)


outliers = rows_of(with_outliers)
smote = EXERCISE.task("smote", judge=judge_points(misplaced), view=segments)
smote.case(
    "four rows, as worked by hand, and others",
    both(lambda _rng: (FOUR_ROWS,), rows_of(normal(5, 2))),
    k=2,
    n_synthetic=40,
)
smote.case(
    "12 rows, the default k and n_synthetic",
    rows_of(lambda rng: with_outliers(rng, n=12)),
)
smote.case("2 rows, the only neighbours of each other", rows_of(normal(2, 3)), k=1, n_synthetic=20)
smote.case(
    "600 points: every row and every neighbour has its turn",
    outliers,
    judge=judge_points(misplaced, unevenly_used),
    points=2,
    k=3,
    n_synthetic=600,
)
smote.again("the same 600 points: they fill the segments evenly", judge_points(misplaced, unevenly_spread))
smote.case("the seed decides", outliers, judge=judge_seeds(smote.judge), seeds=(1, 1, 2), k=3, n_synthetic=20)
smote.case("the defaults, left out and said", twice_with(outliers, 5, 100), judge=judge_alike(smote.judge), seed=3)
smote.case("no points at all", outliers, judge=judge_points(), n_synthetic=0)
smote.case("k=4 with 4 rows", rows_of(normal(4, 2)), judge=judge_large_k, expects_error=True, k=4)

segment_slips(smote, wanted)
seed_slips(smote)
large_k_slips(smote)

# Synthetic rows whose categories stay whole

CATEGORIES = (0.0, 3.0, 8.0)


def numeric_columns(X, categorical):
    """Return the columns that hold no categories."""
    return np.setdiff1d(np.arange(X.shape[1]), categorical)


@once_per_call
def numeric_rows(X, categorical, k=5, **_others):
    """Return the `Segments` of the columns that hold numbers, with no points yet."""
    return Segments(X[:, numeric_columns(X, categorical)], k, None).of_rows()


class Mixed:
    """The synthetic rows of an answer, taken apart into numbers and categories.

    Parameters
    ----------
    call : Call
    points : ndarray, shape (m, d)
    """

    def __init__(self, call, points):
        X, categorical = call.args
        self.segments = numeric_rows(call).with_points(points[:, numeric_columns(*call.args)])
        self.by_all_columns = Segments(X, self.segments.k, points)
        self.categories = points[:, categorical]
        pair = np.argmax(self.segments.inside & self.segments.near, axis=1)
        self.t = self.segments.t[np.arange(len(points)), pair]
        self.row, self.partner = (X[end[pair]][:, categorical] for end in self.segments.pairs)

    @cached_property
    def misplaced(self):
        """What is wrong with where the numbers lie, or None."""
        return misplaced(self.segments)

    def has(self, categories):
        """Say whether each point has the categories, shape (m,)."""
        return np.isclose(self.categories, categories).all(axis=1)

    def follows_the_nearer(self):
        """Say whether each point has the categories of the nearer of its two rows; half-way, either will do."""
        from_row, from_partner = self.t < 0.5 + CLOSE, self.t > 0.5 - CLOSE
        return bool(np.all((from_row & self.has(self.row)) | (from_partner & self.has(self.partner))))

    def rounded(self):
        """Say whether rounding makes these categories."""
        return self.has(np.round(self.row + self.t[:, None] * (self.partner - self.row))).all()

    def of_either(self):
        """Say whether each category is one of the two rows'."""
        return np.all(np.isclose(self.categories, self.row) | np.isclose(self.categories, self.partner))

    def by_all(self):
        """Say whether the neighbours are those by all columns."""
        return self.misplaced and (self.segments.inside & self.by_all_columns.near).any(axis=1).all()


def with_categories(*categorical, n=10, d=5):
    """Return what draws the arguments of a call: rows whose categorical columns hold 0, 3 and 8."""

    def make(rng):
        X = 2 * rng.normal(size=(n, d))
        X[:, categorical] = rng.choice(CATEGORIES, size=(n, len(categorical)))
        return X, np.array(categorical, dtype=int)

    return make


@once_per_reply
def taken_apart(call, reply):
    """Return the `Mixed` of a reply, or None if it is not a table of the right shape, or an argument has changed."""
    if unlike_a_table(call, reply, wanted) or reply.changed_input:
        return None
    return Mixed(call, table(reply.answer, call.args[0].shape[1]))


def judge_mixed(*exchanges):
    """Judge rows with categories."""
    return next(filter(None, (_wrong_mixed(*exchange) for exchange in exchanges)), None)


def _wrong_mixed(call, reply):
    if wrong := unlike_a_table(call, reply, wanted):
        return wrong
    mixed = taken_apart(call, reply)
    if mixed.misplaced:
        return f"going by the columns that are numbers, {mixed.misplaced}"
    if not mixed.follows_the_nearer():
        return "some points have other categories than the nearer of their two rows."
    return None


def of_two_kinds(rng):
    """Return 12 rows and their last column, the category: each row has a twin, of the other category, later on."""
    numbers = np.tile(rng.normal(size=(6, 3)), (2, 1))
    return np.column_stack([numbers, np.repeat([0.0, 3.0], 6)]), np.array([3])


def judge_twins(exchange):
    """Judge points between twins: with k=1 each is as likely to have the one category as the other."""
    if wrong := unlike_a_table(*exchange, wanted):
        return wrong
    return "between a row and its twin, their two categories are not equally frequent." if lopsided(*exchange) else None


def lopsided(call, reply):
    """Say whether one of the twins' categories is too frequent: of 600 points less than once in a million by chance."""
    return call.kwargs["k"] == 1 and abs(np.mean(table(reply.answer, 4)[:, 3] == 0) - 1 / 2) > 1 / 8


def reordered(call, reply):
    """Say whether the columns are right, the categorical ones put last."""
    if unlike_a_table(call, reply, wanted):
        return False
    X, categorical = call.args
    order = np.concatenate([numeric_columns(X, categorical), categorical]).astype(int)
    points = np.empty_like(table(reply.answer, X.shape[1]))
    points[:, order] = table(reply.answer, X.shape[1])
    return np.any(order != np.sort(order)) and not Mixed(call, points).misplaced


def another_number(call, reply):
    """Say whether there are more or fewer than n_synthetic points."""
    points = table(reply.answer, call.args[0].shape[1])
    return points is not None and len(points) != wanted(call)[2]


def categories_left_out(call, reply):
    """Say whether the points have their numeric columns alone."""
    X, categorical = call.args
    return len(categorical) > 0 and table(reply.answer, X.shape[1] - len(categorical)) is not None


def with_any(looks_so):
    """Return the sign of an answer about rows with categories, not of those without."""
    return lambda mixed: mixed.categories.size and looks_so(mixed)


mixed = EXERCISE.task("smote_mixed", judge=judge_mixed, view=taken_apart)
mixed.case("the last column is a category", with_categories(4), k=3, n_synthetic=40)
mixed.case("a category between the numbers", with_categories(2), k=3, n_synthetic=40)
mixed.case("two categories, the default k and n_synthetic", with_categories(0, 3))
mixed.case(
    "the defaults, left out and said", twice_with(with_categories(1), 5, 100), judge=judge_alike(mixed.judge), seed=3
)
mixed.case("no categories at all", with_categories(), k=3, n_synthetic=40)
mixed.case("rows with a twin of another category", of_two_kinds, judge=judge_twins, k=1, n_synthetic=600)
mixed.case("the seed decides", with_categories(3), judge=judge_seeds(judge_mixed), seeds=(1, 1, 2), n_synthetic=20)
mixed.case("no points at all", with_categories(2), judge=judge_points(), n_synthetic=0)
mixed.case("k=4 with 4 rows", with_categories(1, n=4), judge=judge_large_k, expects_error=True, k=4)

seed_slips(mixed)
large_k_slips(mixed)
mixed.sign("first of the order dropped", lopsided, only=True)
mixed.sign("no columns", shape_signs(wanted)["no columns"])
mixed.sign("columns in another order", reordered)
mixed.shows("categories count in the distance", with_any(Mixed.by_all))
mixed.shows("categories interpolated", with_any(lambda m: np.any(m.categories % 1 != 0)))
mixed.shows("categories rounded", with_any(lambda m: not m.misplaced and m.rounded()))
mixed.shows(
    "category of the other row", with_any(lambda m: not m.misplaced and not m.follows_the_nearer() and m.of_either())
)
mixed.shows(
    "category of neither row",
    with_any(lambda m: not m.misplaced and not m.of_either() and np.isin(m.categories, CATEGORIES).all()),
)
mixed.sign("columns left out", categories_left_out)
mixed.sign("n_synthetic ignored", another_number)
mixed.shows("copies", lambda m: m.segments.copies.all())
mixed.shows("one t per coordinate", lambda m: in_boxes(m.segments))
