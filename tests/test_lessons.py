"""Every lesson, as a learner opens it: it runs, it keeps the course's form, and what it says is computed."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.claims import GIVEN, claims_of

FOLDER = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
LONGEST_CODE, LONGEST_PROSE = 20, 125  # lines, words
NOT_PROSE = re.compile(
    r"`[^`]*`"  # code
    r"|\[[^\]]*\]\([^)]*\)"  # links
    r"|\*\d+ minutes\.\*|\*\*\d+ minutes"  # timings
    r"|#+ \d+ ·|\b[Ll]esson \d+|\b[Ss]ection\s\d+"  # numbering
    r"|\bF1\b|\(\w+ et al\. \d+\)",
)


def read(lesson):
    return nbformat.read(FOLDER / f"{lesson}.ipynb", as_version=4)


def flat(text):
    return " ".join(text.split())


def prose(lesson):
    return flat(" ".join(cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"))


@pytest.fixture(scope="module", params=LESSONS)
def executed(request):
    """A lesson run from a fresh kernel, and what its claims came to in that kernel."""
    notebook = read(request.param)
    expressions = {passage: claim for passage, claim in claims_of(request.param) if claim != GIVEN}
    lines = [f"    {passage!r}: bool({expression})," for passage, expression in expressions.items()]
    question = "import json\nprint(json.dumps({\n" + "\n".join(lines) + "\n}))"
    notebook.cells.append(nbformat.v4.new_code_cell(question))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return request.param, notebook, json.loads(notebook.cells.pop().outputs[0].text)


def test_a_lesson_runs_from_a_fresh_kernel_without_complaint(executed):
    lesson, notebook, _ = executed
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    complaints = [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert outputs, lesson
    assert [text for text in complaints if "it/s" not in text and "split/s" not in text] == []


def test_every_claim_of_a_lesson_holds(executed):
    lesson, _, holds = executed
    assert [passage for passage, true in holds.items() if not true] == [], lesson


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_claim_is_said_in_the_lesson(lesson):
    text = prose(lesson)
    assert [passage for passage, _ in claims_of(lesson) if flat(passage) not in text] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_number_in_the_prose_is_claimed_or_given(lesson):
    text = prose(lesson)
    for passage, _ in claims_of(lesson):
        text = text.replace(flat(passage), "")
    text = NOT_PROSE.sub("", text.partition("**Sources.**")[0])
    unbound = [text[max(0, m.start() - 40) : m.end() + 20] for m in NUMBER.finditer(text)]
    assert unbound == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_is_committed_without_outputs(lesson):
    for cell in read(lesson).cells:
        assert cell.cell_type == "markdown" or (cell.outputs == [] and cell.execution_count is None)


@pytest.mark.parametrize("lesson", LESSONS)
def test_cells_are_short_and_words_kind(lesson):
    cells = read(lesson).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    text = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [source for source in code if len(source.splitlines()) > LONGEST_CODE] == []
    assert [source for source in text if len(source.split()) > LONGEST_PROSE] == []
    assert re.findall(r"\b(?:just|simply|obviously|of course)\b", prose(lesson), re.IGNORECASE) == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_outcome_is_never_shown_before_its_prediction(lesson):
    code = "\n".join(cell.source for cell in read(lesson).cells if cell.cell_type == "code")
    asked = re.findall(r'\b(predict|reveal)\(\s*"([^"]+)"', code)
    assert asked
    assert [name for kind, name in asked if kind == "reveal"] == [name for kind, name in asked if kind == "predict"]
    assert [kind for kind, _ in asked] == ["predict", "reveal"] * (len(asked) // 2)
