"""The cells of the notebooks that students got: of those that stand unchanged, only what they define is run.

Their experiments take up to minutes and have nothing to do with marks. Whatever a student wrote runs in full.
"""

import ast
from pathlib import Path

from lessonlib.grading.collected import exercise_of
from lessonlib.grading.inside.cells import without_magics
from lessonlib.grading.submission import code_cells

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CONSTANT = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Name, ast.Load, ast.UnaryOp, ast.USub)


def handed_out_cells(course):
    """Return the code cells of every exercise, and what is to be run in their place.

    Parameters
    ----------
    course : Path
        The folder with `exercises` in it.

    Returns
    -------
    dict of str to (dict of str to str)
        By exercise, such as "ex03": the source of each cell, without space around it, and its definitions.
    """
    cells = {}
    for stub in sorted(Path(course, "exercises").glob("*.ipynb")):
        sources = (source.strip() for source in code_cells(stub.read_bytes()))
        cells[exercise_of(stub.name)] = {source: definitions(source) for source in sources}
    return cells


def definitions(source):
    """Return the imports, functions, classes and constants of a cell.

    Examples
    --------
    >>> definitions("%matplotlib inline\\nimport math\\nN = 3\\nprint(math.sqrt(N))")
    'import math\\nN = 3'
    """
    tree = _parsed(source)
    tree.body = [statement for statement in tree.body if isinstance(statement, _DEFINING) or _constant(statement)]
    return ast.unparse(tree)


def _parsed(source):
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(without_magics(source))


def _constant(statement):
    return isinstance(statement, ast.Assign) and all(isinstance(node, _CONSTANT) for node in ast.walk(statement.value))
