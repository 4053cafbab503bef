"""The leakage laboratory: what a test promises when something leaked into it, beside what fresh data say.

Labels can be pure noise, so the truth is known: no rule is better than a coin. Balanced accuracy keeps the coin at
0.5 whatever share of a test is positive, so a test whose classes were balanced does not look better for that alone.
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.metrics import balanced_accuracy, confusion_matrix_values
from lessonlib.compute.resampling import smote_resample
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.threshold import find_optimal_threshold
from lessonlib.compute.validate import as_count

LEAKS = ("scaling", "selection", "resampling", "duplicates", "threshold")
FEATURES, KEPT = 100, 5
SHIFT = 1.0  # of the features that tell the classes apart, where the labels are not noise
NEGATIVES_PER_POSITIVE = 4
NEIGHBORS = 5  # of SMOTE and of the detector
FRACTIONS = (0.5, 0.25, 0.25)
TRAIN, VALIDATION, TEST = range(3)
FRESH = 200  # rows of each class
FEWEST = 2 * (NEIGHBORS + 1)  # positives: half of them are SMOTE's


class LeakageRepeats(NamedTuple):
    """One entry for each repeat: balanced accuracy on the test part, and on fresh data, of the same rule."""

    reported: np.ndarray
    fresh: np.ndarray

    @property
    def optimism(self):
        """How much more the test part promises than fresh data keep."""
        return self.reported - self.fresh


def run_with_leaks(leaks=(), n_positive=40, n_repeats=40, seed=0, *, noise=True):
    """Build and test a detector on many data sets, with some of the steps done where they should not be.

    Each repeat draws `n_positive` positives and four times as many negatives with 100 features, and splits them into
    train (half), validation and test. The steps: scale; keep the 5 features whose class means differ most; balance
    by SMOTE; score by the 5 nearest training rows; choose the threshold on validation rows. Done rightly,
    scaling, selection and SMOTE see training rows only.

    Parameters
    ----------
    leaks : collection of str, default none
        "scaling", "selection", "resampling": the step sees all rows, and synthetic rows get into every part.
        "duplicates": every row is in the data twice, and the copies are dealt out to the parts anew.
        "threshold": chosen on the test part.
    n_positive : int >= 12, default 40
    n_repeats : int >= 1, default 40
    seed : int, default 0
        The same seed gives the same data sets and splits, whatever leaks.
    noise : bool, default True
        The labels have nothing to do with the features. If False, 5 features are shifted by one standard deviation.

    Returns
    -------
    LeakageRepeats
        Arrays of shape (n_repeats,). Fresh data hold 200 rows of each class.

    Raises
    ------
    ValueError
        For an unknown leak, or too few positives for SMOTE in the training part.
    """
    if isinstance(leaks, str) or not set(leaks) <= set(LEAKS):
        raise ValueError(f'leaks must be names out of {", ".join(LEAKS)}; got {leaks!r}. Use ["resampling"], or [].')
    shift = np.where(np.arange(FEATURES) < KEPT, 0.0 if noise else SHIFT, 0.0)
    classes = GaussianClasses(np.zeros(FEATURES), shift)
    origin = np.random.SeedSequence([seed, as_count(n_positive, "n_positive", FEWEST)])
    repeats = origin.spawn(as_count(n_repeats, "n_repeats", 1))
    return LeakageRepeats(*np.array([_one_repeat(classes, leaks, n_positive, repeat) for repeat in repeats]).T)


def _one_repeat(classes, leaks, n_positive, seed):
    """Return balanced accuracy on the test part and on fresh data, of which only the features kept are drawn."""
    rng, rng_fresh = map(np.random.default_rng, seed.spawn(2))
    X, y = classes.sample_counts(NEGATIVES_PER_POSITIVE * n_positive, n_positive, rng)
    part = _parts(y, rng)
    if "duplicates" in leaks:
        X, y, part = np.tile(X, (2, 1)), np.tile(y, 2), np.append(part, _dealt(len(y), rng))

    def seen_by(step):
        return (part == TRAIN) | (step in leaks)

    centre, spread = X[seen_by("scaling")].mean(axis=0), X[seen_by("scaling")].std(axis=0)
    X = (X - centre) / spread
    kept = _most_different(X[seen_by("selection")], y[seen_by("selection")])
    X_fresh, y_fresh = classes.of_features(kept).sample_counts(FRESH, FRESH, rng_fresh)
    X, X_fresh = X[:, kept], (X_fresh - centre[kept]) / spread[kept]
    X, y, part = _balanced(X, y, part, seen_by("resampling"), rng)

    score = _neighbor_score(X[part == TRAIN], y[part == TRAIN])
    tuned_on = part == (TEST if "threshold" in leaks else VALIDATION)
    threshold, _ = find_optimal_threshold(y[tuned_on], score(X[tuned_on]), "balanced_accuracy")
    tests = (X[part == TEST], y[part == TEST]), (X_fresh, y_fresh)
    return [balanced_accuracy(*confusion_matrix_values(y, score(X) >= threshold)) for X, y in tests]


def _parts(y, rng):
    """Return the part that each row belongs to, class by class in the same fractions."""
    part = np.empty(len(y), dtype=int)
    for number, rows in enumerate(stratified_split(y, FRACTIONS, rng)):
        part[rows] = number
    return part


def _dealt(n, rng):
    """Return a part for each of `n` rows that came in without regard to where they are from."""
    return rng.choice(len(FRACTIONS), size=n, p=FRACTIONS)


def _most_different(X, y):
    """Return the features whose class means lie farthest apart."""
    return np.argsort(-np.abs(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0)))[:KEPT]


def _balanced(X, y, part, seen, rng):
    """Add SMOTE rows made from the rows that it sees; if these are all rows, deal them out to all parts."""
    resampled, _ = smote_resample(X[seen], y[seen], NEIGHBORS, int(rng.integers(2**31)))
    synthetic = resampled[seen.sum() :]
    where = _dealt(len(synthetic), rng) if seen.all() else np.full(len(synthetic), TRAIN)
    return np.concatenate([X, synthetic]), np.append(y, np.ones(len(synthetic), dtype=int)), np.append(part, where)


def _neighbor_score(X, y):
    """Return a function that scores rows: the share of positives among the nearest, near ones counting more."""
    from scipy.spatial import cKDTree

    tree = cKDTree(X)

    def score(rows):
        distance, neighbor = tree.query(rows, k=NEIGHBORS)
        return np.average(y[neighbor], axis=1, weights=1 / (distance + 1e-9))  # a copy of the row decides alone

    return score
