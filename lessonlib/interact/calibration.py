"""The calibration explorer: drag the share of positives in training, and see what becomes of the probabilities."""

from functools import lru_cache

import numpy as np

from lessonlib.compute.calibration import brier_score, reliability
from lessonlib.compute.resampling_path import EQUAL_CLOUDS, TREATMENTS, resampled_probabilities
from lessonlib.compute.words import percent
from lessonlib.draw.calibration import calibration_stage
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.yours import ask

STEPS = 20
HIGHEST_SHARE = 0.5
COLUMNS = ("mean probability", "times the prevalence", "Brier score")

TERMS = (
    Term("mean", ("mean probability",), "The point of the mean probability."),
    Term("predicted", ("as predicted",), "The bins of the probabilities as predicted."),
    Term("mended", ("prior-corrected", "prior correction", "by your function", "your function"), "What was mended."),
)


def calibration_explorer(calibrator=None, *, classes=EQUAL_CLOUDS, n_train=4_000, method="class weights", share=0.5):
    """Show a model's reliability on fresh rows while its training data are resampled more and more.

    Parameters
    ----------
    calibrator : callable, optional
        A function of your own, ``calibrator(y_held_out, p_held_out, p)``, that returns mended probabilities for
        the rows of `p`. Its marks take the place of the prior correction's. If it fails, the widget says how.
    classes : GaussianClasses, default two round clouds, 5 % positives
        The first frame is their prevalence, so it must be below 0.5.
    n_train : int, default 4000
        Rows to train on.
    method : str, default "class weights"
        Or "undersampling", "oversampling", "SMOTE"; can be changed in the widget.
    share : float, default 0.5
        Share of positives in the training data where the dragged line starts.

    Returns
    -------
    Player

    Raises
    ------
    ValueError
        If there is no such method, or the prevalence of `classes` is not below 0.5.
    """
    if not classes.prevalence < HIGHEST_SHARE:
        raise ValueError(f"classes must have a prevalence below 0.5; got {classes.prevalence}. Swap the two classes.")
    grid = np.linspace(0, HIGHEST_SHARE, STEPS + 1)
    shares = (classes.prevalence, *(float(step) for step in grid if step > classes.prevalence * 1.01))
    mended = "Show what your function makes of it" if calibrator else "Show the prior correction"

    @lru_cache(maxsize=len(TREATMENTS))
    def sweep(method):
        found = resampled_probabilities(method, shares, classes, n_train)
        stage = calibration_stage(
            shares=found.shares, mean_p=found.p.mean(axis=1), prevalence=found.y.mean(), most=len(found.y)
        )
        return found, stage, *_mend(calibrator, found)

    def scene(method, n_bins, mend):
        found, stage, better, problem = sweep(method)
        shown = better if mend else None
        return Scene(stage, _frames(found, shown, int(n_bins), method, bool(calibrator)), problem)

    return Player(
        scene,
        label="Calibration explorer",
        question="Drag the share of positives in the training data. What is promised, and what happens?",
        controls=[
            Control("dropdown", "method", "The share is raised by", method, options=TREATMENTS),
            Control("slider", "n_bins", "Bins", 10, minimum=2, maximum=20, step=1),
            Control("checkbox", "mend", mended, False),
        ],
        value=share,
    )


def _mend(calibrator, found):
    """Return mended probabilities, or None and a problem in words."""
    if calibrator is None:
        return found.corrected, ""
    return ask(_mended, calibrator, found)


def _mended(calibrator, found):
    y_held_out, held_out = found.held_out
    mended = [calibrator(y_held_out.copy(), q.copy(), p.copy()) for q, p in zip(held_out, found.p, strict=True)]
    for p in mended:
        brier_score(found.y, p)  # says in words what is not a probability
    return np.array(mended)


def _frames(found, mended, n_bins, method, own):
    """Return a frame for each share of positives; `mended` is None or probabilities to show beside."""
    readings = [percent(share) for share in found.shares]
    raw = _measured(found.y, found.p)
    rows = {"as predicted": raw}
    if mended is not None:
        rows["by your function" if own else "prior-corrected"] = _measured(found.y, mended)
    always = brier_score(found.y, np.full(len(found.y), found.y.mean()))
    rows["always the prevalence"] = ([f"{found.y.mean():.3f}"], ["1.0"], [f"{always:.4f}"])
    name = "your function" if own else "prior correction"
    beside = [""] * len(found.shares) if mended is None else _beside(name, found.y, mended)
    sentences = [
        _sentence(reading, method if share > found.shares[0] else "", found.y, p) + more
        for reading, share, p, more in zip(readings, found.shares, found.p, beside, strict=True)
    ]
    return Frames(
        quantity="Share of positives in training",
        values=found.shares,
        readings=readings,
        sentences=sentences,
        tables=(Table(f"On {len(found.y):,} fresh rows", COLUMNS, rows),),
        marks=_marks(found, mended, n_bins),
        terms=TERMS[: 2 if mended is None else 3],
    )


def _measured(y, p):
    mean = p.mean(axis=1).round(3)  # as it is said: what is said beside it follows from that
    times = [f"{ratio:.1f}" for ratio in mean / y.mean()]
    return [f"{one:.3f}" for one in mean], times, [f"{brier_score(y, one):.4f}" for one in p]


def _beside(name, y, mended):
    return [f" After {name}: mean {p.mean():.3f}, Brier {brier_score(y, p):.4f}." for p in mended]


def _sentence(reading, method, y, p):
    where = f"With {reading} positives in training, by {method}," if method else f"With {reading} positives, unchanged,"
    return (
        f"{where} the mean probability is {p.mean():.3f}; {y.sum():,} of {len(y):,} fresh rows "
        f"({percent(y.mean(), '.1f')}) are positive. Brier {brier_score(y, p):.4f}."
    )


def _marks(found, mended, n_bins):
    curves = [reliability(found.y, p, n_bins) for p in found.p]
    marks = [
        Mark("segments", "counts", x=[_twice(c.prob_pred) for c in curves], y=[_stems(c.counts) for c in curves]),
        *_points(curves, "ink", "predicted"),
    ]
    if mended is not None:
        marks += _points([reliability(found.y, p, n_bins) for p in mended], "third", "mended")
        marks.append(Mark("polyline", "mean", "third", x=[found.shares], y=[mended.mean(axis=1)], term="mended"))
        marks.append(Mark("point", "mean", "third", x=found.shares, y=mended.mean(axis=1), term="mended"))
    mean = found.p.mean(axis=1)
    marks.append(Mark("point", "mean", x=found.shares, y=mean, term="mean"))
    marks.append(Mark("vline", "mean", x=found.shares, drag="x"))
    return marks


def _points(curves, role, term):
    ends = [np.column_stack([curve.low, curve.high]).ravel() for curve in curves]
    return [
        Mark("segments", "diagram", role, x=[_twice(curve.prob_pred) for curve in curves], y=ends, term=term),
        Mark(
            "points",
            "diagram",
            role,
            x=[curve.prob_pred for curve in curves],
            y=[curve.prob_true for curve in curves],
            term=term,
        ),
    ]


def _twice(x):
    return np.repeat(x, 2)


def _stems(counts):
    return np.column_stack([np.full(len(counts), 0.7), counts]).ravel()
