"""Exercise 06, second task: synthetic points that start from rows in danger."""

from dataclasses import replace

import numpy as np

from lessonlib.checks.arrays import as_array, table
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.danger import any_but_noise, any_majority, far_apart, m_of, noise_too, rows_by, safe, three_zones
from lessonlib.checks.danger_points import (
    MANY,
    MOST,
    allowed,
    among_all,
    among_danger,
    fits,
    from_danger,
    lies_between,
    mixed_up,
    wanted,
)
from lessonlib.checks.exercises.ex06.danger_set import ten_rows
from lessonlib.checks.plain import same
from lessonlib.checks.segments import misplaced, unevenly_spread, unevenly_used
from lessonlib.checks.segments_slips import SEED_SLIPS, segment_slips, unlike_a_table

K, M = 3, 5  # of the cases that count pairs: with 4 to 9 rows in danger there are 12 to 27 of them
SHARED = (  # slips of `smote` that are looked for here
    *("n_synthetic ignored", "no columns", "one point", "generator made in the loop", "copies"),
    *("one t per coordinate", "beyond the two rows", "the same t for all"),
)


def by_six_only(rng):
    """Return rows of which some are in danger by m=6 and not by M, so that M in place of 6 leaves gaps."""
    while True:
        rows = three_zones(rng, 6, K)
        if _leaves_gaps(Call(rows, {"k": K, "m": M}), Call(rows, {"k": K, "m": 6})):
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
            segments = from_danger(call, table(reply.answer, call.args[0].shape[1]))
            if len(segments.points) and (wrong := next(filter(None, (ask(segments) for ask in complaints)), None)):
                return wrong
        return None

    return judge


def judge_seeds(*exchanges):
    """Judge three replies: seed 1 twice, then seed 2."""
    if wrong := judge_points(_where)(*exchanges):
        return wrong
    first, again, other = (reply.answer for _, reply in exchanges)
    if not same(first, again):
        return "the same seed gives other points the second time."
    return "another seed gives the same points." if same(first, other) else None


def judge_nobody(exchange):
    """Judge the reply to rows of which none is in danger."""
    failure = exchange.reply.failure
    if failure is None:
        return "no row is in danger here, so there is nothing to start from, and your function answers all the same."
    if failure.exception != "ValueError":
        return f"where no row is in danger a ValueError is to be raised. Yours: {failure.words}"
    return None


def _case(name, judge, make=lambda rng: three_zones(rng, M), *, seeds=(), points=1, expects_error=False, **kwargs):
    """Return a case that calls ``f(X, y, **kwargs)``, once or once with each seed."""

    def calls(rng):
        rows = make(rng)
        return tuple(Call(rows, kwargs | seed) for seed in ([{"seed": seed} for seed in seeds] or [{}]))

    return Case(name, calls, judge, points, expects_error)


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


def _every_row(count, _m):
    return np.full(len(count), True)


BORDERLINE_SMOTE = Task(
    "borderline_smote",
    cases=(
        _case("ten rows, as worked by hand", judge_points(_where), ten_rows, k=2, m=3, n_synthetic=40),
        _case(
            "64 rows, the default k, m and n_synthetic", judge_points(_where), lambda rng: three_zones(rng, m=10, k=5)
        ),
        _case("another k and m", judge_points(_where), lambda rng: three_zones(rng, 6, 2), k=2, m=6, n_synthetic=60),
        _case(
            "1,000 points: every row in danger and every neighbour has its turn",
            judge_points(_where, unevenly_used),
            by_six_only,
            points=2,
            k=K,
            m=6,
            n_synthetic=1000,
        ),
        Case(
            "the same 1,000 points: they fill the segments evenly",
            None,
            judge_points(_where, unevenly_spread),
            again=True,
        ),
        _case("the seed decides", judge_seeds, seeds=(1, 1, 2), k=K, m=M, n_synthetic=40),
        _case("no points at all", judge_points(), k=K, m=M, n_synthetic=0),
        _case("nobody is in danger", judge_nobody, far_apart, expects_error=True, k=K, m=4),
    ),
    slips=(
        Slip(
            "originals included",
            "It looks as if the rows that you were given come back with the new ones. Return the synthetic rows only.",
            in_any(_originals_first),
        ),
        Slip(
            "rows and labels",
            "Your function returns a pair, rows and labels. Return the synthetic rows alone, as `smote` does; they are "
            "all of class 1.",
            in_any(_is_pair),
        ),
        Slip(
            "n_synthetic for every row",
            "It looks as if `n_synthetic` points are made for every row in danger. It is the number of points in all.",
            in_any(_for_every_start),
        ),
        *(slip for slip in segment_slips(wanted) if slip.name in SHARED),
        Slip(
            "partners in danger only",
            "It looks as if the neighbours are sought among the rows in danger. Only the start has to be in danger; "
            "its partners are the k nearest of all minority rows.",
            lies_between(among_danger),
        ),
        Slip(
            "partners of the majority",
            "Some points lead from a row in danger to a majority row. Seek the k neighbours among the minority: "
            "`find_k_neighbors(X_minority, …)`.",
            lies_between(among_all),
        ),
        Slip(
            "two ways of counting mixed",
            "The partners are strange rows. `find_k_neighbors(X_minority, …)` counts among the minority; those numbers "
            "belong to `X_minority`, not to `X`.",
            lies_between(mixed_up),
        ),
        Slip(
            "m not passed on",
            "The points start from rows that are in danger by another m. Where does your function use the `m` that it "
            "is given?",
            in_any(_by_another_m),
        ),
        Slip(
            "noise included",
            "Some points start at rows of noise, whose m neighbours are all of the majority. Start from danger alone.",
            lies_between(_by(noise_too)),
        ),
        Slip(
            "any majority neighbour",
            "It looks as if one majority neighbour is enough to start a point. Start from the rows of `danger_set` "
            "only.",
            lies_between(_by(any_but_noise), _by(any_majority)),
        ),
        Slip(
            "safe rows",
            "It looks as if the points start from the safe rows. Danger is the other side.",
            lies_between(_by(safe)),
        ),
        Slip(
            "every minority row starts",
            "That is SMOTE: the points start from every minority row. Draw the start from the rows in danger.",
            lies_between(_by(_every_row)),
        ),
        *SEED_SLIPS,
        Slip(
            "nobody in danger accepted",
            "Where `danger_set` is empty there is no row to start from. Raise a ValueError that says so.",
            in_any(lambda call, reply: len(rows_by(call)) == 0 and m_of(call) < 10 and reply.failure is None),
        ),
    ),
    hints=(
        "It is `smote` with one change: where the start of a point is drawn from. Its partner still comes from all "
        "minority rows.",
        "Two ways of counting meet: `danger_set` gives numbers in X, `find_k_neighbors(X_minority, …)` needs and gives "
        "numbers among the minority. With `minority = np.flatnonzero(y == 1)`, the places in danger are "
        "`np.flatnonzero(np.isin(minority, danger_set(X, y, m)))`.",
        "Before the loop: `X_minority = X[y == 1]`, the places in danger, a ValueError if there are none, the "
        "generator, and `points = np.empty((n_synthetic, X.shape[1]))`.",
        "In the loop: `i = rng.choice(places)`, `j = rng.choice(find_k_neighbors(X_minority, i, k))`, and the point is "
        "`X_minority[i] + rng.random() * (X_minority[j] - X_minority[i])`.",
    ),
)
