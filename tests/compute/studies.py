"""Made studies, small and with a known truth, for tests of what judges and shows them."""

import numpy as np

from lessonlib.compute.study import FIELDS, PAIRS, PROBABILITY_SCORES
from lessonlib.compute.study_results import Study

FAMILIES = ("abalone", "glass", "iris", "wine", "yeast", "zoo")
ROWS, POSITIVES = 50, 10  # of every test part


def made_study(n_sets=12, n_repeats=6, seed=0):
    """Return a study of random results; sets are dealt to six families in turn."""
    rng = np.random.default_rng(seed)
    shape = (n_sets, len(PAIRS), n_repeats)
    fields = {name: rng.uniform(0, 1, shape) for name in PROBABILITY_SCORES}
    for name in FIELDS[len(PROBABILITY_SCORES) :]:
        most = POSITIVES if name.startswith("tp") else ROWS - POSITIVES
        fields[name] = rng.integers(0, most + 1, shape)
    profiles = {
        "rows": np.full(n_sets, 5 * ROWS),
        "features": np.full(n_sets, 4),
        "positives": rng.integers(10, 90, n_sets),
        "overlap": rng.uniform(0, 1, n_sets),
        "repeated": np.zeros(n_sets),
        "test_rows": np.full(n_sets, ROWS),
        "test_positives": np.full(n_sets, POSITIVES),
    }
    profiles["ratio"] = 5 * ROWS / profiles["positives"] - 1
    families = tuple(FAMILIES[at % len(FAMILIES)] for at in range(n_sets))
    return Study(tuple(f"{family}-{at}" for at, family in enumerate(families)), families, profiles, fields)
