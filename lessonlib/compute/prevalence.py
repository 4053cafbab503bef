"""The same detector among more or fewer positives: what its precision becomes when only the mixture changes.

Rates inside a class (recall, false-alarm rate) stay; whatever looks at both classes follows from them by Bayes' rule.
"""

import numpy as np

from lessonlib.compute.curves import roc_curve
from lessonlib.compute.validate import as_fraction


def precision_at_prevalence(recall, false_alarm_rate, prevalence):
    """Return the precision of a detector where a share `prevalence` of the rows is positive, by Bayes' rule.

    π r / (π r + (1 − π) f); 0 where nothing is flagged.

    Parameters
    ----------
    recall, false_alarm_rate : float or ndarray in [0, 1]
        The share of the positives, and of the negatives, that it flags.
    prevalence : float or ndarray, between 0 and 1
        Broadcast with the rates.

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
