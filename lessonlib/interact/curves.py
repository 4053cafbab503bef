"""The curves explorer: one ranking, any prevalence; the ROC curve stays, the precision–recall curve moves."""

import numpy as np

from lessonlib.compute.curves import auroc, roc_curve
from lessonlib.compute.prevalence import (
    average_precision_at_prevalence,
    precision_at_prevalence,
    rates_at_capacity,
)
from lessonlib.compute.validate import as_fraction
from lessonlib.compute.words import percent, share
from lessonlib.draw.curves import curves_stage
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.interact.player import Control, Player, Scene

PREVALENCES = [0.001, 0.0012, 0.0015, 0.002, 0.0025, 0.003, 0.004, 0.005, 0.006, 0.008]
PREVALENCES += [share * 10 for share in PREVALENCES] + [share / 100 for share in range(10, 51)]
LEVELS = 100  # at most so many steps of the precision–recall curve are drawn
TERMS = (
    Term("average precision", ("average precision",), "The precision–recall curve: the area below it."),
    Term("alerts", ("alerts per 1,000 rows",), "The dashed lines of that many alerts, and where the curves meet them."),
)


def curves_explorer(y_true, y_score, *, prevalence=0.05, capacity=50):
    """Show the ROC and the precision–recall curve of one ranking while the prevalence is dragged.

    The scores of each class stay as they are; only the share of positives changes.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
        Labels of held-out data; both classes must occur. The curves are as smooth as there are rows.
    y_score : array-like of float, shape (n,)
        Higher means more likely positive; any scale.
    prevalence : float, default 0.05
        Where the dragged line starts, from 0.001 to 0.5.
    capacity : float, default 50
        Of 1,000 rows, how many a team can check; from 5 to 500, can be changed in the widget.

    Returns
    -------
    Player

    Raises
    ------
    ValueError
        If a class is missing, a score is not finite, `prevalence` lies outside [0.001, 0.5] or `capacity` outside
        [5, 500].
    """
    if not 0.001 <= as_fraction(prevalence, "prevalence") <= 0.5:
        raise ValueError(f"prevalence must lie in [0.001, 0.5]; got {prevalence}. 5 % is written 0.05.")
    false_alarm_rate, recall, _ = roc_curve(y_true, y_score)
    area = auroc(y_true, y_score)
    stage = curves_stage(false_alarm_rate=false_alarm_rate, recall=recall, auroc=area)
    shares = np.unique([*np.round(PREVALENCES, 4), prevalence])
    averages = [average_precision_at_prevalence(y_true, y_score, share) for share in shares]
    curve = _curve(recall, false_alarm_rate, shares)

    def scene(capacity):
        if not 5 <= capacity <= 500:
            raise ValueError(f"capacity must lie in [5, 500]; got {capacity}. It counts rows of 1,000.")
        at = np.array([rates_at_capacity(y_true, y_score, share, capacity / 1000) for share in shares])
        return Scene(stage, _frames(shares, capacity, area, averages, curve, *at.T))

    return Player(
        scene,
        label="Curves explorer",
        question="Drag the prevalence. What happens to each curve, and to what the team finds?",
        controls=[Control("slider", "capacity", "Alerts checked per 1,000 rows", capacity, 5, 500, 5)],
        value=prevalence,
    )


def _curve(recall, false_alarm_rate, shares):
    """Return the corners of the precision–recall steps: recalls (m,), and precisions for each share (frames, m)."""
    first = np.unique(recall[1:], return_index=True)[1] + 1  # where each recall is first reached
    first = first[recall[first] > 0]
    if len(first) > LEVELS:
        first = first[np.searchsorted(recall[first], np.arange(1, LEVELS + 1) / LEVELS - 1e-12)]
    precision = precision_at_prevalence(recall[first], false_alarm_rate[first], shares[:, None])
    corners = np.append(0, np.repeat(recall[first], 2)[:-1])
    return corners, np.repeat(precision, 2, axis=1)


def _frames(shares, capacity, area, averages, curve, recall, false_alarm_rate):
    """Return a frame for each prevalence."""
    limit = capacity / 1000
    precision = precision_at_prevalence(recall, false_alarm_rate, shares)
    readings = [percent(share) for share in shares]
    numbers = zip(readings, averages, precision, recall, strict=True)
    constant, first = [f"{area:.3f}"], f"the first {capacity:g} of 1,000"
    return Frames(
        quantity="Prevalence",
        values=shares,
        readings=readings,
        sentences=[describe(reading, area, ap, capacity, p, r) for reading, ap, p, r in numbers],
        tables=(
            Table(
                "The whole ranking",
                ("AUROC", "average precision", "of a random order"),
                {"now": [constant, [f"{ap:.3f}" for ap in averages], [f"{share:.3f}" for share in shares]]},
            ),
            Table(
                first.capitalize() + " rows",
                ("precision", "recall", "false-alarm rate"),
                {"now": [[f"{rate:.3f}" for rate in rates] for rates in (precision, recall, false_alarm_rate)]},
            ),
        ),
        terms=TERMS,
        marks=[
            Mark(
                "polyline",
                "roc",
                "reference",
                x=[(0, limit / (1 - s)) for s in shares],
                y=[(limit / s, 0) for s in shares],
                term="alerts",
            ),
            Mark("polyline", "pr", "reference", x=[(0, 1)], y=[(0, share / limit) for share in shares], term="alerts"),
            Mark("polyline", "pr", "positive", x=[curve[0]], y=curve[1], term="average precision"),
            Mark("point", "roc", "third", x=false_alarm_rate, y=recall, term="alerts"),
            Mark("point", "pr", "third", x=recall, y=precision, term="alerts"),
            Mark(
                "label",
                "pr",
                text=[f"average precision {ap:.3f}" for ap in averages],
                align="start",
                term="average precision",
            ),
            Mark("label", "roc", "third", x=false_alarm_rate + 0.04, y=recall - 0.06, text=[first], align="start"),
            Mark("label", "pr", "ink", x=[0.02], y=shares, text=[f"prevalence {r}" for r in readings], align="start"),
            Mark("hline", "pr", y=shares, drag="y"),
        ],
    )


def describe(reading, area, average_precision, capacity, precision, recall):
    """Return in two sentences what one prevalence does.

    >>> describe("1 %", 0.855, 0.117, 50, 0.12, 0.6).partition(". ")[2]
    'Of 50 alerts per 1,000 rows, 6.0 are right (12 %); they catch 60 % of the positives.'
    """
    right = capacity * precision
    return (
        f"At {reading} positives, average precision is {average_precision:.3f}; AUROC stays at {area:.3f}. "
        f"Of {capacity:g} alerts per 1,000 rows, {right:.1f} are right ({share(precision, 1)}); "
        f"they catch {share(recall, 1)} of the positives."
    )
