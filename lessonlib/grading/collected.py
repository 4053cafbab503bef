"""What was handed in, out of whatever a platform lets an instructor download: `Handed`, one for each notebook.

Folders and archives are gone down (`places.py`) until the students are reached, who are known by their platform's marks
(`platforms.py`); a folder or an archive without a mark is a student, called as it is called. Below a student all
notebooks count, wherever they lie; which exercise one is, its content says. Nothing is dropped without a word: what
is not understood is a `Handed` with its problem.

Threat: names. A student is who the platform says, never who a file claims to be. And size: see `places.py`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.catalogue import all_exercises, find_exercise
from lessonlib.grading.places import JUNK, MOST_MEMBERS, Place, place_at, read_place
from lessonlib.grading.platforms import Origin, by_assignment, hinted, is_wrapper, named_by_file, origins_in
from lessonlib.grading.submission import MOST_BYTES, MalformedError

_MOST_NOTEBOOKS = 20  # of a student in one place: twice as many as there are exercises
_MOST_UNPACKED = 3 * MOST_BYTES  # of all of them
_NOTEBOOK = re.compile(r".+\.ipynb(?:\.txt|\.json)?", re.IGNORECASE | re.DOTALL)  # some browsers add an ending
_OTHER_ARCHIVE = re.compile(r".+\.(?:tar|gz|tgz|bz2|xz|rar|7z)", re.IGNORECASE | re.DOTALL)
_DEFINITION = re.compile(rb"def\s{1,20}(\w{1,60})\s{0,20}\(")  # begins with letters: those are found fast
_MARKED = re.compile(rb'"grade_id"\s{0,20}:\s{0,20}"marks_(\w{1,60})"')
_GAP = b"raise NotImplementedError()"  # what stands in a stub for each function
_UNKNOWN = "It is the notebook of no exercise of this course: it defines none of their functions."
_NO_STUDENT = "Whose work this is cannot be told. Put it into a folder that is called like the student."
_BESIDE = (
    "It looks like a platform's download, but lies beside students' own folders. Name both on the command line: "
    "lesson grade DOWNLOAD FOLDER -o RESULTS"
)

_NOWHERE = Origin("", "")


@dataclass(frozen=True)
class Handed:
    """One file that was handed in, by one student.

    Parameters
    ----------
    student : str
        Their name; with their number where two have the same.
    file : str
        Its name, unique for the student.
    exercise : str
        Such as "ex03", or "" if it is of none.
    path : Path
        The notebook, or the archive that it is in.
    members : tuple of str
        Its name in the archive, and in archives in it.
    problem : str
        Why it cannot be graded, if that is known already.
    origin : Origin
        What the platform says of it.
    untouched : bool
        Whether all its functions are as they were handed out.
    modified : float
        When the file was last changed, which its student can set.
    newer : str
        The file that the same student handed in later for the same exercise, or "".
    """

    student: str
    file: str
    exercise: str
    path: Path
    members: tuple[str, ...] = ()
    problem: str = ""
    origin: Origin = _NOWHERE
    untouched: bool = False
    modified: float = 0.0
    newer: str = ""

    def read(self):
        """Return the notebook's bytes.

        Raises
        ------
        MalformedError
        """
        if self.problem:
            raise MalformedError(self.problem)
        return read_place(self.path, self.members)


class Collected(NamedTuple):
    """Everything that was handed in, by exercise and student; and the names of files that are no work."""

    handed: list[Handed]
    passed_over: list[str]

    def only(self, exercises):
        """Return what is of these exercises, or of none that is known; the rest is passed over."""
        wanted = ("", *exercises)
        others = [f"{one.student}: {one.file}" for one in self.handed if one.exercise not in wanted]
        return Collected([one for one in self.handed if one.exercise in wanted], sorted([*self.passed_over, *others]))


def collected(*downloads):
    """Return everything that was handed in, as `Collected`.

    Parameters
    ----------
    downloads : Path
        Folders or archives: of platforms, or with folders and archives of students.
    """
    students, passed = [], []
    for download in map(Path, downloads):
        for origin, place in _students(place_at(download)):
            found = [(origin, name, file) for name, file in place.files()] if origin else []
            students += _of_student(origin, place, found, passed) if origin else []
            passed += [] if origin else [f"{download.name}/{name}" for name, _ in place.files()]
    known = _with_unlike_files(_with_unlike_names(students))
    return Collected(sorted(_with_newer(known), key=lambda one: (one.exercise, one.student, one.file)), sorted(passed))


def exercise_in(content, name=""):
    """Return the exercise that a notebook is of: whose cells for marks, else whose functions, it holds most of.

    Parameters
    ----------
    content : bytes
    name : str
        Of the file, which decides where the content does not.

    Examples
    --------
    >>> exercise_in(b'{"source": "def f_beta(y, p, beta):"}'), exercise_in(b"{", "ex02.ipynb"), exercise_in(b"{")
    ('ex01', 'ex02', '')
    """
    asked = _asked_in()
    marked = Counter(asked[one] for one in set(_MARKED.findall(content)) & asked.keys())
    defined = Counter(asked[one] for one in set(_DEFINITION.findall(content)) & asked.keys())
    hint = hinted(name) if find_exercise(hinted(name)) else ""
    ranked = {one: (marked[one], defined[one], one == hint) for one in {*marked, *defined}}
    return max(sorted(ranked), key=ranked.get, default=hint)


@cache
def _asked_in():
    return {name.encode(): exercise.name for exercise in all_exercises() for name in exercise.functions}


def _students(place) -> Iterator[tuple[Origin | None, Place]]:
    """Yield (Origin, Place) of each student below a place, and (None, Place) of what holds no work."""
    entries = {name: one for name, one in place.inside.items() if name not in JUNK and not name.startswith("._")}
    if place.problem or not entries:
        return
    if "submitted" in entries:  # nbgrader's own folders lie beside it
        entries = {"submitted": entries["submitted"]}
    marked = origins_in(place)
    plain = {name: one for name, one in entries.items() if name not in marked and (_has_work(one) or not _is_file(one))}
    downloads = {name for name, one in plain.items() if _is_download(one)}
    beside = len(downloads) < len(plain)
    by_file = any(_is_notebook(one) and " - " in name for name, one in plain.items())  # archives beside them as well
    for name, one in entries.items():
        if name in marked:
            yield from (pair for origin in marked[name] for pair in by_assignment(origin, one))
        elif name in downloads and not (beside and not is_wrapper(name)):
            yield from _students(one)
        elif name in downloads:
            yield Origin("", _stem(one), place=name), Place(name, one.path, one.members, problem=_BESIDE)
        elif name in plain:
            yield (_by_file(one) if _is_notebook(one) else _plain(one, by_file)), one
        else:
            yield None, one


def _plain(place, by_file):
    stem = _stem(place)
    name = named_by_file(stem) if by_file and place.is_archive and " - " in stem else stem
    return Origin("", name, place=place.name)


def _by_file(place):
    name = named_by_file(place.name)
    if not name:
        place.problem = place.problem or _NO_STUDENT
    return Origin("", name or place.name, place=place.name)


def _stem(place):
    return re.sub(r"(?i)\.(zip|tar\.\w+|tgz|tar|rar|7z)$", "", place.name)


def _is_file(place):
    return not place.inside and not place.problem and not (not place.members and place.path.is_dir())


def _is_notebook(place):
    return not place.inside and bool(_NOTEBOOK.fullmatch(place.name))


def _is_work(place):
    return bool(_NOTEBOOK.fullmatch(place.name) or _OTHER_ARCHIVE.fullmatch(place.name)) or place.is_archive


def _has_work(place):
    return any(_is_work(file) for _, file in place.files())


def _is_download(place):
    """Say whether the students are not here yet, but below: all work in it carries marks, or many hold the same."""
    if not place.inside:
        return False
    working = {name: one for name, one in place.inside.items() if _has_work(one)}
    if is_wrapper(place.name) or "submitted" in working or (working and working.keys() <= origins_in(place).keys()):
        return True
    if working and all(_is_download(one) for one in working.values()):
        return True
    return not place.is_archive and _many_have_the_same(working.values())  # students pack old and new in one, too


def _many_have_the_same(places):
    """Say whether folders, archives or files with different students' names hold work for the same exercise."""
    counts = Counter()
    for place in places:
        if place.inside or named_by_file(place.name):
            counts.update({_hint_below(file) for _, file in place.files() if _is_notebook(file)} - {""})
    return any(count > 1 for count in counts.values())


def _hint_below(file):
    try:
        return exercise_in(file.read(), file.name)
    except MalformedError:
        return hinted(file.name)


def _of_student(origin, place, files, passed):
    """Return what one student handed in, in one place; a place without a notebook is a line that says so."""
    notebooks = [one for one in files if _is_notebook(one[2])]
    problem = _problem(place, notebooks, files)
    if problem:
        known = hinted(place.name)
        return [Handed(origin.name, place.name, known, place.path, place.members, problem, origin)]
    found = [_handed(origin, place, name, file) for origin, name, file in notebooks]
    found += [_closed(origin, place, name, file) for origin, name, file in files if _is_closed(file)]
    if not any(one.exercise for one in found):
        found = list(map(_guessed, found))
    known = [one for one in found if one.exercise or (one.problem and one.problem != _UNKNOWN)]
    passed += [f"{origin.name}: {one.file}" for one in found if known and one not in known]
    return known or found


def _problem(place, notebooks, files):
    if place.problem:
        return place.problem
    if place.is_archive and len(files) > MOST_MEMBERS:
        return f"The archive holds more than {MOST_MEMBERS} files. Hand in what `lesson submit` makes."
    if _OTHER_ARCHIVE.fullmatch(place.name):
        return "Of archives only .zip is read. Pack it again, as what `lesson submit` makes."
    if len(notebooks) > _MOST_NOTEBOOKS or sum(min(one.size, MOST_BYTES) for *_, one in notebooks) > _MOST_UNPACKED:
        most = f"{_MOST_NOTEBOOKS} notebooks or {_MOST_UNPACKED // 2**20} MB of them"
        return f"There are more than {most} in it. Hand in what `lesson submit` makes."
    if not notebooks and not any(_is_closed(file) for _, _, file in files):
        what = "archive" if place.is_archive else "folder" if place.inside or place.path.is_dir() else "file"
        return f"The {what} holds no notebook. Hand in what `lesson submit` makes."
    return ""


def _is_closed(file):
    """Say whether something may hold work but cannot be opened."""
    cannot = bool(file.problem) and not _is_notebook(file) and not file.path.is_symlink()
    return file.is_archive or cannot or bool(_OTHER_ARCHIVE.fullmatch(file.name))


def _closed(origin, place, name, file):
    problem = file.problem or (
        "The archive holds no notebook." if file.is_archive else "Of archives only .zip is read."
    )
    inner = _inner(place, name)
    return Handed(origin.name, inner, "", file.path, file.members, problem, origin, modified=file.modified)


def _handed(origin, place, name, file):
    exercise, problem, untouched = "", file.problem, False
    try:
        content = file.read()
        exercise = exercise_in(content, file.name)
        problem = "" if exercise else _UNKNOWN
        untouched = bool(exercise) and content.count(_GAP) >= len(find_exercise(exercise).functions)
    except MalformedError as error:
        exercise, problem = hinted(file.name), str(error)
    inner = _inner(place, name)
    about = (exercise, file.path, file.members, problem, origin, untouched, file.modified)
    return Handed(origin.name, inner, *about)


def _guessed(handed):
    """Take the number that a file's name begins with for its exercise's, where nothing says more: `03_smote.ipynb`."""
    number = re.match(r"0?(\d{1,2})[ _-]", handed.file.rpartition("/")[2])
    exercise = f"ex{int(number[1]):02d}" if number else ""
    return (
        replace(handed, exercise=exercise, problem="")
        if handed.problem == _UNKNOWN and find_exercise(exercise)
        else handed
    )


def _inner(place, name):
    """Return a file's name below its student: that of the student's folder is left out, that of an archive is not."""
    return name if place.is_archive or not place.inside else name.partition("/")[2]


def _with_unlike_names(students):
    """Tell students of the same name on one platform apart, by what else it knows of them."""
    numbers = defaultdict(set)
    for one in students:
        numbers[one.student, one.origin.platform].add(one.origin.id or one.origin.login)
    return [
        replace(one, student=f"{one.student} ({one.origin.id or one.origin.login})")
        if len(numbers[one.student, one.origin.platform]) > 1
        else one
        for one in students
    ]


def _with_unlike_files(students):
    """Tell files of the same name apart, as from several attempts, by the place that they are in."""
    counts = Counter((one.student, one.file) for one in students)
    known, found = Counter(), []
    for one in students:
        if counts[one.student, one.file] > 1:
            one = replace(one, file=f"{one.origin.place}/{one.file}")
        known[one.student, one.file] += 1
        again = known[one.student, one.file]
        found.append(replace(one, file=f"{one.file} ({again})") if again > 1 else one)
    return found


def _with_newer(students):
    """Say of each file which one its student handed in after it, for the same exercise."""
    newest, mixed = {}, {(one.student, one.exercise) for one in students if one.origin.time is None}
    for one in students:
        key, age = (one.student, one.exercise), _age(one, (one.student, one.exercise) not in mixed)
        if one.exercise and not one.problem and (key not in newest or age > newest[key][0]):
            newest[key] = age, one.file
    last = {key: file for key, (_, file) in newest.items()}
    return [
        replace(
            one,
            newer="" if one.problem or last[one.student, one.exercise] == one.file else last[one.student, one.exercise],
        )
        if one.exercise
        else one
        for one in students
    ]


def _age(handed, timed):
    origin = handed.origin
    told = (origin.time.timestamp() if timed else 0, origin.attempt, origin.sequence)
    return *told, not handed.untouched, handed.modified, handed.file  # copying stubs anew is no attempt
