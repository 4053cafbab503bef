"""The results of lesson 13's study, packed small: whole numbers, one array for each field."""

import numpy as np

from lessonlib.compute.study import FIELDS, PAIRS, PROBABILITY_SCORES
from lessonlib.compute.study_data import load_study_set, profile

SCALE = 50_000  # scores are kept to 1/50,000: two bytes each, and far finer than any of their intervals


def pack(records, sets, n_repeats, path):
    """Write the first `n_repeats` repeats of all sets into one compressed file.

    Parameters
    ----------
    records : iterable of dict
        Each with "set", "repeat" and "values", shape (len(PAIRS), len(FIELDS)).
    sets : list of str
    n_repeats : int
    path : path of the file, .npz
    """
    place = {name: i for i, name in enumerate(sets)}
    values = np.full((len(sets), n_repeats, len(PAIRS), len(FIELDS)), np.nan)
    for record in records:
        if record["set"] in place and record["repeat"] < n_repeats:
            values[place[record["set"]], record["repeat"]] = record["values"]
    arrays = {}
    for i, field in enumerate(FIELDS):
        column = values[..., i] * (SCALE if field in PROBABILITY_SCORES else 1)
        arrays[field] = np.rint(np.moveaxis(column, 1, -1)).astype(np.uint16)  # (sets, pairs, repeats)
    profiles = [profile(load_study_set(name).data) for name in sets]
    arrays |= {name: np.array([one[name] for one in profiles]) for name in profiles[0]}
    np.savez_compressed(path, sets=np.array(sets), **arrays)
