"""The lessons, run: each from a fresh kernel, every quick cell twice in a row, two lessons at a time.

Kernels are processes of their own, so threads are enough to keep two cores busy; and a thread of ours has no event
loop in it that could meet Playwright's.
"""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import nbformat
from nbclient import NotebookClient

from tests.course.claims import GIVEN, claims_of

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
SECONDS_A_CELL = 120
SECONDS_TO_REPEAT = 0.5  # what takes longer is an experiment, whose numbers are claimed; it is not run again
_ADDRESS = re.compile(r"0x[0-9a-f]+")
_pool = ThreadPoolExecutor(2)


@dataclass(frozen=True)
class LessonRun:
    """One lesson after its run.

    `notebook` has the outputs of every cell's first run and the widgets' states; `again` the outputs of the second
    run, cell for cell, or None; `holds` says for each claimed passage whether its expression is true in the lesson's
    kernel; `seconds` is what every cell's first run took together, with the kernel's start.
    """

    notebook: nbformat.NotebookNode
    again: list
    holds: dict
    seconds: float


@cache
def started(lesson):
    """Start a lesson's run and return its future."""
    return _pool.submit(_run, lesson)


def read(lesson):
    """Return a lesson as it is committed."""
    return nbformat.read(FOLDER / f"{lesson}.ipynb", as_version=4)


def said(outputs):
    """Return what outputs say to a reader, without addresses; progress bars and stderr are left out."""
    texts = ["".join(output.text for output in outputs if output.get("name") == "stdout")]  # may come in pieces
    texts += [output.data.get("text/plain", "") for output in outputs if "data" in output]
    return [_ADDRESS.sub("0x…", text) for text in texts if "it/s]" not in text and "split/s]" not in text]


def _run(lesson):
    notebook, again = read(lesson), []
    client = NotebookClient(notebook, timeout=SECONDS_A_CELL, resources={"metadata": {"path": str(FOLDER)}})
    begun = perf_counter()
    with TemporaryDirectory() as own, client.setup_kernel(env=os.environ | {"LESSONLIB_PROGRESS": own}):
        seconds = perf_counter() - begun
        for index, cell in enumerate(notebook.cells):
            begun = perf_counter()
            client.execute_cell(cell, index)
            took = perf_counter() - begun
            seconds += took
            first = cell.get("outputs")
            if cell.cell_type == "code" and took > SECONDS_TO_REPEAT:
                again.append(None)
            elif cell.cell_type == "code":
                cell["outputs"] = []
                client.execute_cell(cell, index)
                cell["outputs"], second = first, cell["outputs"]
                again.append(second)
        question = nbformat.v4.new_code_cell(_question(lesson))
        notebook.cells.append(question)
        client.execute_cell(question, len(notebook.cells) - 1)
        client.set_widgets_metadata()
    holds = json.loads(notebook.cells.pop().outputs[0].text)
    return LessonRun(notebook, again, holds, seconds)


def _question(lesson):
    expressions = {passage: claim for passage, claim in claims_of(lesson) if claim != GIVEN}
    lines = [f"    {passage!r}: bool({expression})," for passage, expression in expressions.items()]
    return "import json\nprint(json.dumps({\n" + "\n".join(lines) + "\n}))"
