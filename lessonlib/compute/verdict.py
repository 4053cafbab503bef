"""How often a test set names the wrong winner: two fixed rules, their true F1, and test sets of every size.

A rule flags a row where w · x + b >= 0. On round Gaussian clouds its rates are known exactly, so no large sample
stands in for the truth, and a test set is four counts for each class, drawn at once.
"""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.as_printed import TRAIN, smote_one_at_a_time
from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.data import LESSON_CLASSES, make_imbalanced_data
from lessonlib.compute.logistic import fit_logistic_regression, logistic_regression_weighted
from lessonlib.compute.metrics import Counts, compute_metrics, f1
from lessonlib.compute.resampling import random_oversample, random_undersample, smote_resample
from lessonlib.compute.validate import as_count


class PairedF1(NamedTuple):
    """F1 of two rules on the same test sets, each of shape (n_sets,)."""

    first: np.ndarray
    second: np.ndarray


class Recipe(NamedTuple):
    """F1 of one treatment's models, each of shape (n_repeats,): in the population, and on each draw's 200 test rows."""

    true: np.ndarray
    printed: np.ndarray


def lesson_rules():
    """Fit the source lesson's models on its first 800 rows: 300 steps each, and no treatment to convergence as well.

    Returns
    -------
    dict of str to LogisticModel
        For each name, one that flags a row where w · x + b >= 0, which is p >= 0.5.
    """
    X, y = (part[:TRAIN] for part in make_imbalanced_data())
    synthetic = smote_one_at_a_time(X[y == 1], n_synthetic=int(np.sum(y == 0) - np.sum(y == 1)))
    with_smote = np.concatenate([X, synthetic]), np.append(y, np.ones(len(synthetic)))
    data = {
        "no treatment": (X, y),
        "oversampling": random_oversample(X, y),
        "undersampling": random_undersample(X, y),
        "SMOTE": with_smote,
        "class weights": (X, y, compute_class_weights(y)),
    }
    rules = {name: _descend(*rows) for name, rows in data.items()}
    return rules | {"no treatment, converged": fit_logistic_regression(X, y)}


def true_rates(model, classes=LESSON_CLASSES):
    """Return which share of each class a rule flags in the population, exactly: (false-alarm rate, recall).

    Along w, each cloud is a normal distribution with mean w · μ + b and standard deviation σ‖w‖.

    Parameters
    ----------
    model : LogisticModel, or its (w, b)
    classes : GaussianClasses, default the lesson's two clouds

    Returns
    -------
    false_alarm_rate, recall : float in [0, 1]

    Examples
    --------
    A line through the middle of a cloud flags half of it:

    >>> from lessonlib.compute.data import GaussianClasses
    >>> clouds = GaussianClasses((0.0, 0.0), (2.0, 0.0))
    >>> [round(float(rate), 4) for rate in true_rates(([1.0, 0.0], -2.0), clouds)]
    [0.0228, 0.5]
    """
    from scipy.special import ndtr

    return tuple(ndtr(z) for z in _margins(model, classes))


def true_f1(model, classes=LESSON_CLASSES):
    """Return the F1 of a rule in the population, at the prevalence of `classes`.

    Parameters
    ----------
    model : LogisticModel, or its (w, b)
    classes : GaussianClasses, default the lesson's two clouds

    Returns
    -------
    float in [0, 1]
    """
    alarms, recall = true_rates(model, classes)
    positive, negative = classes.prevalence, 1 - classes.prevalence
    return float(f1(tp=positive * recall, tn=negative * (1 - alarms), fp=negative * alarms, fn=positive * (1 - recall)))


def draw_test_sets(first, second, n_positive, n_sets=4_000, classes=LESSON_CLASSES, seed=0):
    """Test two rules on the same `n_sets` test sets with `n_positive` positives each.

    Parameters
    ----------
    first, second : LogisticModel, or its (w, b)
    n_positive : int >= 1
        Positives in each test set; the negatives are in proportion to the prevalence.
    n_sets : int, default 4000
    classes : GaussianClasses, default the lesson's two clouds
    seed : int, default 0

    Returns
    -------
    PairedF1

    Raises
    ------
    ValueError
        If a number is less than 1.
    """
    n_positive, n_sets = as_count(n_positive, "n_positive", 1), as_count(n_sets, "n_sets", 1)
    n_negative = round(n_positive * (1 - classes.prevalence) / classes.prevalence)
    rng = np.random.default_rng([seed, n_positive])
    negatives, positives = (
        rng.multinomial(size, _joint(first, second, classes, label), n_sets)
        for label, size in enumerate((n_negative, n_positive))
    )
    return PairedF1(*(_f1_of(positives, negatives, flags) for flags in ([0, 1], [0, 2])))


def repeat_recipe(n_repeats=100, epochs=300, seed=0, progress=iter):
    """Repeat the source lesson's recipe on fresh draws of 1,000 rows: 800 to train on, 200 to test on.

    Parameters
    ----------
    n_repeats : int, default 100
    epochs : int, default 300
        Steps of gradient descent.
    seed : int, default 0
    progress : callable, default iter
        Wraps the repeats, for instance ``tqdm``.

    Returns
    -------
    dict of str to Recipe
        For each treatment, in the order of the printed table.

    Raises
    ------
    ValueError
        If `n_repeats` is less than 1.
    """
    rows = [_one_draw(1000 * seed + repeat, epochs) for repeat in progress(range(as_count(n_repeats, "n_repeats", 1)))]
    return {name: Recipe(*np.array([row[name] for row in rows]).T) for name in rows[0]}


def _one_draw(seed, epochs):
    """Return the true and the printed F1 of each treatment's model."""
    X, y = make_imbalanced_data(seed=seed)
    X_train, y_train, X_test, y_test = X[:TRAIN], y[:TRAIN], X[TRAIN:], y[TRAIN:]
    data = {
        "no treatment": (X_train, y_train),
        "oversampling": random_oversample(X_train, y_train),
        "undersampling": random_undersample(X_train, y_train),
        "SMOTE": smote_resample(X_train, y_train),
        "class weights": (X_train, y_train, compute_class_weights(y_train)),
    }
    rules = {name: _descend(*rows, epochs=epochs) for name, rows in data.items()}
    return {
        name: (true_f1(model), compute_metrics(y_test, model.probability(X_test) >= 0.5)["f1"])
        for name, model in rules.items()
    }


def _descend(X, y, weights=None, epochs=300):
    return logistic_regression_weighted(X, y, np.ones(len(y)) if weights is None else weights, lr=0.1, epochs=epochs)


def _margins(model, classes):
    """Return the mean of w · x + b in standard deviations, for the negatives and the positives."""
    w, b = np.asarray(model[0], dtype=float), model[1]
    means = np.array([classes.mean_negative, classes.mean_positive]) @ w + b
    return means / (np.linalg.norm(w) * np.array([classes.sd_negative, classes.sd_positive]))


def _joint(first, second, classes, label):
    """Return the probabilities that of a row both rules, only the first, only the second, neither flags it."""
    (w, _), (v, _) = first, second
    correlation = np.dot(w, v) / (np.linalg.norm(w) * np.linalg.norm(v))
    both = _both_below(*(_margins(rule, classes)[label] for rule in (first, second)), correlation)
    one, other = (true_rates(rule, classes)[label] for rule in (first, second))
    cells = np.clip([both, one - both, other - both, 1 - one - other + both], 0, 1)
    return cells / cells.sum()


def _f1_of(positives, negatives, flags):
    """Return F1 from joint outcomes of shape (n_sets, 4), for the rule that flags these columns."""
    tp, fp = positives[:, flags].sum(axis=1), negatives[:, flags].sum(axis=1)
    counts = Counts(tp=tp, tn=negatives.sum(axis=1) - fp, fp=fp, fn=positives.sum(axis=1) - tp)
    return f1(*counts)


def _both_below(h, k, correlation):
    """Return P(X < h and Y < k) of two standard normal variables, by Owen's T (Owen 1956)."""
    from scipy.special import ndtr, owens_t

    h, k = (limit or 1e-100 for limit in (h, k))  # so that no slope below is 0 / 0
    sine = np.sqrt(max(0.0, 1 - correlation**2))
    if sine < 1e-12:
        return ndtr(min(h, k)) if correlation > 0 else max(0.0, ndtr(h) - ndtr(-k))
    slopes = (k / h - correlation) / sine, (h / k - correlation) / sine
    return (ndtr(h) + ndtr(k)) / 2 - owens_t(h, slopes[0]) - owens_t(k, slopes[1]) - (h * k < 0) / 2
