"""Who may learn from which rows: a last part, touched once, and splits of the others; by chance, group or time."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.splits import Split, stratified_split

LATEST = 0.2  # of the rows, in time order, are the last part
PIECES = (0.15, 0.15)  # of the earlier rows, for validation and test, wherever the past ends


class Plan(NamedTuple):
    """Row numbers: `development`, on which all is chosen, in `splits`; and `last`, for one look at the end."""

    kind: str  # "rows", "groups", "copies" or "time"
    development: np.ndarray
    last: np.ndarray
    splits: list


def make_plan(y, n_repeats, seed=0, *, groups=None, time=None, kind=None):
    """Set rows aside for a last look, and split the others `n_repeats` times.

    Parameters
    ----------
    y : ndarray of bool, shape (n,)
    n_repeats : int
    seed : int, default 0
    groups : ndarray, shape (n,), optional
        Rows of one group stay together.
    time : ndarray of float, shape (n,), optional
        The last part are the latest rows; each split learns from the past of what it is tested on.
    kind : str, optional
        What the groups are called: "groups" by default.

    Returns
    -------
    Plan

    Raises
    ------
    ValueError
        If a part would hold no positive or no negative.
    """
    if time is not None:
        return _by_time(y, time, n_repeats)
    ids = np.arange(len(y)) if groups is None else np.unique(groups, return_inverse=True)[1].ravel()
    positive = np.zeros(ids.max() + 1, dtype=bool)
    positive[ids[y]] = True
    some, more, last = _of_groups(
        ids, stratified_split(positive, (0.4, 0.4, 0.2), np.random.SeedSequence([seed, 1 << 20]))
    )
    development = np.sort(np.concatenate([some, more]))
    left = np.unique(ids[development])
    splits = []
    for repeat in range(n_repeats):
        split = stratified_split(positive[left], seed=np.random.SeedSequence([seed, repeat]))
        splits.append(Split(*_of_groups(ids, [left[part] for part in split], within=development)))
    return Plan(kind or ("rows" if groups is None else "groups"), development, np.sort(last), splits)


def _of_groups(ids, parts, within=None):
    """Return the rows whose groups stand in each part."""
    which = np.full(ids.max() + 1, -1)
    for number, part in enumerate(parts):
        which[part] = number
    rows = np.arange(len(ids)) if within is None else within
    return [rows[which[ids[rows]] == number] for number in range(len(parts))]


def _by_time(y, time, n_repeats):
    order = np.argsort(time, kind="stable")
    cut = np.quantile(time, 1 - LATEST)
    last, earlier = order[time[order] > cut], order[time[order] <= cut]
    _refuse_one_sided(y, {"the latest rows": last})
    size = [int(share * len(earlier)) for share in PIECES]
    splits = []
    for end in np.unique(np.linspace(0.4 * len(earlier), len(earlier) - sum(size), n_repeats).astype(int)):
        parts = Split(*np.split(earlier[: end + sum(size)], [end, end + size[0]]))
        if all(0 < y[part].sum() < len(part) for part in parts):
            splits.append(parts)
    if len(splits) < 2:
        raise ValueError(
            "time must leave positives in every stretch of it; got too few stretches with any. "
            "Collect rows over a longer time."
        )
    return Plan("time", np.sort(earlier), np.sort(last), splits)


def _refuse_one_sided(y, parts):
    for name, rows in parts.items():
        if not 0 < y[rows].sum() < len(rows):
            raise ValueError(
                f"{name} must hold both classes; got {y[rows].sum()} positives in {len(rows)} rows. Wait for more."
            )
