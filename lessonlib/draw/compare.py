"""Comparisons as pictures: differences with their intervals, runs one by one, and how often a test set misleads."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lessonlib.compute.words import interval, number, percent
from lessonlib.draw.axes import in_percent, log_x
from lessonlib.draw.palette import FAINT, INK, PAPER, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage

MARKS = {  # verdict -> (marker, colour, face): shape and filling say it without the colour
    "better": ("^", ROLES["third"].color, ROLES["third"].color),
    "worse": ("v", ROLES["positive"].color, ROLES["positive"].color),
    "can't tell": ("o", REFERENCE, "white"),
    "equal": ("s", INK, INK),
}


def comparison_figure(strategies, verdicts, title):
    """Draw paired differences with their intervals, one panel a metric.

    Parameters
    ----------
    strategies : list of str
        From top to bottom.
    verdicts : dict of str to list of Verdict
        For each metric (the panel's title), one verdict a strategy.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    columns = 4
    rows = -(-len(verdicts) // columns)
    with house_style():
        figure = Figure(figsize=(12.8, 0.9 + rows * (0.7 + 0.24 * len(strategies))), layout="constrained")
        grid = figure.subplots(rows, columns, sharey=True, squeeze=False)
        for ax, (metric, of_metric) in zip(grid.flat, verdicts.items(), strict=False):
            _differences(ax, metric, of_metric)
        for ax in grid[:, 0]:
            ax.set_yticks(range(len(strategies)), strategies)
            ax.set_ylim(len(strategies) - 0.5, -0.5)
        figure.supxlabel("difference from no treatment: mean and 95 % interval", fontsize=10)
        figure.suptitle(title, fontsize=11, x=0.01, ha="left")
        figure.legend(handles=verdict_legend(), loc="outside upper right", ncols=3, frameon=False)
    return figure


def _differences(ax, metric, verdicts):
    ax.axvline(0, color=INK, linewidth=1)
    ax.grid(axis="y", color=FAINT, linewidth=0.6)
    ax.set_axisbelow(True)
    for height, verdict in enumerate(verdicts):
        marker, color, face = MARKS[verdict.word]
        ax.plot([verdict.low, verdict.high], [height, height], color=color, linewidth=2)
        ax.plot(verdict.mean, height, marker, color=color, markerfacecolor=face, markersize=7)
    ax.set_title(metric, fontsize=10)
    ax.locator_params(axis="x", nbins=4)
    ax.tick_params(axis="y", length=0)


def verdict_legend():
    """Return the legend of the four verdicts."""
    return [
        Line2D([], [], marker=marker, color=color, markerfacecolor=face, linewidth=2, label=word)
        for word, (marker, color, face) in MARKS.items()
    ]


WITHOUT_WITH = (("without", ROLES["negative"]), ("with", ROLES["positive"]))


def ratio_picture(shares, panels, metric, treatment):
    """Draw a column for each panel: mean scores above, the paired difference with its interval below.

    Parameters
    ----------
    shares : sequence of float, shape (n,)
        Shares of positives, from the largest to the smallest.
    panels : dict of str to pair (means, gaps)
        By title; means of shape (n, 2), without and with the treatment; gaps of shape (n, 3): mean, low and high of
        the difference.
    metric, treatment : str
        What is scored, and what makes the difference.

    Returns
    -------
    Picture
    """
    places = np.arange(len(shares))
    with house_style():
        figure = Figure(figsize=(9, 5.2), dpi=DPI, layout="constrained")
        axes = figure.subplots(2, len(panels), sharex=True, sharey="row", height_ratios=(3, 2), squeeze=False)
        for (above, below), (title, (means, gaps)) in zip(axes.T, panels.items(), strict=True):
            for (name, role), values in zip(WITHOUT_WITH, np.transpose(means), strict=True):
                look = {"linestyle": role.linestyle, "markersize": 7, "label": f"{name} {treatment}"}
                above.plot(places, values, role.marker, color=role.color, **look)
            middle, low, high = np.transpose(gaps)
            bars = {"color": ROLES["ink"].color, "capsize": 4, "markersize": 5}
            below.errorbar(places, middle, [middle - low, high - middle], fmt="o", **bars)
            below.axhline(0, color=ROLES["reference"].color, linestyle=ROLES["reference"].linestyle, linewidth=1.2)
            above.set_title(title, fontsize=11)
            below.set(xlabel="share of positives", xticks=places, xticklabels=[percent(one, "g") for one in shares])
            for ax in (above, below):
                ax.grid(axis="y", color=FAINT, linewidth=0.6)
        axes[0, 0].set(ylabel=metric, ylim=(0, 1))
        axes[0, 0].legend(loc="lower left", frameon=False)
        axes[1, 0].set_ylabel(f"{metric}: with − without")
        return Picture(figure, _ratio_alt(shares, panels, metric, treatment))


def _ratio_alt(shares, panels, metric, treatment):
    texts = []
    for title, (means, gaps) in panels.items():
        lines = (
            f"{percent(share, 'g')}: {without:.2f} without, {with_it:.2f} with, difference {interval(*gap[1:], '+.3f')}"
            for share, (without, with_it), gap in zip(shares, means, gaps, strict=True)
        )
        texts.append(f"{title}. {'; '.join(lines)}.")
    return f"Mean {metric} without and with {treatment}, by share of positives. {' '.join(texts)}"


STRIP = 0.46  # inches
SPREAD = 0.28  # how far dots are moved up and down so that they do not cover each other
GROUPS = (ROLES["negative"], ROLES["positive"], ROLES["third"])  # of the groups, in their order


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
        figure = Figure(figsize=(8.4, 0.8 + STRIP * len(strips)), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        for place, (name, values) in enumerate(strips.items()):
            role = GROUPS[(groups or {}).get(name, 0)]
            across = place + SPREAD * (np.arange(len(values)) % 5 - 2) / 2
            dots = {"markersize": 6, "alpha": 0.75, "markeredgecolor": PAPER, "markeredgewidth": 0.5}
            ax.plot(values, across, role.marker, color=role.color, **dots)
            ax.plot([np.mean(values)] * 2, [place - 0.42, place + 0.42], color=INK, linewidth=2)
        ax.set_yticks(range(len(strips)), strips)
        ax.set(xlabel=xlabel, ylim=(len(strips) - 0.5, -0.5))
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="x", color=FAINT, linewidth=0.6)
        ax.set_axisbelow(True)
        return Picture(figure, _strips_alt(strips, xlabel))


def _strips_alt(strips, xlabel):
    ranges = (
        f"{name} {interval(np.min(v), np.max(v), '.2f')}, mean {number(np.mean(v))}" for name, v in strips.items()
    )
    return f"{xlabel}: one dot for each run, a bar at the mean. {'; '.join(ranges)}."


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
        figure = Figure(figsize=(9, 3.6), dpi=DPI)
        axes = {
            "difference": figure.add_axes((0.055, 0.15, 0.49, 0.75)),
            "wrong": figure.add_axes((0.63, 0.15, 0.34, 0.75)),
        }
        _difference(axes["difference"], limit, truth)
        axes["difference"].set_xlabel(f"F1 of {first} − F1 of {second}, on one test set")
        _wrong(axes["wrong"], sizes, wrong)
        alt = (
            f"Left: an axis of F1 of {first} − F1 of {second}, from {interval(-limit, limit, '.2f')}, with 0 and the "
            f"true difference, {number(truth, '+.3f')}, marked. Right: the share of test sets with the wrong winner, "
            f"{percent(wrong[0], '.0f')} at {sizes[0]} positives and {percent(wrong[-1], '.0f')} at {sizes[-1]:,}."
        )
        return make_stage(figure, axes, alt)


def _difference(ax, limit, truth):
    ax.axvline(0, color=INK, linewidth=1)
    ax.axvline(truth, color=REFERENCE, linestyle=DOTTED, linewidth=1.6)
    left = truth <= 0
    words = f"truth {number(truth, '+.3f')}"
    beside = {"textcoords": "offset points", "ha": "right" if left else "left", "va": "top", "color": REFERENCE}
    ax.annotate(words, (truth, 1.12), (-6 if left else 6, 0), **beside)
    ax.set(xlim=(-limit, limit), ylim=(0, 1.15))
    ax.set_ylabel("how often (highest = 1)")
    ax.set_yticks([0, 1])


def _wrong(ax, sizes, wrong):
    ax.plot(sizes, wrong, color=INK, linewidth=2)
    log_x(ax, (sizes[0], sizes[-1]), TICKS, "{:,.0f}".format)
    ax.set(ylim=(0, 0.55), xlabel="positives in the test set", ylabel="wrong winner")
    ax.grid(color=FAINT, linewidth=0.6)
    in_percent(ax.yaxis)
