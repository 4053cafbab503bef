"""Marks as platforms import them, with the columns that each looks for.

- Moodle, one file for each exercise: `Identifier`, `Grade`, `Last modified (grade)` and `Feedback comments`, for the
  assignment's "Upload grading worksheet" (Moodle Docs, "Assignment grading": offline grading worksheet); and a zip for
  "Upload multiple feedback files in a zip", whose folders are called as in its download.
- Canvas: `Student`, `ID`, `SIS Login ID`, `Section`, then a column for each exercise, with a line `Points Possible`
  (Canvas Instructor Guide, "How do I import grades in the Gradebook?").
- Blackboard: `Last Name`, `First Name`, `Username`, then a column for each exercise (Blackboard Help, "Upload Grades").

Where a roster from the platform has a column for the exercise, that one is filled, with points out of its maximum.

Threat: formulas, see `tables.py`. And feedback for somebody else: a folder in the zip is what the platform called it.
"""

import math
import re
import zipfile
from collections import defaultdict
from pathlib import Path

from lessonlib.grading.pages import feedback_path
from lessonlib.grading.platforms import hinted
from lessonlib.grading.roster import column
from lessonlib.grading.tables import open_table, totalled

_MAXIMUM = re.compile(r"\[Total Pts: ([\d.,]+)")  # how Blackboard says it in the name of a column


def export(kind, folder, standings, roster=None):
    """Write what a platform imports.

    Parameters
    ----------
    kind : str
        "moodle", "canvas", "blackboard" or "csv".
    folder : Path
        With `feedback` in it.
    standings : list of Standing
    roster : Roster, optional

    Returns
    -------
    list of Path
    """
    return _EXPORTS[kind](Path(folder), standings, roster)


def _moodle(folder, standings, roster):
    by_exercise, paths = defaultdict(list), []
    for one in standings:
        by_exercise[one.exercise].append(one)
    for exercise, those in by_exercise.items():
        path = folder / f"moodle_{exercise}.csv"
        header = ("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Last modified (grade)")
        with open_table(path) as write:
            write(*header, "Feedback comments")
            for one in those:
                row = _row(roster, one.person)
                most = _number(row.get(column(row, "maximum"), ""), one.max_points)
                who = row.get("Identifier") or (f"Participant {one.person.id}" if one.person.id else one.person.name)
                about = (who, one.person.name, one.person.email, _scaled(one, most, most), most)
                write(*about, row.get("Last modified (grade)", "").strip("-"), _words(one))
        paths += [path, _moodle_feedback(folder, exercise, those)]
    return paths


def _moodle_feedback(folder, exercise, standings):
    """Write the zip of feedback pages: Moodle finds the student by the name of the folder."""
    path = folder / f"moodle_{exercise}_feedback.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in standings:
            page = one.entry and feedback_path(folder / "feedback", one.entry.student, one.entry.file)
            if page and page.is_file() and one.entry.origin.platform == "Moodle":
                archive.write(page, f"{one.entry.origin.place.rstrip('_')}_/{exercise}_feedback.html")
    return path


def _canvas(folder, standings, roster):
    sis = bool(roster and roster.rows and "SIS User ID" in roster.rows[0])
    columns = _columns(standings, roster)
    path = folder / "canvas.csv"
    with open_table(path) as write:
        write("Student", "ID", *(["SIS User ID"] if sis else []), "SIS Login ID", "Section", *columns.values())
        maxima = {exercise: _maximum(roster, name, standings, exercise) for exercise, name in columns.items()}
        write("    Points Possible", "", *([""] if sis else []), "", "", *maxima.values())
        for person, marks in _by_person(standings):
            row = _row(roster, person)
            about = (row.get("Student") or person.name, person.id, *([row.get("SIS User ID", "")] if sis else []))
            points = (_canvas_grade(marks[exercise], maxima[exercise]) for exercise in columns)
            write(*about, person.login, person.group, *points)
    return [path]


def _canvas_grade(standing, most):
    return "EX" if standing.excused else _scaled(standing, most)


def _blackboard(folder, standings, roster):
    columns = _columns(standings, roster)
    path = folder / "blackboard.csv"
    with open_table(path, quoted=True) as write:
        write("Last Name", "First Name", "Username", "Student ID", *columns.values())
        for person, marks in _by_person(standings):
            row = _row(roster, person)
            first, _, last = person.name.rpartition(" ")
            named = (row.get(column(row, "last"), last), row.get(column(row, "first"), first))
            points = [
                _scaled(marks[exercise], _maximum(roster, name, standings, exercise))
                for exercise, name in columns.items()
            ]
            write(*named, person.login or person.id, row.get("Student ID", ""), *points)
    return [path]


def _csv(folder, standings, _roster):
    columns = sorted({one.exercise for one in standings})
    path = folder / "export.csv"
    with open_table(path) as write:
        write("name", "id", "login", "email", "group", *columns, "points", "maximum", "per_cent")
        for person, marks in _by_person(standings):
            points, most = totalled(marks.values())
            each = (_scaled(marks[exercise], marks[exercise].max_points) for exercise in columns)
            share = f"{100 * points / most:.1f}" if most else ""
            write(person.name, person.id, person.login, person.email, person.group, *each, points, most, share)
    return [path]


_EXPORTS = {"moodle": _moodle, "canvas": _canvas, "blackboard": _blackboard, "csv": _csv}
KINDS = tuple(_EXPORTS)


def _by_person(standings):
    people = defaultdict(dict)
    for one in standings:
        people[one.person][one.exercise] = one
    return people.items()


def _columns(standings, roster):
    """Return what the column of each exercise is called: as the roster calls it, or as the course does."""
    header = list(roster.rows[0])[::-1] if roster and roster.rows else []  # of several columns the first
    names = {hinted(name): name for name in header if hinted(name)}
    return {exercise: names.get(exercise, exercise) for exercise in sorted({one.exercise for one in standings})}


def _row(roster, person):
    return roster.rows[person.line] if roster and person.line >= 0 else {}


def _maximum(roster, name, standings, exercise):
    """Return the maximum that the platform has for a column, or ours."""
    ours = next(one.max_points for one in standings if one.exercise == exercise)
    theirs = _MAXIMUM.search(name)
    return _number(theirs[1] if theirs else (roster.points_possible.get(name, "") if roster else ""), ours)


def _number(text, default):
    try:
        return float(text.replace(",", ".")) or default
    except ValueError:
        return default


def _scaled(standing, most, limit=math.inf):
    """Return points as the platform counts them; nothing for who is excused. Moodle passes over what is too many."""
    if standing.excused:
        return ""
    if not standing.max_points:
        return 0
    return f"{min(standing.points * most / standing.max_points, limit):.2f}".rstrip("0").rstrip(".")


def _words(standing):
    """Return what a student reads beside the grade."""
    reason = standing.entry.graded.reason if standing.entry else ""
    points = "" if standing.excused else f"{standing.points:g} of {standing.max_points} points"
    return ". ".join(part.rstrip(".") for part in (points, standing.note, reason) if part) + "."
