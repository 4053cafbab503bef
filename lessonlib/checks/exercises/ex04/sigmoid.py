"""Exercise 04, first task: the sigmoid, for any z that a float can hold."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, equals, gives, in_any
from lessonlib.checks.descent import logistic


def _case(name, *make, points=1):
    """Return a case with one call for each function that makes a z."""
    return Case(name, lambda rng: tuple(Call((z(rng),)) for z in make), equals(logistic), points)


@np.errstate(over="ignore")
def _divided_first(z):
    return 1 + np.exp(-np.asarray(z, dtype=float))


def _nan(_call, reply):
    answer = as_array(reply.answer)
    return answer is not None and np.isnan(answer).any()


def _fails_on(*, arrays):
    """Return a recogniser of what raises on arrays alone, or on single numbers alone."""

    def seen(call, reply):
        return (
            reply.failed("raised") and reply.failure.exception == "TypeError" and arrays == (np.ndim(call.args[0]) > 0)
        )

    return in_any(seen)


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


SIGMOID = Task(
    "sigmoid",
    cases=(
        _case("single numbers: 0, 2 and −1.5", lambda _rng: 0.0, lambda _rng: 2.0, lambda _rng: -1.5),
        _case("20 numbers", lambda rng: rng.normal(scale=3, size=20)),
        _case(
            "numbers as far out as 1,000", lambda rng: np.array([-1000.0, -40.0, rng.normal(), 40.0, 1000.0]), points=2
        ),
        _case("whole numbers", lambda _rng: np.arange(-3, 4)),
        _case("a table of numbers", lambda rng: rng.normal(scale=2, size=(3, 4))),
    ),
    slips=(
        Slip(
            "sign of z",
            "It looks as if the sign of z is turned round: large z are to give values near 1. It is e to the power of "
            "minus z in 1 / (1 + e⁻ᶻ).",
            gives(lambda z: logistic(-np.asarray(z))),
        ),
        Slip(
            "parentheses missing",
            "`1 / 1 + …` divides first and adds afterwards. The whole sum belongs under the line: `1 / (1 + …)`.",
            gives(_divided_first),
        ),
        Slip(
            "not a number at large z",
            "NaN means “not a number”: where z is large, e to the power of z is infinite, and infinite / infinite is "
            "NaN. Write it with e⁻ᶻ, or take z within bounds first: `np.clip(z, -500, 500)`.",
            in_any(_nan),
        ),
        Slip(
            "overflow error",
            "`math.exp` gives up where its result is too large for a float. `np.exp` goes on, and with "
            "`np.clip(z, -500, 500)` nothing overflows.",
            in_any(lambda _call, reply: reply.failed("raised") and reply.failure.exception == "OverflowError"),
        ),
        Slip(
            "single numbers only",
            "Your function fails on arrays. `math.exp` takes one number; `np.exp` takes arrays as well.",
            _fails_on(arrays=True),
        ),
        Slip(
            "arrays only",
            "Your function fails on a single number, which can't be looped over. NumPy's functions take both, without "
            "a loop.",
            _fails_on(arrays=False),
        ),
        Slip(
            "whole numbers cut off",
            "Where z holds whole numbers, your answer holds nothing else: `np.empty_like(z)` has the type of z. Make "
            "it `np.empty(z.shape)`, or z a float first.",
            in_any(
                lambda call, reply: (
                    np.asarray(call.args[0]).dtype.kind == "i"
                    and np.array_equal(as_array(reply.answer), np.trunc(logistic(call.args[0])))
                )
            ),
        ),
        Slip(
            "twice as steep",
            "(1 + tanh z) / 2 is the sigmoid of 2 z. Halve z first.",
            gives(lambda z: logistic(2 * np.asarray(z))),
        ),
        Slip(
            "tanh",
            "Your function goes from −1 to 1. A probability goes from 0 to 1.",
            gives(np.tanh),
        ),
        Slip(
            "a step",
            "Your answers are 0 or 1 only. That is a decision; the sigmoid is the probability before it.",
            gives(lambda z: np.asarray(logistic(z)) >= 0.5),
        ),
        Slip(
            "the derivative",
            "These look like p · (1 − p), the slope of the sigmoid. What is wanted is p itself.",
            gives(lambda z: logistic(z) * (1 - logistic(z))),
        ),
        Slip(
            "clipped too early",
            "Your function stops well short of 0 and 1. Bounds for z such as ±500 prevent overflow; ±5 and ±10 change "
            "the answer.",
            in_any(_clipped),
        ),
    ),
    hints=(
        "The sigmoid is 1 / (1 + e⁻ᶻ). It is 1/2 at z = 0, close to 1 for large z, and close to 0 for very negative z.",
        "`np.exp` takes numbers and arrays alike, so no loop is needed.",
        "`np.exp(1000)` is too large for a float. Beyond ±500 the sigmoid is 0 or 1 to all digits, so "
        "`z = np.clip(z, -500, 500)` changes nothing and avoids it.",
    ),
)
