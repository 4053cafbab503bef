"""`lesson build`: stubs as nbgrader makes them, nothing of the solution left, every drift noticed."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from lessonlib.build import BuildError, build, make_stub, stub_text

COURSE = Path(__file__).parents[2]
SOLUTIONS = sorted((COURSE / "solutions").glob("*.ipynb"))


def marked(grade_id, **flags):
    return {
        "nbgrader": {
            "grade_id": grade_id,
            "schema_version": 3,
            "grade": False,
            "locked": False,
            "solution": False,
            "task": False,
            **flags,
        }
    }


PRINTED = [new_output("stream", text="hi\n")]
FUNCTION = "def f(a):\n    '''doc'''\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
HIDDEN = "# marks\n### BEGIN HIDDEN TESTS\nassert f(1)==1\n### END HIDDEN TESTS"
SCHEME = "Explain.\n### BEGIN MARK SCHEME\nfull marks\n### END MARK SCHEME"
RUN = {"execution_count": 1, "outputs": PRINTED}

# The same cells were handed to nbgrader 0.9.6; what it made of them stands beside each: its source and checksum.
CELLS = [
    (new_markdown_cell("# t"), "# t", None),
    (
        new_code_cell(FUNCTION, metadata=marked("f", solution=True) | {"execution": {"x": "1"}}, **RUN),
        "def f(a):\n    '''doc'''\n    # YOUR CODE HERE\n    raise NotImplementedError()",
        "6950b577d74473c043e2458539b43483",
    ),
    (
        new_code_cell("check(f)", metadata=marked("check-f", locked=True) | {"scrolled": True}, **RUN),
        "check(f)",
        "7a235c2917061681fc315cc281d8a6b2",
    ),
    (
        new_code_cell(HIDDEN, metadata=marked("marks-f", grade=True, locked=True, points=4), **RUN),
        "# marks",
        "8d78fc531148b598fde354e86aa93c09",
    ),
    (
        new_markdown_cell("Model answer **x**", metadata=marked("words", grade=True, solution=True, points=2)),
        "YOUR ANSWER HERE",
        "c5696bef39350915915e4da7ea3736c6",
    ),
    (
        new_markdown_cell(SCHEME, metadata=marked("task", task=True, locked=True, points=2)),
        "Explain.",
        "e97652ebafb0c98234b6013051712986",
    ),
    (new_code_cell("1+1", **RUN), "1+1", None),
]


def solution(*cells):
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        "language_info": {"name": "python", "version": "3.11.7"},
        "widgets": {"state": "1" * 1000},
        "lessonlib": {"minutes": 20},
    }
    return new_notebook(cells=list(cells), metadata=metadata)


@pytest.fixture
def course(tmp_path):
    """A course with one solution, whose stub is made."""
    (tmp_path / "solutions").mkdir()
    nbformat.write(solution(*(cell for cell, _, _ in CELLS)), tmp_path / "solutions" / "ex99_f.ipynb")
    assert build(tmp_path) == 0
    return tmp_path


@pytest.mark.parametrize(("cell", "source", "checksum"), CELLS)
def test_a_cell_becomes_what_nbgrader_makes_of_it(cell, source, checksum):
    (stub,) = make_stub(solution(cell)).cells
    assert stub.id == cell.id
    assert stub.source == source
    assert stub.metadata.get("nbgrader", {}).get("checksum") == checksum
    if checksum:
        assert stub.metadata.deletable is False
        assert stub.metadata.nbgrader.cell_type == cell.cell_type
        assert stub.metadata.get("editable", True) is cell.metadata.nbgrader.solution


def test_the_solution_itself_stays_as_it_is():
    notebook = solution(*(cell for cell, _, _ in CELLS))
    before = nbformat.writes(notebook)
    make_stub(notebook)
    assert nbformat.writes(notebook) == before


def test_nothing_telling_is_left_beside_the_cells():
    stub = make_stub(solution(*(cell for cell, _, _ in CELLS)))
    assert set(stub.metadata) == {"kernelspec", "language_info", "lessonlib"}
    assert stub.metadata.language_info == {"name": "python"}
    assert not {"execution", "scrolled"} & {key for cell in stub.cells for key in cell.metadata}


@pytest.mark.parametrize(
    ("source", "metadata", "message"),
    [
        ("### BEGIN SOLUTION\n1\n### END SOLUTION", {}, "'solution' true"),
        ("### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS", marked("a", locked=True), "'grade' true"),
        ("### BEGIN SOLUTION\n1", marked("a", solution=True), "BEGIN without an END"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", marked("a", solution=True), "must alternate"),
        ("### BEGIN SOLUTION\n### END SOLUTION\n1\n### END SOLUTION", marked("a", solution=True), "must alternate"),
    ],
)
def test_marks_out_of_order_are_refused(source, metadata, message):
    with pytest.raises(BuildError, match=message):
        make_stub(solution(new_code_cell(source, metadata=metadata)))


def test_one_grade_id_for_two_cells_is_refused_and_the_file_named(course):
    twice = [new_code_cell("f()", metadata=marked("check", locked=True)) for _ in range(2)]
    nbformat.write(solution(*twice), course / "solutions" / "ex98_twice.ipynb")
    with pytest.raises(BuildError, match=r"ex98_twice\.ipynb: grade_id must be unique; got 'check' more than once"):
        build(course)


def test_building_twice_gives_the_same_bytes(course, capsys):
    made = course / "exercises" / "ex99_f.ipynb"
    first = made.read_bytes()
    made.unlink()
    build(course)
    assert made.read_bytes() == first
    capsys.readouterr()
    assert build(course) == 0
    assert capsys.readouterr().out == ""  # nothing to do


def add_a_space(course):
    stub = course / "exercises" / "ex99_f.ipynb"
    stub.write_text(stub.read_text().replace("check(f)", "check( f)"))


def change_the_solution(course):
    source = course / "solutions" / "ex99_f.ipynb"
    source.write_text(source.read_text().replace("'''doc'''", "'''better doc'''"))


def delete_the_stub(course):
    (course / "exercises" / "ex99_f.ipynb").unlink()


def leave_one_behind(course):
    (course / "exercises" / "ex97_old.ipynb").write_text("{}")


@pytest.mark.parametrize("drift", [add_a_space, change_the_solution, delete_the_stub, leave_one_behind])
def test_every_drift_is_noticed_and_mended(course, capsys, drift):
    assert build(course, check=True) == 0
    drift(course)
    before = sorted(file.name for file in (course / "exercises").iterdir())
    assert build(course, check=True) == 1
    assert "Run: lesson build" in capsys.readouterr().out
    assert sorted(file.name for file in (course / "exercises").iterdir()) == before
    assert build(course) == 0
    assert build(course, check=True) == 0


def test_the_courses_stubs_are_in_step():
    assert SOLUTIONS
    assert build(COURSE, check=True) == 0


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_no_stub_tells_the_solution(path):
    secret = "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    passages = re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\s*### END", secret, re.DOTALL)
    assert passages
    stub = json.loads(stub_text(path))
    text = "\n".join("".join(cell["source"]) for cell in stub["cells"])
    for line in (line.strip() for passage in passages for line in passage.splitlines()):
        assert len(line) < 12 or line not in text
    for cell in stub["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
