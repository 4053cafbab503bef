"""The probes of exercise 10: each tells what it says, also where nothing else was loaded before."""

import subprocess
import sys

import numpy as np
import pytest

from lessonlib.checks.exercises import ex10 as ratios
from lessonlib.checks.exercises.ex10 import right


@pytest.fixture
def rows():
    X, y = ratios.balanced(np.random.default_rng(0))
    return X[:9], y[:9]


def test_the_rows_carry_their_number_and_their_label():
    X, y = ratios.balanced(np.random.default_rng(1))
    assert ratios.all_different(X[:, 0])
    assert np.array_equal(X[:, 1], y)
    assert y.mean() == 0.5


def test_each_learner_tells_what_it_says(rows):
    X, y = rows
    told = {name: getattr(ratios, name).compiled()(X[:5], y[:5])(X) for name in ("NUMBER", "LABEL", "SIZE")}
    assert np.array_equal(told["NUMBER"], X[:, 0])
    assert np.array_equal(told["LABEL"], y)
    assert told["SIZE"].tolist() == [5.0] * 9
    wrong = y[:5].copy()
    wrong[0] = 1 - wrong[0]
    assert ratios.RELABELLED.compiled()(X[:5], wrong)(X) == pytest.approx(np.full(9, 0.8))


def test_fourfold_makes_four_of_every_positive(rows):
    X, y = ratios.FOURFOLD.compiled()(*rows)
    assert np.sum(y == 1) == 4 * np.sum(rows[1] == 1)
    assert np.sum(y == 0) == np.sum(rows[1] == 0)
    assert np.array_equal(X[:, 1], y)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MEAN_TEST", 0.3),
        ("MEAN_BOTH", (0.1 + 0.9 + 3 * 0.3) / 5),
        ("POSITIVE_TEST", 2 / 3),
        ("POSITIVE_VALIDATION", 0.5),
        ("SIZES", 2003.0),
        ("REPEATED", 3.0),
    ],
)
def test_each_score_tells_what_it_says(name, value):
    score = getattr(ratios, name).compiled()
    parts = np.array([0, 1]), np.array([0.1, 0.9]), np.array([1, 0, 1]), np.array([0.3, 0.3, 0.3])
    assert score(*parts) == pytest.approx(value)


def test_beside_counts_the_labels_that_stand_beside_their_rows():
    score = ratios.BESIDE.compiled()
    assert score(np.array([0, 1]), np.array([0.0, 1.0]), np.array([1, 0, 1]), np.array([1.0, 1.0, 1.0])) == 0.8


def test_they_work_as_the_first_thing_that_a_process_does():
    """Without builtins NumPy cannot load what some of its methods need."""
    code = """
import numpy as np
from lessonlib.checks.exercises import ex10 as ratios
X, y = np.array([[0.25, 0.0], [1.0, 1.0]]), np.array([0, 1])
for fit in (ratios.NUMBER, ratios.LABEL, ratios.SIZE, ratios.RELABELLED, ratios.SEEN, ratios.SHARE):
    p = fit.compiled()(*ratios.FOURFOLD.compiled()(X, y))(X)
    for score in ("MEAN_TEST", "MEAN_BOTH", "POSITIVE_TEST", "POSITIVE_VALIDATION", "SIZES", "BESIDE", "REPEATED"):
        getattr(ratios, score).compiled()(y, p, y, p)
print("done")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "done"


def test_the_right_intervals_by_hand():
    """Differences 0.1, 0.2, 0.3: mean 0.2, sd 0.1, t with 2 degrees of freedom 4.303."""
    scores = np.array([[[0.0, 0.1], [0.0, 0.2], [0.0, 0.3]]])
    half = 4.302653 * 0.1 / np.sqrt(3)
    assert right(scores) == pytest.approx(np.array([[0.2, 0.2 - half, 0.2 + half]]), abs=1e-6)
