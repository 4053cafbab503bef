"""The dossier's pictures: strategies beside the plain one, and what another prevalence does."""

from matplotlib.figure import Figure

from lessonlib.draw.compare import MARKS
from lessonlib.draw.palette import FAINT, INK, ROLES, house_style
from lessonlib.draw.stage import DPI, Picture

FROZEN, ADAPTED = "line as it is", "line adapted"


def strategies_picture(verdicts, measure):
    """Draw paired differences from the plain model, with their intervals.

    Parameters
    ----------
    verdicts : dict of str to Verdict
        For each strategy, from top to bottom.
    measure : str
        What differs, for instance "F1".

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
        ax.set_xlabel(f"difference in {measure} from the plain model, 95 % interval")
    alt = f"Difference in {measure} from the plain model. " + "; ".join(
        f"{name} {v.mean:+.3g}, from {v.low:+.3g} to {v.high:+.3g}: {v.word}" for name, v in verdicts.items()
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
    alt = "; ".join(f"at {share} {FROZEN} {one:.3g}, {ADAPTED} {other:.3g}" for share, one, other in rows)
    return Picture(figure, f"{measure} against the prevalence: {alt}.")
