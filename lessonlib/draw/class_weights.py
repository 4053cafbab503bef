"""The stage of the class weights explorer: two clouds, and what each weight ratio does on fresh rows."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.axes import end_labels, log_x
from lessonlib.draw.palette import FAINT, PAPER, REFERENCE, ROLES, house_style
from lessonlib.draw.stage import DPI, make_stage

LOOKS = {"negative": (3.5, 0.4), "positive": (6, 1.0)}


def class_weights_stage(*, X, y, ratios, recall, precision, mean_probability, prevalence):
    """Draw both clouds, and three curves over the weight ratio.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
    y : ndarray of 0 and 1, shape (n,)
    ratios, recall, precision, mean_probability : ndarray, shape (m,)
        Ratios rise; precision may be NaN where nobody is flagged.
    prevalence : float

    Returns
    -------
    Stage
        With the panels "clouds" and "curves".
    """
    with house_style():
        figure = Figure(figsize=(9, 4), dpi=DPI)
        axes = {
            "clouds": figure.add_axes((0.06, 0.13, 0.41, 0.78)),
            "curves": figure.add_axes((0.55, 0.13, 0.3, 0.78)),
        }
        _clouds(axes["clouds"], X, y)
        curves = {"recall": (recall, "positive"), "precision": (precision, "negative")}
        curves |= {"mean probability": (mean_probability, "third")}
        _curves(axes["curves"], ratios, curves, prevalence)
        return make_stage(figure, axes, _alt(y, ratios, curves))


def _clouds(ax, X, y):
    for label, (role, (size, alpha)) in enumerate(LOOKS.items()):
        look = {"markersize": size, "alpha": alpha, "markeredgecolor": PAPER, "markeredgewidth": 0.4}
        ax.plot(*X[y == label].T, ROLES[role].marker, color=ROLES[role].color, **look)
    ax.set(xlabel="first feature", ylabel="second feature")


def _curves(ax, ratios, curves, prevalence):
    reference = ROLES["reference"]
    ax.axhline(prevalence, color=reference.color, linestyle=reference.linestyle, linewidth=1.2)
    for column, role in curves.values():
        ax.plot(ratios, column, color=ROLES[role].color, linestyle=ROLES[role].linestyle, linewidth=2)
    log_x(ax, ratios[[0, -1]], (1, 2, 5, 10, 20, 50, 100))
    ax.set(ylim=(0, 1.02), xlabel="weight of a positive (of a negative: 1)")
    ax.grid(color=FAINT, linewidth=0.6)
    heights = {"prevalence": prevalence} | {name: column[-1] for name, (column, _) in curves.items()}
    end_labels(ax, ratios[-1], heights, faint={"prevalence": REFERENCE})


def _alt(y, ratios, curves):
    ends = "; ".join(f"{name} from {column[0]:.2f} to {column[-1]:.2f}" for name, (column, _) in curves.items())
    return (
        f"Left: {int(np.sum(y == 0)):,} negatives and {int(np.sum(y == 1)):,} positives as points in a plane. "
        f"Right: on fresh rows, while the weight of a positive goes from {ratios[0]:g} to {ratios[-1]:g}: {ends}."
    )
