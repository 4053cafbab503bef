"""How a tuned threshold scatters: tune on many validation sets of one size, and judge each by the truth."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.data import LESSON_CLASSES
from lessonlib.compute.threshold import find_optimal_threshold
from lessonlib.compute.validate import as_count

TRUTH_ROWS = 1_000_000


class TunedThresholds(NamedTuple):
    """One entry for each validation set: the threshold found, its F1 there, and its F1 on fresh data."""

    thresholds: np.ndarray
    validation_f1: np.ndarray
    true_f1: np.ndarray


class TrueF1:
    """The F1 that every threshold has in truth, where the scores are the true probabilities.

    To about 0.001: over a million rows, the labels are replaced by their probabilities. tp at a threshold is
    the sum of the probabilities at or above it, which leaves out the noise of drawing labels.

    Parameters
    ----------
    classes : GaussianClasses, default the lesson's two clouds
    seed : int, default 0
    """

    def __init__(self, classes=LESSON_CLASSES, seed=0):
        X, _ = classes.sample(TRUTH_ROWS, seed)
        self.classes = classes
        self._rising = np.sort(classes.posterior(X))
        at_or_above = np.append(np.cumsum(self._rising[::-1])[::-1], 0.0)
        flagged = np.arange(TRUTH_ROWS, -1, -1)
        self._f1 = 2 * at_or_above / (flagged + at_or_above[0])

    def __call__(self, thresholds):
        """Return F1 at each of the thresholds, shape (m,)."""
        return self._f1[np.searchsorted(self._rising, thresholds)]

    def best(self):
        """Return the best threshold and its F1; the threshold is half the F1 (Lipton et al. 2014)."""
        best = np.argmax(self._f1)
        return float(self._rising[best]), float(self._f1[best])


def tune_repeatedly(truth, n_positive, n_repeats=200, seed=0, finder=find_optimal_threshold):
    """Tune the F1 threshold on `n_repeats` validation sets with `n_positive` positives each.

    The scores are the true probabilities, so all the scatter comes from the size of the validation set.

    Parameters
    ----------
    truth : TrueF1
    n_positive : int >= 1
        Positives in each set; the negatives are in proportion to the prevalence.
    n_repeats : int, default 200
    seed : int, default 0
    finder : callable, default find_optimal_threshold
        ``finder(y_true, y_score)`` returns ``(threshold, score)``.

    Returns
    -------
    TunedThresholds
        Arrays of shape (n_repeats,).
    """
    classes = truth.classes
    n_negative = round(n_positive * (1 - classes.prevalence) / classes.prevalence)
    found = []
    for child in np.random.SeedSequence([seed, n_positive]).spawn(as_count(n_repeats, "n_repeats", 1)):
        X, y = classes.sample_counts(n_negative, n_positive, child)
        found.append(finder(y, classes.posterior(X)))
    thresholds, validation_f1 = np.array(found, dtype=float).T
    return TunedThresholds(thresholds, validation_f1, truth(thresholds))
