"""Probabilities: do they mean what they say, and how to mend them when the class proportions were changed."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_count, as_fraction, as_labels, as_probabilities


class ReliabilityBins(NamedTuple):
    """Non-empty bins of predicted probability: their mean prediction, their share of positives, their size."""

    prob_pred: np.ndarray
    prob_true: np.ndarray
    counts: np.ndarray


def brier_score(y_true, y_prob):
    """Return the mean squared error of probabilities, Σ (pᵢ − yᵢ)² / n (half of Brier's own, 1950); smaller is better.

    Examples
    --------
    Always predicting a prevalence of 5 % costs .05 × .95:

    >>> round(brier_score([1] * 5 + [0] * 95, [0.05] * 100), 6)
    0.0475
    """
    positive = as_labels(y_true)
    return float(np.mean((as_probabilities(y_prob, len(positive)) - positive) ** 2))


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
