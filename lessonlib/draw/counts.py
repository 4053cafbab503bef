"""The counts explorer's stage: a row for each metric, a ruler for the dragged count, and F-beta over beta."""

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lessonlib.draw.axes import axes_at, log_x
from lessonlib.draw.palette import FAINT, INK, REFERENCE, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 350
LEFT, SPLIT, BETA_LEFT, RIGHT = 140, 484, 610, 880  # pixels: the metrics' rows, a column of numbers, F-beta
TOP, FOOT = 24, 46
RULER = 92  # pixels at the foot of the left side, where a count is dragged


def counts_stage(*, names, lowest, betas, ruler=None):
    """Draw what stands still in the counts explorer.

    Parameters
    ----------
    names : sequence of str, shape (m,)
        The metrics, from the top; the i-th row lies at y = i.
    lowest : float
        Where the metrics' axis begins; it ends at 1.
    betas : (float, float)
        The limits of the axis of beta, which is logarithmic.
    ruler : (str, float), optional
        What is counted, and up to where: draws an axis to drag the count on.

    Returns
    -------
    Stage
        With the panels "metrics", "beta" and, where there is a ruler, "count".
    """
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        foot = HEIGHT - FOOT if ruler is None else HEIGHT - FOOT - RULER
        axes = {
            "metrics": axes_at(figure, LEFT, TOP, SPLIT, foot),
            "beta": axes_at(figure, BETA_LEFT, TOP, RIGHT, HEIGHT - FOOT),
        }
        _rows(axes["metrics"], names, lowest)
        _beta(axes["beta"], betas)
        if ruler is not None:
            axes["count"] = axes_at(figure, LEFT, HEIGHT - FOOT - 34, SPLIT, HEIGHT - FOOT)
            _ruler(axes["count"], *ruler)
        return make_stage(figure, axes, _alt(names, ruler))


def _rows(ax, names, lowest):
    ax.set(xlim=(lowest, 1), ylim=(len(names) - 0.4, -0.6), yticks=range(len(names)))
    ax.set_yticklabels(names)
    ax.grid(axis="x", color=FAINT, linewidth=0.6)
    ax.axvline(0, color=REFERENCE, linewidth=0.8)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0, labelcolor=INK)


def _beta(ax, betas):
    log_x(ax, betas, (0.125, 0.25, 0.5, 1, 2, 4, 8))
    ax.set(ylim=(0, 1.02), xlabel="beta", ylabel="F-beta")
    ax.grid(color=FAINT, linewidth=0.6)


def _ruler(ax, name, limit):
    ax.set(xlim=(0, limit), ylim=(0, 1), yticks=[], xlabel=name)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter(lambda count, _: f"{count:,.0f}")


def _alt(names, ruler):
    dragged = "" if ruler is None else f" Below, a ruler from 0 to {ruler[1]:,.0f} {ruler[0]}."
    return f"Left, a row for each of {', '.join(names)}.{dragged} Right, F-beta against beta, from precision to recall."
