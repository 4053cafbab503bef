"""A student's feedback page: their points, case by case, one helpful sentence a task, and their own code.

Nothing of a hidden case is in it but its name; whatever the student wrote is text here, never markup.
"""

import hashlib
import re
from html import escape
from pathlib import Path

from lessonlib.checks.report import with_code

_MARKS = {True: "✓ right", False: "✗ not right", None: "– not tried"}
_SAFE = re.compile(r"[\w@ +-][\w.@ +-]{0,80}")
_MOST_BYTES = 200  # of a file's name; most file systems take 255, ".html" included
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>body {{ font-family: sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; line-height: 1.5 }}
pre {{ background: #f3f3f3; padding: 0.8em; overflow-x: auto }} li {{ list-style: none }}</style></head>
<body><h1>{title}</h1><p><strong>{points}</strong></p>{reason}{tasks}<h2>Your code</h2>{code}</body></html>
"""


def feedback_path(folder, handed):
    """Return where a submission's page goes; a name that is no plain file name goes by its fingerprint."""
    return Path(folder, _plain(handed.student), f"{_plain(handed.file.removesuffix('.ipynb'))}.html")


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
        title=escape(f"{handed.exercise}: {handed.student}"),
        points=f"{graded.points} of {graded.max_points} points",
        reason=f"<p>{escape(graded.reason)}</p>" if graded.reason else "",
        tasks="".join(map(_task, graded.tasks)),
        code="".join(f"<pre>{escape(cell)}</pre>" for cell in cells),
    )
    path.write_text(page, encoding="utf-8", errors="replace")


def _task(task):
    right = sum(case.points for case in task.cases if case.right)
    cases = "".join(f"<li>{_MARKS[case.right]} ({case.points}): {escape(case.name)}</li>" for case in task.cases)
    sentence = f"<p>{with_code(task.sentence)}</p>" if task.sentence else ""
    most = sum(case.points for case in task.cases)
    return f"<h2>{escape(task.function)}: {right} of {most} points</h2>{sentence}<ul>{cases}</ul>"


def _plain(name):
    """Return a name that is safe as the name of a file.

    >>> _plain("Ada Lovelace"), _plain("../x")[:5], _plain("name-of-another")[:5] == "name-of-another"
    ('Ada Lovelace', 'name-', False)
    """
    if _SAFE.fullmatch(name) and len(name.encode()) <= _MOST_BYTES and not name.startswith("name-"):
        return name
    return f"name-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
