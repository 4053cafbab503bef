"""Exercise 04, third task: a fixed number of gradient steps on the weighted loss."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.descent import (
    Descent,
    as_coefficients,
    close,
    follows,
    judge_descent,
    logistic,
    weighted_errors,
)
from lessonlib.checks.exercises.ex04.compute_class_weights import balanced

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


def _case(name, make, *, n_calls=1, points=1, **kwargs):
    return Case(name, lambda rng: (Call(make(rng), kwargs),) * n_calls, judge_descent, points)


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
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, label, weight in zip(X, y, weights, strict=True):
            error = weighted_errors(x @ w + b, label, weight) / over
            w, b = w - lr * error * x, b - lr * error
    return w, b


def _with_default_lr(call, reply):
    found = as_coefficients(reply.answer, call.args[0].shape[1])
    return found is not None and close(found, Descent().coefficients(*call.args, **{**call.kwargs, "lr": 0.01}))


def _differ(*exchanges):
    first, *others = (as_coefficients(reply.answer, call.args[0].shape[1]) for call, reply in exchanges)
    return first is not None and any(other is not None and not close(first, other) for other in others)


def _intercept_first(call, reply):
    swapped = reply.answer[::-1] if isinstance(reply.answer, list) else None
    return as_coefficients(swapped, call.args[0].shape[1]) is not None and np.ndim(reply.answer[0]) == 0


def _shape(answer):
    return np.shape(as_array(answer)) if as_array(answer) is not None else None


def _column(call, reply):
    shaped = isinstance(reply.answer, list) and len(reply.answer) == 2
    return shaped and _shape(reply.answer[0]) == (call.args[0].shape[1], 1)


LOGISTIC_REGRESSION_WEIGHTED = Task(
    "logistic_regression_weighted",
    cases=(
        _case("one step from zero, as worked by hand", lambda _rng: THREE_ROWS, lr=0.1, epochs=1),
        _case("60 rows, all weights 1", with_ones, lr=0.3, epochs=60),
        _case("60 rows, class weights", with_class_weights, lr=0.3, epochs=60, points=2),
        _case("60 rows, each with a weight of its own", rows, lr=0.2, epochs=60, points=2),
        _case("the default lr and epochs", rows),
        _case("one feature", lambda rng: rows(rng, d=1), lr=0.2, epochs=30),
        _case("the same call twice", rows, n_calls=2, lr=0.2, epochs=20),
    ),
    slips=(
        Slip(
            "w alone",
            "Your function returns w without b. Return both: `return w, b`.",
            in_any(lambda call, reply: _shape(reply.answer) == (call.args[0].shape[1],)),
        ),
        Slip(
            "intercept first",
            "It looks as if b comes before w. Return them in this order: `return w, b`.",
            in_any(_intercept_first),
        ),
        Slip(
            "w as a column",
            "Your w is a table of one column, and `X @ w + y` then has a row and a column for every row. Begin with "
            "`np.zeros(X.shape[1])`, a plain row of numbers.",
            in_any(_column),
        ),
        Slip(
            "random start",
            "The same call gives other coefficients the second time. Start from zero: the loss has one valley only.",
            _differ,
        ),
        Slip(
            "uphill",
            "The steps go uphill: the error is p − y, and the step is minus lr times the gradient. One minus sign is "
            "missing, or one too many.",
            follows(Descent(errors=lambda z, y, weights: -weighted_errors(z, y, weights))),
        ),
        Slip(
            "weights ignored",
            "It looks as if `weights` has no say. Multiply each row's error by its weight.",
            follows(Descent(errors=_no_weights)),
        ),
        Slip(
            "intercept never moves",
            "b stays at zero. Its gradient is the mean of the weighted errors.",
            follows(Descent(bias_errors=lambda z, _y, _weights: 0 * z)),
        ),
        Slip(
            "intercept without weights",
            "It looks as if the weights count for w only. The gradient in b is the mean of the weighted errors, too.",
            follows(Descent(bias_errors=_no_weights)),
        ),
        Slip(
            "sum instead of mean",
            "It looks as if a sum over the rows is not divided by their number. The loss is a mean, for w and for b.",
            follows(
                Descent(divisor=lambda _weights: 1),
                Descent(divisor=lambda _weights: 1, bias_divisor=len),
                Descent(bias_divisor=lambda _weights: 1),
            ),
        ),
        Slip(
            "divided by the sum of the weights",
            "It looks as if the sum is divided by the sum of the weights. Divide by the number of rows: then twice the "
            "weight is twice the step.",
            follows(Descent(divisor=np.sum), Descent(divisor=lambda weights: len(weights) * np.sum(weights))),
        ),
        Slip(
            "weights in the prediction",
            "It looks as if the weights change the prediction. They multiply the error, p − y; the probability itself "
            "has no weight.",
            follows(
                Descent(errors=lambda z, y, weights: logistic(weights * z) - y),
                Descent(errors=lambda z, y, weights: weights * logistic(z) - y),
                Descent(errors=lambda z, y, weights: weights * (logistic(weights * z) - y)),
            ),
        ),
        Slip(
            "weights twice",
            "It looks as if each weight counts twice. It multiplies the error once.",
            follows(Descent(errors=lambda z, y, weights: weights**2 * (logistic(z) - y))),
        ),
        Slip(
            "class weights added",
            "It looks as if your function makes class weights of its own, on top of the weights that it is given.",
            follows(
                Descent(errors=lambda z, y, weights: balanced(y) * weighted_errors(z, y, weights)),
                Descent(errors=lambda z, y, _weights: balanced(y) * (logistic(z) - y)),
            ),
        ),
        Slip(
            "no sigmoid",
            "It looks as if z itself is taken for the prediction: that is linear regression. p = sigmoid(z).",
            follows(Descent(errors=lambda z, y, weights: weights * (z - y))),
        ),
        Slip(
            "decisions instead of probabilities",
            "It looks as if p is rounded to 0 or 1 before the error is taken. The error is p − y with p as it is.",
            follows(Descent(errors=lambda z, y, weights: weights * ((logistic(z) >= 0.5) - y))),
        ),
        Slip(
            "squared loss",
            "The factor p · (1 − p) belongs to the squared error. In the gradient of the log loss it cancels: what is "
            "left is p − y.",
            follows(
                Descent(errors=lambda z, y, weights: weighted_errors(z, y, weights) * logistic(z) * logistic(-z)),
                Descent(errors=lambda z, y, weights: 2 * weighted_errors(z, y, weights) * logistic(z) * logistic(-z)),
            ),
        ),
        Slip(
            "row by row",
            "It looks as if w and b move after each row. One step looks at all rows: take the mean over them first.",
            in_any(_in_turn),
        ),
        Slip(
            "epochs ignored",
            "It looks as if the number of steps is another one than `epochs`.",
            follows(*_other_number_of_steps(lambda _asked: 200, lambda asked: asked - 1, lambda asked: asked + 1)),
        ),
        Slip(
            "stops in the loop",
            "It looks as if your function returns after the first step: the `return` line belongs behind the loop.",
            follows(*_other_number_of_steps(lambda _asked: 1)),
        ),
        Slip(
            "lr ignored",
            "It looks as if the step size is 0.01, whatever `lr` says.",
            in_any(_with_default_lr),
        ),
    ),
    hints=(
        "Start with `w = np.zeros(X.shape[1])` and `b = 0.0`, and repeat the same step `epochs` times.",
        "In a step: `p = sigmoid(X @ w + b)`, then the weighted error of each row, `weights * (p - y)`.",
        "The gradient in w is `X.T @ error / len(y)`, the gradient in b is `error.mean()`.",
        "Go downhill: `w = w - lr * gradient_w`, `b = b - lr * gradient_b`. After the loop, `return w, b`.",
    ),
)
