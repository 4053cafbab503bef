"""Exercise 02, second task: drop rows until all classes are as small as the smallest."""

import numpy as np

from lessonlib.checks.cases import Slip, Task, in_any
from lessonlib.checks.exercises.ex02.random_oversample import seven_rows
from lessonlib.checks.resampled import (
    distinct,
    judge_chance,
    judge_seeds,
    judge_sizes,
    kept_fairly,
    kept_of_largest,
    resampling_case,
    runs,
    shows,
    sizes_of,
)
from lessonlib.checks.resampled_slips import FIRST_SLIPS, last_slips


def as_small_as_the_smallest(call):
    """Return the size that each class is to have."""
    sizes = sizes_of(call.args[1])
    return dict.fromkeys(sizes, min(sizes.values()))


def _in_one_block(answer):
    kept = kept_of_largest(answer)
    return kept.sum() > 1 and answer.sizes.get(answer.largest) == kept.sum() and runs(kept) == 1 and not kept.all()


def _in_step(answer):
    """Say whether the kept rows lie at equal distances in the old order."""
    steps = np.diff(np.flatnonzero(kept_of_largest(answer)))
    return len(steps) > 4 and len(np.unique(steps)) == 1 and steps[0] > 1


RANDOM_UNDERSAMPLE = Task(
    "random_undersample",
    cases=(
        resampling_case("seven rows, as worked by hand", seven_rows, judge_sizes(as_small_as_the_smallest)),
        resampling_case(
            "60 rows, 12 of them in class 1",
            lambda rng: distinct(rng, 48, 12),
            judge_sizes(as_small_as_the_smallest),
            points=2,
        ),
        resampling_case(
            "class 0 is the rarer one", lambda rng: distinct(rng, 7, 33), judge_sizes(as_small_as_the_smallest)
        ),
        resampling_case("three classes", lambda rng: distinct(rng, 9, 25, 14), judge_sizes(as_small_as_the_smallest)),
        resampling_case(
            "the same seed twice, then another one",
            lambda rng: distinct(rng, 60, 12),
            judge_seeds(as_small_as_the_smallest),
            seeds=(3, 3, 8),
        ),
        resampling_case(
            "100 rows kept of 400: from all over",
            lambda rng: distinct(rng, 400, 100),
            judge_chance(
                as_small_as_the_smallest,
                kept_fairly,
                "the kept rows are not spread over the data as chance spreads them.",
            ),
            points=2,
        ),
    ),
    slips=(
        *FIRST_SLIPS,
        Slip(
            "drawn with replacement",
            "Some rows of the larger class come back twice, so others are lost for nothing. Draw without "
            "replacement: `rng.choice(rows, size=…, replace=False)`.",
            shows(lambda a: np.any(a.times > 1) and len(a.labels) <= len(a.y)),
        ),
        Slip(
            "copied, not dropped",
            "There are more rows than before: that is oversampling. Here the larger class loses rows, and nothing is "
            "copied.",
            shows(lambda a: len(a.labels) > len(a.y)),
        ),
        Slip(
            "smaller class cut",
            "The smaller class has lost rows too. Its rows are the scarce ones: keep them all.",
            shows(lambda a: a.sizes.get(a.smallest, 0) < a.before[a.smallest]),
        ),
        Slip(
            "a block kept",
            "It looks as if neighbouring rows are kept, the first ones for instance. Data are often sorted by time or "
            "place: draw the rows at random.",
            shows(_in_one_block),
        ),
        Slip(
            "kept in step",
            "It looks as if every second, third, … row is kept. Draw the rows at random.",
            shows(_in_step),
        ),
        *last_slips(as_small_as_the_smallest),
        Slip(
            "drawn in vain",
            "More rows are asked for than the class has, and without replacement there are no more. To which size is "
            "each class to shrink?",
            in_any(lambda _call, reply: reply.failed("raised") and "larger" in reply.failure.message.lower()),
        ),
    ),
    hints=(
        "How many rows does the smallest class have? Every class is to keep as many.",
        "`np.flatnonzero(y == label)` are the row numbers of a class. Draw that many of them, each at most once.",
        "`rng.choice(rows, size=smallest, replace=False)` for each label; then `np.concatenate` the parts, and index X "
        "and y with the result.",
    ),
)
