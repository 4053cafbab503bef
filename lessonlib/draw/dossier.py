"""The dossier's pictures: strategies beside the simplest, what could break a rule, net benefit, a shift."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.compute.words import interval, number
from lessonlib.draw.compare import MARKS
from lessonlib.draw.palette import FAINT, INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture

FROZEN, ADAPTED = "line as it is", "line adapted"


def strategies_picture(verdicts, measure, base):
    """Draw paired differences from the simplest strategy, with their intervals.

    Parameters
    ----------
    verdicts : dict of str to Verdict
        For each strategy, from top to bottom.
    measure : str
        What differs, for instance "F1".
    base : str
        The simplest strategy.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(6.8, 0.9 + 0.32 * len(verdicts)), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        ax.axvline(0, color=INK, linewidth=1)
        ax.grid(axis="y", color=FAINT, linewidth=0.6)
        for height, verdict in enumerate(verdicts.values()):
            marker, color, face = MARKS[verdict.word]
            ax.plot([verdict.low, verdict.high], [height, height], color=color, linewidth=2)
            ax.plot(verdict.mean, height, marker, color=color, markerfacecolor=face, markersize=8)
        ax.set_yticks(range(len(verdicts)), [f"{name}: {verdict.word}" for name, verdict in verdicts.items()])
        ax.set_ylim(len(verdicts) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(f"difference in {measure} from “{base}”, 95 % interval")
    alt = f"Difference in {measure} from “{base}”. " + "; ".join(
        f"{name} {number(v.mean, '+.3g')}, from {interval(v.low, v.high, '+.3g')}: {v.word}"
        for name, v in verdicts.items()
    )
    return Picture(figure, alt.replace("-", "−") + ".", "Beyond the line at 0 on the same splits: better or worse.")


def shift_picture(prevalences, adapted, frozen, measure):
    """Draw a measure against the prevalence, with the line as it is and with the line adapted.

    Parameters
    ----------
    prevalences, adapted, frozen : sequence of float, shape (m,)
    measure : str

    Returns
    -------
    Picture
    """
    shares = [f"{100 * prevalence:.3g} %" for prevalence in prevalences]
    with house_style():
        figure = Figure(figsize=(6.8, 2.9), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        for name, values, role in ((FROZEN, frozen, ROLES["positive"]), (ADAPTED, adapted, ROLES["third"])):
            ax.plot(prevalences, values, role.marker, color=role.color, linestyle=role.linestyle, label=name)
        ax.set_xscale("log")
        ax.set_xticks(prevalences, shares)
        ax.minorticks_off()
        ax.set_ylim(bottom=0)
        ax.set(xlabel="prevalence where the model is used", ylabel=measure)
        ax.legend(frameon=False)
    rows = zip(shares, frozen, adapted, strict=True)
    alt = "; ".join(
        f"at {share} {FROZEN} {number(one, '.3g')}, {ADAPTED} {number(other, '.3g')}" for share, one, other in rows
    )
    return Picture(figure, f"{measure} against the prevalence: {alt}.")


def stress_picture(gains, now, measure):
    """Draw what the gain over the better dummy becomes, assumption by assumption: a tornado, the widest on top.

    Parameters
    ----------
    gains : dict of str to (float, float)
        Both ends, for each assumption.
    now : float
        The gain as assumed.
    measure : str
        In what the gain is.

    Returns
    -------
    Picture
    """
    rows = sorted(gains.items(), key=lambda row: -abs(np.ptp(row[1])))
    with house_style():
        figure = Figure(figsize=(6.8, 1.0 + 0.34 * len(rows)), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        ax.axvline(0, color=INK, linewidth=1)
        ax.axvline(now, color=REFERENCE, linewidth=1, linestyle=ROLES["reference"].linestyle)
        for height, (_, ends) in enumerate(rows):
            broken = min(ends) <= 0
            role = ROLES["positive" if broken else "third"]
            ax.barh(
                height, np.ptp(ends), left=min(ends), height=0.55, color=role.color, hatch="///" if broken else None
            )
            ax.plot([ends[0], ends[-1]], [height, height], "|", color=INK, markersize=11)
        ax.set_yticks(range(len(rows)), [name for name, _ in rows])
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(f"gain over the better dummy, {measure}")
    words = "; ".join(f"{name}: {interval(ends[0], ends[-1], '.3g')}" for name, ends in rows)
    alt = f"Gain over the better dummy, {measure}, {number(now, '.3g')} as assumed. {words}."
    caption = "Dotted: as assumed. At 0 the rule is worth nothing; bars that reach it are hatched."
    return Picture(figure, alt.replace("-", "−"), caption)


def decision_curve_picture(thresholds, model, flag_all, at):
    """Draw net benefit against the threshold: of the rule's model, of flagging all, of flagging nobody.

    Parameters
    ----------
    thresholds, model, flag_all : ndarray, shape (m,)
    at : float
        The threshold that is recommended.

    Returns
    -------
    Picture
    """
    with house_style():
        figure = Figure(figsize=(6.8, 2.9), dpi=DPI, layout="constrained")
        ax = figure.subplots()
        ax.axhline(0, color=INK, linewidth=1)
        ax.axvline(at, color=REFERENCE, linewidth=1, linestyle=ROLES["reference"].linestyle)
        for name, values, role in (("this model", model, "third"), ("flag all", flag_all, "negative")):
            ax.plot(thresholds, values, color=ROLES[role].color, linestyle=ROLES[role].linestyle, label=name)
        highest = max(float(np.max(model)), 1e-9)
        ax.set_ylim(-0.25 * highest, 1.08 * highest)
        ax.set_xscale("log")
        ax.set_xlim(thresholds[0], thresholds[-1])
        ticks = [
            t for t in (1e-5, 1e-4, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if thresholds[0] <= t <= thresholds[-1]
        ]
        ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
        ax.minorticks_off()
        ax.set(xlabel="threshold: flag from this probability", ylabel="net benefit per 1,000 rows")
        ax.legend(frameon=False)
    best = float(np.interp(at, thresholds, model))
    alt = f"Net benefit against the threshold. At {at:.2g} the model has {best:.3g} caught positives per 1,000 rows."
    caption = (
        "Flagging nobody has 0. Dotted: the line of this dossier. Caught positives, less false alarms at their price."
    )
    return Picture(figure, alt.replace("-", "−"), caption)
