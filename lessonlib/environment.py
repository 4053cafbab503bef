"""Is everything in place for the course? A row a check, and one command for each that is not.

What must be installed is read from the installed package's own metadata, so that it is written down once,
in `pyproject.toml`.
"""

import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from lessonlib import progress_file

_PACKAGE = "lessonlib"
_NEEDED_DISK = 200 * 10**6  # bytes: the course's own files, notebooks with outputs, the progress
_WHY = {"ipykernel": "From version 7 on, widget callbacks run in a second thread and break your own plots."}


class Row(NamedTuple):
    """One check: what was looked at, whether it is fine, what was found, and how to mend it."""

    name: str
    fine: bool
    found: str
    mend: str = ""


@dataclass(frozen=True)
class EnvironmentReport:
    """The checks' results, what needs mending first: a table in a notebook, lines of text elsewhere."""

    rows: tuple[Row, ...]

    @property
    def fine(self):
        """Whether nothing needs mending."""
        return all(row.fine for row in self.rows)

    def __repr__(self):
        width = max(len(row.name) for row in self.rows)
        lines = [self._verdict()]
        for row in self.rows:
            lines.append(f"{'fine' if row.fine else 'MEND'}  {row.name:<{width}}  {row.found}")
            lines += [f"{'':<{width + 8}}{row.mend}"] if not row.fine else []
        return "\n".join(lines)

    def _repr_html_(self):
        head = "".join(
            f'<th scope="col" style="text-align: left">{title}</th>' for title in ("Checked", "Found", "State")
        )
        return (  # folded away where there is nothing to mend
            f"<details{'' if self.fine else ' open'}>"
            f'<summary style="font-size: 16px; font-weight: 600">{self._verdict()}</summary>'
            f'<table style="font-size: 14px"><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(map(_row_as_html, self.rows))}</tbody></table></details>"
        )

    def _verdict(self):
        wrong = sum(not row.fine for row in self.rows)
        if not wrong:
            return f"All {len(self.rows)} checks are fine."
        return f"{wrong} of {len(self.rows)} checks need mending; the command stands beside each."


def check_environment():
    """Check Python, the packages, this kernel, the progress folder, the disk and the thread setting.

    Returns
    -------
    EnvironmentReport
        `rows` of (name, fine, found, mend), and `fine` for all of them together.
    """
    rows = (*_installation_rows(), _progress_row(), _disk_row(), _thread_row())
    return EnvironmentReport(tuple(sorted(rows, key=lambda row: row.fine)))


def _installation_rows():
    found = f"{platform.python_version()} at {sys.executable}"
    try:
        installed = importlib.metadata.distribution(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        yield Row("This kernel", False, f"{found}: the course is not installed in it", "uv run lesson lab")
        return
    yield Row("This kernel", True, f"the course is installed in {sys.prefix}")
    yield _python_row(found, installed.metadata["Requires-Python"])
    for text in installed.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _package_row(requirement)


def _python_row(found, allowed):
    specifier = SpecifierSet(allowed)
    fine = specifier.contains(platform.python_version(), prereleases=True)
    return Row("Python", fine, f"{found} ({_bounds(specifier)})", "uv sync --python 3.11")


def _package_row(requirement):
    name, needed, mend = requirement.name, _bounds(requirement.specifier), _install_command(requirement)
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Row(name, False, f"not installed ({needed})", mend)
    if requirement.specifier.contains(version, prereleases=True):
        return Row(name, True, f"{version} ({needed})")
    return Row(name, False, f"{version} ({needed}). {_WHY.get(name, '')}".strip(), mend)


def _bounds(specifier):
    return "needs " + ", ".join(sorted(map(str, specifier), reverse=True))


def _install_command(requirement):
    settings = Path(sys.prefix) / "pyvenv.cfg"
    if settings.exists() and "\nuv = " in settings.read_text(encoding="utf-8"):
        return "uv sync"  # uv's environments have no pip
    return f'"{sys.executable}" -m pip install "{requirement.name}{requirement.specifier}"'


def _progress_row():
    folder = progress_file.path().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Row("Progress folder", True, f"{folder} can be written")
    except OSError as error:
        mend = f"{progress_file.FOLDER_VARIABLE}=~/lessonlib-progress uv run lesson lab"
        return Row("Progress folder", False, f"{folder} can't be written: {error.strerror}", mend)


def _disk_row():
    free = shutil.disk_usage(Path.cwd()).free
    found = f"{free / 1e9:.1f} GB free where this notebook lies (needs {_NEEDED_DISK / 1e9:.1f})"
    return Row("Disk", free >= _NEEDED_DISK, found, "uv cache clean")


def _thread_row():
    setting = os.environ.get("OMP_NUM_THREADS")
    if setting is None:
        return Row("Threads", True, f"OMP_NUM_THREADS is not set: NumPy may use all {os.cpu_count()} cores")
    fine = setting.isdecimal() and int(setting) > 0
    return Row("Threads", fine, f"OMP_NUM_THREADS is {setting!r}", "OMP_NUM_THREADS=1 uv run lesson lab")


def _row_as_html(row):
    state = "fine" if row.fine else f"<strong>Mend:</strong> <code>{escape(row.mend)}</code>"
    cells = "".join(f'<td style="text-align: left">{cell}</td>' for cell in (escape(row.found), state))
    return f'<tr><th scope="row" style="text-align: left">{escape(row.name)}</th>{cells}</tr>'
