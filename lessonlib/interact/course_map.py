"""The map of the course: its lessons and exercises, and what of each is done.

Nothing on it is written down twice. A notebook's title is its first heading; the rest stands in its metadata,
`{"lessonlib": {"minutes": 20, "goal": "…"}}`, of a lesson on the short way with `"core": true`, of an exercise with
`"lesson"`, after which it comes. Predictions, quiz questions and checks are the calls of `predict("id", …)`,
`quiz("id")` and `check(function)` in its cells.
"""

import json
import re
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from lessonlib import progress
from lessonlib.interact.quizzes import load_questions

_FOLDERS = {"notebooks": "[0-9][0-9]_*.ipynb", "exercises": "ex[0-9][0-9]_*.ipynb"}


class Stop(NamedTuple):
    """One notebook of the map; `link` leads to it from the folder `notebooks`, `share` of what it asks is done."""

    title: str
    link: str
    minutes: str
    goal: str
    done: str
    share: float
    core: bool
    lesson: str


class CourseMap:
    """The notebooks in order: a path with a ring for each in a notebook, lines of text elsewhere."""

    def __init__(self, stops):
        self.stops = stops

    def __repr__(self):
        return "\n".join(f"{stop.title} · {stop.minutes} minutes · {stop.goal} · {stop.done}" for stop in self.stops)

    def _repr_html_(self):
        way = self._way()
        here = next((lesson for lesson, exercises in way if lesson.share < 1), None)
        style = (files("lessonlib.interact") / "course_map.css").read_text(encoding="utf-8")
        steps = "".join(_as_step(lesson, exercises, lesson is here) for lesson, exercises in way)
        return f'<style>{style}</style><nav class="lesson-map" aria-label="Map of the course"><ol>{steps}</ol></nav>'

    def _way(self):
        """Return each lesson with the exercises after it; an exercise that names no lesson is a step of its own."""
        lessons = {Path(stop.link).stem for stop in self.stops}
        after = {stop: [other for other in self.stops if other.lesson == Path(stop.link).stem] for stop in self.stops}
        return [(stop, after[stop]) for stop in self.stops if stop.lesson not in lessons]


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
    asked = {kind: ids for kind, ids in _asked(file, _sources(notebook, "code")).items() if ids}
    met = sum(len(ids & done[kind]) for kind, ids in asked.items())
    return Stop(
        title=_title(notebook) or file.stem,
        link=file.name if file.parent.name == "notebooks" else f"../{file.parent.name}/{file.name}",
        minutes=str(facts.get("minutes", "–")),
        goal=facts.get("goal", "–"),
        done=", ".join(_share(kind, ids, done[kind]) for kind, ids in asked.items()) or "–",
        share=met / max(1, sum(map(len, asked.values()))),
        core=facts.get("core", False),
        lesson=facts.get("lesson", ""),
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


def _as_step(lesson, exercises, here):
    """Return a step of the way: the lesson, what it is for, and its exercises."""
    number, _, title = lesson.title.rpartition(" · ")
    beside = "".join(
        f'<a href="{escape(stop.link)}" title="{escape(f"{stop.title}: {stop.goal}. {_facts(stop)}")}">'
        f"{_ring(stop.share)}{escape(Path(stop.link).stem.partition('_')[0])}</a>"
        for stop in exercises
    )
    current = ' aria-current="step"' if here else ""
    return (
        f'<li class="{"core " * lesson.core}{"here" * here}">{_ring(lesson.share, number)}'
        f'<div><a href="{escape(lesson.link)}"{current}>{escape(title)}</a>'
        f"<small>{'<b>Go on here</b> · ' * here}{escape(_facts(lesson))}</small></div>"
        f"<span>{escape(lesson.goal)}</span><div>{beside}</div></li>"
    )


def _facts(stop):
    return f"{stop.minutes} minutes · {stop.done}"


def _ring(share, number=""):
    """Return a ring that closes as more is done, with the lesson's number in it, or a tick once all is."""
    length = 100 * share
    return (
        '<svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="15.9" />'
        f'<circle class="done" cx="20" cy="20" r="15.9" stroke-dasharray="{length:.0f} 100" />'
        f'<text x="20" y="25">{"✓" if share == 1 else escape(number)}</text></svg>'
    )
