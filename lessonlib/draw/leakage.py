"""The stage of the leakage explorer: room for what tests promise and what fresh data keep, and the line between."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

SCORES = (0.2, 1.02)


def leakage_stage(*, sizes, coin):
    """Draw two empty panels: scores against the number of positives, and every single repeat.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of positives, rising; their axis is logarithmic.
    coin : float
        The score of guessing.

    Returns
    -------
    Stage
        With the panels "sizes" and "repeats".
    """
    with house_style():
        figure = Figure(figsize=(9, 3.6), dpi=DPI)
        axes = {
            "sizes": figure.add_axes((0.075, 0.14, 0.46, 0.78)),
            "repeats": figure.add_axes((0.62, 0.14, 0.365, 0.78)),
        }
        _sizes(axes["sizes"], sizes, coin)
        _repeats(axes["repeats"])
        alt = (
            f"Left: balanced accuracy against the number of positives, from {sizes[0]} to {sizes[-1]}; a dotted line "
            f"at {coin:g} is a coin. Right: one mark for each repeat, on fresh data across and as reported upwards; "
            "above the diagonal the test promised too much."
        )
        return make_stage(figure, axes, alt)


def _sizes(ax, sizes, coin):
    ax.axhline(coin, color=REFERENCE, linestyle=ROLES["reference"].linestyle, linewidth=1)
    ax.annotate("a coin", (sizes[0], coin), xytext=(2, -13), textcoords="offset points", color=REFERENCE)
    ax.set_xscale("log")
    ax.set(xlim=(sizes[0] / 1.1, sizes[-1] * 1.1), ylim=SCORES, xlabel="positives in the data")
    ax.set_ylabel("balanced accuracy, mean")
    ax.set_xticks(sizes, [f"{size}" for size in sizes])
    ax.minorticks_off()


def _repeats(ax):
    ax.fill_between(SCORES, SCORES, SCORES[1], color=FAINT, alpha=0.4, linewidth=0)
    ax.plot(SCORES, SCORES, color=REFERENCE, linestyle=ROLES["reference"].linestyle, linewidth=1)
    ax.annotate("promised too much", (0.23, 0.94), color=REFERENCE)
    ax.annotate("too little", (0.97, 0.26), color=REFERENCE, ha="right")
    ax.set(xlim=SCORES, ylim=SCORES, xlabel="on fresh data", ylabel="reported by the test part")
