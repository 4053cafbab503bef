"""The SMOTE explorer's stage: the real rows of both classes, on which the synthetic ones will appear."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import PAPER, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

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
