"""Gradient descent for logistic regression, right and wrong: the coefficients that given rules lead to.

Change one rule and you have a slip: the judge of an exercise and the recognisers of its slips run the same few
lines with other rules. Only NumPy: a check answers at once, without waiting for SciPy to be imported.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import in_any

RTOL, ATOL = 1e-4, 1e-5  # wide enough for 200 steps in float32


def logistic(z):
    """Return 1 / (1 + e⁻ᶻ) without overflow, by the tangent: (1 + tanh(z / 2)) / 2.

    >>> logistic([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    return (1 + np.tanh(np.asarray(z, dtype=float) / 2)) / 2


def weighted_errors(z, y, weights):
    """Return weights · (p − y), the derivative of the weighted log loss in z; shape (n,)."""
    return weights * (logistic(z) - y)


@dataclass(frozen=True)
class Descent:
    """The rules of a descent; the defaults are the right ones.

    Parameters
    ----------
    errors : callable
        ``errors(z, y, weights)``: what the gradient in w sums over the rows, times x; shape (n,).
    divisor : callable
        ``divisor(weights)``: what that sum is divided by.
    bias_errors, bias_divisor : callable, optional
        The same for the intercept; as for w unless given.
    epochs : callable
        ``epochs(asked)``: the number of steps that are made.
    """

    errors: Callable = weighted_errors
    divisor: Callable = len
    bias_errors: Callable | None = None
    bias_divisor: Callable | None = None
    epochs: Callable = lambda asked: asked

    def gradient(self, X, y, weights, w, b):
        """Return the gradient in w, shape (d,), and in b."""
        z = X @ w + b
        bias_errors, bias_divisor = self.bias_errors or self.errors, self.bias_divisor or self.divisor
        return (
            X.T @ self.errors(z, y, weights) / self.divisor(weights),
            np.sum(bias_errors(z, y, weights)) / bias_divisor(weights),
        )

    def coefficients(self, X, y, weights, lr=0.01, epochs=200):
        """Return w and b after so many steps from zero."""
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(self.epochs(epochs)):
            in_w, in_b = self.gradient(X, y, weights, w, b)
            w, b = w - lr * in_w, b - lr * in_b
        return w, b


def as_coefficients(answer, n_features):
    """Return (w, b) of an answer, w of shape (n_features,), or None if it is not such a pair.

    >>> as_coefficients([[0.5, 1], 2], 2)
    (array([0.5, 1. ]), 2.0)
    >>> as_coefficients([2, [0.5, 1]], 2) is None
    True
    """
    if not isinstance(answer, list) or len(answer) != 2:
        return None
    w, b = map(as_array, answer)
    if w is None or b is None or w.shape != (n_features,) or b.size != 1:
        return None
    return w.astype(float), float(b.reshape(()))


def close(coefficients, others):
    """Say whether two pairs (w, b) are equal but for rounding."""
    return all(np.allclose(one, other, RTOL, ATOL) for one, other in zip(coefficients, others, strict=True))


def judge_descent(*exchanges):
    """Judge (w, b) after a number of steps that the call names."""
    for call, reply in exchanges:
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        if found is None:
            return "the answer is not a pair of w, with one coefficient for each feature, and b, a number."
        right = Descent().coefficients(*call.args, **call.kwargs)
        w_right, b_right = (np.allclose(one, other, RTOL, ATOL) for one, other in zip(found, right, strict=True))
        if not (w_right and b_right):
            return f"{'b is' if w_right else 'w is' if b_right else 'w and b are'} not what these steps lead to."
    return None


def follows(*descents):
    """Return a recogniser of the coefficients that one of other descents leads to."""

    def seen(call, reply):
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        return found is not None and any(
            close(found, descent.coefficients(*call.args, **call.kwargs)) for descent in descents
        )

    return in_any(seen)
