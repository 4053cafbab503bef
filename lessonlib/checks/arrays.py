"""Plain answers as arrays of numbers, where they are such arrays."""

import numpy as np


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
