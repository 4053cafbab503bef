"""A score against the share of positives, without and with a treatment; below it the difference with its interval."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (9.0, 5.2)  # inches, 100 pixels each
LOOKS = (("without", ROLES["negative"]), ("with", ROLES["positive"]))


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
        figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
        axes = figure.subplots(2, len(panels), sharex=True, sharey="row", height_ratios=(3, 2), squeeze=False)
        for (above, below), (title, (means, gaps)) in zip(axes.T, panels.items(), strict=True):
            for (name, role), values in zip(LOOKS, np.transpose(means), strict=True):
                look = {"linestyle": role.linestyle, "markersize": 7, "label": f"{name} {treatment}"}
                above.plot(places, values, role.marker, color=role.color, **look)
            middle, low, high = np.transpose(gaps)
            bars = {"color": ROLES["ink"].color, "capsize": 4, "markersize": 5}
            below.errorbar(places, middle, [middle - low, high - middle], fmt="o", **bars)
            below.axhline(0, color=ROLES["reference"].color, linestyle=ROLES["reference"].linestyle, linewidth=1.2)
            above.set_title(title, fontsize=11)
            below.set(xlabel="share of positives", xticks=places, xticklabels=[f"{100 * one:g} %" for one in shares])
            for ax in (above, below):
                ax.grid(axis="y", color=FAINT, linewidth=0.6)
        axes[0, 0].set(ylabel=metric, ylim=(0, 1))
        axes[0, 0].legend(loc="lower left", frameon=False)
        axes[1, 0].set_ylabel(f"{metric}: with − without")
        return Picture(figure, _alt(shares, panels, metric, treatment))


def _alt(shares, panels, metric, treatment):
    texts = []
    for title, (means, gaps) in panels.items():
        lines = (
            f"{100 * share:g} %: {without:.2f} without, {with_it:.2f} with, difference {gap[1]:+.3f} to {gap[2]:+.3f}"
            for share, (without, with_it), gap in zip(shares, means, gaps, strict=True)
        )
        texts.append(f"{title}. {'; '.join(lines)}.")
    return f"Mean {metric} without and with {treatment}, by share of positives. {' '.join(texts)}"
