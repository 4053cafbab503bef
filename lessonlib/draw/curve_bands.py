"""Bands of precision–recall curves: where the curves of many test sets of one size lie."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, REFERENCE, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (8.4, 3.6)  # inches, 100 pixels each


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
        figure = Figure(figsize=SIZE, dpi=100)
        panels = figure.subplots(1, len(bands), sharex=True, sharey=True, squeeze=False)[0]
        figure.subplots_adjust(left=0.075, right=0.985, top=0.9, bottom=0.15, wspace=0.08)
        for ax, (words, (low, high)) in zip(panels, bands.items(), strict=True):
            _panel(ax, recall, low, high, truth, prevalence)
            ax.set_title(words, fontsize=10, loc="left")
        panels[0].set_ylabel("precision")
    middle = len(recall) // 2
    edges = "; ".join(
        f"{words}: {low[middle]:.2f} to {high[middle]:.2f} around {truth[middle]:.2f}"
        for words, (low, high) in bands.items()
    )
    return Picture(figure, f"Bands of precision–recall curves. At recall {recall[middle]:.2f}, {edges}.")


def _panel(ax, recall, low, high, truth, prevalence):
    color, role = ROLES["positive"].color, ROLES["reference"]
    ax.fill_between(recall, low, high, step="pre", facecolor=(color, 0.25), edgecolor=color, linewidth=0.8)
    ax.plot(recall, truth, color=color, linewidth=2, drawstyle="steps-pre")
    ax.axhline(prevalence, color=role.color, linestyle=role.linestyle, linewidth=1.2)
    ax.annotate("prevalence", (0.02, prevalence), (0, 3), textcoords="offset points", color=REFERENCE)
    ax.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="recall")
    ax.grid(color=FAINT, linewidth=0.6)
