"""Synthetic points that start in danger: where they may lie, and where the points of other rules lie."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lessonlib.checks.arrays import table
from lessonlib.checks.cases import in_any
from lessonlib.checks.danger import in_danger, minority_rows, rows_by
from lessonlib.checks.segments import CLOSE, Segments
from lessonlib.compute.neighbors import find_k_neighbors

MANY, MOST = 20, 5000  # points from which on a pattern in all of them is more than chance, and that are looked at


@dataclass(frozen=True)
class FromSome(Segments):
    """Points among the rows of X, of which only some may start one: `starts`, bool of shape (n,)."""

    starts: np.ndarray

    @cached_property
    def near(self):
        """Whether the pair's row may start a point and its partner is one of the row's k nearest; shape (p,)."""
        return (self.rank < self.k) & self.starts[self.pairs[0]]


def wanted(call):
    """Return the minority rows, k and n_synthetic of a call of `borderline_smote`."""
    return call.args[0][minority_rows(call)], call.kwargs.get("k", 5), call.kwargs.get("n_synthetic", 100)


def from_danger(call, points):
    """Return points as `FromSome`, seen from the minority rows in danger."""
    X_minority, k, _ = wanted(call)
    return FromSome(X_minority, k, points, np.isin(minority_rows(call), rows_by(call)))


def lies_between(*pairs_of):
    """Return a recogniser of points that are not right, but lie between the rows of other pairs.

    ``pairs_of(call)`` returns those pairs as two arrays, the rows that start and their partners, shape (p, d).
    """

    def seen(call, reply):
        points = table(reply.answer, call.args[0].shape[1])
        if points is None or not MANY <= len(points) <= MOST or fits(points, *allowed(call)):
            return False
        return any(fits(points, *pairs(call)) for pairs in pairs_of)

    return in_any(seen)


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


def mixed_up(call):
    """Return the pairs of rows in danger and the rows of X whose numbers their neighbours have among the minority."""
    X_minority, k, _ = wanted(call)
    rows = rows_by(call)
    return _pairs(call.args[0], rows, _nearest(X_minority, np.searchsorted(minority_rows(call), rows), k))


def _nearest(X, places, k):
    return np.array([find_k_neighbors(X, place, k) for place in places])  # (len(places), k)


def _pairs(X, rows, partners):
    return np.repeat(X[rows], partners.shape[1], axis=0), X[partners.ravel()]
