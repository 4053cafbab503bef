"""What a function builds on: a wrong helper is not paid for twice, imports are those of the exercise."""

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from lessonlib.checks import check
from lessonlib.checks.helping import called_in

NEIGHBOURS = "def find_k_neighbors(X, idx, k):\n    return np.argsort(np.linalg.norm(X - X[idx], axis=1))[:k]\n"
SMOTE = """
def smote(X_minority, k=5, n_synthetic=100, seed=42):
    if k >= len(X_minority):
        raise ValueError("k")
    rng = np.random.default_rng(seed)
    points = np.empty((n_synthetic, X_minority.shape[1]))
    for number in range(n_synthetic):
        i = rng.integers(len(X_minority))
        j = rng.choice(find_k_neighbors(X_minority, i, k))
        points[number] = X_minority[i] + rng.random() * (X_minority[j] - X_minority[i])
    return points
"""


def notebook(*cells):
    module = ModuleType("__main__")
    module.np = np
    for cell in cells:
        exec(cell, module.__dict__)
    return module


def test_a_function_is_checked_with_a_right_helper_where_the_own_one_is_wrong():
    own = notebook(NEIGHBOURS, SMOTE)
    result = check(own.smote)
    assert result.passed
    assert "right `find_k_neighbors` in the place of yours" in repr(result)
    assert not check(own.find_k_neighbors).passed
    assert own.smote.__globals__["find_k_neighbors"] is own.find_k_neighbors
    assert check(notebook(SMOTE).smote).passed  # where its own cell is no Python


def test_a_right_helper_does_not_hide_what_is_wrong_beside_it():
    result = check(notebook(NEIGHBOURS, SMOTE.replace("rng.random()", "0.5")).smote)
    assert result.slip == "the same t for all"
    assert "right `find_k_neighbors`" in result.sentences[0]


@pytest.mark.parametrize(
    "cells",
    [
        ["def sigmoid(z):\n    from sklearn.preprocessing import scale\n    return scale(z)"],
        ["import pandas as pd", "def sigmoid(z):\n    return pd.Series(z)"],
        [
            "from sklearn.preprocessing import scale",
            "def h(z):\n    return scale(z)",
            "def sigmoid(z):\n    return h(z)",
        ],
        ["from lessonlib.compute.logistic import sigmoid as s", "def sigmoid(z):\n    return s(z)"],
    ],
)
def test_what_may_not_be_imported_is_said_as_the_grader_says_it(cells):
    result = check(notebook(*cells).sigmoid)
    assert result.status == "cannot check"
    assert "uses what it may not import. In this exercise there are Python's standard library" in repr(result)


def test_what_may_be_imported_is_no_obstacle():
    source = "def sigmoid(z):\n    import math\n    from scipy.special import expit\n    return expit(z) + 0 * math.pi"
    assert check(notebook(source).sigmoid).passed


def test_an_older_function_is_not_judged_where_the_last_cell_is_no_python(monkeypatch):
    own = notebook("def sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))")
    history = SimpleNamespace(input_hist_raw=["def sigmoid(z):\n    return z", "def sigmoid(z:\n    return z"])
    shell = SimpleNamespace(user_ns=own.__dict__, history_manager=history, transform_cell=lambda cell: cell)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    result = check(own.sigmoid)
    assert result.status == "cannot check"
    assert "is no Python (line 1" in repr(result)
    history.input_hist_raw.append("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")
    assert check(own.sigmoid).passed


def test_who_calls_whom_is_read_from_the_text():
    cells = ["def a(x):\n    return b(x)", "def b(x):\n    return c(x)", "def broken(:", "def d(x):\n    return x"]
    assert called_in(cells, "a", ["c", "d"]) == ["c"]
