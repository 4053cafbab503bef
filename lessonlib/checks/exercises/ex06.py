"""Exercise 06: who is in danger, points that start there, and points by how hard a row is."""

from dataclasses import dataclass, replace

import numpy as np

from lessonlib.checks.plain import as_array, row_numbers, same, table
from lessonlib.checks.segments import (
    CLOSE,
    HUNDREDS,
    MANY,
    MOST,
    PLACES,
    Segments,
    misplaced,
    near_segments_of,
    segment_slips,
    segments_of,
    unevenly_spread,
    unevenly_used,
    unlike_a_table,
)
from lessonlib.checks.signs import judge_alike, judge_seeds, raised, seed_slips, twice_with
from lessonlib.checks.task import Call, Exercise, both, once_per_call
from lessonlib.compute.borderline import danger_set, majority_neighbors
from lessonlib.compute.neighbors import find_k_neighbors, k_nearest_neighbors

EXERCISE = Exercise("ex06", may_use=("neighbors", "resampling"))

# Minority rows in danger. A rule looks at m', how many of the m neighbours of a minority row are majority, and says
# which rows are meant; here are other rules that learners come up with, and rows on which the rules differ.

CLEAR = 1e-4  # of a distance: by more than this is the last neighbour nearer than the next row; float32 rounds by less


def in_danger(count, m):
    """Say which rows are in danger: half of the neighbours or more are majority, but not all."""
    return (2 * count >= m) & (count < m)


def noise_too(count, m):
    """Say which rows are in danger or noise."""
    return 2 * count >= m


def any_majority(count, _m):
    """Say which rows have a majority neighbour at all: the loose rule."""
    return count >= 1


def any_but_noise(count, m):
    """Say which rows have a majority neighbour, and not only such."""
    return (count >= 1) & (count < m)


def safe(count, m):
    """Say which rows have fewer than half."""
    return 2 * count < m


def m_of(call):
    """Return the m of a call ``f(X, y, …, m=10, …)``."""
    return call.kwargs.get("m", 10)


def minority_rows(call):
    """Return the numbers of the minority rows of a call ``f(X, y, …)``."""
    return np.flatnonzero(np.asarray(call.args[1]) == 1)


def counts_of(call, fewer=0):
    """Return m' for each minority row, by `fewer` neighbours less than asked for."""
    return _counts(call)[fewer]


@once_per_call
def _counts(X, y, m=10, **_others):
    """Return m' for each minority row, by m neighbours and by one less."""
    return [majority_neighbors(X, np.asarray(y, dtype=int), number) for number in (m, m - 1)]


def counts_first_dropped(X, y, m):
    """Return m' where the first of the order is dropped as the row itself, which may be its twin instead."""
    nearest = [np.argsort(np.linalg.norm(X - x, axis=1), kind="stable")[1 : m + 1] for x in X[y == 1]]
    return np.sum(y[np.array(nearest)] == 0, axis=1)


def rows_by(call, rule=in_danger):
    """Return the numbers of the minority rows that a rule means."""
    return minority_rows(call)[rule(counts_of(call), m_of(call))]


def three_zones(rng, m, k=3, d=4):
    """Return rows in no order, so drawn that every rule above means others, and that float32 finds the same neighbours.

    4 to 9 rows of the minority are in danger; where m is odd, some have one majority neighbour less than half.
    """
    while True:
        place = np.repeat([-3.0, 0.0, 3.0], [9, 8, 3])
        minority = rng.normal(size=(len(place), d)) + place[:, None] * np.eye(d)[0]
        majority = rng.normal(size=(44, d)) + rng.choice([0.8, 3.0], size=(44, 1)) * np.eye(d)[0]
        order = rng.permutation(len(minority) + len(majority))
        X, y = np.vstack([minority, majority])[order], np.repeat([1, 0], [len(minority), len(majority)])[order]
        if _differ(majority_neighbors(X, y, m), m) and clear(X, y, m, k):
            return X, y


def far_apart(rng, n_minority=14, n_majority=20, d=3):
    """Return two clouds so far apart that no minority row has a majority neighbour, up to m = 10."""
    y = rng.permutation(np.repeat([1, 0], [n_minority, n_majority]))
    return rng.normal(size=(len(y), d)) + 50.0 * y[:, None], y


def with_twins(rng, m=5):
    """Return rows in which minority rows have a majority twin before them, and whoever drops the twin is misled."""
    while True:
        X, y = three_zones(rng, m)
        minority = np.flatnonzero(y == 1)
        lucky = minority[majority_neighbors(X, y, m) == (m - 1) // 2]  # with its twin it is in danger
        X, y = np.vstack([X[lucky], X]), np.append(np.zeros(len(lucky), dtype=int), y)
        right, misled = in_danger(majority_neighbors(X, y, m), m), in_danger(counts_first_dropped(X, y, m), m)
        if clear(X, y, m, k=3) and np.any(right & ~misled):
            return X, y


def clear(X, y, m, k):
    """Say whether it is clear which are the m nearest rows of each minority row, and which the k nearest minority."""
    minority = np.flatnonzero(y == 1)
    distances = np.linalg.norm(X[minority][:, None] - X, axis=2)
    distances[np.arange(len(minority)), minority] = np.inf
    return _gap(distances, m) and _gap(distances[:, minority], k)


def _gap(distances, last):
    ordered = np.sort(distances, axis=1)
    return np.all(ordered[:, last] > (1 + CLEAR) * ordered[:, last - 1])


def _differ(count, m):
    """Say whether rows of every kind occur: none, few, about half, most and all neighbours of the majority."""
    danger = in_danger(count, m)
    few = (count >= 1) & (2 * count < m)
    return (
        4 <= danger.sum() <= 9
        and all(np.any(kind) for kind in (count == 0, few, count == m // 2, 2 * count > m, count == m))
        and np.any(2 * count[danger] > m)
    )


# Which minority rows are in danger


def ten_rows(_rng=None):
    """Return the rows that the notebook works by hand, on a line."""
    X = np.array([1.0, 2.0, 4.0, 12.0, 5.0, 6.0, 8.0, 11.0, 13.0, 14.5])[:, None]
    return X, np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])


def ten_others(rng):
    """Return such rows in another order, and on another scale."""
    X, y = ten_rows()
    order = rng.permutation(len(y))
    return X[order] * rng.uniform(0.5, 2.0), y[order]


def _as_floats(rng):
    X, y = three_zones(rng, m=5)
    return X, y.astype(float)


def named(answer):
    """Return an answer as row numbers, or None if it is not a list of them; an empty list has no type."""
    array = as_array(answer)
    return np.arange(0) if array is not None and array.shape == (0,) else row_numbers(answer)


def judge_rows(*exchanges):
    """Judge row numbers, in any order."""
    return next(filter(None, (_complaint(*exchange) for exchange in exchanges)), None)


def _complaint(call, reply):
    rows, right = named(reply.answer), rows_by(call)
    if rows is None:
        return "the answer is not a list of row numbers."
    if len(np.unique(rows)) < len(rows):
        return "the answer names a row twice."
    if np.setdiff1d(rows, right).size:
        return "the answer names rows that are not in danger."
    return None if len(rows) == len(right) else "rows that are in danger are missing."


def _names(wrong_of):
    """Return the sign of the rows ``wrong_of(call)``, where those are not the right ones."""

    def seen(call, reply):
        rows, wrong = named(reply.answer), np.sort(wrong_of(call))
        return rows is not None and same(wrong, np.sort(rows)) and not same(wrong, rows_by(call))

    return seen


def _means(rule):
    """Return the sign of the rows that this rule means, in place of the right one."""
    return _names(lambda call: rows_by(call, rule))


def _with_own(call):
    return minority_rows(call)[in_danger(counts_of(call, fewer=1), m_of(call))]


def _first_dropped(call):
    return minority_rows(call)[in_danger(counts_first_dropped(*call.args, m_of(call)), m_of(call))]


def _places(call):
    return np.flatnonzero(in_danger(counts_of(call), m_of(call)))


def _other_class(call):
    X, y = call.args
    return np.flatnonzero(y == 0)[
        in_danger(majority_neighbors(X, 1 - np.asarray(y, dtype=int), m_of(call)), m_of(call))
    ]


def _every_row(call):
    """Return the rows of either class that the rule would mean, if it were asked of all."""
    X, y = call.args
    return np.flatnonzero(in_danger(np.sum(y[k_nearest_neighbors(X, m_of(call))] == 0, axis=1), m_of(call)))


def _both_classes(call):
    return np.concatenate([rows_by(call), _other_class(call)])


def _by_always(m, compared=True):
    """Return what finds the rows among this m neighbours, whatever m was asked for; `compared` with this m or that."""

    def wrong_of(call):
        count = majority_neighbors(*call.args, min(m, len(call.args[0]) - 1))
        return minority_rows(call)[in_danger(count, m if compared else m_of(call))]

    return wrong_of


def _mask(call, reply):
    array = as_array(reply.answer)
    flags = array is not None and array.ndim == 1 and np.isin(array, [0, 1]).all()
    return flags and (len(array) == len(call.args[1]) or (array.dtype.kind == "b" and len(array) > 0))


def _rows_themselves(call, reply):
    return len(rows_by(call)) > 0 and same(call.args[0][rows_by(call)], reply.answer)


def _floats(call, reply):
    array = as_array(reply.answer)
    return array is not None and array.dtype.kind == "f" and array.size > 0 and same(rows_by(call), array)


def _nobody(call, reply):
    return len(rows_by(call)) > 0 and named(reply.answer) is not None and len(named(reply.answer)) == 0


def _asks_for_ten(call, reply):
    """Say whether there are not enough rows for the default m, where another one was asked for."""
    return m_of(call) < 10 and raised(saying="10")(call, reply)


def zones(m):
    """Return what draws rows on which the rules differ by this m."""
    return lambda rng: three_zones(rng, m)


danger = EXERCISE.task("danger_set", judge=judge_rows, reference=danger_set)
danger.case("ten rows, as worked by hand, and others", both(ten_rows, ten_others), m=3)
danger.case("64 rows, m=5", zones(5), points=2, m=5)
danger.case("64 rows, m=6: exactly half occurs", zones(6), m=6)
danger.case("64 rows, the default m", zones(10))
danger.case("labels 0.0 and 1.0", _as_floats, m=5)
danger.case("rows that occur in both classes", lambda rng: [with_twins(rng) for _ in range(3)], m=5)
danger.case(
    "clouds far apart, where nobody is in danger, then others", lambda rng: [far_apart(rng), three_zones(rng, 4)], m=4
)

danger.sign("first of the order dropped", _names(_first_dropped))
danger.sign("own neighbour", _names(_with_own))
danger.sign("noise included", _means(noise_too))
danger.sign("any majority neighbour", _means(any_majority), _means(any_but_noise))
danger.sign("more than half", _means(lambda count, m: (2 * count > m) & (count < m)))
danger.sign("half rounded down", _means(lambda count, m: (count >= m // 2) & (count < m)))
danger.sign("noise instead of danger", _means(lambda count, m: count == m))
danger.sign("safe rows", _means(safe))
danger.sign("minority neighbours counted", _means(lambda count, m: (2 * (m - count) >= m) & (count > 0)))
danger.sign(
    "majority rows",
    *map(
        _names,
        (_other_class, _every_row, _both_classes, lambda call: np.setdiff1d(_every_row(call), minority_rows(call))),
    ),
)
danger.sign("place among the minority", _names(_places))
danger.sign("mask instead of row numbers", _mask)
danger.sign("rows instead of row numbers", _rows_themselves)
danger.sign("row numbers as floats", _floats)
danger.sign("m ignored", *(_names(_by_always(m, of)) for m in (5, 10) for of in (True, False)), _asks_for_ten)
danger.sign("nobody found", _nobody)

# Points that start from rows in danger: where they may lie, and where the points of other rules lie


@dataclass(frozen=True)
class FromSome(Segments):
    """Points among the rows of X, of which only some may start one: `starts`, bool of shape (n,)."""

    starts: np.ndarray = None

    @property
    def _may_start(self):
        return self.starts


def wanted(call):
    """Return the minority rows, k and n_synthetic of a call of `borderline_smote`."""
    return call.args[0][minority_rows(call)], call.kwargs.get("k", 5), call.kwargs.get("n_synthetic", 100)


def from_danger(call, points=None):
    """Return points as `FromSome`, seen from the minority rows in danger and their neighbours."""
    X_minority, k, _ = wanted(call)
    return FromSome(X_minority, k, points, True, np.isin(minority_rows(call), rows_by(call)))


near_segments = near_segments_of(from_danger)


def lies_between(*pairs_of):
    """Return the sign of points that are not right, but lie between the rows of other pairs.

    ``pairs_of(call)`` returns those pairs as two arrays, the rows that start and their partners, shape (p, d).
    """

    def seen(call, reply):
        points = table(reply.answer, call.args[0].shape[1])
        if points is None or not MANY <= len(points) <= MOST or fits(points, *allowed(call)):
            return False
        return any(fits(points, *pairs(call)) for pairs in pairs_of)

    return seen


def fits(points, rows, partners):
    """Say whether each point lies between a row and its partner, for some of the pairs."""
    step, offset = partners - rows, points[:, None] - rows  # (p, d), (m, p, d)
    t = np.sum(offset * step, axis=2) / np.maximum(np.sum(step**2, axis=1), 1e-300)
    off = np.linalg.norm(offset - t[..., None] * step, axis=2)
    inside = (off < CLOSE * np.ptp(rows)) & (t > -CLOSE) & (t < 1 + CLOSE)
    return inside.any(axis=1).all()


def allowed(call, rule=in_danger):
    """Return the pairs by which points may be made, if `rule` says which minority rows start one."""
    X_minority, k, _ = wanted(call)
    places = np.flatnonzero(np.isin(minority_rows(call), rows_by(call, rule)))
    return _pairs(X_minority, places, _nearest(X_minority, places, k))


def among_danger(call):
    """Return the pairs of rows in danger and their nearest among the rows in danger."""
    danger = call.args[0][rows_by(call)]
    places = np.arange(len(danger))
    return _pairs(danger, places, _nearest(danger, places, min(wanted(call)[1], len(danger) - 1)))


def among_all(call):
    """Return the pairs of rows in danger and their nearest rows of either class."""
    X, rows = call.args[0], rows_by(call)
    return _pairs(X, rows, _nearest(X, rows, wanted(call)[1]))


def among_majority(call):
    """Return the pairs of rows in danger and their nearest rows of the majority."""
    X, y = call.args
    rows, majority = rows_by(call), np.flatnonzero(np.asarray(y) != 1)
    distances = np.linalg.norm(X[rows][:, None] - X[majority], axis=2)
    return _pairs(X, rows, majority[np.argsort(distances, axis=1)[:, : wanted(call)[1]]])


def mixed_up(call):
    """Return the pairs of rows in danger and the rows of X whose numbers their neighbours have among the minority."""
    X_minority, k, _ = wanted(call)
    rows = rows_by(call)
    return _pairs(call.args[0], rows, _nearest(X_minority, np.searchsorted(minority_rows(call), rows), k))


def _nearest(X, places, k):
    return np.array([find_k_neighbors(X, place, k) for place in places])  # (len(places), k)


def _pairs(X, rows, partners):
    return np.repeat(X[rows], partners.shape[1], axis=0), X[partners.ravel()]


def told_by_m(rng):
    """Return rows on which 9, 10 and 11 neighbours put different rows in danger."""
    while True:
        rows = three_zones(rng, m=10, k=5)
        by_m = [rows_by(Call(rows, {"m": m})).tolist() for m in (9, 10, 11)]
        if by_m[0] != by_m[1] != by_m[2]:
            return rows


K, M = 3, 5  # of the cases that count pairs
MOST_IN_DANGER = 6  # rows of the case with 450 points: there are 12 to 18 pairs


def by_six_only(rng):
    """Return rows of which few are in danger by m=6, and some of them not by M, so that M in place of 6 leaves gaps.

    Of their pairs with the nearest, half or more are near one way only, so that the spread of t shows.
    """
    while True:
        rows = three_zones(rng, 6, K)
        by_six = Call(rows, {"k": K, "m": 6})
        few = len(rows_by(by_six)) <= MOST_IN_DANGER and from_danger(by_six).mutual.mean() <= 0.5
        if few and _leaves_gaps(Call(rows, {"k": K, "m": M}), by_six):
            return rows


def _leaves_gaps(other, call):
    """Say whether some right segments lie nowhere, if the points start where the `other` call sees danger."""
    (starts, partners), others = allowed(call), rows_by(other)
    gone = ~np.isin(rows_by(call), others)
    middles = (starts + partners)[np.repeat(gone, len(starts) // len(gone))] / 2
    return gone.any() and not (len(others) and fits(middles, *allowed(other)))


def _where(segments):
    """Say what is wrong with where the points lie, or return None."""
    return (
        misplaced(segments) and "some points do not lie between a row in danger and one of its k nearest minority rows."
    )


def judge_points(*complaints):
    """Return a judge of synthetic rows: their shape, then where they lie, then what else is asked of them."""

    def judge(*exchanges):
        for call, reply in exchanges:
            if wrong := unlike_a_table(call, reply, wanted):
                return wrong
            segments = near_segments(call, reply)
            if len(segments.points) and (wrong := next(filter(None, (ask(segments) for ask in complaints)), None)):
                return wrong
        return None

    return judge


def judge_nobody(exchange):
    """Judge the reply to rows of which none is in danger."""
    failure = exchange.reply.failure
    if failure is None:
        return "no row is in danger here, so there is nothing to start from, and your function answers all the same."
    if failure.exception != "ValueError":
        return f"where no row is in danger a ValueError is to be raised. Yours: {failure.words}"
    return None


def _originals_first(call, reply):
    X, _ = call.args
    points = table(reply.answer, X.shape[1])
    return points is not None and any(_begins(points, rows) for rows in (X, X[call.args[1] == 1], X[rows_by(call)]))


def _begins(points, rows):
    return len(points) >= len(rows) > 0 and same(rows, points[: len(rows)])


def _is_pair(call, reply):
    pair = isinstance(reply.answer, list) and len(reply.answer) == 2
    return pair and table(reply.answer[0], call.args[0].shape[1]) is not None and as_array(reply.answer[1]).ndim == 1


def _for_every_start(call, reply):
    points, n_synthetic = table(reply.answer, call.args[0].shape[1]), wanted(call)[2]
    return points is not None and n_synthetic > 0 and len(points) == n_synthetic * len(rows_by(call)) > n_synthetic


def _by(rule):
    return lambda call: allowed(call, rule)


def _by_another_m(call, reply):
    """Say whether the points start where another m sees danger: the default, 5 or k."""
    points = table(reply.answer, call.args[0].shape[1])
    if points is None or not MANY <= len(points) <= MOST:
        return False
    others = [replace(call, kwargs=call.kwargs | {"m": m}) for m in (m_of(Call(())), M, wanted(call)[1])]
    known = [other for other in others if m_of(other) < len(call.args[0]) and len(rows_by(other))]
    wrong = not fits(points, *allowed(call))
    enough = len(points) >= MANY * len(rows_by(call))  # to have a point everywhere
    return any(fits(points, *allowed(one)) and (wrong or (enough and _leaves_gaps(one, call))) for one in known)


def _swapped(call):
    k, m = wanted(call)[1], min(m_of(call), len(minority_rows(call)) - 1)
    return allowed(replace(call, kwargs=call.kwargs | {"k": m, "m": k}))


def _every_row(count, _m):
    return np.full(len(count), True)


borderline = EXERCISE.task("borderline_smote", judge=judge_points(_where), view=segments_of(wanted))
borderline.case("ten rows, as worked by hand, and others", both(ten_rows, ten_others), k=2, m=3, n_synthetic=20)
borderline.case("64 rows, the default k, m and n_synthetic", lambda rng: three_zones(rng, m=10, k=5))
borderline.case("another k and m", lambda rng: three_zones(rng, 6, 2), k=2, m=6, n_synthetic=40)
borderline.case(
    "450 points: every row in danger and every neighbour has its turn",
    by_six_only,
    judge=judge_points(_where, unevenly_used),
    points=2,
    k=K,
    m=6,
    n_synthetic=450,
)
borderline.again("the same 450 points: they fill the segments evenly", judge_points(_where, unevenly_spread))
borderline.case(
    "the seed decides", zones(M), judge=judge_seeds(borderline.judge), seeds=(1, 1, 2), k=K, m=M, n_synthetic=20
)
borderline.case(
    "the defaults, left out and said",
    twice_with(told_by_m, 5, 10, 100),
    judge=judge_alike(borderline.judge),
    seed=3,
)
borderline.case("no points at all", zones(M), judge=judge_points(), k=K, m=M, n_synthetic=0)
borderline.case("nobody is in danger", far_apart, judge=judge_nobody, expects_error=True, k=K, m=4)

borderline.sign(
    "nobody in danger accepted",
    lambda call, reply: len(rows_by(call)) == 0 and m_of(call) < 10 and reply.failure is None,
    only=True,
)
borderline.sign("drawn without replacement", raised(saying="larger sample"))
borderline.sign("originals included", _originals_first)
borderline.sign("rows and labels", _is_pair)
borderline.sign("n_synthetic for every row", _for_every_start)
segment_slips(
    borderline,
    wanted,
    (
        *("n_synthetic ignored", "no columns", "one point", "generator made in the loop", "copies"),
        *("one t per coordinate", "beyond the two rows", "the same t for all"),
    ),
)
borderline.sign("k and m swapped", lies_between(_swapped))
for name in ("own neighbour", "always the nearest"):
    borderline.shows(name, PLACES[name])
borderline.sign(
    "starts taken in turn",
    lambda call, reply: len(near_segments(call, reply).points) >= HUNDREDS and near_segments(call, reply).in_turn,
)
borderline.sign("partners in danger only", lies_between(among_danger))
borderline.sign(
    "t not uniform",
    lambda call, reply: (
        len(near_segments(call, reply).points) >= HUNDREDS
        and not misplaced(near_segments(call, reply))
        and unevenly_spread(near_segments(call, reply))
    ),
)
borderline.sign("partners of the majority", lies_between(among_all), lies_between(among_majority))
borderline.sign("two ways of counting mixed", lies_between(mixed_up), raised("IndexError"))
borderline.sign("m not passed on", _by_another_m)
borderline.sign("noise included", lies_between(_by(noise_too)))
borderline.sign("any majority neighbour", lies_between(_by(any_but_noise), _by(any_majority)))
borderline.sign("safe rows", lies_between(_by(safe)))
borderline.sign("every minority row starts", lies_between(_by(_every_row)))
seed_slips(borderline)

# How many points each minority row gets, by how hard it is

HALF = 0.5 + 1e-9  # a half may be rounded up or down


def share_of_points(call, count=None):
    """Return the unrounded numbers of points, shape (n_minority,), by `count` in place of m'."""
    count = counts_of(call) if count is None else count
    return n_of(call) * count / max(1, count.sum())


def n_of(call):
    """Return the n_synthetic of a call."""
    return call.kwargs.get("n_synthetic", 100)


def judge_counts(*exchanges):
    """Judge one number for each minority row: whole, and the share rounded."""
    return next(filter(None, (_wrong_counts(*exchange) for exchange in exchanges)), None)


def _wrong_counts(call, reply):
    numbers = as_array(reply.answer)
    if numbers is None or numbers.ndim != 1:
        return "the answer is not a list of numbers."
    if len(numbers) != len(minority_rows(call)):
        return f"the answer holds {len(numbers)} numbers, where there are {len(minority_rows(call))} minority rows."
    if not np.all(numbers == np.round(numbers)):
        return "a number of points is a whole number."
    return None if _rounds(numbers, share_of_points(call)) else "some rows get another number of points."


def _rounds(numbers, exact):
    return numbers.shape == exact.shape and bool(np.all(np.abs(numbers - exact) <= HALF))


def _numbers(wrong_of, rounded=True):
    """Return the sign of the numbers ``wrong_of(call)``, rounded or as they are."""

    def seen(call, reply):
        numbers, wrong = as_array(reply.answer), wrong_of(call)
        if numbers is None or judge_counts((call, reply)) is None:
            return False
        return _rounds(numbers, wrong) and same(numbers, numbers.round()) if rounded else same(wrong, numbers)

    return seen


def _replaced(change):
    """Return what makes the numbers by another m': ``change(m', m)``."""
    return lambda call: share_of_points(call, change(counts_of(call), m_of(call)))


def _counts_by(m):
    """Return the numbers by this m, whatever m was asked for."""

    def numbers(call):
        X, y = call.args
        return share_of_points(call, majority_neighbors(X, np.asarray(y, dtype=int), min(m, len(X) - 1)))

    return numbers


def _undivided(call):
    return n_of(call) * counts_of(call) / m_of(call)


def _of_rounded_shares(places):
    return lambda call: n_of(call) * np.round(share_of_points(call) / max(1, n_of(call)), places)


def _nobody_is_hard(call, reply):
    numbers = as_array(reply.answer)
    fails = reply.failed("raised") and reply.failure.exception in {"ZeroDivisionError", "ValueError"}
    return counts_of(call).sum() == 0 and (fails or (numbers is not None and not np.all(numbers == 0)))


def _adds_up(call, reply):
    """Say whether the numbers add up to n_synthetic, where the rounded ones do not, and most are the rounded ones."""
    numbers, right = as_array(reply.answer), share_of_points(call).round()
    meant = numbers is not None and numbers.shape == right.shape and numbers.sum() == n_of(call) != right.sum()
    return meant and np.abs(numbers - right).max() <= len(right)


def _in_other_order(call, reply):
    numbers, right = as_array(reply.answer), share_of_points(call).round()
    return numbers is not None and same(np.sort(right), np.sort(numbers)) and not same(right, numbers)


def _one_for_every_row(call, reply):
    numbers = as_array(reply.answer)
    return numbers is not None and numbers.shape == (len(call.args[1]),)


counts = EXERCISE.task("adasyn_counts", judge=judge_counts)
counts.case("ten rows, as worked by hand, and others", both(ten_rows, ten_others), m=3, n_synthetic=60)
counts.case("64 rows, m=5", zones(5), points=2, m=5, n_synthetic=400)
counts.case("64 rows, the default m and n_synthetic", lambda rng: [three_zones(rng, 10) for _ in range(4)])
counts.case("no points at all", zones(6), m=6, n_synthetic=0)
counts.case("clouds far apart: nobody is hard", far_apart, m=4)

counts.sign("one for every row", _one_for_every_row)
counts.sign("nobody is hard", _nobody_is_hard, only=True)
counts.sign("a dict instead of numbers", lambda _call, reply: isinstance(reply.answer, dict))
counts.sign(
    "not divided by the sum", _numbers(_undivided), _numbers(lambda call: _undivided(call) / len(minority_rows(call)))
)
counts.sign("n_synthetic ignored", _numbers(lambda call: 100 * share_of_points(call) / max(1, n_of(call))))
counts.sign("majority neighbours returned", _numbers(counts_of, rounded=False))
counts.sign("shares returned", _numbers(lambda call: share_of_points(call) / max(1, n_of(call)), rounded=False))
counts.sign("not rounded", _numbers(share_of_points, rounded=False))
counts.sign("cut off instead of rounded", _numbers(lambda call: np.floor(share_of_points(call) + 1e-9), rounded=False))
counts.sign("shares rounded", *(_numbers(_of_rounded_shares(places)) for places in (1, 2)))
counts.sign("rounded up", _numbers(lambda call: np.ceil(share_of_points(call) - 1e-9), rounded=False))
counts.sign("made to add up", _adds_up)
counts.sign("danger only", _numbers(_replaced(lambda count, m: count * in_danger(count, m))))
counts.sign("noise left out", _numbers(_replaced(lambda count, m: count * (count < m))))
counts.sign("minority neighbours counted", _numbers(_replaced(lambda count, m: m - count)))
counts.sign("m ignored", _numbers(_counts_by(5)), _numbers(_counts_by(10)))
counts.sign("the same for all", _numbers(_replaced(lambda count, _m: np.ones(len(count)))))
counts.sign("own neighbour", _numbers(lambda call: share_of_points(call, counts_of(call, fewer=1))))
counts.sign("another order", _in_other_order)
