"""Exercise 04: weighted logistic regression, from the sigmoid to a fit that has arrived."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from operator import mul

import numpy as np

from lessonlib.checks.plain import as_array, same
from lessonlib.checks.signs import has_nan, raised, rounded
from lessonlib.checks.task import Exercise, both, once_per_call

EXERCISE = Exercise("ex04")

# Gradient descent, right and wrong: change one rule and you have a slip. Only NumPy: a check answers at once.

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
    first : "w", "b" or None
        Which of the two moves first, before the gradient in the other is taken.
    features : callable
        ``features(X)``: what the steps are made with.
    """

    errors: Callable = weighted_errors
    divisor: Callable = len
    bias_errors: Callable | None = None
    bias_divisor: Callable | None = None
    epochs: Callable = lambda asked: asked
    first: str | None = None
    features: Callable = lambda X: X

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
        X, w, b = self.features(X), np.zeros(X.shape[1]), 0.0
        for _ in range(self.epochs(epochs)):
            in_w, in_b = self.gradient(X, y, weights, w, b)
            if self.first == "w":
                _, in_b = self.gradient(X, y, weights, w - lr * in_w, b)
            if self.first == "b":
                in_w, _ = self.gradient(X, y, weights, w, b - lr * in_b)
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


right_coefficients = once_per_call(Descent().coefficients)


def judge_descent(*exchanges):
    """Judge (w, b) after a number of steps that the call names."""
    for call, reply in exchanges:
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        if found is None:
            return "the answer is not a pair of w, with one coefficient for each feature, and b, a number."
        right = right_coefficients(call)
        w_right, b_right = (np.allclose(one, other, RTOL, ATOL) for one, other in zip(found, right, strict=True))
        if not (w_right and b_right):
            return f"{'b is' if w_right else 'w is' if b_right else 'w and b are'} not what these steps lead to."
    return None


def follows(*descents):
    """Return the sign of the coefficients that one of other descents leads to."""

    def seen(call, reply):
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        return found is not None and any(
            close(found, descent.coefficients(*call.args, **call.kwargs)) for descent in descents
        )

    return seen


# The sigmoid, for any z that a float can hold


def _apart(exchanges, far=30):
    """Return all z of a case that are not far out, and the answers there."""
    z = np.concatenate([np.ravel(call.args[0]) for call, _ in exchanges])
    answers = np.concatenate([np.ravel(as_array(reply.answer)) for _, reply in exchanges])
    return z[np.abs(z) < far], answers[np.abs(z) < far]


def _divided_first(*exchanges):
    z, answers = _apart(exchanges)
    return np.allclose(answers, 1 + np.exp(-z))


def _one_side(*exchanges):
    """Say whether the answers are right on one side of 0, and all wrong on the other."""
    z, answers = _apart(exchanges)
    right = np.isclose(answers, logistic(z))
    sides = right[z > 0], right[z < 0]
    return any(one.any() and one.all() and other.size and not other.any() for one, other in (sides, sides[::-1]))


def _fails_on(*, arrays):
    """Return the sign of what raises on arrays alone, or on single numbers alone."""

    def seen(call, reply):
        fails = raised("TypeError", "AttributeError", "IndexError")(call, reply)
        return fails and arrays == (np.ndim(call.args[0]) > 0)

    return seen


def _clipped(call, reply):
    """Say whether the answer stops well before 0 and 1, and is right where it is not that far."""
    z, answer = np.asarray(call.args[0]), as_array(reply.answer)
    if answer is None or answer.shape != z.shape:
        return False
    far = np.abs(z) > 30
    stops = np.minimum(answer, 1 - answer)[far]
    return (
        np.all((stops > 1e-6) & (stops < 0.1))
        and far.any()
        and np.allclose(answer[np.abs(z) < 2], logistic(z[np.abs(z) < 2]))
    )


def of(*make):
    """Return what makes a call for each function that makes a z."""
    return lambda rng: [(z(rng),) for z in make]


curve = EXERCISE.task("sigmoid", logistic, reference=logistic)
curve.case("single numbers, 0 among them", of(lambda _rng: 0.0, *[lambda rng: float(rng.normal(scale=2))] * 2))
curve.case("20 numbers", of(lambda rng: rng.normal(scale=3, size=20)))
curve.case(
    "numbers as far out as 1,000", of(lambda rng: np.array([-1000.0, -40.0, rng.normal(), 40.0, 1000.0])), points=2
)
curve.case("whole numbers", of(lambda rng: rng.permutation(np.arange(-4, 5))))
curve.case("a table of numbers", of(lambda rng: rng.normal(scale=2, size=(3, 4))))

curve.twin("sign of z", lambda z: logistic(-np.asarray(z)))
curve.slip("parentheses missing", _divided_first, whole=True)
curve.sign("not a number at large z", has_nan)
curve.sign("overflow error", raised("OverflowError"))
curve.sign("single numbers only", _fails_on(arrays=True))
curve.sign("arrays only", _fails_on(arrays=False))
curve.sign(
    "whole numbers cut off",
    lambda call, reply: (
        np.asarray(call.args[0]).dtype.kind == "i"
        and np.array_equal(as_array(reply.answer), np.trunc(logistic(call.args[0])))
    ),
)
curve.twin("twice as steep", lambda z: logistic(2 * np.asarray(z)))
curve.twin("tanh", np.tanh)
curve.twin("a step", lambda z: np.asarray(logistic(z)) >= 0.5)
curve.twin("the derivative", lambda z: logistic(z) * (1 - logistic(z)))
curve.sign("clipped too early", _clipped)
curve.sign("an `if` for many numbers", raised(saying="truth value"))
curve.sign("rounded", rounded(logistic))
curve.sign("sum made 1", lambda call, reply: same(1.0, float(np.sum(reply.answer))) and np.size(call.args[0]) > 1)
curve.slip("one side of 0", _one_side)
curve.sign("another shape", lambda call, reply: np.shape(as_array(reply.answer)) != np.shape(call.args[0]))

# A weight for each row, so that all classes weigh the same


def balanced(y):
    """Return n / (number of classes · rows of the class) for each row, shape (n,)."""
    return len(y) / (len(np.unique(y)) * rows_of_class(y))


def rows_of_class(y):
    """Return for each row how many rows have its label, shape (n,)."""
    _, which, counts = np.unique(y, return_inverse=True, return_counts=True)
    return counts[which]


def by_class(y):
    """Return the weight of each class, in the order of the labels."""
    return np.array([balanced(y)[y == label][0] for label in np.unique(y)])


def _proportional(call, reply):
    """Say whether the weights are right but for a factor."""
    answer, right = as_array(reply.answer), balanced(call.args[0])
    if answer is None or answer.shape != right.shape or not np.all(answer > 0):
        return False
    factor = (answer / right)[0]
    return not np.isclose(factor, 1) and np.allclose(answer / right, factor, rtol=1e-5)


def _grouped(call, reply):
    """Say whether the weights are right but sorted by class."""
    answer, right = as_array(reply.answer), balanced(call.args[0])
    moved = answer is not None and answer.shape == right.shape and not np.allclose(answer, right)
    return moved and np.allclose(np.sort(answer), np.sort(right))


def _by_the_rest(y):
    return len(y) / (len(np.unique(y)) * (len(y) - rows_of_class(y)))


def _two_labels(label):
    """Return the weights by this label and everything else."""
    return lambda y: len(y) / (2 * rows_of_class(y == label))


def _other_labels(call, reply):
    """Say whether labels that are not 0, 1, … have other weights than they should."""
    (y,) = call.args
    return max(y) != len(np.unique(y)) - 1 and not reply.changed_input and not same(balanced(y), reply.answer)


def _swapped(y):
    weights = by_class(y)[::-1]
    return weights[np.unique(y, return_inverse=True)[1]]


def labels(*sizes, dtype=int):
    """Return what draws so many labels 0, 1, … in no order."""
    return lambda rng: (rng.permutation(np.repeat(np.arange(len(sizes)), sizes)).astype(dtype),)


balance = EXERCISE.task("compute_class_weights", balanced, reference=balanced)
balance.case("three rows, as worked by hand, and others", both(lambda _rng: (np.array([0, 0, 1]),), labels(6, 4)))
balance.case("950 and 50 rows", labels(950, 50))
balance.case("labels as floats", labels(30, 7, dtype=float))
balance.case("labels False and True", labels(12, 5, dtype=bool))
balance.case("three classes", labels(20, 9, 4))
balance.case(
    "labels −1 and 1, then 2 and 5", lambda rng: [(2 * labels(8, 5)(rng)[0] - 1,), (3 * labels(9, 7)(rng)[0] + 2,)]
)
balance.case("labels 0.2 and 0.7", lambda rng: (0.2 + labels(11, 6)(rng)[0] / 2,))

balance.sign(
    "one weight for each class",
    lambda call, reply: (
        isinstance(reply.answer, dict) or np.shape(as_array(reply.answer)) == (len(np.unique(call.args[0])),)
    ),
)
balance.twin("two classes taken for granted", lambda y: balanced(y) * len(np.unique(y)) / 2)
balance.twin("labels cut to whole numbers", lambda y: balanced(y.astype(int)))
balance.twin("labels taken for 0 and 1", *map(_two_labels, (0, 1)))
balance.sign("labels taken for places", _other_labels, only=True)
balance.twin("normalised to sum 1", lambda y: balanced(y) / len(y))
balance.twin("number of classes left out", lambda y: len(y) / rows_of_class(y))
balance.twin("upside down", lambda y: 1 / balanced(y))
balance.twin("shares instead of weights", lambda y: rows_of_class(y) / len(y))
balance.sign("another scale", _proportional, only=True)
balance.sign("weights in another order", _grouped)
balance.twin("weights of the other class", _swapped, _by_the_rest)
balance.twin("rounded down", lambda y: np.floor(balanced(y)), lambda y: balanced(y).astype(y.dtype))
balance.sign(
    "labels instead of classes",
    lambda call, reply: (
        np.shape(as_array(reply.answer)) == call.args[0].shape
        and np.any(call.args[0] == 0)
        and np.all(np.asarray(reply.answer)[call.args[0] == 0] == 0)
    ),
)

# A fixed number of gradient steps on the weighted loss

THREE_ROWS = np.array([[-1.0], [0.0], [1.0]]), np.array([0, 0, 1]), np.array([0.75, 0.75, 1.5])


def rows(rng, n=60, d=3, positives=15, shift=(-0.5, 0.5, -0.5)):
    """Return rows in no order, and uneven weights that do not average 1; y holds floats.

    The classes overlap so much that no plane separates them (none did in 60,000 draws): the loss has a minimum.
    """
    y = rng.permutation(np.repeat([0.0, 1.0], [n - positives, positives]))
    return rng.normal(size=(n, d)) + np.outer(y, shift[:d]), y, rng.uniform(0.5, 3.5, size=n)


def with_class_weights(rng):
    """Return rows with one weight for each class; y holds whole numbers."""
    X, y, _ = rows(rng)
    return X, y.astype(int), balanced(y)


def with_ones(rng):
    """Return rows that all weigh the same."""
    X, y, weights = rows(rng)
    return X, y, np.ones_like(weights)


def _no_weights(z, y, _weights):
    return logistic(z) - y


def _other_number_of_steps(*numbers):
    return [Descent(epochs=lambda asked, number=number: number(asked)) for number in numbers]


def _in_turn(call, reply):
    """Say whether the coefficients moved after each row, not after each epoch."""
    found = as_coefficients(reply.answer, call.args[0].shape[1])
    return found is not None and any(
        close(found, _row_by_row(*call.args, **call.kwargs, over=n)) for n in (1, len(call.args[1]))
    )


def _row_by_row(X, y, weights, lr=0.01, epochs=200, *, over):
    w, b = [0.0] * X.shape[1], 0.0  # plain numbers: far faster than NumPy, row by row
    by_row = list(zip(X.tolist(), y.tolist(), (lr / over * weights).tolist(), strict=True))
    for _ in range(epochs):
        for x, label, weight in by_row:
            z = b + sum(map(mul, w, x))
            step = weight * ((1 + math.tanh(z / 2)) / 2 - label)
            w, b = [old - step * one for old, one in zip(w, x, strict=True)], b - step
    return np.array(w), b


def _over_features(call, reply):
    """Say whether the sum in w is divided by the number of features, too."""
    n_features = call.args[0].shape[1]
    return follows(Descent(divisor=lambda weights: n_features * len(weights), bias_divisor=len))(call, reply)


def _with_default_lr(call, reply):
    found = as_coefficients(reply.answer, call.args[0].shape[1])
    return found is not None and close(found, Descent().coefficients(*call.args, **{**call.kwargs, "lr": 0.01}))


def _differ(*exchanges):
    first, *others = (as_coefficients(reply.answer, call.args[0].shape[1]) for call, reply in exchanges)
    return first is not None and any(other is not None and not close(first, other) for other in others)


def _not_from_zero(call, reply):
    found = as_coefficients(reply.answer, call.args[0].shape[1])
    return call.kwargs.get("lr") == 1e-9 and found is not None and not close(found, (0 * found[0], found[1]))


def _intercept_first(call, reply):
    swapped = reply.answer[::-1] if isinstance(reply.answer, list) else None
    return as_coefficients(swapped, call.args[0].shape[1]) is not None and np.ndim(reply.answer[0]) == 0


def _shape(answer):
    return np.shape(as_array(answer)) if as_array(answer) is not None else None


def _column(call, reply):
    shaped = isinstance(reply.answer, list) and len(reply.answer) == 2
    return shaped and _shape(reply.answer[0]) == (call.args[0].shape[1], 1)


descent = EXERCISE.task("logistic_regression_weighted", judge=judge_descent, probes=True)
descent.case("one step from zero, as worked by hand", lambda _rng: THREE_ROWS, lr=0.1, epochs=1)
descent.case("60 rows, all weights 1", with_ones, lr=0.3, epochs=40)
descent.case("60 rows, class weights", with_class_weights, lr=0.3, epochs=40, points=2)
descent.case("60 rows, each with a weight of its own", rows, lr=0.2, epochs=40, points=2)
descent.case("the default lr and epochs", rows)
descent.case("one step of hardly any length", rows, lr=1e-9, epochs=1)
descent.case("one feature", lambda rng: rows(rng, d=1), lr=0.2, epochs=30)
descent.case("the same call twice", lambda rng: [rows(rng)] * 2, lr=0.2, epochs=20)

descent.sign("w alone", lambda call, reply: _shape(reply.answer) == (call.args[0].shape[1],))
descent.sign("intercept first", _intercept_first)
descent.sign("w as a column", _column)
descent.slip("random start", _differ)
descent.sign("not from zero", _not_from_zero)
descent.sign("uphill", follows(Descent(errors=lambda z, y, weights: -weighted_errors(z, y, weights))), only=True)
descent.sign("weights ignored", follows(Descent(errors=_no_weights)), only=True)
descent.sign("intercept never moves", follows(Descent(bias_errors=lambda z, _y, _weights: 0 * z)), only=True)
descent.sign("intercept without weights", follows(Descent(bias_errors=_no_weights)), only=True)
descent.sign(
    "sum instead of mean",
    follows(
        Descent(divisor=lambda _weights: 1),
        Descent(divisor=lambda _weights: 1, bias_divisor=len),
        Descent(bias_divisor=lambda _weights: 1),
    ),
    only=True,
)
descent.sign(
    "divided by the sum of the weights",
    follows(Descent(divisor=np.sum), Descent(divisor=lambda weights: len(weights) * np.sum(weights))),
    only=True,
)
descent.sign(
    "weights in the prediction",
    follows(
        Descent(errors=lambda z, y, weights: logistic(weights * z) - y),
        Descent(errors=lambda z, y, weights: weights * logistic(z) - y),
        Descent(errors=lambda z, y, weights: weights * (logistic(weights * z) - y)),
    ),
    only=True,
)
descent.sign("weights twice", follows(Descent(errors=lambda z, y, weights: weights**2 * (logistic(z) - y))), only=True)
descent.sign(
    "class weights added",
    follows(
        Descent(errors=lambda z, y, weights: balanced(y) * weighted_errors(z, y, weights)),
        Descent(errors=lambda z, y, _weights: balanced(y) * (logistic(z) - y)),
    ),
    only=True,
)
descent.sign("no sigmoid", follows(Descent(errors=lambda z, y, weights: weights * (z - y))), only=True)
descent.sign(
    "decisions instead of probabilities",
    follows(Descent(errors=lambda z, y, weights: weights * ((logistic(z) >= 0.5) - y))),
    only=True,
)
descent.sign(
    "squared loss",
    follows(
        Descent(errors=lambda z, y, weights: weighted_errors(z, y, weights) * logistic(z) * logistic(-z)),
        Descent(errors=lambda z, y, weights: 2 * weighted_errors(z, y, weights) * logistic(z) * logistic(-z)),
    ),
    only=True,
)
descent.sign("divided by the features", _over_features, only=True)
descent.sign("one after the other", follows(Descent(first="w"), Descent(first="b")), only=True)
descent.sign(
    "scaled first",
    follows(
        Descent(features=lambda X: (X - X.mean(axis=0)) / X.std(axis=0)),
        Descent(features=lambda X: (X - X.min(axis=0)) / np.ptp(X, axis=0)),
    ),
    only=True,
)
descent.sign(
    "probabilities computed once", follows(Descent(errors=lambda _z, y, weights: weights * (0.5 - y))), only=True
)
descent.sign("row by row", _in_turn, only=True)
descent.sign(
    "epochs ignored",
    follows(*_other_number_of_steps(lambda _asked: 200, lambda asked: asked - 1, lambda asked: asked + 1)),
    only=True,
)
descent.sign("stops in the loop", follows(*_other_number_of_steps(lambda _asked: 1)), only=True)
descent.sign("lr ignored", _with_default_lr, only=True)

# Steps until the loss is flat

ROUNDING = 1e-9
MOST_STEPS = 3000


def slope(call, coefficients, descent):
    """Return the gradient of the mean weighted loss at some coefficients, the intercept's last; shape (d + 1,)."""
    in_w, in_b = descent.gradient(*call.args, *coefficients)
    return np.append(in_w, in_b)


def tolerance(call):
    """Return the tol of a call."""
    return call.kwargs.get("tol", 1e-6)


def judge_flat(*exchanges):
    """Judge (w, b) by the slope of the loss there: whatever way led to the only minimum is right."""
    for call, reply in exchanges:
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        if found is None:
            return "the answer is not a pair of w, with one coefficient for each feature, and b, a number."
        steepest = np.max(np.abs(slope(call, found, Descent())))
        if not steepest <= tolerance(call) + ROUNDING:
            return f"the loss is not flat there yet: in some direction its slope is steeper than {tolerance(call):g}."
    return None


def _shows(looks_so, descent=None):
    """Return the sign of slopes: ``looks_so(slope, tol)``, or with the slope by other rules."""

    def seen(call, reply):
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        return found is not None and bool(looks_so(slope(call, found, descent or Descent()), tolerance(call)))

    return seen


def _after_round_number(call, reply):
    """Say whether the coefficients are those after 100, 200, … steps."""
    found, lr = as_coefficients(reply.answer, call.args[0].shape[1]), call.kwargs.get("lr", 1.0)
    ends = (Descent().coefficients(*call.args, lr=lr, epochs=steps) for steps in (50, 100, 200, 300, 500, 1000, 2000))
    return found is not None and any(close(found, end) for end in ends)


def _stops_when(arrived):
    """Return the sign of a descent that ends as soon as ``arrived(slope, tol)``."""

    def seen(call, reply):
        found, here = as_coefficients(reply.answer, call.args[0].shape[1]), (np.zeros(call.args[0].shape[1]), 0.0)
        for _ in range(MOST_STEPS):
            gradient = slope(call, here, Descent())
            if arrived(gradient, tolerance(call)):
                break
            step = call.kwargs.get("lr", 1.0) * gradient
            here = here[0] - step[:-1], here[1] - step[-1]
        return found is not None and close(found, here)

    return seen


def _stops_with_the_loss(call, reply):
    """Say whether one step more would change the loss by less than tol, though a slope is steeper."""
    found = as_coefficients(reply.answer, call.args[0].shape[1])
    if found is None:
        return False
    steep = slope(call, found, Descent())
    change = call.kwargs.get("lr", 1.0) * np.sum(steep**2)  # of the loss, by a small step
    return not _flat(steep, tolerance(call)) and change < 2 * tolerance(call)


def _flat(gradient, tol):
    return np.max(np.abs(gradient)) <= tol + ROUNDING


converged = EXERCISE.task("logistic_regression_converged", judge=judge_flat, probes=True)
converged.case("60 rows, class weights, the default lr and tol", with_class_weights)
converged.case("60 rows, each with a weight of its own", rows, lr=0.3, tol=1e-4)
converged.case("a rough tolerance", rows, lr=0.3, tol=1e-2)
converged.case(
    "one feature, more positives than negatives",
    lambda rng: rows(rng, d=1, positives=42, shift=[0.5]),
    tol=1e-4,
)
converged.case("a small learning rate", lambda rng: rows(rng, n=40, d=2, positives=14), lr=0.02, tol=1e-4)
converged.case("80 rows with 2 features", lambda rng: rows(rng, n=80, d=2, positives=16), lr=0.5, tol=1e-4)

converged.sign("a fixed number of steps", _after_round_number, only=True)
converged.sign(
    "slopes averaged",
    _stops_when(lambda gradient, tol: np.mean(np.abs(gradient)) <= tol),
    _stops_when(lambda gradient, tol: abs(np.sum(gradient)) <= tol),
    only=True,
)
converged.sign(
    "intercept left out",
    _shows(lambda gradient, tol: _flat(gradient[:-1], tol) and not _flat(gradient[-1:], tol)),
    only=True,
)
converged.sign("slopes without their sign", _stops_when(lambda gradient, tol: np.max(gradient) <= tol), only=True)
converged.sign(
    "one small slope is enough", _stops_when(lambda gradient, tol: np.min(np.abs(gradient)) <= tol), only=True
)
converged.sign(
    "only the intercept",
    _shows(lambda gradient, tol: _flat(gradient[-1:], tol) and not _flat(gradient[:-1], tol)),
    only=True,
)
converged.sign("squares of the slopes", _shows(lambda g, tol: tol / 2 < np.sum(g**2) <= tol), only=True)
converged.sign(
    "divided by the sum of the weights",
    _shows(lambda g, tol: tol / 2 < np.max(np.abs(g)) <= tol, Descent(divisor=np.sum)),
    only=True,
)
converged.sign("weights ignored", _shows(_flat, Descent(errors=lambda z, y, _weights: logistic(z) - y)), only=True)
converged.sign(
    "step instead of slope",
    lambda call, reply: (
        "lr" in call.kwargs and _shows(lambda gradient, tol: _flat(gradient, tol / call.kwargs["lr"]))(call, reply)
    ),
    only=True,
)
converged.sign("tol ignored", _shows(lambda gradient, tol: tol < 1e-3 and _flat(gradient, 1e-3)), only=True)
converged.sign("loss instead of slope", _stops_with_the_loss, only=True)
