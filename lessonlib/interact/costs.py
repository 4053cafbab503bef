"""The costs explorer: drag the threshold on its cost curve; change the costs, and curve and minimum move."""

from numbers import Real

import numpy as np

from lessonlib.compute.costs import bayes_threshold, cheapest_threshold, expected_cost
from lessonlib.compute.curves import counts_at, counts_at_thresholds
from lessonlib.compute.metrics import confusion_matrix_values
from lessonlib.compute.validate import said
from lessonlib.compute.words import number, of, plural
from lessonlib.draw.costs import costs_stage
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.yours import ask

GRID = np.append(np.geomspace(0.0005, 1, 240), 0.5)
PER = 1000  # rows

TERMS = {
    "false alarms": Term("FP", ("false alarm", "false alarms"), "The line of what false alarms cost."),
    "missed positives": Term("FN", ("missed positives",), "The line of what missed positives cost."),
    "caught positives": Term("TP", ("caught positives",), "The line of what caught positives cost."),
}


def costs_explorer(y_true, y_prob, *, cost_fp=1, cost_fn=100, cost_tp=0, threshold=0.5, decide=None):
    """Show what every threshold costs, where that is least, and which threshold follows from the costs.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
        Labels of held-out data; both classes must occur.
    y_prob : array-like of float in [0, 1], shape (n,)
        Probabilities; the formula's threshold means something only if they are right.
    cost_fp, cost_fn, cost_tp : float, default 1, 100 and 0
        What a false alarm, a missed positive and a caught positive cost; a gain is negative. They can be
        changed in the widget. A negative that is left alone costs nothing.
    threshold : float, default 0.5
        Where the line starts, above 0 and at most 1.
    decide : callable, optional
        A function of your own, ``decide(cost_matrix, probabilities)``, that returns 0 or 1 for each row, with
        ``cost_matrix[predicted][actual]``: what its decisions cost is shown as a level line. If it fails, the
        widget says how, and works on.

    Returns
    -------
    Player
        Its ``value`` is the threshold.

    Raises
    ------
    ValueError
        If an error is no dearer than the right decision, or a class is missing.
    """
    counts = counts_at_thresholds(y_true, y_prob)

    def scene(**costs):
        for name, cost in costs.items():
            if not isinstance(cost, Real) or not np.isfinite(cost):
                raise ValueError(f"{name} must be a number; got {said(cost)}. Write 0 for nothing, −5 for a gain of 5.")
        formula = bayes_threshold(**costs)
        best, best_cost = cheapest_threshold(y_true, y_prob, **costs)
        marked = [formula, best] if np.isfinite(best) else [formula]
        further = np.geomspace(min(GRID.min(), *marked), GRID.min(), 40)  # dear misses: the line lies below the grid
        thresholds = np.unique(np.minimum([*further, *GRID, threshold, *marked], 1))
        at = counts_at(counts, thresholds)
        total, parts = _costs(at, **costs)
        stage = costs_stage(
            thresholds=thresholds,
            total=total,
            parts=parts,
            best_threshold=best,
            best_cost=PER * best_cost,
            formula=formula,
        )
        landmarks = {"formula": formula} | ({"cheapest here": best} if np.isfinite(best) else {})
        own, problem = (None, "") if decide is None else _ask(decide, y_true, y_prob, **costs)
        return Scene(stage, _frames(at, total, parts, landmarks, PER * best_cost, own), problem)

    return Player(
        scene,
        label="Costs explorer",
        question="Drag the line. How far can it leave the bottom before the bill is 1.1 times the least?",
        controls=[
            Control("number", "cost_fn", "Cost of a missed positive", cost_fn),
            Control("number", "cost_fp", "Cost of a false alarm", cost_fp),
            Control("number", "cost_tp", "Cost of a caught positive", cost_tp),
        ],
        value=threshold,
    )


def _ask(decide, y_true, y_prob, cost_fp, cost_fn, cost_tp):
    """Return what 1,000 rows cost by the learner's decisions or None, and a problem in words or ""."""
    flagged, problem = ask(decide, [[0, cost_fn], [cost_fp, cost_tp]], np.array(y_prob))
    if problem:
        return None, problem
    try:
        counts = confusion_matrix_values(y_true, flagged)
    except (TypeError, ValueError) as error:
        return None, f"Your function must return 0 or 1 for each row: {error}"
    return PER * float(expected_cost(*counts, cost_fp=cost_fp, cost_fn=cost_fn, cost_tp=cost_tp)), ""


def _costs(at, cost_fp, cost_fn, cost_tp):
    """Return the cost of 1,000 rows in all, and its parts by name with their role; a part of nothing is left out."""
    total = PER * expected_cost(*at[1:], cost_fp=cost_fp, cost_fn=cost_fn, cost_tp=cost_tp)
    parts = {
        "false alarms": (PER * expected_cost(*at[1:], cost_fp=cost_fp, cost_fn=0), "negative"),
        "missed positives": (PER * expected_cost(*at[1:], cost_fp=0, cost_fn=cost_fn), "positive"),
        "caught positives": (PER * expected_cost(*at[1:], cost_fp=0, cost_fn=0, cost_tp=cost_tp), "third"),
    }
    return total, {name: part for name, part in parts.items() if np.any(part[0] != 0)}


def _frames(at, total, parts, landmarks, least, own):
    thresholds, tp, tn, fp, fn = at
    readings = [f"{threshold:.3g}" for threshold in thresholds]
    columns = {"threshold": readings}
    columns |= {name: _money(column) for name, (column, _) in parts.items()} | {"total": _money(total)}
    rows = {"at the line": list(columns.values())}
    for name, threshold in landmarks.items():
        index = int(np.argmin(np.abs(thresholds - threshold)))
        rows[name] = [[column[index]] for column in columns.values()]
    if own is not None:
        rows["your function"] = [*([["–"]] * (len(columns) - 1)), _money([own])]
    counts = {"positive": (_counts(tp), _counts(fn)), "negative": (_counts(fp), _counts(tn))}
    return Frames(
        quantity="Threshold",
        values=thresholds,
        readings=readings,
        sentences=[describe(*frame, least) for frame in zip(readings, tp, fp, fn, total, strict=True)],
        tables=(
            Table("Counts", ("flagged", "not flagged"), counts, (("TP", "FN"), ("FP", "TN"))),
            Table("Cost of 1,000 rows", tuple(columns), rows),
        ),
        terms=[TERMS[name] for name in parts],
        marks=[
            *([] if own is None else _own_marks(own)),
            Mark("vspan", "cost", x=[(threshold, thresholds[-1]) for threshold in thresholds]),
            *(
                Mark("polyline", "cost", role, x=[thresholds], y=[part], term=TERMS[name].name, lit_only=True)
                for name, (part, role) in parts.items()
            ),
            _label("positive", fn, "missed positive", "start", parts),
            _label("negative", fp, "false alarm", "end", parts),
            Mark("vline", "cost", x=thresholds, drag="x"),
            Mark("point", "cost", x=thresholds, y=total, drag="xy"),
        ],
    )


def _label(role, counts, word, align, parts):
    """Return how many there are above the panel, linked to what they cost if they cost anything."""
    name = f"{word}s"
    term = TERMS[name].name if name in parts else ""
    return Mark("label", "cost", role, text=[plural(count, word) for count in counts], align=align, term=term)


def _own_marks(own):
    words = {"x": [GRID[12]], "y": [own], "text": [f"your function: {_money([own])[0]}"], "align": "start"}
    return [Mark("hline", "cost", "third", y=[own]), Mark("label", "cost", "third", **words)]


def _counts(column):
    return [f"{count:,}" for count in column]


def _money(column):
    return [number(cost, ",.1f") for cost in column]


def describe(reading, tp, fp, fn, total, least):
    """Return in a sentence what a threshold does and costs, beside the least that one can cost.

    >>> describe("0.5", tp=6, fp=4, fn=10, total=1004.0, least=251.0)
    'Threshold 0.5 catches 6 of 16 positives (38 %) with 4 false alarms; 1,000 rows cost 1,004.0, 4.0 times the least.'
    >>> describe("0.1", tp=1, fp=1, fn=0, total=-4.0, least=-5.0)
    'Threshold 0.1 catches 1 of 1 positive (100 %) with 1 false alarm; 1,000 rows cost −4.0; the least is −5.0.'
    """
    paid, lowest = _money([total, least])
    beside = f", {total / least:.1f} times the least" if least > 0 else f"; the least is {lowest}"
    return (
        f"Threshold {reading} catches {of(tp, tp + fn, 'positive')} with {plural(fp, 'false alarm')}; "
        f"{PER:,} rows cost {paid}{beside}."
    )
