"""Slips that any resampling can have."""

import numpy as np

from lessonlib.checks.arrays import as_array, row_numbers, table
from lessonlib.checks.cases import Slip, in_any
from lessonlib.checks.resampled import resampled, shows, sizes_of


def _flattened(call, reply):
    parts = _pair(reply)
    return parts is not None and parts[0].ndim == 1 and parts[0].size == call.args[0].shape[1] * parts[1].size


def _labels_first(_call, reply):
    parts = _pair(reply)
    return parts is not None and (parts[0].ndim, parts[1].ndim) == (1, 2)


def _row_numbers(call, reply):
    if row_numbers(reply.answer) is not None:
        return reply.answer.max(initial=0) < len(call.args[1])
    parts = _pair(reply)
    return parts is not None and parts[0].ndim == 1 and row_numbers(parts[0]) is not None


def _pair(reply):
    """Return the two results as arrays of numbers, or None if they are no such pair."""
    if not isinstance(reply.answer, list) or len(reply.answer) != 2:
        return None
    parts = [as_array(part) for part in reply.answer]
    return None if any(part is None for part in parts) else parts


def _by_seed(looks_so):
    """Return a recogniser of three answers, to a seed, the same and another, by how often each row comes back."""

    def recognise(*exchanges):
        answers = [resampled(*exchange) for exchange in exchanges]
        return len(answers) == 3 and None not in answers and bool(looks_so(*(answer.times for answer in answers)))

    return recognise


def _is_wrong(call, reply, wanted):
    """Say whether a call failed or brought classes of other sizes than those wanted."""
    if reply.failed("raised"):
        return True
    answer = resampled(call, reply)
    return answer is not None and answer.sizes != wanted(call)


def _rarest(y):
    sizes = sizes_of(y)
    return min(sizes, key=sizes.get)


# Slips of form, and rows that are not what they were: these come before the slips of a task.
FIRST_SLIPS = (
    Slip(
        "labels left behind",
        "It looks as if rows and labels were chosen or shuffled separately, so that they no longer belong "
        "together. Draw row numbers once, and index both with them: `X[rows], y[rows]`.",
        shows(lambda a: np.all(a.rows >= 0) and np.any(a.y[a.rows] != a.labels)),
    ),
    Slip(
        "new points",
        "Some rows that come back were never in the data: averages, noise, or points between others. Here rows "
        "are copied or dropped, and stay as they are.",
        shows(lambda a: np.any(a.rows < 0)),
    ),
    Slip(
        "flattened",
        "The features have lost their columns. `np.append` and `np.concatenate` join whole rows only where they "
        "are told to: `np.concatenate([X, X[rows]])`, or `np.append(…, axis=0)`.",
        in_any(_flattened),
    ),
    Slip(
        "labels first",
        "The two results are in the wrong order: the features come first, then the labels.",
        in_any(_labels_first),
    ),
    Slip(
        "features only",
        "Your function returns the features alone. Without their labels nobody can learn from them: return both.",
        in_any(lambda call, reply: table(reply.answer, call.args[0].shape[1]) is not None),
    ),
    Slip(
        "row numbers instead of rows",
        "Your function returns the numbers of rows. Return the rows that stand there: `X[rows], y[rows]`.",
        in_any(_row_numbers),
    ),
    Slip(
        "classes lost",
        "A whole class is missing from what comes back. Put the parts together again: the class that was "
        "resampled, and the rest.",
        shows(lambda a: a.before.keys() - a.sizes.keys()),
    ),
    Slip(
        "not repeatable",
        "The same seed gives other rows the second time. Make a generator from the seed inside the function, "
        "`rng = np.random.default_rng(seed)`, and draw with that one only.",
        _by_seed(lambda first, again, _other: not np.array_equal(first, again)),
    ),
)


def last_slips(wanted):
    """Return the slips that show only in some cases; they are named where nothing else explains the answers.

    ``wanted(call)`` returns the right size of each class.
    """
    return (
        Slip(
            "more than two classes",
            "It looks as if there can be only two classes. `np.unique(y, return_counts=True)` lists all of them, "
            "with their sizes; then treat one class after the other.",
            in_any(lambda call, reply: _is_wrong(call, reply, wanted) and len(sizes_of(call.args[1])) > 2),
        ),
        Slip(
            "class 1 taken for the rarer",
            "It looks as if class 1 is taken for the smaller class, whatever the data. Count: `np.unique(y, "
            "return_counts=True)`.",
            in_any(lambda call, reply: _is_wrong(call, reply, wanted) and _rarest(call.args[1]) != 1),
        ),
        Slip(
            "seed ignored",
            "Two different seeds give the same rows. Is `seed` handed to the generator, and do you draw with that "
            "generator?",
            _by_seed(lambda first, again, other: np.array_equal(first, again) and np.array_equal(first, other)),
        ),
    )
