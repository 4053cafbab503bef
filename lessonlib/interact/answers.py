"""The answers explorer: a detector's answers come in one after another, and accuracy counts up."""

import numpy as np

from lessonlib.compute.metrics import confusion_matrix_values
from lessonlib.compute.validate import as_labels
from lessonlib.compute.words import percent, plural
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.draw.prevalence import rows_stage
from lessonlib.interact.player import Player, Scene

ACROSS = 50  # dots in a row of the picture
MOST = 2_000  # rows that can be told apart
SHOWS = 40  # frames


def answers_explorer(y_true, y_pred, *, seed=0):
    """Show a detector's answers coming in, in random order: which are right, what accuracy says, what is found.

    Parameters
    ----------
    y_true, y_pred : array-like of 0 and 1, shape (n,)
        Labels, and what the detector says; at most 2,000 rows.
    seed : int, default 0
        Of the order.

    Returns
    -------
    Player
        Its ``value`` is the number of rows looked at.

    Raises
    ------
    ValueError
        If the two are not labels of one length, or too many.
    """
    y_true, y_pred = as_labels(y_true, "y_true"), as_labels(y_pred, "y_pred")
    confusion_matrix_values(y_true, y_pred)  # says in words what is wrong with them
    if len(y_true) > MOST:
        raise ValueError(f"y_true must have at most {MOST:,} rows; got {len(y_true):,}. Show a part of them.")
    order = np.random.default_rng(seed).permutation(len(y_true))
    frames = _frames(y_true[order], y_pred[order])
    return Player(
        lambda: Scene(
            rows_stage(*_places(len(order)), "Rows as dots, in the order in which they are looked at."), frames
        ),
        label="Answers explorer",
        question="Press ▶, or drag. What does accuracy count, and what not?",
        value=0,
    )


def _places(n):
    return np.arange(n) % ACROSS, np.arange(n) // ACROSS


def _frames(y_true, y_pred):
    """Return a frame for each number of rows looked at, none of them at first."""
    looked_at = np.unique(np.linspace(0, len(y_true), SHOWS + 1).astype(int))
    x, y = _places(len(y_true))
    kinds = {"third": y_true == y_pred, "positive": y_true > y_pred, "negative": y_true < y_pred}
    rows = {role: [np.flatnonzero(kind[:n]) for n in looked_at] for role, kind in kinds.items()}
    right, missed, alarms = ([len(found) for found in column] for column in rows.values())
    caught = [int(np.sum(y_true[:n] & y_pred[:n])) for n in looked_at]
    accuracy = ["–" if n == 0 else percent(good / n, ".1f") for n, good in zip(looked_at, right, strict=True)]
    columns = (accuracy, *([f"{count:,}" for count in column] for column in (right, caught, missed, alarms)))
    labels = zip(rows, ("right", "missed", "false alarm"), ("start", "middle", "end"), strict=True)
    return Frames(
        quantity="Answers",
        values=looked_at,
        readings=[f"{n:,}" for n in looked_at],
        sentences=[_sentence(*frame) for frame in zip(looked_at, *columns[:2], caught, missed, strict=True)],
        tables=[Table("So far", ("accuracy", "right", "positives found", "missed", "false alarms"), {"now": columns})],
        marks=[
            *(
                Mark("points", "rows", role, x=[x[at] for at in found], y=[y[at] for at in found])
                for role, found in rows.items()
            ),
            *(
                Mark("label", "rows", role, text=_counted(rows[role], word), align=align)
                for role, word, align in labels
            ),
        ],
    )


def _counted(rows, word):
    return [plural(len(found), word) if word == "false alarm" else f"{len(found):,} {word}" for found in rows]


def _sentence(n, accuracy, right, caught, missed):
    if n == 0:
        return "No answer has come in yet."
    return (
        f"{right} of {n:,} answers are right: accuracy {accuracy}. "
        f"Among these rows {plural(caught + missed, 'positive')}, found: {caught}."
    )
