"""Calibration as a picture: what was predicted against what happened, of models and of the learner."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.compute.words import number, percent
from lessonlib.draw.axes import in_percent
from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage

SERIES = ("ink", "third", "positive")
ONE_LINE = ROLES["reference"].linestyle


def reliability_picture(curves, *, prevalence=None, highest=1.0):
    """Draw reliability diagrams of up to three models over each other, with the size of each bin below.

    Parameters
    ----------
    curves : dict of str to Reliability
        For each model, what `reliability(y, p)` returned.
    prevalence : float, optional
        The share of positives among all rows, drawn as a dotted line.
    highest : float in (0, 1], default 1
        Where both axes end.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no model, or more than three.
    """
    if not 1 <= len(curves) <= len(SERIES):
        raise ValueError(f"curves must hold one to three models; got {len(curves)}. Draw a second picture.")
    with house_style():
        figure = Figure(figsize=(6.4, 4.8), dpi=DPI, layout="constrained")
        diagram, sizes = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        _diagonal(diagram, prevalence, highest)
        for number, (name, curve) in enumerate(curves.items()):
            _series(diagram, sizes, curve, ROLES[SERIES[number]], name, shift=(number - (len(curves) - 1) / 2) * 3)
        diagram.legend(frameon=False, loc="upper left")
        _count_axis(sizes, max(curve.counts.max() for curve in curves.values()), highest)
        alt = "Reliability diagram. " + " ".join(f"{name}: {_words(curve)}." for name, curve in curves.items())
    return Picture(figure, alt, "Each mark is a bin, with its 95 % interval; on the diagonal, promises are kept.")


def calibration_stage(*, shares, mean_p, prevalence, most):
    """Draw what stands still in the calibration explorer.

    Parameters
    ----------
    shares, mean_p : ndarray, shape (m,)
        Share of positives in training, and the mean predicted probability on test rows.
    prevalence : float
        Share of positives among the test rows.
    most : int
        The highest count that a bin can have: the end of the count axis.

    Returns
    -------
    Stage
        With the panels "diagram", "counts" and "mean".
    """
    with house_style():
        figure = Figure(figsize=(9, 3.5), dpi=DPI)
        axes = {
            "diagram": figure.add_axes((0.08, 0.345, 0.42, 0.595)),
            "counts": figure.add_axes((0.08, 0.125, 0.42, 0.165)),
            "mean": figure.add_axes((0.585, 0.125, 0.40, 0.815)),
        }
        _diagonal(axes["diagram"], prevalence, 1.0)
        axes["diagram"].tick_params(labelbottom=False)
        _count_axis(axes["counts"], most, 1.0)
        _mean(axes["mean"], shares, mean_p, prevalence)
        alt = (
            "Left: a reliability diagram, share of positives against predicted probability, with the size of each bin "
            f"below. Right: the mean predicted probability, from {mean_p[0]:.3f} to {mean_p[-1]:.3f}, against the "
            f"share of positives in training, from {percent(shares[0])} to {percent(shares[-1])}. Dotted: the "
            f"prevalence, {percent(prevalence, '.1f')}."
        )
        return make_stage(figure, axes, alt)


def _diagonal(ax, prevalence, highest):
    ax.plot([0, highest], [0, highest], color=REFERENCE, linewidth=1)
    if prevalence is not None:
        ax.axhline(prevalence, color=REFERENCE, linestyle=ONE_LINE, linewidth=1.2)
        beside = {"textcoords": "offset points", "ha": "right", "color": REFERENCE}
        ax.annotate("prevalence", (highest, prevalence), (-2, 4), **beside)
    ax.set(xlim=(0, highest), ylim=(-0.02 * highest, 1.02 * highest), ylabel="share of positives")
    ax.grid(color=FAINT, linewidth=0.6)
    ax.set_axisbelow(True)


def _series(diagram, sizes, curve, role, name, shift):
    spread = [curve.prob_true - curve.low, curve.high - curve.prob_true]
    diagram.errorbar(
        curve.prob_pred,
        curve.prob_true,
        np.maximum(spread, 0),  # rounding may leave the end of an interval a hair inside
        fmt=role.marker,
        color=role.color,
        markeredgecolor="white",
        markersize=8,
        elinewidth=1.2,
        label=name,
        clip_on=False,
    )
    stems = sizes.vlines(curve.prob_pred, 0.7, curve.counts, color=role.color, linewidth=2.5)
    stems.set_offset_transform(sizes.figure.dpi_scale_trans)
    stems.set_offsets([(shift / 72, 0)])


def _count_axis(ax, most, highest):
    ax.set_yscale("log")
    top = 10 ** np.ceil(np.log10(most))
    ax.set(xlim=(0, highest), ylim=(0.7, top), xlabel="predicted probability", ylabel="rows")
    ax.set_yticks([10**power for power in range(0, round(np.log10(top)) + 1, 2)])
    ax.minorticks_off()
    ax.yaxis.set_major_formatter(lambda count, _: f"{count / 1000:g}k" if count >= 1000 else f"{count:g}")


def _mean(ax, shares, mean_p, prevalence):
    ax.plot([shares[0], shares[-1]], [prevalence] * 2, color=REFERENCE, linestyle=ONE_LINE, linewidth=1.2)
    ax.plot(shares, mean_p, color=INK, linewidth=2)
    right = {"textcoords": "offset points", "ha": "right"}
    ax.annotate("prevalence", (shares[-1], prevalence), (-2, 5), color=REFERENCE, **right)
    ax.set(xlim=(0, 1.04 * shares[-1]), ylim=(0, 1.25 * max(mean_p.max(), prevalence)))
    ax.set(xlabel="share of positives in the training data", ylabel="mean predicted probability")
    in_percent(ax.xaxis, ax.yaxis)


def _words(curve):
    rows = zip(curve.prob_pred, curve.prob_true, curve.counts, strict=True)
    return ", ".join(f"predicted {p:.2f}, happened {true:.2f} ({count:,} rows)" for p, true, count in rows)


def own_calibration_picture(curve):
    """Draw the share of right predictions against the confidence, with intervals and counts.

    Parameters
    ----------
    curve : Reliability
        What `reliability(right, confidence)` returned.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(5.6, 4.2), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1], color=REFERENCE, linewidth=1, label="as often right as sure")
        spread = [curve.prob_true - curve.low, curve.high - curve.prob_true]
        look = {"fmt": "o", "color": INK, "markersize": 8, "elinewidth": 1.2, "clip_on": False}
        ax.errorbar(curve.prob_pred, curve.prob_true, np.maximum(spread, 0), **look)
        for x, y, count in zip(curve.prob_pred, curve.prob_true, curve.counts, strict=True):
            ax.annotate(f"{count}", (x, y), (7, 4), textcoords="offset points")
        ax.set(xlim=(0, 1.04), ylim=(-0.02, 1.04), xlabel="how sure you were", ylabel="how often you were right")
        ax.grid(color=FAINT, linewidth=0.6)
        ax.legend(frameon=False, loc="upper left")
        in_percent(ax.xaxis, ax.yaxis)
    rows = zip(curve.prob_pred, curve.prob_true, curve.counts, curve.low, curve.high, strict=True)
    words = [
        f"{percent(sure, '.0f')} sure: right in {percent(right, '.0f')} of {count}, 95 % interval {100 * low:.0f} to "
        f"{percent(high, '.0f')}"
        for sure, right, count, low, high in rows
    ]
    caption = "Each mark is a group of predictions, with their number and a 95 % interval."
    return Picture(figure, f"Your predictions. {'; '.join(words)}.", caption)


BEFORE_AFTER = (
    ("before", ROLES["positive"], 4.5, 0.45),
    ("after", ROLES["ink"], 1.5, 1.0),
)  # name, role, width, opacity


def platt_picture(curves, bins, prevalence):
    """Draw precision against recall on the left, what happened against what was predicted on the right.

    Parameters
    ----------
    curves : two pairs (precision, recall) of array-like, each of shape (m,)
        Before and after, as `precision_recall_curve` returns them.
    bins : two `ReliabilityBins`
        Before and after.
    prevalence : float in (0, 1)
        Precision of flagging everybody: the dotted line on the left.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(9, 4.3), dpi=DPI, layout="constrained")
        left, right = figure.subplots(1, 2)
        reference = {"color": ROLES["reference"].color, "linestyle": ROLES["reference"].linestyle, "linewidth": 1.2}
        left.axhline(prevalence, label="flag everybody", **reference)
        right.plot([0, 1], [0, 1], label="right on average", **reference)
        for (name, role, width, alpha), (precision, recall), kept in zip(BEFORE_AFTER, curves, bins, strict=True):
            look = {"color": role.color, "linewidth": width, "alpha": alpha, "label": name}
            left.step(recall, precision, where="post", **look)
            right.plot(
                kept.prob_pred,
                kept.prob_true,
                marker=role.marker,
                markersize=7,
                **look | {"linewidth": 1.2, "alpha": 1.0},
            )
        left.set(xlabel="recall", ylabel="precision", title="Ranking")
        right.set(xlabel="mean predicted probability", ylabel="share of positives", title="Probabilities")
        for ax, place in ((left, "upper right"), (right, "upper left")):
            ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
            ax.grid(color=FAINT, linewidth=0.6)
            ax.legend(loc=place, frameon=False)
        return Picture(figure, _platt_alt(bins))


def _platt_alt(bins):
    before, after = (np.average(kept.prob_pred - kept.prob_true, weights=kept.counts) for kept in bins)
    return (
        "Left: precision against recall, before and after calibration. Right: share of positives against predicted "
        f"probability in bins. On average the probabilities exceed the share of positives by "
        f"{number(before, '+.3f')} before and by {number(after, '+.3f')} after."
    )
