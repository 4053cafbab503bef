"""Before and after calibration: the precision–recall curves and the reliability of the probabilities."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (9.0, 4.3)  # inches, 100 pixels each
LINES = (("before", ROLES["positive"], 4.5, 0.45), ("after", ROLES["ink"], 1.5, 1.0))  # name, role, width, opacity


def platt_picture(curves, bins, prevalence):
    """Draw precision against recall on the left, what happened against what was predicted on the right.

    Parameters
    ----------
    curves : two pairs (precision, recall) of array-like, each of shape (m,)
        Before and after, as `precision_recall_curve` returns them.
    bins : two `ReliabilityBins`
        Before and after.
    prevalence : float in (0, 1)
        Precision of flagging everybody: the dotted line on the left.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
        left, right = figure.subplots(1, 2)
        reference = {"color": ROLES["reference"].color, "linestyle": ROLES["reference"].linestyle, "linewidth": 1.2}
        left.axhline(prevalence, label="flag everybody", **reference)
        right.plot([0, 1], [0, 1], label="right on average", **reference)
        for (name, role, width, alpha), (precision, recall), kept in zip(LINES, curves, bins, strict=True):
            look = {"color": role.color, "linewidth": width, "alpha": alpha, "label": name}
            left.step(recall, precision, where="post", **look)
            right.plot(
                kept.prob_pred,
                kept.prob_true,
                marker=role.marker,
                markersize=7,
                **look | {"linewidth": 1.2, "alpha": 1.0},
            )
        left.set(xlabel="recall", ylabel="precision", title="Ranking")
        right.set(xlabel="mean predicted probability", ylabel="share of positives", title="Probabilities")
        for ax, place in ((left, "upper right"), (right, "upper left")):
            ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
            ax.grid(color=FAINT, linewidth=0.6)
            ax.legend(loc=place, frameon=False)
        return Picture(figure, _alt(bins))


def _alt(bins):
    before, after = (np.average(kept.prob_pred - kept.prob_true, weights=kept.counts) for kept in bins)
    return (
        "Left: precision against recall, before and after calibration. Right: share of positives against predicted "
        f"probability in bins. On average the probabilities exceed the share of positives by {before:+.3f} before and "
        f"by {after:+.3f} after."
    )
