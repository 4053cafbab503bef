"""One dot for each run, one strip for each method: where its results lie, and how far they scatter."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, INK, PAPER, ROLES, house_style
from lessonlib.draw.picture import Picture
from lessonlib.draw.stage import DPI

WIDTH, STRIP = 8.4, 0.46  # inches, 100 pixels each
SPREAD = 0.28  # how far dots are moved up and down so that they do not cover each other
LOOKS = (ROLES["negative"], ROLES["positive"], ROLES["third"])  # of the groups, in their order


def strips_picture(strips, xlabel, groups=None):
    """Draw the results of each method in a strip of its own, with a bar at their mean.

    Parameters
    ----------
    strips : dict of str to array-like of float, shape (n_runs,)
        By name, from top to bottom.
    xlabel : str
    groups : dict of str to int, optional
        Which strips share a colour and a marker: 0, 1 or 2; all are 0 by default.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(WIDTH, 0.8 + STRIP * len(strips)), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        for place, (name, values) in enumerate(strips.items()):
            role = LOOKS[(groups or {}).get(name, 0)]
            across = place + SPREAD * (np.arange(len(values)) % 5 - 2) / 2
            dots = {"markersize": 6, "alpha": 0.75, "markeredgecolor": PAPER, "markeredgewidth": 0.5}
            ax.plot(values, across, role.marker, color=role.color, **dots)
            ax.plot([np.mean(values)] * 2, [place - 0.42, place + 0.42], color=INK, linewidth=2)
        ax.set_yticks(range(len(strips)), strips)
        ax.set(xlabel=xlabel, ylim=(len(strips) - 0.5, -0.5))
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="x", color=FAINT, linewidth=0.6)
        ax.set_axisbelow(True)
        return Picture(figure, _alt(strips, xlabel))


def _alt(strips, xlabel):
    ranges = (f"{name} {np.min(v):.2f} to {np.max(v):.2f}, mean {np.mean(v):.3f}" for name, v in strips.items())
    return f"{xlabel}: one dot for each run, a bar at the mean. {'; '.join(ranges)}."
