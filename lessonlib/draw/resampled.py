"""A training set after random over- and undersampling: how often each row counts now."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.palette import FAINT, PAPER, ROLES, house_style
from lessonlib.draw.picture import Picture

SIZE = (9.0, 4.2)  # inches, 100 pixels each
LARGEST, ONCE = 250, 28  # areas of marks in square points: the most frequent row's, and at most so much for each copy


def resampled_picture(X, y, times_over, times_under):
    """Draw every row of two features twice: marked by its copies on the left, kept or dropped on the right.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
    y : ndarray of 0 and 1, shape (n,)
    times_over, times_under : ndarray of int, shape (n,)
        How often each row occurs after over- and after undersampling. Within a panel the area of its mark is
        proportional to that; a row that does not occur is a faint dot.

    Returns
    -------
    Picture
    """
    positive = np.asarray(y) == 1
    with house_style():
        figure = Figure(figsize=SIZE, dpi=100, layout="constrained")
        left, right = figure.subplots(1, 2, sharex=True, sharey=True)
        _panel(left, X, positive, times_over, "oversampled")
        _panel(right, X, positive, times_under, "undersampled")
        left.set_ylabel("second feature")
    return Picture(figure, _alt(positive, times_over, times_under))


def _panel(ax, X, positive, times, title):
    area = min(ONCE, LARGEST / max(times)) * times
    ax.scatter(*X[times == 0].T, s=6, c=FAINT)
    for rows, role in ((~positive, ROLES["negative"]), (positive, ROLES["positive"])):
        look = {"c": role.color, "marker": role.marker, "edgecolors": PAPER, "linewidths": 0.5, "alpha": 0.7}
        ax.scatter(*X[rows].T, s=area[rows], **look)
    counts = f"{times[~positive].sum()} negatives, {times[positive].sum()} positives"
    ax.set_title(f"{title}: {counts}", fontsize=10)
    ax.set_xlabel("first feature")


def _alt(positive, over, under):
    copied = over[positive]
    return (
        f"Left, after oversampling: each of the {positive.sum()} positives occurs {copied.min()} to {copied.max()} "
        f"times, each negative once. Right, after undersampling: {np.sum(under[~positive] > 0)} of "
        f"{np.sum(~positive)} negatives are kept, and all positives."
    )
