"""What people read of a batch: a page for each submission, and tables for a spreadsheet.

A page says a student's points, case by case, one helpful sentence a task, and their own code. Nothing of a hidden
case is in it but its name; whatever the student wrote is text here, never markup.

Threat: a spreadsheet takes a cell that begins with = + - or @ for a formula, also behind a blank, and one that takes
; for the mark between cells begins a cell behind each, in quotes or not. And students choose names of files.
"""

import csv
import re
from collections import Counter, defaultdict
from contextlib import contextmanager
from html import escape
from pathlib import Path

from lessonlib.checks.report import with_code
from lessonlib.grading.marks import SIGNS
from lessonlib.grading.names import safe_name, shown, storable

_FORMULA = re.compile(r"(?:^|(?<=[;,|]))(?=[\s\"']*[=+@\uff1d\uff0b\uff0d\uff20-])")  # the last are their wide forms
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>body {{ font-family: sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; line-height: 1.5 }}
pre {{ background: #f3f3f3; padding: 0.8em; white-space: pre-wrap }}
ul {{ padding: 0 }} li {{ list-style: none }}</style></head>
<body><h1>{title}</h1><p><strong>{points}</strong></p>{reason}{tasks}{code}</body></html>
"""


def feedback_path(folder, student, file):
    """Return where the page of a student's file goes."""
    return Path(folder, safe_name(student), f"{safe_name(file.removesuffix('.ipynb'))}.html")


def write_feedback(path, handed, graded, cells):
    """Write the page of one submission.

    Parameters
    ----------
    path : Path
    handed : Handed
    graded : Graded
    cells : list of str
        The student's code cells.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    page = _PAGE.format(
        title=escape(f"{handed.exercise}: {shown(storable(handed.student))}"),
        points=f"{graded.points} of {graded.max_points} points",
        reason=f"<p>{escape(graded.reason)}</p>" if graded.reason else "",
        tasks="".join(map(_task, graded.tasks)),
        code="".join(["<h2>Your code</h2>" if cells else "", *(f"<pre>{_code(cell)}</pre>" for cell in cells)]),
    )
    path.write_text(page, encoding="utf-8", errors="replace")


def _code(cell):
    """Return a cell for HTML; what would move or hide its text is written out."""
    return escape("\n".join("\t".join(map(shown, line.split("\t"))) for line in cell.split("\n")))


def _task(task):
    sentence = f"<p>{with_code(task.sentence)}</p>" if task.sentence else ""
    tried = any(case.right is not None for case in task.cases)
    cases = "".join(
        f"<li>{SIGNS[case.right]} ({_points(case.points)}): {escape(case.name)}</li>" for case in task.cases
    )
    points = f"{task.points} of {_points(task.max_points)}"
    return f"<h2>{escape(task.function)}: {points}</h2>{sentence}<ul>{cases if tried else ''}</ul>"


def _points(number):
    return "1 point" if number == 1 else f"{number} points"


def write_tables(folder, results):
    """Write `grades.csv`, `totals.csv` and `items.csv`.

    Parameters
    ----------
    folder : Path
    results : Results

    Returns
    -------
    Counter
        How many submissions have each status.
    """
    statuses, items, totals = Counter(), defaultdict(_Item), defaultdict(Counter)
    with _table(folder / "grades.csv") as write:
        write("student", "exercise", "points", "max_points", "status", "reason", "file", "feedback")
        for student, file, exercise, graded in results.rows():
            statuses[graded.status] += 1
            totals[student][exercise] += graded.points
            page = feedback_path("feedback", student, file).as_posix()
            write(student, exercise, graded.points, graded.max_points, graded.status, graded.reason, file, page)
            for task in graded.tasks:
                for number, case in enumerate(task.cases, start=1):
                    items[exercise, task.function, number, case.name].count(case, task.slip)
    with _table(folder / "totals.csv") as write:
        exercises = sorted({exercise for points in totals.values() for exercise in points if exercise})
        write("student", "points", *exercises)
        for student, points in sorted(totals.items()):
            write(student, points.total(), *(points.get(exercise, "") for exercise in exercises))
    with _table(folder / "items.csv") as write:
        write("exercise", "function", "case", "name", "right", "tried", "pass_rate", "slips")
        for key, item in sorted(items.items(), key=lambda pair: pair[0][:3]):
            write(*key, *item.columns())
    return statuses


class _Item:
    """One hidden case over all submissions."""

    def __init__(self):
        self.right, self.tried, self.slips = 0, 0, Counter()

    def count(self, case, slip):
        self.right += case.right is True
        self.tried += case.right is not None
        if slip and case.right is False:
            self.slips[slip] += 1

    def columns(self):
        rate = f"{self.right / self.tried:.3f}" if self.tried else ""
        slips = "; ".join(f"{slip} ({count})" for slip, count in self.slips.most_common())
        return self.right, self.tried, rate, slips


@contextmanager
def _table(path):
    """Open a CSV file to write lines to; it gets its name when it is complete."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        yield lambda *cells: writer.writerow(map(_harmless, cells))
    part.replace(path)


def _harmless(cell):
    """Return a cell without what would be a formula, or would move or hide something where the table is shown."""
    if not isinstance(cell, str):
        return cell
    return _FORMULA.sub("'", shown(cell))
