"""Write the site: a page for each lesson, an index, the search, and the exercises' notebooks beside them."""

import json
import re
import shutil
from base64 import b64encode
from dataclasses import asdict, replace
from hashlib import sha256
from html import escape, unescape
from importlib.resources import files
from pathlib import Path

from platformdirs import user_cache_path

from lessonlib.interact.course_map import course_map
from lessonlib.interact.export import scripts
from lessonlib.site.lessons import SiteError, as_lesson, execute_all

ASSETS = ("site.css", "search.js")
SHOWN_FIRST = "07_threshold"  # the lesson whose first widget greets on the index
_WIDGET = re.compile(r'<div class="lesson-widget-place" data-kind="[\w.]+Player">.*?</script></div>', re.DOTALL)
_TERM = re.compile(r'<h3 id="([^"]+)">.*?</h3>\s*<p>(.*?)</p>', re.DOTALL)
_MODULE = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)


def build_site(course, folder, progress=iter, cache=None):
    """Run every lesson and write its page.

    Parameters
    ----------
    course : str or Path
        The course's folder, with `notebooks` and `exercises` in it.
    folder : str or Path
        Where the site goes: a new or empty folder, or one with an older site in it.
    progress : callable, optional
        Wraps the list of notebooks while they run, as `tqdm` does.
    cache : Path, optional
        Where executed lessons are kept; see `execute_all`. Default: the user's cache of this computer.

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
    notebooks = execute_all(paths, cache or user_cache_path("lessonlib") / "site", progress)
    lessons = [as_lesson(path.stem, notebook) for path, notebook in zip(paths, notebooks, strict=True)]
    return write_site(course, lessons, folder)


def write_site(course, lessons, folder):
    """Write the pages of executed lessons, and what they need beside them; returns the index's path."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write_pages(_explained(lessons), course_map(course), folder)
    _write_assets(lessons, folder)
    _copy_exercises(Path(course, "exercises"), folder / "exercises")
    return folder / "index.html"


def _refuse_other_content(folder):
    if folder.is_dir() and any(folder.iterdir()) and not (folder / ASSETS[1]).is_file():
        raise SiteError(f"folder must be new, empty, or an older site; got {folder} with other files. Name another.")
    if folder.exists() and not folder.is_dir():
        raise SiteError(f"folder must be a folder; got the file {folder}. Name another.")


def _explained(lessons):
    """Return the lessons with the glossary's words at every link that leads to a term in it."""
    meanings = {
        f"{lesson.name}.html#{anchor}": unescape(re.sub(r"<[^>]+>", "", words))
        for lesson in lessons
        for anchor, words in _TERM.findall("".join(lesson.cells))
    }

    def explained(link):
        meaning = meanings.get(link[1])
        return f'<a class="term" data-means="{escape(meaning)}" href="{link[1]}">' if meaning else link[0]

    link = re.compile(r'<a href="([^"]+)">')
    return [replace(lesson, cells=[link.sub(explained, cell) for cell in lesson.cells]) for lesson in lessons]


def _write_pages(lessons, course, folder):
    from jinja2 import Environment, PackageLoader

    code = scripts()
    templates = Environment(loader=PackageLoader("lessonlib.site", "."), autoescape=True, trim_blocks=True)
    templates.globals |= {"scripts": code, "policy": _policy(code)}
    page, index = templates.get_template("page.html"), templates.get_template("index.html")
    for before, lesson, after in zip([None, *lessons], lessons, [*lessons[1:], None], strict=False):
        html = page.render(lesson=lesson, before=before, after=after)
        (folder / f"{lesson.name}.html").write_text(html, encoding="utf-8")
    exercises = [stop._replace(link=stop.link[3:]) for stop in course.stops if stop.link.startswith("../exercises/")]
    shown = [_WIDGET.search("".join(lesson.cells)) for lesson in lessons if lesson.name == SHOWN_FIRST]
    html = index.render(
        lessons=lessons, exercises=exercises, shown=SHOWN_FIRST, widget=shown[0][0] if shown and shown[0] else ""
    )
    (folder / "index.html").write_text(html, encoding="utf-8")


def _policy(code):
    """Return the Content-Security-Policy: nothing from elsewhere, and of inline scripts only the course's own."""
    digests = (b64encode(sha256(module.encode()).digest()).decode() for module in _MODULE.findall(code))
    own = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src 'self' file: {own}; style-src 'self' file: 'unsafe-inline'; "
        "img-src 'self' file: data: blob:; base-uri 'none'; form-action 'none'"
    )


def _write_assets(lessons, folder):
    """Write the style, and the search with the headings in it: a page opened from a folder can't fetch them."""
    from pygments.formatters import HtmlFormatter

    style, search = ((files("lessonlib.site") / name).read_text(encoding="utf-8") for name in ASSETS)
    headings = [asdict(heading) | {"lesson": lesson.title} for lesson in lessons for heading in lesson.headings]
    data = json.dumps(headings, ensure_ascii=False, indent=0)
    light, dark = (HtmlFormatter(style=name).get_style_defs(".highlight") for name in ("default", "github-dark"))
    style += f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    (folder / ASSETS[0]).write_text(style, encoding="utf-8")
    (folder / ASSETS[1]).write_text(f"const headings = {data};\n{search}", encoding="utf-8")


def _copy_exercises(source, target):
    target.mkdir(exist_ok=True)
    for notebook in sorted(source.glob("*.ipynb")):
        shutil.copyfile(notebook, target / notebook.name)
