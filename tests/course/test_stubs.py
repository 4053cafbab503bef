"""Every stub as a learner opens it: it runs up to the first thing that is not written, and its checks say so."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "exercises"
STUBS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


@pytest.fixture(scope="module", params=STUBS)
def cells(request):
    """The code cells of a stub, run in a fresh kernel, past every error."""
    notebook = nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def error_of(cell):
    return next((output.ename for output in cell.outputs if output.output_type == "error"), None)


def test_there_are_stubs():
    assert STUBS


def test_the_first_thing_to_stop_at_is_what_is_not_written_yet(cells):
    stopped = next(cell for cell in cells if error_of(cell))
    assert error_of(stopped) == "NotImplementedError"
    function = next(cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution"))
    assert cells.index(stopped) > cells.index(function) + 1  # the check comes first


def test_every_check_says_not_yet_and_no_more(cells):
    checks = [cell for cell in cells if cell.source.startswith("check(")]
    assert checks
    for cell in checks:
        (output,) = cell.outputs
        assert output.data["text/plain"].startswith("Not yet: nothing is written in ")
        assert "Not yet: nothing is written in " in output.data["text/html"]


def test_nothing_is_said_on_stderr(cells):
    outputs = [output for cell in cells for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
