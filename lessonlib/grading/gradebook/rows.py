"""The rows of nbgrader's database: an exercise and its cells, what each student handed in, points and comments.

nbgrader's own functions commit at every call, which takes far longer than the row itself; so here are its rows, and
whoever calls commits.
"""

import json

from lessonlib.grading.gradebook.notebook import evidence

_NO_RESPONSE = "No response."  # nbgrader's own words for what was handed in as it was handed out


class GradebookError(ValueError):
    """What keeps marks from the gradebook, in words."""


def notebook_rows(database, stub):
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


def submitted_rows(database, notebook, students):
    """Return what each student handed in of a notebook; what is missing is made.

    Parameters
    ----------
    database : sqlalchemy session
    notebook : nbgrader.api.Notebook
    students : list of str
        Asked for all at once, as each question takes time.

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
    for name in students:
        if name not in found:
            student = known.get(name) or Student(id=name)
            assignment = SubmittedAssignment(assignment=notebook.assignment, student=student)
            found[name] = SubmittedNotebook(notebook=notebook, assignment=assignment)
            database.add(found[name])
    return found


def write_marks(notebook, submitted, sheet, before):
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
