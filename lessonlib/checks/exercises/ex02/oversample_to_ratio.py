"""Exercise 02, the harder task: copies until the smaller class is a given fraction of the larger one."""

import numpy as np

from lessonlib.checks.cases import Slip, Task, in_any
from lessonlib.checks.exercises.ex02.random_oversample import copy_slips
from lessonlib.checks.resampled import (
    copied_fairly,
    distinct,
    judge_chance,
    judge_seeds,
    judge_sizes,
    resampled,
    resampling_case,
    shows,
    sizes_of,
)
from lessonlib.checks.resampled_slips import FIRST_SLIPS, last_slips


def to_the_ratio(call):
    """Return the size that each class is to have."""
    sizes = sizes_of(call.args[1])
    wanted = round(call.args[2] * max(sizes.values()))
    return {label: max(size, wanted) for label, size in sizes.items()}


def _case(name, sizes, ratio, judge, *, points=1, seeds=()):
    """Return a case that calls ``f(X, y, ratio)``."""
    return resampling_case(name, lambda rng: (*distinct(rng, *sizes), ratio), judge, points=points, seeds=seeds)


def _sized(size_of):
    """Return a recogniser of a smaller class of ``size_of(smaller, larger, ratio)`` rows, where that is wrong."""

    def seen(call, reply):
        answer = resampled(call, reply)
        size = round(size_of(*sorted(sizes_of(call.args[1]).values()), call.args[2]))
        return answer is not None and to_the_ratio(call)[answer.smallest] != size == answer.sizes.get(answer.smallest)

    return in_any(seen)


def _takes_rows_away(call, reply):
    """Say whether a call that is to add nothing failed, or changed the sizes."""
    before, answer = sizes_of(call.args[1]), resampled(call, reply)
    return to_the_ratio(call) == before and (reply.failed("raised") or (answer is not None and answer.sizes != before))


OVERSAMPLE_TO_RATIO = Task(
    "oversample_to_ratio",
    cases=(
        _case("40 and 8 rows, to one half", (40, 8), 0.5, judge_sizes(to_the_ratio)),
        _case("80 and 4 rows, to one quarter", (80, 4), 0.25, judge_sizes(to_the_ratio)),
        _case("class 0 is the rarer one", (6, 32), 0.75, judge_sizes(to_the_ratio)),
        _case("to one: equally large", (30, 5), 1.0, judge_sizes(to_the_ratio)),
        _case("nothing to do: there are more than that", (20, 9), 0.25, judge_sizes(to_the_ratio)),
        _case("the same seed twice, then another one", (120, 12), 0.5, judge_seeds(to_the_ratio), seeds=(3, 3, 8)),
        _case(
            "600 copies of 10 rows: every row has the same chance",
            (1220, 10),
            0.5,
            judge_chance(
                to_the_ratio, copied_fairly, "the copies are not spread over the rows as chance spreads them."
            ),
        ),
    ),
    slips=(
        *FIRST_SLIPS,
        Slip(
            "ratio ignored",
            "The classes come back equally large, whatever the ratio. How many rows are wanted, if not as many as in "
            "the larger class?",
            _sized(lambda _smaller, larger, _ratio: larger),
        ),
        Slip(
            "that many copies added",
            "It looks as if ratio × larger class is the number of copies that are added. It is the number of rows that "
            "the smaller class is to have in the end.",
            _sized(lambda smaller, larger, ratio: smaller + ratio * larger),
        ),
        Slip(
            "ratio of the smaller class",
            "It looks as if the ratio multiplies the smaller class. It is the size wanted, measured by the larger "
            "class.",
            _sized(lambda smaller, _larger, ratio: (1 + ratio) * smaller),
        ),
        Slip(
            "ratio of all rows",
            "It looks as if the ratio is measured by all rows. It compares the two classes: smaller to larger.",
            _sized(lambda smaller, larger, ratio: ratio * (smaller + larger)),
        ),
        Slip(
            "ratio of the gap",
            "It looks as if a share of the missing rows is added. The ratio is that of the two classes afterwards.",
            _sized(lambda smaller, larger, ratio: smaller + ratio * (larger - smaller)),
        ),
        Slip(
            "larger class changed",
            "The larger class comes back with another size. Leave it alone: only copies of the smaller class are "
            "added.",
            shows(lambda a: a.sizes.get(a.largest) != a.before[a.largest]),
        ),
        Slip(
            "originals redrawn",
            "The sizes are right, but some original rows are gone: the smaller class was drawn anew as a whole. Keep "
            "all its rows, and draw only as many copies as are missing.",
            shows(lambda a: np.any(a.times[a.y == a.smallest] == 0) and a.sizes[a.smallest] > a.before[a.smallest]),
        ),
        Slip(
            "fewer than none",
            "Where the smaller class is already larger than the ratio asks, nothing is to be added, and nothing taken "
            "away: `max(0, …)`.",
            in_any(_takes_rows_away),
        ),
        *copy_slips(),
        *last_slips(to_the_ratio),
    ),
    hints=(
        "How many rows is the smaller class to have in the end? How many of them does it have already?",
        "`wanted = round(ratio * larger)`, and `max(0, wanted - smaller)` copies are missing.",
        "The rest is `random_oversample`: draw so many row numbers of the smaller class, with replacement, and put "
        "them behind `np.arange(len(y))`.",
    ),
)
