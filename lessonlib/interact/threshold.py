"""The threshold explorer: drag a threshold over the scores and see what it flags, catches, misses and costs."""

from numbers import Real

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.costs import expected_cost
from lessonlib.compute.curves import counts_at, counts_at_thresholds
from lessonlib.compute.validate import said
from lessonlib.compute.words import number, of, plural
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.draw.threshold import threshold_stage
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.yours import ask

STEPS = 1000  # at most so many steps from the lowest score to the highest
BINS = 50
FEW = 200  # at most so many scores of a class are drawn one by one
LOW = 0.06  # of the highest bar: lower ones hardly show how many they hold
COST = "cost per 1,000"
TERMS = (
    Term("TP", ("catches",), "The positives from the line on."),
    Term("FN", (), "The positives left of the line."),
    Term("FP", ("false alarm", "false alarms"), "The negatives from the line on."),
    Term("TN", (), "The negatives left of the line."),
)


def threshold_explorer(y_true, y_score, *, threshold=0.5, cost_fp=1, cost_fn=10, finder=None):
    """Show what every threshold on these scores would do.

    A row is flagged if ``score >= threshold``. The line on the scores is dragged; the point on the
    precision–recall curve, the counts, the metrics and the sentence follow.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
        Labels of held-out data; both classes must occur.
    y_score : array-like of float, shape (n,)
        Probabilities, or any score that rises with them (log-odds, for instance).
    threshold : float, default 0.5
        Where the line starts.
    cost_fp, cost_fn : float, >= 0, default 1 and 10
        What a false alarm and a missed positive cost; can be changed in the widget.
    finder : callable, optional
        A function of your own, ``finder(y_true, y_score)``, that returns a threshold or ``(threshold, score)``:
        its threshold is shown beside the line. If it fails, the widget says how, and works on.

    Returns
    -------
    Player
        Display it as the last line of a cell. Its ``value`` is the threshold: it can be read, set, observed.

    Raises
    ------
    ValueError
        If a class is missing, a score or `threshold` is not finite, or a cost is negative.
    """
    counts = counts_at_thresholds(y_true, y_score)
    if not isinstance(threshold, Real) or not np.isfinite(threshold):
        raise ValueError(f"threshold must be a finite number; got {threshold!r}. Use one within the scores.")
    found, problem = (None, "") if finder is None else _ask(finder, y_true, y_score)
    grid, decimals = _grid(counts.thresholds[-1], counts.thresholds[1], threshold)
    if found is not None:
        found = float(np.clip(found, grid[0], grid[-1]))  # beyond the grid everybody, or nobody, is flagged
    positions = np.unique([*grid, threshold, *([] if found is None else [found])])
    readings = [_reading(position, grid, decimals) for position in positions]
    stage = _stage(y_true, y_score, counts, grid)

    def scene(cost_fp, cost_fn):
        at = counts_at(counts, positions)
        return Scene(stage, _frames(at, readings, found, cost_fp, cost_fn), problem)

    return Player(
        scene,
        label="Threshold explorer",
        question="Drag the line. Which threshold would you choose, and what does it cost?",
        controls=[
            Control("number", "cost_fn", "Cost of a missed positive", cost_fn, minimum=0),
            Control("number", "cost_fp", "Cost of a false alarm", cost_fp, minimum=0),
        ],
        value=threshold,
    )


def _ask(finder, y_true, y_score):
    """Call the learner's function on copies; return its threshold or None, and a problem in words or ""."""
    answer, problem = ask(finder, np.array(y_true), np.array(y_score))
    if problem:
        return None, problem
    try:
        found = float(answer[0] if isinstance(answer, tuple | list) else answer)
    except (TypeError, ValueError, IndexError):
        found = np.nan
    if np.isnan(found):
        return None, f"Your function must return a threshold, or (threshold, score); it returned {answer!r}."
    return found, ""


def _grid(lowest, highest, threshold):
    """Return round positions, from where everybody is flagged to where nobody is, and their decimals."""
    low, high = min(lowest, threshold), max(highest, threshold)
    rough = (high - low) / STEPS or 1 / STEPS
    power = np.floor(np.log10(rough))
    step = next(step for step in np.array([1, 2, 5, 10]) * 10**power if step >= rough * (1 - 1e-9))
    decimals = max(0, int(-np.floor(np.log10(step * (1 + 1e-9)))))
    grid = np.round(np.arange(np.floor(low / step) - 1, np.ceil(high / step) + 2) * step, decimals)
    return grid[(grid > low - step) & (grid <= high + step)], decimals


def _reading(position, grid, decimals):
    """Write a position with the decimals of the grid, or up to two more if it lies between."""
    on_grid = position == grid[np.searchsorted(grid, position)]
    more = "" if on_grid else f"{position:.{decimals + 2}f}"[-2:].rstrip("0")
    return number(position, f",.{decimals + len(more)}f")


def _stage(y_true, y_score, counts, grid):
    scores, positive = np.asarray(y_score), np.asarray(y_true) == 1
    edges = np.linspace(grid[0], grid[-1], BINS + 1)
    tp, tn, fp, fn = (column[:0:-1] for column in counts[1:])  # by falling recall, without "nobody flagged"
    return threshold_stage(
        edges=edges,
        positives=np.histogram(scores[positive], edges)[0],
        negatives=np.histogram(scores[~positive], edges)[0],
        lone_positives=_lone(scores[positive], edges),
        lone_negatives=_lone(scores[~positive], edges),
        recall=metrics.recall(tp, tn, fp, fn),
        precision=metrics.precision(tp, tn, fp, fn),
        prevalence=float(np.mean(positive)),
    )


def _lone(scores, edges):
    """Return what is drawn one by one: all the scores, or else those in low bars, if they are few; or none."""
    bins = np.searchsorted(edges, scores, side="right") - 1
    sizes = np.bincount(bins)
    candidates = scores, scores[sizes[bins] < LOW * sizes.max()], scores[:0]
    return next(group for group in candidates if len(group) <= FEW)


def _frames(counts, readings, found, cost_fp, cost_fn):
    """Return the frames: one for each of the thresholds in `counts`."""
    values, *cells = counts
    columns = _metrics(*cells, cost_fp=_cost("cost_fp", cost_fp), cost_fn=_cost("cost_fn", cost_fn))
    words = {name: _written(column, 1 if name == COST else 3) for name, column in columns.items()}
    rows = {"at the line": list(words.values())}
    marks = _marks(counts, columns["recall"], columns["precision"])
    if found is not None:
        at = int(np.searchsorted(values, found))
        rows["your threshold"] = [[column[at]] for column in words.values()]
        below, label = _finder_marks(at, readings, values, columns["recall"], columns["precision"])
        marks = [*below, *marks, label]  # the line that is dragged does not cross out the words
    tp, tn, fp, fn = (_written(column, 0) for column in cells)
    codes = (("TP", "FN"), ("FP", "TN"))
    outcomes = Table("Counts", ("flagged", "not flagged"), {"positive": (tp, fn), "negative": (fp, tn)}, codes)
    return Frames(
        quantity="Threshold",
        values=values,
        readings=readings,
        sentences=[describe(*frame) for frame in zip(readings, *cells, strict=True)],
        tables=(outcomes, Table("Metrics", tuple(words), rows)),
        marks=marks,
        terms=TERMS,
    )


def _cost(name, cost):
    if not isinstance(cost, Real) or not 0 <= cost < np.inf:
        raise ValueError(f"{name} must be a number of at least 0; got {said(cost)}. A gain is not a cost: use 0.")
    return float(cost)


def _metrics(tp, tn, fp, fn, **costs):
    """Return the columns of the table of metrics; precision without alerts is NaN."""
    return {
        "precision": metrics.precision(tp, tn, fp, fn, zero_division=np.nan),
        "recall": metrics.recall(tp, tn, fp, fn),
        "F1": metrics.f1(tp, tn, fp, fn),
        "MCC": metrics.mcc(tp, tn, fp, fn),
        "accuracy": metrics.accuracy(tp, tn, fp, fn),
        COST: 1000 * expected_cost(tp, tn, fp, fn, **costs),
    }


def _written(column, decimals):
    return ["undefined" if np.isnan(value) else number(value, f",.{decimals}f") for value in column]


def _marks(counts, recall, precision):
    values, tp, tn, fp, fn = counts
    right = [(value, values[-1]) for value in values]
    left = [(values[0], value) for value in values]
    missed, caught = _parts(fn, tp + fn, "missed"), _parts(tp, tp + fn, "caught")
    alone, alarms = _parts(tn, tn + fp, "left alone"), [plural(count, "false alarm") for count in fp]
    return [
        Mark("vspan", "scores", x=right),
        *_part("FN", "positive", left, missed, "start"),
        *_part("TP", "positive", right, caught, "end"),
        *_part("TN", "negative", left, alone, "start"),
        *_part("FP", "negative", right, alarms, "end"),
        Mark("point", "pr", x=recall, y=precision, drag="xy"),
        Mark("vline", "scores", x=values, drag="x"),
    ]


def _part(term, role, span, words, align):
    """Return the marks of one of the four counts: where its rows lie, once it is pointed at, and its words."""
    return [
        Mark("vspan", f"{role}s", role, x=span, term=term, lit_only=True),
        Mark("label", f"{role}s", role, text=words, align=align, term=term),
    ]


def _parts(column, wholes, words):
    return [f"{part:,} of {whole:,} {words}" for part, whole in zip(column, wholes, strict=True)]


def _finder_marks(at, readings, values, recall, precision):
    words = f"\u2002your threshold {readings[at]}\u2002"
    align = "start" if at < len(values) / 2 else "end"
    below = [
        Mark("vline", "scores", "third", x=[values[at]]),
        Mark("point", "pr", "third", x=[recall[at]], y=[precision[at]]),
    ]
    return below, Mark("label", "scores", "third", x=[values[at]], y=[0.88], text=[words], align=align)


def describe(reading, tp, tn, fp, fn):
    """Return in a sentence what a threshold does, from its four counts.

    >>> describe("0.42", tp=8, tn=959, fp=29, fn=4)
    'Threshold 0.42 flags 37 of 1,000; catches 8 of 12 positives (67 %); 29 of 37 alerts (78 %) are false alarms.'
    >>> describe("0.99", tp=0, tn=9, fp=0, fn=1)
    'Threshold 0.99 flags none of 10; catches 0 of 1 positive (0 %); without alerts, precision is undefined.'
    """
    flagged, rows = tp + fp, tp + tn + fp + fn
    who = {0: f"none of {rows:,}", rows: f"all {rows:,}"}.get(flagged, f"{flagged:,} of {rows:,}")
    return f"Threshold {reading} flags {who}; catches {of(tp, tp + fn, 'positive')}; {_alarms(tp, fp)}."


def _alarms(tp, fp):
    if tp + fp == 0:
        return "without alerts, precision is undefined"
    if tp + fp == 1:
        return f"its one alert is {'a false alarm' if fp else 'right'}"
    return f"{of(fp, tp + fp, 'alert')} {'is a false alarm' if fp == 1 else 'are false alarms'}"
