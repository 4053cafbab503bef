"""Exercise 04, fourth task: steps until the loss is flat."""

import numpy as np

from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.descent import Descent, as_coefficients, close, logistic
from lessonlib.checks.exercises.ex04.logistic_regression_weighted import rows, with_class_weights

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


def _case(name, make, **kwargs):
    return Case(name, lambda rng: (Call(make(rng), kwargs),), judge_flat)


def _shows(looks_so, descent=None):
    """Return a recogniser of slopes: ``looks_so(slope, tol)``, or with the slope by other rules."""

    def seen(call, reply):
        found = as_coefficients(reply.answer, call.args[0].shape[1])
        return found is not None and bool(looks_so(slope(call, found, descent or Descent()), tolerance(call)))

    return in_any(seen)


def _after_round_number(call, reply):
    """Say whether the coefficients are those after 100, 200, … steps."""
    found, lr = as_coefficients(reply.answer, call.args[0].shape[1]), call.kwargs.get("lr", 1.0)
    ends = (Descent().coefficients(*call.args, lr=lr, epochs=steps) for steps in (50, 100, 200, 300, 500, 1000))
    return found is not None and any(close(found, end) for end in ends)


def _stops_when(arrived):
    """Return a recogniser of a descent that ends as soon as ``arrived(slope, tol)``."""

    def seen(call, reply):
        found, here = as_coefficients(reply.answer, call.args[0].shape[1]), (np.zeros(call.args[0].shape[1]), 0.0)
        for _ in range(MOST_STEPS):
            gradient = slope(call, here, Descent())
            if arrived(gradient, tolerance(call)):
                break
            step = call.kwargs.get("lr", 1.0) * gradient
            here = here[0] - step[:-1], here[1] - step[-1]
        return found is not None and close(found, here)

    return in_any(seen)


def _flat(gradient, tol):
    return np.max(np.abs(gradient)) <= tol + ROUNDING


LOGISTIC_REGRESSION_CONVERGED = Task(
    "logistic_regression_converged",
    cases=(
        _case("60 rows, class weights, the default lr and tol", with_class_weights),
        _case("60 rows, each with a weight of its own", rows, lr=0.3, tol=1e-5),
        _case("a rough tolerance", rows, lr=0.3, tol=1e-2),
        _case(
            "one feature, more positives than negatives",
            lambda rng: rows(rng, d=1, positives=42, shift=[0.5]),
            tol=1e-4,
        ),
        _case("80 rows with 2 features", lambda rng: rows(rng, n=80, d=2, positives=16), lr=0.3, tol=1e-5),
    ),
    slips=(
        Slip(
            "a fixed number of steps",
            "It looks as if the number of steps is fixed. Go on `while` the gradient is steeper than `tol`.",
            in_any(_after_round_number),
        ),
        Slip(
            "slopes without their sign",
            "It looks as if the loop ends as soon as each slope is below `tol`, and −0.5 is below it as well. Compare "
            "absolute values.",
            _stops_when(lambda gradient, tol: np.max(gradient) <= tol),
        ),
        Slip(
            "intercept left out",
            "The loss is flat in w, but not in b. The slope in b has to be small, too, before the loop ends.",
            _shows(lambda gradient, tol: _flat(gradient[:-1], tol) and not _flat(gradient[-1:], tol)),
        ),
        Slip(
            "only the intercept",
            "The loss is flat in b, but not in w. All slopes have to be small before the loop ends.",
            _shows(lambda gradient, tol: _flat(gradient[-1:], tol) and not _flat(gradient[:-1], tol)),
        ),
        Slip(
            "weights ignored",
            "This is where the loss without weights is flat. Multiply each row's error by its weight.",
            _shows(_flat, Descent(errors=lambda z, y, _weights: logistic(z) - y)),
        ),
        Slip(
            "step instead of slope",
            "It looks as if the step is compared with `tol`. The step is lr times the slope: a small lr makes every "
            "step small, wherever you are. Compare the slope.",
            in_any(
                lambda call, reply: (
                    "lr" in call.kwargs
                    and _shows(lambda gradient, tol: _flat(gradient, tol / call.kwargs["lr"]))(*[(call, reply)])
                )
            ),
        ),
        Slip(
            "tol ignored",
            "It looks as if the loop ends at a bound of its own, whatever `tol` says.",
            _shows(lambda gradient, tol: tol < 1e-3 and _flat(gradient, 1e-3)),
        ),
    ),
    hints=(
        "The step is that of `logistic_regression_weighted`. Only the loop differs: it goes on until the slopes are "
        "small.",
        "The slopes are the gradients in w and in b. The steepest of them: "
        "`max(np.abs(gradient_w).max(), abs(gradient_b))`.",
        "`while True:` compute both gradients; if the steepest is at most `tol`, `return w, b`; else make the step.",
    ),
)
