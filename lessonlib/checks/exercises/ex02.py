"""Exercise 02: copy rows of the small class, or drop rows of the large one.

Which original row is each row that comes back, how often does each come, and is it chance? Nothing is asked of the
order of the rows or of the random stream. The bounds of the tests of chance are so wide that a right answer exceeds
one of them less than once in a million checks; a test of theirs says so.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lessonlib.checks.plain import as_array, row_numbers, table
from lessonlib.checks.signs import judge_seeds, raised, seed_slips
from lessonlib.checks.task import Exercise, both, once_per_reply

EXERCISE = Exercise("ex02")

CLOSE = 1e-4  # rows are farther apart than this by far, and float32 rounds by less
UNEVEN, EVEN = 75.0, 0.05  # bounds for the χ² of 600 copies of 10 rows
HALF, RUNS = (20, 80), (45, 98)  # bounds for 100 rows kept of 400: how many of the first 200, in how many runs
SEEDS = (3, 3, 8)


@dataclass(frozen=True)
class Resampled:
    """An answer beside its question.

    `rows` says which original row each returned one is, or −1; `labels` are the returned ones.
    """

    y: np.ndarray
    rows: np.ndarray
    labels: np.ndarray

    @cached_property
    def sizes(self):
        """How many rows come back with each label."""
        return sizes_of(self.labels)

    @cached_property
    def before(self):
        """How many rows there were of each label."""
        return sizes_of(self.y)

    @cached_property
    def times(self):
        """How often each original row comes back."""
        return np.bincount(self.rows[self.rows >= 0], minlength=len(self.y))

    @property
    def largest(self):
        """The label of the largest class."""
        return max(self.before, key=self.before.get)

    @property
    def smallest(self):
        """The label of the smallest class."""
        return min(self.before, key=self.before.get)

    @property
    def copies(self):
        """How many copies of each row of the smallest class came back, the row itself not counted."""
        return self.times[self.y == self.smallest] - 1

    @property
    def kept(self):
        """Whether each row of the largest class, in its old order, was kept."""
        return self.times[self.y == self.largest] > 0


def sizes_of(y):
    """Return how many rows there are of each label."""
    return dict(zip(*(part.tolist() for part in np.unique(y, return_counts=True)), strict=True))


@once_per_reply
def resampled(call, reply):
    """Return the `Resampled` of a reply, or None if it is not a table of features with a label for each row."""
    X, y = call.args[:2]
    if not isinstance(reply.answer, list) or len(reply.answer) != 2:
        return None
    features, labels = table(reply.answer[0], X.shape[1]), as_array(reply.answer[1])
    if features is None or labels is None or labels.shape != (len(features),):
        return None
    rows = in_turn(X, features)
    return Resampled(y, np.where(np.abs(X[rows] - features).max(axis=1) < CLOSE, rows, -1), labels)


def in_turn(X, features):
    """Return which row of X, by its first feature, each row of features may be; equal rows of X have their turns."""
    order = np.argsort(X[:, 0], kind="stable")
    first = X[order, 0]
    place = np.searchsorted(first, features[:, 0] - CLOSE).clip(max=len(X) - 1)
    equals = np.searchsorted(first, first[place], side="right") - place
    by_place = np.argsort(place, kind="stable")
    before = np.empty_like(place)
    before[by_place] = np.arange(len(place)) - np.searchsorted(place[by_place], place[by_place])
    return order[place + before % np.maximum(equals, 1)]


# Rows to resample


def seven_rows(_rng):
    """Return the rows that the notebook works by hand."""
    X = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 2.5], [1.5, 0.5], [2.5, 3.0], [6.0, 7.0], [7.0, 6.5]])
    return X, np.array([0, 0, 0, 0, 0, 1, 1])


def distinct(rng, *sizes, labels=None):
    """Return rows in no order, all different in their first feature, with so many of the labels 0, 1, …"""
    y = rng.permutation(np.repeat(np.arange(len(sizes)) if labels is None else labels, sizes))
    first = rng.permutation(len(y)) / 10 + rng.uniform(0.02, 0.08, len(y)) - len(y) / 20
    return np.column_stack([first, rng.normal(size=len(y))]), y


def of(*sizes, labels=None):
    """Return what makes rows with so many of each label."""
    return lambda rng: distinct(rng, *sizes, labels=labels)


def of_other_labels(rng):
    """Return rows with other labels than 0 and 1; either class may be the smaller one."""
    return [distinct(rng, *rng.permutation([24, 9]), labels=labels) for labels in ([-1, 1], [2, 5])]


def with_twins(rng):
    """Return rows of which each occurs twice in its class."""
    X, y = distinct(rng, 16, 6)
    order = rng.permutation(2 * len(y)) % len(y)
    return X[order], y[order]


# Judges; ``wanted(call)`` returns the size that each class is to have


def judge_sizes(wanted):
    """Return a judge of rows, labels and sizes."""

    def judge(*exchanges):
        complaints = (_complaint(resampled(*exchange), wanted(exchange.call)) for exchange in exchanges)
        return next(filter(None, complaints), None)

    return judge


def _complaint(answer, wanted):
    if answer is None:
        return "the answer is not a pair (X, y) with a label for each row of features."
    if np.any(answer.rows < 0):
        return "some rows come back that are not among the rows that went in."
    if not np.array_equal(answer.y[answer.rows], answer.labels):
        return "some rows come back with another label than the one they had."
    if answer.sizes != wanted:
        return f"the classes come back with {_in_words(answer.sizes)}."
    for label, size in wanted.items():
        times = answer.times[answer.y == label]
        if size >= len(times) and times.min() == 0:
            return f"some rows of class {label:g} are gone, and others stand in for them."
        if size < len(times) and times.max() > 1:
            return f"some rows of class {label:g} come back more than once."
    return None


def _in_words(sizes):
    return " and ".join(f"{size} rows of class {label:g}" for label, size in sizes.items())


def times_of(call, reply):
    """Return how often each row comes back: what a seed decides."""
    answer = resampled(call, reply)
    return None if answer is None else answer.times


def judge_chance(wanted, looks_fair, complaint):
    """Return a judge of whether all rows had the same chance: ``looks_fair(answer)``."""
    sizes = judge_sizes(wanted)
    return lambda exchange: sizes(exchange) or (None if looks_fair(resampled(*exchange)) else complaint)


def unevenness(counts):
    """Return χ² of counts that should be equal on average.

    >>> float(unevenness(np.array([3, 5, 4])))
    0.5
    """
    return np.sum((counts - counts.mean()) ** 2) / counts.mean()


def copied_fairly(answer):
    """Say whether the copies are spread as chance spreads them: no row left out, neither too uneven nor too even."""
    return answer.copies.min() > 0 and EVEN < unevenness(answer.copies) < UNEVEN


def runs(kept):
    """Return in how many stretches without a gap the kept rows lie.

    >>> runs(np.array([True, True, False, True]))
    2
    """
    return int(kept[0]) + int(np.sum(kept[1:] & ~kept[:-1]))


def kept_fairly(answer):
    """Say whether the kept rows are spread as chance spreads them: not from one end, not in blocks, not in step."""
    kept = answer.kept
    return HALF[0] <= np.sum(kept[: len(kept) // 2]) <= HALF[1] and RUNS[0] <= runs(kept) <= RUNS[1]


UNFAIR_COPIES = "the copies are not spread over the rows as chance spreads them."
UNFAIR_ROWS = "the kept rows are not spread over the data as chance spreads them."


def judge_turns(*exchanges):
    """Judge by many seeds whether every row of the larger class is kept by some and dropped by others.

    With 6 of 9 kept, one is always kept, or always dropped, by all of 40 seeds less than once in a million checks.
    """
    times = np.array([times_of(*exchange)[exchange.call.args[1] == 0] for exchange in exchanges])
    return UNFAIR_ROWS if np.any(np.ptp(times, axis=0) == 0) else None


# Slips that any resampling can have


def _pair(reply):
    """Return the two results as arrays of numbers, or None if they are no such pair."""
    if not isinstance(reply.answer, list) or len(reply.answer) != 2:
        return None
    parts = [as_array(part) for part in reply.answer]
    return None if any(part is None for part in parts) else parts


def flattened(call, reply):
    """Say whether the features come back without their columns."""
    parts = _pair(reply)
    return parts is not None and parts[0].ndim == 1 and parts[0].size == call.args[0].shape[1] * parts[1].size


def labels_first(_call, reply):
    """Say whether the second result is the table."""
    parts = _pair(reply)
    return parts is not None and (parts[0].ndim, parts[1].ndim) == (1, 2)


def numbers_of_rows(call, reply):
    """Say whether row numbers come back, alone or with labels."""
    if row_numbers(reply.answer) is not None:
        return reply.answer.max(initial=0) < len(call.args[1])
    parts = _pair(reply)
    return parts is not None and parts[0].ndim == 1 and row_numbers(parts[0]) is not None


def first_slips(task):
    """Add the slips of form, and of rows that are not what they were: these come before the slips of a task."""
    task.shows("labels left behind", lambda a: np.all(a.rows >= 0) and np.any(a.y[a.rows] != a.labels))
    task.shows("new points", lambda a: np.any(a.rows < 0))
    task.sign("flattened", flattened)
    task.sign("labels first", labels_first)
    task.sign("features only", lambda call, reply: table(reply.answer, call.args[0].shape[1]) is not None)
    task.sign("row numbers instead of rows", numbers_of_rows)
    task.shows("classes lost", lambda a: a.before.keys() - a.sizes.keys())
    seed_slips(task, times_of)


def copy_slips(task):
    """Add the slips in how the copies are drawn."""
    task.sign("drawn without replacement", raised(saying="larger"))
    task.shows("one row copied", lambda a: np.sum(a.copies > 0) == 1 and a.copies.sum() > 20)
    task.shows("copied in turn", lambda a: a.copies.min() > 2 and unevenness(a.copies) < EVEN)
    task.shows(
        "a row never copied",
        lambda a: a.copies.min() == 0 and np.sum(a.copies > 0) > 1 and a.copies.sum() > 500,
    )


def last_slips(task, wanted):
    """Add the slips that show only in some cases; they are named where nothing else explains the answers."""

    def is_wrong(call, reply):
        answer = resampled(call, reply)
        return reply.failed("raised") or (answer is not None and answer.sizes != wanted(call))

    def another_rarest(call, reply):
        sizes = sizes_of(call.args[1])
        return is_wrong(call, reply) and min(sizes, key=sizes.get) != 1

    task.sign(
        "more than two classes",
        lambda call, reply: is_wrong(call, reply) and len(sizes_of(call.args[1])) > 2,
        only=True,
    )
    task.sign(
        "labels taken for 0 and 1", lambda call, reply: is_wrong(call, reply) and 0 not in call.args[1], only=True
    )
    task.sign("class 1 taken for the rarer", another_rarest, only=True)


# Copies until all classes are as large as the largest


def as_large_as_the_largest(call):
    """Return the size that each class is to have."""
    sizes = sizes_of(call.args[1])
    return dict.fromkeys(sizes, max(sizes.values()))


def redrawn(answer):
    """Say whether original rows of a class are gone, while the class is as large as before, or larger."""
    return any(
        np.any(answer.times[answer.y == label] == 0)
        for label, size in answer.before.items()
        if answer.sizes.get(label, 0) >= size
    )


over = EXERCISE.task("random_oversample", judge=judge_sizes(as_large_as_the_largest), view=resampled)
over.case("seven rows, as worked by hand, and others", both(seven_rows, of(11, 4)))
over.case("60 rows, 12 of them in class 1", of(48, 12), points=2)
over.case("class 0 is the rarer one", of(7, 33))
over.case("three classes", of(9, 25, 14))
over.case("labels −1 and 1, then 2 and 5", of_other_labels)
over.case("the same seed twice, then another one", of(60, 12), judge=judge_seeds(over.judge, times_of), seeds=SEEDS)
over.case(
    "600 copies of 10 rows: every row has the same chance",
    of(610, 10),
    judge=judge_chance(as_large_as_the_largest, copied_fairly, UNFAIR_COPIES),
    points=2,
)

first_slips(over)
over.shows("larger class copied", lambda a: a.sizes.get(a.largest, 0) > a.before[a.largest])
over.shows("rows dropped", lambda a: a.sizes.get(a.largest, 0) < a.before[a.largest])
over.shows("originals redrawn", redrawn)
over.shows("too many copies", lambda a: a.sizes.get(a.smallest, 0) > a.before[a.largest])
copy_slips(over)
last_slips(over, as_large_as_the_largest)

# Rows dropped until all classes are as small as the smallest


def as_small_as_the_smallest(call):
    """Return the size that each class is to have."""
    sizes = sizes_of(call.args[1])
    return dict.fromkeys(sizes, min(sizes.values()))


def in_one_block(answer):
    """Say whether the kept rows are neighbours."""
    kept = answer.kept
    return kept.sum() > 1 and answer.sizes.get(answer.largest) == kept.sum() and runs(kept) == 1 and not kept.all()


def map_resampled(exchanges):
    """Return the `Resampled` of each exchange."""
    return [resampled(*exchange) for exchange in exchanges]


def about_the_smallest(answer):
    """Say whether the largest class is about as small as the smallest, as if each of its rows were kept by chance."""
    smallest = answer.before[answer.smallest]
    return 0 < abs(answer.sizes.get(answer.largest, 0) - smallest) <= 1 + 4 * math.sqrt(smallest)


def in_step(answer):
    """Say whether the kept rows lie at equal distances in the old order."""
    steps = np.diff(np.flatnonzero(answer.kept))
    return len(steps) > 4 and len(np.unique(steps)) == 1 and steps[0] > 1


under = EXERCISE.task("random_undersample", judge=judge_sizes(as_small_as_the_smallest), view=resampled)
under.case("seven rows, as worked by hand, and others", both(seven_rows, of(11, 4)))
under.case("60 rows, 12 of them in class 1", of(48, 12), points=2)
under.case("class 0 is the rarer one", of(7, 33))
under.case("three classes", of(9, 25, 14))
under.case("labels −1 and 1, then 2 and 5", of_other_labels)
under.case("rows that occur twice", with_twins)
under.case("each row has its turn", of(9, 6), judge=judge_turns, seeds=range(40))
under.case("the same seed twice, then another one", of(60, 12), judge=judge_seeds(under.judge, times_of), seeds=SEEDS)
under.case(
    "100 rows kept of 400: from all over",
    of(400, 100),
    judge=judge_chance(as_small_as_the_smallest, kept_fairly, UNFAIR_ROWS),
    points=2,
)

first_slips(under)
under.shows("drawn with replacement", lambda a: np.any(a.times > 1) and len(a.labels) <= len(a.y))
under.shows("copied, not dropped", lambda a: len(a.labels) > len(a.y))
under.shows("smaller class cut", lambda a: a.sizes.get(a.smallest, 0) < a.before[a.smallest])
under.slip("a block kept", lambda *exchanges: all(map(in_one_block, map_resampled(exchanges))))
under.shows("not to the smallest size", lambda a: a.sizes.get(a.largest, 0) > a.before[a.smallest])
under.shows("about the smallest size", about_the_smallest)
under.shows("kept in step", in_step)
under.slip("a row with no turn", lambda *exchanges: len(exchanges) > 20 and judge_turns(*exchanges), only=True)
last_slips(under, as_small_as_the_smallest)
under.sign("drawn in vain", raised(saying="larger"))

# Copies until the smaller class is a given fraction of the larger one


def to_the_ratio(call):
    """Return the size that each class is to have."""
    sizes = sizes_of(call.args[1])
    wanted = round(call.args[2] * max(sizes.values()))
    return {label: max(size, wanted) for label, size in sizes.items()}


def sized(size_of):
    """Return the sign of a smaller class of ``size_of(smaller, larger, ratio)`` rows, where that is wrong."""

    def seen(call, reply):
        answer = resampled(call, reply)
        size = round(size_of(*sorted(sizes_of(call.args[1]).values()), call.args[2]))
        return answer is not None and to_the_ratio(call)[answer.smallest] != size == answer.sizes.get(answer.smallest)

    return seen


def equally_large(*exchanges):
    """Say whether all classes come back equally large, in every call."""
    return all(len(set(answer.sizes.values())) == 1 for answer in map_resampled(exchanges))


def off_by_rounding(cut):
    """Return the size wanted, cut off or rounded up."""
    return lambda _smaller, larger, ratio: cut(ratio * larger)


def between_rows(rng):
    """Return calls whose size wanted is not whole: 0.3 of a row too much, and 0.7."""
    larger = rng.integers(40, 60, 2)
    return [
        (*distinct(rng, size, 8), round((rng.integers(14, 30) + part) / size, 4))
        for size, part in zip(larger, (0.3, 0.7), strict=True)
    ]


def takes_rows_away(call, reply):
    """Say whether a call that is to add nothing failed, or took rows away."""
    before, answer = sizes_of(call.args[1]), resampled(call, reply)
    fewer = answer is not None and sum(answer.sizes.values()) < sum(before.values())
    return to_the_ratio(call) == before and (reply.failed("raised") or fewer)


ratio = EXERCISE.task("oversample_to_ratio", judge=judge_sizes(to_the_ratio), view=resampled)
ratio.case("40 and 8 rows, to one half", of(40, 8), 0.5)
ratio.case("to the nearest row, down and up", between_rows, points=2)
ratio.case("labels −1 and 1, then 2 and 5", of_other_labels, 0.75)
ratio.case("class 0 is the rarer one", of(6, 32), 0.75)
ratio.case("to one: equally large", of(30, 5), 1.0)
ratio.case("nothing to do: there are more than that", of(20, 9), 0.25)
ratio.case(
    "the same seed twice, then another one", of(120, 12), 0.5, judge=judge_seeds(ratio.judge, times_of), seeds=SEEDS
)
ratio.case(
    "600 copies of 10 rows: every row has the same chance",
    of(1220, 10),
    0.5,
    judge=judge_chance(to_the_ratio, copied_fairly, UNFAIR_COPIES),
)

first_slips(ratio)
ratio.slip("ratio ignored", equally_large, whole=True)
ratio.sign("that many copies added", sized(lambda smaller, larger, ratio: smaller + ratio * larger))
ratio.sign("ratio of the smaller class", sized(lambda smaller, _larger, ratio: (1 + ratio) * smaller))
ratio.sign(
    "ratio of all rows",
    sized(lambda smaller, larger, ratio: ratio * (smaller + larger)),
    sized(lambda _smaller, larger, ratio: larger * ratio / (1 - ratio) if ratio < 0.5 else larger),
)
ratio.sign("ratio of the gap", sized(lambda smaller, larger, ratio: smaller + ratio * (larger - smaller)))
ratio.sign("ratio turned round", sized(lambda _smaller, larger, ratio: larger / ratio), only=True)
ratio.shows("larger class changed", lambda a: a.sizes.get(a.largest) != a.before[a.largest])
ratio.shows("originals redrawn", redrawn)
ratio.sign("fewer than none", takes_rows_away)
ratio.sign("not to the nearest row", sized(off_by_rounding(math.floor)), sized(off_by_rounding(math.ceil)), only=True)
copy_slips(ratio)
last_slips(ratio, to_the_ratio)
