"""The verdict explorer: drag the size of the test set, and see how often it names the wrong winner."""

from functools import cache

import numpy as np

from lessonlib.compute.data import LESSON_CLASSES
from lessonlib.compute.verdict import draw_test_sets, lesson_rules, true_f1
from lessonlib.compute.words import interval, share
from lessonlib.draw.compare import verdict_stage
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.interact.player import Control, Player, Scene

SIZES = (5, 7, 10, 14, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000)
BINS = 25
COLUMNS = ("middle 95 % of differences", "right winner", "a tie", "wrong winner")


def verdict_explorer(
    rules=None, *, first="SMOTE", second="no treatment", n_positive=14, classes=LESSON_CLASSES, n_sets=4_000, seed=0
):
    """Show what test sets of one size say about two fixed rules whose true F1 is known.

    Each test set gives one difference in F1, first − second. The number of its positives is dragged.

    Parameters
    ----------
    rules : dict of str to (w, b), optional
        Rules to choose from; a row is flagged where w · x + b >= 0. Default: the source lesson's models.
    first, second : str
        Which two to begin with; they can be changed in the widget.
    n_positive : int, default 14
        Where the dragged line starts.
    classes : GaussianClasses, default the lesson's two clouds
        Their prevalence is the test sets'.
    n_sets : int, default 4000
        Test sets of each size.
    seed : int, default 0

    Returns
    -------
    Player

    Raises
    ------
    ValueError
        If a rule is not among `rules`, or the two are the same.
    """
    rules = lesson_rules() if rules is None else dict(rules)

    @cache
    def scene(first, second):
        truth = tuple(true_f1(_rule(rules, name), classes) for name in (first, second))
        if truth[0] == truth[1]:
            raise ValueError(f"first and second must differ in true F1; both have {truth[0]:.3f}. Choose another rule.")
        pairs = [draw_test_sets(rules[first], rules[second], size, n_sets, classes, seed) for size in SIZES]
        return _scene(first, second, truth, np.array([pair.first - pair.second for pair in pairs]))

    return Player(
        scene,
        label="Verdict explorer",
        question="Drag the number of positives. How many does a test set need before its winner can be trusted?",
        controls=[
            Control("dropdown", "first", "First", first, options=tuple(rules)),
            Control("dropdown", "second", "Second", second, options=tuple(rules)),
        ],
        value=n_positive,
    )


def _rule(rules, name):
    if name not in rules:
        raise ValueError(f"first and second must be among {', '.join(rules)}; got {name!r}. Choose one of these.")
    return rules[name]


def _scene(first, second, truth, differences):
    """Return stage and frames from the true F1 of both, and differences of shape (sizes, sets)."""
    true_difference = truth[0] - truth[1]
    wrong = np.mean(np.sign(differences) == -np.sign(true_difference), axis=1)
    ties = np.mean(differences == 0, axis=1)
    limit = np.ceil(20 * np.quantile(np.abs(differences[0]), 0.99)) / 20 + 0.05
    stage = verdict_stage(first=first, second=second, limit=limit, truth=true_difference, sizes=SIZES, wrong=wrong)
    return Scene(stage, _frames(first, second, truth, differences, (1 - wrong - ties, ties, wrong), limit))


def _frames(first, second, truth, differences, shares, limit):
    ranges = [interval(*np.quantile(row, [0.025, 0.975]), "+.3f") for row in differences]
    sets = differences.shape[1]
    counts = [[round(part * sets) for part in column] for column in shares]
    right, ties, wrong = ([f"{count:,} ({share(count, sets)})" for count in column] for column in counts)
    better, worse = (first, second) if truth[0] > truth[1] else (second, first)
    sentences = [
        f"With {size:,} positives in the test set, {share(lost, sets)} of {sets:,} test sets name the wrong "
        f"winner, {share(tied, sets)} tie. In truth “{better}” has F1 {max(truth):.3f}, “{worse}” {min(truth):.3f}."
        for size, tied, lost in zip(SIZES, counts[1], counts[2], strict=True)
    ]
    return Frames(
        quantity="Positives in the test set",
        values=SIZES,
        readings=[f"{size:,}" for size in SIZES],
        sentences=sentences,
        tables=[Table("Test sets of this size", COLUMNS, {f"{first} − {second}": (ranges, right, ties, wrong)})],
        marks=_marks((first, second), differences, shares[2], limit, truth[0] > truth[1]),
    )


def _marks(names, differences, wrong, limit, first_is_better):
    edges = np.linspace(-limit, limit, 2 * BINS + 1)  # 0 is the edge in the middle
    heights = [np.histogram(row[row != 0], edges)[0] for row in differences]
    heights = [counts / max(1, counts.max()) for counts in heights]
    below = [_outline(edges[: BINS + 1], row[:BINS]) for row in heights]
    above = [_outline(edges[BINS:], row[BINS:]) for row in heights]
    roles = ("positive", "negative") if first_is_better else ("negative", "positive")  # the wrong side is dashed
    sides = [("start", f"← {names[1]} ahead", below), ("end", f"{names[0]} ahead →", above)]
    marks = []
    for role, (align, words, outlines) in zip(roles, sides, strict=True):
        x, y = zip(*outlines, strict=True)
        marks.append(Mark("polyline", "difference", role, x=x, y=y))
        marks.append(Mark("label", "difference", role, text=[words], align=align))
    point = Mark("point", "wrong", "positive", x=SIZES, y=wrong)
    return [*marks, point, Mark("vline", "wrong", x=SIZES, drag="x")]


def _outline(edges, heights):
    """Return the corners of a histogram's outline."""
    return np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]])
