"""Run the lessons and read off what a page needs: title, headings, cells, and the widgets' states."""

import os
import re
from dataclasses import dataclass
from html import unescape
from tempfile import TemporaryDirectory

from lessonlib.site.cells import as_html

SECONDS_A_CELL = 120
_HEADING = re.compile(r'<h([1-3]) id="([^"]+)">(.*?)<a class="anchor-link"', re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


class SiteError(ValueError):
    """A lesson that no page can be made of; the message says which, and why."""


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level from 1, its words, and the page's address with its anchor."""

    level: int
    words: str
    link: str


@dataclass(frozen=True)
class Lesson:
    """An executed lesson: `name` is its file's; `cells` are HTML, in order."""

    name: str
    minutes: str
    goal: str
    headings: list[Heading]
    cells: list[str]

    @property
    def title(self):
        return self.headings[0].words

    @property
    def sections(self):
        return [heading for heading in self.headings if heading.level == 2]


def as_lesson(name, notebook):
    """Return the `Lesson` of an executed notebook that stores its widgets' states.

    Raises
    ------
    SiteError
        If its first heading is not its title.
    """
    widgets = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    cells, facts = as_html(notebook.cells, widgets), notebook.metadata.get("lessonlib", {})
    headings = [
        Heading(int(level), unescape(_TAGS.sub("", words)), f"{name}.html#{anchor}")
        for level, anchor, words in _HEADING.findall("".join(cells))
    ]
    if not headings or headings[0].level != 1:
        raise SiteError(f"{name} must begin with a heading `# …`; got none. Give the lesson its title.")
    return Lesson(name, str(facts.get("minutes", "")), facts.get("goal", ""), headings, cells)


def execute(path):
    """Return the notebook of a file, executed in a kernel of its own, with an empty progress store.

    Raises
    ------
    SiteError
        If a cell of it fails, or takes longer than 120 s.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    with TemporaryDirectory() as folder:
        environment = os.environ | {"LESSONLIB_PROGRESS": folder, "OMP_NUM_THREADS": "1"}
        client = NotebookClient(notebook, timeout=SECONDS_A_CELL, kernel_name="python3")
        client.resources = {"metadata": {"path": str(path.parent)}}
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError) as error:
            raise SiteError(f"{path} must run from a fresh kernel; got {error}") from error
    return notebook
