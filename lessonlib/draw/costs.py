"""Costs as pictures: what every threshold costs and is made of, rows by amount, and points chosen by cost."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from lessonlib.compute.words import number, percent
from lessonlib.draw.axes import end_labels, log_x
from lessonlib.draw.palette import FAINT, INK, PAPER, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage

TICKS = (0.001, 0.01, 0.1, 0.5, 1)
# Where a curve is named, as a share of the panel's height, so that the names keep clear of each other.
ON_LOG = {"total": 0.75, "false alarms": 0.2, "missed positives": 0.2, "caught positives": 0.45}
LINEAR = {"total": 0.45, "false alarms": 0.65, "missed positives": 0.85, "caught positives": 0.05}


def costs_stage(*, thresholds, total, parts, best_threshold, best_cost, formula):
    """Draw the cost of each threshold on a log axis, with its minimum and the formula's threshold.

    Parameters
    ----------
    thresholds, total : ndarray, shape (m,)
        Rising thresholds; cost of 1,000 rows.
    parts : dict of str to (ndarray of shape (m,), role)
        What the total is made of, by name.
    best_threshold, best_cost : float
        Where the total is lowest; an infinite threshold stands for "flag nobody".
    formula : float
        The threshold that follows from the costs.

    Costs stand on a log axis, so that equal steps up are equally many times dearer; on a linear one if a gain
    makes one of them negative.

    Returns
    -------
    Stage
        With the one panel "cost".
    """
    with house_style():
        figure = Figure(figsize=(9, 3.8), dpi=DPI)
        ax = figure.add_axes((0.095, 0.135, 0.885, 0.785))
        _cost_axis(ax, [total, *(column for column, _ in parts.values())])
        log_x(ax, thresholds[[0, -1]], TICKS)
        ax.set(xlabel="threshold", ylabel="cost of 1,000 rows")
        ax.grid(color=FAINT, linewidth=0.6)
        for name, (column, role) in parts.items():
            ax.plot(thresholds, column, color=ROLES[role].color, linestyle=ROLES[role].linestyle, linewidth=1.8)
            _name(ax, name, thresholds, column)
        ax.plot(thresholds, total, color=INK, linewidth=2.2)
        _name(ax, "total", thresholds, total)
        _landmarks(ax, best_threshold, best_cost, formula)
        return make_stage(figure, {"cost": ax}, _alt(thresholds, total, parts, best_threshold, best_cost, formula))


def _cost_axis(ax, columns):
    total = columns[0]
    if min(column.min() for column in columns) < 0 or not total.min() > 0:
        low, high = min(0, *(column.min() for column in columns)), total.max()
        ax.set_ylim(low - 0.05 * (high - low), high + 0.05 * (high - low))
    else:
        ax.set_yscale("log")
        ax.set_ylim(total.min() / 10, 1.6 * total.max())
    ax.yaxis.set_major_formatter(lambda cost, _: number(cost, ",.6g"))


def _name(ax, name, thresholds, column):
    shares = _share(ax, column)
    heights = ON_LOG if ax.get_yscale() == "log" else LINEAR
    at = int(np.argmin(np.abs(shares - heights[name])))
    falls = shares[at] > shares[-1]
    above = falls or name in ("total", "caught positives")
    left = thresholds[at] < (0.45 if falls else 0.2) and name != "total"  # on the outer side of a curve that falls
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    beside = {"textcoords": "offset points", "ha": "left" if left else "right", "zorder": 3, "path_effects": halo}
    ax.annotate(name, (thresholds[at], column[at]), (7 if left else -7, 5 if above else -11), **beside)


def _share(ax, column):
    """Return how high up the panel each value lies, from 0 to 1; far below where a log axis has no place for it."""
    low, high = ax.get_ylim()
    if ax.get_yscale() == "log":
        column = np.log(np.maximum(column, low / 1e3))
        low, high = np.log(low), np.log(high)
    return (column - low) / (high - low)


def _landmarks(ax, best_threshold, best_cost, formula):
    """Mark the cheapest threshold and the formula's, each on its own height so that the words do not meet."""
    role, halo = ROLES["reference"], [withStroke(linewidth=3, foreground=PAPER)]
    words = {"textcoords": "offset points", "path_effects": halo, "zorder": 4}
    ax.axvline(formula, color=role.color, linestyle=role.linestyle, linewidth=1.4)
    left = formula < 0.3
    beside = {"xycoords": ("data", "axes fraction"), "ha": "left" if left else "right", "color": REFERENCE}
    ax.annotate(f"formula {formula:.3g}", (formula, 0.92), (5 if left else -5, 0), **beside, **words)
    low, high = ax.get_xlim()
    at = min(best_threshold, high)
    third = ROLES["third"]
    ax.plot([at], [best_cost], third.marker, color=third.color, markersize=9, markeredgecolor=PAPER, zorder=4)
    said = f"cheapest here: {best_threshold:.3g}" if np.isfinite(best_threshold) else "cheapest here: flag nobody"
    x, side = (high, "right") if at > 0.3 else (at, "center")
    up = 12
    if at < 8 * low:  # no room to the left, and to the right the curve rises
        x, side, up = low, "left", 30
    ax.annotate(f" {said}", (x, best_cost), (0, up), ha=side, color=INK, **words)


def _alt(thresholds, total, parts, best_threshold, best_cost, formula):
    where = f"threshold {best_threshold:.3g}" if np.isfinite(best_threshold) else "“flag nobody”"
    return (
        f"The cost of 1,000 rows against the threshold, from {thresholds[0]:g} to {thresholds[-1]:g}: in all, and for "
        f"{' and '.join(parts)}. The total is lowest, {number(best_cost, ',.1f')}, at {where}; the formula says "
        f"{formula:.3g}; at the right end, with nobody flagged, it is {number(total[-1], ',.1f')}."
    )


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
        figure = Figure(figsize=(9, 4), dpi=DPI)
        axes = {"rows": figure.add_axes((0.08, 0.13, 0.42, 0.78)), "cost": figure.add_axes((0.585, 0.13, 0.28, 0.78))}
        _amounts(axes["rows"], y_true, y_prob, amounts)
        _rules(axes["cost"], check_costs, by_amount, fixed, nobody)
        return make_stage(figure, axes, _amounts_alt(y_true, check_costs, by_amount, fixed, nobody))


def _amounts(ax, y, p, amounts):
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
    log_x(ax, check_costs[[0, -1]], (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))
    ax.set(ylim=(0, 1.1 * nobody), xlabel="cost of a check", ylabel="cost of 1,000 rows")
    ax.yaxis.set_major_formatter(lambda cost, _: f"{cost:,.0f}")
    ax.grid(color=FAINT, linewidth=0.6)
    heights = {"check nobody": nobody, "best threshold": fixed[-1], "by amount": by_amount[-1]}
    end_labels(ax, check_costs[-1], heights, faint={"check nobody": REFERENCE})


def _amounts_alt(y, check_costs, by_amount, fixed, nobody):
    return (
        f"Left: {np.sum(y == 0):,} negatives and {np.sum(y == 1):,} positives by amount and probability, both on log "
        f"axes. Right: 1,000 rows cost {nobody:,.0f} if nobody is checked. While a check goes from {check_costs[0]:g} "
        f"to {check_costs[-1]:g}, they cost {by_amount[0]:,.0f} to {by_amount[-1]:,.0f} by amount, and "
        f"{fixed[0]:,.0f} to {fixed[-1]:,.0f} by the best threshold."
    )


def operating_points(recall, precision, prevalence, points, caption=""):
    """Draw a precision–recall curve as steps, with named points on it.

    Parameters
    ----------
    recall, precision : ndarray, shape (m,)
        The curve, recall rising or falling.
    prevalence : float
        Precision of flagging everybody, drawn as a line.
    points : dict of str to (recall, precision)
        By name.
    caption : str, default ""

    Returns
    -------
    Picture
    """
    reference, positive = ROLES["reference"], ROLES["positive"]
    with house_style():
        figure = Figure(figsize=(6.4, 4.6), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        ax.step(recall, precision, where="post", color=INK, linewidth=1.5)
        ax.axhline(prevalence, color=reference.color, linestyle=reference.linestyle)
        ax.annotate(f"prevalence {percent(prevalence, '.1f')}", (0.02, prevalence), va="bottom", color=reference.color)
        for name, at in points.items():
            ax.plot(*at, positive.marker, color=positive.color, markersize=9, clip_on=False, zorder=3)
            ax.annotate(name, at, xytext=(9, 6), textcoords="offset points", color=positive.color)
        ax.grid(color=FAINT, linewidth=0.6)
        ax.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="recall", ylabel="precision")
    told = "; ".join(f"{name} at recall {r:.2f}, precision {p:.2f}" for name, (r, p) in points.items())
    return Picture(
        figure,
        f"A precision–recall curve, prevalence {percent(prevalence, '.1f')}, with points on it: {told}.",
        caption,
    )
