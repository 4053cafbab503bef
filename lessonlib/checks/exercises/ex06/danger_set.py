"""Exercise 06, first task: which minority rows are in danger."""

import numpy as np

from lessonlib.checks.arrays import as_array, row_numbers
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.danger import (
    any_but_noise,
    any_majority,
    counts_first_dropped,
    counts_of,
    far_apart,
    in_danger,
    m_of,
    minority_rows,
    noise_too,
    rows_by,
    safe,
    three_zones,
    with_twins,
)
from lessonlib.checks.decisions import any_of
from lessonlib.checks.plain import same
from lessonlib.compute.borderline import majority_neighbors
from lessonlib.compute.neighbors import k_nearest_neighbors


def ten_rows(_rng=None):
    """Return the rows that the notebook works by hand, on a line."""
    X = np.array([1.0, 2.0, 4.0, 12.0, 5.0, 6.0, 8.0, 11.0, 13.0, 14.5])[:, None]
    return X, np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])


def _case(name, make, *, n_calls=1, points=1, **kwargs):
    """Return a case that calls ``f(X, y, **kwargs)``, each time on new rows."""
    return Case(name, lambda rng: tuple(Call(make(rng), kwargs) for _ in range(n_calls)), judge_rows, points)


def _as_floats(rng):
    X, y = three_zones(rng, m=5)
    return X, y.astype(float)


def _nobody_then_some(rng):
    return Call(far_apart(rng), {"m": 4}), Call(three_zones(rng, m=4), {"m": 4})


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
    """Return a recogniser of the rows ``wrong_of(call)``, where those are not the right ones."""

    def seen(call, reply):
        rows, wrong = named(reply.answer), np.sort(wrong_of(call))
        return rows is not None and same(wrong, np.sort(rows)) and not same(wrong, rows_by(call))

    return in_any(seen)


def _means(*rules):
    """Return a recogniser of the rows that one of these rules means, in place of the right one."""
    return any_of(*(_names(lambda call, rule=rule: rows_by(call, rule)) for rule in rules))


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


def _by_always(m):
    """Return what finds the rows by this m, whatever m was asked for."""

    def wrong_of(call):
        return minority_rows(call)[in_danger(majority_neighbors(*call.args, m), m)]

    return wrong_of


def _mask(call, reply):
    array = as_array(reply.answer)
    return array is not None and array.dtype.kind == "b" and array.ndim == 1 and len(array) >= len(minority_rows(call))


def _rows_themselves(call, reply):
    return len(rows_by(call)) > 0 and same(call.args[0][rows_by(call)], reply.answer)


def _floats(call, reply):
    array = as_array(reply.answer)
    return array is not None and array.dtype.kind == "f" and array.size > 0 and same(rows_by(call), array)


def _nobody(call, reply):
    return len(rows_by(call)) > 0 and named(reply.answer) is not None and len(named(reply.answer)) == 0


DANGER_SET = Task(
    "danger_set",
    cases=(
        _case("ten rows, as worked by hand", ten_rows, m=3),
        _case("64 rows, m=5", lambda rng: three_zones(rng, m=5), points=2, m=5),
        _case("64 rows, m=6: exactly half occurs", lambda rng: three_zones(rng, m=6), m=6),
        _case("64 rows, the default m", lambda rng: three_zones(rng, m=10)),
        _case("labels 0.0 and 1.0", _as_floats, m=5),
        _case("rows that occur in both classes", with_twins, n_calls=3, m=5),
        Case("clouds far apart, where nobody is in danger, then others", _nobody_then_some, judge_rows),
    ),
    slips=(
        Slip(
            "first of the order dropped",
            "Where a row has a twin, the first in the order of distances may be the twin, and what stays is the row "
            "itself. Leave a row out by its number; `find_k_neighbors(X, i, m)` does.",
            _names(_first_dropped),
        ),
        Slip(
            "own neighbour",
            "It looks as if each row counts among its own m neighbours: at distance 0 it is the nearest. It has to be "
            "left out.",
            _names(_with_own),
        ),
        Slip(
            "noise included",
            "It looks as if rows whose neighbours are all of the majority are taken as well. Those are noise: danger "
            "ends below m.",
            _means(noise_too),
        ),
        Slip(
            "any majority neighbour",
            "It looks as if one majority neighbour is enough. That is the loose rule; here it has to be half of the m "
            "neighbours, or more, but not all.",
            _means(any_majority, any_but_noise),
        ),
        Slip(
            "more than half",
            "It looks as if exactly half is not enough for you. Danger begins at m/2 itself: `>=`.",
            _means(lambda count, m: (2 * count > m) & (count < m)),
        ),
        Slip(
            "half rounded down",
            "It looks as if m/2 is rounded down where m is odd. Of 5 neighbours 2 are less than half: compare with "
            "`m / 2`, not with `m // 2`.",
            _means(lambda count, m: (count >= m // 2) & (count < m)),
        ),
        Slip(
            "noise instead of danger",
            "These are the rows of noise, whose neighbours are all of the majority. Danger is the zone before that.",
            _means(lambda count, m: count == m),
        ),
        Slip(
            "safe rows",
            "These are the rows that have fewer majority neighbours than half: the safe ones. Is a comparison the "
            "wrong way round?",
            _means(safe),
        ),
        Slip(
            "minority neighbours counted",
            "It looks as if the neighbours of the minority are counted. Danger comes from the majority, class 0.",
            _means(lambda count, m: (2 * (m - count) >= m) & (count > 0)),
        ),
        Slip(
            "majority rows",
            "The answer names rows of the majority. Only minority rows, class 1, can be in danger here.",
            any_of(_names(_other_class), _names(_every_row), _names(_both_classes)),
        ),
        Slip(
            "place among the minority",
            "It looks as if the rows are counted among the minority alone. The answer is to hold their numbers in X: "
            "`np.flatnonzero(y == 1)` gives those of the minority.",
            _names(_places),
        ),
        Slip(
            "mask instead of row numbers",
            "Your answer is a list of True and False. Return the numbers of the rows; `np.flatnonzero` gives them.",
            in_any(_mask),
        ),
        Slip(
            "rows instead of row numbers",
            "Your answer holds the rows themselves. Return their numbers in X.",
            in_any(_rows_themselves),
        ),
        Slip(
            "row numbers as floats",
            "Your row numbers are floats, and `X[2.0]` is an error. Keep them as whole numbers.",
            in_any(_floats),
        ),
        Slip(
            "m ignored",
            "The answer is right for another m. What does your function do with `m`?",
            any_of(_names(_by_always(5)), _names(_by_always(10))),
        ),
        Slip(
            "nobody found",
            "No row is found in danger, though some are. Are the neighbours sought in all of X? Among the minority "
            "alone there is no majority neighbour.",
            in_any(_nobody),
        ),
    ),
    hints=(
        "For each minority row: its m nearest rows in all of X, how many of those are majority, and whether that "
        "number is at least half of m and smaller than m.",
        "`np.flatnonzero(y == 1)` are the minority rows. For a row i of them, `find_k_neighbors(X, i, m)` are its "
        "neighbours, and `np.sum(y[neighbors] == 0)` is the number that counts.",
        "Start with `danger = []`. In a loop over the minority rows append i where `m / 2 <= majority < m`, and return "
        "`np.array(danger, dtype=int)`.",
    ),
)
