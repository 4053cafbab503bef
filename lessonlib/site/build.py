"""Write the site: a page for each lesson, an index, the search, and the exercises' notebooks beside them."""

import json
import shutil
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from lessonlib.interact.export import scripts
from lessonlib.site.lessons import SiteError, as_lesson, execute

ASSETS = ("site.css", "search.js")


def build_site(course, folder, progress=iter):
    """Run every lesson and write its page.

    Parameters
    ----------
    course : str or Path
        The course's folder, with `notebooks` and `exercises` in it.
    folder : str or Path
        Where the site goes: a new or empty folder, or one with an older site in it.
    progress : callable, optional
        Wraps the list of notebooks while they run, as `tqdm` does.

    Returns
    -------
    Path
        Of the index, to be opened in a browser.

    Raises
    ------
    SiteError
        If the folder holds something else, or a lesson does not run.
    """
    _refuse_other_content(Path(folder))
    paths = sorted(Path(course, "notebooks").glob("[0-9][0-9]_*.ipynb"))
    return write_site(course, [as_lesson(path.stem, execute(path)) for path in progress(paths)], folder)


def write_site(course, lessons, folder):
    """Write the pages of executed lessons, and what they need beside them; returns the index's path."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write_pages(lessons, folder)
    _write_assets(lessons, folder)
    _copy_exercises(Path(course, "exercises"), folder / "exercises")
    return folder / "index.html"


def _refuse_other_content(folder):
    if folder.is_dir() and any(folder.iterdir()) and not (folder / ASSETS[1]).is_file():
        raise SiteError(f"folder must be new, empty, or an older site; got {folder} with other files. Name another.")
    if folder.exists() and not folder.is_dir():
        raise SiteError(f"folder must be a folder; got the file {folder}. Name another.")


def _write_pages(lessons, folder):
    from jinja2 import Environment, PackageLoader

    templates = Environment(loader=PackageLoader("lessonlib.site", "."), autoescape=True, trim_blocks=True)
    page, index = templates.get_template("page.html"), templates.get_template("index.html")
    for before, lesson, after in zip([None, *lessons], lessons, [*lessons[1:], None], strict=False):
        html = page.render(lesson=lesson, before=before, after=after, scripts=scripts())
        (folder / f"{lesson.name}.html").write_text(html, encoding="utf-8")
    (folder / "index.html").write_text(index.render(lessons=lessons), encoding="utf-8")


def _write_assets(lessons, folder):
    """Write the style, and the search with the headings in it: a page opened from a folder can't fetch them."""
    from pygments.formatters import HtmlFormatter

    style, search = ((files("lessonlib.site") / name).read_text(encoding="utf-8") for name in ASSETS)
    headings = [asdict(heading) | {"lesson": lesson.title} for lesson in lessons for heading in lesson.headings]
    data = json.dumps(headings, ensure_ascii=False, indent=0)
    (folder / ASSETS[0]).write_text(style + HtmlFormatter().get_style_defs(".highlight"), encoding="utf-8")
    (folder / ASSETS[1]).write_text(f"const headings = {data};\n{search}", encoding="utf-8")


def _copy_exercises(source, target):
    target.mkdir(exist_ok=True)
    for notebook in sorted(source.glob("*.ipynb")):
        shutil.copyfile(notebook, target / notebook.name)
