"""Plain data: the only thing that passes between a learner's function and its judge.

Numbers, text, lists, dicts and arrays of numbers mean the same wherever they are read: in this kernel, in a
saved file, or on the far side of a sandbox. An object with a clever ``__eq__`` never reaches a comparison.
"""

import math
import numbers

import numpy as np

# Far wider than the rounding of float32, far narrower than the gap between two different right answers.
RELATIVE_TOLERANCE = 1e-5
ABSOLUTE_TOLERANCE = 1e-7
_DEEPEST = 6
_NUMBERS = (int, float, bool)


class NotPlainError(TypeError):
    """An answer that is not made of plain data; the message says, as a noun, what it is instead."""


def plain(value, depth=0):
    """Return `value` as plain data: tuples and sets become lists, NumPy's scalars become Python's.

    Parameters
    ----------
    value : None, bool, number, str, list, tuple, set, dict, or anything that converts to an array of numbers
    depth : int, default 0
        How many lists and dicts already lie around it.

    Raises
    ------
    NotPlainError
        For anything else: a function, a generator, a figure, a list that contains itself.

    Examples
    --------
    >>> plain((np.float64(0.5), np.int64(3), [np.True_]))
    [0.5, 3, [True]]
    """
    if depth > _DEEPEST:
        raise NotPlainError("a nest of lists or dicts without an end")
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value) in (bool, str):
        return value
    if isinstance(value, numbers.Real):
        return _plain_number(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {plain(key, _DEEPEST): plain(item, depth + 1) for key, item in value.items()}
    if hasattr(value, "__array__"):
        return _plain_array(np.asarray(value), depth)
    raise NotPlainError(f"an object of type {type(value).__name__}")


def same(expected, actual, rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE):
    """Say whether two pieces of plain data are equal up to rounding.

    A list equals an array of the same numbers, 1 equals 1.0 and True; NaN equals NaN, infinity infinity.

    Examples
    --------
    >>> same([0.1 + 0.2, 1], np.array([0.3, 1.0])), same({"f1": 0.5}, {"f1": 0.51}), same([1, 2], [1, 2, 3])
    (True, False, False)
    """
    if type(expected) in _NUMBERS and type(actual) in _NUMBERS:  # the most, and np.allclose takes long for them
        near = math.isfinite(expected) and abs(actual - expected) <= atol + rtol * abs(expected)
        return near or expected == actual or (expected != expected and actual != actual)
    if isinstance(expected, dict) and isinstance(actual, dict):
        alike = expected.keys() == actual.keys()
        return alike and all(same(expected[key], actual[key], rtol, atol) for key in expected)
    numbers_expected, numbers_actual = as_array(expected), as_array(actual)
    if numbers_expected is not None and numbers_actual is not None:
        alike = numbers_expected.shape == numbers_actual.shape
        pair = numbers_actual.astype(float), numbers_expected.astype(float)  # bools can't be subtracted
        return alike and bool(np.allclose(*pair, rtol, atol, equal_nan=True))
    if isinstance(expected, list) and isinstance(actual, list):
        alike = len(expected) == len(actual)
        return alike and all(same(*items, rtol, atol) for items in zip(expected, actual, strict=True))
    return type(expected) is type(actual) and isinstance(expected, str | None) and expected == actual


def over(part, whole):
    """Divide, with 0/0 counted as 0."""
    return part / whole if whole else 0.0


def as_array(answer):
    """Return a plain answer as an array of numbers, or None if it is none.

    >>> as_array([1, 2]).tolist(), as_array([[1], [2, 3]]), as_array("ab"), as_array(None)
    ([1, 2], None, None, None)
    """
    try:
        array = np.asarray(answer)
    except ValueError:  # lists of unequal lengths
        return None
    return array if array.dtype.kind in "biuf" else None


def table(answer, n_columns):
    """Return an answer as a float array of shape (m, n_columns), or None if it is not one of finite numbers.

    >>> table([[1, 2.5]], 2).tolist(), table([1, 2.5], 2)
    ([[1.0, 2.5]], None)
    """
    array = as_array(answer)
    shaped = array is not None and array.ndim == 2 and array.shape[1] == n_columns
    return array.astype(float) if shaped and np.isfinite(array).all() else None


def row_numbers(answer):
    """Return an answer as an array of whole numbers, shape (m,), or None if it is not one.

    >>> row_numbers([2, 0]).tolist(), row_numbers([2.0, 0.0])
    ([2, 0], None)
    """
    array = as_array(answer)
    return array if array is not None and array.dtype.kind in "iu" and array.ndim == 1 else None


def _plain_number(value):
    try:
        as_float = float(value)
    except OverflowError:
        raise NotPlainError("a whole number of more than 300 digits") from None
    whole = isinstance(value, numbers.Integral) and -(2**63) <= value < 2**63
    return int(value) if whole else as_float


def _plain_array(array, depth):
    if array.dtype.kind in "biuf" and array.ndim > 0:
        return array.copy()
    return plain(array.item() if array.ndim == 0 else array.tolist(), depth + 1)
