"""What should ring before any model is trusted: leaks, identifiers, order, copies, groups and times in a table."""

import re
from typing import NamedTuple

import numpy as np

from lessonlib.compute.curves import auroc

SEPARATES = 0.97  # AUROC of one column alone, on rows that did not choose its bins
SURE = 0.9  # and its lower 90 % limit
PURE, CATCHES = 0.95, 0.1  # or one value holds this share of positives, and at least this share of them all
BINS, ROWS, POSITIVES = 20, 50_000, 5_000
GROUP = re.compile(
    r"(?i:(?:^|[\s_.-])(?:ids?|patient|customer|user|client|account|subject|person|member|household|device|machine|"
    r"card|merchant|name\w*)(?:$|[\s_.-]))|[a-z]I[Dd]$|^[A-Z]+ID$"
)
TIME = re.compile(r"time|date|datum|year|month|week|period|zeit", re.IGNORECASE)
BIRTH = re.compile(r"birth|dob|geb|earliest|since", re.IGNORECASE)  # dates of the customer, not of the row
INDEX = re.compile(r"^(unnamed.*|index|row.?(id|no|number|name)?|nr|no|id)$", re.IGNORECASE)


class Alarm(NamedTuple):
    """What rang, on which column, in words; `stops` where figures would mislead until it is answered."""

    kind: str  # leak, order, group, time or scores
    column: str
    stops: bool
    words: str


def ring(X, y, kinds=None, *, known=(), independent=False, seed=0):
    """Return the alarms of a table.

    Parameters
    ----------
    X : DataFrame
        Columns of floats, or of words.
    y : ndarray of bool, shape (n,)
    kinds : dict of str to str, optional
        What columns were read as, where that is known: "date" for a date.
    known : sequence of str
        Columns that the split already heeds: they are the group, the time, or no feature.
    independent : bool, default False
        Somebody vouches that neither groups nor times tie rows together.
    seed : int, default 0

    Returns
    -------
    list of Alarm
    """
    kinds = kinds or {}
    columns = [name for name in X.columns if name not in known]
    alarms = [*_leaks(X[columns], y, seed), *_orders(X[columns], y)]
    if independent:
        return alarms
    named = {alarm.column for alarm in alarms}
    times = [] if "time" in kinds.values() else [_time(X[name], kinds.get(name)) for name in columns]
    groups = [] if "group" in kinds.values() else [_group(X[name]) for name in columns if name not in named]
    return alarms + [alarm for alarm in [*groups, *times] if alarm is not None]


def upside_down(scores, y):
    """Ring if higher scores stand for negatives, beyond chance."""
    area = auroc(y, scores)
    if 1 - area - 3 * _area_error(1 - area, y) <= 0.5:
        return []
    words = f"the scores stand on their head (AUROC {area:.2f}): higher ones belong to class 0"
    return [Alarm("scores", "", True, words)]


def separation(values, y, weights, rng):
    """Return how well one column alone separates the classes: AUROC out of sample, and its purest value.

    The column is cut into values or into 20 quantiles; each half of the rows is ranked by the shares of positives
    that the other half has in the bins.

    Returns
    -------
    area, pure : float
        `pure` is the share of all positives that stands at a value with hardly any negatives; 0 for columns with many
        values.
    """
    bins, few = _bins(values)
    half = np.zeros(len(y), dtype=bool)
    for rows in (np.flatnonzero(y), np.flatnonzero(~y)):
        half[rng.permutation(rows)[: len(rows) // 2]] = True
    areas = [auroc(y[~one], _shares(bins, y, one)[bins[~one]]) for one in (half, ~half)]
    positives, negatives = (np.bincount(bins[rows], weights[rows]) for rows in (y, ~y))
    size = min(len(positives), len(negatives))
    rest = np.append(negatives, np.zeros(max(0, len(positives) - size)))[: len(positives)]
    pure = (positives >= 10) & (positives >= PURE * (positives + rest))
    return float(np.mean(areas)), float(positives[pure].sum() / y.sum()) if few else 0.0


def _leaks(X, y, seed):
    rng = np.random.default_rng(seed)
    rows, weights = _some_rows(y, rng)
    for name in X.columns:
        area, pure = separation(X[name].iloc[rows].to_numpy(), y[rows], weights, rng)
        if area >= SEPARATES and area - 1.28 * _area_error(area, y[rows]) >= SURE:
            what = f"whether “{name}” is filled in" if _gaps_separate(X[name], y) else f"“{name}”"
            yield Alarm("leak", name, True, f"{what} alone separates the classes (AUROC {_below_one(area)})")
        elif pure >= CATCHES:
            yield Alarm(
                "leak",
                name,
                True,
                f"one value of “{name}” holds {100 * pure:.0f} % of the positives and hardly a negative",
            )


def _gaps_separate(values, y):
    return abs(auroc(y, values.isna().to_numpy(dtype=float)) - 0.5) >= SEPARATES - 0.5


def _below_one(area):
    return f"{area:.3f}" if area < 0.9995 else "1"


def _some_rows(y, rng):
    """Return enough rows to look at: all positives, up to a limit, and some negatives; and the rows each stands for."""
    if len(y) <= ROWS:
        return np.arange(len(y)), np.ones(len(y))
    kept, weights = [], []
    for rows, most in ((np.flatnonzero(y), POSITIVES), (np.flatnonzero(~y), ROWS - POSITIVES)):
        kept.append(rng.permutation(rows)[:most])
        weights.append(np.full(len(kept[-1]), len(rows) / len(kept[-1])))
    return np.concatenate(kept), np.concatenate(weights)


def _bins(values):
    """Return each row's bin, and whether bins are single values; gaps have a bin of their own."""
    import pandas as pd

    codes, levels = pd.factorize(values, use_na_sentinel=True)
    if len(levels) > BINS and values.dtype.kind == "f":
        edges = np.unique(np.nanquantile(values, np.linspace(0, 1, BINS + 1)[1:-1]))
        codes = np.where(np.isnan(values), -1, np.searchsorted(edges, values, side="right"))
    return codes + 1, len(levels) <= BINS


def _shares(bins, y, rows):
    """Return the share of positives in each bin among these rows, drawn towards the overall one."""
    size, overall = bins.max() + 1, y[rows].mean()
    return (np.bincount(bins[rows], y[rows], size) + overall) / (np.bincount(bins[rows], minlength=size) + 1)


def _area_error(area, y):
    """Return the standard error of an AUROC (Hanley and McNeil 1982)."""
    m, n = y.sum(), (~y).sum()
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    return np.sqrt((area * (1 - area) + (m - 1) * (one - area**2) + (n - 1) * (two - area**2)) / (m * n))


def _orders(X, y):
    """Ring for columns that number the rows; it stops where the labels depend on the rows' order too."""
    error = np.sqrt((len(y) + 1) / (12.0 * y.sum() * (~y).sum()))
    sorted_labels = abs(auroc(y, np.arange(len(y))) - 0.5) > 4.5 * error
    for name in X.columns:
        values = X[name].to_numpy()
        if values.dtype.kind != "f" or np.isnan(values).any():
            continue
        steps = np.diff(values)
        if not ((steps > 0).all() or (steps < 0).all()):
            continue
        words = f"“{name}” numbers the rows"
        if sorted_labels:
            words += ", and the labels depend on the rows' order"
        yield Alarm("order", name, bool(sorted_labels), words)


def _group(values):
    """Ring for a column whose name and values say that several rows are of one customer."""
    if not GROUP.search(str(values.name)) or INDEX.match(str(values.name)):
        return None
    if values.dtype.kind == "f" and not np.all(np.mod(values.dropna(), 1) == 0):
        return None
    sizes = values.value_counts()
    if not max(20, len(values) / 200) <= len(sizes) <= 0.95 * len(values):
        return None
    words = f"“{values.name}” names {len(sizes):,} groups of about {len(values) / len(sizes):.1f} rows"
    return Alarm("group", str(values.name), True, words)


def _time(values, kind):
    """Ring for a date, or for a column in the rows' order whose name says time."""
    name = str(values.name)
    if BIRTH.search(name):
        return None
    if kind == "date":
        return Alarm("time", name, True, f"“{name}” is a date, and rows may depend on it")
    if TIME.search(name) and values.dtype.kind == "f" and values.nunique() > 10 and values.is_monotonic_increasing:
        return Alarm("time", name, True, f"“{name}” is a time, by its name and its order")
    return None
