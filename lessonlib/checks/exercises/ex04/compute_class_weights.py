"""Exercise 04, second task: a weight for each row, so that all classes weigh the same."""

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Call, Case, Slip, Task, equals, gives, in_any


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


def _case(name, *sizes, dtype=int):
    """Return a case with so many rows of class 0, 1, …, in no order."""

    def calls(rng):
        return (Call((rng.permutation(np.repeat(np.arange(len(sizes)), sizes)).astype(dtype),)),)

    return Case(name, calls, equals(balanced))


def _proportional(call, reply):
    """Say whether the weights are right but for a factor."""
    answer, right = as_array(reply.answer), balanced(call.args[0])
    if answer is None or answer.shape != right.shape or not np.all(answer > 0):
        return False
    return np.allclose(answer / right, (answer / right)[0], rtol=1e-5)


def _grouped(call, reply):
    """Say whether the weights are right but sorted by class."""
    answer, right = as_array(reply.answer), balanced(call.args[0])
    return answer is not None and answer.shape == right.shape and np.allclose(np.sort(answer), np.sort(right))


def _swapped(y):
    weights = by_class(y)[::-1]
    return weights[np.unique(y, return_inverse=True)[1]]


COMPUTE_CLASS_WEIGHTS = Task(
    "compute_class_weights",
    cases=(
        Case("three rows, as worked by hand", lambda _rng: (Call((np.array([0, 0, 1]),)),), equals(balanced)),
        _case("950 and 50 rows", 950, 50),
        _case("labels as floats", 30, 7, dtype=float),
        _case("labels False and True", 12, 5, dtype=bool),
        _case("three classes", 20, 9, 4),
    ),
    slips=(
        Slip(
            "one weight for each class",
            "Your answer holds one weight for each class. Each row needs one, so that weights and errors can be "
            "multiplied: give each row the weight of its class.",
            in_any(
                lambda call, reply: (
                    isinstance(reply.answer, dict)
                    or np.shape(as_array(reply.answer)) == (len(np.unique(call.args[0])),)
                )
            ),
        ),
        Slip(
            "two classes taken for granted",
            "It looks as if the 2 is fixed. It stands for the number of classes, `len(np.unique(y))`.",
            gives(lambda y: balanced(y) * len(np.unique(y)) / 2),
        ),
        Slip(
            "normalised to sum 1",
            "Your weights add up to 1. They are to average 1: the loss is a mean already, and would be divided twice.",
            gives(lambda y: balanced(y) / len(y)),
        ),
        Slip(
            "number of classes left out",
            "It looks as if the number of classes is missing: n / (number of classes · rows of the class).",
            gives(lambda y: len(y) / rows_of_class(y)),
        ),
        Slip(
            "upside down",
            "The larger class has the larger weight: the fraction looks upside down. Rare classes weigh more.",
            gives(lambda y: 1 / balanced(y)),
        ),
        Slip(
            "shares instead of weights",
            "Your weights are the shares of the classes, so the common one weighs more. Rare classes weigh more: "
            "divide by the rows of the class.",
            gives(lambda y: rows_of_class(y) / len(y)),
        ),
        Slip(
            "another scale",
            "The ratios between your weights are right, their scale is not: they are to average 1 over the rows.",
            in_any(_proportional),
        ),
        Slip(
            "weights in another order",
            "The right weights in the wrong places: each row needs the weight of its own label, in the order of the "
            "rows.",
            in_any(_grouped),
        ),
        Slip(
            "weights of the other class",
            "Each class has the weight of the other one.",
            gives(_swapped),
        ),
        Slip(
            "rounded down",
            "Your weights are whole numbers. `//` and integer arrays cut off what stands behind the point: use `/`.",
            gives(lambda y: np.floor(balanced(y))),
        ),
        Slip(
            "labels instead of classes",
            "It looks as if the labels are weights: rows with label 0 have weight 0, and would not count at all.",
            in_any(
                lambda call, reply: (
                    np.shape(as_array(reply.answer)) == call.args[0].shape
                    and np.all(np.asarray(reply.answer)[call.args[0] == 0] == 0)
                )
            ),
        ),
    ),
    hints=(
        "`np.unique(y, return_counts=True)` gives the classes and how many rows each has.",
        "The weight of a class is `len(y) / (len(classes) * count)`.",
        "One weight for each row: put the weights into a dict by class, and look up each label of y: "
        "`np.array([weight_of[label] for label in y])`.",
    ),
)
