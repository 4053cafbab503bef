"""The learner's own reliability diagram: how sure they said they were, and how often they were right."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, INK, REFERENCE, house_style
from lessonlib.draw.picture import Picture
from lessonlib.draw.stage import DPI


def own_calibration_picture(curve):
    """Draw the share of right predictions against the confidence, with intervals and counts.

    Parameters
    ----------
    curve : Reliability
        What `reliability(right, confidence)` returned.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(5.6, 4.2), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1], color=REFERENCE, linewidth=1, label="as often right as sure")
        spread = [curve.prob_true - curve.low, curve.high - curve.prob_true]
        look = {"fmt": "o", "color": INK, "markersize": 8, "elinewidth": 1.2, "clip_on": False}
        ax.errorbar(curve.prob_pred, curve.prob_true, np.maximum(spread, 0), **look)
        for x, y, count in zip(curve.prob_pred, curve.prob_true, curve.counts, strict=True):
            ax.annotate(f"{count}", (x, y), (7, 4), textcoords="offset points")
        ax.set(xlim=(0, 1.04), ylim=(-0.02, 1.04), xlabel="how sure you were", ylabel="how often you were right")
        ax.grid(color=FAINT, linewidth=0.6)
        ax.legend(frameon=False, loc="upper left")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    rows = zip(curve.prob_pred, curve.prob_true, curve.counts, curve.low, curve.high, strict=True)
    words = [
        f"{100 * sure:.0f} % sure: right in {100 * right:.0f} % of {count}, 95 % interval {100 * low:.0f} to "
        f"{100 * high:.0f} %"
        for sure, right, count, low, high in rows
    ]
    caption = "Each mark is a group of predictions, with their number and a 95 % interval."
    return Picture(figure, f"Your predictions. {'; '.join(words)}.", caption)
