"""Whose work a place is, by the marks that a platform puts on it: its name, never what a student put into it.

- Moodle: `Ada Lovelace_1234567_assignsubmission_file_`, a folder or the beginning of a file's name (Moodle Docs, "Using
  Assignment"; Moodle's `mod/assign/feedback/file/importziplib.php` reads it back).
- Canvas: `lovelaceada_LATE_12345_678910_ex03-1.ipynb`, user and attachment (Canvas Instructor Guide, "How do I download
  all student submissions for an assignment?"; Canvas's `lib/content_zipper.rb` writes it).
- Blackboard: `gradebook_COURSE_Exercise_alovelace_attempt_2026-11-01-10-00-00_ex03.ipynb`, and a `.txt` beside it
  (Blackboard Help, "Download Assignments").
- Gradescope: `submission_300000`, with `submission_metadata.yml` beside it (Gradescope Help, "Exporting Submissions").
- GitHub Classroom: `ex03-submissions/ex03-alovelace`, or such clones side by side (GitHub Docs, "Using GitHub Classroom
  with GitHub CLI").
- nbgrader: `submitted/<student>/<assignment>/`, with `timestamp.txt` (nbgrader, "The philosophy of nbgrader").
- Google Drive: `Ex03-20261101T100000Z-1-001.zip`, with folders, or files such as `Ada Lovelace - ex03.ipynb`.

Threat: names. A student names files and what is in archives, and could write another student's mark there. So marks
count only where a platform puts them: at the level where the students are, and at its first place in a name.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os.path import commonprefix

from lessonlib.grading.submission import MalformedError


@dataclass(frozen=True)
class Origin:
    """What a platform says of a hand-in.

    Parameters
    ----------
    platform : str
    name, id, login, email, group : str
        Of the student, as far as it is known.
    place : str
        What the student's folder is called, or the beginning of the file's name.
    time : datetime or None
        When it was handed in, where the platform says so.
    late : bool
    attempt, sequence : int
        Higher ones are newer.
    """

    platform: str
    name: str
    id: str = ""
    login: str = ""
    email: str = ""
    group: str = ""
    place: str = ""
    time: datetime | None = None
    late: bool = False
    attempt: int = 0
    sequence: int = 0


_MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_.*)?", re.DOTALL)
_CANVAS = re.compile(
    r"(?:(?P<name>\w+?)_)??(?P<late>LATE_)?(?P<id>\d+|anon_[^\W_]+)_(?P<sequence>\d+)_.*?(?:-(?P<again>\d+))?\.\w+",
    re.DOTALL,
)
_BLACKBOARD = re.compile(r"(?P<work>.*?_(?P<login>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5}))(?:_.*|\.txt)?", re.DOTALL)
_BLACKBOARD_NAME = re.compile(r"\s*Name:\s*(?P<name>.+) \((?P<login>[^()]+)\)\s*")
_SUBMISSION = re.compile(r"submission_\d+")
_WRAPPER = re.compile(r".+-\d{8}T\d{6}Z(?:-\d+)*(?:\.zip)?|assignment_\d+_export(?:\.zip)?|submitted")
_METADATA = "submission_metadata.yml"
_EXERCISE = re.compile(r"(?<![a-z0-9])ex(?:ercise)?[ _-]?0?(\d{1,2})(?![0-9])", re.IGNORECASE)
_NOBODY = re.compile(r"\W*(?:copy of|copy|untitled|final|solution|my|new)?\W*", re.IGNORECASE)


def hinted(name):
    """Return which exercise a file's name hints at, such as "ex03", or "".

    >>> [hinted(name) for name in ("ex3_smote.ipynb", "Copy of EX03.ipynb", "03_smote.ipynb", "Untitled.ipynb")]
    ['ex03', 'ex03', '', '']
    """
    found = _EXERCISE.search(name)
    return f"ex{int(found[1]):02d}" if found else ""


def origins_in(folder):
    """Return what a platform's marks say of the places in a folder or archive, {name: list of Origin}.

    Several for one place are the members of a group; none says that it is a platform's own file. A name that carries
    no mark is not there.

    Parameters
    ----------
    folder : Place
    """
    found = {}
    submitters = _submitters(folder.inside.get(_METADATA))
    for name, place in folder.inside.items():
        file = not place.inside or place.is_archive
        marked = _moodle(name) or (file and (_canvas(name) or _blackboard(name, folder)))
        if origins := submitters.get(name) or ([marked] if marked else []):
            found[name] = [] if _is_beside_its_file(name, folder) else origins
        elif name == _METADATA and submitters:
            found[name] = []
        elif folder.name == "submitted" and place.inside:
            found[name] = [Origin("nbgrader", name, login=name, place=name)]
    return _without_groups({**_repositories(folder), **found})


def by_assignment(origin, place):
    """Yield (Origin, Place) for each assignment of an nbgrader student, with the time that nbgrader wrote; else both.

    nbgrader keeps each in a folder of its own.
    """
    folders = [one for one in place.inside.values() if one.inside] if origin.platform == "nbgrader" else []
    for folder in folders:
        stamp = folder.inside.get("timestamp.txt")
        yield replace(origin, time=time_of(_text(stamp)) if stamp else None), folder
    if not folders:
        yield origin, place


def is_wrapper(name):
    """Say whether a platform gives this name to what holds the work of many."""
    return bool(_WRAPPER.fullmatch(name))


def named_by_file(name):
    """Return the student whom a loose file's name tells, or "".

    >>> named_by_file("Ada L - ex03.ipynb"), named_by_file("ex03 - Ada L.ipynb"), named_by_file("Love_lace_ex3.ipynb")
    ('Ada L', 'Ada L', 'Love_lace')
    >>> named_by_file("ex03_smote.ipynb"), named_by_file("Copy of ex03.ipynb")
    ('', '')
    """
    stem = re.sub(r"\.ipynb(\.\w+)?$", "", name, flags=re.IGNORECASE)
    parts = [part for part in stem.split(" - ") if part.strip()]
    if len(parts) > 1:
        return parts[-1].strip() if hinted(parts[0]) and not hinted(parts[-1]) else parts[0].strip()
    before = stem[: found.start()] if (found := _EXERCISE.search(stem)) else ""
    return "" if _NOBODY.fullmatch(before) else before.strip(" _-")


def time_of(text):
    """Return a time that a platform writes as ISO 8601, or with `-` throughout; UTC where no zone is said.

    >>> time_of("2026-11-01-10-00-00"), time_of("2026-11-01 10:00:00.5 UTC") > time_of("2026-11-01 10:00:00 Z")
    (datetime.datetime(2026, 11, 1, 10, 0, tzinfo=datetime.timezone.utc), True)
    """
    text = re.sub(r"^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)$", r"\1 \2:\3:\4", text.strip())
    text = (
        re.sub(r"(\.\d{6})\d+", r"\1", re.sub(r"\s*(?:UTC|Z)$", "+00:00", text)).replace(" +", "+").replace(" -", "-")
    )
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _moodle(name):
    found = _MOODLE.fullmatch(name)
    return found and Origin("Moodle", found["name"], id=found["id"], place=_moodle_place(name))


def _moodle_place(name):
    """Return the name of the folder in which Moodle takes feedback for this student."""
    return re.match(r".*?_assignsubmission_(?:file|onlinetext)_?", name, re.DOTALL)[0]


def _canvas(name):
    found = _CANVAS.fullmatch(name)
    if not found:
        return None
    facts = {"late": bool(found["late"]), "attempt": int(found["again"] or 0) + 1, "sequence": int(found["sequence"])}
    return Origin(
        "Canvas", found["name"] or found["id"], id=found["id"], place=f"{found['id']}_{found['sequence']}", **facts
    )


def _blackboard(name, folder):
    found = _BLACKBOARD.fullmatch(name)
    if not found:
        return None
    person = _blackboard_name(folder.inside.get(f"{found['work']}.txt"))
    known = bool(person) and found["work"].split("_attempt_")[0].endswith(f"_{person['login']}")
    student, login = (person["name"], person["login"]) if known else (found["login"], found["login"])
    return Origin("Blackboard", student, login=login, place=found["work"], time=time_of(found["time"]))


def _is_beside_its_file(name, folder):
    """Say whether a file is what Blackboard writes beside a student's own."""
    work = name.removesuffix(".txt")
    return work != name and any(other.startswith(f"{work}_") for other in folder.inside)


def _blackboard_name(place):
    """Return a match of the first line of what Blackboard writes beside a hand-in; students write the lines below."""
    return place and _BLACKBOARD_NAME.fullmatch(_text(place).partition("\n")[0])


def _text(place):
    try:
        return place.read().decode("utf-8-sig", "replace")
    except MalformedError:
        return ""


def _submitters(place):
    """Return who handed in each folder of Gradescope's, as `submission_metadata.yml` says, by lines and indents.

    Only the lines that are needed are read, none nested deeper: below them are results and earlier submissions.
    """
    found, people, time, field = {}, [], None, ""
    for line in _text(place).splitlines() if place else ():
        if top := re.fullmatch(r"[\"']?(submission_\d+)(?:\.\w+)?[\"']?:\s*", line):
            people, time = found.setdefault(top[1], []), None
        elif part := re.fullmatch(r"  (?:- )?:(\w+):\s*(.*)", line):
            field = part[1] if not line.startswith("  - ") else field
            if line.startswith("  - ") and field == "submitters":
                people.append({part[1]: _scalar(part[2])})
            elif field == "created_at":
                time = time_of(part[2])
        elif (part := re.fullmatch(r"    :(\w+):\s*(.*)", line)) and field == "submitters" and people:
            people[-1][part[1]] = _scalar(part[2])
        for person in people:
            person["time"] = time
    return {
        name: [_of_gradescope(name, person, len(people) > 1) for person in people] for name, people in found.items()
    }


def _scalar(text):
    if text.startswith("'"):
        return text.strip("'").replace("''", "'")
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        return text.strip('"')


def _of_gradescope(name, person, shared):
    who = person.get("name") or person.get("email") or name
    facts = {"id": person.get("sid", ""), "email": person.get("email", ""), "time": person["time"]}
    return Origin("Gradescope", who, place=name, group=name if shared else "", **facts)


def _repositories(folder):
    """Return the students of repositories: all are called after the exercise, then after the student."""
    clones = [name for name, place in folder.inside.items() if {".git", ".github"} & place.inside.keys()]
    prefix = f"{folder.name.removesuffix('-submissions')}-" if folder.name.endswith("-submissions") else ""
    if not prefix and len(clones) > 1:
        prefix = commonprefix(clones).rpartition("-")[0] + "-"  # noqa: RUF071 - by characters, indeed
    found = (
        [name for name, place in folder.inside.items() if place.inside and name.startswith(prefix)]
        if prefix
        else clones
    )
    return {
        name: [Origin("GitHub Classroom", login, login=login, place=name)]
        for name in found
        if (login := name.removeprefix(prefix)) and prefix != "-"
    }


def _without_groups(found):
    """Take Moodle's groups off the names that they stand before, which they do at every name or at none."""
    names = [one.name for origins in found.values() for one in origins if one.platform == "Moodle"]
    groups = {name.partition("-")[0] for name in names}
    if not names or not all("-" in name for name in names) or len(groups) == len(set(names)):
        return found
    return {
        name: [
            replace(one, name=one.name.partition("-")[2], group=one.name.partition("-")[0])
            if one.platform == "Moodle"
            else one
            for one in origins
        ]
        for name, origins in found.items()
    }
