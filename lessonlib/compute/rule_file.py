"""A rule on disk: the fitted pipeline, what it was measured to do, its scored rows; and the same checks on new rows."""

import json
import pickle
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lessonlib.compute.calibration import estimate_prevalence
from lessonlib.compute.goal import Goal
from lessonlib.compute.last_part import Estimate, LastPart
from lessonlib.compute.recipes import moved, probabilities
from lessonlib.compute.table import as_read, load_frame, make_table
from lessonlib.compute.uncertainty import wilson_interval

PIPELINE, RULE, SCORED = "pipeline.joblib", "rule.json", "scored.csv"
SHIFT = 0.25  # standard deviations of a column's mean, or points of a share: from here on a drift is named
FAR = 1.5  # times the prevalence: from here on the line should be drawn again
MANY_SE = 4.0  # and it must be this many standard errors


class Again(NamedTuple):
    """What a rule does on new rows: alerts, prevalence, drift; and with labels, what it is worth."""

    n: int
    alerts: Estimate  # per row
    expected: tuple  # the alerts' interval when the rule was made
    prevalence: float  # estimated without labels
    labelled: Estimate | None  # the prevalence by the labels
    made_at: float
    drift: list  # pairs of column and words
    gain: Estimate | None
    calibration: tuple | None

    @property
    def moved(self):
        """Whether the labels show another prevalence than the rule was made for: by half, and beyond chance."""
        if self.labelled is None or self.labelled.low <= self.made_at <= self.labelled.high:
            return False
        return not 1 / FAR <= self.labelled.value / self.made_at <= FAR

    @property
    def holds(self):
        """Say whether the rule still holds: True, False, or None where the rows can't tell."""
        if self.gain is not None and self.gain.high < 0:
            return False
        low, high = self.expected
        usual = self.alerts.high >= low and self.alerts.low <= high
        if self.gain is not None and self.gain.low > 0:
            return True
        return None if self.gain is not None or (usual and not self.drift) else False


def save_rule(numbers, folder, how):
    """Write the pipeline, the rule as numbers, and the scored rows.

    Parameters
    ----------
    numbers : DossierNumbers
    folder : Path
    how : dict
        How the table was read: target, positive, and what was left out.

    Returns
    -------
    list of Path
    """
    import joblib

    last, goal, learnt = numbers.last, numbers.goal, numbers.prevalence
    alerts = last.estimate(lambda rates: learnt * rates.tpr + (1 - learnt) * rates.fpr)
    X = numbers.rows.X.iloc[numbers.rows.plan.development]
    rule = {
        "threshold": numbers.line[1],
        "learnt": _learnt(numbers),
        "goal": goal._asdict(),
        "alerts": list(alerts),
        "columns": {name: _profile(X[name]) for name in X.columns},
        "how": how,
    }
    folder = Path(folder)
    written = [folder / RULE, folder / SCORED]
    (folder / RULE).write_text(json.dumps(rule, indent=1), encoding="utf-8")
    _write_scored(numbers, folder / SCORED)
    if numbers.model is not None:
        joblib.dump(numbers.model, folder / PIPELINE, compress=3)
        written.append(folder / PIPELINE)
    return written


def again(folder, path):
    """Apply a saved rule to a new table, and check what can be checked there.

    The pipeline is a pickle: reading it runs whatever its writer put in. Use folders of your own only.

    Parameters
    ----------
    folder : path
        Of a dossier.
    path : path
        A table with the same columns; with the target's column, what the rule is worth is checked as well.

    Returns
    -------
    Again

    Raises
    ------
    ValueError
        If the folder holds no rule, or the table lacks columns.
    """
    rule, model = _load(Path(folder))
    how, goal = rule["how"], Goal(**rule["goal"])
    frame = load_frame(path, how["target"])
    X = as_read(frame, {name: profile["kind"] for name, profile in rule["columns"].items()}, Path(path).name)
    y = None
    if how["target"] in frame.columns:
        y = make_table(frame, how["target"], how["positive"], needed=list(X.columns)).y == 1
    p = probabilities(model, X)
    flags = int((p >= rule["threshold"]).sum())
    drift = [(name, words) for name in X if (words := _drift(X[name], rule["columns"][name])) is not None]
    found = {"gain": None, "calibration": None, "labelled": None}
    if y is not None and 0 < y.sum() < len(y):
        there = LastPart(y, p, rule["threshold"])
        share = float(y.mean())
        found["labelled"] = Estimate(share, *wilson_interval(int(y.sum()), len(y)))
        found["gain"] = there.estimate(goal._replace(prevalence=share).gain)
        found["calibration"] = LastPart(y, moved(p, rule["learnt"], share), 0.5).calibration()
    return Again(
        n=len(X),
        alerts=Estimate(flags / len(X), *wilson_interval(flags, len(X))),
        expected=tuple(rule["alerts"][1:]),
        prevalence=estimate_prevalence(p, from_prevalence=rule["learnt"]),
        made_at=goal.prevalence,
        drift=drift,
        **found,
    )


def _learnt(numbers):
    """Return the prevalence at which the pipeline's probabilities hold."""
    recipe = numbers.recipe()
    from lessonlib.compute.recipes import learnt_prevalence

    return learnt_prevalence(recipe, numbers.y)


def _load(folder):
    import joblib

    if (folder / RULE).exists() and not (folder / PIPELINE).exists():
        raise ValueError(
            f"{folder.name} must hold {PIPELINE}; got {RULE} alone, as from --scores. "
            "Judge new scores with: lesson decide NEW --scores COL"
        )
    if not (folder / RULE).exists():
        raise ValueError(f"{folder.name} must hold {RULE} and {PIPELINE}. Write them with: lesson decide FILE -o DIR")
    try:
        return json.loads((folder / RULE).read_text(encoding="utf-8")), joblib.load(folder / PIPELINE)
    except (ValueError, pickle.UnpicklingError, AttributeError, ImportError, EOFError) as error:
        raise ValueError(f"{folder.name} must hold a rule of this version; {error}. Make the dossier again.") from None


def _profile(values):
    """Return what a column looked like: mean and spread, or the shares of its most frequent words."""
    if values.dtype.kind == "f":
        gaps = float(values.isna().mean())
        return {
            "kind": "number",
            "mean": float(values.mean()),
            "sd": float(values.std()),
            "gaps": gaps,
            "n": len(values),
        }
    shares = values.value_counts(normalize=True).iloc[:20]
    return {"kind": "words", "shares": {str(word): float(share) for word, share in shares.items()}, "n": len(values)}


def _drift(values, was):
    """Say what changed in a column, or None: far in its own units, and beyond chance."""
    n = 1 / (1 / len(values) + 1 / was["n"])
    if was["kind"] == "number":
        gaps = float(values.isna().mean()) - was["gaps"]
        moved_by = (float(values.mean()) - was["mean"]) / was["sd"] if was["sd"] > 0 and values.notna().any() else 0.0
        if abs(gaps) > SHIFT / 2.5 and abs(gaps) * np.sqrt(n) > MANY_SE / 2:
            return f"gaps {100 * was['gaps']:.0f} % then, {100 * values.isna().mean():.0f} % now"
        if abs(moved_by) > SHIFT and abs(moved_by) * np.sqrt(n) > MANY_SE:
            return f"mean {was['mean']:.3g} then, {values.mean():.3g} now"
        return None
    shares = values.value_counts(normalize=True)
    moves = {word: float(shares.get(word, 0.0)) - share for word, share in was["shares"].items()}
    moves["something new"] = float(shares[~shares.index.isin(was["shares"])].sum()) - (1 - sum(was["shares"].values()))
    word, most = max(moves.items(), key=lambda move: abs(move[1]))
    if abs(most) > SHIFT / 2.5 and abs(most) * np.sqrt(n) > MANY_SE / 2:
        return f"{word!r} {100 * most:+.0f} points"
    return None


def _flags(numbers, rows, p):
    if numbers.by_amount():
        return (p * numbers.rows.amounts[rows] >= numbers.goal.cost_fp).astype(int)
    return (p >= numbers.last.threshold).astype(int)


def _write_scored(numbers, path):
    """Write the last part's rows, then those of the splits' tests, with the probability at the prevalence of use."""
    import pandas as pd

    rule, last = numbers.chosen(), numbers.last
    y, p = numbers.y, numbers.once[numbers.rules.index(rule)]
    tested = np.flatnonzero(~np.isnan(p))
    p_tested = moved(p[tested].astype(float), numbers.prevalence, numbers.goal.prevalence)
    parts = [(numbers.rows.plan.last, last.p, "last"), (tested, p_tested, "tested")]
    tables = [
        pd.DataFrame(
            {"row": rows, "label": y[rows].astype(int), "p": p, "flag": _flags(numbers, rows, p), "part": part}
        )
        for rows, p, part in parts
    ]
    pd.concat(tables).to_csv(path, index=False, float_format="%.6g")
