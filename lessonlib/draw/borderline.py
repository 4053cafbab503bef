"""Synthetic rows by the rule that made them: from which minority rows they start, side by side."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import PAPER, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (9.4, 4.6)  # inches, 100 pixels each
LEGEND = ("majority", "minority", "minority row that starts points", "synthetic")


def starts_picture(X, y, rules, caption=""):
    """Draw two classes once for each rule, with the rows that start synthetic points filled.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
    y : ndarray of 0 and 1, shape (n,)
    rules : dict of str to (starts, synthetic)
        By name: the numbers of the rows that start points, and the points, shape (m, 2). Two rules fit well.
    caption : str, default ""

    Returns
    -------
    Picture
    """
    X, minority = np.asarray(X, dtype=float), np.asarray(y) == 1
    with house_style():
        figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
        panels = figure.subplots(1, len(rules), sharex=True, sharey=True, squeeze=False)[0]
        for ax, (name, (starts, synthetic)) in zip(panels, rules.items(), strict=True):
            _panel(ax, X, minority, starts, synthetic)
            ax.set_title(f"{name}: {len(starts)} of {minority.sum()} rows start points", fontsize=10)
            ax.set(xlabel="first feature", aspect="equal")
        panels[0].set_ylabel("second feature")
        figure.legend(panels[0].lines, LEGEND, loc="outside upper center", ncols=4, frameon=False)
    return Picture(figure, _alt(minority, rules), caption)


def _panel(ax, X, minority, starts, synthetic):
    negative, positive, third = ROLES["negative"], ROLES["positive"], ROLES["third"]
    edge = {"linestyle": "none", "markeredgewidth": 0.4}
    ax.plot(*X[~minority].T, negative.marker, color=negative.color, markersize=3, alpha=0.35, zorder=1, **edge)
    hollow = {"markerfacecolor": PAPER, "linestyle": "none", "markersize": 7}
    ax.plot(*X[minority].T, positive.marker, color=positive.color, zorder=2, **hollow)
    filled = {"markersize": 8, "markeredgecolor": PAPER, "zorder": 4, **edge}
    ax.plot(*X[np.asarray(starts, dtype=int)].T, positive.marker, color=positive.color, **filled)
    small = {"markersize": 3.5, "markeredgecolor": PAPER, "zorder": 3, **edge}
    ax.plot(*np.asarray(synthetic).T, third.marker, color=third.color, **small)


def _alt(minority, rules):
    told = "; ".join(
        f"{name}, {len(synthetic)} synthetic points from {len(starts)} rows"
        for name, (starts, synthetic) in rules.items()
    )
    return f"{np.sum(~minority)} majority and {minority.sum()} minority points in a plane, once for each rule: {told}."
