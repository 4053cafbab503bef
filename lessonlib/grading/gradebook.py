"""Marks into nbgrader's gradebook, so that its formgrader, its feedback pages and its export have them.

nbgrader takes points from its database and pages from `autograded/`; in formgrader a person marks answers in words,
corrects points and comments. What a person wrote there stays, however often the same work is graded again.

nbgrader's own functions commit at every call, which takes far longer than the row itself; so here are its rows, and a
commit comes after many.

Threat: names. A student's name becomes a folder, part of a web address and a column of a table without quotes.
"""

import json
import re
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from subprocess import SubprocessError
from typing import NamedTuple

from lessonlib.checks.catalogue import find_exercise
from lessonlib.grading.graded_notebook import MARKS, Sheet, Stub, evidence, graded_sheet, stubs
from lessonlib.grading.names import safe_name
from lessonlib.grading.results import Results
from lessonlib.grading.submission import MalformedError

ADVICE = "UV_PROJECT_ENVIRONMENT=.instructor uv run --extra instructor lesson grade …"
_NAME = "gradebook.db"  # what nbgrader looks for in its course folder
_NO_RESPONSE = "No response."  # nbgrader's own words for what was handed in as it was handed out
_AT_ONCE = 100  # submissions between two commits, which take far longer than the work between them


class GradebookError(ValueError):
    """What keeps marks from the gradebook, in words."""


class _Entry(NamedTuple):
    """One submission on its way into the gradebook."""

    student: str
    name: str
    stub: Stub
    sheet: Sheet
    time: datetime


class Gradebook:
    """nbgrader's gradebook and the course folder around it; makes what is missing.

    Parameters
    ----------
    path : str or Path
        Where `gradebook.db` is, or shall be.
    course : Path
        The course's folder.

    Raises
    ------
    GradebookError
        If nbgrader or the gradebook cannot be used, or the stubs do not fit the exercises.
    """

    def __init__(self, path, course):
        self._path, self._course = Path(path).absolute(), Path(course)
        if self._path.name != _NAME:
            raise GradebookError(f"--gradebook must end in {_NAME}, the name nbgrader looks for; got {path}. Add it.")
        if not find_spec("nbgrader"):
            raise GradebookError(f"--gradebook needs nbgrader, which is not in this environment. Run: {ADVICE}")
        self._stubs = stubs(course)
        for exercise, stub in self._stubs.items():
            _refuse_other_points(find_exercise(exercise), stub)
        with self._opened():
            pass

    def export(self, submissions, results):
        """Write the marks of submissions, in place of those that were exported before; manual ones stay.

        Parameters
        ----------
        submissions : list of Handed
        results : Results
            With the marks of all of them.

        Returns
        -------
        int
            How many submissions are in the gradebook now; files of no exercise are not.
        """
        marks = {(student, file): graded for student, file, _, graded in results.rows()}
        entries = (self._entry(handed, marks) for handed in _one_each(submissions) if handed.exercise in self._stubs)
        count = 0
        with self._opened() as database:
            while some := list(islice(entries, _AT_ONCE)):
                for stub in {entry.stub.name: entry.stub for entry in some}.values():
                    self._keep(database, stub, [entry for entry in some if entry.stub is stub])
                count += len(some)
        return count

    @contextmanager
    def _opened(self):
        """Open the database: a session, whose changes are written at each commit."""
        from nbgrader.api import Gradebook as Database
        from sqlalchemy.exc import SQLAlchemyError

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with Database(f"sqlite:///{self._path}") as database:
                yield database.db
        except (SQLAlchemyError, SubprocessError, OSError) as error:
            advice = "Close what has it open, or `nbgrader db upgrade` it, and run the same command again."
            raise GradebookError(f"{self._path} cannot be used: {str(error).splitlines()[0]}. {advice}") from error

    def _entry(self, handed, marks):
        graded = marks[Results.key(handed)]
        try:
            content = None if graded.status == "malformed" else handed.read()
            sheet = graded_sheet(self._stubs[handed.exercise], content, graded)
        except MalformedError:  # a file that has changed since, or is too deep for any reader
            sheet = graded_sheet(self._stubs[handed.exercise], None, graded)
        when = handed.origin.time.astimezone(UTC).replace(tzinfo=None) if handed.origin.time else _time(handed.path)
        name = re.sub(r"[^\w .'@-]+", " ", handed.origin.name or handed.student).lstrip(" @'-")[:80]
        return _Entry(safe_name(handed.student), name, self._stubs[handed.exercise], sheet, when)

    def _keep(self, database, stub, entries):
        """Write marks, then files: killed between the two, the next export finds the old files and does both again."""
        notebook = _notebook_rows(database, stub)
        submitted = _submitted_rows(database, notebook, {entry.student: entry.name for entry in entries})
        for entry in entries:
            submitted[entry.student].assignment.timestamp = entry.time
            _write_marks(notebook, submitted[entry.student], entry.sheet, _evidence_in(self._autograded(entry)))
        database.commit()
        source = self._path.parent / "source" / stub.name
        source.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._course / "solutions" / f"{stub.name}.ipynb", source / f"{stub.name}.ipynb")
        for entry in entries:
            self._write_files(entry)

    def _autograded(self, entry):
        return self._path.parent / "autograded" / entry.student / entry.stub.name / f"{entry.stub.name}.ipynb"

    def _write_files(self, entry):
        """Write the graded notebook and, for nbgrader to count it as handed in, when that was: never the work itself.

        nbgrader would run a notebook in `submitted/` as one of the instructor's own.
        """
        notebook, stamp = self._autograded(entry), f"{entry.time:%Y-%m-%d %H:%M:%S.%f} UTC"
        submitted = self._path.parent / "submitted" / entry.student / entry.stub.name
        _write(submitted / "timestamp.txt", stamp)
        _write(notebook.parent / "timestamp.txt", stamp)
        _write(notebook, entry.sheet.text())


def _notebook_rows(database, stub):
    """Return the row of an exercise's notebook; what is missing of it and its cells is made.

    Parameters
    ----------
    database : sqlalchemy session
    stub : Stub

    Raises
    ------
    GradebookError
        If there are marks for cells that the exercise does not have.
    """
    from nbgrader import api

    assignment = _found_or_made(database, api.Assignment, name=stub.name)
    notebook = _found_or_made(database, api.Notebook, name=stub.name, assignment=assignment)
    notebook.kernelspec = json.dumps(stub.notebook["metadata"]["kernelspec"])
    for name, cell in stub.marked_cells().items():
        flags = cell["metadata"]["nbgrader"]
        source = _found_or_made(
            database, api.SourceCell, {"cell_type": cell["cell_type"]}, name=name, notebook=notebook
        )
        source.source, source.locked, source.checksum = "".join(cell["source"]), flags["locked"], flags["checksum"]
        if flags["solution"]:
            _found_or_made(database, api.SolutionCell, name=name, notebook=notebook)
        if flags["grade"]:
            facts = {"max_score": flags["points"], "cell_type": cell["cell_type"]}
            graded = _found_or_made(database, api.GradeCell, facts, name=name, notebook=notebook)
            graded.max_score = flags["points"]
    _refuse_other_cells(notebook, stub)
    return notebook


def _found_or_made(database, kind, facts=None, **key):
    found = database.query(kind).filter_by(**key).one_or_none()
    if found is None:
        found = kind(**key, **(facts or {}))
        database.add(found)
    return found


def _refuse_other_cells(notebook, stub):
    gone = sorted({cell.name for cell in notebook.grade_cells} - stub.graded_cells().keys())
    if gone:
        raise GradebookError(
            f"the gradebook has marks for {', '.join(gone)}, which {stub.name} no longer has. Choose another gradebook."
        )


def _submitted_rows(database, notebook, students):
    """Return what each student handed in of a notebook; what is missing is made.

    Parameters
    ----------
    database : sqlalchemy session
    notebook : nbgrader.api.Notebook
    students : dict of str to str
        Their names, by what they are called in files. Asked for all at once, as each question takes time.

    Returns
    -------
    dict of str to nbgrader.api.SubmittedNotebook
    """
    from nbgrader.api import Student, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy.orm import joinedload, selectinload

    query = (
        database.query(SubmittedNotebook)
        .join(SubmittedNotebook.assignment)
        .filter(SubmittedNotebook.notebook == notebook, SubmittedAssignment.student_id.in_(students))
        .options(joinedload(SubmittedNotebook.assignment))
        .options(selectinload(SubmittedNotebook.grades), selectinload(SubmittedNotebook.comments))
    )
    found = {submitted.assignment.student_id: submitted for submitted in query}
    known = {student.id: student for student in database.query(Student).filter(Student.id.in_(students))}
    for name, full_name in students.items():
        student = known.get(name) or Student(id=name)
        if not student.last_name:  # formgrader shows both names, and a person may have mended them
            student.first_name, _, student.last_name = full_name.rpartition(" ")
        if name not in found:
            assignment = SubmittedAssignment(assignment=notebook.assignment, student=student)
            found[name] = SubmittedNotebook(notebook=notebook, assignment=assignment)
            database.add(found[name])
    return found


def _write_marks(notebook, submitted, sheet, before):
    """Write the points that the grader gives, and which marks wait for a person; what a person wrote stays.

    Parameters
    ----------
    notebook : nbgrader.api.Notebook
    submitted : nbgrader.api.SubmittedNotebook
    sheet : Sheet
    before : dict
        The `evidence` of the sheet that was exported before.
    """
    from nbgrader.api import Comment, Grade

    grades = {grade.cell_id: grade for grade in submitted.grades}
    comments = {comment.cell_id: comment for comment in submitted.comments}
    now = evidence(sheet.notebook)
    for cell in notebook.grade_cells:
        grade = grades.get(cell.id)
        if grade is None:
            submitted.grades.append(grade := Grade(cell_id=cell.id))
        grade.auto_score = sheet.points[cell.name]
        if grade.manual_score is None:
            grade.needs_manual_grade = grade.auto_score is None
        elif now[cell.name] != before.get(cell.name):  # its marker saw something else
            grade.needs_manual_grade = True
    for cell in notebook.solution_cells:
        comment = comments.get(cell.id)
        if comment is None:
            submitted.comments.append(comment := Comment(cell_id=cell.id))
        comment.auto_comment = _NO_RESPONSE if cell.name in sheet.blank else None


def _refuse_other_points(exercise, stub):
    for task in exercise.tasks:
        cell = stub.graded_cells().get(MARKS + task.function)
        offered = cell and cell["metadata"]["nbgrader"]["points"]
        if offered != (most := sum(case.points for case in task.cases)):
            raise GradebookError(
                f"{stub.name} must have a cell {MARKS}{task.function} with {most} points; got {offered}. "
                "Change its solution and run: lesson build"
            )


def _one_each(submissions):
    """Return one submission for each student and exercise: the newest, if any can be read."""
    readable_last = sorted((one for one in submissions if not one.newer), key=lambda one: not one.problem)
    return list({(one.student, one.exercise): one for one in readable_last}.values())


def _time(path):
    """Return when a file was last changed, as nbgrader keeps times; one from beyond the calendar is its bound."""
    try:
        seconds = min(max(path.lstat().st_mtime, 0), 250_000_000_000)
    except OSError:  # its folder is closed
        seconds = 0
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _evidence_in(path):
    try:
        return evidence(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(path, text):
    """Write a file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
