"""What axes of several pictures share: place in pixels, logarithmic and percent axes, names at the ends of curves."""

from itertools import pairwise

import numpy as np
from matplotlib.patheffects import withStroke

from lessonlib.compute.words import percent
from lessonlib.draw.palette import INK, PAPER

NEAREST = 0.06  # of the panel's height: so far apart are the middles of two names


def axes_at(figure, left, top, right, bottom):
    """Add transparent axes whose corners are given in pixels of the page, from the figure's top left."""
    width, height = figure.get_size_inches() * figure.dpi
    corner = (left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height)
    return figure.add_axes(corner, facecolor="none")


def log_x(ax, limits, ticks, words="{:g}".format):
    """Make the x axis logarithmic, with those of the ticks that lie within its limits, and write them in words."""
    ax.set_xscale("log")
    ax.set(xlim=limits, xticks=[tick for tick in ticks if limits[0] <= tick <= limits[1]])
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(lambda value, _: words(value))


def in_percent(*axes):
    """Write the ticks of each axis as percentages."""
    for axis in axes:
        axis.set_major_formatter(lambda share, _: percent(share))


def end_labels(ax, x, heights, faint=()):
    """Write a name beside the end of each curve.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With its limits set.
    x : float
        Where the curves end.
    heights : dict of str to float
        The height at which each curve ends, by its name.
    faint : dict of str to str, optional
        The colour of names that are not written in ink.
    """
    low, top = ax.get_ylim()
    ends = [(height - low) / (top - low) for height in heights.values()]
    beside = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    for name, share in zip(heights, apart(ends), strict=True):
        color = dict(faint).get(name, INK)
        ax.annotate(name, (x, low + share * (top - low)), (6, 0), color=color, path_effects=halo, **beside)


def apart(heights, nearest=NEAREST):
    """Move heights that lie too close up, the lower ones first.

    >>> apart([0.5, 0.25, 0.25], nearest=0.125)
    [0.5, 0.25, 0.375]
    """
    moved = list(map(float, heights))
    for lower, upper in pairwise(np.argsort(heights, kind="stable")):
        moved[upper] = max(moved[upper], moved[lower] + nearest)
    return moved
