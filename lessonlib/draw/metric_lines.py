"""Metrics of one detector against the prevalence: which of them depend on how rare the positives are."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (8.4, 3.8)  # inches, 100 pixels each
GAP = 0.055  # between the names of lines that end close together, in units of the metric
STYLES = (ROLES["reference"], ROLES["positive"], ROLES["third"], replace(ROLES["ink"], marker="v"), ROLES["negative"])


def metric_lines(prevalence, metrics):
    """Draw each metric as a line over the prevalence, on a log axis, with its name where positives are rare.

    Parameters
    ----------
    prevalence : array-like of float, shape (m,)
        Rising.
    metrics : dict of str to array-like, shape (m,)
        Up to five metrics, each between −1 and 1.

    Returns
    -------
    Picture
    """
    lines = {name: np.asarray(values, dtype=float) for name, values in metrics.items()}
    with house_style():
        figure = Figure(figsize=SIZE, dpi=100)
        ax = figure.add_axes((0.13, 0.14, 0.8, 0.82))
        heights = _apart([values[0] for values in lines.values()])
        for (name, values), height, role in zip(lines.items(), heights, STYLES, strict=False):
            look = {"markersize": 5, "linestyle": role.linestyle, "linewidth": 1.8, "clip_on": False}
            ax.plot(prevalence, values, role.marker, color=role.color, **look)
            beside = {"xytext": (-10, 0), "textcoords": "offset points", "ha": "right", "va": "center"}
            ax.annotate(name, (prevalence[0], height), color=role.color, annotation_clip=False, **beside)
        _finish(ax, prevalence, min(0, *(values.min() for values in lines.values())))
    return Picture(figure, _alt(prevalence, lines))


def _apart(heights):
    """Return heights for the names, each at least `GAP` above the one below it."""
    order, placed = np.argsort(heights, kind="stable"), np.array(heights, dtype=float)
    for below, above in pairwise(order):
        placed[above] = max(placed[above], placed[below] + GAP)
    return placed


def _finish(ax, prevalence, lowest):
    ax.set_xscale("log")
    ax.set(xlim=(prevalence[0], prevalence[-1]), ylim=(lowest - 0.03, 1.03), xlabel="prevalence")
    ax.set_xticks([tick for tick in (0.001, 0.01, 0.05, 0.1, 0.5) if prevalence[0] <= tick <= prevalence[-1]])
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(lambda share, _: _share(share))
    ax.yaxis.tick_right()
    ax.spines["left"].set_visible(False)
    ax.spines["right"].set_visible(True)
    ax.grid(axis="y", color=FAINT, linewidth=0.6)


def _share(share):
    return f"{100 * share:.3g} %"


def _alt(prevalence, lines):
    ends = "; ".join(f"{name} {values[-1]:.2f} and {values[0]:.2f}" for name, values in lines.items())
    return f"Metrics against prevalence. At {_share(prevalence[-1])} and at {_share(prevalence[0])}: {ends}."
