"""The solutions' form: run once from top to bottom, with outputs, marks and metadata as nbgrader wants them.

nbval runs them and compares every output; but it passes cells whose outputs were stripped, so that is looked at here.
"""

import ast
from pathlib import Path

import nbformat
import pytest

from lessonlib.checks.catalogue import all_exercises, find

FOLDER = Path(__file__).parents[2] / "solutions"
SOLUTIONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(FOLDER.glob("*.ipynb"))}
LONGEST_CODE, LONGEST_PROSE = 20, 120  # lines, words


@pytest.fixture(params=SOLUTIONS)
def notebook(request):
    return SOLUTIONS[request.param]


@pytest.fixture
def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def flags(cell):
    return cell.metadata.get("nbgrader", {})


def shows_something(source):
    """Say whether a cell ends in an expression, or prints at its top level."""
    body = ast.parse(source).body
    loops = [statement for statement in body if isinstance(statement, ast.For)]
    statements = body + [inner for loop in loops for inner in loop.body]
    calls = [statement.value for statement in statements if isinstance(statement, ast.Expr)]
    prints = any(isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print" for call in calls)
    return prints or (bool(body) and isinstance(body[-1], ast.Expr))


def test_every_exercise_of_the_catalogue_has_its_solution():
    assert [exercise.name for exercise in all_exercises()] == [name.split("_")[0] for name in SOLUTIONS]


def test_it_was_run_once_from_top_to_bottom(code_cells):
    assert [cell.execution_count for cell in code_cells] == list(range(1, len(code_cells) + 1))


def test_every_cell_that_shows_something_has_its_output(code_cells):
    showing = [cell for cell in code_cells if shows_something(cell.source)]
    assert len(showing) >= 5
    assert [cell.source for cell in showing if not cell.outputs] == []


def test_nothing_went_wrong(code_cells):
    outputs = [output for cell in code_cells for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


def test_metadata_hold_no_trace_of_the_machine(notebook):
    assert set(notebook.metadata) == {"kernelspec", "language_info", "lessonlib"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert set(notebook.metadata.lessonlib) == {"goal", "lesson", "minutes"}
    assert not {"execution", "collapsed", "scrolled"} & {key for cell in notebook.cells for key in cell.metadata}


def test_every_function_is_followed_by_its_check_and_its_marks(code_cells):
    written = [at for at, cell in enumerate(code_cells) if flags(cell).get("solution")]
    assert written
    for at in written:
        function, check, marks = code_cells[at : at + 3]
        _, task = find(flags(function)["grade_id"])
        assert f"def {task.function}(" in function.source
        assert check.source == f"check({task.function})"
        assert flags(check)["locked"]
        assert check.outputs[0].data["text/plain"].startswith(f"Passed: {task.function}")
        assert flags(marks)["grade"]
        assert flags(marks)["points"] == sum(case.points for case in task.cases)
        assert marks.outputs[0].data["text/plain"] == str(flags(marks)["points"])  # what nbgrader reads as the mark


def test_something_is_answered_in_words(notebook):
    answers = [cell for cell in notebook.cells if cell.cell_type == "markdown" and flags(cell).get("solution")]
    assert answers
    for answer in answers:
        assert flags(answer)["grade"]  # by hand
        assert len(answer.source.split()) > 40


def test_cells_are_short(notebook):
    for cell in notebook.cells:
        lines = [line for line in cell.source.splitlines() if line.strip() and "### " not in line]
        words = [word for word in cell.source.split() if not set(word) <= set("|-")]
        assert len(lines) <= LONGEST_CODE if cell.cell_type == "code" else len(words) <= LONGEST_PROSE, cell.source
