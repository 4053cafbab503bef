"""The tables of a batch, for a spreadsheet: marks by submission, and how each hidden case went.

Threat: a spreadsheet takes a cell that begins with = + - or @ for a formula, also behind a blank, and one that takes
; for the mark between cells begins a cell behind each, in quotes or not. And students choose names of files.
"""

import csv
import re
from collections import Counter, defaultdict
from contextlib import contextmanager

from lessonlib.grading.feedback import feedback_path
from lessonlib.grading.names import shown

_FORMULA = re.compile(r"(?:^|(?<=[;,|]))(?=[\s\"']*[=+@\uff1d\uff0b\uff0d\uff20-])")  # the last are their wide forms


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
