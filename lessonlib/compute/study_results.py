"""The results of lesson 13's study: packed small, unpacked, and turned into the measures of the course."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.study import COST_FN, COST_FP, FIELDS, PAIRS, PROBABILITY_SCORES
from lessonlib.compute.study_data import family_of, load_study_set, profile

SCALE = 50_000  # scores are kept to 1/50,000: two bytes each, and far finer than any of their intervals
TEST_TO_TRAIN = 1 / 3  # 20 % of the rows test, 60 % train


class Measure(NamedTuple):
    """What is measured on the test part: a metric of the counts at a threshold, or a field of its own."""

    metric: str
    threshold: str = ""
    larger_is_better: bool = True


MEASURES = {
    "F1 at 0.5": Measure("f1", "half"),
    "F1, tuned": Measure("f1", "tuned"),
    "AP": Measure("average_precision"),
    "AUROC": Measure("auroc"),
    "recall at 0.5": Measure("recall", "half"),
    "precision at 0.5": Measure("precision", "half"),
    "MCC at 0.5": Measure("mcc", "half"),
    "MCC, tuned": Measure("mcc", "tuned"),
    "Brier score": Measure("brier", larger_is_better=False),
    "Brier score, prior corrected": Measure("brier_corrected", larger_is_better=False),
    "cost": Measure("cost", "cost", larger_is_better=False),
    "cost, prior corrected": Measure("cost", "cost, prior corrected", larger_is_better=False),
}


class Study(NamedTuple):
    """Results of `n_repeats` repeats.

    `sets`, `families` and each entry of `profiles` have shape (n_sets,); each entry of `fields` has shape
    (n_sets, len(PAIRS), n_repeats).
    """

    sets: tuple
    families: tuple
    profiles: dict
    fields: dict

    @property
    def n_repeats(self):
        return self.fields["auroc"].shape[-1]

    def where(self, chosen):
        """Return the study of those sets where `chosen`, a bool array of shape (n_sets,), is true."""
        pick = np.flatnonzero(chosen)
        names, families = (tuple(np.array(column)[pick].tolist()) for column in (self.sets, self.families))
        profiles, fields = ({key: column[pick] for key, column in part.items()} for part in self[2:])
        return Study(names, families, profiles, fields)

    def scores(self, learner, treatment, measure):
        """Return a measure of one pair on every set and repeat, shape (n_sets, n_repeats).

        Parameters
        ----------
        learner, treatment : str
            One of `PAIRS`.
        measure : str
            One of `MEASURES`.

        Raises
        ------
        ValueError
            If the study has no such learner with such a treatment, or no such measure.
        """
        if (learner, treatment) not in PAIRS:
            raise ValueError(
                f"learner and treatment must be a pair of the study; got {learner!r} with {treatment!r}. "
                "Nearest neighbours take no weights; PAIRS lists all others."
            )
        if measure not in MEASURES:
            raise ValueError(f"measure must be one of {', '.join(MEASURES)}; got {measure!r}. Choose one of these.")
        pair = PAIRS.index((learner, treatment))
        metric, threshold, _ = MEASURES[measure]
        if not threshold:
            return self.fields[metric][:, pair]
        tp, fp = (self.fields[f"{count} {threshold}"][:, pair] for count in ("tp", "fp"))
        positives, rows = (self.profiles[name][:, None] for name in ("test_positives", "test_rows"))
        fn, tn = positives - tp, rows - positives - fp
        if metric == "cost":
            idle = np.minimum(COST_FN * positives, COST_FP * (rows - positives))  # of flagging none, or all
            return (COST_FN * fn + COST_FP * fp) / idle
        return getattr(metrics, metric)(tp=tp, tn=tn, fp=fp, fn=fn)

    def differences(self, learner, treatment, measure, untreated=None):
        """Return treated − untreated, same learner and split, shape (n_sets, n_repeats).

        Parameters
        ----------
        learner, treatment : str
            One of `PAIRS`.
        measure : str
            One of `MEASURES`.
        untreated : str, optional
            The measure of the untreated model, where it is another: "F1, tuned" asks whether a threshold does as
            much as the treatment.

        Raises
        ------
        ValueError
            As `scores` does.
        """
        treated = self.scores(learner, treatment, measure)
        return treated - self.scores(learner, "none", untreated or measure)


def pack(records, sets, n_repeats, path):
    """Write the first `n_repeats` repeats of all sets into one compressed file.

    Parameters
    ----------
    records : iterable of dict
        Each with "set", "repeat" and "values", shape (len(PAIRS), len(FIELDS)).
    sets : list of str
    n_repeats : int
    path : path of the file, .npz

    Raises
    ------
    ValueError
        If a set lacks a repeat.
    """
    place = {name: i for i, name in enumerate(sets)}
    values = np.full((len(sets), n_repeats, len(PAIRS), len(FIELDS)), np.nan)
    for record in records:
        if record["set"] in place and record["repeat"] < n_repeats:
            values[place[record["set"]], record["repeat"]] = record["values"]
    if np.isnan(values).any():
        raise ValueError(f"records must hold {n_repeats} repeats of all sets; some are missing. Run the study first.")
    arrays = {}
    for i, field in enumerate(FIELDS):
        column = values[..., i] * (SCALE if field in PROBABILITY_SCORES else 1)
        arrays[field] = np.rint(np.moveaxis(column, 1, -1)).astype(np.uint16)
    profiles = [_described(name) for name in sets]
    arrays |= {name: np.array([one[name] for one in profiles]) for name in profiles[0]}
    np.savez_compressed(path, sets=np.array(sets), **arrays)


def _described(name):
    """Return the profile of a set, with the size of its test part, which is the same in every repeat."""
    data = load_study_set(name).data
    test = stratified_split(data.y).test
    return profile(data) | {"test_rows": len(test), "test_positives": int(data.y[test].sum())}


@cache
def load_study(path=None):
    """Return the results of the study.

    Parameters
    ----------
    path : path, optional
        A file that `lesson study` wrote. Default: the results that come with the course.

    Returns
    -------
    Study
    """
    path = files("lessonlib.compute") / "study_results.npz" if path is None else path
    with np.load(path) as packed:
        arrays = dict(packed)
    sets = tuple(arrays.pop("sets").tolist())
    fields = {name: arrays.pop(name) for name in FIELDS}
    fields = {name: v / SCALE if name in PROBABILITY_SCORES else v.astype(int) for name, v in fields.items()}
    return Study(sets, tuple(map(family_of, sets)), arrays, fields)
