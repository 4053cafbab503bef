"""The threshold explorer's stage: how the scores of both classes lie, and the precision–recall curve.

The classes stand in two panels on one score axis, each with a count axis of its own: on a shared one, twelve
positives would vanish beside a hundred thousand negatives.
"""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from lessonlib.draw.axes import axes_at
from lessonlib.draw.palette import FAINT, INK, PAPER, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 316
LEFT, SPLIT, PR_LEFT, RIGHT = 58, 540, 624, 884  # pixels from the left: score panels, gap, PR panel
TOP, STRIP, FOOT = 26, 24, 46  # pixels: above the panels, between them (both hold the page's labels), below


def threshold_stage(*, edges, positives, negatives, lone_positives, lone_negatives, recall, precision, prevalence):
    """Draw what stands still in the threshold explorer.

    Parameters
    ----------
    edges : ndarray, shape (bins + 1,)
        Bin edges, equally spaced; the first and the last are the limits of the score axis.
    positives, negatives : ndarray of int, shape (bins,)
        How many scores of each class lie in each bin.
    lone_positives, lone_negatives : ndarray
        Scores that are also drawn one by one, as triangles and circles.
    recall, precision : ndarray, shape (m,)
        The curve, by falling recall.
    prevalence : float
        The fraction of positives: precision if rows are flagged at random.

    Returns
    -------
    Stage
        With the panels "scores" (both histograms, y from 0 to 1), "positives", "negatives" and "pr".
    """
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        height = (HEIGHT - TOP - STRIP - FOOT) / 2
        axes = {
            "scores": axes_at(figure, LEFT, TOP, SPLIT, HEIGHT - FOOT),
            "positives": axes_at(figure, LEFT, TOP, SPLIT, TOP + height),
            "negatives": axes_at(figure, LEFT, HEIGHT - FOOT - height, SPLIT, HEIGHT - FOOT),
            "pr": axes_at(figure, PR_LEFT, TOP, RIGHT, HEIGHT - FOOT),
        }
        axes["scores"].set(xlim=(edges[0], edges[-1]))
        axes["scores"].set_axis_off()
        _histogram(axes["positives"], edges, positives, "positive")
        _histogram(axes["negatives"], edges, negatives, "negative")
        axes["positives"].tick_params(labelbottom=False)
        axes["negatives"].set_xlabel("score")
        _one_by_one(axes["positives"], lone_positives, "positive")
        _one_by_one(axes["negatives"], lone_negatives, "negative")
        _curve(axes["pr"], recall, precision, prevalence)
        return make_stage(figure, axes, _alt(positives, negatives, edges, prevalence))


def _histogram(ax, edges, counts, role):
    filled = counts > 0
    # A bin of one would vanish beside a bin of a thousand: no bar is lower than 3 % of the highest.
    left, right, top = edges[:-1][filled], edges[1:][filled], np.maximum(counts, 0.03 * counts.max())[filled]
    corners = np.array([[left, 0 * top], [left, top], [right, top], [right, 0 * top]])  # (4, 2, bars)
    color = ROLES[role].color
    style = {"facecolor": (color, 0.45), "edgecolor": color, "linewidth": 1, "clip_on": False}
    ax.add_collection(PolyCollection(corners.transpose(2, 0, 1), **style))
    ax.set(xlim=(edges[0], edges[-1]), ylim=(0, 1.05 * counts.max()), ylabel=f"{role}s")
    ax.yaxis.set_label_coords(16 / WIDTH, 0.5, transform=blended_transform_factory(ax.figure.transFigure, ax.transAxes))
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    ax.yaxis.set_major_formatter(lambda count, _: f"{count / 1000:g}k" if count >= 10_000 else f"{count:,.0f}")


def _one_by_one(ax, scores, role):
    height, look = np.full(len(scores), 0.07 * ax.get_ylim()[1]), ROLES[role]
    ax.plot(scores, height, look.marker, color=look.color, markersize=4.5, clip_on=False)


def _curve(ax, recall, precision, prevalence):
    role = ROLES["reference"]
    ax.axhline(prevalence, color=role.color, linestyle=role.linestyle, linewidth=1.2)
    halo = [withStroke(linewidth=3, foreground=PAPER)]  # where the curve falls at once, it runs through the word
    words = {"color": role.color, "path_effects": halo, "zorder": 3}
    ax.annotate("prevalence", (0, prevalence), (5, 3), textcoords="offset points", **words)
    ax.plot(recall, precision, color=ROLES["positive"].color, drawstyle="steps-post", linewidth=1.6)
    ax.set(xlim=(0, 1.02), ylim=(0, 1.04), xlabel="recall", ylabel="precision")
    ax.grid(color=FAINT, linewidth=0.6)


def _alt(positives, negatives, edges, prevalence):
    return (
        f"Histograms of the scores of {positives.sum():,} positives and {negatives.sum():,} negatives, from "
        f"{edges[0]:.4g} to {edges[-1]:.4g}; beside them the precision–recall curve, with the prevalence, "
        f"{prevalence:.3g}, as its baseline."
    )


LOWEST_F1 = 0.4


def scatter_stage(*, thresholds, true_f1, best_threshold, best_f1):
    """Draw the curve of true F1 against the threshold, with its maximum.

    Parameters
    ----------
    thresholds, true_f1 : ndarray, shape (m,)
    best_threshold, best_f1 : float

    Returns
    -------
    Stage
        With the one panel "f1".
    """
    with house_style():
        figure = Figure(figsize=(9, 3.6), dpi=DPI)
        ax = figure.add_axes((0.075, 0.14, 0.905, 0.78))
        ax.plot(thresholds, true_f1, color=INK, linewidth=2)
        ax.axvline(best_threshold, color=REFERENCE, linestyle=ROLES["reference"].linestyle, linewidth=1)
        ax.annotate(
            f"true optimum: threshold {best_threshold:.2f}, F1 {best_f1:.2f}",
            (best_threshold, LOWEST_F1),
            xytext=(6, 6),
            textcoords="offset points",
            color=REFERENCE,
        )
        ax.annotate(
            "true F1 of the threshold",
            (thresholds[2], true_f1[2]),
            xytext=(12, -10),
            textcoords="offset points",
        )
        ax.set(xlim=(0, 1), ylim=(LOWEST_F1, 1.02), xlabel="threshold chosen on the validation set", ylabel="F1")
        alt = (
            f"A curve of true F1 against the threshold. It is flat around its maximum of {best_f1:.2f} at "
            f"threshold {best_threshold:.2f} and falls towards both ends."
        )
        return make_stage(figure, {"f1": ax}, alt)
