"""What resampling does to probabilities: fit at rising shares of positives, and ask the same fresh rows each time."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.calibration import correct_prior, reliability_bins
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.logistic import fit_logistic_regression
from lessonlib.compute.resampling import random_oversample, random_undersample, smote_resample
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import as_count, as_fraction

EQUAL_CLOUDS = GaussianClasses((0.0, 0.0), (1.5, 0.75), prevalence=0.05)  # the log-odds are linear: the model fits
METHODS = ("class weights", "undersampling", "oversampling", "SMOTE")
TEST_ROWS = 20_000


class Reliability(NamedTuple):
    """Non-empty bins of predicted probability: as `ReliabilityBins`, with 95 % intervals of their shares."""

    prob_pred: np.ndarray
    prob_true: np.ndarray
    counts: np.ndarray
    low: np.ndarray
    high: np.ndarray


class ResampledProbabilities(NamedTuple):
    """Predictions for the same test rows, one row of `p` and `corrected` for each share of positives in training."""

    shares: np.ndarray  # (m,)
    p: np.ndarray  # (m, n)
    corrected: np.ndarray  # (m, n)
    y: np.ndarray  # (n,)
    held_out: tuple  # labels (n,) and predictions (m, n) for a second set of fresh rows


def reliability(y_true, y_prob, n_bins=10, strategy="uniform"):
    """Compare predicted probabilities with what happened, bin by bin, and say how sure that is.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float in [0, 1], shape (n,)
    n_bins : int, default 10
    strategy : "uniform" or "quantile", default "uniform"
        Bins of equal width, or of about equal size.

    Returns
    -------
    Reliability
        What `reliability_bins` returns, and Wilson's 95 % interval for the share of positives in each bin.

    Examples
    --------
    Two rows in each bin say little:

    >>> bins = reliability([0, 0, 1, 1], [0.1, 0.3, 0.7, 0.9], n_bins=2)
    >>> bins.counts.tolist(), bins.low.round(2).tolist(), bins.high.round(2).tolist()
    ([2, 2], [0.0, 0.34], [0.66, 1.0])
    """
    bins = reliability_bins(y_true, y_prob, n_bins, strategy)
    positives = np.rint(bins.prob_true * bins.counts).astype(int)
    intervals = [wilson_interval(*pair) for pair in zip(positives, bins.counts, strict=True)]
    return Reliability(*bins, *np.array(intervals).T)


def resampled_probabilities(method, shares, classes=EQUAL_CLOUDS, n_train=4_000, seed=0):
    """Resample one training set to each share of positives, fit, and predict fresh rows of the real prevalence.

    Parameters
    ----------
    method : str
        One of `METHODS`. "class weights" gives the positives that share of the total weight.
    shares : tuple of float, rising
        From the prevalence of `classes`, where nothing is changed, up to 0.5.
    classes : GaussianClasses, default two round clouds whose log-odds are linear
    n_train : int, default 4000
        With exactly the share `classes.prevalence` of positives.
    seed : int, default 0

    Returns
    -------
    ResampledProbabilities
        `corrected` is what `correct_prior` makes of `p`.
    """
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}; got {method!r}. Choose one of these.")
    prevalence = classes.prevalence
    for share in shares:
        if not prevalence <= as_fraction(share, "shares") <= 0.5:
            raise ValueError(f"shares must lie between the prevalence, {prevalence}, and 0.5; got {share}. Drop it.")
    n_positive = round(as_count(n_train, "n_train", 2) * prevalence)
    X, y = classes.sample_counts(n_train - n_positive, n_positive, seed=[seed, 0])
    tests = [classes.sample(TEST_ROWS, seed=[seed, part]) for part in (1, 2)]
    fitted = [_fit(method, X, y, share, prevalence, seed) for share in shares]
    p, held_out = (np.array([model.probability(rows) for model in fitted]) for rows, _ in tests)
    corrected = [
        correct_prior(of, from_prevalence=share, to_prevalence=prevalence) for of, share in zip(p, shares, strict=True)
    ]
    return ResampledProbabilities(np.array(shares), p, np.array(corrected), tests[0][1], (tests[1][1], held_out))


def _fit(method, X, y, share, prevalence, seed):
    ratio = share / (1 - share)
    if share == prevalence:
        return fit_logistic_regression(X, y)
    if method == "class weights":
        weights = np.where(y == 1, share / prevalence, (1 - share) / (1 - prevalence))
        return fit_logistic_regression(X, y, weights)
    if method == "SMOTE":
        return fit_logistic_regression(*smote_resample(X, y, 5, seed, ratio=ratio))
    resample = {"undersampling": random_undersample, "oversampling": random_oversample}[method]
    return fit_logistic_regression(*resample(X, y, seed, ratio=ratio))
