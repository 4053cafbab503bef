"""Turn what a caller hands in into clean arrays, or say in words what is wrong with it."""

from collections import Counter
from numbers import Real

import numpy as np

ROUNDING = 1e-6  # how far beyond 0 or 1 a probability may lie


def as_labels(y, name="y_true"):
    """Return labels as a boolean array that is True for class 1.

    Parameters
    ----------
    y : array-like, shape (n,)
        Only 0 and 1 (ints, floats or booleans); 1 is the minority, the positive class.
    name : str
        What the error message calls it.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    ValueError
        If it is empty, not one-dimensional, lacks a label, or holds anything but 0 and 1.
    """
    y = as_classes(y, name)
    positive = y == 1
    if not np.all(positive | (y == 0)):
        raise ValueError(
            f"{name} must hold only 0 and 1, with 1 for the minority class; got {_some(y)}. {_label_advice(y, name)}"
        )
    return np.asarray(positive, dtype=bool)


def as_classes(y, name="y"):
    """Return labels of any classes as a vector, and insist that none is missing."""
    y = as_vector(y, name)
    missing = np.isnan(y) if y.dtype.kind == "f" else [_is_missing(label) for label in y] if y.dtype == object else ()
    if np.any(missing):
        raise ValueError(f"{name} must hold a label in every row; got {np.sum(missing)} missing. Leave those rows out.")
    return y


def as_both_classes(y, name="y_true"):
    """Return labels like `as_labels`, and insist that both classes occur."""
    positive = as_labels(y, name)
    if positive.all() or not positive.any():
        raise ValueError(
            f"{name} must hold both classes; got {len(positive)} rows, all of class {int(positive[0])}. "
            "Use a stratified split, or more data."
        )
    return positive


def as_scores(scores, n, name="y_score"):
    """Return scores as floats, one finite number for each of the `n` labels.

    Raises
    ------
    ValueError
        If there are not `n` of them, or one is NaN or infinite.
    """
    scores = as_vector(scores, name)
    if len(scores) != n:
        raise ValueError(
            f"{name} must have one entry for each label; got {len(scores)} entries for {n} labels. "
            "Score the same rows that the labels belong to."
        )
    scores = as_floats(scores, name)
    if not np.isfinite(scores).all():
        bad = int(np.count_nonzero(~np.isfinite(scores)))
        raise ValueError(
            f"{name} must be finite; got {bad} of {n} entries that are NaN or infinite. "
            "Look for a division by zero or an overflow where the scores are made."
        )
    return scores


def as_probabilities(p, n, name="y_prob"):
    """Return probabilities like `as_scores`, and insist that they lie in [0, 1]; what rounding leaves is cut off."""
    p = as_scores(p, n, name)
    if not are_probabilities(p):
        raise ValueError(
            f"{name} must lie in [0, 1]; got values from {p.min():.10g} to {p.max():.10g}. "
            "Pass probabilities, not scores."
        )
    return np.clip(p, 0, 1)


def are_probabilities(values):
    """Return whether floats lie in [0, 1], but for what rounding leaves."""
    return bool(values.min() >= -ROUNDING and values.max() <= 1 + ROUNDING)


def as_features(X, name="X", min_rows=1):
    """Return features as a float array of shape (n, d), all finite, with at least `min_rows` rows.

    Sparse matrices are filled in; frames become arrays, also where numbers, booleans and nullable columns are mixed.
    """
    X = _dense(X)
    if X.ndim != 2:
        raise ValueError(
            f"{name} must have shape (n_samples, n_features); got shape {X.shape}. "
            f"For a single feature use {name}.reshape(-1, 1)."
        )
    if len(X) < min_rows:
        raise ValueError(f"{name} must have at least {min_rows} rows; got {len(X)}. Select more rows.")
    X = as_floats(X, name)
    with np.errstate(over="ignore", invalid="ignore"):
        total = X.sum()
    if not (np.isfinite(total) or np.isfinite(X).all()):  # a finite sum, which is quick, has finite parts
        raise ValueError(f"{name} must be finite; got NaN or infinite values. Remove or fill those rows first.")
    return X


def as_weights(weights, n, name="sample_weight"):
    """Return one non-negative weight for each of `n` rows; None gives ones."""
    if weights is None:
        return np.ones(n)
    weights = as_scores(weights, n, name)
    if weights.min() < 0 or not weights.any():
        raise ValueError(
            f"{name} must be non-negative and not all zero; got values from {weights.min():.4g} to "
            f"{weights.max():.4g}. Use compute_class_weights(y), or ones."
        )
    return weights


def as_vector(values, name):
    """Return a non-empty one-dimensional array."""
    values = _dense(values)
    if values.ndim != 1:
        columns = values.shape[-1] if values.ndim == 2 else 0
        advice = {1: f"Use np.ravel({name}).", 2: f"Take one column: class 1 of predict_proba is {name}[:, 1]."}
        raise ValueError(
            f"{name} must be one-dimensional; got shape {values.shape}. {advice.get(columns, 'Select one column.')}"
        )
    if len(values) == 0:
        raise ValueError(f"{name} must not be empty; got 0 entries. Check how the rows were selected.")
    return values


def as_floats(values, name):
    """Return an array as floats, NaN where nothing is; float32 stays float32."""
    if values.dtype == object:  # columns of several types, or one that may lack entries
        wrong = next((v for v in values.flat if not (isinstance(v, Real | np.bool_) or _is_missing(v))), None)
        if wrong is not None:
            raise TypeError(f"{name} must be numeric; got {wrong!r} in it. Encode text and dates as numbers first.")
        return np.array([np.nan if _is_missing(v) else v for v in values.flat], dtype=float).reshape(values.shape)
    if values.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be numeric; got dtype {values.dtype}. Encode text as numbers first.")
    return values if values.dtype in (np.float32, np.float64) else values.astype(float)


def as_count(value, name, minimum):
    """Return a whole number of at least `minimum` as an int."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number; got {value!r}. Use an int.")
    if value < minimum:
        raise ValueError(f"{name} must be at least {minimum}; got {value}. Use {name} >= {minimum}.")
    return int(value)


def as_fraction(value, name):
    """Return a number strictly between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie strictly between 0 and 1; got {value}. 5 % is written 0.05.")
    return float(value)


def same_length(a, b, name_a, name_b):
    """Raise unless two arrays have equally many rows."""
    if len(a) != len(b):
        raise ValueError(
            f"{name_a} and {name_b} must have the same number of rows; got {len(a)} and {len(b)}. "
            "Take both from the same split."
        )


def _dense(values):
    """Return an array; of a sparse matrix with its zeros written out."""
    return values.toarray() if hasattr(values, "toarray") else np.asarray(values)


def _is_missing(value):
    return value is None or type(value).__name__ == "NAType" or value != value  # pandas' NA says neither yes nor no


def said(value):
    """Return a value as an error says it: an array by its shape."""
    return f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else repr(value)


def _some(y):
    """Name up to four of the distinct values in `y`."""
    distinct = list(dict.fromkeys(y.tolist()))  # two of the four may be right, so a wrong one is among them
    return ", ".join(map(repr, distinct[:4])) + (", …" if len(distinct) > 4 else "")


def _label_advice(y, name):
    if name == "y_pred":
        return "Compare scores with a threshold first: y_pred = scores >= 0.5."
    counts = Counter(y.tolist())
    if len(counts) > 2 and y.dtype.kind == "f":
        return "Labels come first, scores or probabilities second: were the two swapped?"
    rarest = min(reversed(counts), key=counts.get)
    return f"Map your labels first: {name} = ({name} == {rarest!r}).astype(int), if {rarest!r} is the minority."
