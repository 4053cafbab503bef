"""The stage of the amounts explorer: rows by amount and probability, and what two rules cost."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.end_labels import end_labels
from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 400


def amounts_stage(*, y_true, y_prob, amounts, check_costs, by_amount, fixed, nobody):
    """Draw every row on log axes, and the cost of both rules against the cost of a check.

    Parameters
    ----------
    y_true : ndarray of 0 and 1, shape (n,)
    y_prob, amounts : ndarray of float > 0, shape (n,)
    check_costs, by_amount, fixed : ndarray, shape (m,)
        Rising costs of a check; what 1,000 rows cost by each rule.
    nobody : float
        What they cost if nobody is checked.

    Returns
    -------
    Stage
        With the panels "rows" and "cost".
    """
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        axes = {"rows": figure.add_axes((0.08, 0.13, 0.42, 0.78)), "cost": figure.add_axes((0.585, 0.13, 0.28, 0.78))}
        _rows(axes["rows"], y_true, y_prob, amounts)
        _rules(axes["cost"], check_costs, by_amount, fixed, nobody)
        return make_stage(figure, axes, _alt(y_true, check_costs, by_amount, fixed, nobody))


def _rows(ax, y, p, amounts):
    for label, role, size, alpha in ((0, "negative", 2.5, 0.3), (1, "positive", 5, 0.9)):
        look = {"markersize": size, "alpha": alpha, "markeredgewidth": 0, "color": ROLES[role].color}
        ax.plot(amounts[y == label], p[y == label], ROLES[role].marker, **look)
    ax.set(xscale="log", yscale="log", xlabel="amount", ylabel="probability")
    ax.set(xlim=(amounts.min() / 1.2, amounts.max() * 1.2), ylim=(p.min() / 1.5, 1.3))
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(lambda amount, _: f"{amount:,.10g}")


def _rules(ax, check_costs, by_amount, fixed, nobody):
    reference, third = ROLES["reference"], ROLES["third"]
    ax.axhline(nobody, color=reference.color, linestyle=reference.linestyle, linewidth=1.4)
    ax.plot(check_costs, fixed, color=third.color, linestyle=third.linestyle, linewidth=2)
    ax.plot(check_costs, by_amount, color=INK, linewidth=2)
    ax.set_xscale("log")
    ax.set(xlim=check_costs[[0, -1]], ylim=(0, 1.1 * nobody), xlabel="cost of a check", ylabel="cost of 1,000 rows")
    ticks = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    ax.set_xticks([tick for tick in ticks if check_costs[0] <= tick <= check_costs[-1]])
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(lambda cost, _: f"{cost:g}")
    ax.yaxis.set_major_formatter(lambda cost, _: f"{cost:,.0f}")
    ax.grid(color=FAINT, linewidth=0.6)
    heights = {"check nobody": nobody, "best threshold": fixed[-1], "by amount": by_amount[-1]}
    end_labels(ax, check_costs[-1], heights, faint={"check nobody": REFERENCE})


def _alt(y, check_costs, by_amount, fixed, nobody):
    return (
        f"Left: {np.sum(y == 0):,} negatives and {np.sum(y == 1):,} positives by amount and probability, both on log "
        f"axes. Right: 1,000 rows cost {nobody:,.0f} if nobody is checked. While a check goes from {check_costs[0]:g} "
        f"to {check_costs[-1]:g}, they cost {by_amount[0]:,.0f} to {by_amount[-1]:,.0f} by amount, and "
        f"{fixed[0]:,.0f} to {fixed[-1]:,.0f} by the best threshold."
    )
