"""Slips that whoever makes synthetic rows can have; `wanted(call)` returns X, k and n_synthetic of a call."""

import numpy as np

from lessonlib.checks.arrays import as_array, table
from lessonlib.checks.cases import Slip, in_any
from lessonlib.checks.plain import same
from lessonlib.checks.segments import CLOSE, COPIES, Segments, unevenly_spread

MANY = 20  # points from which on a pattern in all of them is more than chance
MOST = 5000  # points that are looked at; a wrong answer may hold any number, and each is compared with every pair
HUNDREDS = 500  # points among which nothing is missing by chance


def unlike_a_table(call, reply, wanted):
    """Say what is wrong with the shape of an answer, or return None."""
    X, _, n_synthetic = wanted(call)
    points = table(reply.answer, X.shape[1])
    if points is None:
        return "the answer is not an array of numbers with one row for each point and one column for each feature."
    if len(points) != n_synthetic:
        return f"the answer has {len(points)} rows, where n_synthetic={n_synthetic}."
    return None


def every_column(call):
    """Return all columns of X: each is interpolated."""
    return np.arange(call.args[0].shape[1])


def segment_slips(wanted, columns=every_column):
    """Return the slips, in the order in which they are to be named; `columns(call)` are those interpolated."""

    def shown_by(looks_so, fewest=MANY):
        def seen(call, reply):
            X, k, _ = wanted(call)
            points = table(reply.answer, X.shape[1])
            if points is None or not fewest <= len(points) <= MOST or k >= len(X) or reply.changed_input:
                return False
            return bool(looks_so(Segments(X[:, columns(call)], k, points[:, columns(call)])))

        return in_any(seen)

    def shaped(looks_so):
        def seen(call, reply):
            points = as_array(reply.answer)
            return points is not None and looks_so(points.shape, *wanted(call))

        return in_any(seen)

    return (
        Slip(
            "originals included",
            "It looks as if the rows that you were given come back with the new ones. Return the synthetic rows only.",
            in_any(lambda call, reply: _begins_with(reply, *wanted(call))),
        ),
        Slip(
            "n_synthetic for every row",
            "It looks as if `n_synthetic` points are made for every row. It is the number of points in all.",
            shaped(lambda shape, X, _k, n: len(shape) == 2 and n > 0 and shape[0] == n * len(X)),
        ),
        Slip(
            "n_synthetic ignored",
            "The number of points is not the one asked for. What does your function do with `n_synthetic`?",
            shaped(lambda shape, X, _k, n: len(shape) == 2 and shape[1] == X.shape[1] and shape[0] != n),
        ),
        Slip(
            "no columns",
            "With `n_synthetic=0` there is nothing to stack, and `np.array([])` has shape (0,). The number of columns "
            "is known all the same: `np.empty((n_synthetic, X_minority.shape[1]))`, or a `.reshape` at the end.",
            shaped(lambda shape, _X, _k, n: n == 0 and shape == (0,)),
        ),
        Slip(
            "one axis too many",
            "Your answer has three axes, with one row in each table. Index one row, `X_minority[i]`, not a table of "
            "one row, `X_minority[[i]]`.",
            shaped(lambda shape, _X, _k, _n: len(shape) == 3),
        ),
        Slip(
            "one point",
            "Your function returns one point. Collect the points in a list and return them all, after the loop.",
            shaped(lambda shape, X, _k, n: n > 1 and shape == (X.shape[1],)),
        ),
        Slip(
            "generator made in the loop",
            "All points are the same. It looks as if the generator is made anew, from the same seed, for each point: "
            "make it once, before the loop.",
            shown_by(lambda s: s.close(s.points - s.points[0]).all()),
        ),
        Slip(
            "copies",
            "All points are copies of rows. That is random oversampling: t seems to be 0 or 1 each time, as whole "
            "random numbers are. `rng.random()` gives any number between.",
            shown_by(lambda s: s.copies.all()),
        ),
        Slip(
            "always the same row",
            "All points start at the same row. Draw a row for each point, inside the loop.",
            shown_by(_from_one_row),
        ),
        Slip(
            "place in the list taken for the row",
            "It looks as if a place in the list of neighbours is taken for a row: the partners are always the first "
            "rows. Look the row up: `neighbors[place]`.",
            shown_by(lambda s: (s.inside & (s.pairs[1] < s.k)).any(axis=1).all()),
        ),
        Slip(
            "own neighbour",
            "Some points are copies of rows. It looks as if a row can be its own neighbour: the nearest row to any row "
            "is that row itself, and has to be left out.",
            shown_by(lambda s: COPIES < s.copies.mean() < 1),
        ),
        Slip(
            "one t per coordinate",
            "The points fill boxes, not segments. It looks as if each coordinate gets a t of its own. Draw one t for a "
            "point, `rng.random()`, and use it for all of its coordinates.",
            shown_by(lambda s: not s.on_line.any(axis=1).all() and (_in_box(s) & s.near).any(axis=1).all()),
        ),
        Slip(
            "beyond the two rows",
            "Some points lie on the right line, but beyond its ends. The point is x + t · (neighbour − x) with t from "
            "0 to 1: is the sign right, and the range of t?",
            shown_by(_beyond),
        ),
        Slip(
            "partners that are not near",
            "Some partners are not among the k nearest rows. Does your `k` arrive in `find_k_neighbors`, and are its "
            "answers the nearest rows, not the farthest?",
            shown_by(lambda s: s.inside.any(axis=1).all() and not (s.inside & s.near).any(axis=1).all()),
        ),
        Slip(
            "x not subtracted",
            "It looks as if you add t · neighbour to x. The step goes from x to its neighbour: t · (neighbour − x).",
            shown_by(lambda s: _along(s, s.points[:, None] - s.X[s.pairs[0]], s.X[s.pairs[1]])),
        ),
        Slip(
            "x not added",
            "It looks as if you return the steps, t · (neighbour − x). A point is x plus such a step.",
            shown_by(lambda s: _along(s, s.points[:, None], s.X[s.pairs[1]] - s.X[s.pairs[0]])),
        ),
        Slip(
            "the same t for all",
            "t is the same for all points. Draw a new one for each, inside the loop.",
            shown_by(lambda s: len(s.one_way[1]) > 1 and np.ptp(s.one_way[1]) < CLOSE),
        ),
        Slip(
            "always the nearest",
            "The partner is always the nearest row. Pick one of the k nearest at random.",
            shown_by(lambda s: _ranks(s) == {0}, fewest=HUNDREDS),
        ),
        Slip(
            "a neighbour never picked",
            "One of the k neighbours is never picked. In `rng.integers(k)` and `rng.randint(0, k)` the upper end is "
            "left out already.",
            shown_by(lambda s: 0 < len(_ranks(s)) < s.k, fewest=HUNDREDS),
        ),
        Slip(
            "a row never picked",
            "No point starts at the first row, or none at the last. In `rng.integers(n)` and `rng.randint(0, n)` the "
            "upper end is left out already.",
            shown_by(lambda s: not (_starts(s, 0) and _starts(s, len(s.X) - 1)), fewest=HUNDREDS),
        ),
        Slip(
            "t not uniform",
            "t is not spread evenly from 0 to 1. `rng.random()` gives every number between 0 and 1 the same chance.",
            shown_by(unevenly_spread),
        ),
    )


def _begins_with(reply, X, _k, n_synthetic):
    points = table(reply.answer, X.shape[1])
    return points is not None and len(points) == len(X) + n_synthetic and np.allclose(points[: len(X)], X)


def _from_one_row(segments):
    row, _ = segments.pairs
    return any((segments.inside & segments.near & (row == one)).any(axis=1).all() for one in range(len(segments.X)))


def _in_box(segments):
    """Say whether each point lies in the box that row and partner span, shape (m, p)."""
    ends = segments.X[segments.pairs[0]], segments.X[segments.pairs[1]]
    points = segments.points[:, None]
    return ((points >= np.minimum(*ends) - CLOSE) & (points <= np.maximum(*ends) + CLOSE)).all(axis=2)


def _beyond(segments):
    on_near = segments.on_line & segments.near
    return on_near.any(axis=1).all() and not (segments.inside & segments.near).any(axis=1).all()


def _along(segments, offset, direction):
    """Say whether each point's offset is, for some near pair, a part of the direction, from 0 to 1 of it."""
    t = np.sum(offset * direction, axis=2) / np.sum(direction**2, axis=1)
    close = segments.close(offset - t[..., None] * direction) & segments.near & (t > -CLOSE) & (t < 1 + CLOSE)
    return close.any(axis=1).all()


def _ranks(segments):
    """Return which ranks of neighbour are in use, as far as it is plain which end is the row."""
    single, _ = segments.one_way
    return set(segments.rank[single & ~segments.starved].tolist())


def _starts(segments, row):
    """Say whether points start at this row."""
    return np.any(segments.near & ~segments.starved & (segments.pairs[0] == row))


def _by_seed(exchanges):
    """Return the answers to equal seeds and to different ones, or None where a case is not about seeds."""
    seeds = [call.kwargs.get("seed") for call, _ in exchanges]
    if seeds != [1, 1, 2] or any(reply.failure is not None for _, reply in exchanges):
        return None
    return [reply.answer for _, reply in exchanges]


def _not_repeated(*exchanges):
    answers = _by_seed(exchanges)
    return answers is not None and not same(answers[0], answers[1])


def _seed_ignored(*exchanges):
    answers = _by_seed(exchanges)
    return answers is not None and same(answers[0], answers[2])


SEED_SLIPS = (
    Slip(
        "not reproducible",
        "The same seed gives other points each time. Make the generator from the seed, `np.random.default_rng(seed)`, "
        "and draw everything from it.",
        _not_repeated,
    ),
    Slip(
        "seed ignored",
        "Every seed gives the same points. What does your function do with `seed`?",
        _seed_ignored,
    ),
)
