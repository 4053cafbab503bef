"""What a course makes of marks: due dates, late work, attempts, excuses, extra points, dropped cases; from a TOML.

    count = "best"                          # of several attempts; otherwise the newest
    [late]
    grace_minutes = 15
    per_day = 10                            # per cent of the points, for each day begun
    most = 50
    [ex03]
    due = 2026-11-15T23:59:00+01:00
    extension = {"Ada Lovelace" = 2026-11-18T23:59:00+01:00}
    excused = ["Bob O'Neil"]
    extra = {"1234567" = 2}                 # points on top
    drop = ["smote 8"]                      # function and number of a case, as in items.csv, for everybody
    bonus = true                            # its points count, its maximum does not

Students are named as in totals.csv, or by their id, login or email.
"""

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.catalogue import find_exercise
from lessonlib.grading.marks import UNWRITTEN
from lessonlib.grading.names import storable
from lessonlib.grading.results import Entry
from lessonlib.grading.roster import Person, Roster

_KEYS = {"due": datetime, "extension": dict, "excused": list, "extra": dict, "drop": list, "bonus": bool}
_LATE = {"grace_minutes": 0, "per_day": 0, "most": 100}


class RulesError(ValueError):
    """What is wrong with the rules, in words."""


@dataclass(frozen=True)
class Rules:
    """The rules of a course; without any, the newest attempt counts and nothing is late.

    Parameters
    ----------
    best : bool
        Whether the best attempt counts, not the newest.
    late : dict
        `grace_minutes`, `per_day` and `most`.
    exercises : dict of str to dict
        The rules of each exercise that has its own.
    """

    best: bool = False
    late: dict = field(default_factory=lambda: dict(_LATE))
    exercises: dict = field(default_factory=dict)

    def of(self, exercise, key, default=None):
        """Return one rule of an exercise."""
        return self.exercises.get(exercise, {}).get(key, default)


class Standing(NamedTuple):
    """What counts for one person in one exercise.

    `entry` is the submission that counts, or None; `points` are after all rules; `note` says in words what they did.
    """

    person: Person
    exercise: str
    entry: Entry | None
    points: float
    max_points: int
    note: str = ""
    excused: bool = False
    bonus: bool = False


def read_rules(path):
    """Return the `Rules` in a TOML file.

    Raises
    ------
    RulesError
        If it cannot be read, or says what no rule says.
    """
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError(f"--rules must be a TOML file; {path}: {error}.") from error
    count, late = told.pop("count", "newest"), told.pop("late", {})
    if count not in ("newest", "best"):
        raise RulesError(f'count must be "newest" or "best"; got {count!r}.')
    if not isinstance(late, dict) or not late.keys() <= _LATE.keys() or not all(map(_share, late.values())):
        raise RulesError(f"[late] must hold {', '.join(_LATE)}, each a number of at least 0; got {late!r}.")
    for exercise, rules in told.items():
        _refuse_unknown(exercise, rules)
    return Rules(count == "best", _LATE | late, told)


def _share(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf


def _refuse_unknown(exercise, rules):
    if not find_exercise(exercise) or not isinstance(rules, dict):
        raise RulesError(f"rules must be for count, [late], or an exercise such as [ex03]; got {exercise!r}.")
    for key, value in rules.items():
        if key not in _KEYS or not isinstance(value, _KEYS[key]):
            kinds = ", ".join(f"{name} ({kind.__name__})" for name, kind in _KEYS.items())
            raise RulesError(f"[{exercise}] must hold {kinds}; got {key} = {value!r}.")
    if not all(isinstance(time, datetime) for time in rules.get("extension", {}).values()):
        raise RulesError(f"[{exercise}] extension must give each student a date and time.")
    if not all(map(_share, rules.get("extra", {}).values())):
        raise RulesError(f"[{exercise}] extra must give each student a number of points.")
    cases = {f"{task.function} {n}" for task in find_exercise(exercise).tasks for n in range(1, len(task.cases) + 1)}
    if unknown := [case for case in rules.get("drop", []) if case not in cases]:
        raise RulesError(f'[{exercise}] drop must name cases such as "{min(cases)}"; got {unknown[0]!r}.')


def standings(entries, rules=None, roster=None):
    """Return the `Standing` of every person in every exercise in which somebody wrote something, or that has rules.

    Whoever hands in the course's whole folder has not handed in what they never touched.

    Parameters
    ----------
    entries : list of Entry
    rules : Rules, optional
    roster : Roster, optional
        Who is on it and handed in nothing has standings as well.
    """
    rules, roster = rules or Rules(), roster or Roster([])
    attempts = defaultdict(list)
    for entry in entries:
        attempts[roster.person_of(entry), entry.exercise].append(entry)
    known = [entry for entry in entries if find_exercise(entry.exercise)]
    written = {entry.exercise for entry in known if not _untouched(entry)} or {entry.exercise for entry in known}
    exercises = sorted(written | rules.exercises.keys())
    people = dict.fromkeys([*roster.people, *sorted(person for person, _ in attempts)])
    return [
        _standing(person, exercise, attempts.get((person, exercise), []), rules)
        for person in people
        for exercise in exercises
    ]


def _untouched(entry):
    """Say whether all functions were there to be asked, and in none of them anything is written."""
    return entry.graded.status == "graded" and all(task.sentence == UNWRITTEN for task in entry.graded.tasks)


def _standing(person, exercise, entries, rules):
    bonus = rules.of(exercise, "bonus", False)
    most = sum(case.points for _, case in _counted(exercise, rules))
    if _named(person, rules.of(exercise, "excused", [])):
        return Standing(person, exercise, None, 0, most, "excused", excused=True, bonus=bonus)
    ranked = [(*_after_rules(person, entry, rules), entry) for entry in entries]
    points, note, entry = max(ranked, key=lambda one: _rank(one, rules), default=(0.0, "nothing handed in", None))
    if extra := _of_person(person, rules.of(exercise, "extra", {}), 0):
        points, note = points + extra, f"{note}; {extra:g} points extra".removeprefix("; ")
    points = round(points, 2)
    return Standing(person, exercise, entry, int(points) if points == int(points) else points, most, note, bonus=bonus)


def _rank(ranked, rules):
    """Return what is highest for the attempt that counts; what cannot be read counts only where nothing else is."""
    points, _, entry = ranked
    readable, time = entry.graded.status in ("graded", "stopped", "failed"), entry.origin.time
    return readable, points if rules.best else 0, not entry.newer, time or datetime.min.replace(tzinfo=UTC), entry.file


def _after_rules(person, entry, rules):
    """Return the points of one attempt and, in words, what became of them."""
    kept = {(function, case.name) for function, case in _counted(entry.exercise, rules)}
    cases = [(task.function, case) for task in entry.graded.tasks for case in task.cases]
    points = sum(case.points for function, case in cases if case.right and (function, case.name) in kept)
    note = [f"without {case}" for case in rules.of(entry.exercise, "drop", [])]
    due = _of_person(person, rules.of(entry.exercise, "extension", {}), rules.of(entry.exercise, "due"))
    if due is None:
        return points, "; ".join(note)
    if (time := entry.origin.time or person.submitted) is None:
        said = "late, says the platform, but not when" if entry.origin.late else "no time known"
        return points, "; ".join([*note, f"{said}: nothing taken off"])
    late = time - (due if due.tzinfo else due.astimezone()) - timedelta(minutes=rules.late["grace_minutes"])
    days = max(0, math.ceil(late / timedelta(days=1)))
    taken = min(rules.late["per_day"] * days, rules.late["most"], 100)
    note += [f"{days} {'day' if days == 1 else 'days'} late: {taken:g} % taken off"] if days else []
    return points * (1 - taken / 100), "; ".join(note)


def _counted(exercise, rules):
    """Return (function, case) of every case that counts."""
    dropped = rules.of(exercise, "drop", [])
    return [
        (task.function, case)
        for task in (find_exercise(exercise).tasks if find_exercise(exercise) else [])
        for number, case in enumerate(task.cases, start=1)
        if f"{task.function} {number}" not in dropped
    ]


def _named(person, names):
    return any(storable(str(name)) in person.known_as for name in names)


def _of_person(person, values, default):
    return next((value for name, value in values.items() if _named(person, [name])), default)
