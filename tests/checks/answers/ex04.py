"""Answers to exercise 04, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict=, leave arguments unused and define functions in lines.
# ruff: noqa: ARG001, ARG005, B905

import math
from collections import Counter

import numpy as np

from lessonlib.compute import class_weights, logistic
from tests.checks.answers import Answers

curve = Answers("sigmoid")
weighting = Answers("compute_class_weights")
descent = Answers("logistic_regression_weighted")
arrival = Answers("logistic_regression_converged")


# sigmoid: right

curve.right(logistic.sigmoid)


@curve.right
def clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@curve.right
def by_halves(z):
    """Each half of the line by the formula that can't overflow there."""
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


@curve.right
def by_tanh(z):
    return (np.tanh(np.array(z) / 2) + 1) / 2


@curve.right
def one_by_one(z):
    """Python's floats, in lists as deep as z."""
    if np.ndim(z):
        return [one_by_one(one) for one in z]
    return 1 / (1 + math.exp(-z)) if z > 0 else 1 - 1 / (1 + math.exp(z))


@curve.right
def single_precision(z):
    return 1 / (1 + np.exp(-np.float32(z)))


# sigmoid: wrong


@curve.wrong("sign of z")
def plus_z(z):
    return 1 / (1 + np.exp(np.clip(z, -500, 500)))


@curve.wrong("sign of z")
def falling(z):
    return np.exp(-np.clip(z, -500, 500)) / (1 + np.exp(-np.clip(z, -500, 500)))


@curve.wrong("parentheses missing")
def divides_first(z):
    return 1 / 1 + np.exp(-np.array(z, dtype=float))


@curve.wrong("not a number at large z")
def infinite_by_infinite(z):
    return np.exp(z) / (1 + np.exp(z))


@curve.wrong("overflow error")
def pythons_exp(z):
    if np.ndim(z):
        return [pythons_exp(one) for one in z]
    return 1 / (1 + math.exp(-z))


@curve.wrong("single numbers only")
def one_number(z):
    return 1 / (1 + math.exp(-z))


@curve.wrong("arrays only")
def in_a_loop(z):
    return [1 / (1 + np.exp(-one)) for one in z]


@curve.wrong("whole numbers cut off")
def like_z(z):
    z = np.asarray(z)
    p = np.empty_like(z)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    p[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return p


@curve.wrong("twice as steep")
def whole_tanh(z):
    return (1 + np.tanh(z)) / 2


@curve.wrong("tanh")
def only_tanh(z):
    return np.tanh(z)


@curve.wrong("a step")
def decides(z):
    return (np.asarray(z) >= 0).astype(int)


@curve.wrong("the derivative")
def slope(z):
    return clipped(z) * (1 - clipped(z))


@curve.wrong("clipped too early")
def within_ten(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


@curve.wrong("clipped too early")
def within_five(z):
    return 1 / (1 + np.exp(-np.clip(z, -5, 5)))


@curve.wrong("prints instead of returning")
def printed(z):
    print(clipped(z))


@curve.wrong("changes its input")
def clips_in_place(z):
    if np.ndim(z) == 0:
        return clipped(z)
    z[z < -30], z[z > 30] = -30, 30
    return 1 / (1 + np.exp(-z))


# compute_class_weights: right

weighting.right(class_weights.compute_class_weights)


@weighting.right
def looked_up(y):
    counts = Counter(y.tolist())
    return [len(y) / (len(counts) * counts[label]) for label in y.tolist()]


@weighting.right
def filled_in(y):
    weights = np.zeros(len(y), dtype=np.float32)
    classes = np.unique(y)
    for label in classes:
        weights[y == label] = len(y) / len(classes) / np.sum(y == label)
    return weights


@weighting.right
def by_shares(y):
    """The inverse of each class's share, divided by the number of classes."""
    classes, which, counts = np.unique(y, return_inverse=True, return_counts=True)
    return (1 / (counts / counts.sum()) / len(classes))[which]


@weighting.right
def comparisons(y):
    same = np.asarray(y)[:, None] == np.asarray(y)
    return len(y) / (len(set(y.tolist())) * same.sum(axis=1))


# compute_class_weights: wrong


@weighting.wrong("one weight for each class")
def for_each_class(y):
    classes, counts = np.unique(y, return_counts=True)
    return len(y) / (len(classes) * counts)


@weighting.wrong("one weight for each class")
def as_dict(y):
    classes, counts = np.unique(y, return_counts=True)
    return {label: len(y) / (len(classes) * count) for label, count in zip(classes, counts)}


@weighting.wrong("two classes taken for granted")
def two_classes(y):
    counts = Counter(y.tolist())
    return [len(y) / (2 * counts[label]) for label in y.tolist()]


@weighting.wrong("normalised to sum 1")
def adds_up_to_one(y):
    return comparisons(y) / comparisons(y).sum()


@weighting.wrong("number of classes left out")
def no_classes(y):
    counts = Counter(y.tolist())
    return [len(y) / counts[label] for label in y.tolist()]


@weighting.wrong("upside down")
def inverted(y):
    return 1 / comparisons(y)


@weighting.wrong("shares instead of weights")
def shares(y):
    counts = Counter(y.tolist())
    return [counts[label] / len(y) for label in y.tolist()]


@weighting.wrong("another scale")
def one_by_count(y):
    counts = Counter(y.tolist())
    return np.array([1 / counts[label] for label in y.tolist()])


@weighting.wrong("another scale")
def majority_at_one(y):
    return comparisons(y) / comparisons(y).min()


@weighting.wrong("weights in another order")
def class_after_class(y):
    return np.sort(comparisons(y))


@weighting.wrong("weights in another order")
def minority_first(y):
    return np.sort(comparisons(y))[::-1]


@weighting.wrong("weights of the other class")
def other_class(y):
    counts = list(Counter(sorted(y.tolist())).values())[::-1]
    return [len(y) / (len(counts) * counts[sorted(set(y.tolist())).index(label)]) for label in y.tolist()]


@weighting.wrong("rounded down")
def floor_division(y):
    counts = Counter(y.tolist())
    return [len(y) // (len(counts) * counts[label]) for label in y.tolist()]


@weighting.wrong("rounded down")
def like_labels(y):
    weights = np.zeros(len(y), dtype=int)
    for label in np.unique(y):
        weights[y == label] = len(y) / (len(np.unique(y)) * np.sum(y == label))
    return weights


@weighting.wrong("labels instead of classes")
def only_positives(y):
    return np.asarray(y, dtype=int) * comparisons(y)


@weighting.wrong("returns nothing")
def forgets_to_return(y):
    comparisons(y)


# logistic_regression_weighted: right

descent.right(logistic.logistic_regression_weighted)


@descent.right
def gradient_steps(X, y, weights, lr=0.01, epochs=200):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        error = weights * (clipped(X @ w + b) - y)
        w, b = w - lr * X.T @ error / len(y), b - lr * error.mean()
    return w, b


@descent.right
def pure_python(X, y, weights, lr=0.01, epochs=200):
    """Lists and loops, one feature after the other."""
    rows, n, d = X.tolist(), len(y), X.shape[1]
    w, b = [0.0] * d, 0.0
    for _ in range(epochs):
        errors = []
        for x, label, weight in zip(rows, y.tolist(), weights.tolist()):
            z = sum(coefficient * value for coefficient, value in zip(w, x)) + b
            errors.append(weight * (one_by_one(z) - label))
        w = [w[c] - lr * sum(e * x[c] for e, x in zip(errors, rows)) / n for c in range(d)]
        b -= lr * sum(errors) / n
    return [w, b]


@descent.right
def column_of_ones(X, y, weights, lr=0.01, epochs=200):
    """The intercept as the coefficient of a column of ones; an array of one number as b."""
    A = np.column_stack([np.ones(len(X)), X])
    theta = np.zeros(A.shape[1])
    for _ in range(epochs):
        theta = theta - lr * np.mean(A * (weights * (by_tanh(A @ theta) - y))[:, None], axis=0)
    return theta[1:], theta[:1]


@descent.right
def half_the_digits(X, y, weights, lr=0.01, epochs=200):
    """Everything in float32, and the gradient from the signs of the labels."""
    X, weights = X.astype(np.float32), weights.astype(np.float32)
    sign = np.where(y == 1, 1, -1).astype(np.float32)
    w, b = np.zeros(X.shape[1], dtype=np.float32), np.float32(0)
    for _ in range(epochs):
        pull = weights * sign * np.float32(clipped(-sign * (X @ w + b)))
        w = w + np.float32(lr) * (pull[:, None] * X).mean(axis=0)
        b = b + np.float32(lr) * pull.mean()
    return w, b


# logistic_regression_weighted: wrong


def steps(X, y, weights, lr, epochs, error=None, bias_error=None, divisor=len, bias_divisor=None):
    """Make the steps; whatever part is given replaces the right one."""

    def right(z):
        return weights * (clipped(z) - y)

    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        z = X @ w + b
        in_w, in_b = (error or right)(z), (bias_error or error or right)(z)
        w = w - lr * X.T @ in_w / divisor(y)
        b = b - lr * in_b.sum() / (bias_divisor or divisor)(y)
    return w, b


@descent.wrong("w alone")
def without_b(X, y, weights, lr=0.01, epochs=200):
    return gradient_steps(X, y, weights, lr, epochs)[0]


@descent.wrong("intercept first")
def b_first(X, y, weights, lr=0.01, epochs=200):
    w, b = gradient_steps(X, y, weights, lr, epochs)
    return b, w


@descent.wrong("w as a column")
def column(X, y, weights, lr=0.01, epochs=200):
    w, b = gradient_steps(X, y, weights, lr, epochs)
    return w.reshape(-1, 1), b


@descent.wrong("random start")
def starts_anywhere(X, y, weights, lr=0.01, epochs=200):
    w, b = np.random.default_rng().normal(size=X.shape[1]), 0.0
    for _ in range(epochs):
        error = weights * (clipped(X @ w + b) - y)
        w, b = w - lr * X.T @ error / len(y), b - lr * error.mean()
    return w, b


@descent.wrong("uphill")
def plus_the_gradient(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, -lr, epochs)


@descent.wrong("uphill")
def y_minus_p(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, error=lambda z: weights * (y - clipped(z)))


@descent.wrong("weights ignored")
def unweighted(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, np.ones(len(y)), lr, epochs)


@descent.wrong("intercept never moves")
def no_intercept(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, bias_error=lambda z: np.zeros(len(y)))


@descent.wrong("intercept without weights")
def plain_intercept(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, bias_error=lambda z: clipped(z) - y)


@descent.wrong("sum instead of mean")
def sums(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, divisor=lambda y: 1)


@descent.wrong("sum instead of mean")
def sum_for_w(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, divisor=lambda y: 1, bias_divisor=len)


@descent.wrong("sum instead of mean")
def sum_for_b(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, bias_divisor=lambda y: 1)


@descent.wrong("divided by the sum of the weights")
def weighted_mean(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, divisor=lambda y: weights.sum())


@descent.wrong("divided by the sum of the weights")
def normalised(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights / weights.sum(), lr, epochs)


@descent.wrong("weights in the prediction")
def weights_times_z(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, error=lambda z: clipped(weights * z) - y)


@descent.wrong("weights in the prediction")
def weights_times_p(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, error=lambda z: weights * clipped(z) - y)


@descent.wrong("weights twice")
def squared_weights(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights**2, lr, epochs)


@descent.wrong("class weights added")
def balanced_as_well(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights * comparisons(y), lr, epochs)


@descent.wrong("class weights added")
def balanced_instead(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, comparisons(y), lr, epochs)


@descent.wrong("no sigmoid")
def linear(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, error=lambda z: weights * (z - y))


@descent.wrong("decisions instead of probabilities")
def perceptron(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, error=lambda z: weights * ((clipped(z) >= 0.5) - y))


@descent.wrong("squared loss")
def squared_errors(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs, error=lambda z: weights * (clipped(z) - y) * slope(z))


@descent.wrong("row by row")
def stochastic(X, y, weights, lr=0.01, epochs=200):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, label, weight in zip(X, y, weights):
            error = weight * (clipped(x @ w + b) - label)
            w, b = w - lr * error * x, b - lr * error
    return w, b


@descent.wrong("epochs ignored")
def two_hundred(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, 200)


@descent.wrong("epochs ignored")
def one_step_short(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, epochs - 1)


@descent.wrong("stops in the loop")
def returns_at_once(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, lr, 1)


@descent.wrong("lr ignored")
def one_hundredth(X, y, weights, lr=0.01, epochs=200):
    return steps(X, y, weights, 0.01, epochs)


@descent.wrong("changes its input")
def scales_in_place(X, y, weights, lr=0.01, epochs=200):
    answer = steps(X, y, weights, lr, epochs)
    weights /= weights.sum()
    return answer


@descent.wrong(says="line")
def wrong_shapes(X, y, weights, lr=0.01, epochs=200):
    return X @ (weights * y), 0.0


# logistic_regression_converged: right


def until(X, y, weights, lr, arrived):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(20_000):
        error = weights * (clipped(X @ w + b) - y)
        in_w, in_b = X.T @ error / len(y), error.mean()
        if arrived(in_w, in_b):
            break
        w, b = w - lr * in_w, b - lr * in_b
    return w, b


@arrival.right
def steepest_slope(X, y, weights, lr=1.0, tol=1e-6):
    return until(X, y, weights, lr, lambda in_w, in_b: max(np.abs(in_w).max(), abs(in_b)) <= tol)


@arrival.right
def length_of_the_gradient(X, y, weights, lr=1.0, tol=1e-6):
    """The length is never shorter than the steepest slope."""
    return until(X, y, weights, lr, lambda in_w, in_b: np.hypot(np.linalg.norm(in_w), in_b) < tol)


@arrival.right
def newton(X, y, weights, lr=1.0, tol=1e-6):
    """No step size at all."""
    return logistic.fit_logistic_regression(X, y, weights)


@arrival.right
def pythons_loop(X, y, weights, lr=1.0, tol=1e-6):
    rows, n, d = X.tolist(), len(y), X.shape[1]
    theta = [0.0] * (d + 1)
    for _ in range(20_000):
        errors = [
            weight * (one_by_one(sum(t * v for t, v in zip(theta, [*x, 1.0]))) - label)
            for x, label, weight in zip(rows, y.tolist(), weights.tolist())
        ]
        slopes = [sum(e * [*x, 1.0][c] for e, x in zip(errors, rows)) / n for c in range(d + 1)]
        if all(abs(one) <= tol for one in slopes):
            break
        theta = [t - lr * one for t, one in zip(theta, slopes)]
    return tuple(theta[:-1]), theta[-1]


# logistic_regression_converged: wrong


@arrival.wrong("a fixed number of steps")
def hundred_steps(X, y, weights, lr=1.0, tol=1e-6):
    return gradient_steps(X, y, weights, lr, 100)


@arrival.wrong("slopes without their sign")
def no_absolute_values(X, y, weights, lr=1.0, tol=1e-6):
    return until(X, y, weights, lr, lambda in_w, in_b: in_w.max() < tol and in_b < tol)


@arrival.wrong("intercept left out")
def w_only(X, y, weights, lr=1.0, tol=1e-6):
    w, b = steps(X, y, weights, lr, 3000, bias_error=lambda z: np.zeros(len(y)))
    return w, b


@arrival.wrong("only the intercept")
def b_only(X, y, weights, lr=1.0, tol=1e-6):
    return until(X, y, weights, lr, lambda in_w, in_b: abs(in_b) <= tol and np.any(in_w))


@arrival.wrong("weights ignored")
def no_weights(X, y, weights, lr=1.0, tol=1e-6):
    return steepest_slope(X, y, np.ones(len(y)), lr, tol)


@arrival.wrong("step instead of slope")
def small_steps(X, y, weights, lr=1.0, tol=1e-6):
    return until(X, y, weights, lr, lambda in_w, in_b: max(np.abs(lr * in_w).max(), abs(lr * in_b)) <= tol)


@arrival.wrong("tol ignored")
def own_bound(X, y, weights, lr=1.0, tol=1e-6):
    return steepest_slope(X, y, weights, lr, 1e-3)


@arrival.wrong("tol ignored")
def default_bound(X, y, weights, lr=1.0, tol=1e-6):
    return steepest_slope(X, y, weights, lr, 5e-4)


@arrival.wrong(says="line")
def never_defined(X, y, weights, lr=1.0, tol=1e-6):
    while steepest > tol:  # noqa: F821
        pass
    return w, b  # noqa: F821


@arrival.wrong("returns nothing")
def breaks_and_ends(X, y, weights, lr=1.0, tol=1e-6):
    steepest_slope(X, y, weights, lr, tol)


@arrival.wrong(says="not a pair of w")
def one_vector(X, y, weights, lr=1.0, tol=1e-6):
    w, b = steepest_slope(X, y, weights, lr, tol)
    return np.append(w, b)


@arrival.wrong("endless loop")
def never_arrives(X, y, weights, lr=1.0, tol=1e-6):
    steepest = 1.0
    while steepest > tol:
        steepest_slope(X[:1], y[:1], weights[:1], lr, 1.0)
    return steepest


ANSWERS = (curve, weighting, descent, arrival)
