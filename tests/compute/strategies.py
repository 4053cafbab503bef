"""Random inputs for properties: small, full of ties, and always with both classes."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def labelled_scores(draw, max_size=25):
    """Labels and scores on a coarse grid, so that ties within and between the classes are frequent."""
    y = draw(st.lists(st.sampled_from([0, 1]), max_size=max_size - 2))
    y = draw(st.permutations([0, 1, *y]))
    scores = draw(st.lists(st.integers(0, 8), min_size=len(y), max_size=len(y)))
    return np.array(y), np.array(scores) / 8


@st.composite
def decisions(draw, max_size=25):
    """Labels and decisions, of any composition."""
    pairs = draw(st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from([0, 1])), min_size=1, max_size=max_size))
    y_true, y_pred = np.array(pairs).T
    return y_true, y_pred


@st.composite
def points(draw, min_rows=2, max_rows=25, max_dimensions=30):
    """Rows of features: scattered ones, ones on a coarse grid with many ties, and duplicated ones."""
    n, d = draw(st.integers(min_rows, max_rows)), draw(st.integers(1, max_dimensions))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(["scattered", "grid", "duplicates"]))
    if kind == "grid":
        return rng.integers(0, 3, (n, d)).astype(float)
    X = rng.normal(size=(n, d))
    return X if kind == "scattered" else X[rng.integers(0, (n + 1) // 2, n)]


def counts(at_most=50):
    """True positives, true negatives, false positives, false negatives."""
    return st.tuples(*[st.integers(0, at_most)] * 4)
