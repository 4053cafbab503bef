"""Is everything in place for the course? A row a check, and one command for each that is not.

What must be installed is read from the installed package's own metadata, so that it is written down once,
in `pyproject.toml`.
"""

import importlib.metadata
import os
import platform
import shutil
import socket
import sys
import tempfile
import webbrowser
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from lessonlib import progress_file

_PACKAGE = "lessonlib"
_NEEDED_DISK = 200 * 10**6  # bytes: the course's own files, notebooks with outputs, the progress
PORT = 8888  # where JupyterLab listens unless told otherwise
# How the names of environment variables begin that tell a place, its name, and what is special there.
_PLACES = (
    ("CODESPACE", "GitHub Codespaces", f"it forwards port {PORT} by itself: see its tab Ports"),
    ("BINDER_", "Binder", "it forgets everything when it stops: download what you want to keep"),
    (
        "COLAB_",
        "Google Colab",
        "it has its own kernel and packages, where the course is untried, and forgets your progress",
    ),
    ("VSCODE_", "VS Code", "take .venv as the notebook's kernel, or open the course in JupyterLab: uv run lesson lab"),
    ("SSH_CONNECTION", "a computer reached by ssh", f"on your own: ssh -L {PORT}:127.0.0.1:{PORT} THIS-COMPUTER"),
)
_CONTAINERS = ("/.dockerenv", "/run/.containerenv")
_FORWARD = f"forward its port to your browser, as docker run -p 127.0.0.1:{PORT}:{PORT} does; lesson lab --ip 0.0.0.0"
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


def is_root():
    """Say whether this process may do everything, as in most containers."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_browser():
    """Say whether a browser with windows can be opened from here."""
    if sys.platform.startswith("linux") and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))):
        return False
    try:
        return bool(webbrowser.get())
    except webbrowser.Error:
        return False


def place():
    """Return the name of the place where this runs, if it is a special one, and what is special there."""
    for prefix, name, note in _PLACES:
        if any(variable.startswith(prefix) for variable in os.environ):
            return name, note
    if any(map(os.path.exists, _CONTAINERS)):
        return "a container", _FORWARD
    return "", ""


def check_environment():
    """Check Python, the packages, this kernel, the place, its browser, port, proxy and folders, disk and threads.

    Returns
    -------
    EnvironmentReport
        `rows` of (name, fine, found, mend), and `fine` for all of them together.
    """
    around = (_place_row, _browser_row, _port_row, _proxy_row, _folder_row, _progress_row, _disk_row, _thread_row)
    rows = (*_installation_rows(), *(row() for row in around))
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


def _place_row():
    name, note = place()
    found = f"{name}: {note}" if name else "this computer"
    return Row("Place", True, f"{found} (you are root: lesson lab starts all the same)" if is_root() else found)


def _browser_row():
    return Row("Browser", True, "found" if has_browser() else "none found here: lesson lab prints the address to open")


def _port_row():
    with socket.socket() as trial:
        taken = trial.connect_ex(("127.0.0.1", PORT)) == 0
    return Row("Port", True, f"{PORT} is {'taken: lesson lab looks for the next that is free' if taken else 'free'}")


def _proxy_row():
    """A browser or a tool that asks a proxy for this computer's own pages does not get them."""
    if "http" not in getproxies():
        return Row("Proxy", True, "none is set")
    mend = "export NO_PROXY=127.0.0.1,localhost"
    fine = bool(proxy_bypass("127.0.0.1"))
    return Row("Proxy", fine, f"is set, and is {'not ' if fine else ''}asked for this computer's own pages", mend)


def _folder_row():
    folder = Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Row("This folder", True, f"{folder} can be written")
    except OSError as error:
        mend = "copy the course into your home folder, and start it there"
        return Row("This folder", False, f"{folder} can't be written, so no work is saved: {error.strerror}", mend)


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
