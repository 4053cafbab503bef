"""The stage of the prevalence explorer: accuracy against prevalence, and a thousand rows to colour."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 360


def prevalence_stage(*, prevalence, detector, never, rows_x, rows_y):
    """Draw two accuracies against the prevalence on a log axis, and every row as a faint dot.

    Parameters
    ----------
    prevalence, detector, never : ndarray, shape (m,)
        The prevalence, and the accuracy of the detector and of never flagging.
    rows_x, rows_y : ndarray, shape (n_rows,)
        Where the dot of each row stands.

    Returns
    -------
    Stage
        With the panels "accuracy" and "rows".
    """
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        axes = {
            "accuracy": figure.add_axes((0.095, 0.14, 0.42, 0.76)),
            "rows": figure.add_axes((0.555, 0.14, 0.43, 0.76)),
        }
        _lines(axes["accuracy"], prevalence, detector, never)
        axes["rows"].plot(rows_x, rows_y, "o", color=FAINT, markersize=3)
        axes["rows"].set(xlim=(-1, rows_x.max() + 1), ylim=(rows_y.max() + 1, -1))
        axes["rows"].set_axis_off()
        alt = (
            "Left: accuracy against prevalence. Never flagging starts near 100 % where positives are rare and falls; "
            f"the detector stays near {np.median(detector):.0%}. Right: a thousand rows as dots."
        )
        return make_stage(figure, axes, alt)


def _lines(ax, prevalence, detector, never):
    ax.plot(prevalence, never, color=REFERENCE, linestyle=ROLES["reference"].linestyle, linewidth=2)
    ax.plot(prevalence, detector, color=ROLES["third"].color, linewidth=2)
    left, right = prevalence[[0, -1]]
    beside = {"textcoords": "offset points", "ha": "right"}
    ax.annotate("never flag", (right, never[-1]), xytext=(-14, 2), color=REFERENCE, **beside)
    ax.annotate("detector", (right, detector[-1]), xytext=(0, 20), color=INK, **beside)
    ax.set_xscale("log")
    ax.set(xlim=(left, right), ylim=(0.45, 1.01), xlabel="prevalence", ylabel="accuracy")
    ax.set_xticks([tick for tick in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if left <= tick <= right])
    ax.minorticks_off()
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
