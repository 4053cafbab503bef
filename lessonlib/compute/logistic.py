"""Logistic regression: the lesson's plain gradient descent, and Newton's method, which converges.

Both descend the weighted cross-entropy, the second to its minimum, and return a `LogisticModel`: coefficients `w` and
intercept `b`, so that ``sigmoid(X @ w + b)`` is the probability of class 1.
"""

import warnings
from typing import NamedTuple

import numpy as np

from lessonlib.compute.validate import as_count, as_features, as_labels, as_probabilities, as_weights, same_length

PILOT_ROWS = 8_000  # up to so many are fitted at once
SAMPLE_ROWS = 500
BLOCK_ROWS = 4_096
QUICKLY = 1 / 1000  # a step that leaves less of the decrement than this was a good one


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

    Parameters
    ----------
    z : float or ndarray

    Returns
    -------
    float or ndarray in [0, 1], shape of `z`

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    from scipy.special import expit

    return expit(z)


def predict_probability(X, w, b):
    """Return the probability of class 1 for each row of `X`, shape (n,).

    Parameters
    ----------
    X : array-like, shape (n, d)
    w : array-like, shape (d,)
    b : float

    Returns
    -------
    ndarray in [0, 1], shape (n,)

    Raises
    ------
    ValueError
        If `X` is not two-dimensional or holds NaN.
    """
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

    Raises
    ------
    ValueError
        If X or y are unusable, weights negative or all zero, or `lr` is not positive.

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
        w -= lr * (weighted_error @ X) / len(y)
        b -= lr * weighted_error.sum() / len(y)
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

    Raises
    ------
    ValueError
        If X or y are unusable, weights negative or all zero, or `l2` is negative.

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
    rows = _Rows(X, 2 * y - 1, weights)
    if not weights.all():
        rows = _Rows(*(column[weights > 0] for column in rows))  # what weighs nothing says nothing
    theta, problem = _minimum(rows, float(l2), as_count(max_iter, "max_iter", 1), tol)
    if problem:
        warnings.warn(problem, ConvergenceWarning, stacklevel=2)
    return LogisticModel(theta[:-1], float(theta[-1]))


def weighted_log_loss(y_true, y_prob, sample_weight=None):
    """Return the weighted mean cross-entropy, −Σ wᵢ [yᵢ ln pᵢ + (1 − yᵢ) ln(1 − pᵢ)] / Σ wᵢ.

    A probability of exactly 0 or 1 that is wrong makes it infinite.

    Parameters
    ----------
    y_true : array-like of 0 and 1, shape (n,)
    y_prob : array-like of float in [0, 1], shape (n,)
    sample_weight : array-like of float >= 0, shape (n,), optional
        Ones by default.

    Returns
    -------
    float >= 0

    Raises
    ------
    ValueError
        As `brier_score`, or for weights that are negative or all zero.

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


class _Rows(NamedTuple):
    """Training rows: features of shape (n, d), labels as −1 and +1, weights."""

    X: np.ndarray
    sign: np.ndarray
    weights: np.ndarray

    def blocks(self, theta):
        """Yield pieces that fit in cache: features, signs, weights, and the log-odds of the label that each row has."""
        for start in range(0, len(self.X), BLOCK_ROWS):
            X, sign, weights = (column[start : start + BLOCK_ROWS] for column in self)
            yield X, sign, weights, sign * (X @ theta[:-1] + theta[-1])


class _Point(NamedTuple):
    """The penalised loss at some coefficients, its gradient, and whether no row is on the wrong side."""

    theta: np.ndarray
    loss: float
    gradient: np.ndarray
    separated: bool


def _minimum(rows, l2, max_iter, tol):
    """Return coefficients, the intercept last, and what kept them from the minimum, in words, or None.

    Many rows start from the minimum for every eighth of them, which is found in the same way.
    """
    theta = np.zeros(rows.X.shape[1] + 1)
    if len(rows.X) > PILOT_ROWS:
        pilot = _Rows(*(column[::8] for column in rows))
        theta, _ = _minimum(pilot, l2 / 8, max_iter, 1 / len(pilot.X))
    return _newton(rows, np.append(np.full(len(theta) - 1, l2), 0.0), theta, max_iter, tol)


def _newton(rows, penalty, theta, max_iter, tol):
    """Descend by Newton's method; a curvature serves for as long as its steps bring the minimum quickly nearer."""
    here, solver, total = _point(rows, penalty, theta), _solver_for(rows, penalty), rows.weights.sum()
    solve, gain = None, np.inf
    for _ in range(max_iter):
        if here.separated and not penalty.any():
            return here.theta, "a plane separates the classes: no finite coefficients are best. Set l2 > 0."
        before, fresh = gain, solve is None
        if not fresh:
            step = solve(here.gradient)
            gain = here.gradient @ step / total  # Newton's decrement, of the mean loss
            fresh = gain > QUICKLY * before
        if fresh:
            solve = solver(here.theta)
            step = solve(here.gradient)
            gain = here.gradient @ step / total
        if gain * (gain if fresh else gain / before) <= tol**2:  # what this step will leave; a new curvature squares it
            return here.theta - step, _still_growing(rows, step)
        for _ in range(30):  # halve the step until the loss does not rise
            there = _point(rows, penalty, here.theta - step)
            if there.loss <= here.loss * (1 + 1e-12):
                break
            step = step / 2
        here = there
    return here.theta, f"no convergence after {max_iter} Newton steps. Scale the features, or set l2 > 0."


def _point(rows, penalty, theta):
    loss, gradient, separated = penalty @ theta**2 / 2, penalty * theta, True
    for X, sign, weights, margin in rows.blocks(theta):
        e = np.exp(-np.abs(margin))
        loss += weights @ (np.log1p(e) - np.minimum(margin, 0))
        pull = weights * sign * np.where(margin > 0, e, 1) / (1 + e)  # what the row's label lacks of probability 1
        gradient[:-1] -= pull @ X
        gradient[-1] -= pull.sum()
        separated = separated and margin.min() > 0
    return _Point(theta, loss, gradient, separated)


def _curvature(rows, penalty, theta):
    """Return the matrix of second derivatives, shape (d + 1, d + 1)."""
    curvature = np.diag(penalty)
    for X, _, weights, margin in rows.blocks(theta):
        root = _root(weights, margin)
        half = X * root[:, None]
        curvature[:-1, :-1] += half.T @ half
        curvature[-1, :-1] += root @ half
        curvature[-1, -1] += root @ root
    curvature[:-1, -1] = curvature[-1, :-1]
    return curvature


def _root(weights, margin):
    """Return √(w p (1 − p)) of each row."""
    e = np.exp(-np.abs(margin))
    return np.sqrt(weights * e) / (1 + e)


def _units(X):
    """Return centre and spread of each column; some of the rows tell them well enough."""
    some = X[:: max(1, len(X) // SAMPLE_ROWS)]
    centre, spread = some.mean(axis=0, dtype=float), some.std(axis=0, dtype=float)
    return centre, np.where(spread > 1e-12 * np.abs(centre), spread, 1.0)  # of a constant column rounding is all it has


def _solver_for(rows, penalty):
    """Return what makes of coefficients a function from a gradient to the Newton step; it works in the smaller space.

    Among rows it needs a penalty that rounding does not hide.
    """
    (n, d), (centre, spread) = rows.X.shape, _units(rows.X)
    if n < d and penalty[0] > 1e-12 * (rows.weights @ (rows.X - centre) ** 2).sum():
        return _among_rows(rows, penalty[0], centre)
    return lambda theta: _among_columns(_curvature(rows, penalty, theta), centre, spread)


def _among_rows(rows, l2, centre):
    """Solve Newton's equations by n × n ones (Woodbury): with A the weighted rows, (l2 + AᵀA)⁻¹Aᵀ = Aᵀ(l2 + AAᵀ)⁻¹."""
    from scipy.linalg import cho_factor, cho_solve

    X = rows.X - centre
    products = X @ X.T  # (n, n)

    def solver(theta):
        root = _root(rows.weights, rows.X @ theta[:-1] + theta[-1])
        matrix = products * root * root[:, None]
        matrix.flat[:: len(root) + 1] += l2
        factor = cho_factor(matrix, overwrite_a=True, check_finite=False)
        one = cho_solve(factor, root, check_finite=False)
        border, beside, rest = root**2 @ X, (root * one) @ X, l2 * root @ one  # what the intercept adds

        def solve(gradient):
            w = gradient[:-1] - centre * gradient[-1]
            w = (w - (root * cho_solve(factor, root * (X @ w), check_finite=False)) @ X) / l2
            b = (gradient[-1] - border @ w) / rest
            w -= b * beside
            return np.append(w, b - centre @ w)

        return solve

    return solver


def _among_columns(curvature, centre, spread):
    """Solve Newton's equations by (d + 1) × (d + 1) ones.

    The columns are standardised: in X's own units one such as a year would leave the equations so nearly singular
    that rounding hides the others.
    """
    scale = np.append(spread, 1.0)
    curvature[:-1] -= np.outer(centre, curvature[-1])
    curvature[:, :-1] -= np.outer(curvature[:, -1], centre)
    inverse = _inverse(curvature / np.outer(scale, scale))

    def solve(gradient):
        step = inverse(np.append(gradient[:-1] - centre * gradient[-1], gradient[-1]) / scale) / scale
        step[-1] -= centre @ step[:-1]
        return step

    return solve


def _inverse(matrix):
    """Return a function that solves equations with a symmetric matrix; of many solutions, the shortest."""
    from scipy.linalg.lapack import dpotrf, dpotrs  # without what `cho_factor` looks at, which takes 80 times longer

    factor, failed = dpotrf(matrix)
    if not failed and np.diag(factor).min() > 1e-6 * np.sqrt(np.diag(matrix).max()):
        return lambda gradient: dpotrs(factor, gradient)[0]
    return np.linalg.pinv(matrix, rcond=len(matrix) * np.finfo(float).eps, hermitian=True).__matmul__


def _still_growing(rows, step):
    """Say so if the last step, which hardly lowers the loss, still moves a row's log-odds: there is no minimum."""
    if not np.any(np.abs(rows.X @ step[:-1] + step[-1]) >= 0.5):
        return None
    return "a feature or a class all but separates the rows: no finite coefficients are best. Use a larger l2."
