"""Exercise 06, the harder task: how many points each minority row gets, by how hard it is."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.danger import counts_of, far_apart, in_danger, m_of, minority_rows, three_zones
from lessonlib.checks.decisions import any_of
from lessonlib.checks.exercises.ex06.danger_set import ten_rows
from lessonlib.checks.plain import same
from lessonlib.compute.borderline import majority_neighbors

HALF = 0.5 + 1e-9  # a half may be rounded up or down


def _case(name, make, *, points=1, **kwargs):
    return Case(name, lambda rng: (Call(make(rng), kwargs),), judge_counts, points)


def wanted(call, count=None):
    """Return the unrounded numbers of points, shape (n_minority,), by `count` in place of m'."""
    count = counts_of(call) if count is None else count
    return n_of(call) * count / max(1, count.sum())


def n_of(call):
    """Return the n_synthetic of a call."""
    return call.kwargs.get("n_synthetic", 100)


def judge_counts(exchange):
    """Judge one number for each minority row: whole, and the share rounded."""
    call, reply = exchange
    numbers = as_array(reply.answer)
    if numbers is None or numbers.ndim != 1:
        return "the answer is not a list of numbers."
    if len(numbers) != len(minority_rows(call)):
        return f"the answer holds {len(numbers)} numbers, where there are {len(minority_rows(call))} minority rows."
    if not np.all(numbers == np.round(numbers)):
        return "a number of points is a whole number."
    return None if _rounds(numbers, wanted(call)) else "some rows get another number of points."


def _rounds(numbers, exact):
    return numbers.shape == exact.shape and bool(np.all(np.abs(numbers - exact) <= HALF))


def _numbers(wrong_of, rounded=True):
    """Return a recogniser of the numbers ``wrong_of(call)``, rounded or as they are."""

    def seen(call, reply):
        numbers, wrong = as_array(reply.answer), wrong_of(call)
        if numbers is None or judge_counts((call, reply)) is None:
            return False
        return _rounds(numbers, wrong) and same(numbers, numbers.round()) if rounded else same(wrong, numbers)

    return in_any(seen)


def _replaced(change):
    """Return what makes the numbers by another m': ``change(m', m)``."""
    return lambda call: wanted(call, change(counts_of(call), m_of(call)))


def _by_always(m):
    """Return the numbers by this m, whatever m was asked for."""

    def numbers(call):
        X, y = call.args
        return wanted(call, majority_neighbors(X, np.asarray(y, dtype=int), min(m, len(X) - 1)))

    return numbers


def _undivided(call):
    return n_of(call) * counts_of(call) / m_of(call)


def _nobody_is_hard(call, reply):
    numbers = as_array(reply.answer)
    fails = reply.failed("raised") and reply.failure.exception in {"ZeroDivisionError", "ValueError"}
    return counts_of(call).sum() == 0 and (fails or (numbers is not None and not np.all(numbers == 0)))


def _in_other_order(call, reply):
    numbers, right = as_array(reply.answer), wanted(call).round()
    return numbers is not None and same(np.sort(right), np.sort(numbers)) and not same(right, numbers)


def _one_for_every_row(call, reply):
    numbers = as_array(reply.answer)
    return numbers is not None and numbers.shape == (len(call.args[1]),)


ADASYN_COUNTS = Task(
    "adasyn_counts",
    cases=(
        _case("ten rows, as worked by hand", ten_rows, m=3, n_synthetic=60),
        _case("64 rows, m=5", lambda rng: three_zones(rng, m=5), points=2, m=5, n_synthetic=400),
        _case("64 rows, the default m and n_synthetic", lambda rng: three_zones(rng, m=10)),
        _case("no points at all", lambda rng: three_zones(rng, m=6), m=6, n_synthetic=0),
        _case("clouds far apart: nobody is hard", far_apart, m=4),
    ),
    slips=(
        Slip(
            "one for every row",
            "Your answer holds a number for every row of X. Return one for each minority row, in their order in X.",
            in_any(_one_for_every_row),
        ),
        Slip(
            "not divided by the sum",
            "It looks as if each row gets m'/m of all points. Divide by the sum first, so that the shares add up to 1.",
            _numbers(_undivided),
        ),
        Slip(
            "majority neighbours returned",
            "These are the numbers of majority neighbours. Make shares of them, and points of the shares.",
            _numbers(counts_of, rounded=False),
        ),
        Slip(
            "shares returned",
            "Your answer holds shares. Multiply them by `n_synthetic`, and round.",
            _numbers(lambda call: wanted(call) / max(1, n_of(call)), rounded=False),
        ),
        Slip(
            "not rounded",
            "The numbers are right but for their fractions. Round them: `np.round`.",
            _numbers(wanted, rounded=False),
        ),
        Slip(
            "cut off instead of rounded",
            "It looks as if the fractions are cut off, as `int` and `//` do. Round: `np.round`.",
            _numbers(lambda call: np.floor(wanted(call) + 1e-9), rounded=False),
        ),
        Slip(
            "danger only",
            "It looks as if only rows in danger get points. Here every row with a majority neighbour gets some.",
            _numbers(_replaced(lambda count, m: count * in_danger(count, m))),
        ),
        Slip(
            "noise left out",
            "It looks as if rows whose neighbours are all of the majority get nothing. ADASYN does not pass them over: "
            "they get the most.",
            _numbers(_replaced(lambda count, m: count * (count < m))),
        ),
        Slip(
            "minority neighbours counted",
            "It looks as if the neighbours of the minority are counted. Hard is a row with many of the majority.",
            _numbers(_replaced(lambda count, m: m - count)),
        ),
        Slip(
            "m ignored",
            "The numbers are right for another m. What does your function do with `m`?",
            any_of(_numbers(_by_always(5)), _numbers(_by_always(10))),
        ),
        Slip(
            "the same for all",
            "It looks as if all rows that get points get equally many. The share grows with the majority neighbours.",
            _numbers(_replaced(lambda count, _m: np.ones(len(count)))),
        ),
        Slip(
            "own neighbour",
            "It looks as if each row counts among its own m neighbours. It has to be left out.",
            _numbers(lambda call: wanted(call, counts_of(call, fewer=1))),
        ),
        Slip(
            "another order",
            "The numbers are right, but in another order. Keep that of the minority rows in X.",
            in_any(_in_other_order),
        ),
        Slip(
            "nobody is hard",
            "Where no minority row has a majority neighbour the sum is 0, and nothing can be divided by it. Return a 0 "
            "for each row.",
            in_any(_nobody_is_hard),
        ),
    ),
    hints=(
        "Count as in `danger_set`, but keep the number itself for every minority row: nobody is left out.",
        "`counts / counts.sum()` are the shares, where the sum is not 0. If it is, every row gets 0.",
        "`counts = np.array([np.sum(y[find_k_neighbors(X, i, m)] == 0) for i in np.flatnonzero(y == 1)])`, and the "
        "answer is `np.round(n_synthetic * counts / counts.sum()).astype(int)`.",
    ),
)
