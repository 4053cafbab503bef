"""Balanced bagging: many models, each on a bootstrap sample with as many negatives as positives, averaged."""

import numpy as np

from lessonlib.compute.validate import as_both_classes, as_count, as_features, as_probabilities, same_length


def balanced_bootstrap(y, rng):
    """Draw row numbers with replacement: as many from each class as there are positives.

    Parameters
    ----------
    y : array-like of 0 and 1, shape (n,)
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (2 · n_positive,)
        Positives first. About 37 % of the positives are not among them: the minority is bootstrapped, too.

    Raises
    ------
    ValueError
        If a class is missing.

    Examples
    --------
    >>> rows = balanced_bootstrap([0] * 95 + [1] * 5, np.random.default_rng(0))
    >>> len(rows), int(np.sum(rows >= 95))
    (10, 5)
    """
    positive = as_both_classes(y, "y")
    n = int(positive.sum())
    return np.concatenate([rng.choice(np.flatnonzero(rows), size=n) for rows in (positive, ~positive)])


def balanced_bagging(X, y, X_new, fit, n_estimators=10, seed=42):
    """Average the probabilities of models that are each fitted to a balanced bootstrap sample.

    The idea is that of Chen, Liaw and Breiman (2004) for forests, with any learner in the tree's place.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
    X_new : array-like, shape (m, d)
        The rows to predict.
    fit : callable
        ``fit(X, y)`` trains one model and returns a function from rows to probabilities of class 1.
    n_estimators : int, default 10
    seed : int, default 42

    Returns
    -------
    ndarray, shape (m,)
        They belong to a world where half of all rows are positive: far above the natural prevalence on average.

    Raises
    ------
    ValueError
        If a class is missing, or `fit` makes something else than probabilities.

    Examples
    --------
    Whatever the learner, half of what it sees is positive:

    >>> share = lambda X, y: lambda rows: np.full(len(rows), y.mean())
    >>> balanced_bagging([[0.0]] * 95 + [[1.0]] * 5, [0] * 95 + [1] * 5, [[0.5]], share).tolist()
    [0.5]
    """
    X, y = _training_rows(X, y)
    X_new = as_features(X_new, "X_new")
    total = np.zeros(len(X_new))
    for _, predict in _models(X, y, fit, n_estimators, seed):
        total += as_probabilities(predict(X_new), len(X_new), "the output of fit(X, y)")
    return total / n_estimators


def out_of_bag(X, y, fit, n_estimators=50, seed=42):
    """Predict every training row by the models whose sample left it out (Breiman 1996): held-out rows for free.

    Parameters
    ----------
    X, y, fit, n_estimators, seed
        As for `balanced_bagging`.

    Returns
    -------
    ndarray, shape (n,)
        For each row the mean over the models that have not seen it; NaN where all have.

    Raises
    ------
    ValueError
        As `balanced_bagging` does.

    Examples
    --------
    A learner that knows its own rows by heart, and nothing else, is found out:

    >>> memory = lambda X, y: lambda rows: np.isin(rows[:, 0], X[:, 0]).astype(float)
    >>> out_of_bag(np.arange(20.0)[:, None], [0] * 12 + [1] * 8, memory).max()
    np.float64(0.0)
    """
    X, y = _training_rows(X, y)
    total, models = np.zeros(len(y)), np.zeros(len(y))
    for rows, predict in _models(X, y, fit, n_estimators, seed):
        out = np.setdiff1d(np.arange(len(y)), rows)
        if len(out):
            total[out] += as_probabilities(predict(X[out]), len(out), "the output of fit(X, y)")
            models[out] += 1
    return np.divide(total, models, out=np.full(len(y), np.nan), where=models > 0)


def _training_rows(X, y):
    X, y = as_features(X), as_both_classes(y, "y").astype(int)
    same_length(X, y, "X", "y")
    return X, y


def _models(X, y, fit, n_estimators, seed):
    """Yield the rows of each sample, and the model fitted to them."""
    rng = np.random.default_rng(seed)
    for _ in range(as_count(n_estimators, "n_estimators", 1)):
        rows = balanced_bootstrap(y, rng)
        yield rows, fit(X[rows], y[rows])
