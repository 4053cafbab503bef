"""A student's feedback page: their points, case by case, one helpful sentence a task, and their own code.

Nothing of a hidden case is in it but its name; whatever the student wrote is text here, never markup.
"""

from html import escape
from pathlib import Path

from lessonlib.checks.report import with_code
from lessonlib.grading.marks import SIGNS
from lessonlib.grading.names import safe_name, shown, storable

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
