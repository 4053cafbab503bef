"""The comparison as a picture: for each metric, how far every strategy lies from no treatment."""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style

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
            _panel(ax, metric, of_metric)
        for ax in grid[:, 0]:
            ax.set_yticks(range(len(strategies)), strategies)
            ax.set_ylim(len(strategies) - 0.5, -0.5)
        figure.supxlabel("difference from no treatment: mean and 95 % interval", fontsize=10)
        figure.suptitle(title, fontsize=11, x=0.01, ha="left")
        figure.legend(handles=_legend(), loc="outside upper right", ncols=3, frameon=False)
    return figure


def _panel(ax, metric, verdicts):
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


def _legend():
    return [
        Line2D([], [], marker=marker, color=color, markerfacecolor=face, linewidth=2, label=word)
        for word, (marker, color, face) in MARKS.items()
    ]
