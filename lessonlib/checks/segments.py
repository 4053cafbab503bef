"""Points between rows: on the line through which row and which partner does a point lie, and how far along?

What SMOTE returns is random; where it may lie is not. A point of a right answer lies on the segment from a row
to one of its k nearest, and over many points every segment and every part of it has its turn. The bounds are so
wide that a right answer exceeds one of them less than once in a million checks.
"""

from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lessonlib.checks.plain import as_array, table
from lessonlib.checks.task import Call, once_per_call, once_per_reply
from lessonlib.compute.neighbors import find_k_neighbors

TINY = 1e-300
CLOSE = 1e-5  # of the data's spread: more than float32 rounds, far less than chance hits in three dimensions
COPIES = 0.1  # share of points that may coincide with a row by chance, or nearly: t close to 0
MANY = 20  # points from which on a pattern in all of them is more than chance
HUNDREDS = 350  # points among which nothing is missing by chance, in a case as `unevenly_used` is made for
MOST = 5000  # points that are looked at; a wrong answer may hold any number, and each is compared with every pair
SEVERAL = 20  # points, of which chance puts less than one set in a million on one segment
IN_TURN = 0.9  # share of points with a start in common with an earlier one, which chance brings to 1/2 at most
SHARES = (1 / 8, 2.5)  # of its expected number of points, that a segment may get out of 450 or more
DOUBT = 1e-7  # how often an even spread may be taken for an uneven one


@dataclass(frozen=True)
class Segments:
    """Points among the rows of X, shape (n, d), seen from every ordered pair of a row and a partner.

    Attributes are arrays over the p = n (n − 1) pairs, or over the m points and the pairs; with `near_only` over those
    pairs alone that are near, which is enough to judge right points.
    """

    X: np.ndarray
    k: int
    points: np.ndarray
    near_only: bool = False

    def with_points(self, points):
        """Return the same rows with other points; what is known of the rows alone stays known."""
        other = copy(self)
        object.__setattr__(other, "points", points)
        return other

    def of_rows(self):
        """Return these segments, knowing all that depends on the rows alone."""
        _ = self.mutual, self._lengths, self._rows, self._close
        return self

    @cached_property
    def _ranked(self):
        """Row, partner, rank and whether it is near, of each pair."""
        order = np.array([find_k_neighbors(self.X, row, len(self.X) - 1) for row in range(len(self.X))])
        row, partner = np.nonzero(~np.eye(len(self.X), dtype=bool))
        rank = np.argmax(order[row] == partner[:, None], axis=1)
        near = (rank < self.k) & self._may_start[row]
        kept = near if self.near_only else slice(None)
        return row[kept], partner[kept], rank[kept], near[kept]

    @property
    def _may_start(self):
        return np.ones(len(self.X), dtype=bool)

    @property
    def pairs(self):
        """Row and partner of each pair, two arrays of shape (p,)."""
        return self._ranked[:2]

    @property
    def rank(self):
        """How near the partner is to its row: 0 for the nearest; shape (p,)."""
        return self._ranked[2]

    @property
    def near(self):
        """Whether the row may start a point and the partner is one of its k nearest; shape (p,)."""
        return self._ranked[3]

    @cached_property
    def mutual(self):
        """Whether a near pair is near the other way round as well, so that t and 1 − t can't be told apart."""
        matrix = np.zeros((len(self.X), len(self.X)), dtype=bool)
        matrix[self.pairs] = self.near
        return self.near & matrix.T[self.pairs]

    @cached_property
    def t(self):
        """How far along from the row (0) to the partner (1) the point lies; shape (m, p)."""
        row, _ = self.pairs
        from_row = self._points @ self._step.T - np.sum(self._rows[row] * self._step, axis=1)
        return from_row / np.maximum(self._lengths, TINY)  # a twin has no length

    @cached_property
    def on_line(self):
        """Whether the point lies on the line through row and partner; shape (m, p)."""
        row, _ = self.pairs
        beside = self._squared_distances[:, row] - self.t**2 * self._lengths  # Pythagoras
        return beside < self._close**2

    @cached_property
    def inside(self):
        """Whether the point lies between row and partner; shape (m, p)."""
        return self.on_line & (self.t > -CLOSE) & (self.t < 1 + CLOSE)

    @cached_property
    def copies(self):
        """Whether the point coincides with a row; shape (m,)."""
        return (self._squared_distances < self._close**2).any(axis=1)

    @cached_property
    def counts(self):
        """How many points lie on the segment of each near pair, and how many are expected there; shape (p,)."""
        expected = len(self.points) / self.near.sum() * np.where(self.mutual, 2, 1)
        return self.inside.sum(axis=0) * self.near, expected * self.near

    @cached_property
    def starved(self):
        """Whether a near pair has far fewer points than expected, which may lie there by chance; shape (p,)."""
        counts, expected = self.counts
        return counts < SHARES[0] * expected

    @cached_property
    def in_turn(self):
        """Whether the starts come one after the other, or row by row: whoever draws them meets the same start less."""
        row, _ = self.pairs
        may_start = (self.inside & self.near).astype(float) @ (row[:, None] == np.arange(len(self.X))) > 0  # (m, n)
        lags = (1, len(np.unique(row[self.near])))
        return any((may_start[lag:] & may_start[:-lag]).any(axis=1).mean() > IN_TURN for lag in lags)

    @cached_property
    def one_way(self):
        """The pairs in which it is plain which end is the row, and the t of all points on them."""
        single = self.near & ~self.mutual
        return single, self.t[self.inside & single & ~self.copies[:, None]]

    def close(self, differences):
        """Say whether vectors (last axis) are as short as rounding makes them."""
        return np.linalg.norm(differences, axis=-1) < self._close

    @cached_property
    def _close(self):
        return CLOSE * np.ptp(self.X)

    @cached_property
    def _rows(self):
        return self.X - self.X.mean(axis=0)  # small numbers lose less when squares are subtracted

    @cached_property
    def _points(self):
        return self.points - self.X.mean(axis=0)

    @cached_property
    def _step(self):
        row, partner = self.pairs
        return self.X[partner] - self.X[row]

    @cached_property
    def _lengths(self):
        """The square of each step's length; shape (p,)."""
        return np.sum(self._step**2, axis=1)

    @cached_property
    def _squared_distances(self):
        """From each point to each row; shape (m, n)."""
        return np.sum((self._points[:, None] - self._rows) ** 2, axis=2)


def misplaced(segments):
    """Say what is wrong with where the points lie, or return None."""
    if not np.all((segments.inside & segments.near).any(axis=1)):
        return "some points do not lie between a row and one of its k nearest neighbours."
    if segments.copies.mean() > COPIES:
        return "some points are copies of rows, and not points between two."
    # A point by chance so near to a row that it lies on all segments of that row does not make them used.
    used = np.sum((segments.inside & segments.near)[~segments.copies].mean(axis=0) > 1 / 100)
    if len(segments.points) >= SEVERAL and used <= 2 < segments.near.sum():  # 2: a segment and the way back
        return "all points lie between the same two rows."
    return None


def unevenly_used(segments):
    """Say whether rows or neighbours have unequal chances, or return None; made for 450 points and more."""
    counts, expected = segments.counts
    if np.any(segments.starved | (counts > SHARES[1] * expected)):
        return "some pairs of a row and a neighbour get far fewer or far more points than others."
    if segments.in_turn:
        return "the rows have their turns one after the other: each point is to start at a row drawn at random."
    return None


def unevenly_spread(segments):
    """Say whether t is not uniform between 0 and 1, or return None.

    By its distribution, with the inequality of Dvoretzky, Kiefer and Wolfowitz (Massart 1990), and by its mean, as
    uniform numbers are sub-Gaussian with their own variance, 1/12 (Arbel and others 2020). Both hold for any number
    of points.
    """
    _, t = segments.one_way
    share = np.arange(len(t) + 1) / max(len(t), 1)
    furthest = max(np.max(share[1:] - np.sort(t), initial=0), np.max(np.sort(t) - share[:-1], initial=0))
    if len(t) == 0:
        return "the points are not spread evenly between the two rows."
    reach = np.sqrt(np.log(2 / DOUBT) / (2 * len(t)))
    if furthest > reach or abs(t.mean() - 1 / 2) > reach / np.sqrt(3):
        return "the points are not spread evenly between the two rows."
    return None


def with_outliers(rng, n=8, d=4):
    """Return rows of which the first and the last lie apart, so that they are nobody's near neighbours."""
    X = rng.normal(size=(n, d))
    X[0, 0] += 14
    X[-1, 1] -= 14
    return X


def unlike_a_table(call, reply, wanted):
    """Say what is wrong with the shape of an answer, or return None; ``wanted(call)`` returns X, k and n_synthetic."""
    X, _, n_synthetic = wanted(call)
    points = table(reply.answer, X.shape[1])
    if points is None:
        return "the answer is not an array of numbers with one row for each point and one column for each feature."
    if len(points) != n_synthetic:
        return f"the answer has {len(points)} rows, where n_synthetic={n_synthetic}."
    return None


def segments_of(wanted):
    """Return the view of a reply as `Segments`: None if it is no table of many points, or an argument has changed."""

    @once_per_reply
    def view(call, reply):
        X, k, _ = wanted(call)
        points = table(reply.answer, X.shape[1])
        if points is None or not MANY <= len(points) <= MOST or k >= len(X) or reply.changed_input:
            return None
        return Segments(X, k, points)

    return view


def near_segments_of(rows_of):
    """Return the view of a reply, a table of points, that judges look at.

    ``rows_of(call)`` returns the `Segments` of the call's rows, with any points; they are made once for each call.
    """
    of_call = once_per_call(lambda *args, **kwargs: rows_of(Call(args, kwargs)).of_rows())

    @once_per_reply
    def view(call, reply):
        rows = of_call(call)
        return rows.with_points(table(reply.answer, rows.X.shape[1]))

    return view


# Slips of whoever makes synthetic rows


def segment_slips(task, wanted, names=None):
    """Add these slips, or all, in the order in which they are looked for; the view is ``segments_of(wanted)``."""
    for add, slips in (task.sign, shape_signs(wanted)), (task.shows, PLACES):
        for name in slips if names is None else (name for name in slips if name in names):
            add(name, slips[name])


def shape_signs(wanted):
    """Return the signs of slips in the shape of an answer, by name."""

    def shaped(looks_so):
        def seen(call, reply):
            points = as_array(reply.answer)
            return points is not None and looks_so(points.shape, *wanted(call))

        return seen

    def begins_with(call, reply):
        X, _, n_synthetic = wanted(call)
        points = table(reply.answer, X.shape[1])
        return points is not None and len(points) == len(X) + n_synthetic and np.allclose(points[: len(X)], X)

    return {
        "originals included": begins_with,
        "n_synthetic for every row": shaped(
            lambda shape, X, _k, n: len(shape) == 2 and n > 0 and shape[0] == n * len(X)
        ),
        "n_synthetic ignored": shaped(
            lambda shape, X, _k, n: len(shape) == 2 and shape[1] == X.shape[1] and shape[0] != n
        ),
        "no columns": shaped(lambda shape, _X, _k, n: n == 0 and shape == (0,)),
        "one axis too many": shaped(lambda shape, _X, _k, _n: len(shape) == 3),
        "one point": shaped(lambda shape, X, _k, n: n > 1 and shape == (X.shape[1],)),
    }


def from_one_row(segments):
    """Say whether all points may start at one and the same row."""
    row, _ = segments.pairs
    return any((segments.inside & segments.near & (row == one)).any(axis=1).all() for one in range(len(segments.X)))


def in_boxes(segments):
    """Say whether the points lie in the boxes that row and neighbour span, and not on the lines between them."""
    if segments.on_line.any(axis=1).all():
        return False
    ends = segments.X[segments.pairs[0]], segments.X[segments.pairs[1]]
    points = segments.points[:, None]
    boxed = ((points >= np.minimum(*ends) - CLOSE) & (points <= np.maximum(*ends) + CLOSE)).all(axis=2)
    return (boxed & segments.near).any(axis=1).all()


def beyond(segments):
    """Say whether points lie on the right lines, some of them beyond the ends."""
    on_near = segments.on_line & segments.near
    return on_near.any(axis=1).all() and not (segments.inside & segments.near).any(axis=1).all()


def along(segments, offset, direction):
    """Say whether each point's offset is, for some near pair, a part of the direction, from 0 to 1 of it."""
    t = np.sum(offset * direction, axis=2) / np.sum(direction**2, axis=1)
    close = segments.close(offset - t[..., None] * direction) & segments.near & (t > -CLOSE) & (t < 1 + CLOSE)
    return close.any(axis=1).all()


def ranks(segments):
    """Return which ranks of neighbour are in use, as far as it is plain which end is the row."""
    single, _ = segments.one_way
    return set(segments.rank[single & ~segments.starved].tolist())


def starts(segments, row):
    """Say whether points start at this row."""
    return np.any(segments.near & ~segments.starved & (segments.pairs[0] == row))


PLACES = {  # slips in where the points lie, by name
    "generator made in the loop": lambda s: s.close(s.points - s.points[0]).all(),
    "copies": lambda s: s.copies.all(),
    "always the same row": from_one_row,
    "place in the list taken for the row": lambda s: (s.inside & (s.pairs[1] < s.k)).any(axis=1).all(),
    "partners that are not near": lambda s: s.inside.any(axis=1).all() and not (s.inside & s.near).any(axis=1).all(),
    "own neighbour": lambda s: COPIES < s.copies.mean() < 1,
    "one t per coordinate": in_boxes,
    "beyond the two rows": beyond,
    "x not subtracted": lambda s: along(s, s.points[:, None] - s.X[s.pairs[0]], s.X[s.pairs[1]]),
    "x not added": lambda s: along(s, s.points[:, None], s.X[s.pairs[1]] - s.X[s.pairs[0]]),
    "the same t for all": lambda s: len(s.one_way[1]) > 1 and np.ptp(s.one_way[1]) < CLOSE,
    "starts taken in turn": lambda s: len(s.points) >= HUNDREDS and s.in_turn,
    "always the nearest": lambda s: len(s.points) >= HUNDREDS and ranks(s) == {0},
    "a neighbour never picked": lambda s: len(s.points) >= HUNDREDS and 0 < len(ranks(s)) < s.k,
    "a row never picked": lambda s: len(s.points) >= HUNDREDS and not (starts(s, 0) and starts(s, len(s.X) - 1)),
    "t not uniform": lambda s: not misplaced(s) and unevenly_spread(s),
    "on no line": lambda s: s.on_line.any(axis=1).mean() < COPIES,
}
