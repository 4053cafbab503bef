"""Tables of a batch for a spreadsheet: a line for each submission, for each student, for each hidden case.

Threat: a spreadsheet takes a cell that begins with = + - or @ for a formula, also behind a blank, and one that takes
; for the mark between cells begins a cell behind each, in quotes or not. And students choose names of files.
"""

import csv
import re
from collections import Counter, defaultdict
from contextlib import contextmanager

from lessonlib.grading.names import shown
from lessonlib.grading.pages import feedback_path
from lessonlib.grading.rules import standings as standings_of

_FORMULA = re.compile(r"(?:^|(?<=[;,|]))(?=[\s\"']*[=+@\uff1d\uff0b\uff0d\uff20-])")  # the last are their wide forms


def write_tables(folder, results, standings=None):
    """Write `grades.csv`, `totals.csv` and `items.csv`.

    Parameters
    ----------
    folder : Path
    results : Results
    standings : list of Standing, optional
        What counts; by default, what counts without rules and roster.

    Returns
    -------
    Counter
        How many submissions have each status.
    """
    entries = results.entries()
    standings = standings_of(entries) if standings is None else standings
    _write_grades(folder / "grades.csv", entries, standings)
    _write_totals(folder / "totals.csv", standings)
    _write_items(folder / "items.csv", entries)
    return Counter(entry.graded.status for entry in entries)


def _write_grades(path, entries, standings):
    counting = {(one.entry.student, one.entry.file): one for one in standings if one.entry}
    about = ("student", "exercise", "points", "max_points", "status", "reason", "file", "feedback")
    with open_table(path) as write:
        write(*about, "counts", "counted_points", "note", "platform", "id", "time", "late")
        for student, file, exercise, graded, _, origin in entries:
            page = feedback_path("feedback", student, file).as_posix()
            one = counting.get((student, file))
            rules = ("yes", one.points, one.note) if one else ("no", "", "")
            marks = (graded.points, graded.max_points, graded.status, graded.reason, file, page)
            time = origin.time.isoformat(" ", "seconds") if origin.time else ""
            write(student, exercise, *marks, *rules, origin.platform, origin.id, time, "yes" if origin.late else "")


def _write_totals(path, standings):
    people, exercises = defaultdict(dict), sorted({one.exercise for one in standings})
    for one in standings:
        people[one.person][one.exercise] = one
    with open_table(path) as write:
        write("student", "points", *exercises, "maximum", "per_cent", "id", "email", "group", "note")
        for person, marks in sorted(people.items()):
            points, most = totalled(marks.values())
            each = ("" if one.entry is None else one.points for one in map(marks.get, exercises))
            notes = "; ".join(f"{one.exercise}: {one.note}" for one in marks.values() if one.note)
            share = f"{100 * points / most:.1f}" if most else ""
            write(person.name, points, *each, most, share, person.id, person.email, person.group, notes)


def write_differences(path, results):
    """Write what grading again has changed, if anything was graded again; return whether there is such a table."""
    if not (differences := results.differences()):
        return False
    with open_table(path) as write:
        write("student", "file", "exercise", "status_before", "points_before", "status", "points", "difference")
        for *about, status, points, status_now, points_now in differences:
            write(*about, status, points, status_now, points_now, points_now - points)
    return True


def totalled(standings):
    """Return the points and the maximum of some standings: excused ones count in neither, a bonus only in the first."""
    counted = [one for one in standings if not one.excused]
    return round(sum(one.points for one in counted), 2), sum(one.max_points for one in counted if not one.bonus)


def item_counts(entries):
    """Return how each hidden case went, {(exercise, function, number, name): Item}."""
    items = defaultdict(Item)
    for entry in entries:
        for task in entry.graded.tasks:
            for number, case in enumerate(task.cases, start=1):
                if entry.graded.status != "older":
                    items[entry.exercise, task.function, number, case.name].count(case, task.slip)
    return items


def _write_items(path, entries):
    with open_table(path) as write:
        write("exercise", "function", "case", "name", "right", "tried", "pass_rate", "slips")
        for key, item in sorted(item_counts(entries).items(), key=lambda pair: pair[0][:3]):
            write(*key, *item.columns())


class Item:
    """One hidden case over all submissions."""

    def __init__(self):
        self.right, self.tried, self.slips = 0, 0, Counter()

    def count(self, case, slip):
        """Add how it went in one submission, and the slip that was seen in its function."""
        self.right += case.right is True
        self.tried += case.right is not None
        if slip and case.right is False:
            self.slips[slip] += 1

    def columns(self):
        """Return how many are right, how many were tried, their share, and the slips, in words."""
        rate = f"{self.right / self.tried:.3f}" if self.tried else ""
        slips = "; ".join(f"{slip} ({count})" for slip, count in self.slips.most_common())
        return self.right, self.tried, rate, slips


@contextmanager
def open_table(path, quoted=False):
    """Open a CSV file to write lines to; it gets its name when it is complete.

    It begins with the mark by which spreadsheets know UTF-8; `quoted` puts every cell in quotes.
    """
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
        yield lambda *cells: writer.writerow(map(_harmless, cells))
    part.replace(path)


def _harmless(cell):
    """Return a cell without what would be a formula, or would move or hide something where the table is shown."""
    if not isinstance(cell, str):
        return cell
    return _FORMULA.sub("'", shown(cell))
