"""Answers as people post them and as language models draft them, written from the stubs without a look at the checks.

`first` was written before the checks were mended by it, `second` was held back and measured afterwards. Each file is
plain text. ``#% right FUNCTION: STYLE`` begins a right answer. ``#% wrong FUNCTION: WHAT`` begins a wrong one, which
follows, or is a right one with replacements: ``#% wrong FUNCTION: WHAT | STYLE | OLD => NEW | …``.
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
        exercise, _ = find(self.function)
        module = ModuleType("answer")
        exec(_around(exercise.name), module.__dict__)
        exec(compile(self.source, f"<{self.function}: {self.what}>", "exec"), module.__dict__)
        return module.__dict__[self.function]


def posted(corpus):
    """Return the answers of a corpus, "first" or "second"."""
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


@cache
def _around(exercise):
    """Return the imports and the functions of a solution."""
    (file,) = SOLUTIONS.glob(f"{exercise}_*.ipynb")
    cells = [cell.source for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
    nodes = [node for source in cells for node in ast.parse(source).body]
    kept = [
        node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef) or _is_constant(node)
    ]
    return "\n".join(map(ast.unparse, kept))


def _is_constant(node):
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "METRICS"


@cache
def named(corpus):
    """Return the slips that the wrong answers of a corpus are told, by function and what the answer does."""
    return tomllib.loads((HERE / f"{corpus}.toml").read_text("utf-8"))
