"""Check an exercise's notebook file: its functions are defined in a kernel of their own and checked there."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from lessonlib.checks.catalogue import all_exercises, exercise_of, find_exercise

SECONDS_A_CELL = 60
_MARK = "checked by lessonlib: "
_ASK = """\
import json
from lessonlib.checks import check
for name in {names!r}:
    if callable(globals().get(name)):
        result = check(globals()[name])
        print({mark!r} + json.dumps([name, result.status, repr(result)]))
"""


class Checked(NamedTuple):
    """What came of one function: `status` is "passed", "not yet" or "cannot check"; `words` say it in full."""

    function: str
    status: str
    words: str


def check_file(path):
    """Check every function that an exercise asks for, as `check` in the notebook does.

    The notebook's cells run in a new kernel, errors and all, down to the last one that defines a function of the
    exercise; what comes after them is use, and is left out. The file itself is not changed.

    Parameters
    ----------
    path : str or Path
        A notebook whose name begins with its exercise: ``ex03_smote.ipynb``.

    Returns
    -------
    list of Checked
        One for each function, in the exercise's order.

    Raises
    ------
    ValueError
        If there is no such file, it is no notebook, or its name begins with no exercise.
    """
    path = Path(path)
    names = _exercise_of(path).functions
    notebook = _read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    notebook.cells = code[: count_to_definitions([cell.source for cell in code], names)]
    problem, answers = _run(notebook, names, path.parent)
    found = {name: Checked(name, status, words) for name, status, words in answers}
    return [found.get(name) or Checked(name, "cannot check", _missing(name, problem)) for name in names]


def count_to_definitions(sources, names):
    """Return how many code cells there are down to the last one that defines one of the names; if none does, all.

    Parameters
    ----------
    sources : list of str
    names : list of str

    Examples
    --------
    >>> count_to_definitions(["import math", "def smote(X):\\n    return X", "smote(1)"], ["smote"])
    2
    """
    name = f"(?:{'|'.join(names)})"
    definition = re.compile(rf"^[ \t]*(?:(?:def|class)\s+{name}\s*[(:]|{name}\s*[=:](?!=))", re.MULTILINE)
    defining = [number for number, source in enumerate(sources, start=1) if definition.search(source)]
    return defining[-1] if defining else len(sources)


def _exercise_of(path):
    if (name := exercise_of(path.name)) and path.suffix == ".ipynb":
        return find_exercise(name)
    raise ValueError(
        f"path must be a notebook whose name begins with {', '.join(one.name for one in all_exercises())}; "
        f"got {path.name!r}. Give your notebook the name that it had in exercises/."
    )


def _read(path):
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise ValueError(f"path must be a file that can be read; got {path}: {error.strerror}.") from error
    except Exception as error:  # nbformat tells damaged JSON and wrong structure by many types
        raise ValueError(f"path must be a Jupyter notebook; got {path}: {error}. Save it once more.") from error


def _run(notebook, names, folder):
    """Return what went wrong on the way (or ""), and the answers: name, status and words of each function."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    asking = nbformat.v4.new_code_cell(_ASK.format(names=names, mark=_MARK))
    notebook.cells.append(asking)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_A_CELL,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except CellTimeoutError:
        return f"a cell above it had not finished after {SECONDS_A_CELL} s", []
    except DeadKernelError:
        return "the kernel died while the notebook ran", []
    text = "".join(output.text for output in asking.get("outputs", []) if output.output_type == "stream")
    lines = [line.removeprefix(_MARK) for line in text.splitlines() if line.startswith(_MARK)]
    return _first_error(notebook.cells[:-1]), [json.loads(line) for line in lines]


def _first_error(cells):
    errors = [output for cell in cells for output in cell.get("outputs", []) if output.output_type == "error"]
    return f"the notebook stops with {errors[0].ename}: {errors[0].evalue}" if errors else ""


def _missing(name, problem):
    return f"Cannot check {name}.\nThe notebook defines no function of that name" + (
        f": {problem}." if problem else "."
    )
