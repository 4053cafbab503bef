"""Every exercise solved in JupyterLab: the answers are typed into the stub, all cells run, every check passes."""

import shutil
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
STUBS = sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))
FILL_IN = """(answers) => {
  for (const cell of opened.content.widgets) {
    const id = cell.model.getMetadata("nbgrader")?.grade_id;
    if (id in answers) cell.model.sharedModel.setSource(answers[id]);
  }
}"""
OUTPUTS = """() => opened.content.widgets
  .filter((cell) => cell.model.type === "code")
  .map((cell) => [cell.model.sharedModel.getSource(), cell.model.sharedModel.outputs])"""


def answers_to(exercise):
    """Return what the solution writes where the stub has a gap, by the cells' ids."""
    cells = nbformat.read(ROOT / "solutions" / f"{exercise}.ipynb", as_version=4).cells
    marked = [(cell.metadata.get("nbgrader", {}), cell.source) for cell in cells]
    return {flags["grade_id"]: source for flags, source in marked if flags.get("solution")}


@pytest.mark.parametrize("exercise", STUBS)
def test_a_solved_stub_passes_in_jupyterlab(exercise, lab):
    shutil.copy(ROOT / "exercises" / f"{exercise}.ipynb", lab.notebooks)
    panel = lab.open(exercise)
    lab.page.evaluate(FILL_IN, answers_to(exercise))
    lab.run_all()
    cells = lab.page.evaluate(OUTPUTS)
    lab.close()
    assert panel
    errors = [output["ename"] for _, outputs in cells for output in outputs if output["output_type"] == "error"]
    checks = [outputs for source, outputs in cells if source.startswith("check(")]
    assert errors == []
    assert len(checks) >= 2
    for (output,) in checks:
        assert "".join(output["data"]["text/plain"]).startswith("Passed: ")
