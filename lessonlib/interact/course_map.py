"""The map of the course: its lessons and exercises, and what of each is done.

Nothing on it is written down twice. A notebook's title is its first heading; minutes and goal stand in its
metadata, `{"lessonlib": {"minutes": 20, "goal": "…"}}`; its predictions, quiz questions and checks are the calls
of `predict("id", …)`, `quiz("id")` and `check(function)` in its cells.
"""

import json
import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from lessonlib import progress
from lessonlib.interact.quizzes import load_questions

_FOLDERS = {"notebooks": "[0-9][0-9]_*.ipynb", "exercises": "ex[0-9][0-9]_*.ipynb"}
_HEADINGS = ("Notebook", "Minutes", "Goal", "Done so far")
_LEFT = 'style="text-align: left"'


class Stop(NamedTuple):
    """One notebook of the map; `link` leads to it from the folder `notebooks`."""

    title: str
    link: str
    minutes: str
    goal: str
    done: str


class CourseMap:
    """The notebooks in order: a table in a notebook, lines of text elsewhere."""

    def __init__(self, stops):
        self.stops = stops

    def __repr__(self):
        return "\n".join(f"{stop.title} · {stop.minutes} minutes · {stop.goal} · {stop.done}" for stop in self.stops)

    def _repr_html_(self):
        head = "".join(f'<th scope="col" {_LEFT}>{heading}</th>' for heading in _HEADINGS)
        rows = "".join(map(_as_row, self.stops))
        return f'<table style="font-size: 14px"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def course_map(folder=None):
    """Return the map of whatever lessons and exercises there are.

    Parameters
    ----------
    folder : str or Path, optional
        The course's folder. Default: this one or the nearest above it with a folder `notebooks` in it.

    Returns
    -------
    CourseMap
        Its `stops` hold title, link, minutes, goal and what is done.

    Raises
    ------
    ValueError
        If there are no lessons and no exercises in the folder.
    """
    folder = _course_folder() if folder is None else Path(folder)
    notebooks = [file for name, pattern in _FOLDERS.items() for file in sorted((folder / name).glob(pattern))]
    if not notebooks:
        raise ValueError(
            f"folder must hold the course's notebooks/ and exercises/; got {folder}. "
            "Call course_map() in one of the course's notebooks."
        )
    done = _done_by_kind()
    return CourseMap([_stop(file, done) for file in notebooks])


def _course_folder():
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "notebooks").is_dir()), here)


def _done_by_kind():
    return {
        "prediction": {prediction.question for prediction in progress.predictions()},
        "quiz question": {answer.question for answer in progress.quiz_answers()},
        "check": {record.exercise for record in progress.exercises() if record.passed},
    }


def _stop(file, done):
    notebook = json.loads(file.read_text(encoding="utf-8"))
    facts = notebook["metadata"].get("lessonlib", {})
    asked = _asked(file, _sources(notebook, "code"))
    return Stop(
        title=_title(notebook) or file.stem,
        link=file.name if file.parent.name == "notebooks" else f"../{file.parent.name}/{file.name}",
        minutes=str(facts.get("minutes", "–")),
        goal=facts.get("goal", "–"),
        done=", ".join(_share(kind, ids, done[kind]) for kind, ids in asked.items() if ids) or "–",
    )


def _title(notebook):
    found = re.search(r"^# +(.+)", _sources(notebook, "markdown"), re.MULTILINE)
    return found and found[1].strip()


def _sources(notebook, cell_type):
    return "\n\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == cell_type)


def _asked(file, code):
    """Return the ids, in the learner's progress, of whatever a notebook's code asks."""
    exercise = file.stem.partition("_")[0]
    quizzes = re.findall(r'\bquiz\(\s*"([^"]+)"', code)
    return {
        "prediction": set(re.findall(r'\bpredict\(\s*"([^"]+)"', code)),
        "quiz question": {question["id"] for address in quizzes for question in load_questions(address)},
        "check": {f"{exercise}/{function}" for function in re.findall(r"\bcheck\((\w+)", code)},
    }


def _share(kind, asked, done):
    passed = " passed" if kind == "check" else ""
    return f"{len(asked & done)} of {len(asked)} {kind}{'' if len(asked) == 1 else 's'}{passed}"


def _as_row(stop):
    title = f'<a href="{escape(stop.link)}">{escape(stop.title)}</a>'
    cells = "".join(f"<td {_LEFT}>{escape(text)}</td>" for text in (stop.minutes, stop.goal, stop.done))
    return f'<tr><th scope="row" {_LEFT}>{title}</th>{cells}</tr>'
