"""The leakage explorer: switch leaks on, and see what the test promises beside what fresh data keep."""

from functools import lru_cache

import numpy as np

from lessonlib.compute.leakage import LEAKS, NEGATIVES_PER_POSITIVE, run_with_leaks
from lessonlib.compute.uncertainty import paired_verdict
from lessonlib.compute.words import interval, number
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.draw.leakage import leakage_stage
from lessonlib.interact.player import Control, Player, Scene

SIZES = (20, 40, 80, 160)
COIN = 0.5
LABELS = {
    "scaling": "Scale on all rows",
    "selection": "Select features on all rows",
    "resampling": "SMOTE before the split",
    "duplicates": "Every row twice in the data",
    "threshold": "Tune the threshold on the test part",
}


def leakage_explorer(leaks=("resampling",), *, noise=True, n_positive=80, sizes=SIZES, n_repeats=40, seed=0):
    """Show the optimism of a test into which something leaked, measured against fresh data.

    `run_with_leaks` says what is built and tested. The number of positives is dragged; the leaks are switches.
    A change of a switch takes Python about a second, the first time.

    Parameters
    ----------
    leaks : collection of str, default ("resampling",)
        What is switched on at first: "scaling", "selection", "resampling", "duplicates", "threshold".
    noise : bool, default True
        Whether labels are pure noise at first. If not, 5 of 100 features carry a signal.
    n_positive : int, default 80
        Where the dragged line starts.
    sizes : sequence of int, default (20, 40, 80, 160)
        Numbers of positives to show, rising, each at least 12.
    n_repeats : int >= 2, default 40
        Data sets of each size.
    seed : int, default 0

    Returns
    -------
    Player
        Its ``value`` is the number of positives.

    Raises
    ------
    ValueError
        For an unknown leak, or a size that is too small.
    """
    run_with_leaks(leaks, sizes[0], n_repeats=1)  # says in words what is wrong with them
    stage = leakage_stage(sizes=sizes, coin=COIN)

    @lru_cache(maxsize=64)
    def scene(noise, **switches):
        on = [leak for leak in LEAKS if switches[leak]]
        runs = [run_with_leaks(on, size, n_repeats, seed, noise=noise) for size in sizes]
        return Scene(stage, _frames(sizes, runs))

    switches = [Control("checkbox", leak, label, leak in leaks) for leak, label in LABELS.items()]
    return Player(
        scene,
        label="Leakage explorer",
        question="Switch on one leak at a time. Which of them grow smaller with more data, and which don't?",
        controls=[*switches, Control("checkbox", "noise", "Labels are pure noise", noise)],
        value=n_positive,
    )


def _frames(sizes, runs):
    """Return a frame for each number of positives; what is said is rounded first, so that it can be subtracted."""
    verdicts = [paired_verdict(run.optimism) for run in runs]
    reported, fresh = (np.array([getattr(run, name).mean() for run in runs]) for name in ("reported", "fresh"))
    said = np.round(reported, 3), np.round(fresh, 3)
    gaps = [verdict._replace(mean=gap) for verdict, gap in zip(verdicts, said[0] - said[1], strict=True)]
    rows = {"at the line": _cells(*said, gaps, runs)}
    return Frames(
        quantity="Positives in the data",
        values=sizes,
        readings=[f"{size}" for size in sizes],
        sentences=[describe(*frame, len(runs[0].fresh)) for frame in zip(sizes, *said, gaps, strict=True)],
        tables=[
            Table("Balanced accuracy", ("reported", "on fresh data", "too high by", "95 % interval", "repeats"), rows)
        ],
        marks=_marks(sizes, reported, fresh, verdicts, runs),
    )


def _cells(reported, fresh, verdicts, runs):
    return (
        [f"{score:.3f}" for score in reported],
        [f"{score:.3f}" for score in fresh],
        [number(verdict.mean, "+.3f") for verdict in verdicts],
        [interval(verdict.low, verdict.high, "+.3f") for verdict in verdicts],
        [f"{len(run.fresh)}" for run in runs],
    )


def _marks(sizes, reported, fresh, verdicts, runs):
    """Return both lines, the interval of the gap hung from the fresh one, and every repeat of the size at the line."""
    low, high = ([getattr(verdict, end) for verdict in verdicts] for end in ("low", "high"))
    ends = np.column_stack([fresh + low, fresh + high])
    return [
        Mark("segments", "sizes", x=[np.repeat(sizes, 2)], y=[ends.ravel()]),
        Mark("polyline", "sizes", "third", x=[sizes], y=[fresh]),
        Mark("polyline", "sizes", x=[sizes], y=[reported]),
        Mark("points", "sizes", "third", x=[sizes], y=[fresh]),
        Mark("points", "sizes", x=[sizes], y=[reported]),
        Mark("label", "sizes", "third", text=["◆ on fresh data"], align="end"),
        Mark("label", "sizes", text=["● reported by the test part"], align="start"),
        Mark("vline", "sizes", "reference", x=sizes, drag="x"),
        Mark("points", "repeats", x=[run.fresh for run in runs], y=[run.reported for run in runs]),
    ]


def describe(size, reported, fresh, verdict, n_repeats):
    """Return in a sentence what the test promised at one size, and what fresh data keep."""
    gap = f"95 % interval {interval(verdict.low, verdict.high, '+.3f')} over {n_repeats} repeats"
    words = {
        "better": f"The test promises {verdict.mean:.3f} too much ({gap}).",
        "worse": f"The test promises {-verdict.mean:.3f} too little ({gap}).",
        "equal": "The test promises exactly what fresh data keep.",
        "can't tell": f"Whether the test promises too much can't be told ({gap}).",
    }
    return (
        f"With {size} positives and {NEGATIVES_PER_POSITIVE * size} negatives drawn, the test part reports a balanced "
        f"accuracy of {reported:.3f}; fresh data give {fresh:.3f}. {words[verdict.word]}"
    )
