"""Exercise 02, first task: copies of rows until all classes are as large as the largest."""

import numpy as np

from lessonlib.checks.cases import Slip, Task, in_any
from lessonlib.checks.resampled import (
    EVEN,
    copied_fairly,
    copies,
    distinct,
    judge_chance,
    judge_seeds,
    judge_sizes,
    resampling_case,
    shows,
    sizes_of,
    unevenness,
)
from lessonlib.checks.resampled_slips import FIRST_SLIPS, last_slips


def seven_rows(_rng):
    """Return the rows that the notebook works by hand."""
    X = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 2.5], [1.5, 0.5], [2.5, 3.0], [6.0, 7.0], [7.0, 6.5]])
    return X, np.array([0, 0, 0, 0, 0, 1, 1])


def as_large_as_the_largest(call):
    """Return the size that each class is to have."""
    sizes = sizes_of(call.args[1])
    return dict.fromkeys(sizes, max(sizes.values()))


def one_row_copied(answer):
    """Say whether all copies are of the same row, where there are many."""
    drawn = copies(answer)
    return np.sum(drawn > 0) == 1 and drawn.sum() > 20


def copy_slips():
    """Return the slips in how the copies are drawn."""
    return (
        Slip(
            "drawn without replacement",
            "More copies are needed than there are rows to copy, so a row must be drawn again and again: "
            "`replace=True`.",
            in_any(lambda _call, reply: reply.failed("raised") and "larger" in reply.failure.message.lower()),
        ),
        Slip(
            "one row copied",
            "All copies are of one and the same row. Draw a row anew for each copy: `rng.choice(rows, size=…)`.",
            shows(one_row_copied),
        ),
        Slip(
            "copied in turn",
            "It looks as if the rows are copied in turn, each equally often. Draw each copy at random, with "
            "replacement: some rows are then copied more often than others.",
            shows(lambda a: copies(a).min() > 2 and unevenness(copies(a)) < EVEN),
        ),
        Slip(
            "a row never copied",
            "Some row of the smaller class is never copied, in hundreds of draws. Do your row numbers begin one too "
            "late or end one too early?",
            shows(lambda a: copies(a).min() == 0 and np.sum(copies(a) > 0) > 1 and copies(a).sum() > 500),
        ),
    )


RANDOM_OVERSAMPLE = Task(
    "random_oversample",
    cases=(
        resampling_case("seven rows, as worked by hand", seven_rows, judge_sizes(as_large_as_the_largest)),
        resampling_case(
            "60 rows, 12 of them in class 1",
            lambda rng: distinct(rng, 48, 12),
            judge_sizes(as_large_as_the_largest),
            points=2,
        ),
        resampling_case(
            "class 0 is the rarer one", lambda rng: distinct(rng, 7, 33), judge_sizes(as_large_as_the_largest)
        ),
        resampling_case("three classes", lambda rng: distinct(rng, 9, 25, 14), judge_sizes(as_large_as_the_largest)),
        resampling_case(
            "the same seed twice, then another one",
            lambda rng: distinct(rng, 60, 12),
            judge_seeds(as_large_as_the_largest),
            seeds=(3, 3, 8),
        ),
        resampling_case(
            "600 copies of 10 rows: every row has the same chance",
            lambda rng: distinct(rng, 610, 10),
            judge_chance(
                as_large_as_the_largest,
                copied_fairly,
                "the copies are not spread over the rows as chance spreads them.",
            ),
            points=2,
        ),
    ),
    slips=(
        *FIRST_SLIPS,
        Slip(
            "larger class copied",
            "The larger class has grown. Copies are needed where rows are few.",
            shows(lambda a: a.sizes.get(a.largest, 0) > a.before[a.largest]),
        ),
        Slip(
            "rows dropped",
            "The larger class has lost rows: that is undersampling. Here all rows stay, and copies are added.",
            shows(lambda a: a.sizes.get(a.largest, 0) < a.before[a.largest]),
        ),
        Slip(
            "originals redrawn",
            "The sizes are right, but some original rows are gone: the smaller class was drawn anew as a whole. Keep "
            "all its rows, and draw only as many copies as are missing.",
            shows(lambda a: np.any(a.times[a.y == a.smallest] == 0) and a.sizes[a.smallest] == max(a.sizes.values())),
        ),
        Slip(
            "too many copies",
            "The smaller class ends up larger than the other one. It has rows already: how many are missing?",
            shows(lambda a: a.sizes.get(a.smallest, 0) > a.before[a.largest]),
        ),
        *copy_slips(),
        *last_slips(as_large_as_the_largest),
    ),
    hints=(
        "Which class is smaller, by how many rows? `np.unique(y, return_counts=True)` tells you both.",
        "Think in row numbers. `np.flatnonzero(y == label)` are those of a class; draw from them, with replacement, as "
        "many as are missing.",
        "`rng = np.random.default_rng(seed)`, and `rng.choice(rows, size=missing)` draws with replacement unless told "
        "otherwise. Index X and y with the same row numbers.",
        "Begin with `rows = [np.arange(len(y))]`. For each label and count, append the drawn numbers, `largest - "
        "count` of them. In the end `rows = np.concatenate(rows)`, and return `X[rows], y[rows]`.",
    ),
)
