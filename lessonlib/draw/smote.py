"""SMOTE and Borderline-SMOTE as pictures: the real rows of both classes, and the synthetic ones by where they start."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import PAPER, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage

WIDTH, HEIGHT = 900, 430
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 26, 44  # pixels around the panel; the page's labels stand above it
MARGIN = 0.35  # in units of the data, around the outermost rows


def smote_stage(minority, majority):
    """Draw both classes with equal scales on both axes, so that the nearest row looks like the nearest.

    Parameters
    ----------
    minority, majority : ndarray, shape (n, 2)

    Returns
    -------
    Stage
        With the one panel "map".
    """
    rows = np.concatenate([minority, majority])
    low, high = rows.min(axis=0) - MARGIN, rows.max(axis=0) + MARGIN
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    unit = max((high - low) / (wide, tall))  # data in one pixel
    centre, half = (low + high) / 2, unit * np.array([wide, tall]) / 2
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        ax = figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, wide / WIDTH, tall / HEIGHT))
        _rows(ax, majority, "negative", 5, 0.55, "majority")
        _rows(ax, minority, "positive", 8.5, 1, "minority")
        for role, label in (("third", "synthetic"), ("ink", "synthetic and bad")):
            _rows(ax, np.empty((0, 2)), role, 6, 1, label)
        limits = np.column_stack([centre - half, centre + half])
        ax.set(xlim=limits[0], ylim=limits[1], xlabel="first feature", ylabel="second feature")
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False, borderaxespad=0, handletextpad=0.2)
        alt = (
            f"Points in a plane: {len(minority)} minority rows as triangles, {len(majority)} majority rows as circles."
        )
        return make_stage(figure, {"map": ax}, alt)


def _rows(ax, rows, role, size, alpha, label):
    look = {"markersize": size, "alpha": alpha, "markeredgecolor": PAPER, "markeredgewidth": 0.6, "label": label}
    ax.plot(*rows.T, ROLES[role].marker, color=ROLES[role].color, **look)


LEGEND = ("majority", "minority", "minority row that starts points", "synthetic")


def starts_picture(X, y, rules, caption=""):
    """Draw two classes once for each rule, with the rows that start synthetic points filled.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
    y : ndarray of 0 and 1, shape (n,)
    rules : dict of str to (starts, synthetic)
        By name: the numbers of the rows that start points, and the points, shape (m, 2). Two rules fit well.
    caption : str, default ""

    Returns
    -------
    Picture
    """
    X, minority = np.asarray(X, dtype=float), np.asarray(y) == 1
    with house_style():
        figure = Figure(figsize=(9.4, 4.6), dpi=DPI, layout="constrained")
        panels = figure.subplots(1, len(rules), sharex=True, sharey=True, squeeze=False)[0]
        for ax, (name, (starts, synthetic)) in zip(panels, rules.items(), strict=True):
            _starts(ax, X, minority, starts, synthetic)
            ax.set_title(f"{name}: {len(starts)} of {minority.sum()} rows start points", fontsize=10)
            ax.set(xlabel="first feature", aspect="equal")
        panels[0].set_ylabel("second feature")
        figure.legend(panels[0].lines, LEGEND, loc="outside upper center", ncols=4, frameon=False)
    return Picture(figure, _starts_alt(minority, rules), caption)


def _starts(ax, X, minority, starts, synthetic):
    negative, positive, third = ROLES["negative"], ROLES["positive"], ROLES["third"]
    edge = {"linestyle": "none", "markeredgewidth": 0.4}
    ax.plot(*X[~minority].T, negative.marker, color=negative.color, markersize=3, alpha=0.35, zorder=1, **edge)
    hollow = {"markerfacecolor": PAPER, "linestyle": "none", "markersize": 7}
    ax.plot(*X[minority].T, positive.marker, color=positive.color, zorder=2, **hollow)
    filled = {"markersize": 8, "markeredgecolor": PAPER, "zorder": 4, **edge}
    ax.plot(*X[np.asarray(starts, dtype=int)].T, positive.marker, color=positive.color, **filled)
    small = {"markersize": 3.5, "markeredgecolor": PAPER, "zorder": 3, **edge}
    ax.plot(*np.asarray(synthetic).T, third.marker, color=third.color, **small)


def _starts_alt(minority, rules):
    told = "; ".join(
        f"{name}, {len(synthetic)} synthetic points from {len(starts)} rows"
        for name, (starts, synthetic) in rules.items()
    )
    return f"{np.sum(~minority)} majority and {minority.sum()} minority points in a plane, once for each rule: {told}."
