"""Probabilities: do they mean what they say, and how to mend them when the class proportions were changed.

The confidence of a person, too: how sure they said they were, and how often they were right.
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.compute.validate import as_both_classes, as_count, as_fraction, as_labels, as_probabilities


class CalibrationLine(NamedTuple):
    """How probabilities would have to be moved on the log-odds scale, with standard errors; right ones have 0 and 1."""

    intercept: float
    slope: float
    intercept_error: float
    slope_error: float


class ReliabilityBins(NamedTuple):
    """Non-empty bins of predicted probability: their mean prediction, their share of positives, their size."""

    prob_pred: np.ndarray
    prob_true: np.ndarray
    counts: np.ndarray


class Reliability(NamedTuple):
    """Non-empty bins of predicted probability: as `ReliabilityBins`, with 95 % intervals of their shares."""

    prob_pred: np.ndarray
    prob_true: np.ndarray
    counts: np.ndarray
    low: np.ndarray
    high: np.ndarray


def brier_score(y_true, y_prob):
    """Return the mean squared error of probabilities, Σ (pᵢ − yᵢ)² / n (half of Brier's own, 1950); smaller is better.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float in [0, 1], shape (n,)

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        If a label is not 0 or 1, or a probability lies outside [0, 1].

    Examples
    --------
    Always predicting a prevalence of 5 % costs .05 × .95:

    >>> round(brier_score([1] * 5 + [0] * 95, [0.05] * 100), 6)
    0.0475
    """
    positive = as_labels(y_true)
    return float(np.mean((as_probabilities(y_prob, len(positive)) - positive) ** 2))


def log_loss(y_true, y_prob):
    """Return the mean surprise −ln p of what happened; smaller is better, infinite if the impossible happened.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float in [0, 1], shape (n,)

    Returns
    -------
    float >= 0

    Raises
    ------
    ValueError
        If a label is not 0 or 1, or a probability lies outside [0, 1].

    Examples
    --------
    A coin costs ln 2:

    >>> round(log_loss([1, 0], [0.5, 0.5]), 6)
    0.693147
    """
    positive = as_labels(y_true)
    p = as_probabilities(y_prob, len(positive))
    with np.errstate(divide="ignore"):
        return float(-np.mean(np.log(np.where(positive, p, 1 - p))))


def calibration_line(y_true, y_prob):
    """Fit log-odds of what happens = intercept + slope · log-odds of what was promised (Cox 1958).

    A slope below 1: the probabilities are too extreme; above 1: too timid. The intercept is fitted with the slope held
    at 1, as is usual: below 0 means that too much is promised on the whole.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
        Rows that neither the model nor its calibration has seen; both classes.
    y_prob : array-like of float, 0 < p < 1, shape (n,)

    Returns
    -------
    CalibrationLine
        Estimate ± 1.96 standard errors is about a 95 % interval.

    Raises
    ------
    ValueError
        If a probability is exactly 0 or 1: its log-odds are infinite.

    Examples
    --------
    Odds 4 times too large on either side: three of ten happen where 12/19 were promised.

    >>> y, p = [1] * 3 + [0] * 7 + [1] * 7 + [0] * 3, [12 / 19] * 10 + [28 / 31] * 10
    >>> line = calibration_line(y, p)
    >>> round(line.intercept, 6), round(line.slope, 6)    # −ln 4
    (-1.386294, 1.0)
    """
    from lessonlib.compute.logistic import fit_logistic_regression, sigmoid

    positive = as_both_classes(y_true)
    p = as_probabilities(y_prob, len(positive))
    if not (p.min() > 0 and p.max() < 1):
        raise ValueError(
            f"y_prob must lie strictly between 0 and 1; got {np.sum((p <= 0) | (p >= 1))} of {len(p)} at an end. "
            "Take log-odds before they are rounded, or recalibrate."
        )
    logits = np.log(p) - np.log1p(-p)
    intercept = 0.0
    for _ in range(50):  # Newton's method on one number
        moved = sigmoid(logits + intercept)
        step = (positive.sum() - moved.sum()) / np.sum(moved * (1 - moved))
        intercept += float(np.clip(step, -2, 2))
        if abs(step) < 1e-10:
            break
    intercept_error = 1 / np.sqrt(np.sum(moved * (1 - moved)))
    w, b = fit_logistic_regression(logits[:, None], positive.astype(int))
    fitted = sigmoid(w[0] * logits + b)
    weight = fitted * (1 - fitted)
    centred = logits - np.average(logits, weights=weight)
    return CalibrationLine(
        intercept, float(w[0]), float(intercept_error), float(1 / np.sqrt(np.sum(weight * centred**2)))
    )


def reliability_bins(y_true, y_prob, n_bins=10, strategy="uniform"):
    """Compare predicted probabilities with what happened, bin by bin.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float in [0, 1], shape (n,)
    n_bins : int, default 10
    strategy : "uniform" or "quantile", default "uniform"
        Bins of equal width, or of about equal size. A value on an edge belongs to the lower bin.

    Returns
    -------
    ReliabilityBins
        Arrays of shape (m,), m <= n_bins: empty bins are left out.

    Raises
    ------
    ValueError
        As `brier_score`, or for an unknown strategy.

    Examples
    --------
    >>> bins = reliability_bins([0, 0, 0, 1, 1, 1], [0, 0.1, 0.2, 0.8, 0.9, 1], n_bins=2)
    >>> bins.prob_pred.round(6).tolist(), bins.prob_true.tolist()
    ([0.1, 0.9], [0.0, 1.0])
    """
    positive = as_labels(y_true)
    p = as_probabilities(y_prob, len(positive))
    edges = np.linspace(0, 1, as_count(n_bins, "n_bins", 1) + 1)
    if strategy == "quantile":
        edges = np.quantile(p, edges)
    elif strategy != "uniform":
        raise ValueError(f'strategy must be "uniform" or "quantile"; got {strategy!r}. Use one of the two.')
    which = np.searchsorted(edges[1:-1], p)
    counts = np.bincount(which, minlength=n_bins)
    kept = counts > 0
    sums = (np.bincount(which, weights=values, minlength=n_bins)[kept] for values in (p, positive))
    return ReliabilityBins(*(total / counts[kept] for total in sums), counts[kept])


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

    Raises
    ------
    ValueError
        As `reliability_bins` does.

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


def correct_prior(y_prob, *, from_prevalence, to_prevalence):
    """Move probabilities from the prevalence a model was trained on to the one it will meet.

    βp / (βp + 1 − p), with β the ratio of the two prior odds (Saerens et al. 2002; for undersampling
    Dal Pozzolo et al. 2015, where β is the fraction of negatives that was kept).

    Parameters
    ----------
    y_prob : array-like of float in [0, 1], shape (n,)
    from_prevalence, to_prevalence : float in (0, 1)
        Share of positives in the training data after resampling or weighting, and where the model is used.

    Returns
    -------
    ndarray, shape (n,)
        The ranking is unchanged. Exact where the probabilities were right at the first prevalence and only the
        class proportions changed, by weights, copies or rows left out; SMOTE changes the minority's shape too, so there
        it is an approximation.

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1], or a prevalence is not strictly between 0 and 1.

    Examples
    --------
    Trained on 50 % positives, used where 5 % are:

    >>> correct_prior([0.0, 0.5, 0.95, 1.0], from_prevalence=0.5, to_prevalence=0.05).round(6).tolist()
    [0.0, 0.05, 0.5, 1.0]
    """
    p = as_probabilities(y_prob, len(np.atleast_1d(y_prob)))
    trained, used = as_fraction(from_prevalence, "from_prevalence"), as_fraction(to_prevalence, "to_prevalence")
    beta = used * (1 - trained) / ((1 - used) * trained)
    return beta * p / (beta * p + (1 - p))


def estimate_prevalence(y_prob, *, from_prevalence):
    """Estimate how many positives there are at a new place, from probabilities alone, without a label.

    Correct the probabilities to a prevalence, take their mean as the next one, and go on until it stays (the EM
    algorithm of Saerens et al. 2002). It is the likeliest prevalence if the probabilities were right at the first
    place and the features of each class are as they were there.

    Parameters
    ----------
    y_prob : array-like of float in [0, 1], shape (n,)
        Of rows of the new place, by the model of the old one.
    from_prevalence : float in (0, 1)
        Share of positives where the probabilities were right.

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1], or the prevalence is not strictly between 0 and 1.

    Examples
    --------
    A perfect detector, trained on equal classes, sees 3 of 10:

    >>> round(estimate_prevalence([1.0] * 3 + [0.0] * 7, from_prevalence=0.5), 6)
    0.3
    """
    p = as_probabilities(y_prob, len(np.atleast_1d(y_prob)))
    prevalence = as_fraction(from_prevalence, "from_prevalence")
    for _ in range(10_000):
        moved = float(correct_prior(p, from_prevalence=from_prevalence, to_prevalence=prevalence).mean())
        if abs(moved - prevalence) < 1e-9 or not 0 < moved < 1:
            return moved
        prevalence = moved
    return prevalence


class Judgement(NamedTuple):
    """Counts, the 95 % interval for the share that was right, and the mean confidence."""

    n: int
    n_right: int
    low: float
    high: float
    mean_confidence: float

    @property
    def word(self):
        """ "too sure", "not sure enough", or "can't tell" where the interval holds the mean confidence."""
        if self.low <= self.mean_confidence <= self.high:
            return "can't tell"
        return "too sure" if self.mean_confidence > self.high else "not sure enough"


def judge_confidence(right, confidence):
    """Set how sure somebody was against how often they were right.

    Parameters
    ----------
    right : array-like of 0 and 1, shape (n,)
    confidence : array-like of float in [0, 1], shape (n,)

    Returns
    -------
    Judgement

    Examples
    --------
    Ninety per cent sure ten times, and right in four:

    >>> judge_confidence([1] * 4 + [0] * 6, [0.9] * 10).word
    'too sure'
    """
    right = as_labels(right, "right")
    confidence = as_probabilities(confidence, len(right), "confidence")
    n_right = int(right.sum())
    return Judgement(len(right), n_right, *wilson_interval(n_right, len(right)), float(np.mean(confidence)))
