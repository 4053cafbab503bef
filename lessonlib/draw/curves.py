"""The curves explorer's stage: the ROC curve, which stands still, and an empty precision–recall square beside it."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 372


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
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
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
