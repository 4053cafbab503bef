"""The prevalence explorer: what rarity does to accuracy and to alerts, with the detector unchanged."""

from functools import lru_cache

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.words import of, percent, plural
from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.draw.prevalence import prevalence_stage
from lessonlib.interact.player import Control, Player, Scene

ROWS = 1000
ACROSS = 40  # dots in a row of the picture
POSITIVES = np.unique(np.rint(np.geomspace(5, ROWS // 2, 60)).astype(int))


def prevalence_explorer(*, recall=0.8, false_alarm_rate=0.05, prevalence=0.01):
    """Show a detector among 1,000 rows of which more and more are positive.

    The detector catches the fraction `recall` of the positives and flags `false_alarm_rate` of the negatives,
    whatever the prevalence. Counts are the expected ones, rounded to whole rows, and every other number follows
    from them.

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


TERMS = (
    Term("TP", ("catches",), "The positives it catches."),
    Term("FN", (), "The positives it misses."),
    Term("FP", ("false alarm", "false alarms"), "The negatives it flags."),
    Term("accuracy", ("accuracy",), "The point of the detector's accuracy."),
    Term("never", ("never flagging", "accuracy of never flagging"), "The point of the accuracy of never flagging."),
)


@lru_cache(maxsize=32)
def _scene(recall, false_alarm_rate):
    for name, rate in (("recall", recall), ("false_alarm_rate", false_alarm_rate)):
        if not 0 <= rate <= 1:
            raise ValueError(f"{name} must lie in [0, 1]; got {rate}. 80 % is written 0.8.")
    counts = _counts(recall, false_alarm_rate)
    stage = prevalence_stage(
        prevalence=POSITIVES / ROWS,
        detector=metrics.accuracy(*counts),
        never=1 - POSITIVES / ROWS,
        rows_x=np.arange(ROWS) % ACROSS,
        rows_y=np.arange(ROWS) // ACROSS,
    )
    return Scene(stage, _frames(*counts))


def _counts(recall, false_alarm_rate):
    """Return tp, tn, fp, fn at each prevalence."""
    tp = np.rint(recall * POSITIVES).astype(int)
    fp = np.rint(false_alarm_rate * (ROWS - POSITIVES)).astype(int)
    return tp, ROWS - POSITIVES - fp, fp, POSITIVES - tp


def _frames(tp, tn, fp, fn):
    """Return a frame for each prevalence; positives stand first in the picture, caught before missed."""
    counts, prevalence, detector = (tp, tn, fp, fn), (tp + fn) / ROWS, metrics.accuracy(tp, tn, fp, fn)
    readings, x, y = _shares(prevalence), np.arange(ROWS) % ACROSS, np.arange(ROWS) // ACROSS
    groups = {
        "TP": [(0, caught) for caught in tp],
        "FN": [(caught, positives) for caught, positives in zip(tp, tp + fn, strict=True)],
        "FP": [(positives, positives + alarms) for positives, alarms in zip(tp + fn, fp, strict=True)],
    }
    roles = {"TP": "third", "FN": "positive", "FP": "negative"}
    words = {
        "TP": ([f"{count} caught" for count in tp], "start"),
        "FN": ([f"{count} missed" for count in fn], "middle"),
        "FP": ([plural(count, "false alarm") for count in fp], "end"),
    }
    labels = [
        Mark("label", "rows", roles[term], text=text, align=align, term=term) for term, (text, align) in words.items()
    ]
    dots = [
        Mark("points", "rows", roles[term], x=[x[a:b] for a, b in spans], y=[y[a:b] for a, b in spans], term=term)
        for term, spans in groups.items()
    ]
    lines = [
        Mark("point", "accuracy", "reference", x=prevalence, y=1 - prevalence, term="never"),
        Mark("point", "accuracy", "third", x=prevalence, y=detector, term="accuracy"),
        Mark("vline", "accuracy", x=prevalence, drag="x"),
    ]
    return Frames(
        quantity="Prevalence",
        values=prevalence,
        readings=readings,
        sentences=[_sentence(*frame) for frame in zip(readings, *counts, strict=True)],
        tables=_tables(counts, detector, prevalence),
        marks=[*dots, *labels, *lines],
        terms=TERMS,
    )


def _sentence(reading, tp, tn, fp, fn):
    rows = tp + tn + fp + fn
    relation = {0: "equal to", 1: "above", -1: "below"}[np.sign(tp - fp)]  # never flagging is right tn + fp times
    return (
        f"At {reading}, {tp + fn} of {rows:,} rows are positive: the detector catches "
        f"{of(tp, tp + fn, 'positive')} and raises {plural(fp, 'false alarm')}. Its accuracy is "
        f"{percent((tp + tn) / rows, '.1f')}, {relation} the {percent((tn + fp) / rows, '.1f')} of never flagging."
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
    return ["undefined" if np.isnan(share) else percent(share, ".1f") for share in column]
