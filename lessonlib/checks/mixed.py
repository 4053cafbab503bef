"""Synthetic rows with categories: numbers lie between two rows, categories are those of the nearer one."""

import numpy as np

from lessonlib.checks.arrays import table
from lessonlib.checks.cases import Slip, in_any
from lessonlib.checks.segments import CLOSE, Segments, misplaced
from lessonlib.checks.segments_slips import unlike_a_table

CATEGORIES = (0.0, 3.0, 8.0)


def with_categories(categorical, n=10, d=5):
    """Return what draws the arguments of a call: rows whose categorical columns hold 0, 3 and 8."""

    def make(rng):
        X = 2 * rng.normal(size=(n, d))
        X[:, categorical] = rng.choice(CATEGORIES, size=(n, len(categorical)))
        return X, np.array(categorical, dtype=int)

    return make


class Mixed:
    """The synthetic rows of an answer, taken apart into numbers and categories.

    Parameters
    ----------
    X : ndarray, shape (n, d)
    categorical : ndarray of int
        The columns that hold categories.
    k : int
    points : ndarray, shape (m, d)
    """

    def __init__(self, X, categorical, k, points):
        numeric = np.setdiff1d(np.arange(X.shape[1]), categorical)
        self.segments = Segments(X[:, numeric], k, points[:, numeric])
        self.by_all_columns = Segments(X, k, points)
        self.categories = points[:, categorical]
        pair = np.argmax(self.segments.inside & self.segments.near, axis=1)
        self.t = self.segments.t[np.arange(len(points)), pair]
        self.row, self.partner = (X[end[pair]][:, categorical] for end in self.segments.pairs)

    def has(self, categories):
        """Say whether each point has the categories, shape (m,)."""
        return np.isclose(self.categories, categories).all(axis=1)

    def follows_the_nearer(self):
        """Say whether each point has the categories of the nearer of its two rows; half-way, either will do."""
        from_row, from_partner = self.t < 0.5 + CLOSE, self.t > 0.5 - CLOSE
        return bool(np.all((from_row & self.has(self.row)) | (from_partner & self.has(self.partner))))

    def rounded(self):
        """Return the categories that rounding gives."""
        return np.round(self.row + self.t[:, None] * (self.partner - self.row))


def judge_mixed(wanted):
    """Return a judge of rows with categories; `wanted(call)` returns X, k and n_synthetic."""

    def judge(*exchanges):
        for call, reply in exchanges:
            if wrong := unlike_a_table(call, reply, wanted):
                return wrong
            mixed = _taken_apart(call, reply, wanted)
            if wrong := misplaced(mixed.segments):
                return f"going by the columns that are numbers, {wrong}"
            if not mixed.follows_the_nearer():
                return "some points have other categories than the nearer of their two rows."
        return None

    return judge


def mixed_slips(wanted):
    """Return the slips that come with categories."""

    def shown_by(looks_so):
        def seen(call, reply):
            if unlike_a_table(call, reply, wanted) or len(call.args[1]) == 0 or reply.changed_input:
                return False
            return bool(looks_so(_taken_apart(call, reply, wanted)))

        return in_any(seen)

    return (
        Slip(
            "columns in another order",
            "The columns come back in another order: the numbers first, then the categories. Put each where it was.",
            in_any(lambda call, reply: _reordered(call, reply, wanted)),
        ),
        Slip(
            "categories count in the distance",
            "It looks as if the categories count in the distance, as if 8 were farther from 0 than 3 is. Look for "
            "neighbours in the other columns only.",
            shown_by(
                lambda mixed: (
                    misplaced(mixed.segments) and (mixed.segments.inside & mixed.by_all_columns.near).any(axis=1).all()
                )
            ),
        ),
        Slip(
            "categories interpolated",
            "Some points have categories that do not exist: they were interpolated like numbers.",
            shown_by(lambda mixed: np.any(mixed.categories % 1 != 0)),
        ),
        Slip(
            "categories rounded",
            "Some points have categories that neither of their two rows has: between 0 and 8, rounding can give 5. "
            "Take the category from one of the two rows.",
            shown_by(lambda mixed: not misplaced(mixed.segments) and mixed.has(mixed.rounded()).all()),
        ),
        Slip(
            "category of the other row",
            "Each category is one of the two rows', but not always the nearer one's. That is row i where t is below "
            "0.5, and its neighbour j from there on.",
            shown_by(
                lambda mixed: (
                    not misplaced(mixed.segments)
                    and np.all(np.isclose(mixed.categories, mixed.row) | np.isclose(mixed.categories, mixed.partner))
                )
            ),
        ),
    )


def _taken_apart(call, reply, wanted):
    X, k, _ = wanted(call)
    return Mixed(X, call.args[1], k, table(reply.answer, X.shape[1]))


def _reordered(call, reply, wanted):
    if unlike_a_table(call, reply, wanted):
        return False
    X, k, _ = wanted(call)
    order = np.concatenate([np.setdiff1d(np.arange(X.shape[1]), call.args[1]), call.args[1]]).astype(int)
    points = np.empty_like(table(reply.answer, X.shape[1]))
    points[:, order] = table(reply.answer, X.shape[1])
    return np.any(order != np.sort(order)) and not misplaced(Mixed(X, call.args[1], k, points).segments)
