"""The study of many data sets as pictures: a mark for each set, and effects by family with their intervals."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.compute.words import interval, number
from lessonlib.draw.axes import axes_at, in_percent, log_x
from lessonlib.draw.compare import MARKS, verdict_legend
from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture, make_stage

TICKS = (2, 5, 10, 20, 50, 100, 200, 500)


def study_stage(*, x, xlabel, verdicts, ylabel, middle, limits):
    """Draw what stands still in the study explorer: every set's difference with its interval, and the mean effect.

    Parameters
    ----------
    x : ndarray, shape (n_sets,)
        Shares (of which the largest is at most 1) or larger numbers, which get a logarithmic axis.
    xlabel, ylabel : str
    verdicts : list of Verdict, shape (n_sets,)
    middle : Effect
        Over families.
    limits : (float, float)
        Of the differences shown; an interval that leaves them is cut.

    Returns
    -------
    Stage
        With the panel "sets".
    """
    with house_style():
        figure = Figure(figsize=(9, 3.9), dpi=DPI)
        ax = axes_at(figure, 78, 40, 880, 335)
        ax.axhspan(middle.low, middle.high, color=INK, alpha=0.1, linewidth=0)
        ax.axhline(middle.mean, color=INK, linewidth=1, linestyle=ROLES["reference"].linestyle)
        ax.axhline(0, color=INK, linewidth=1)
        for at, verdict in zip(x, verdicts, strict=True):
            marker, color, face = MARKS[verdict.word]
            ax.plot([at, at], [verdict.low, verdict.high], color=color, linewidth=0.8, alpha=0.35)
            ax.plot(at, verdict.mean, marker, color=color, markerfacecolor=face, markersize=5)
        _across(ax, x)
        ax.set(ylim=limits, xlabel=xlabel, ylabel=ylabel)
        ax.grid(axis="y", color=FAINT, linewidth=0.6)
        ax.set_axisbelow(True)
        figure.legend(handles=verdict_legend(), loc="upper right", ncols=4, frameon=False, fontsize=9)
        counts = {word: sum(one.word == word for one in verdicts) for word in MARKS}
        told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        alt = (
            f"{len(verdicts)} data sets, {xlabel} across, {ylabel} up, each with its 95 % interval: {told}. "
            f"Mean over families {number(middle.mean, '+.3f')}, {interval(middle.low, middle.high, '+.3f')}."
        )
        return make_stage(figure, {"sets": ax}, alt)


def _across(ax, x):
    if np.max(x) <= 1:
        ax.set_xlim(-0.03, np.max(x) + 0.05)
        in_percent(ax.xaxis)
    else:
        log_x(ax, (np.min(x) / 1.15, np.max(x) * 1.15), TICKS, "{:,.0f}".format)


def effects_picture(panels, xlabel):
    """Draw effects with their intervals, one panel for each question, one row for each learner or treatment.

    Parameters
    ----------
    panels : dict of str to dict of str to Effect
        By the panel's title and the row's name; all panels have the same rows.
    xlabel : str

    Returns
    -------
    Picture
    """
    rows = list(next(iter(panels.values())))
    with house_style():
        figure = Figure(figsize=(9, 1.1 + 0.32 * len(rows)), dpi=DPI, layout="constrained")
        axes = figure.subplots(1, len(panels), sharex=True, sharey=True, squeeze=False)[0]
        for ax, (title, effects) in zip(axes, panels.items(), strict=True):
            ax.axvline(0, color=INK, linewidth=1)
            ax.grid(axis="y", color=FAINT, linewidth=0.6)
            ax.set_axisbelow(True)
            for height, one in enumerate(effects.values()):
                marker, color = LOOKS[one.word]
                ax.plot([one.low, one.high], [height, height], color=color, linewidth=2)
                ax.plot(one.mean, height, marker, color=color, markersize=7)
            ax.set_title(title, fontsize=10)
            ax.tick_params(axis="y", length=0)
            ax.locator_params(axis="x", nbins=5)
        axes[0].set_yticks(range(len(rows)), rows)
        axes[0].set_ylim(len(rows) - 0.5, -0.5)
        figure.supxlabel(xlabel, fontsize=10)
        return Picture(figure, _effects_alt(panels, xlabel))


LOOKS = {  # the protocol's word -> (marker, colour); whether a rise is good hangs on the measure
    "rises": (">", ROLES["third"].color),
    "falls": ("<", ROLES["positive"].color),
    "hardly moves": ("s", INK),
    "can't tell": ("o", REFERENCE),
}


def _effects_alt(panels, xlabel):
    told = []
    for title, effects in panels.items():
        lines = (f"{name} {number(one.mean, '+.3f')}, {one.word}" for name, one in effects.items())
        told.append(f"{title}: {'; '.join(lines)}.")
    return f"{xlabel}, with 95 % intervals over families. {' '.join(told)}"


def league_picture(leagues, title):
    """Draw mean ranks by treatment, one strip for each table, with a bar as long as the critical difference.

    Parameters
    ----------
    leagues : dict of str to League
    title : str

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(9, 0.6 + 1.25 * len(leagues)), dpi=DPI, layout="constrained")
        axes = figure.subplots(len(leagues), 1, sharex=True, squeeze=False)[:, 0]
        for ax, (name, table) in zip(axes, leagues.items(), strict=True):
            for at, (treatment, rank) in enumerate(table.ranks.items()):
                ax.plot(rank, 0, "o", color=ROLES["negative"].color, markersize=7)
                above = at % 2 == 0
                words = {"textcoords": "offset points", "ha": "center", "fontsize": 8}
                ax.annotate(treatment, (rank, 0), (0, 9 if above else -17), **words)
            best = next(iter(table.ranks.values()))
            ax.plot([best, best + table.critical], [-1.2, -1.2], color=INK, linewidth=2)
            beside = {"textcoords": "offset points", "fontsize": 8, "va": "center"}
            ax.annotate("critical difference", (best + table.critical, -1.2), (5, 0), **beside)
            ax.set(ylim=(-1.5, 1), yticks=[])
            ax.set_title(name, fontsize=10, loc="left")
            ax.grid(axis="x", color=FAINT, linewidth=0.6)
        axes[-1].set_xlabel(title)
        told = ". ".join(
            f"{name}: {', '.join(f'{treatment} {rank:.2f}' for treatment, rank in table.ranks.items())}, "
            f"critical difference {table.critical:.2f}"
            for name, table in leagues.items()
        )
        return Picture(figure, f"{title}. {told}.")
