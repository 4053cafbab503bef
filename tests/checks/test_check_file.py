"""`lesson check`: the same answers as in the notebook, from a shell, whatever state the notebook is in."""

import hashlib
import shutil
from pathlib import Path

import nbformat
import pytest

from lessonlib.checks import notebook_file
from lessonlib.commands import main

ROOT = Path(__file__).parents[2]
RIGHT_SIGMOID = """
import numpy as np

def sigmoid(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)
"""


@pytest.fixture
def solved(tmp_path):
    """Return a function that writes a notebook of exercise 04 with the given code cells."""

    def write(*cells):
        path = tmp_path / "ex04_weights.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), path)
        return path

    return write


def test_a_stub_is_not_yet_and_stays_as_it_is(tmp_path, capsys):
    stub = Path(shutil.copy(ROOT / "exercises" / "ex05_threshold.ipynb", tmp_path))
    before = hashlib.sha256(stub.read_bytes()).digest()
    assert main(["check", str(stub)]) == 1
    assert "Not yet: nothing is written in find_optimal_threshold so far." in capsys.readouterr().out
    assert hashlib.sha256(stub.read_bytes()).digest() == before
    assert [file.name for file in tmp_path.iterdir()] == [stub.name]


def test_a_solution_passes(capsys):
    assert main(["check", str(ROOT / "solutions" / "ex05_threshold.ipynb")]) == 0
    out = capsys.readouterr().out
    assert "Passed: find_optimal_threshold is right" in out
    assert "Passed: best_precision is right" in out


def test_one_right_one_wrong_others_missing(solved):
    wrong = "def compute_class_weights(y):\n    return [1.0 for _ in y]"
    notebook = solved(RIGHT_SIGMOID, "raise RuntimeError('this cell is not my fault')", wrong)
    by_name = {answer.function: answer for answer in notebook_file.check_file(notebook)}
    assert by_name["sigmoid"].status == "passed"
    assert by_name["compute_class_weights"].status == "not yet"
    missing = by_name["logistic_regression_weighted"]
    assert missing.status == "cannot check"
    assert "defines no function of that name: the notebook stops with RuntimeError: this cell" in missing.words
    assert main(["check", str(notebook)]) == 2


def test_cells_below_the_last_definition_are_not_run(solved, tmp_path):
    witness = tmp_path / "was_here"
    notebook = solved(RIGHT_SIGMOID, f"open({str(witness)!r}, 'w').close()")
    assert notebook_file.check_file(notebook)[0].status == "passed"
    assert not witness.exists()


@pytest.mark.parametrize(
    ("cell", "says"),
    [("while True: pass", "a cell above it had not finished after 2 s"), ("import os; os._exit(1)", "the kernel died")],
)
def test_a_notebook_that_never_gets_there_can_not_be_checked(solved, monkeypatch, cell, says):
    monkeypatch.setattr(notebook_file, "SECONDS_A_CELL", 2)
    answers = notebook_file.check_file(solved(cell, RIGHT_SIGMOID))
    assert {answer.status for answer in answers} == {"cannot check"}
    assert says in answers[0].words


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("homework.ipynb", "{}", "name begins with ex01"),
        ("ex04_weights.txt", "{}", "name begins with ex01"),
        ("ex04_weights.ipynb", "no JSON", "must be a Jupyter notebook"),
        ("ex04_weights.ipynb", None, "No such file"),
    ],
)
def test_what_is_no_exercise_is_refused_in_words(tmp_path, capsys, name, content, says):
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    assert main(["check", str(path)]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert "Traceback" not in err
