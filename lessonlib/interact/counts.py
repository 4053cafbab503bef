"""The counts explorer: drag one of the four counts, or beta, and see which metrics move."""

from functools import lru_cache

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.validate import as_count
from lessonlib.compute.words import number, of, plural
from lessonlib.draw.counts import counts_stage
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.interact.player import Control, Player, Scene

COUNTS = {"tp": "true positive", "tn": "true negative", "fp": "false positive", "fn": "false negative"}
ROWS = ("accuracy", "precision", "recall", "specificity", "balanced accuracy", "F-beta", "MCC")
LOWEST_BETA, HIGHEST_BETA = 1 / 8, 8
BETAS = np.geomspace(LOWEST_BETA, HIGHEST_BETA, 49)
STEPS = 240  # at most so many steps from a count of 0 to the highest


def counts_explorer(tp=15, tn=935, fp=45, fn=5, *, beta=1.0, drag="fp"):
    """Show all metrics of four counts while one of the counts, or beta, is dragged.

    Parameters
    ----------
    tp, tn, fp, fn : int >= 0, default 15, 935, 45, 5
        Where the counts start. Those that are not dragged can be changed in the widget.
    beta : float in [1/8, 8], default 1.0
        Of F-beta: in its denominator a missed positive has the weight of β² false alarms; 1 is F1.
    drag : str, default "fp"
        What the line drags: "tp", "tn", "fp", "fn" or "beta".

    Returns
    -------
    Player
        A dragged count reaches from 0 to twice its start, and at least to 100. A metric that rests on 0/0 is
        written with “(0/0)”.

    Raises
    ------
    ValueError
        If a count is negative, `beta` lies outside [1/8, 8] or there is no such `drag`.
    """
    start = {"tp": tp, "tn": tn, "fp": fp, "fn": fn, "beta": beta}
    if drag not in start:
        raise ValueError(f"drag must be one of {', '.join(map(repr, start))}; got {drag!r}. Choose one of these.")
    _checked(**start)
    positions = _positions(drag, start[drag])
    counts = [Control("number", name, f"{COUNTS[name]}s", start[name], 0, step=1) for name in COUNTS if name != drag]
    beta_box = Control("number", "beta", "beta", beta, LOWEST_BETA, HIGHEST_BETA)
    return Player(
        lambda **others: _scene(drag, positions, **others),
        label="Counts explorer",
        question="Drag the line. Which metrics move, and which do not?"
        if drag != "beta"
        else "Drag the line. Where does F-beta follow precision, and where recall?",
        controls=counts if drag == "beta" else [*counts, beta_box],
        value=start[drag],
    )


def _checked(beta, **counts):
    for name, count in counts.items():
        as_count(count, name, 0)
    if not LOWEST_BETA <= beta <= HIGHEST_BETA:
        raise ValueError(f"beta must lie in [1/8, 8]; got {beta}. Use 2 to favour recall, 0.5 to favour precision.")


def _positions(drag, start):
    if drag == "beta":
        return tuple(np.unique([*np.geomspace(LOWEST_BETA, HIGHEST_BETA, 97).round(3), start]))
    return tuple(np.unique([*np.linspace(0, max(100, 2 * start), STEPS + 1).round(), start]).astype(int).tolist())


@lru_cache(maxsize=32)
def _scene(drag, positions, **others):
    _checked(**others, **({drag: 1}))
    values = {name: np.atleast_1d(value) for name, value in (others | {drag: positions}).items()}
    betas = values.pop("beta")
    counts = [values[name] for name in COUNTS]
    scores, undefined = _metrics(*np.broadcast_arrays(*counts), betas)
    lowest = min(0, np.floor(4 * min(column.min() for column in scores.values())) / 4)
    ruler = None if drag == "beta" else (f"{COUNTS[drag]}s", positions[-1])
    stage = _stage(float(lowest), ruler)
    return Scene(stage, _frames(drag, np.array(positions), counts, betas, scores, undefined))


@lru_cache(maxsize=16)
def _stage(lowest, ruler):
    return counts_stage(names=ROWS, lowest=lowest, betas=(LOWEST_BETA, HIGHEST_BETA), ruler=ruler)


def _metrics(tp, tn, fp, fn, betas):
    """Return the columns of each metric, with 0/0 as 0, and where they rest on 0/0; by the names in `ROWS`."""
    counts, nan = (tp, tn, fp, fn), {"zero_division": np.nan}
    ratios = {
        "precision": metrics.precision(*counts, **nan),
        "recall": metrics.recall(*counts, **nan),
        "specificity": metrics.specificity(*counts, **nan),
        "F-beta": np.concatenate([metrics.f_beta(*counts, beta=beta, **nan) for beta in betas]),
    }
    undefined = {name: np.isnan(column) for name, column in ratios.items()}
    undefined["accuracy"] = tp + tn + fp + fn == 0
    undefined["balanced accuracy"] = undefined["recall"] | undefined["specificity"]
    undefined["MCC"] = undefined["balanced accuracy"] | undefined["precision"] | (tn + fn == 0)
    scores = {name: np.nan_to_num(column) for name, column in ratios.items()} | {
        "accuracy": metrics.accuracy(*counts),
        "balanced accuracy": metrics.balanced_accuracy(*counts),
        "MCC": metrics.mcc(*counts),
    }
    return scores, undefined


def _frames(drag, positions, counts, betas, scores, undefined):
    """Return a frame for each position; columns have one entry a frame, or one for all."""
    written = {name: _written(scores[name], undefined[name]) for name in ROWS}
    readings = [f"{value:g}" if drag == "beta" else f"{value:,}" for value in positions]
    cells = (_stretched(column, len(positions)) for column in (*counts, betas, *written.values()))
    sentences = []
    for tp, _, fp, fn, beta, *words in zip(*cells, strict=True):
        said = dict(zip(written, words, strict=True))
        sentences.append(describe_beta(beta, said) if drag == "beta" else describe_counts(tp, fp, fn, beta, said))
    if drag != "beta":
        sentences = [f"{plural(n, COUNTS[drag])}. {said}" for n, said in zip(positions, sentences, strict=True)]
    tp, tn, fp, fn = ([f"{count:,}" for count in column] for column in counts)
    codes = (("TP", "FN"), ("FP", "TN"))
    return Frames(
        quantity="Beta" if drag == "beta" else f"{COUNTS[drag]}s".capitalize(),
        values=positions,
        readings=readings,
        sentences=sentences,
        tables=(
            Table("Counts", ("flagged", "not flagged"), {"positive": (tp, fn), "negative": (fp, tn)}, codes),
            Table("The metrics in a table", ROWS, {"now": [written[name] for name in ROWS]}, folded=True),
        ),
        marks=[
            *_rows(scores, written, drop=0.3 if drag == "beta" else 0.45),
            *_curve(counts, betas, scores),
            Mark("vline", "beta" if drag == "beta" else "count", x=positions, drag="x"),
        ],
    )


def _stretched(column, length):
    return list(column) * length if len(column) == 1 else list(column)


def _written(column, undefined):
    pairs = zip(column, undefined, strict=True)
    return [number(value) + (" (0/0)" if is_undefined else "") for value, is_undefined in pairs]


def _rows(scores, written, drop):
    """Return the marks of the left panel: how far each metric reaches, where it is now, and its number."""
    marks = []
    for row, name in enumerate(ROWS):
        column, role = scores[name], "third" if name == "F-beta" else "ink"
        reach = [(column.min(), column.max())]
        brief = [words.partition(" ")[0] for words in written[name]]
        marks += [
            Mark("segments", "metrics", "reference", x=reach, y=[(row + 0.3, row + 0.3)]),
            Mark("segments", "metrics", role, x=[(0, value) for value in column], y=[(row, row)]),
            Mark("points", "metrics", role, x=column, y=[row]),
            Mark("label", "metrics", role, x=[1.04], y=[row + drop], text=brief, align="start"),
        ]
    return marks


def _curve(counts, betas, scores):
    """Return the marks of the right panel: F-beta over beta between precision and recall."""
    height = np.array([metrics.f_beta(*np.broadcast_arrays(*counts), beta=beta) for beta in BETAS]).T  # (frames, betas)
    marks = []
    for name, other, x, align in (("precision", "recall", 0.13, "start"), ("recall", "precision", 7.8, "end")):
        beside = [y if y > z or y < 0.08 else y - 0.075 for y, z in zip(scores[name], scores[other], strict=True)]
        marks += [
            Mark("hline", "beta", "reference", y=scores[name]),
            Mark("label", "beta", "reference", x=[x], y=beside, text=[name], align=align),  # clear of the curve
        ]
    return [
        *marks,
        Mark("polyline", "beta", "third", x=[BETAS], y=height),
        Mark("point", "beta", "third", x=betas, y=scores["F-beta"]),
    ]


def describe_counts(tp, fp, fn, beta, words):
    """Return what the counts amount to; `words` are the metrics as they are written.

    >>> describe_counts(8, 20, 2, 1.0, {"F-beta": "0.421", "MCC": "0.471"})
    'Caught: 8 of 10 positives (80 %). Right: 8 of 28 alerts (29 %). F1 is 0.421, MCC 0.471.'
    """
    caught = f"Caught: {of(tp, tp + fn, 'positive')}." if tp + fn else "No row is positive: recall is 0/0, written 0."
    right = f"Right: {of(tp, tp + fp, 'alert')}." if tp + fp else "Nothing is flagged: precision is 0/0, written 0."
    return f"{caught} {right} F{beta:.3g} is {words['F-beta']}, MCC {words['MCC']}."


def describe_beta(beta, words):
    """Return what beta does; `words` are the metrics as they are written.

    >>> describe_beta(2.0, {"precision": "0.286", "recall": "0.800", "F-beta": "0.588"})[:73]
    'With beta 2, F-beta gives a missed positive the weight of 4 false alarms.'
    """
    weight = f"{beta**2:.3g}"
    alarms = f"{weight} false alarm{'' if weight == '1' else 's'}"
    return (
        f"With beta {beta:g}, F-beta gives a missed positive the weight of {alarms}. "
        f"Precision {words['precision']} and recall {words['recall']}: F{beta:.3g} is {words['F-beta']}."
    )
