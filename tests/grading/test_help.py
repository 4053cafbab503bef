"""A function that calls another of the student's is not to pay for that one's mistakes."""

from contextlib import closing

import pytest

from lessonlib.grading.job import Patience, grade, job_of
from lessonlib.grading.sandbox import Sandbox
from lessonlib.grading.submission import code_cells
from tests.grading.notebooks import solution

pytestmark = pytest.mark.isolation("A")

WITH_ITSELF = """
def find_k_neighbors(X, idx, k):
    return np.argsort(np.linalg.norm(X - X[idx], axis=1))[:k]
"""
SMOTE = """
def pick(X, i, k, rng):
    return rng.choice(find_k_neighbors(X, i, k))


def smote(X_minority, k=5, n_synthetic=100, seed=42):
    if k >= len(X_minority):
        raise ValueError("k")
    rng = np.random.default_rng(seed)
    points = np.empty((n_synthetic, X_minority.shape[1]))
    for number in range(n_synthetic):
        i = rng.integers(len(X_minority))
        j = pick(X_minority, i, k, rng)
        points[number] = X_minority[i] + rng.random() * (X_minority[j] - X_minority[i])
    return points
"""
ASKS_WITHOUT_END = """
def smote(X_minority, k=5, n_synthetic=100, seed=42):
    while True:
        find_k_neighbors(X_minority, 0, 1)
"""
BROKEN = "def smote(X_minority, k=5:\n    return 0"


def marks(*cells):
    with closing(Sandbox("ex03", "A")) as sandbox:
        graded = grade(job_of("ex03", ["import numpy as np", *cells], 5, {}), sandbox, Patience(8, 3, 60))
    assert graded.status == "graded"
    return {task.function: task for task in graded.tasks}


def test_points_for_what_is_right_given_a_right_helper():
    of = marks(WITH_ITSELF, SMOTE)
    assert of["find_k_neighbors"].points == 0
    assert of["smote"].points == of["smote"].max_points
    assert "right `find_k_neighbors` in the place of yours" in of["smote"].sentence


def test_a_helper_that_is_there_no_more_than_a_call_helps_nobody_to_wait():
    of = marks(WITH_ITSELF, ASKS_WITHOUT_END)
    assert of["smote"].points == 0
    assert of["find_k_neighbors"].slip == "own neighbour"


def test_a_cell_that_is_no_python_costs_its_own_functions_only():
    of = marks(WITH_ITSELF.replace("[:k]", "[1:k + 1]"), BROKEN)
    assert of["find_k_neighbors"].points > of["find_k_neighbors"].max_points / 2
    assert of["smote"].points == 0


def test_right_functions_are_left_alone():
    of = marks(*code_cells(solution("ex03")))
    assert all(task.points == task.max_points and not task.sentence for task in of.values())


def test_a_helper_whose_cell_is_no_python_is_not_paid_for_twice():
    of = marks("def find_k_neighbors(X, idx, k:", SMOTE)
    assert of["smote"].points == of["smote"].max_points
    assert of["find_k_neighbors"].points == 0
