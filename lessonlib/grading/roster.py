"""Who is in the course: a list of participants, as a platform exports it, and whom of them a submission is from.

Read are Moodle's grading worksheet and its list of participants, Canvas's gradebook, Blackboard's grade center, the
rosters of Gradescope and GitHub Classroom, and any table with a column "name": in UTF-8 or UTF-16, between commas,
semicolons or tabs.
"""

import csv
import io
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lessonlib.grading.names import storable
from lessonlib.grading.platforms import time_of

_MOST_BYTES = 20 * 2**20
_NUMBER = re.compile(r"Participant (\d+)|(\d+)")
_COLUMNS = {  # what a column is called, in small letters, on which platforms
    "name": ("full name", "student", "name", "student name"),
    "first": ("first name", "firstname", "first"),
    "last": ("last name", "surname", "lastname", "last"),
    "id": ("identifier", "id", "student id", "sid", "id number", "sis user id"),
    "login": ("username", "sis login id", "github_username", "login", "user name"),
    "email": ("email address", "email", "e-mail"),
    "group": ("section", "group", "groups"),
    "submitted": ("last modified (submission)", "submission_timestamp", "submission time"),
    "maximum": ("maximum grade",),
}
_MOODLES_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M")  # in this machine's time zone, as nothing says which


class RosterError(ValueError):
    """What keeps a list from being read, in words."""


class Person(NamedTuple):
    """Somebody in the course, with what is known of them, and every name that stands for them."""

    name: str
    id: str = ""
    login: str = ""
    email: str = ""
    group: str = ""
    known_as: frozenset = frozenset()
    line: int = -1
    submitted: datetime | None = None  # as a list of one assignment says it


@dataclass
class Roster:
    """A list of participants.

    Parameters
    ----------
    people : list of Person
    rows : list of dict
        The lines of the table, by the names of its columns; `Person.line` counts them.
    points_possible : dict
        Of a table of Canvas, its line of maxima, by the names of its columns.
    """

    people: list
    rows: list = field(default_factory=list)
    points_possible: dict = field(default_factory=dict)

    def person_of(self, entry):
        """Return the `Person` on the list whom a submission is from: by number, login or address, else by name.

        Parameters
        ----------
        entry : Entry
        """
        origin, name = entry.origin, entry.student
        for key in (origin.id, origin.login, origin.email):
            if key and len(found := self._by_key.get(_key(key), [])) == 1:
                return found[0]
        for key in (_letters(origin.name), _letters(name)):
            if len(found := self._by_name.get(key, [])) == 1 and not _elsewhere(found[0], origin):
                return found[0]
        parts = (name, origin.name, origin.id, origin.login, origin.email)
        known = frozenset(storable(one) for one in parts if one)
        about = (storable(one) for one in (origin.id, origin.login, origin.email, origin.group))
        return Person(name, *about, known)

    @cached_property
    def _by_key(self):
        return _table((_key(key), person) for person in self.people for key in person.known_as - {person.name})

    @cached_property
    def _by_name(self):
        return _table((key, person) for person in self.people for key in _spellings(person, self.rows[person.line]))


def read_roster(path):
    """Return the `Roster` in a table.

    Raises
    ------
    RosterError
        If it cannot be read, or has no column with names or numbers of students.
    """
    text = _text(path)
    header = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=header.count)))
    rows = [
        {(key or "").strip(): (value or "").strip() for key, value in row.items() if key is not None} for row in rows
    ]
    maxima = next((row for row in rows if "points possible" in next(iter(row.values()), "").lower()), {})
    rows = [
        row for row in rows if row is not maxima and any(row.values()) and _fact(row, "id", "name", "last", "login")
    ]
    if not rows:
        raise RosterError(
            f"--roster must be a table with a column for names or numbers, such as name or id; got {path}."
        )
    return Roster([_person(row, number) for number, row in enumerate(rows)], rows, maxima)


def column(row, kind):
    """Return what a table calls its column of that kind, such as "login", or ""."""
    names = {name.lower(): name for name in row}
    return next((names[name] for name in _COLUMNS[kind] if name in names), "")


def _fact(row, *kinds):
    return next((row[found] for kind in kinds if (found := column(row, kind)) and row[found]), "")


def _text(path):
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise RosterError(f"--roster must be a file; got {path}: {error.strerror}.") from error
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise RosterError(f"--roster must be text; got {path}. Export it as CSV in UTF-8.")


def _person(row, line):
    first, last, name = _fact(row, "first"), _fact(row, "last"), _fact(row, "name")
    name = name or f"{first} {last}".strip()
    if name.count(",") == 1:
        name = " ".join(part.strip() for part in reversed(name.split(",")))
    number = _fact(row, "id")
    number = found[1] or found[2] if (found := _NUMBER.fullmatch(number)) else number
    facts = [number, _fact(row, "login"), _fact(row, "email")]
    every = [row[named] for names in _COLUMNS["id"] for named in row if named.lower() == names]
    known = frozenset(storable(one) for one in (name, *facts, *every) if one)
    about = map(storable, [name or facts[1] or number, *facts, _fact(row, "group")])
    return Person(*about, known, line, _time(_fact(row, "submitted")))


def _time(text):
    for form in _MOODLES_TIMES:
        with suppress(ValueError, OverflowError):
            return datetime.strptime(text, form).astimezone()
    return time_of(text)


def _table(pairs):
    found = {}
    for key, person in pairs:
        if person not in found.setdefault(key, []):
            found[key].append(person)
    return found


def _key(text):
    return storable(text).strip().casefold()


def _letters(name):
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name)).casefold()  # macOS takes letters and accents apart


def _spellings(person, row):
    """Return a name as people and platforms write it: `Ada Lovelace`, `Lovelace, Ada`, `lovelaceada`."""
    words = person.name.split()
    turned = [words[at:] + words[:at] for at in range(len(words))]
    told = [_fact(row, "first") + _fact(row, "last"), _fact(row, "last") + _fact(row, "first")]
    return {_letters("".join(one)) for one in [*turned, *told]} - {""}


def _elsewhere(person, origin):
    """Say whether a person of that name is somebody else: both have numbers of the same platform, and unlike ones."""
    return origin.platform == "Moodle" and person.id.isdigit() and bool(origin.id) and person.id != origin.id
