"""The threshold scatter: how far a tuned threshold lies from the best one, by the number of positives."""

import numpy as np

from lessonlib.compute.threshold import TrueF1, find_optimal_threshold, tune_repeatedly
from lessonlib.draw.frames import Frames, Mark, Table
from lessonlib.draw.threshold import scatter_stage
from lessonlib.interact.player import Player, Scene

SIZES = (10, 20, 50, 100, 200, 500)
CURVE = np.linspace(0.01, 0.99, 99)


def threshold_scatter(finder=find_optimal_threshold, *, sizes=SIZES, n_repeats=200, seed=0):
    """Show the thresholds that many validation sets of one size choose, beside the truth.

    Each mark is one validation set: across, the threshold it chose; up, the F1 it promised there. The curve
    is the F1 that the threshold really has. The number of positives is dragged.

    Parameters
    ----------
    finder : callable, default find_optimal_threshold
        ``finder(y_true, y_score)`` returns ``(threshold, score)``; hand in your own.
    sizes : sequence of int, default (10, 20, 50, 100, 200, 500)
        Numbers of positives in a validation set, rising.
    n_repeats : int, default 200
        Validation sets of each size.
    seed : int, default 0

    Returns
    -------
    Player
    """
    truth = TrueF1()
    best_threshold, best_f1 = truth.best()
    stage = scatter_stage(thresholds=CURVE, true_f1=truth(CURVE), best_threshold=best_threshold, best_f1=best_f1)
    tuned = [tune_repeatedly(truth, size, n_repeats, seed, finder) for size in sizes]
    frames = _frames(sizes, tuned)
    return Player(
        lambda: Scene(stage, frames),
        label="Threshold scatter",
        question="How many positives does a validation set need before its threshold can be trusted?",
    )


def _frames(sizes, tuned):
    """Return a frame for each size of the validation set."""
    middle = [np.quantile(one.thresholds, [0.025, 0.975]) for one in tuned]
    ranges = [f"{low:.2f} to {high:.2f}" for low, high in middle]
    promised = [f"{one.validation_f1.mean():.3f}" for one in tuned]
    kept = [f"{one.true_f1.mean():.3f}" for one in tuned]
    worst = [f"{one.true_f1.min():.3f}" for one in tuned]
    sets = len(tuned[0].thresholds)
    sentences = [
        f"With {size} positives, 95 % of {sets} validation sets choose a threshold from {between}. "
        f"They promise an F1 of {hope} on average and keep {truth}."
        for size, between, hope, truth in zip(sizes, ranges, promised, kept, strict=True)
    ]
    columns = ("middle 95 % of thresholds", "F1 promised, mean", "F1 kept, mean", "F1 kept, worst")
    return Frames(
        quantity="Positives in the validation set",
        values=list(range(len(sizes))),
        readings=[f"{size}" for size in sizes],
        sentences=sentences,
        tables=[Table("Validation sets", columns, {"of this size": (ranges, promised, kept, worst)})],
        marks=[
            Mark("vspan", "f1", "reference", x=middle),
            Mark(
                "points", "f1", "positive", x=[one.thresholds for one in tuned], y=[one.validation_f1 for one in tuned]
            ),
        ],
    )
