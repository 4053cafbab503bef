"""The prevalence explorer: what rarity does to accuracy and to alerts, with the detector unchanged."""

from functools import lru_cache

import numpy as np

from lessonlib.compute import metrics
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.draw.prevalence import prevalence_stage
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.words import of, plural

ROWS = 1000
ACROSS = 40  # dots in a row of the picture
POSITIVES = np.unique(np.rint(np.geomspace(5, ROWS // 2, 60)).astype(int))


def prevalence_explorer(*, recall=0.8, false_alarm_rate=0.05, prevalence=0.01):
    """Show a detector among 1,000 rows of which more and more are positive.

    The detector catches the fraction `recall` of the positives and flags `false_alarm_rate` of the negatives,
    whatever the prevalence. Counts are the expected ones, rounded to whole rows.

    Parameters
    ----------
    recall, false_alarm_rate : float in [0, 1], default 0.8 and 0.05
        Can be changed in the widget.
    prevalence : float, default 0.01
        Where the dragged line starts, from 0.005 to 0.5.

    Returns
    -------
    Player

    Raises
    ------
    ValueError
        If a rate lies outside [0, 1].
    """
    return Player(
        _scene,
        label="Prevalence explorer",
        question="Drag the prevalence. From where on is the detector more accurate than never flagging?",
        controls=[
            Control("slider", "recall", "Positives it catches", recall, minimum=0, maximum=1, step=0.05),
            Control(
                "slider", "false_alarm_rate", "Negatives it flags", false_alarm_rate, minimum=0, maximum=0.3, step=0.01
            ),
        ],
        value=prevalence,
    )


@lru_cache(maxsize=32)
def _scene(recall, false_alarm_rate):
    for name, rate in (("recall", recall), ("false_alarm_rate", false_alarm_rate)):
        if not 0 <= rate <= 1:
            raise ValueError(f"{name} must lie in [0, 1]; got {rate}. 80 % is written 0.8.")
    tp = np.rint(recall * POSITIVES).astype(int)
    fp = np.rint(false_alarm_rate * (ROWS - POSITIVES)).astype(int)
    counts = tp, ROWS - POSITIVES - fp, fp, POSITIVES - tp
    prevalence = POSITIVES / ROWS
    x, y = np.arange(ROWS) % ACROSS, np.arange(ROWS) // ACROSS
    detector = recall * prevalence + (1 - false_alarm_rate) * (1 - prevalence)
    stage = prevalence_stage(prevalence=prevalence, detector=detector, never=1 - prevalence, rows_x=x, rows_y=y)
    return Scene(stage, _frames(prevalence, detector, counts, x, y))


def _frames(prevalence, detector, counts, x, y):
    """Return a frame for each prevalence; positives stand first in the picture, caught before missed."""
    tp, _, fp, fn = counts
    readings = _shares(prevalence)
    groups = {
        "third": [(0, caught) for caught in tp],
        "positive": [(caught, positives) for caught, positives in zip(tp, tp + fn, strict=True)],
        "negative": [(positives, positives + alarms) for positives, alarms in zip(tp + fn, fp, strict=True)],
    }
    words = {"third": (tp, "caught", "start"), "positive": (fn, "missed", "middle")}
    labels = [
        Mark("label", "rows", role, text=[f"{count} {word}" for count in column], align=align)
        for role, (column, word, align) in words.items()
    ]
    labels.append(Mark("label", "rows", "negative", text=[plural(count, "false alarm") for count in fp], align="end"))
    dots = [
        Mark("points", "rows", role, x=[x[a:b] for a, b in spans], y=[y[a:b] for a, b in spans])
        for role, spans in groups.items()
    ]
    lines = [
        Mark("point", "accuracy", "reference", x=prevalence, y=1 - prevalence),
        Mark("point", "accuracy", "third", x=prevalence, y=detector),
        Mark("vline", "accuracy", x=prevalence, drag="x"),
    ]
    return Frames(
        quantity="Prevalence",
        values=prevalence,
        readings=readings,
        sentences=[_sentence(*frame) for frame in zip(readings, detector, prevalence, *counts, strict=True)],
        tables=_tables(counts, detector, prevalence),
        marks=[*dots, *labels, *lines],
    )


def _sentence(reading, accuracy, prevalence, tp, tn, fp, fn):
    never = 1 - prevalence
    relation = "equal to" if abs(accuracy - never) < 1e-12 else "above" if accuracy > never else "below"
    return (
        f"At {reading}, {tp + fn} of {tp + tn + fp + fn:,} rows are positive: the detector catches "
        f"{of(tp, tp + fn, 'positive')} and raises {plural(fp, 'false alarm')}. Its accuracy is "
        f"{100 * accuracy:.1f} %, {relation} the {100 * never:.1f} % of never flagging."
    )


def _tables(counts, detector, prevalence):
    tp, tn, fp, fn = ([f"{count:,}" for count in column] for column in counts)
    alarms = metrics.precision(*counts, zero_division=np.nan)
    return (
        Table(
            "Counts",
            ("flagged", "not flagged"),
            {"positive": (tp, fn), "negative": (fp, tn)},
            (("TP", "FN"), ("FP", "TN")),
        ),
        Table(
            "Of the detector",
            ("accuracy", "accuracy of never flagging", "precision"),
            {"at the line": [_shares(detector), _shares(1 - prevalence), _shares(alarms)]},
        ),
    )


def _shares(column):
    return ["undefined" if np.isnan(share) else f"{100 * share:.1f} %" for share in column]
