"""Learners that tell what they were trained on: their "probabilities" say it, so that an average over models does, too.

A call carries them as formulas; what comes back is numbers, and nothing has to be recorded on the way. The first
feature of every row is a number of its own.
"""

from lessonlib.checks.task import Formula

# A formula has no builtins, and without them some of NumPy's methods cannot be loaded; `@` adds up without help.
_ONES = "(1.0 * (y == y))"


def learner(name, text):
    """Return the learner ``fit(X, y)`` whose models give each of the `rows` this, with ONES for a 1 for each row."""
    return Formula(f"lambda X, y: lambda rows: {text.replace('ONES', _ONES)}", f"fit: {name}")


SEEN = learner("1 for a row it was trained on", "1.0 * ((rows[:, :1] == X[:, 0]) @ ONES > 0)")
SHARE = learner("the share of positives it was trained on", "0 * rows[:, 0] + (y == 1) @ ONES / y.size")
