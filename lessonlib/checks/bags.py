"""Learners that tell what they were trained on: their "probabilities" say it, so that an average over models does, too.

A call carries them as formulas; what comes back is numbers, and nothing has to be recorded on the way. The first
feature of every row is a number of its own, the second one lies between 0 and 1.

The bounds are so wide that a right answer exceeds one of them less than once in a million checks; a test says so.
"""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Formula, in_any

ROUND = 1e-6
HUNDREDTH = 0.01  # what one occurrence of a row in a sample adds
MANY = 200  # models whose samples are counted together
UNEVEN = {10: 60.0, 30: 105.0}  # bounds for χ², by the number of rows that are drawn from

# A formula has no builtins, and without them some of NumPy's methods cannot be loaded; `@` adds up without help.
_ONES = "(1.0 * (y == y))"


def _learner(name, text):
    """Return the learner ``fit(X, y)`` whose models give each of the `rows` this, with ONES for a 1 for each row."""
    return Formula(f"lambda X, y: lambda rows: {text.replace('ONES', _ONES)}", f"fit: {name}")


TIMES = _learner("0.01 for each time the row was drawn", "0.01 * ((rows[:, :1] == X[:, 0]) @ ONES)")
TIMES_POSITIVE = _learner(
    "0.01 for each time the row was drawn as a positive", "0.01 * (((rows[:, :1] == X[:, 0]) & (y == 1)) @ ONES)"
)
SHARE = _learner("the share of positives it was trained on", "0 * rows[:, 0] + (y == 1) @ ONES / y.size")
OWN = _learner("the row's second feature", "rows[:, 1]")
SEEN = _learner("1 for a row it was trained on", "1.0 * ((rows[:, :1] == X[:, 0]) @ ONES > 0)")
MEAN = _learner("the mean second feature it was trained on", "0 * rows[:, 0] + X[:, 1] @ ONES / y.size")


def numbered(rng, n_positive=60, n_negative=100):
    """Return shuffled rows as described above, and their labels."""
    n = n_positive + n_negative
    y = rng.permutation(np.repeat([0, 1], [n_negative, n_positive]))
    return np.column_stack([rng.permutation(n) / 8, rng.uniform(0.05, 0.95, n)]), y


def learns_by(call):
    """Return the learner of a call, one of the formulas above."""
    return next(argument for argument in call.args if isinstance(argument, Formula))


def models_of(call, default):
    """Return the number of models that a call asks for."""
    return call.kwargs.get("n_estimators", default)


def bag_case(name, learner, judge, rows=numbered, arguments=lambda X, y: (X, y), points=1, **kwargs):
    """Return a case: one call, or one with each of the `seeds` if there are any."""
    seeds = kwargs.pop("seeds", None)

    def calls(rng):
        args = (*arguments(*rows(rng)), learner)
        return tuple(Call(args, kwargs | seed) for seed in ([{"seed": one} for one in seeds] if seeds else [{}]))

    return Case(name, calls, judge, points)


def one_for_each(reply, n):
    """Return an answer as floats, shape (n,), or None if it is anything else; NaN is let pass."""
    answer = as_array(reply.answer)
    return answer.astype(float) if answer is not None and answer.shape == (n,) else None


def by_learner(learner, looks_so):
    """Return a recogniser for the calls with this learner: ``looks_so(call, answer)``, the answer as an array."""

    def seen(call, reply):
        answer = as_array(reply.answer)
        return learns_by(call) == learner and answer is not None and bool(looks_so(call, answer.astype(float)))

    return in_any(seen)


def counts(call, answer):
    """Return how often each row of a class occurs in a sample on average, as a pair: positives, negatives."""
    positive, times = call.args[1] == 1, answer / HUNDREDTH
    return times[positive], times[~positive]


def whole(numbers):
    """Say whether all are whole numbers."""
    return bool(np.all(np.abs(np.asarray(numbers) - np.round(numbers)) < 1e-3))


def unevenness(times, models):
    """Return χ² of how often rows of one class were drawn by all models together.

    >>> float(unevenness(np.array([0.5, 1.5]), models=2))
    1.0
    """
    drawn = times * models
    return np.sum((drawn - drawn.mean()) ** 2) / max(drawn.mean(), ROUND)


def drawn_unevenly(times):
    """Say whether `MANY` models drew some rows of a class far more often than others."""
    return len(times) in UNEVEN and unevenness(times, MANY) > UNEVEN[len(times)]
