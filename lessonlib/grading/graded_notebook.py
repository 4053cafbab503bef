"""A graded notebook as nbgrader's pages show it: the course's cells, the student's text in them, how each task went.

Threat: a submission's metadata can name any cell, any points, any version of nbgrader, and its outputs and prose can
hold scripts that run in the browser of whoever marks. So nothing of it is used but the text of its cells: where a
text belongs is found by comparing it with the notebook that was handed out, and prose is shown as plain text.
"""

import json
import re
from difflib import SequenceMatcher
from html import escape
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.catalogue import exercise_of
from lessonlib.grading.marks import SIGNS
from lessonlib.grading.submission import MOST_CELLS, MOST_CHARACTERS, code_cells

MARKS = "marks_"  # begins the grade_id of the cell that carries the points of a function


class Stub(NamedTuple):
    """A notebook as students got it: its name without `.ipynb`, and its content."""

    name: str
    notebook: dict

    def graded_cells(self):
        """Return the cells that carry points, by grade_id."""
        return {_flags(cell)["grade_id"]: cell for cell in self.notebook["cells"] if _flags(cell).get("grade")}

    def marked_cells(self):
        """Return the cells that nbgrader looks after, by grade_id."""
        return {_flags(cell)["grade_id"]: cell for cell in self.notebook["cells"] if _flags(cell)}


class Sheet(NamedTuple):
    """A graded notebook.

    Parameters
    ----------
    notebook : dict
    points : dict
        By grade_id, for every cell that carries points; None where a person has to look.
    blank : frozenset of str
        The grade_ids of what is to be written and was handed in as it was handed out.
    """

    notebook: dict
    points: dict
    blank: frozenset

    def text(self):
        """Return the notebook as the text of a file."""
        return json.dumps(self.notebook, ensure_ascii=False)


def stubs(course):
    """Return the `Stub` of each exercise.

    Parameters
    ----------
    course : Path
        The folder with `exercises` in it.
    """
    files = [file for file in sorted(Path(course, "exercises").glob("*.ipynb")) if exercise_of(file.name)]
    return {exercise_of(file.name): Stub(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files}


def graded_sheet(stub, content, graded):
    """Put a submission and its marks into the notebook that was handed out.

    Parameters
    ----------
    stub : Stub
    content : bytes or None
        The submission; None if it was not readable.
    graded : Graded

    Returns
    -------
    Sheet
    """
    ours = stub.notebook["cells"]
    cells = list(_placed(ours, _texts(content))) if content is not None else list(ours)
    blank = frozenset(_flags(cell)["grade_id"] for cell in cells if _flags(cell).get("solution") and cell in ours)
    tasks = {MARKS + task.function: task for task in graded.tasks}
    points = {
        name: _points(tasks.get(name), graded, name in blank and not _loose_prose(cells))
        for name in stub.graded_cells()
    }
    shown = [_with_marks(cell, tasks.get(_flags(cell).get("grade_id"))) for cell in cells]
    return Sheet({**stub.notebook, "cells": [*_reason(graded), *shown]}, points, blank)


def evidence(notebook):
    """Return what each mark rests on, by grade_id: an answer's own text; for functions, all code and how it went."""
    code = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    graded = [cell for cell in notebook["cells"] if _flags(cell).get("grade")]
    return {
        _flags(cell)["grade_id"]: [cell["source"]] if cell["cell_type"] == "markdown" else [*code, cell["outputs"]]
        for cell in graded
    }


def _flags(cell):
    return cell["metadata"].get("nbgrader", {})


def _text(cell):
    return "".join(cell["source"]).strip()


def _points(task, graded, blank):
    if graded.status == "failed":
        return None
    if task is None:  # an answer in words
        return 0 if blank or graded.status == "malformed" else None
    return task.points


def _texts(content):
    """Return (kind, text) of each cell of a submission; prose beyond what a person would read is left out."""
    code, found, room = iter(code_cells(content)), [], MOST_CHARACTERS
    for cell in json.loads(content.decode("utf-8-sig"))["cells"]:
        if cell.get("cell_type") == "code":
            found.append(("code", next(code)))
        elif len(found) < 2 * MOST_CELLS and (text := _prose(cell)[:room]).strip():
            found.append(("markdown", text))
            room -= len(text)
    return found


def _prose(cell):
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str)).encode("utf-8", "replace").decode()


def _placed(ours, theirs):
    """Yield the cells of a graded notebook: stretches that are as handed out, and what the student made of the rest."""
    handed_out, handed_in = ([(kind, text.strip()) for kind, text in cells] for cells in (_pairs(ours), theirs))
    number = 0
    for same, i1, i2, j1, j2 in SequenceMatcher(None, handed_out, handed_in, autojunk=False).get_opcodes():
        for cell in ours[i1:i2] if same == "equal" else _merged(ours[i1:i2], theirs[j1:j2]):
            number += 1
            yield cell if "id" in cell else {"id": f"student-{number}", **cell}


def _pairs(cells):
    return [(cell["cell_type"], _text(cell)) for cell in cells]


def _merged(ours, theirs):
    """Yield a changed stretch: answers in the course's cells for them, everything else of the student around them.

    The course's code that is not marked, such as an experiment to play with, gives way to what the student made of it.
    """
    at = 0
    for cell in ours:
        home = _home(cell, theirs, at)
        if home is not None:
            yield from map(_extra, theirs[at:home])
            yield {**cell, "source": _extra(theirs[home])["source"]}
            at = home + 1
        elif _flags(cell) or cell["cell_type"] == "markdown":
            yield cell
    yield from map(_extra, theirs[at:])


def _home(cell, theirs, at):
    """Return which of the student's texts, from `at` on, answers a cell, or None."""
    if not _flags(cell).get("solution"):
        return None
    fitting = [n for n, (kind, text) in enumerate(theirs) if n >= at and kind == cell["cell_type"] and text.strip()]
    definition = re.compile(rf"^[ \t]*(?:def\s+)?{re.escape(_flags(cell)['grade_id'])}\s*[(=:]", re.MULTILINE)
    defining = [n for n in fitting if definition.search(theirs[n][1])]
    return (defining[-1:] or fitting[:1] or [None])[0]


def _extra(text):
    kind, source = text
    if kind == "code":
        return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
    return {"cell_type": "markdown", "metadata": {}, "source": _as_text(source)}


def _as_text(prose):
    """Return Markdown that shows a text as it is: no markup of it counts, neither HTML nor a formula."""
    look = "white-space: pre-wrap; font-family: inherit; background: none; border: none"
    return f'<pre class="tex2jax_ignore mathjax_ignore" style="{look}">{escape(prose)}</pre>'


def _loose_prose(cells):
    """Say whether there is prose of the student outside the cells for it: an answer may be among it."""
    return any(cell["cell_type"] == "markdown" and cell["id"].startswith("student-") for cell in cells)


def _reason(graded):
    if not graded.reason:
        return []
    words = f"{graded.points} of {graded.max_points} points without the answers in words. {graded.reason}"
    return [{"cell_type": "markdown", "id": "reason", "metadata": {}, "source": _as_text(words)}]


def _with_marks(cell, task):
    if task is None:
        return cell
    lines = [f"{task.points} of {task.max_points} points", task.sentence]
    lines += [f"{SIGNS[case.right]} ({case.points}): {case.name}" for case in task.cases]
    text = "".join(f"{line}\n" for line in lines if line)
    return {**cell, "outputs": [{"output_type": "stream", "name": "stdout", "text": text}]}
