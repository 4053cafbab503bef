"""Run the lessons, or take them from an earlier run, and read off what a page needs: headings, cells, widgets."""

import asyncio
import os
import platform
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from importlib.metadata import distributions
from pathlib import Path
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


def execute_all(paths, cache, progress=iter):
    """Yield the executed notebook of each file, as many at a time as there are processors.

    Parameters
    ----------
    paths : list of Path
    cache : Path
        A folder that keeps what was executed. A lesson is taken from there if neither it nor anything that it runs
        on has changed: the library, Python, the installed packages.
    progress : callable, optional
        Wraps the list of what is awaited, as `tqdm` does.

    Raises
    ------
    SiteError
        If a cell fails, or takes longer than 120 s.
    """
    import nbformat

    ground = _ground()
    pool = ThreadPoolExecutor(os.cpu_count())  # kernels are processes of their own: threads wait for them
    try:
        for file in progress([pool.submit(_kept, path, cache, ground) for path in paths]):
            yield nbformat.read(file.result(), as_version=4)
    finally:
        pool.shutdown(cancel_futures=True)


def _ground():
    """Return a fingerprint of all that lessons run on."""
    library = Path(__file__).resolve().parents[1]
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    ground = sha256(" ".join([platform.python_version(), *packages]).encode())
    for file in sorted(library.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            ground.update(file.relative_to(library).as_posix().encode() + file.read_bytes())
    return ground.digest()


def _kept(path, cache, ground):
    """Return the file of an executed notebook, executing it if there is none yet."""
    import nbformat

    kept = cache / f"{path.stem}-{sha256(ground + path.read_bytes()).hexdigest()[:16]}.ipynb"
    if not kept.is_file():
        text = nbformat.writes(execute(path))
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob(f"{path.stem}-*"):
            old.unlink()
        kept.with_suffix(".part").write_text(text, encoding="utf-8")
        kept.with_suffix(".part").replace(kept)
    return kept


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
            asyncio.run(client.async_execute(env=environment))  # closes its loop, which a thread's own would outlive
        except (CellExecutionError, CellTimeoutError) as error:
            raise SiteError(f"{path} must run from a fresh kernel; got {error}") from error
    return notebook
