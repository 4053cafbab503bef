"""Pairs of students whose code is much alike: a reason to talk, not a proof.

Of each submission only the cells that its student wrote count. Their syntax trees are read in order, names of variables
left out, and every few nodes in a row are a mark: so renamed variables, comments, layout and functions in another order
change nothing. Marks that the stub or the course's own solution has are left out; of the rest, one that few share
weighs much, one that many share little (like words in a search engine). After Schleimer, Wilkerson and Aiken (2003).
"""

import ast
import builtins
import warnings
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from html import escape
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from lessonlib.checks.catalogue import exercise_of
from lessonlib.compute.words import plural, share
from lessonlib.grading.inside.runner import without_magics
from lessonlib.grading.names import shown, storable
from lessonlib.grading.pages import POLICY, STYLE, code_as_html
from lessonlib.grading.submission import MalformedError, code_cells
from lessonlib.grading.worker import prepare

_ROW = 10  # nodes in a mark
_FEWEST = 25  # marks that a pair must share to be listed: some five lines
_LEAST = 0.6  # of the shorter one's weight
_MOST_PAIRS = 50
_MOST_MARKS = 5000  # of one submission
_COMMON = {*dir(builtins), "np", "numpy", "scipy"}
_STYLE = """
body { max-width: 80rem } .pair > div { min-width: 0 }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }
@media (max-width: 45rem) { .pair { grid-template-columns: 1fr } } h3 { margin: 0.3rem 0; font-size: 1rem }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
{policy}
<title>Code that is much alike</title>
<style>{style}</style></head>
<body><main><h1>Code that is much alike</h1>
<p>A reason to talk, not a proof: who sat together, used the same book, or found the one short way to write it, is here
too. Code of the stub, of the course's solution and what many students share counts for little or nothing.</p>
{body}</main></body></html>
"""


class Pair(NamedTuple):
    """Two students' own code for one exercise, and how much of the shorter one the other has, from 0 to 1."""

    exercise: str
    students: tuple[str, str]
    alike: float
    marks: int
    cells: tuple[list, list]


def similar_pairs(submissions, handed_out, course, workers):
    """Return the pairs of students whose code is much alike, the most alike first.

    Parameters
    ----------
    submissions : list of Handed
    handed_out : dict
        From `handed_out_cells`.
    course : Path
        The folder with `solutions` in it.
    workers : int
        Processes that read the code; one over whose code they end is left out.

    Returns
    -------
    list of Pair
    """
    by_exercise = defaultdict(list)
    for one in submissions:
        if one.exercise and not one.problem and not one.newer:
            by_exercise[one.exercise].append(one)
    solved = _solutions(course)
    pairs = []
    with ProcessPoolExecutor(workers, get_context("spawn"), prepare) as pool:
        for exercise, those in by_exercise.items():
            ours = frozenset(handed_out.get(exercise, {}))
            futures = [(one, pool.submit(_of_file, one, ours)) for one in those]
            read = [(one, *found) for one, future in futures if (found := _result(future))]
            pairs += _pairs(exercise, read, solved.get(exercise, set()) | marks_of(ours))
    return sorted(pairs, key=lambda pair: (-pair.alike, pair.exercise, pair.students))[:_MOST_PAIRS]


def marks_of(cells):
    """Return the marks of code, as a set of numbers; cells that are no Python have none.

    >>> first = marks_of(["def f(a, b):\\n    c = a + b\\n    return [c * a for c in range(b) if c > 2]"])
    >>> first == marks_of(["def f(x, y):\\n    z = x + y  # renamed\\n    return [z * x for z in range(y) if z > 2]"])
    True
    """
    found = set()
    for cell in cells:
        for statement in _statements(cell):
            words = [_word(node) for node in _in_order(statement)]
            rows = (words[at : at + _ROW] for at in range(max(1, len(words) - _ROW + 1)))
            found.update(crc32(" ".join(row).encode("utf-8", "replace")) for row in rows if len(row) == _ROW)
    return found


def _statements(cell):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for text in (cell, without_magics(cell)):
            try:
                return ast.parse(text).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return []


def _in_order(statement):
    """Yield the nodes of a tree from its root, without the texts that document it, and without recursion."""
    left = [statement]
    while left:
        node = left.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if not isinstance(node, ast.expr_context):
            yield node
            left += list(ast.iter_child_nodes(node))[::-1]


def _word(node):
    kind = type(node).__name__
    if isinstance(node, ast.Name):
        return node.id if node.id in _COMMON else "name"
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    return f"{kind} {_value(node.value)}" if isinstance(node, ast.Constant) else kind


def _value(value):
    """Return a number or a text in short; Python refuses to write the largest numbers."""
    if isinstance(value, int) and value.bit_length() > 64:
        return "large"
    return repr(value[:40] if isinstance(value, str | bytes) else value)


def _of_file(handed, ours):
    """Return a student's own cells and their marks."""
    try:
        cells = [cell for cell in code_cells(handed.read()) if cell.strip() and cell.strip() not in ours]
    except MalformedError:
        return None
    return cells, set(sorted(marks_of(cells))[:_MOST_MARKS])


def _result(future):
    try:
        return future.result()
    except Exception:  # whatever a hostile text does to who reads it, the others are compared
        return None


def _solutions(course):
    """Return the marks of the course's own solutions, by exercise."""
    files = Path(course, "solutions").glob("ex*.ipynb")
    return {exercise_of(file.name): marks_of(code_cells(file.read_bytes())) for file in files}


def _pairs(exercise, read, known):
    """Return the pairs of one exercise that share much of what few have."""
    own = [marks - known for _, _, marks in read]
    having = Counter(mark for marks in own for mark in marks)
    shared_marks = {mark: place for place, mark in enumerate(mark for mark, count in having.items() if count > 1)}
    weights = np.array([np.log((len(own) + 1) / (having[mark] - 1)) for mark in shared_marks], dtype=np.float32)
    has = np.zeros((len(own), len(shared_marks)), dtype=np.float32)
    for row, marks in enumerate(own):
        has[row, [shared_marks[mark] for mark in marks if mark in shared_marks]] = 1
    alone = np.array([sum(mark not in shared_marks for mark in marks) for marks in own]) * np.log(len(own) + 1)
    whole, together, count = has @ weights + alone, (has * weights) @ has.T, has @ has.T
    found = []
    for one, two in combinations(range(len(own)), 2):
        alike = together[one, two] / max(min(whole[one], whole[two]), 1e-9)
        first, second = read[one][0], read[two][0]
        students = storable(first.student), storable(second.student)
        together_on_purpose = first.student == second.student or first.origin.group == second.origin.group != ""
        if count[one, two] >= _FEWEST and alike >= _LEAST and not together_on_purpose:
            cells = read[one][1], read[two][1]
            found.append(Pair(exercise, students, min(1.0, float(alike)), int(count[one, two]), cells))
    return found


def write_similar(path, pairs):
    """Write the page that shows pairs side by side.

    Parameters
    ----------
    path : Path
    pairs : list of Pair
    """
    body = "".join(map(_shown, pairs)) or "<p>No two students' code is that much alike.</p>"
    path.write_text(_PAGE.format(policy=POLICY, style=STYLE + _STYLE, body=body), encoding="utf-8", errors="replace")


def _shown(pair):
    one, two = (escape(shown(student)) for student in pair.students)
    alike = share(round(1000 * pair.alike), 1000)
    words = f"{alike} of what the shorter one has of its own, in {plural(pair.marks, 'mark')}, is in the other as well."
    sides = (
        f"<div><h3>{name}</h3>{''.join(f'<pre>{code_as_html(cell[:5000])}</pre>' for cell in cells[:20])}</div>"
        for name, cells in zip((one, two), pair.cells, strict=True)
    )
    title = f"<h2>{escape(pair.exercise)}: {one} and {two}</h2>"
    return f"{title}<p>{words}</p><div class='pair'>{''.join(sides)}</div>"
