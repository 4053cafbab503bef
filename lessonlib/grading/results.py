"""The results of a batch in one SQLite file: a row for each submission, written once, safe against being killed."""

import hashlib
import json
import sqlite3
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lessonlib.grading.marks import Graded, from_lists
from lessonlib.grading.names import storable
from lessonlib.grading.platforms import Origin

_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS grades (
    student TEXT NOT NULL, file TEXT NOT NULL, exercise TEXT NOT NULL, digest TEXT NOT NULL, status TEXT NOT NULL,
    reason TEXT NOT NULL, points INTEGER NOT NULL, max_points INTEGER NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (student, file)
);
CREATE TABLE IF NOT EXISTS origins (
    student TEXT NOT NULL, file TEXT NOT NULL, newer TEXT NOT NULL, about TEXT NOT NULL, PRIMARY KEY (student, file)
);
CREATE TABLE IF NOT EXISTS seeds (
    student TEXT NOT NULL, file TEXT NOT NULL, seed TEXT NOT NULL, PRIMARY KEY (student, file)
);
CREATE TABLE IF NOT EXISTS before (
    student TEXT NOT NULL, file TEXT NOT NULL, exercise TEXT NOT NULL, status TEXT NOT NULL, points INTEGER NOT NULL,
    detail TEXT NOT NULL, PRIMARY KEY (student, file)
);
CREATE TABLE IF NOT EXISTS attempts (
    student TEXT NOT NULL, exercise TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (student, exercise)
);
"""
_SECONDS_BETWEEN_COMMITS = 0.5


class Entry(NamedTuple):
    """A submission with its marks, the file that its student handed in after it, and what the platform says of it."""

    student: str
    file: str
    exercise: str
    graded: Graded
    newer: str
    origin: Origin


def _origin(student, about):
    time = about.get("time")
    about = {"platform": "", "name": student} | about
    return Origin(**about | {"time": datetime.fromisoformat(time) if time else None})


def version_of_course():
    """Return a fingerprint of all that decides what is right: the exercises and what they compute with."""
    root, digest = Path(__file__).parents[1], hashlib.sha256()
    for file in sorted(file for part in ("checks", "compute") for file in root.joinpath(part).rglob("*.*")):
        if file.suffix in (".py", ".toml"):
            digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


class Results:
    """The results file of one batch; use it in a ``with`` block.

    Parameters
    ----------
    path : str or Path
    """

    def __init__(self, path):
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(_SCHEMA)
        self._committed = time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._connection.commit()
        self._connection.close()

    def remember(self, key, value):
        """Record a fact about the run, such as its seed, and return it; one that is there already stays."""
        self._connection.execute("INSERT OR IGNORE INTO run VALUES (?, ?)", (key, str(value)))
        self._connection.commit()
        return self._connection.execute("SELECT value FROM run WHERE key = ?", (key,)).fetchone()[0]

    @staticmethod
    def key(handed):
        """Return what a submission is known by: its student and its file, as they are stored."""
        return storable(handed.student), storable(handed.file)

    def digests(self):
        """Return the fingerprint of each submission that has its marks, by its `key`.

        Where the grader itself failed there are none: that may go well the next time. Nor for what was passed over as
        older: another rule may want its marks.
        """
        marked = "SELECT student, file, digest FROM grades WHERE status NOT IN ('failed', 'older')"
        rows = self._connection.execute(marked)
        return {(student, file): digest for student, file, digest in rows}

    def attempts(self):
        """Return how often work was graded, {(student, exercise): count}; what could not be read counts as well."""
        rows = self._connection.execute("SELECT student, exercise, count FROM attempts")
        return {(student, exercise): count for student, exercise, count in rows}

    def seed_of(self, handed):
        """Return the seed of the inputs that a submission was asked, or None."""
        found = self._connection.execute("SELECT seed FROM seeds WHERE (student, file) = (?, ?)", self.key(handed))
        return next((int(seed) for (seed,) in found), None)

    def begin_again(self, seed, course):
        """Keep all marks aside and have everything graded again, on inputs of another seed; go on if that was begun."""
        if self._connection.execute("SELECT 1 FROM run WHERE (key, value) = ('again', ?)", (course,)).fetchone():
            return
        columns = "student, file, exercise, status, points, detail"
        facts = [("seed", str(seed)), ("course", course), ("again", course)]
        self._connection.execute("DELETE FROM before")
        self._connection.execute(f"INSERT INTO before SELECT {columns} FROM grades")
        self._connection.execute("UPDATE grades SET digest = ''")
        self._connection.execute("DELETE FROM attempts")
        self._connection.executemany("REPLACE INTO run VALUES (?, ?)", facts)
        self._connection.commit()

    def end_again(self):
        """Note that everything that is handed in has been graded again."""
        self._connection.execute("DELETE FROM run WHERE key = 'again'")

    def differences(self):
        """Return (student, file, exercise, status before, points before, status, points) of what was graded again."""
        order = """SELECT student, file, grades.exercise, before.status, before.points, grades.status, grades.points
            FROM before JOIN grades USING (student, file) WHERE grades.digest != ''
            ORDER BY grades.exercise, student, file"""
        return list(self._connection.execute(order))

    def add(self, handed, digest, graded, seed=0):
        """Write the marks of one submission, in place of older ones of the same file.

        Parameters
        ----------
        handed : Handed
        digest : str
            Fingerprint of what was graded.
        graded : Graded
        seed : int
            Of the inputs.
        """
        self._connection.execute("REPLACE INTO seeds VALUES (?, ?, ?)", (*self.key(handed), str(seed)))
        about = (handed.student, handed.file, handed.exercise, digest)
        marks = (graded.status, graded.reason, graded.points, graded.max_points, json.dumps(graded))
        values = [*map(storable, about), *marks]
        self._connection.execute("INSERT OR REPLACE INTO grades VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        if graded.status not in ("failed", "older"):
            count = "INSERT INTO attempts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1"
            self._connection.execute(count, (storable(handed.student), handed.exercise))
        if time.monotonic() - self._committed > _SECONDS_BETWEEN_COMMITS:
            self._connection.commit()
            self._committed = time.monotonic()

    def describe(self, submissions):
        """Record what the platform says of each submission, which may be new for one that has its marks."""
        values = [
            (*self.key(one), storable(one.newer), json.dumps(asdict(one.origin), default=str)) for one in submissions
        ]
        self._connection.executemany("INSERT OR REPLACE INTO origins VALUES (?, ?, ?, ?)", values)
        self._connection.commit()

    def forget_replaced(self, submissions):
        """Delete the marks of files that their student has replaced by another one for the same exercise.

        Parameters
        ----------
        submissions : list of Handed
            Everything that is handed in now.
        """
        now = {}
        for handed in submissions:
            now.setdefault((storable(handed.student), handed.exercise), set()).add(storable(handed.file))
        for student, file, exercise in list(self._connection.execute("SELECT student, file, exercise FROM grades")):
            if file not in now.get((student, exercise), {file}):
                self._connection.execute("DELETE FROM grades WHERE (student, file) = (?, ?)", (student, file))

    def entries(self):
        """Return an `Entry` for each submission, in order."""
        order = """SELECT student, file, exercise, detail, coalesce(newer, ''), coalesce(about, '{}')
            FROM grades LEFT JOIN origins USING (student, file) ORDER BY exercise, student, file"""
        return [
            Entry(student, file, exercise, from_lists(json.loads(detail)), newer, _origin(student, json.loads(about)))
            for student, file, exercise, detail, newer, about in self._connection.execute(order)
        ]

    def rows(self):
        """Yield (student, file, exercise, Graded), in order."""
        order = "SELECT student, file, exercise, detail FROM grades ORDER BY exercise, student, file"
        for student, file, exercise, detail in self._connection.execute(order):
            yield student, file, exercise, from_lists(json.loads(detail))
