"""Make the exercises from their solutions: `exercises/exNN_*.ipynb` from `solutions/exNN_*.ipynb`.

A stub is what `nbgrader generate_assignment` (0.9.6) makes of the same solution, cell for cell, so that an
instructor can hand out either. In the solution, marks say what goes:

    ### BEGIN SOLUTION … ### END SOLUTION           becomes a line that raises NotImplementedError
    ### BEGIN HIDDEN TESTS … ### END HIDDEN TESTS   goes
    ### BEGIN MARK SCHEME … ### END MARK SCHEME     goes

A solution cell without marks is replaced as a whole. Outputs, execution counts, widget states and timings go.
"""

import re
from hashlib import md5
from pathlib import Path

import nbformat

CODE_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")
TEXT_STUB = ("YOUR ANSWER HERE",)
# What is between the marks, and which flag of the cell's nbgrader metadata allows it.
_REGIONS = {"SOLUTION": "solution", "HIDDEN TESTS": "grade", "MARK SCHEME": "task"}
_KEPT_OF_NOTEBOOK = ("kernelspec", "lessonlib")
_DROPPED_OF_CELL = ("collapsed", "execution", "scrolled")


class BuildError(ValueError):
    """A solution that no stub can be made of; the message names the cell and says what to do."""


def build(folder, check=False):
    """Write every stub, or with ``check=True`` only say which are not what their solution makes.

    Parameters
    ----------
    folder : str or Path
        The course's folder, with `solutions` and `exercises` in it.
    check : bool, default False
        Write nothing.

    Returns
    -------
    int
        0; with `check`, 1 if any stub is out of step, missing, or without a solution.

    Raises
    ------
    BuildError
        If marks are unbalanced or stand in a cell of the wrong kind, or two cells have one grade_id.
    """
    solutions, exercises = Path(folder, "solutions"), Path(folder, "exercises")
    wanted = {file.name: stub_text(file) for file in sorted(solutions.glob("*.ipynb"))}
    found = {file.name: file.read_text(encoding="utf-8") for file in sorted(exercises.glob("*.ipynb"))}
    drifted = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    for name in drifted:
        if check:
            print(f"{exercises / name} is not what its solution makes. Run: lesson build")
        elif name in wanted:
            exercises.mkdir(exist_ok=True)
            (exercises / name).write_text(wanted[name], encoding="utf-8", newline="\n")
            print(f"made {exercises / name}")
        else:
            (exercises / name).unlink()
            print(f"removed {exercises / name}: it has no solution")
    return int(check and bool(drifted))


def stub_text(solution):
    """Return the stub of a solution file as the text of a notebook: same solution, same bytes."""
    notebook = nbformat.read(solution, as_version=4)
    try:
        return nbformat.writes(make_stub(notebook)) + "\n"
    except BuildError as error:
        raise BuildError(f"{solution}: {error}") from None


def make_stub(notebook):
    """Return the stub of a solution, a notebook of its own; the solution stays as it is."""
    metadata = {key: notebook.metadata[key] for key in _KEPT_OF_NOTEBOOK if key in notebook.metadata}
    metadata["language_info"] = {"name": "python"}
    _refuse_duplicates([_flags(cell)["grade_id"] for cell in notebook.cells if _is_marked(cell)])
    return nbformat.from_dict(
        {**notebook, "cells": [_stub_cell(cell) for cell in notebook.cells], "metadata": metadata}
    )


def _stub_cell(cell):
    flags = _flags(cell)
    stub = {**cell, "source": _stub_source(cell, flags), "metadata": _stub_metadata(cell, flags)}
    if cell.cell_type == "code":
        stub |= {"outputs": [], "execution_count": None}
    if _is_marked(cell):
        facts = {"checksum": _checksum(stub["source"], cell.cell_type, flags), "cell_type": cell.cell_type}
        stub["metadata"]["nbgrader"] = {**flags, **facts}
    return stub


def _flags(cell):
    return cell.metadata.get("nbgrader", {})


def _is_marked(cell):
    """Say whether nbgrader looks after a cell: it is graded, written by the learner, or not to be edited."""
    return any(_flags(cell).get(flag, False) for flag in ("grade", "solution", "locked"))


def _stub_source(cell, flags):
    for region, flag in _REGIONS.items():
        if f"BEGIN {region}" in cell.source and not flags.get(flag):
            raise BuildError(
                f"a cell with {region} marks must have {flag!r} true in its nbgrader metadata; "
                f"got {flags.get(flag)!r} in {cell.source[:40]!r}. Set it."
            )
    stub = CODE_STUB if cell.cell_type == "code" else TEXT_STUB
    if flags.get("solution") and "BEGIN SOLUTION" not in cell.source:
        return "\n".join(stub)
    source = _clear(cell.source, "SOLUTION", stub)
    return _clear(_clear(source, "HIDDEN TESTS"), "MARK SCHEME")


def _clear(source, region, stub=()):
    """Return a source with everything between the marks of a region replaced by the lines of `stub`."""
    kept, inside = [], False
    for line in source.split("\n"):
        begins, ends = f"BEGIN {region}" in line, f"END {region}" in line
        if begins if inside else ends:
            raise BuildError(f"{region} marks must alternate, BEGIN and END; got {line.strip()!r} next. Add the other.")
        if begins:
            indent = re.match(r"\s*", line)[0]
            kept.extend(indent + stub_line for stub_line in stub)
        elif not inside and not ends:
            kept.append(line)
        inside = begins or (inside and not ends)
    if inside:
        raise BuildError(f"{region} marks must come in pairs; got a BEGIN without an END in {source[:40]!r}. Add one.")
    return "\n".join(kept)


def _stub_metadata(cell, flags):
    """Return the metadata of a stub's cell, with what keeps a learner from deleting or editing it by mistake."""
    metadata = {key: value for key, value in cell.metadata.items() if key not in _DROPPED_OF_CELL}
    if _is_marked(cell):
        metadata["deletable"] = False
        if not flags.get("solution"):
            metadata["editable"] = False
    return metadata


def _checksum(source, cell_type, flags):
    """Return nbgrader's fingerprint of a cell, by which it notices edits to cells that are not the learner's."""
    graded, solution = flags.get("grade", False), flags.get("solution", False)
    locked = not solution and (graded or flags.get("locked", False))
    parts = [source, cell_type, graded, solution, locked, flags["grade_id"]]
    if graded:
        parts.append(float(flags["points"]))
    return md5("".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def _refuse_duplicates(grade_ids):
    for grade_id in grade_ids:
        if grade_ids.count(grade_id) > 1:
            raise BuildError(f"grade_id must be unique; got {grade_id!r} more than once. Rename one of the cells.")
