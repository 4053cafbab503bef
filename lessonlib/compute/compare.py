"""Compare the treatments of imbalance on the same splits, many times, and judge the paired differences.

Every treatment touches training rows only. A tuned threshold is the best one for F1 on the validation part;
the test part is used once, by the finished rule.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from lessonlib.compute.calibration import brier_score
from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.curves import auroc, average_precision
from lessonlib.compute.data import Dataset, make_imbalanced_data
from lessonlib.compute.logistic import fit_logistic_regression
from lessonlib.compute.metrics import compute_metrics
from lessonlib.compute.prepare import prepared
from lessonlib.compute.resampling import random_oversample, random_undersample, smote_resample
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.threshold import find_optimal_threshold
from lessonlib.compute.uncertainty import paired_verdict
from lessonlib.compute.validate import as_count

METRICS = ("accuracy", "precision", "recall", "f1", "mcc", "auroc", "average_precision", "brier")
SMALLER_IS_BETTER = {"brier"}
BASELINE = "no treatment"
MINIMUM_POSITIVES = 10

TREATMENTS = {  # (X, y, seed) of the training rows -> (X, y, sample_weight) to fit on
    BASELINE: lambda X, y, _: (X, y, None),
    "oversampling": lambda X, y, seed: (*random_oversample(X, y, seed), None),
    "undersampling": lambda X, y, seed: (*random_undersample(X, y, seed), None),
    "SMOTE": lambda X, y, seed: (*smote_resample(X, y, 5, seed), None),
    "class weights": lambda X, y, _: (X, y, compute_class_weights(y)),
}
STRATEGIES = ("always majority", *TREATMENTS, *(f"{name} + threshold" for name in TREATMENTS))


class Source(NamedTuple):
    """Where the rows of each repeat come from: the same data set every time, or a fresh draw."""

    name: str
    draw: Callable  # repeat number -> Dataset
    fresh: bool
    l2: float


class Comparison(NamedTuple):
    """Scores of shape (n_repeats, strategies, metrics), thresholds of shape (n_repeats, strategies)."""

    about: str
    n_rows: int
    n_positives: int
    n_test_positives: int
    test_to_train: float
    scores: np.ndarray
    thresholds: np.ndarray
    strategies: tuple = STRATEGIES

    def means(self):
        """Return the mean score of each strategy, shape (strategies, metrics)."""
        return self.scores.mean(axis=0)

    def mean_scores(self, strategy):
        """Return the mean of each metric for one strategy, as a dict."""
        return dict(zip(METRICS, self.means()[self.strategies.index(strategy)].tolist(), strict=True))

    def verdict(self, strategy, metric, against=BASELINE):
        """Return the paired `Verdict` of a strategy against another, no treatment by default, on one metric."""
        of = self.scores[:, :, METRICS.index(metric)]
        differences = of[:, self.strategies.index(strategy)] - of[:, self.strategies.index(against)]
        return paired_verdict(
            differences, test_to_train=self.test_to_train, larger_is_better=metric not in SMALLER_IS_BETTER
        )


def lesson_source(seed=0):
    """Return the lesson's generator as a source of fresh draws of 1,000 rows with 50 positives.

    The penalty of 0.01 hardly matters for most treatments. After undersampling a line separates most draws, and
    there it keeps the coefficients finite.

    Parameters
    ----------
    seed : int, default 0
        Different seeds share no draw.

    Returns
    -------
    Source
    """
    about = "the lesson's generator, 950 and 50 rows, drawn afresh for every repeat"
    first = 1000 * seed
    return Source("lesson", lambda repeat: Dataset(*make_imbalanced_data(seed=first + repeat), about), True, l2=0.01)


def fixed_source(name, dataset, l2=1.0):
    """Return one data set as a source whose repeats are new splits of the same rows.

    Parameters
    ----------
    name : str
        What the comparison calls it.
    dataset : Dataset
    l2 : float, default 1.0
        The penalty of every model.

    Returns
    -------
    Source
    """
    return Source(name, lambda _: dataset, False, l2)


def compare(source, n_repeats=50, seed=0, progress=iter, strategies=STRATEGIES):
    """Fit and score strategies on `n_repeats` stratified splits.

    Parameters
    ----------
    source : Source
    n_repeats : int >= 2, default 50
    seed : int, default 0
    progress : callable, default iter
        Wraps the repeats, for instance ``tqdm``.
    strategies : sequence of str, default all of `STRATEGIES`
        Which ones; no treatment but theirs is fitted.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If there are fewer than 10 positives, or than 2 repeats, or there is no such strategy.
    """
    if not set(strategies) <= set(STRATEGIES):
        raise ValueError(
            f"strategies must be among {', '.join(STRATEGIES)}; got {list(strategies)}. Check the spelling."
        )
    n_repeats = as_count(n_repeats, "n_repeats", 2)
    dataset = source.draw(0)
    n_positives = int(dataset.y.sum())
    if n_positives < MINIMUM_POSITIVES:
        raise ValueError(
            f"the data must hold at least {MINIMUM_POSITIVES} positives; got {n_positives}. "
            "With fewer, a test part holds one or two, and no comparison can tell anything."
        )
    results = []
    with threadpool_limits(1):  # on matrices this small, BLAS threads wait for each other longer than they work
        for repeat in progress(range(n_repeats)):
            X, y = source.draw(repeat)[:2]
            split = stratified_split(y, seed=np.random.SeedSequence([seed, repeat]))
            scored = _one_repeat(*prepared(X, split), y, split, repeat, source.l2, strategies)
            results.append(zip(*(scored[strategy] for strategy in strategies), strict=True))
    scores, thresholds = zip(*results, strict=True)
    return Comparison(
        about=dataset.about,
        n_rows=len(dataset.y),
        n_positives=n_positives,
        n_test_positives=int(y[split.test].sum()),
        test_to_train=0.0 if source.fresh else len(split.test) / len(split.train),
        scores=np.array(scores),
        thresholds=np.array(thresholds),
        strategies=tuple(strategies),
    )


def _one_repeat(X_train, X_validation, X_test, y, split, seed, l2, strategies):
    """Return (scores, threshold) of one split by strategy: of those wanted, and their kin at the other threshold."""
    y_train, y_validation, y_test = (y[part] for part in split)
    scored = {"always majority": (_scores(y_test, np.full(len(y_test), y_train.mean()), 0.5), 0.5)}
    for name, treatment in TREATMENTS.items():
        if not {name, f"{name} + threshold"} & set(strategies):
            continue
        model = fit_logistic_regression(*treatment(X_train, y_train, seed), l2=l2)
        p_test = model.probability(X_test)
        threshold, _ = find_optimal_threshold(y_validation, model.probability(X_validation))
        scored[name] = _scores(y_test, p_test, 0.5), 0.5
        scored[f"{name} + threshold"] = _scores(y_test, p_test, threshold), threshold
    return scored


def _scores(y_test, p_test, threshold):
    """Return the metrics of one rule on the test rows, in the order of `METRICS`."""
    decision = compute_metrics(y_test, p_test >= threshold)
    ranking = auroc(y_test, p_test), average_precision(y_test, p_test)
    return [*decision.values(), *ranking, brier_score(y_test, p_test)]
