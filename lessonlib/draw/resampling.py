"""Resampling as pictures: how often each row counts now, and axes for what the ratio does to a model."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, PAPER, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage

TICKS = {1 / 19: "1:19", 1 / 5: "1:5", 1: "1:1", 3: "3:1"}
PETAL = 0.045  # in units of the data


def resampling_stage(X, y, ratios):
    """Draw negatives as faint dots and positives as triangles; beside them, axes over the ratio.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
    y : ndarray of 0 and 1, shape (n,)
    ratios : ndarray
        Positives / negatives, rising.

    Returns
    -------
    Stage
        With the panels "clouds" and "curves".
    """
    with house_style():
        figure = Figure(figsize=(9, 4), dpi=DPI)
        axes = {
            "clouds": figure.add_axes((0.06, 0.13, 0.44, 0.79)),
            "curves": figure.add_axes((0.57, 0.13, 0.27, 0.79)),
        }
        axes["clouds"].plot(*X[y == 0].T, "o", color=FAINT, markersize=4)
        positive = ROLES["positive"]
        axes["clouds"].plot(*X[y == 1].T, positive.marker, color=positive.color, markersize=7, markeredgecolor=PAPER)
        axes["clouds"].set(xlabel="first feature", ylabel="second feature")
        _ratio_axis(axes["curves"], ratios)
        alt = (
            f"Left: {np.sum(y == 0):,} negatives and {np.sum(y == 1):,} positives as points in a plane. "
            f"Right: axes from 0 to 1 for recall, precision, AUROC and mean probability over the ratio of the classes."
        )
        return make_stage(figure, axes, alt)


def _ratio_axis(ax, ratios):
    ax.set_xscale("log")
    ax.set(
        xlim=(ratios[0], ratios[-1]), ylim=(0, 1.02), xlabel="positives : negatives in training", ylabel="on fresh rows"
    )
    ax.minorticks_off()
    ax.set_xticks(list(TICKS), TICKS.values())
    ax.grid(color=FAINT, linewidth=0.6)


def petals(X, times):
    """Return a place for every copy but the first of each row, around the row: they lie on each other in truth.

    >>> petals(np.array([[0.0, 0.0], [5.0, 5.0]]), np.array([1, 1])).shape
    (0, 2)
    """
    row = np.repeat(np.arange(len(X)), np.maximum(times - 1, 0))
    number = np.arange(1, len(row) + 1) - np.searchsorted(row, row)  # 1, 2, … within each row
    turn = np.pi * (3 - np.sqrt(5)) * number
    return X[row] + PETAL * np.sqrt(number + 1)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])


LARGEST, ONCE = 250, 28  # areas of marks in square points: the most frequent row's, and at most so much for each copy


def resampled_picture(X, y, times_over, times_under):
    """Draw every row of two features twice: marked by its copies on the left, kept or dropped on the right.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
    y : ndarray of 0 and 1, shape (n,)
    times_over, times_under : ndarray of int, shape (n,)
        How often each row occurs after over- and after undersampling. Within a panel the area of its mark is
        proportional to that; a row that does not occur is a faint dot.

    Returns
    -------
    Picture
    """
    positive = np.asarray(y) == 1
    with house_style():
        figure = Figure(figsize=(9, 4.2), dpi=DPI, layout="constrained")
        left, right = figure.subplots(1, 2, sharex=True, sharey=True)
        _copies(left, X, positive, times_over, "oversampled")
        _copies(right, X, positive, times_under, "undersampled")
        left.set_ylabel("second feature")
    return Picture(figure, _copies_alt(positive, times_over, times_under))


def _copies(ax, X, positive, times, title):
    area = min(ONCE, LARGEST / max(times)) * times
    ax.scatter(*X[times == 0].T, s=6, c=FAINT)
    for rows, role in ((~positive, ROLES["negative"]), (positive, ROLES["positive"])):
        look = {"c": role.color, "marker": role.marker, "edgecolors": PAPER, "linewidths": 0.5, "alpha": 0.7}
        ax.scatter(*X[rows].T, s=area[rows], **look)
    counts = f"{times[~positive].sum()} negatives, {times[positive].sum()} positives"
    ax.set_title(f"{title}: {counts}", fontsize=10)
    ax.set_xlabel("first feature")


def _copies_alt(positive, over, under):
    copied = over[positive]
    return (
        f"Left, after oversampling: each of the {positive.sum()} positives occurs {copied.min()} to {copied.max()} "
        f"times, each negative once. Right, after undersampling: {np.sum(under[~positive] > 0)} of "
        f"{np.sum(~positive)} negatives are kept, and all positives."
    )
