"""Answers as people post them and as language models draft them, written from the stubs without a look at the checks.

`first` was written before the checks were mended by it, `second` was held back and measured afterwards. `third` holds
those of another 550 that were accepted though wrong, named falsely or not at all, or cut off.
Each file is plain text. ``#% right FUNCTION: STYLE`` begins a right answer. ``#% wrong FUNCTION: WHAT`` begins a wrong
one, which follows, or is a right one with replacements: ``#% wrong FUNCTION: WHAT | STYLE | OLD => NEW | …``.
"""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import nbformat

from lessonlib.checks.catalogue import find

HERE = Path(__file__).parent
SOLUTIONS = HERE.parents[2] / "solutions"


class Posted(NamedTuple):
    """An answer: to which function, whether right, what it does, and its source."""

    function: str
    right: bool
    what: str
    source: str

    def written(self):
        """Return the function, in a notebook where all the others are those of the solution."""
        return in_solution(self.function, self.source)


def posted(corpus):
    """Return the answers of a corpus, "first", "second" or "third"."""
    return [answer for file in sorted((HERE / corpus).glob("*.txt")) for answer in _read(file.read_text("utf-8"))]


def _read(text):
    right, answers = {}, []
    for part in re.split(r"^#% ", text, flags=re.M)[1:]:
        head, _, source = part.partition("\n")
        kind, function, what = re.match(r"(right|wrong) (\w+): (.*)", head).groups()
        what, *edits = what.split(" | ")
        if kind == "right":
            right[function, what] = source
        elif edits:
            source = _edited(right[function, edits[0].strip()], edits[1:])
        answers.append(Posted(function, kind == "right", what.strip(), source))
    return answers


def _edited(source, edits):
    for edit in edits:
        old, new = (side.replace("\\n", "\n") for side in re.split(r" =>(?: |$)", edit, maxsplit=1))
        if old not in source:
            raise ValueError(f"{old!r} is not in\n{source}")
        source = source.replace(old, new)
    return source


def in_solution(function, source):
    """Return a function of this source, in a notebook where all the others are those of the solution."""
    exercise, _ = find(function)
    module = ModuleType("answer")
    exec(ast.unparse(_around(exercise.name)), module.__dict__)
    exec(compile(source, f"<{function}>", "exec"), module.__dict__)
    return module.__dict__[function]


def solved(function):
    """Return the source of the solution of a function, without its docstring."""
    exercise, _ = find(function)
    (node,) = [one for one in _around(exercise.name).body if getattr(one, "name", "") == function]
    return ast.unparse(_without_words(node))


def _without_words(node):
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return ast.FunctionDef(**{**{name: getattr(node, name) for name in node._fields}, "body": body}, lineno=1)


@cache
def _around(exercise):
    """Return the imports and the functions of a solution, as a syntax tree."""
    (file,) = SOLUTIONS.glob(f"{exercise}_*.ipynb")
    cells = [cell.source for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
    nodes = [node for source in cells for node in ast.parse(source).body]
    kept = [
        node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef) or _is_constant(node)
    ]
    return ast.Module(kept, [])


def _is_constant(node):
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "METRICS"


@cache
def named(corpus):
    """Return the slips that the wrong answers of a corpus are told, by function and what the answer does."""
    return tomllib.loads((HERE / f"{corpus}.toml").read_text("utf-8"))
