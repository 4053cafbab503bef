"""The advisor's stage: how well a recall can be known, and the steps of the decision with their choices."""

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from lessonlib.compute.words import percent
from lessonlib.draw.axes import in_percent, log_x
from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

TICKS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
BOX_WIDTH, BOX_HEIGHT = 0.86, 0.72  # of the space a choice has


def advisor_stage(*, prevalence, low, high, choices):
    """Draw the interval of a recall against the prevalence, and below it the choices of every step.

    Parameters
    ----------
    prevalence, low, high : ndarray, shape (m,)
        The ends of the interval at each prevalence; NaN where the test part holds no positive.
    choices : dict of str to list of str
        For each step (its heading) the names of its choices, from top to bottom.

    Returns
    -------
    Stage
        With the panels "recall", on a log axis, and "flow": step number across, choice number down, from 0.
    """
    with house_style():
        figure = Figure(figsize=(9, 4), dpi=DPI)
        axes = {
            "recall": figure.add_axes((0.095, 0.70, 0.875, 0.25)),
            "flow": figure.add_axes((0.01, 0.01, 0.98, 0.55), facecolor="none"),
        }
        _interval(axes["recall"], prevalence, low, high)
        _flow(axes["flow"], choices)
        alt = (
            "Above: the 95 % interval of a recall of about 80 %, counted on a test part, against the prevalence; it is "
            f"{percent(low[-1], '.0f')} to {percent(high[-1], '.0f')} at {percent(prevalence[-1])} and wider where "
            "positives are rarer. Below: "
            + "; ".join(f"{heading}: {', '.join(names)}" for heading, names in choices.items())
            + "."
        )
        return make_stage(figure, axes, alt)


def box_edges(step, choice):
    """Return the outline of one choice's box as segments: x and y, two ends after one another."""
    left, right = step - BOX_WIDTH / 2, step + BOX_WIDTH / 2
    top, bottom = choice - BOX_HEIGHT / 2, choice + BOX_HEIGHT / 2
    return [left, right, right, right, right, left, left, left], [top, top, top, bottom, bottom, bottom, bottom, top]


def link(step, choice, following):
    """Return the segment from a choice's box to the chosen box of the next step."""
    return [step + BOX_WIDTH / 2, step + 1 - BOX_WIDTH / 2], [choice, following]


def _interval(ax, prevalence, low, high):
    color = ROLES["third"].color
    ax.fill_between(prevalence, low, high, color=color, alpha=0.25, linewidth=0)
    for edge in (low, high):
        ax.plot(prevalence, edge, color=color, linewidth=1.2)
    log_x(ax, (prevalence[0], prevalence[-1]), TICKS, percent)
    ax.set(ylim=(0, 1.02), yticks=[0, 0.5, 1], xlabel="prevalence", ylabel="recall")
    in_percent(ax.yaxis)
    ax.grid(axis="y", color=FAINT, linewidth=0.6)


def _flow(ax, choices):
    rows = max(map(len, choices.values()))
    ax.set(xlim=(-0.5, len(choices) - 0.5), ylim=(rows - 0.5, -1.25))
    ax.set_axis_off()
    corner = {"boxstyle": "square,pad=0", "facecolor": "none", "edgecolor": FAINT, "linewidth": 1}
    for step, (heading, names) in enumerate(choices.items()):
        ax.text(step, -0.85, heading, ha="center", va="center", color=REFERENCE, fontsize=10.5)
        for choice, name in enumerate(names):
            low = (step - BOX_WIDTH / 2, choice - BOX_HEIGHT / 2)
            ax.add_patch(FancyBboxPatch(low, BOX_WIDTH, BOX_HEIGHT, **corner))
            ax.text(step, choice, name, ha="center", va="center", color=INK, fontsize=10.5)
