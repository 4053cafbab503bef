"""A function that calls another of the student's is not to pay for that one's mistakes."""

from contextlib import closing

import pytest

from lessonlib.checks.catalogue import all_exercises
from lessonlib.checks.helping import called_in
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


HELPERS = [
    (exercise.name, task.function)
    for exercise in all_exercises()
    for task in exercise.tasks
    if task.reference
    and any(called_in(code_cells(solution(exercise.name)), f, [task.function]) for f in exercise.functions)
]


def marks(*cells, exercise="ex03", seeds=(5,)):
    """Return the marks of each function with the last of some seeds; they are the same with all of them."""
    with closing(Sandbox(exercise, "A")) as sandbox:
        jobs = [job_of(exercise, ["import numpy as np", *cells], seed, {}) for seed in seeds]
        graded = [grade(job, sandbox, Patience(8, 3, 60)) for job in jobs]
    assert all(one.status == "graded" for one in graded)
    assert len({tuple(task.points for task in one.tasks) for one in graded}) == 1
    return {task.function: task for task in graded[-1].tasks}


def test_points_for_what_is_right_given_a_right_helper():
    of = marks(WITH_ITSELF, SMOTE)
    assert of["find_k_neighbors"].points == 0
    assert of["smote"].points == of["smote"].max_points
    assert "right `find_k_neighbors` in the place of yours" in of["smote"].sentence


@pytest.mark.parametrize(("exercise", "helper"), HELPERS)
def test_a_wrong_helper_costs_its_own_points_only_whatever_the_order_of_the_cases(exercise, helper):
    wrong = f"def {helper}(*args, **kwargs):\n    raise ValueError"
    cells = code_cells(solution(exercise))
    of = marks(
        *[f"{cell}\n\n\n{wrong}" if f"def {helper}(" in cell else cell for cell in cells],
        exercise=exercise,
        seeds=range(3),
    )
    assert of.pop(helper).points == 0
    assert all(task.points == task.max_points for task in of.values())


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
