"""The SMOTE explorer: every step from a row to a synthetic point, and the points that land in bad company."""

from functools import lru_cache

import numpy as np

from lessonlib.compute.data import SMALL_SETS, small_set
from lessonlib.compute.neighbors import k_nearest_neighbors
from lessonlib.compute.smote_steps import find_steps, majority_among_nearest, smote_steps
from lessonlib.draw.smote import smote_stage
from lessonlib.interact.player import Control, Player, Scene
from lessonlib.interact.smote_frames import AMONG, DRAGS, N_POINTS, Made
from lessonlib.interact.yours import ask

LARGEST_K = 15
START = {"steps": 5, "t": 0.5, "points": 100}
OURS = "Until it does, lessonlib's own is shown."


def smote_explorer(data="two groups", drag="steps", k=5, *, smote=None, find_k_neighbors=None):
    """Show how SMOTE makes its points on a small minority beside its majority, and which of them are bad.

    A synthetic point is bad here if at least 3 of the 5 real rows nearest to it belong to the majority. Bad
    points are black, the others green.

    Parameters
    ----------
    data : "two groups", "an outlier" or "a curve", default "two groups"
        What it starts with; it can be changed in the widget, as can all that follows here.
    drag : "steps", "t" or "points", default "steps"
        What is dragged: the five steps that make a point, for six points; the t of one segment, also on the plot;
        or the number of points, up to 200.
    k : int from 1 to 15, default 5
    smote : callable, optional
        A function of your own, ``smote(X_minority, k, n_synthetic, seed)``. Its points are shown, their steps
        are worked out from where they lie, and those on no segment are grey squares.
    find_k_neighbors : callable, optional
        A function of your own, ``find_k_neighbors(X, idx, k)``, that is used for the neighbours. If one of them
        fails, the widget says how, and works on.

    Returns
    -------
    Player

    Raises
    ------
    ValueError
        If `data`, `drag` or `k` is not among those above.
    """
    if drag not in DRAGS:
        raise ValueError(f"drag must be one of {', '.join(map(repr, DRAGS))}; got {drag!r}. Choose one of these.")
    if k not in range(1, LARGEST_K + 1):
        raise ValueError(f"k must be a whole number from 1 to {LARGEST_K}; got {k!r}. The paper uses 5.")

    def scene(data, drag, k, draw):
        made, problem = _make(small_set(data), int(k), draw, smote, find_k_neighbors)
        return Scene(_stage(data), DRAGS[drag](made), problem)

    player = Player(
        scene,
        label="SMOTE explorer",
        question="Drag the slider. Which choices send synthetic points into the majority?",
        controls=[
            Control("dropdown", "drag", "Drag the", drag, options=list(DRAGS)),
            Control("dropdown", "data", "Data", data, options=list(SMALL_SETS)),
            Control("slider", "k", "k", k, minimum=1, maximum=LARGEST_K, step=1),
            Control("button", "draw", "Draw again", 42),  # starts at the seed that `smote` starts with
        ],
        value=START[drag],
    )
    player.observe(_start_anew, "settings")
    return player


def _start_anew(change):
    """Go to an interesting position when something else is to be dragged: the old one means nothing there."""
    if change["new"]["drag"] != change["old"]["drag"]:
        change["owner"].value = START[change["new"]["drag"]]


@lru_cache(maxsize=len(SMALL_SETS))
def _stage(data):
    return smote_stage(*small_set(data))


def _make(rows, k, seed, smote, find):
    """Return what is to be shown, and a problem of the learner's functions in words or ""."""
    neighbors, problem = (None, "") if find is None else _their_neighbors(find, rows.minority, k)
    if neighbors is None:
        neighbors = k_nearest_neighbors(rows.minority, k)
    points = None
    if smote is not None and not problem:
        points, problem = _their_points(smote, rows.minority, k, seed)
    if points is None:
        steps = smote_steps(rows.minority, neighbors, N_POINTS, seed)
    else:
        steps = find_steps(rows.minority, neighbors, points)
    among = majority_among_nearest(steps.points, *rows, m=AMONG)
    return Made(rows.minority, rows.majority, neighbors, steps, among), problem


def _their_neighbors(find, X, k):
    """Return the neighbours of every row by the learner's function, or None, and a problem in words or ""."""
    found = np.empty((len(X), k), dtype=int)
    for idx in range(len(X)):
        answer, problem = ask(find, X.copy(), idx, k)
        if problem:
            return None, f"{problem} {OURS}"
        numbers = _numbers(answer)
        if numbers.shape != (k,) or not np.isin(numbers, np.arange(len(X))).all():
            return None, f"Your function must return {k} row numbers for row {idx}; it returned {answer!r}. {OURS}"
        found[idx] = numbers
    own = np.flatnonzero(np.any(found == np.arange(len(X))[:, None], axis=1))
    if len(own):
        return found, f"Your function names row {own[0]} as its own neighbour: points between the two are copies of it."
    return found, ""


def _their_points(smote, X, k, seed):
    """Return the points of the learner's function, or None, and a problem in words or ""."""
    answer, problem = ask(smote, X.copy(), k, N_POINTS, seed)
    if problem:
        return None, f"{problem} {OURS}"
    points = _numbers(answer)
    if points.shape != (N_POINTS, X.shape[1]):
        got = f"one of shape {points.shape}" if points.ndim else f"{answer!r}"
        return None, f"Your function must return an array of shape {(N_POINTS, X.shape[1])}; it returned {got}. {OURS}"
    if not np.isfinite(points).all():
        return None, f"Your function must return finite points; some of its numbers are NaN or infinite. {OURS}"
    return points, ""


def _numbers(answer):
    """Return an answer as an array of floats, or a lone NaN if it is none."""
    try:
        return np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        return np.array(np.nan)
