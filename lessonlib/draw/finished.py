"""The picture at the end of an exercise: a few curves that the learner's own functions give."""

from matplotlib.figure import Figure

from lessonlib.draw.axes import log_x
from lessonlib.draw.palette import FAINT, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture

TICKS = [10.0**power for power in range(-3, 4)]
IN_ORDER = ("negative", "positive", "third")  # roles of the curves


def finished_picture(curves, xlabel, ylabel, *, marks=None, xlog=False):
    """Draw up to three curves, and places on the x axis.

    Parameters
    ----------
    curves : dict of str to (x, y)
        By name; x and y are array-like of one length.
    xlabel, ylabel : str
    marks : dict of str to float, optional
        Places on the x axis, by name: vertical lines.
    xlog : bool, default False
        Whether the x axis is logarithmic.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(4.2, 1.9), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        for role, (name, (x, y)) in zip(IN_ORDER, curves.items(), strict=False):
            ax.plot(x, y, color=ROLES[role].color, linestyle=ROLES[role].linestyle, linewidth=2, label=name)
        for linestyle, (name, x) in zip((":", "-"), (marks or {}).items(), strict=False):
            ax.axvline(x, color=ROLES["ink"].color, linestyle=linestyle, linewidth=1.2, label=name)
        ax.set(xlabel=xlabel, ylabel=ylabel)
        if xlog:
            ends = [end for x, _ in curves.values() for end in (min(x), max(x))]
            log_x(ax, (min(ends), max(ends)), TICKS)
        ax.grid(color=FAINT, linewidth=0.6)
        figure.legend(loc="outside upper left", ncols=3, columnspacing=1, frameon=False)
        return Picture(figure, f"{ylabel} over {xlabel}: {', '.join([*curves, *(marks or {})])}.")
