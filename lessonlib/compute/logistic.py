"""Logistic regression: the lesson's plain gradient descent, and Newton's method, which converges.

Both descend the weighted cross-entropy, the second to its minimum, and return a `LogisticModel`: coefficients `w` and
intercept `b`, so that ``sigmoid(X @ w + b)`` is the probability of class 1.
"""

import warnings
from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_count, as_features, as_labels, as_probabilities, as_weights, same_length

PILOT_ROWS = 2_000
SAMPLE_ROWS = 500
BLOCK_ROWS = 4_096


class ConvergenceWarning(UserWarning):
    """The coefficients returned are not the minimum, often because there is none."""


class LogisticModel(NamedTuple):
    """A fitted logistic regression: coefficients of shape (d,) and intercept. It unpacks: ``w, b = model``.

    Examples
    --------
    >>> LogisticModel(np.array([2.0]), -1.0).probability([[0.5], [0.5]]).tolist()
    [0.5, 0.5]
    """

    w: np.ndarray
    b: float

    def probability(self, X):
        """Return the probability of class 1 for each row of `X`, shape (n,)."""
        return predict_probability(X, *self)


def sigmoid(z):
    """Return 1 / (1 + e⁻ᶻ), elementwise, without overflow for any finite z.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    from scipy.special import expit

    return expit(z)


def predict_probability(X, w, b):
    """Return the probability of class 1 for each row of `X`, shape (n,)."""
    return sigmoid(as_features(X) @ np.asarray(w, dtype=float) + b)


def logistic_regression_weighted(X, y, weights, lr=0.01, epochs=200):
    """Fit a weighted logistic regression by a fixed number of gradient steps from zero.

    The form a lesson can show whole. It stops after `epochs` whether or not it has arrived: with few epochs
    its probabilities are far from what the data say, and `fit_logistic_regression` is the one to compare with.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
    weights : array-like, shape (n,)
        How much each row's error counts; ones for an ordinary fit.
    lr : float, default 0.01
        Step size.
    epochs : int, default 200
        Number of steps, each over all rows.

    Returns
    -------
    LogisticModel
        ``w, b``, and ``probability(X)``.

    Examples
    --------
    One step from zero: the errors are ±1/2, so the gradient in w is −1/2.

    >>> w, b = logistic_regression_weighted([[-1.0], [1.0]], [0, 1], [1, 1], lr=0.1, epochs=1)
    >>> w.tolist(), b
    ([0.05], 0.0)
    """
    X, y, weights = _as_training_data(X, y, weights, "weights")
    if not lr > 0:
        raise ValueError(f"lr must be positive; got {lr}. Try 0.1.")
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(as_count(epochs, "epochs", 1)):
        weighted_error = weights * (sigmoid(X @ w + b) - y)
        w -= lr * (X.T @ weighted_error) / len(y)
        b -= lr * weighted_error.mean()
    return LogisticModel(w, float(b))


def fit_logistic_regression(X, y, sample_weight=None, *, l2=0.0, max_iter=100, tol=1e-10):
    """Fit a weighted logistic regression to convergence by Newton's method.

    Minimises Σ wᵢ · crossentropy(yᵢ, pᵢ) + l2/2 · ‖w‖²; the intercept is not penalised, so at the minimum
    Σ wᵢ (pᵢ − yᵢ) = 0. scikit-learn's `C` is 1 / l2.

    Parameters
    ----------
    X : array-like, shape (n, d)
    y : array-like of 0 and 1, shape (n,)
    sample_weight : array-like, shape (n,), optional
        Ones by default.
    l2 : float >= 0, default 0.0
        Strength of the penalty; needed where a plane separates the classes.
    max_iter : int, default 100
        Newton steps at most; fewer than 10 is usual.
    tol : float, default 1e-10
        Stop when a Newton step would lower the mean loss by less than half of this.

    Returns
    -------
    LogisticModel
        ``w, b``, and ``probability(X)``.

    Warns
    -----
    ConvergenceWarning
        If a plane separates the classes, wholly or up to rows on the plane, so that no finite minimum exists, or
        steps ran out.

    Examples
    --------
    Two rows of three are positive at x = 1, one of three at x = 0, so w = 2 ln 2 and b = −ln 2:

    >>> w, b = fit_logistic_regression([[0], [0], [0], [1], [1], [1]], [1, 0, 0, 1, 1, 0])
    >>> round(float(w[0]), 6), round(b, 6)
    (1.386294, -0.693147)
    """
    X, y, weights = _as_training_data(X, y, sample_weight, "sample_weight")
    if not l2 >= 0:
        raise ValueError(f"l2 must be at least 0; got {l2}. Use 1.0 for scikit-learn's default.")
    penalty = np.append(np.full(X.shape[1], float(l2)), 0.0)
    theta = np.zeros(X.shape[1] + 1)  # the intercept is last
    steps = as_count(max_iter, "max_iter", 1)
    if len(X) > 4 * PILOT_ROWS:  # most steps on some of the rows, the last few on all
        pilot = slice(None, None, len(X) // PILOT_ROWS)
        theta, _ = _newton(X[pilot], y[pilot], weights[pilot], penalty / pilot.step, theta, steps, tol=1e-3)
    theta, problem = _newton(X, y, weights, penalty, theta, steps, tol)
    if problem:
        warnings.warn(problem, ConvergenceWarning, stacklevel=2)
    return LogisticModel(theta[:-1], float(theta[-1]))


def weighted_log_loss(y_true, y_prob, sample_weight=None):
    """Return the weighted mean cross-entropy, −Σ wᵢ [yᵢ ln pᵢ + (1 − yᵢ) ln(1 − pᵢ)] / Σ wᵢ.

    A probability of exactly 0 or 1 that is wrong makes it infinite.

    Examples
    --------
    >>> round(weighted_log_loss([1, 0], [0.5, 0.5]), 6)    # ln 2
    0.693147
    """
    from scipy.special import xlog1py, xlogy

    positive = as_labels(y_true)
    p = as_probabilities(y_prob, len(positive)).astype(float)
    weights = as_weights(sample_weight, len(positive))
    return float(-np.average(xlogy(positive, p) + xlog1py(~positive, -p), weights=weights))


def _as_training_data(X, y, weights, name):
    X = as_features(X)
    y = as_labels(y, "y").astype(float)
    same_length(X, y, "X", "y")
    return X, y, as_weights(weights, len(y), name)


def _newton(X, y, weights, penalty, theta, max_iter, tol):
    """Return the coefficients and what kept them from the minimum, in words, or None."""
    units = _units(X)
    here = _loss(X, y, weights, penalty, theta)
    for _ in range(max_iter):
        if here.separated and not penalty.any():
            return theta, "a plane separates the classes: no finite coefficients are best. Set l2 > 0."
        step = units @ np.linalg.lstsq(units.T @ here.curvature @ units, units.T @ here.gradient)[0]
        if here.gradient @ step <= tol * weights.sum():  # Newton's decrement; this step squares the error
            return theta - step, _still_growing(X, weights, step)
        for _ in range(30):  # halve the step until the loss does not rise
            there = _loss(X, y, weights, penalty, theta - step)
            if there.value <= here.value * (1 + 1e-12):
                break
            step = step / 2
        theta, here = theta - step, there
    return theta, f"no convergence after {max_iter} Newton steps. Scale the features, or set l2 > 0."


def _units(X):
    """Return the matrix that turns coefficients of standardised columns into those of X's own units.

    Newton's equations are solved for standardised columns: in X's own units a column such as a year would
    leave them so nearly singular that rounding hides the others. Some of the rows tell the units well enough.
    """
    some = X[:: max(1, len(X) // SAMPLE_ROWS)]
    centre, spread = some.mean(axis=0, dtype=float), some.std(axis=0, dtype=float)
    spread = np.where(spread > 1e-12 * np.abs(centre), spread, 1.0)  # of a constant column rounding is all there is
    units = np.diag(np.append(1 / spread, 1.0))
    units[-1, :-1] = -centre / spread
    return units


def _still_growing(X, weights, step):
    """Say so if the last step, which hardly lowers the loss, still moves a row's log-odds: there is no minimum."""
    if np.abs(X @ step[:-1] + step[-1])[weights > 0].max() < 0.5:
        return None
    return "a feature or a class all but separates the rows: no finite coefficients are best. Use a larger l2."


class _Loss(NamedTuple):
    """The penalised loss at one point, its first two derivatives, and whether no row is on the wrong side."""

    value: float
    gradient: np.ndarray
    curvature: np.ndarray
    separated: bool


def _loss(X, y, weights, penalty, theta):
    """Sum loss and derivatives over blocks of rows that fit in cache."""
    from scipy.special import log_expit

    value, separated = penalty @ theta**2 / 2, True
    gradient, curvature = penalty * theta, np.diag(penalty)
    for start in range(0, len(X), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        A = np.column_stack([X[rows], np.ones(len(X[rows]))])
        sign, w = 2 * y[rows] - 1, weights[rows]
        margin = sign * (A @ theta)
        log_p = log_expit(margin)  # of the label that the row has
        p = np.exp(log_p)
        value -= w @ log_p
        gradient -= A.T @ (w * sign * (1 - p))
        half = A * np.sqrt(w * p * (1 - p))[:, None]
        curvature += half.T @ half
        separated = separated and bool(np.all(margin[w > 0] > 0))
    return _Loss(value, gradient, curvature, separated)
