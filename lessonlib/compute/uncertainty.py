"""How sure: intervals for proportions, and verdicts on paired differences."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_count, as_fraction, as_probabilities, as_scores, as_vector


class Verdict(NamedTuple):
    """A mean difference with its interval, and what it lets one say.

    "better", "worse", "can't tell", or "equal" where every single difference is 0.
    """

    mean: float
    low: float
    high: float
    word: str


def wilson_interval(successes, trials, confidence=0.95):
    """Return an interval for a proportion that stays in [0, 1] and covers well on average (Wilson 1927).

    Parameters
    ----------
    successes : int, from 0 to `trials`
    trials : int >= 1
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    low, high : float in [0, 1]

    Raises
    ------
    ValueError
        If there are more successes than trials, or `confidence` is not strictly between 0 and 1.

    Examples
    --------
    9 of 14 positives caught: recall .64, but how sure is that?

    >>> low, high = wilson_interval(9, 14)
    >>> round(low, 2), round(high, 2)
    (0.39, 0.84)
    """
    from scipy.special import ndtri

    trials = as_count(trials, "trials", 1)
    successes = as_count(successes, "successes", 0)
    if successes > trials:
        raise ValueError(f"successes must not exceed trials; got {successes} of {trials}. Swap the two arguments.")
    z2 = ndtri((1 + as_fraction(confidence, "confidence")) / 2) ** 2
    centre = (successes + z2 / 2) / (trials + z2)
    half = np.sqrt(z2 * (successes * (trials - successes) / trials + z2 / 4)) / (trials + z2)
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))


def bootstrap_interval(metric, tp, tn, fp, fn, *, confidence=0.95, n_resamples=2000, seed=0):
    """Return an interval for a metric of the four counts: its middle range over rows drawn anew from the test's own.

    Percentile bootstrap (Efron 1979). To draw n rows with replacement is to draw the four counts from a multinomial
    distribution, so that no row has to be touched. It covers less often than it says where it rests on few positives,
    and an outcome that never occurred (fn = 0) can't come up in a resample.

    Parameters
    ----------
    metric : callable
        ``metric(tp, tn, fp, fn)`` for arrays of counts, for instance `precision`, `f1` or `mcc`.
    tp, tn, fp, fn : int >= 0
    confidence : float in (0, 1), default 0.95
    n_resamples : int, default 2000
    seed : int, default 0

    Returns
    -------
    low, high : float

    Raises
    ------
    ValueError
        If there is no row.

    Examples
    --------
    15 of 60 alerts are right; how far may that be chance?

    >>> from lessonlib.compute.metrics import precision
    >>> low, high = bootstrap_interval(precision, tp=15, tn=935, fp=45, fn=5)
    >>> round(low, 1), round(high, 1)
    (0.1, 0.4)
    """
    counts = [as_count(count, name, 0) for name, count in (("tp", tp), ("tn", tn), ("fp", fp), ("fn", fn))]
    if sum(counts) == 0:
        raise ValueError("tp, tn, fp and fn must hold at least one row; got four zeros. Count the test rows first.")
    draws = np.random.default_rng(seed).multinomial(
        sum(counts), np.divide(counts, sum(counts)), size=as_count(n_resamples, "n_resamples", 1)
    )
    tail = (1 - as_fraction(confidence, "confidence")) / 2
    low, high = np.quantile(metric(*draws.T), [tail, 1 - tail])
    return float(low), float(high)


def paired_verdict(differences, *, test_to_train=0.0, confidence=0.95, larger_is_better=True):
    """Judge repeated paired differences "treatment − baseline" by a t interval for their mean.

    Parameters
    ----------
    differences : array-like of float, shape (n_repeats,)
        One difference for each repeat, both methods on the same split.
    test_to_train : float, default 0.0
        Rows of test / rows of training where the repeats split the same rows again: such repeats depend on
        each other, and the variance is raised by this (Nadeau & Bengio 2003). 0 for independent data.
    confidence : float in (0, 1), default 0.95
    larger_is_better : bool, default True
        False for costs and the Brier score.

    Returns
    -------
    Verdict
        "better" or "worse" if the interval leaves out 0, "equal" if every difference is 0, else "can't tell".

    Raises
    ------
    ValueError
        If there are fewer than two differences, or one is not finite.

    Examples
    --------
    >>> paired_verdict([0.02, 0.01, 0.03, 0.02]).word, paired_verdict([0.02, -0.03, 0.04]).word
    ('better', "can't tell")
    """
    from scipy.special import stdtrit

    mean, standard_error, n = _mean_and_error(differences, test_to_train)
    half = float(stdtrit(n - 1, (1 + as_fraction(confidence, "confidence")) / 2) * standard_error)
    return Verdict(mean, mean - half, mean + half, _word(mean - half, mean + half, larger_is_better))


def paired_p_value(differences, *, test_to_train=0.0):
    """Return how often a mean difference this far from 0 would occur if there were none: the p-value of the verdict.

    Below 0.05 exactly where the 95 % interval of `paired_verdict` leaves out 0.

    Parameters
    ----------
    differences, test_to_train
        As in `paired_verdict`.

    Returns
    -------
    float in [0, 1]

    Examples
    --------
    >>> round(paired_p_value([0.02, 0.01, 0.03, 0.02]), 4)
    0.0163
    """
    from scipy.special import stdtr

    mean, error, n = _mean_and_error(differences, test_to_train)
    return float(2 * stdtr(n - 1, -abs(mean) / error)) if error else float(mean == 0)


def holm(p_values):
    """Raise p-values for having asked several questions, by Holm's steps (1979).

    Compare the results with 0.05: the chance of even one false finding among all of them is then at most 5 %.

    Parameters
    ----------
    p_values : array-like of float in [0, 1], shape (m,)

    Returns
    -------
    ndarray, shape (m,)
        In the order of the questions.

    Raises
    ------
    ValueError
        If a p-value lies outside [0, 1].

    Examples
    --------
    The smallest counts three times, the next twice, and no later one falls below an earlier one:

    >>> holm([0.01, 0.04, 0.03]).round(6).tolist()
    [0.03, 0.06, 0.06]
    """
    p = as_probabilities(p_values, len(as_vector(p_values, "p_values")), "p_values")
    rising = np.argsort(p)
    stepped = np.maximum.accumulate(p[rising] * np.arange(len(p), 0, -1))
    raised = np.empty(len(p))
    raised[rising] = np.minimum(stepped, 1.0)
    return raised


def _mean_and_error(differences, test_to_train):
    """Return the mean of the differences, its standard error, and how many there are."""
    differences = as_vector(differences, "differences")
    n = as_count(len(differences), "the number of differences", 2)
    differences = as_scores(differences, n, "differences")
    if not test_to_train >= 0:
        raise ValueError(f"test_to_train must be at least 0; got {test_to_train}. Divide test rows by training rows.")
    return float(differences.mean()), float(differences.std(ddof=1) * np.sqrt(1 / n + test_to_train)), n


def _word(low, high, larger_is_better):
    if low == high == 0:
        return "equal"
    if low <= 0 <= high:
        return "can't tell"
    return "better" if (low > 0) == larger_is_better else "worse"
