"""Two classes as clouds of points in a plane, with synthetic rows or the boundaries of models over them.

A boundary is the line on which w · x + b = 0.
"""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import PAPER, ROLES, house_style
from lessonlib.draw.stage import DPI, Panel, Picture

LOOKS = {"majority": ("negative", 4, 0.45), "synthetic": ("third", 4, 0.9), "minority": ("positive", 7, 1.0)}
LINES = ("ink", "third", "reference")  # roles of the boundaries, in their order: each has its own dashes


def clouds_picture(
    majority, minority, *, synthetic=None, boundaries=None, caption="", size=(5.4, 5), legend="outside upper left"
):
    """Draw both classes, and what is laid over them.

    Parameters
    ----------
    majority, minority : array-like, shape (n, 2)
    synthetic : array-like, shape (m, 2), optional
        Synthetic minority rows.
    boundaries : dict of str to (w, b), optional
        By name, the coefficients of up to three models; the boundary is where w · x + b = 0.
    caption : str, default ""
    size : pair of float, default (5.4, 5)
        Width and height in inches.
    legend : str, default "outside upper left"
        Where matplotlib puts it; beside the panel it is one column.

    Returns
    -------
    Picture
    """
    clouds = {"majority": majority, "synthetic": synthetic, "minority": minority}  # the last one on top
    clouds = {name: np.asarray(rows, dtype=float) for name, rows in clouds.items() if rows is not None}
    with house_style():
        figure = Figure(figsize=size, dpi=DPI, layout="constrained")
        ax = figure.subplots()
        for name, rows in clouds.items():
            role, size, alpha = LOOKS[name]
            look = {"markersize": size, "alpha": alpha, "markeredgecolor": PAPER, "markeredgewidth": 0.4}
            label = f"{name}, {len(rows)} rows"
            ax.plot(*rows.T, ROLES[role].marker, color=ROLES[role].color, label=label, **look)
        panel = Panel(0, 0, 1, 1, ax.get_xlim(), ax.get_ylim())
        for role, (name, (w, b)) in zip(LINES, (boundaries or {}).items(), strict=False):
            look = {"color": ROLES[role].color, "linestyle": ROLES[role].linestyle, "linewidth": 2, "label": name}
            ax.plot(*boundary(np.asarray(w, dtype=float), b, panel), **look)
        ax.set(xlim=panel.xlim, ylim=panel.ylim, xlabel="first feature", ylabel="second feature", aspect="equal")
        figure.legend(loc=legend, ncols=1 if "right" in legend else 2, frameon=False)
        return Picture(figure, _alt(clouds, boundaries), caption)


def boundary(w, b, panel):
    """Return the two ends of the line w · x + b = 0 within a panel, as (x, y); empty if it misses the panel.

    Parameters
    ----------
    w : ndarray, shape (2,)
    b : float
    panel : Panel

    Examples
    --------
    >>> from lessonlib.draw.stage import Panel
    >>> x, y = boundary(np.array([1.0, 1.0]), -1.0, Panel(0, 0, 400, 400, xlim=(-2, 2), ylim=(-2, 2)))
    >>> sorted(zip(x, y))
    [(-1.0, 2.0), (2.0, -1.0)]
    """
    length = np.hypot(*w)
    if not length > 0:
        return [], []
    foot, along = -b * w / length**2, np.array([-w[1], w[0]]) / length
    start, end = -np.inf, np.inf
    for at, step, limits in zip(foot, along, (panel.xlim, panel.ylim), strict=True):
        if step == 0:
            if not limits[0] <= at <= limits[1]:
                return [], []
            continue
        first, last = sorted((limit - at) / step for limit in limits)
        start, end = max(start, first), min(end, last)
    if start >= end:
        return [], []
    x, y = (foot[i] + np.array([start, end]) * along[i] for i in (0, 1))
    return x.round(9).tolist(), y.round(9).tolist()


def crossing(w, b, start, end):
    """Return where the line w · x + b = 0 meets the line through two points, as (x, y).

    >>> crossing(np.array([1.0, 1.0]), -1.0, np.array([0.0, 0.0]), np.array([3.0, 3.0]))
    (0.5, 0.5)
    """
    step = np.subtract(end, start)
    x, y = start - (w @ start + b) / (w @ step) * step
    return float(x), float(y)


def beads(ends, n=9):
    """Return points spread evenly between the two ends of a line, as (x, y)."""
    inner = (np.arange(n) + 0.5) / n
    return tuple([] if not pair else (pair[0] + inner * (pair[1] - pair[0])).tolist() for pair in ends)


def _alt(clouds, boundaries):
    points = ", ".join(f"{len(rows)} {name} rows" for name, rows in clouds.items())
    lines = f", and the boundaries of: {', '.join(boundaries)}" if boundaries else ""
    return f"Points in a plane: {points}{lines}."
