"""Two classes as clouds of points in a plane, with synthetic rows or the boundaries of models over them."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import PAPER, ROLES, house_style
from lessonlib.draw.picture import Picture
from lessonlib.draw.stage import DPI

WIDTH, HEIGHT = 540, 500
LOOKS = {"majority": ("negative", 4, 0.45), "synthetic": ("third", 4, 0.9), "minority": ("positive", 7, 1.0)}
LINES = ("ink", "third", "reference")  # roles of the boundaries, in their order: each has its own dashes


def clouds_picture(majority, minority, *, synthetic=None, boundaries=None, caption=""):
    """Draw both classes, and what is laid over them.

    Parameters
    ----------
    majority, minority : array-like, shape (n, 2)
    synthetic : array-like, shape (m, 2), optional
        Synthetic minority rows.
    boundaries : dict of str to (w, b), optional
        By name, the coefficients of up to three models; the boundary is where w · x + b = 0.
    caption : str, default ""

    Returns
    -------
    Picture
    """
    clouds = {"majority": majority, "synthetic": synthetic, "minority": minority}  # the last one on top
    clouds = {name: np.asarray(rows, dtype=float) for name, rows in clouds.items() if rows is not None}
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        for name, rows in clouds.items():
            role, size, alpha = LOOKS[name]
            look = {"markersize": size, "alpha": alpha, "markeredgecolor": PAPER, "markeredgewidth": 0.4}
            label = f"{name}, {len(rows)} rows"
            ax.plot(*rows.T, ROLES[role].marker, color=ROLES[role].color, label=label, **look)
        limits = ax.get_xlim(), ax.get_ylim()
        for role, (name, (w, b)) in zip(LINES, (boundaries or {}).items(), strict=False):
            _boundary(ax, w, b, limits, ROLES[role], name)
        ax.set(xlim=limits[0], ylim=limits[1], xlabel="first feature", ylabel="second feature", aspect="equal")
        figure.legend(loc="outside upper left", ncols=2, frameon=False)
        return Picture(figure, _alt(clouds, boundaries), caption)


def _boundary(ax, w, b, limits, role, name):
    """Draw the line on which w · x + b = 0, as far as the panel reaches."""
    (left, right), (low, high) = limits
    if abs(w[1]) >= abs(w[0]):
        x = np.array([left, right])
        y = -(w[0] * x + b) / w[1]
    else:
        y = np.array([low, high])
        x = -(w[1] * y + b) / w[0]
    ax.plot(x, y, color=role.color, linestyle=role.linestyle, linewidth=2, label=name)


def _alt(clouds, boundaries):
    points = ", ".join(f"{len(rows)} {name} rows" for name, rows in clouds.items())
    lines = f", and the boundaries of: {', '.join(boundaries)}" if boundaries else ""
    return f"Points in a plane: {points}{lines}."
