"""Metrics against the prevalence: which of them depend on how rare the positives are."""

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from lessonlib.compute.words import number, percent
from lessonlib.draw.axes import apart, in_percent, log_x
from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage


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
        figure = Figure(figsize=(9, 3.6), dpi=DPI)
        axes = {
            "accuracy": figure.add_axes((0.095, 0.14, 0.42, 0.76)),
            "rows": figure.add_axes((0.555, 0.14, 0.43, 0.76)),
        }
        _lines(axes["accuracy"], prevalence, detector, never)
        _dots(axes["rows"], rows_x, rows_y)
        alt = (
            "Left: accuracy against prevalence. Never flagging starts near 100 % where positives are rare and falls; "
            f"the detector stays near {percent(np.median(detector), '.0f')}. Right: a thousand rows as dots."
        )
        return make_stage(figure, axes, alt)


def rows_stage(rows_x, rows_y, alt):
    """Draw every row as a faint dot, where `rows_x` and `rows_y` say, in the panel "rows"; returns a Stage."""
    with house_style():
        figure = Figure(figsize=(9, 2.9), dpi=DPI)
        axes = {"rows": figure.add_axes((0.02, 0.02, 0.96, 0.86))}
        _dots(axes["rows"], rows_x, rows_y)
        return make_stage(figure, axes, alt)


def _dots(ax, x, y):
    ax.plot(x, y, "o", color=FAINT, markersize=3)
    ax.set(xlim=(-1, x.max() + 1), ylim=(y.max() + 1, -1))
    ax.set_axis_off()


def _lines(ax, prevalence, detector, never):
    ax.plot(prevalence, never, color=REFERENCE, linestyle=ROLES["reference"].linestyle, linewidth=2)
    ax.plot(prevalence, detector, color=ROLES["third"].color, linewidth=2)
    left, right = prevalence[[0, -1]]
    beside = {"textcoords": "offset points", "ha": "right"}
    ax.annotate("never flag", (right, never[-1]), xytext=(-14, 2), color=REFERENCE, **beside)
    ax.annotate("detector", (right, detector[-1]), xytext=(0, 20), color=INK, **beside)
    log_x(ax, (left, right), (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5), percent)
    ax.set(ylim=(0.45, 1.01), xlabel="prevalence", ylabel="accuracy")
    in_percent(ax.yaxis)


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
        figure = Figure(figsize=(8.4, 3.8), dpi=DPI)
        ax = figure.add_axes((0.13, 0.14, 0.8, 0.82))
        heights = apart([values[0] for values in lines.values()], GAP)
        for (name, values), height, role in zip(lines.items(), heights, STYLES, strict=False):
            look = {"markersize": 5, "linestyle": role.linestyle, "linewidth": 1.8, "clip_on": False}
            ax.plot(prevalence, values, role.marker, color=role.color, **look)
            beside = {"xytext": (-10, 0), "textcoords": "offset points", "ha": "right", "va": "center"}
            ax.annotate(name, (prevalence[0], height), color=role.color, annotation_clip=False, **beside)
        _finish(ax, prevalence, min(0, *(values.min() for values in lines.values())))
    return Picture(figure, _metrics_alt(prevalence, lines))


def _finish(ax, prevalence, lowest):
    log_x(ax, (prevalence[0], prevalence[-1]), (0.001, 0.01, 0.05, 0.1, 0.5), percent)
    ax.set(ylim=(lowest - 0.03, 1.03), xlabel="prevalence")
    ax.yaxis.tick_right()
    ax.spines["left"].set_visible(False)
    ax.spines["right"].set_visible(True)
    ax.grid(axis="y", color=FAINT, linewidth=0.6)


def _metrics_alt(prevalence, lines):
    ends = "; ".join(
        f"{name} {number(values[-1], '.2f')} and {number(values[0], '.2f')}" for name, values in lines.items()
    )
    return f"Metrics against prevalence. At {percent(prevalence[-1])} and at {percent(prevalence[0])}: {ends}."
