"""One training set resampled to many ratios: what the model is worth in truth, and what its probabilities become."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.calibration import correct_prior
from lessonlib.compute.data import GaussianClasses
from lessonlib.compute.logistic import fit_logistic_regression
from lessonlib.compute.resampling import random_oversample, random_undersample, smote_resample
from lessonlib.compute.validate import as_both_classes, as_count, as_fraction
from lessonlib.compute.verdict import true_rates

CLOSER_CLASSES = GaussianClasses((0.0, 0.0), (1.5, 1.5), 1.0, 0.8, prevalence=0.05)  # than the lesson's: they overlap
METHODS = {"oversampling": random_oversample, "undersampling": random_undersample}
L2 = 0.1  # keeps the coefficients finite where a line separates the few rows that undersampling leaves
FRESH_ROWS = 20_000


class ResamplingPath(NamedTuple):
    """One entry for each ratio; `times` of shape (ratios, n) says how often each training row occurs."""

    times: np.ndarray
    w: np.ndarray
    b: np.ndarray
    recall: np.ndarray
    false_alarm_rate: np.ndarray
    auroc: np.ndarray
    mean_probability: np.ndarray


def resampling_path(X, y, method, ratios, seed=42, classes=CLOSER_CLASSES):
    """Resample training rows to each of the ratios, fit a logistic regression, and judge it by the population.

    Parameters
    ----------
    X : array-like, shape (n, d)
        Drawn from `classes`.
    y : array-like of 0 and 1, shape (n,)
    method : callable
        ``method(X, y, ratio, seed)`` returns the resampled X and y: minority / majority after it is `ratio`.
    ratios : sequence of float > 0
    seed : int, default 42
    classes : GaussianClasses, default the lesson's two clouds, moved closer together

    Returns
    -------
    ResamplingPath
        Recall and false-alarm rate at the threshold 0.5, and AUROC, are exact; the mean probability is that of
        20,000 fresh rows.

    Raises
    ------
    ValueError
        If `method` returns rows that are not in X, or under another label.
    """
    X, y = np.asarray(X, dtype=float), as_both_classes(y, "y").astype(int)
    fresh, _ = classes.sample(FRESH_ROWS, seed=0)
    times, models = [], []
    for ratio in ratios:
        rows = _resampled_rows(method, y, ratio, seed)
        models.append(fit_logistic_regression(X[rows], y[rows], l2=L2))
        times.append(np.bincount(rows, minlength=len(y)))
    alarms, recall = np.transpose([true_rates(model, classes) for model in models])
    areas = [true_auroc(model.w, classes) for model in models]
    means = [model.probability(fresh).mean() for model in models]
    w, b = map(np.array, zip(*models, strict=True))
    return ResamplingPath(np.array(times), w, b, recall, alarms, np.array(areas), np.array(means))


def true_auroc(w, classes=CLOSER_CLASSES):
    """Return how often a positive scores above a negative in the population, with scores w · x, exactly.

    Along w, the difference of a positive and a negative is normal, with variance ‖w‖² (σ₁² + σ₀²).

    Parameters
    ----------
    w : array-like, shape (2,)
    classes : GaussianClasses, default the lesson's two clouds, moved closer together

    Returns
    -------
    float in [0, 1]

    Examples
    --------
    Where both clouds have the same mean along w, the score says nothing:

    >>> from lessonlib.compute.data import GaussianClasses
    >>> float(true_auroc([1.0, 0.0], GaussianClasses((0.0, 0.0), (0.0, 2.0))))
    0.5
    """
    from scipy.special import ndtr

    apart = np.dot(w, np.subtract(classes.mean_positive, classes.mean_negative))
    return ndtr(apart / (np.linalg.norm(w) * np.hypot(classes.sd_negative, classes.sd_positive)))


def _resampled_rows(method, y, ratio, seed):
    """Return the numbers of the rows that a method returns: it is handed the numbers in place of the features."""
    X, labels = method(np.arange(len(y), dtype=float)[:, None], y.copy(), ratio, seed)
    rows, labels = np.ravel(X), np.ravel(labels)
    known = len(rows) == len(labels) > 0 and np.isin(rows, np.arange(len(y))).all()
    if not known or np.any(y[rows.astype(int)] != labels):
        raise ValueError(
            "method must return rows of X with their labels; got others. Choose row numbers, and use them for X and y."
        )
    return rows.astype(int)


EQUAL_CLOUDS = GaussianClasses((0.0, 0.0), (1.5, 0.75), prevalence=0.05)  # the log-odds are linear: the model fits
TREATMENTS = ("class weights", "undersampling", "oversampling", "SMOTE")
TEST_ROWS = 20_000


class ResampledProbabilities(NamedTuple):
    """Predictions for the same test rows, one row of `p` and `corrected` for each share of positives in training."""

    shares: np.ndarray  # (m,)
    p: np.ndarray  # (m, n)
    corrected: np.ndarray  # (m, n)
    y: np.ndarray  # (n,)
    held_out: tuple  # labels (n,) and predictions (m, n) for a second set of fresh rows


def resampled_probabilities(method, shares, classes=EQUAL_CLOUDS, n_train=4_000, seed=0):
    """Resample one training set to each share of positives, fit, and predict fresh rows of the real prevalence.

    Parameters
    ----------
    method : str
        One of `TREATMENTS`. "class weights" gives the positives that share of the total weight.
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

    Raises
    ------
    ValueError
        For an unknown method, or a share that is not between the prevalence and 0.5.
    """
    if method not in TREATMENTS:
        raise ValueError(f"method must be one of {', '.join(TREATMENTS)}; got {method!r}. Choose one of these.")
    prevalence = classes.prevalence
    for share in shares:
        if not prevalence <= as_fraction(share, "shares") <= 0.5:
            raise ValueError(f"shares must lie between the prevalence, {prevalence}, and 0.5; got {share}. Drop it.")
    n_positive = round(as_count(n_train, "n_train", 2) * prevalence)
    X, y = classes.sample_counts(n_train - n_positive, n_positive, seed=[seed, 0])
    tests = [classes.sample(TEST_ROWS, seed=[seed, part]) for part in (1, 2)]
    fitted = [_fit_at(method, X, y, share, prevalence, seed) for share in shares]
    p, held_out = (np.array([model.probability(rows) for model in fitted]) for rows, _ in tests)
    corrected = [
        correct_prior(of, from_prevalence=share, to_prevalence=prevalence) for of, share in zip(p, shares, strict=True)
    ]
    return ResampledProbabilities(np.array(shares), p, np.array(corrected), tests[0][1], (tests[1][1], held_out))


def _fit_at(method, X, y, share, prevalence, seed):
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
