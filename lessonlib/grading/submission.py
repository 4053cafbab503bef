"""Read a submitted notebook: only the text of its cells counts, and anything odd about the file is told in words.

Threat: a file of gigabytes, JSON that is none, a link to somebody else's work, a device that never ends. Nothing
else of the notebook is used: tags, outputs, ids, points and other metadata could say anything. To parse takes long
where somebody wants it to: a worker does that, under its limits.

Of the cells that students got and that stand unchanged, only what they define is run: their experiments take up to
minutes and have nothing to do with marks. Whatever a student wrote runs in full.
"""

import ast
import json
import os
import stat
from pathlib import Path

from lessonlib.checks.catalogue import exercise_of
from lessonlib.grading.inside.runner import without_magics

MOST_BYTES = 10 * 2**20
MOST_CHARACTERS = 200_000
MOST_CELLS = 1000
_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CONSTANT = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Name, ast.Load, ast.UnaryOp, ast.USub)


class MalformedError(ValueError):
    """A submission that is no notebook of this course; the message is for the person who handed it in."""


def read_file(path):
    """Return the bytes of a submitted file.

    Raises
    ------
    MalformedError
        If it is a link, no ordinary file, or too large.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                raise MalformedError("This is no file.")
            with open(opened, "rb", closefd=False) as file:
                content = file.read(MOST_BYTES + 1)
        finally:
            os.close(opened)
    except OSError as error:
        link = "The file is a link; hand in the notebook itself."
        words = f"The file cannot be read: {error.strerror}."
        raise MalformedError(link if os.path.islink(path) else words) from error  # noqa: PTH114
    if len(content) > MOST_BYTES:
        raise MalformedError(f"The file is larger than {MOST_BYTES // 2**20} MB. Clear its outputs and save it again.")
    return content


def code_cells(content):
    """Return the source of every code cell of a notebook.

    Parameters
    ----------
    content : bytes
        Of an `.ipynb` file, format 4.

    Returns
    -------
    list of str

    Raises
    ------
    MalformedError
    """
    notebook = _parsed(content)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise MalformedError(f"The file is no notebook of format 4.{_older(notebook)}")
    if notebook.get("nbformat") != 4:
        raise MalformedError(f"The file is no notebook of format 4.{_older(notebook)}")
    sources = [_source(cell) for cell in notebook["cells"] if _is_code(cell)]
    if len(sources) > MOST_CELLS or sum(map(len, sources)) > MOST_CHARACTERS:
        raise MalformedError(
            f"The notebook holds more than {MOST_CELLS} code cells or {MOST_CHARACTERS:,} characters of code."
        )
    return sources


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
    tree = _tree(source)
    tree.body = [statement for statement in tree.body if isinstance(statement, _DEFINING) or _constant(statement)]
    return ast.unparse(tree)


def _tree(source):
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(without_magics(source))


def _constant(statement):
    return isinstance(statement, ast.Assign) and all(isinstance(node, _CONSTANT) for node in ast.walk(statement.value))


def _parsed(content):
    if not content.strip():
        raise MalformedError("The file is empty.")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MalformedError("The file is not in UTF-8. Save it in Jupyter.") from error
    except (ValueError, RecursionError) as error:
        raise MalformedError("The file is no Jupyter notebook: its JSON is damaged. Save it once more.") from error


def _older(notebook):
    if isinstance(notebook, dict) and isinstance(notebook.get("nbformat"), int):
        return " Open it in JupyterLab and save it: that brings it up to date."
    return ""


def _is_code(cell):
    if not isinstance(cell, dict):
        raise MalformedError("One of its cells is none.")
    return cell.get("cell_type") == "code"


def _source(cell):
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise MalformedError("One of its cells has no text.")
    return source.encode("utf-8", "replace").decode()  # halves of characters, which no file could hold
