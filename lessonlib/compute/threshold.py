"""Choose the threshold: the exact best one for a metric, found in one pass over the sorted scores.

A count metric can only change where the threshold passes a score, so the distinct scores, and infinity for
"flag nobody", are all the candidates there are: no grid, and nothing between grid points is missed.
"""

from functools import partial
from inspect import signature
from typing import NamedTuple

import numpy as np

from lessonlib.compute import metrics
from lessonlib.compute.costs import expected_cost
from lessonlib.compute.curves import counts_at, counts_at_thresholds
from lessonlib.compute.data import LESSON_CLASSES
from lessonlib.compute.validate import as_both_classes, as_count, as_floats, as_fraction, as_scores, as_vector

AT_ONCE = 400_000  # numbers in an array
METRICS = ("accuracy", "balanced_accuracy", "cost", "f1", "f_beta", "mcc", "precision", "recall")


def find_optimal_threshold(
    y_true,
    y_probs,
    metric="f1",
    *,
    beta=1.0,
    cost_fp=1.0,
    cost_fn=1.0,
    min_precision=None,
    min_recall=None,
    max_alerts=None,
    thresholds=None,
):
    """Find the threshold at which ``y_probs >= threshold`` scores best.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
        Labels of held-out data; both classes must occur.
    y_probs : array-like of float, shape (n,)
        Probabilities, or any score that rises with them.
    metric : str or callable, default "f1"
        A name in `METRICS`, or a function of ``(tp, tn, fp, fn)`` that accepts arrays; larger is better.
        "cost" is the mean cost of a row, and smaller is better.
    beta : float, default 1.0
        For "f_beta": recall has the weight beta², precision the weight 1.
    cost_fp, cost_fn : float, default 1.0
        For "cost": what a false alarm and a missed positive cost.
    min_precision, min_recall : float in [0, 1], optional
        Only thresholds that reach these are candidates.
    max_alerts : int, optional
        Only thresholds that flag at most this many rows are candidates.
    thresholds : array-like of float, optional
        Candidates to use instead of the distinct scores.

    Returns
    -------
    threshold : float
        It attains the best value; of several, the first candidate: the strictest, unless `thresholds` orders
        them otherwise. Infinity means: flag nobody.
    score : float
        The value of the metric at that threshold.

    Raises
    ------
    ValueError
        For an unknown metric, or an argument that it does not look at; for "precision" or "recall" without the
        constraint that makes the question meaningful; for constraints that no threshold meets; for a metric
        that is NaN somewhere; for scores that are all equal.

    Examples
    --------
    >>> find_optimal_threshold([0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9])
    (0.3, 0.8)
    """
    _refuse_idle(metric, beta, cost_fp, cost_fn)
    score_of = _objective(metric, beta, cost_fp, cost_fn)
    _refuse_one_sided(metric, min_precision, min_recall, max_alerts)
    counts = _candidates(y_true, y_probs, thresholds)
    with np.errstate(divide="ignore", invalid="ignore"):  # what comes of it is said below
        scores = np.broadcast_to(np.asarray(score_of(*counts[1:]), dtype=float), counts.thresholds.shape)
    allowed = _allowed(counts, min_precision, min_recall, max_alerts)
    _refuse_undefined(counts.thresholds[allowed & np.isnan(scores)])
    sign = -1 if metric == "cost" else 1
    best = np.argmax(np.where(allowed, sign * scores, -np.inf))
    return float(counts.thresholds[best]), float(scores[best])


def bootstrap_thresholds(y_true, y_score, metric="f1", *, n_resamples=200, seed=0):
    """Tune the threshold again on resamples of the same rows, drawn with replacement class by class (Efron 1979).

    The range of what comes out says how far the threshold can be trusted. Its middle 95 % held the best threshold of
    the population in about 6 of 10 tries with 10 positives, in about 9 of 10 with 50 (lesson 07 measures it).

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_score : array-like of float, shape (n,)
    metric : str or callable, default "f1"
        As in `find_optimal_threshold`, where it needs no further argument.
    n_resamples : int, default 200
    seed : int, default 0

    Returns
    -------
    ndarray, shape (n_resamples,)

    Raises
    ------
    ValueError
        As `find_optimal_threshold` does.

    Examples
    --------
    >>> sorted(set(bootstrap_thresholds([0, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.9]).tolist()))
    [0.3, 0.9]
    """
    score_of = _objective(metric, 1.0, 1.0, 1.0)
    _refuse_one_sided(metric, None, None, None)
    _candidates(y_true, y_score, None, "y_score")  # says in words what is wrong with the rows
    scores = np.asarray(y_score, dtype=float)
    falling = np.argsort(-scores, kind="stable")
    scores, positive = scores[falling], as_both_classes(y_true)[falling]
    ends = np.append(np.flatnonzero(scores[1:] != scores[:-1]), len(scores) - 1)  # equal scores are flagged together
    rng = np.random.default_rng(seed)
    left, best = as_count(n_resamples, "n_resamples", 1), []
    while left:  # as many resamples at once as fit into a few megabytes
        size = min(left, 1 + AT_ONCE // len(scores))
        tp, fp = (_counted(rows, size, rng)[:, ends] for rows in (positive, ~positive))
        tp, fp = (np.pad(counts, ((0, 0), (1, 0))) for counts in (tp, fp))  # "flag nobody" comes first
        best.append(np.argmax(score_of(tp, fp[:, -1:] - fp, fp, tp[:, -1:] - tp), axis=1))
        left -= size
    return np.append(np.inf, scores[ends])[np.concatenate(best)]


def positives_to_catch(floor, n_positive, confidence=0.95):
    """Return how many of the validation positives a threshold must catch to keep a floor under its recall.

    A threshold that catches the m highest of n positives catches a share of all positives that is Beta(m, n − m + 1)
    distributed, whatever the scores (Wilks 1941, tolerance limits); lower thresholds catch more.

    Parameters
    ----------
    floor : float in (0, 1)
        The recall that is to be kept on new data.
    n_positive : int >= 1
        Positives on the validation part, drawn like those to come.
    confidence : float in (0, 1), default 0.95
        How often the floor shall be kept, over validation parts of this size.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If not even all of them are enough.

    Examples
    --------
    >>> positives_to_catch(0.8, 14), positives_to_catch(0.8, 100)
    (14, 87)
    """
    from scipy.special import bdtr

    floor, confidence = as_fraction(floor, "floor"), as_fraction(confidence, "confidence")
    n_positive = as_count(n_positive, "n_positive", 1)
    enough = np.flatnonzero(bdtr(np.arange(n_positive), n_positive, floor) >= confidence)
    if not len(enough):
        needed = int(np.ceil(np.log(1 - confidence) / np.log(floor)))
        raise ValueError(
            f"n_positive must be at least {needed} for a recall of {floor:g} with confidence {confidence:g}; got "
            f"{n_positive}. Collect more positives, or promise less."
        )
    return int(enough[0]) + 1


def _counted(rows, size, rng):
    """Return, for `size` bootstrap samples of these rows, how many of them stand at or above each row."""
    places = np.flatnonzero(rows)
    drawn = places[rng.integers(len(places), size=(size, len(places)))]
    of_sample = len(rows) * np.arange(size)[:, None]
    return np.bincount((drawn + of_sample).ravel(), minlength=size * len(rows)).reshape(size, -1).cumsum(axis=1)


def _refuse_idle(metric, beta, cost_fp, cost_fn):
    """Refuse arguments that the metric would not look at."""
    for name, value, needs in (("beta", beta, "f_beta"), ("cost_fp", cost_fp, "cost"), ("cost_fn", cost_fn, "cost")):
        if value != 1.0 and metric != needs:
            raise ValueError(f'{name} must be left out with metric={metric!r}; got {value}. It goes with "{needs}".')


def _objective(metric, beta, cost_fp, cost_fn):
    """Return the metric as a function of (tp, tn, fp, fn)."""
    if callable(metric):
        try:
            signature(metric).bind(0, 0, 0, 0)
        except TypeError:
            said = getattr(metric, "__name__", metric)
            raise TypeError(f"metric must take (tp, tn, fp, fn); got {said}. Use a name such as 'f1'.") from None
        return metric
    if metric not in METRICS:
        raise ValueError(
            f"metric must be one of {', '.join(METRICS)}; got {metric!r}. Or pass a function of (tp, tn, fp, fn)."
        )
    if metric == "cost":
        return partial(expected_cost, cost_fp=cost_fp, cost_fn=cost_fn)
    if metric == "f_beta":
        return partial(metrics.f_beta, beta=beta)
    return getattr(metrics, metric)


def _refuse_one_sided(metric, min_precision, min_recall, max_alerts):
    """Refuse questions that "flag everybody", or a handful of alerts, answers well enough."""
    if metric == "recall" and min_precision is None and max_alerts is None:
        raise ValueError(
            'metric must be constrained for "recall": alone, nothing beats flagging everybody. '
            'Add min_precision=… or max_alerts=…, or use "f_beta" with beta=2.'
        )
    if metric == "precision" and min_recall is None:
        raise ValueError(
            'metric must be constrained for "precision": alone, a handful of alerts is usually best. '
            'Add min_recall=…, or use "f_beta" with beta=0.5.'
        )


def _candidates(y_true, scores, thresholds, name="y_probs"):
    """Return the counts at every candidate threshold."""
    positive = as_both_classes(y_true)
    scores = as_scores(scores, len(positive), name)
    if scores.min() == scores.max():
        raise ValueError(
            f"{name} must hold at least two different scores; got {len(scores)} times {scores[0]:.4g}. "
            "A constant score ranks nothing: look at the model."
        )
    counts = counts_at_thresholds(positive, scores)
    return counts if thresholds is None else counts_at(counts, _as_thresholds(thresholds))


def _as_thresholds(thresholds):
    thresholds = as_floats(as_vector(thresholds, "thresholds"), "thresholds")
    if np.isnan(thresholds).any():
        raise ValueError("thresholds must be numbers; got NaN among them. Remove it: no score is at or above NaN.")
    return thresholds


def _refuse_undefined(thresholds):
    """Refuse a metric that is 0/0 at some candidate: NaN is neither better nor worse than anything."""
    if len(thresholds):
        raise ValueError(
            f"metric must give a number at every candidate; got NaN at threshold {thresholds[0]:g}. "
            "Say in your function what 0/0 counts as, or set costs that are numbers."
        )


def _allowed(counts, min_precision, min_recall, max_alerts):
    """Say which candidates meet the constraints; raise if none does."""
    allowed = np.ones(len(counts.thresholds), dtype=bool)
    if min_precision is not None:
        allowed &= metrics.precision(*counts[1:]) >= min_precision
    if min_recall is not None:
        allowed &= metrics.recall(*counts[1:]) >= min_recall
    if max_alerts is not None:
        allowed &= counts.tp + counts.fp <= max_alerts
    if not allowed.any():
        wanted = {"min_precision": min_precision, "min_recall": min_recall, "max_alerts": max_alerts}
        named = ", ".join(f"{name}={value}" for name, value in wanted.items() if value is not None)
        raise ValueError(f"the constraints must be met by some threshold; none meets {named}. Relax one of them.")
    return allowed


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

    Raises
    ------
    ValueError
        If `n_repeats` is less than 1.
    """
    classes = truth.classes
    n_negative = round(n_positive * (1 - classes.prevalence) / classes.prevalence)
    found = []
    for child in np.random.SeedSequence([seed, n_positive]).spawn(as_count(n_repeats, "n_repeats", 1)):
        X, y = classes.sample_counts(n_negative, n_positive, child)
        found.append(finder(y, classes.posterior(X)))
    thresholds, validation_f1 = np.array(found, dtype=float).T
    return TunedThresholds(thresholds, validation_f1, truth(thresholds))
