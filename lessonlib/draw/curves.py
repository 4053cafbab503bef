"""Precision–recall curves beside the ROC curve, and bands of them: where the curves of many test sets lie."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage


def curves_stage(*, false_alarm_rate, recall, auroc):
    """Draw the ROC curve with the diagonal of a random order, and the axes of precision over recall.

    Parameters
    ----------
    false_alarm_rate, recall : ndarray, shape (m,)
        The ROC curve, rising.
    auroc : float
        The area under it, written into the picture.

    Returns
    -------
    Stage
        With the panels "roc" and "pr".
    """
    with house_style():
        figure = Figure(figsize=(9, 3.72), dpi=DPI)
        axes = {
            "roc": figure.add_axes((0.075, 0.135, 0.375, 0.77)),
            "pr": figure.add_axes((0.55, 0.135, 0.375, 0.77)),
        }
        role = ROLES["reference"]
        axes["roc"].plot([0, 1], [0, 1], color=role.color, linestyle=role.linestyle, linewidth=1.2)
        axes["roc"].plot(false_alarm_rate, recall, color=ROLES["positive"].color, linewidth=1.8)
        axes["roc"].annotate("random order", (0.6, 0.6), (8, -12), textcoords="offset points", color=REFERENCE)
        axes["roc"].set_title(f"ROC: area {auroc:.3f} at any prevalence", fontsize=10, loc="left")
        axes["roc"].set(xlabel="false-alarm rate", ylabel="recall")
        axes["pr"].set(xlabel="recall", ylabel="precision")
        for ax in axes.values():
            ax.set(xlim=(0, 1.01), ylim=(0, 1.03))
            ax.grid(color=FAINT, linewidth=0.6)
        alt = (
            f"Left, the ROC curve: recall against false-alarm rate, with an area of {auroc:.3f} under it, above the "
            "diagonal of a random order. Right, axes for precision against recall."
        )
        return make_stage(figure, axes, alt)


def curve_bands(recall, bands, truth, prevalence):
    """Draw a band for each size of test set, side by side on the same axes limits.

    Parameters
    ----------
    recall : ndarray, shape (m,)
    bands : dict of str to (low, high)
        What each panel shows, in words, and the edges of its band, each of shape (m,).
    truth : ndarray, shape (m,)
        The precision that a very large test set shows.
    prevalence : float
        The precision of a random order.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(8.4, 3.6), dpi=DPI)
        panels = figure.subplots(1, len(bands), sharex=True, sharey=True, squeeze=False)[0]
        figure.subplots_adjust(left=0.075, right=0.985, top=0.9, bottom=0.15, wspace=0.08)
        for ax, (words, (low, high)) in zip(panels, bands.items(), strict=True):
            _band(ax, recall, low, high, truth, prevalence)
            ax.set_title(words, fontsize=10, loc="left")
        panels[0].set_ylabel("precision")
    middle = len(recall) // 2
    edges = "; ".join(
        f"{words}: {low[middle]:.2f} to {high[middle]:.2f} around {truth[middle]:.2f}"
        for words, (low, high) in bands.items()
    )
    return Picture(figure, f"Bands of precision–recall curves. At recall {recall[middle]:.2f}, {edges}.")


def _band(ax, recall, low, high, truth, prevalence):
    color, role = ROLES["positive"].color, ROLES["reference"]
    ax.fill_between(recall, low, high, step="pre", facecolor=(color, 0.25), edgecolor=color, linewidth=0.8)
    ax.plot(recall, truth, color=color, linewidth=2, drawstyle="steps-pre")
    ax.axhline(prevalence, color=role.color, linestyle=role.linestyle, linewidth=1.2)
    ax.annotate("prevalence", (0.02, prevalence), (0, 3), textcoords="offset points", color=REFERENCE)
    ax.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="recall")
    ax.grid(color=FAINT, linewidth=0.6)
