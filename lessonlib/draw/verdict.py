"""The stage of the verdict explorer: the true difference of two rules, and how often a test set denies it."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 360
TICKS = (5, 10, 20, 50, 100, 200, 500, 1000)
DOTTED = ROLES["reference"].linestyle


def verdict_stage(*, first, second, limit, truth, sizes, wrong):
    """Draw what stands still in the verdict explorer.

    Parameters
    ----------
    first, second : str
        What the two rules are called.
    limit : float
        The axis of differences runs from −limit to limit.
    truth : float
        The difference of the two rules in the population.
    sizes : sequence of int, shape (m,)
        Positives in a test set, rising.
    wrong : ndarray, shape (m,)
        Share of the test sets of each size that name the wrong winner.

    Returns
    -------
    Stage
        With the panels "difference" and "wrong"; the number of positives is on a logarithmic axis.
    """
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        axes = {
            "difference": figure.add_axes((0.055, 0.15, 0.49, 0.75)),
            "wrong": figure.add_axes((0.63, 0.15, 0.34, 0.75)),
        }
        _difference(axes["difference"], limit, truth)
        axes["difference"].set_xlabel(f"F1 of {first} − F1 of {second}, on one test set")
        _wrong(axes["wrong"], sizes, wrong)
        alt = (
            f"Left: an axis of F1 of {first} − F1 of {second}, from {-limit:.2f} to {limit:.2f}, with 0 and the true "
            f"difference, {truth:+.3f}, marked. Right: the share of test sets with the wrong winner, {wrong[0]:.0%} at "
            f"{sizes[0]} positives and {wrong[-1]:.0%} at {sizes[-1]:,}."
        )
        return make_stage(figure, axes, alt)


def _difference(ax, limit, truth):
    ax.axvline(0, color=INK, linewidth=1)
    ax.axvline(truth, color=REFERENCE, linestyle=DOTTED, linewidth=1.6)
    left = truth <= 0
    words = f"truth {truth:+.3f}".replace("-", "−")
    beside = {"textcoords": "offset points", "ha": "right" if left else "left", "va": "top", "color": REFERENCE}
    ax.annotate(words, (truth, 1.12), (-6 if left else 6, 0), **beside)
    ax.set(xlim=(-limit, limit), ylim=(0, 1.15))
    ax.set_ylabel("how often (highest = 1)")
    ax.set_yticks([0, 1])


def _wrong(ax, sizes, wrong):
    ax.plot(sizes, wrong, color=INK, linewidth=2)
    ax.set_xscale("log")
    ax.set(xlim=(sizes[0], sizes[-1]), ylim=(0, 0.55), xlabel="positives in the test set", ylabel="wrong winner")
    ax.set_xticks([tick for tick in TICKS if sizes[0] <= tick <= sizes[-1]])
    ax.minorticks_off()
    ax.grid(color=FAINT, linewidth=0.6)
    ax.xaxis.set_major_formatter(lambda size, _: f"{size:,.0f}")
    ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
