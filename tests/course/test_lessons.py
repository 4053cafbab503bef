"""Every lesson, as a learner opens it: it runs, it keeps the course's form, and what it says is computed."""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.course.claims import claims_of
from tests.course.lesson_runs import LESSONS, read, said, started

README = Path(__file__).parents[2] / "README.md"
TEACHING = Path(__file__).parents[2] / "solutions" / "teaching"
TIMING = "timing"  # tag of a cell that measures time, and so never says the same twice
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
SWEEPING = re.compile(r"\b(?:all|never|always|exactly|twice)\b", re.IGNORECASE)  # words that claim more than a value
NAMES = re.compile(r"\b(?:never|always)\W+flag\w*|always majority|\bat all\b", re.IGNORECASE)  # of the dummies
LONGEST_CODE, LONGEST_PROSE = 20, 125  # lines, words
MOST_CODE = 20  # lines on one slide
TO_GLOSSARY = re.compile(r"\[([^\]]+)\]\((?:12_decide\.ipynb)?#[^)]*\)")
NOT_PROSE = re.compile(
    r"`[^`]*`"  # code
    r"|\[[^\]]*\]\([^)]*\)"  # links
    r"|\*\d+ minutes\.\*|\*\*\d+ minutes"  # timings
    r"|#+ \d+ ·|\b[Ll]esson \d+|\b[Ss]ection\s\d+"  # numbering
    r"|\bF1\b|\(\w+ et al\. \d+\)",
)


def flat(text):
    return " ".join(text.split())


def prose(lesson):
    """Return all of a lesson's words; a link to the glossary is the word that it stands on."""
    text = flat(" ".join(cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"))
    return TO_GLOSSARY.sub(r"\1", text)


@pytest.fixture(scope="module", params=LESSONS)
def executed(request):
    """A lesson's name, and its run; all lessons that are wanted run ahead, two at a time."""
    for item in request.session.items:
        if "executed" in getattr(item, "fixturenames", ()):
            started(item.callspec.params["executed"])
    return request.param, started(request.param).result()


def test_a_lesson_runs_from_a_fresh_kernel_without_complaint(executed):
    lesson, run = executed
    outputs = [output for cell in run.notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    complaints = [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert outputs, lesson
    assert [text for text in complaints if not re.search(r"\b(it|split|\w+)/s\b|s/\w+\]", text)] == []


def test_every_cell_says_the_same_when_it_is_run_again(executed):
    _, run = executed
    code = [cell for cell in run.notebook.cells if cell.cell_type == "code"]
    for cell, outputs in zip(code, run.again, strict=True):
        if outputs is not None and TIMING not in cell.metadata.get("tags", []):
            assert said(cell.outputs) == said(outputs), cell.source


def test_every_claim_of_a_lesson_holds(executed):
    lesson, run = executed
    assert [passage for passage, true in run.holds.items() if not true] == [], lesson


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_claim_is_said_in_the_lesson(lesson):
    text = prose(lesson)
    assert [passage for passage, _ in claims_of(lesson) if flat(passage) not in text] == []


def unbound(lesson, pattern):
    """Return where a pattern occurs in a lesson's prose outside of its claims, with the words around it."""
    text = prose(lesson)
    for passage, _ in claims_of(lesson):
        text = text.replace(flat(passage), "")
    text = NAMES.sub("", NOT_PROSE.sub("", text.partition("**Sources.**")[0]))
    return [text[max(0, found.start() - 40) : found.end() + 20] for found in pattern.finditer(text)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_number_in_the_prose_is_claimed_or_given(lesson):
    assert unbound(lesson, NUMBER) == []


@pytest.mark.parametrize("lesson", LESSONS[:12])
def test_every_sweeping_word_in_the_prose_is_claimed_or_given(lesson):
    assert unbound(lesson, SWEEPING) == []


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
def test_cells_that_ask_hide_their_input_behind_a_line_in_words(lesson):
    asking = re.compile(r"^(?:predict|reveal|quiz)\(", re.MULTILINE)
    for cell in read(lesson).cells:
        asks = cell.cell_type == "code" and bool(asking.search(cell.source))
        assert cell.metadata.get("jupyter", {}).get("source_hidden", False) == asks, cell.source
        assert not asks or re.match(r"# .+ \(click to see the code\)\n", cell.source)
        assert not (asks and re.search(r"^(?:def|from|import) ", cell.source, re.MULTILINE)), cell.source


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_outcome_is_never_shown_before_its_prediction(lesson):
    code = "\n".join(cell.source for cell in read(lesson).cells if cell.cell_type == "code")
    asked = re.findall(r'\b(predict|reveal)\(\s*"([^"]+)"', code)
    assert asked
    assert [name for kind, name in asked if kind == "reveal"] == [name for kind, name in asked if kind == "predict"]
    assert [kind for kind, _ in asked] == ["predict", "reveal"] * (len(asked) // 2)


def sections(lesson):
    """Return (title, minutes) of each numbered section that says how long it takes."""
    cells = [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]
    found = (re.match(r"## (\d+ · .+?)\n+\*(\d+) minutes\.\*", cell) for cell in cells)
    return [(match[1].replace(" · ", " "), int(match[2])) for match in found if match]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_teachers_page_has_every_section_with_its_minutes(lesson):
    page = (TEACHING / f"{lesson}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {lesson[:2]} · ")
    assert "## Usual wrong answers" in page
    rows = re.findall(r"^\| (\d+ [^|]+?) \| (\d+) \|", page, re.MULTILINE)
    minutes = [int(number) for _, number in rows]
    assert minutes == [number for _, number in sections(lesson)] or not sections(lesson)
    whole = read(lesson).metadata.lessonlib.minutes
    assert sum(minutes) <= whole
    assert re.search(rf"\(notebooks/{lesson}\.ipynb\) \| [^|]+ \| {whole} \|", README.read_text(encoding="utf-8"))
    assert f"**{whole} minutes ·" in read(lesson).cells[0].source


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_can_be_presented(lesson):
    """Slides begin at sections, questions and widgets: no outcome beside its question, no widget below the edge."""
    cells = read(lesson).cells
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    assert kinds[0] == "slide"
    for cell, kind in zip(cells, kinds, strict=True):
        begins = (
            cell.source.startswith("## ")
            if cell.cell_type == "markdown"
            else re.search(r"^(predict|quiz|advisor|\w+_explorer)\(", cell.source, re.MULTILINE)
        )
        assert kind == "slide" or not begins, cell.source
    slides = np.cumsum([kind == "slide" for kind in kinds])
    hidden = [
        cell.cell_type != "code" or cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in cells
    ]
    lines = [0 if unseen else cell.source.count("\n") + 1 for unseen, cell in zip(hidden, cells, strict=True)]
    assert np.bincount(slides, lines).max() <= MOST_CODE
