"""The resampling explorer: drag the ratio of the classes in training, and see which numbers follow."""

from functools import lru_cache

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.resampling_path import CLOSER_CLASSES, METHODS, resampling_path
from lessonlib.compute.words import of, plural
from lessonlib.draw.axes import apart
from lessonlib.draw.clouds import boundary
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.draw.resampling import petals, resampling_stage
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.yours import ask

NEGATIVES, POSITIVES = 570, 30
RATIOS = np.append(np.geomspace(POSITIVES / NEGATIVES, 1, 25), np.geomspace(1, 3, 10)[1:])
FRESH = 10_000
YOURS = "your function"
CURVES = {"recall": "positive", "precision": "negative", "AUROC": "ink", "mean probability": "third"}
TERMS = (
    Term("negatives", (), "The negatives the model is trained on."),
    Term("positives", (), "The positives the model is trained on; petals are copies."),
    *(Term(name, (name,), f"The curve of {name}.") for name in CURVES),
)


def resampling_explorer(method="oversampling", *, resample=None):
    """Show what random over- and undersampling do to the rows, and to a logistic regression trained on them.

    570 negatives and 30 positives from two clouds that overlap. The ratio of positives to negatives after
    resampling is dragged, from 1 : 19, as they are, through 1 : 1 to 3 : 1. The line is where the model's
    probability is 0.5. Recall, precision and AUROC on fresh rows are computed from the clouds themselves, without a
    test sample.

    Parameters
    ----------
    method : "oversampling", "undersampling" or "your function", default "oversampling"
        Can be changed in the widget.
    resample : callable, optional
        A function of your own, ``resample(X, y, ratio, seed)``, that returns X and y; "your function" shows what
        it does, up to 1 : 1. If it fails, the widget says how, and works on.

    Returns
    -------
    Player
        Its ``value`` is the ratio.

    Raises
    ------
    ValueError
        If `method` is not among those above, or is "your function" and there is none.
    """
    methods = {name: _at_ratio(function) for name, function in METHODS.items()}
    if resample is not None:
        methods[YOURS] = resample
    if method not in methods:
        raise ValueError(f"method must be one of {', '.join(map(repr, methods))}; got {method!r}. Choose one of these.")

    def scene(method, seed):
        X, y, stage = _training()
        ratios = RATIOS[RATIOS <= 1] if method == YOURS else RATIOS
        path, problem = ask(resampling_path, X, y, methods[method], ratios, seed)
        if problem:
            path = resampling_path(X, y, methods["oversampling"], ratios, seed)
            problem = f"{problem} Until it works, oversampling is shown."
        return Scene(stage, _frames(X, y, path, ratios, stage.panels["clouds"]), problem)

    return Player(
        scene,
        label="Resampling explorer",
        question="Drag the ratio. Which of the four curves move, and which one stays?",
        controls=[
            Control("dropdown", "method", "Method", method, options=list(methods)),
            Control("button", "seed", "Draw again", 42),
        ],
        value=1 / 4,
    )


def _at_ratio(function):
    return lambda X, y, ratio, seed: function(X, y, seed, ratio=ratio)


@lru_cache(maxsize=1)
def _training():
    X, y = CLOSER_CLASSES.sample_counts(NEGATIVES, POSITIVES, seed=8)
    return X, y, resampling_stage(X, y, RATIOS)


def _frames(X, y, path, ratios, panel):
    """Return a frame for each ratio."""
    readings = [f"1 : {1 / ratio:.1f}" if ratio <= 1 else f"{ratio:.1f} : 1" for ratio in ratios]
    rows = [(times[y == 0], times[y == 1]) for times in path.times]
    positives = round(FRESH * CLOSER_CLASSES.prevalence)
    tp = np.rint(positives * path.recall).astype(int)
    fp = np.rint((FRESH - positives) * path.false_alarm_rate).astype(int)
    counts = tp, FRESH - positives - fp, fp, positives - tp
    scores = {"recall": metrics.recall(*counts), "precision": metrics.precision(*counts), "F1": metrics.f1(*counts)}
    scores |= {"AUROC": path.auroc, "mean probability": path.mean_probability}
    return Frames(
        quantity="Positives : negatives",
        values=ratios,
        readings=readings,
        sentences=[describe(*frame) for frame in zip(readings, rows, tp, fp, strict=True)],
        tables=_tables(rows, scores),
        marks=[*_cloud_marks(X, y, path, rows, panel), *_curve_marks(ratios, scores)],
        terms=TERMS,
    )


def describe(reading, rows, tp, fp):
    """Return in a sentence what the training rows are now, and what the model flags at 0.5.

    >>> rows = np.ones(570, dtype=int), np.repeat(5, 30)
    >>> describe("1 : 3.8", rows, tp=480, fp=120)
    'At 1 : 3.8 the model is trained on 570 negatives and 150 positives, 30 of them different. At 0.5 it flags 600 \
of 10,000 fresh rows, catches 480 of 500 positives (96 %), and 120 of 600 alerts (20 %) are false.'
    """
    negatives, positives = rows
    training = (
        f"At {reading} the model is trained on {plural(negatives.sum(), 'negative')} and "
        f"{plural(positives.sum(), 'positive')}, {np.sum(positives > 0)} of them different. At 0.5 it flags"
    )
    if tp + fp == 0:
        return f"{training} none of {FRESH:,} fresh rows."
    caught = of(tp, round(FRESH * CLOSER_CLASSES.prevalence), "positive")
    are = "is" if fp == 1 else "are"
    return (
        f"{training} {tp + fp:,} of {FRESH:,} fresh rows, catches {caught}, and {of(fp, tp + fp, 'alert')} {are} false."
    )


def _tables(rows, scores):
    negatives, positives = ([one[label] for one in rows] for label in (0, 1))
    cells = [[f"{np.sum(times)}" for times in group] for group in (negatives, positives)]
    different = [[f"{np.sum(times > 0)}" for times in group] for group in (negatives, positives)]
    training = {"rows": cells, "different rows": different}
    judged = {"at this ratio": [[f"{number:.3f}" for number in column] for column in scores.values()]}
    return Table("Training rows", ("negatives", "positives"), training), Table("On fresh rows", list(scores), judged)


def _cloud_marks(X, y, path, rows, panel):
    kept = [X[(times > 0) & (y == 0)] for times in path.times]
    kept = kept[:1] if all(len(one) == NEGATIVES for one in kept) else kept  # all of them: one entry holds for all
    copies = [petals(X[y == 1], positives) for _, positives in rows]
    x, line = zip(*(boundary(w, b, panel) for w, b in zip(path.w, path.b, strict=True)), strict=True)
    words = [f"{plural(one[1].sum(), 'positive')}, {np.sum(one[1] > 0)} different" for one in rows]
    return [
        Mark(
            "points",
            "clouds",
            "negative",
            x=[one[:, 0] for one in kept],
            y=[one[:, 1] for one in kept],
            term="negatives",
        ),
        Mark(
            "points",
            "clouds",
            "positive",
            x=[one[:, 0] for one in copies],
            y=[one[:, 1] for one in copies],
            term="positives",
        ),
        Mark("polyline", "clouds", x=x, y=line),
        Mark(
            "label",
            "clouds",
            "negative",
            text=[plural(one[0].sum(), "negative") for one in rows],
            align="start",
            term="negatives",
        ),
        Mark("label", "clouds", "positive", text=words, align="end", term="positives"),
    ]


def _curve_marks(ratios, scores):
    marks = [Mark("polyline", "curves", role, x=[ratios], y=[scores[name]], term=name) for name, role in CURVES.items()]
    heights = apart([scores[name][-1] for name in CURVES])
    names = zip(CURVES.items(), heights, strict=True)
    marks += [
        Mark(
            "label",
            "curves",
            role,
            x=[RATIOS[-1]],
            y=[height - 0.035],
            text=[f"\u2002{name}"],
            align="start",
            term=name,
        )
        for (name, role), height in names
    ]
    return [*marks, Mark("vline", "curves", x=ratios, drag="x")]
