"""The stage of the threshold scatter: the true F1 of every threshold, which no validation set shows."""

from matplotlib.figure import Figure

from lessonlib.draw.palette import INK, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

WIDTH, HEIGHT = 900, 360
LOWEST_F1 = 0.4


def scatter_stage(*, thresholds, true_f1, best_threshold, best_f1):
    """Draw the curve of true F1 against the threshold, with its maximum.

    Parameters
    ----------
    thresholds, true_f1 : ndarray, shape (m,)
    best_threshold, best_f1 : float

    Returns
    -------
    Stage
        With the one panel "f1".
    """
    with house_style():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        ax = figure.add_axes((0.075, 0.14, 0.905, 0.78))
        ax.plot(thresholds, true_f1, color=INK, linewidth=2)
        ax.axvline(best_threshold, color=REFERENCE, linestyle=ROLES["reference"].linestyle, linewidth=1)
        ax.annotate(
            f"true optimum: threshold {best_threshold:.2f}, F1 {best_f1:.2f}",
            (best_threshold, LOWEST_F1),
            xytext=(6, 6),
            textcoords="offset points",
            color=REFERENCE,
        )
        ax.annotate(
            "true F1 of the threshold",
            (thresholds[2], true_f1[2]),
            xytext=(12, -10),
            textcoords="offset points",
        )
        ax.set(xlim=(0, 1), ylim=(LOWEST_F1, 1.02), xlabel="threshold chosen on the validation set", ylabel="F1")
        alt = (
            f"A curve of true F1 against the threshold. It is flat around its maximum of {best_f1:.2f} at "
            f"threshold {best_threshold:.2f} and falls towards both ends."
        )
        return make_stage(figure, {"f1": ax}, alt)
