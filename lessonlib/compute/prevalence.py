"""The same detector among more or fewer positives: what its precision becomes when only the mixture changes.

Rates inside a class (recall, false-alarm rate) stay; whatever looks at both classes follows from them by Bayes' rule.
So F1 falls with the prevalence though the detector is the same: an experiment that thins positives shows both.
"""

import numpy as np

from lessonlib.compute.curves import roc_curve
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.validate import as_both_classes, as_count, as_features, as_fraction, same_length


def precision_at_prevalence(recall, false_alarm_rate, prevalence):
    """Return the precision of a detector where a share `prevalence` of the rows is positive, by Bayes' rule.

    π r / (π r + (1 − π) f); 0 where nothing is flagged.

    Parameters
    ----------
    recall, false_alarm_rate : float or ndarray in [0, 1]
        The share of the positives, and of the negatives, that it flags.
    prevalence : float or ndarray, between 0 and 1
        Broadcast with the rates.

    Returns
    -------
    float or ndarray in [0, 1]

    Raises
    ------
    ValueError
        If a rate lies outside [0, 1], or the prevalence is not strictly between 0 and 1.

    Examples
    --------
    Of 1,000 rows 10 are positive, 8 of them caught; 99 of 990 negatives flagged: 8 / 107.

    >>> round(precision_at_prevalence(0.8, 0.1, 0.01), 4)
    0.0748
    """
    share = np.asarray(prevalence, dtype=float)
    if not np.all((share > 0) & (share < 1)):
        raise ValueError(f"prevalence must lie strictly between 0 and 1; got {prevalence}. 5 % is written 0.05.")
    for name, rate in (("recall", recall), ("false_alarm_rate", false_alarm_rate)):
        if not np.all((np.asarray(rate) >= 0) & (np.asarray(rate) <= 1)):
            raise ValueError(f"{name} must lie in [0, 1]; got {rate}. 80 % is written 0.8.")
    caught, alarms = share * recall, (1 - share) * false_alarm_rate
    flagged = caught + alarms
    found = np.divide(caught, flagged, out=np.zeros(np.shape(flagged)), where=flagged > 0)
    return found if found.ndim else float(found)


def average_precision_at_prevalence(y_true, y_score, prevalence):
    """Return the average precision that the same ranking would have at another prevalence.

    Each class's scores are kept, and their weights changed so that a share `prevalence` of the weight is positive.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)
    prevalence : float in (0, 1)

    Returns
    -------
    float in (0, 1]

    Raises
    ------
    ValueError
        If a class is missing, a score is NaN, or the prevalence is not strictly between 0 and 1.

    Examples
    --------
    At the prevalence of the data it is `average_precision`, the mean of 1/1 and 2/3:

    >>> round(average_precision_at_prevalence([1, 0, 1, 0], [4, 3, 2, 1], 0.5), 4)
    0.8333
    """
    false_alarm_rate, recall, _ = roc_curve(y_true, y_score)
    precision = precision_at_prevalence(recall, false_alarm_rate, as_fraction(prevalence, "prevalence"))
    return float(np.sum(np.diff(recall) * precision[1:]))


def rates_at_capacity(y_true, y_score, prevalence, capacity):
    """Return recall and false-alarm rate where a share `capacity` of the rows is flagged, highest scores first.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)
    prevalence : float in (0, 1)
        The share of positives where the detector is used; the classes' scores are weighted to it.
    capacity : float in (0, 1)
        0.05 if 50 of 1,000 rows can be checked.

    Returns
    -------
    recall, false_alarm_rate : float
        Where the last places are tied, means over all ways to fill them.

    Raises
    ------
    ValueError
        If a class is missing, or a share is not strictly between 0 and 1.

    Examples
    --------
    The two best of four rows, one of them positive:

    >>> rates_at_capacity([1, 0, 1, 0], [4, 3, 2, 1], prevalence=0.5, capacity=0.5)
    (0.5, 0.5)
    """
    false_alarm_rate, recall, _ = roc_curve(y_true, y_score)
    share, limit = as_fraction(prevalence, "prevalence"), as_fraction(capacity, "capacity")
    flagged = share * recall + (1 - share) * false_alarm_rate
    return float(np.interp(limit, flagged, recall)), float(np.interp(limit, flagged, false_alarm_rate))


FRACTIONS = (0.5, 0.2, 0.3)  # train, validation, test


def ratio_experiment(X, y, shares, fit, resample, score, n_rows=2000, n_repeats=20, seed=42):
    """Score a learner without and with resampling, at several shares of positives, on the same rows each time.

    For each share and each repeat: draw rows without replacement, split them, fit both ways, score both on the same
    validation and test rows. Those keep the share; only training rows are resampled.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
        A data set with enough rows of both classes; the less of it a repeat uses, the less repeats depend on
        each other.
    shares : sequence of float in (0, 1)
        Shares of positives, such as 0.5, 0.1, 0.01.
    fit : callable
        ``fit(X, y)`` trains a model and returns a function from rows to probabilities of class 1.
    resample : callable
        ``resample(X, y)`` returns other training rows and their labels.
    score : callable
        ``score(y_validation, p_validation, y_test, p_test)`` returns a number; a threshold may be tuned on the first
        two.
    n_rows : int, default 2000
        Rows of each repeat: half to train on, 20 % to validate, 30 % to test.
    n_repeats : int, default 20
    seed : int, default 42

    Returns
    -------
    ndarray, shape (n_shares, n_repeats, 2)
        Scores without and with resampling.

    Raises
    ------
    ValueError
        If the data have too few rows of a class for one of the shares.
    """
    X, positive = as_features(X), as_both_classes(y, "y")
    same_length(X, positive, "X", "y")
    n_rows, n_repeats = as_count(n_rows, "n_rows", 10), as_count(n_repeats, "n_repeats", 1)
    y = positive.astype(int)
    seeds = np.random.SeedSequence(seed).spawn(len(shares) * n_repeats)
    scores = np.empty((len(shares), n_repeats, 2))
    for place, (share, repeat) in enumerate(np.ndindex(len(shares), n_repeats)):
        drawing, splitting = seeds[place].spawn(2)
        rows = _thinned(y, as_fraction(shares[share], "share"), n_rows, np.random.default_rng(drawing))
        parts = [rows[part] for part in stratified_split(y[rows], FRACTIONS, splitting)]
        scores[share, repeat] = _both_ways(X, y, parts, fit, resample, score)
    return scores


def f1_at_prevalence(recall, false_alarm_rate, prevalence):
    """Return the F1 of a detector with this recall and this false-alarm rate where positives are this frequent.

    F1 = 2 · TP / (2 · TP + FP + FN), with recall · prevalence in place of TP, and so on; 0 where nobody is flagged.

    Parameters
    ----------
    recall, false_alarm_rate : float in [0, 1]
        Flagged share of the positives and of the negatives: a point of the ROC curve.
    prevalence : float in (0, 1)

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        If a rate lies outside [0, 1], or the prevalence is not strictly between 0 and 1.

    Examples
    --------
    90 of 100 positives and 10 of 100 negatives flagged; then the same with 900 negatives, 90 of them flagged:

    >>> f1_at_prevalence(0.9, 0.1, 0.5), round(f1_at_prevalence(0.9, 0.1, 0.1), 6)
    (0.9, 0.642857)
    """
    for name, value in (("recall", recall), ("false_alarm_rate", false_alarm_rate)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must lie in [0, 1]; got {value}. 80 % is written 0.8.")
    prevalence = as_fraction(prevalence, "prevalence")
    tp, fp = recall * prevalence, false_alarm_rate * (1 - prevalence)
    return float(2 * tp / (tp + fp + prevalence)) if tp else 0.0


def _thinned(y, share, n_rows, rng):
    """Draw rows without replacement, so many of them positive that they make up the share."""
    n_positive = round(share * n_rows)
    wanted = {1: n_positive, 0: n_rows - n_positive}
    for label, count in wanted.items():
        if count > np.sum(y == label):
            raise ValueError(
                f"y must hold at least {count} rows of class {label} for a share of {share} in {n_rows} rows; "
                f"got {np.sum(y == label)}. Use fewer rows, or a larger data set."
            )
    return np.concatenate(
        [rng.choice(np.flatnonzero(y == label), count, replace=False) for label, count in wanted.items()]
    )


def _both_ways(X, y, parts, fit, resample, score):
    """Return the scores without and with resampling on the same validation and test rows."""
    train, validation, test = parts
    models = fit(X[train], y[train]), fit(*resample(X[train], y[train]))
    return [score(y[validation], predict(X[validation]), y[test], predict(X[test])) for predict in models]
