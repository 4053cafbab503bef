"""Exercise 03, third task: synthetic rows whose categories stay whole."""

import numpy as np

from lessonlib.checks.cases import Call, Case, Task
from lessonlib.checks.exercises.ex03.smote import wanted
from lessonlib.checks.mixed import judge_mixed, mixed_slips, with_categories
from lessonlib.checks.segments_slips import segment_slips

SHARED = ("n_synthetic ignored", "copies", "one t per coordinate")  # slips of `smote` that are looked for here


def numeric(call):
    """Return the columns of a call of `smote_mixed` that are interpolated."""
    X, categorical = call.args
    return np.setdiff1d(np.arange(X.shape[1]), categorical)


def _mixed_case(name, categorical, **kwargs):
    make = with_categories(categorical)
    return Case(name, lambda rng: (Call(make(rng), {"n_synthetic": 150, **kwargs}),), judge_mixed(wanted))


SMOTE_MIXED = Task(
    "smote_mixed",
    cases=(
        _mixed_case("the last column is a category", [4], k=3),
        _mixed_case("a category between the numbers", [2], k=3),
        _mixed_case("two categories, the default k", [0, 3]),
        _mixed_case("no categories at all", [], k=3),
    ),
    slips=(*mixed_slips(wanted), *(slip for slip in segment_slips(wanted, numeric) if slip.name in SHARED)),
    hints=(
        "Three things come from the two rows i and j: the numbers by interpolation, as before; the categories from one "
        "of the two; and i and j themselves from the numbers alone.",
        "`numeric = np.setdiff1d(np.arange(X_minority.shape[1]), categorical)` are the other columns, and "
        "`find_k_neighbors(X_minority[:, numeric], i, k)` looks at nothing else.",
        "Start the point as a copy of the nearer row: `point = X_minority[i if t < 0.5 else j].copy()`. Then write the "
        "interpolated numbers into `point[numeric]`.",
    ),
)
