"""Class weights: count each error as often as its class is rare."""

import numpy as np

from lessonlib.compute.validate import as_vector


def compute_class_weights(y):
    """Return a weight for each row: n / (number of classes × rows of its class), "balanced" weights.

    Each class then has the same total weight, and the weights average 1 over the rows.

    Parameters
    ----------
    y : array-like, shape (n,)
        Class labels.

    Returns
    -------
    ndarray, shape (n,)

    Examples
    --------
    950 negatives and 50 positives, a ratio of 19:

    >>> weights = compute_class_weights([0] * 950 + [1] * 50)
    >>> round(float(weights[0]), 4), float(weights[-1])
    (0.5263, 10.0)
    """
    y = as_vector(y, "y")
    _, which, counts = np.unique(y, return_inverse=True, return_counts=True)
    return (len(y) / (len(counts) * counts))[which]
