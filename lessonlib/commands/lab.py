"""`lesson lab`: JupyterLab, opened at the start notebook."""

import os
import subprocess
import sys
from pathlib import Path

from lessonlib.commands import CommandError

START = Path("notebooks", "00_start_here.ipynb")


def add_arguments(parser):
    """Anything else is handed to JupyterLab, for instance ``--no-browser`` or ``--port=9999``."""
    parser.add_argument("options", nargs="*", metavar="OPTION", help="options for JupyterLab, after --")


def run(options):
    """Start JupyterLab in the course's folder and stay until it is closed."""
    folder = course_folder()
    start = f"/lab/tree/{START.as_posix()}"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={start}"]
    # The course's matrices are small: on them, BLAS threads wait for each other longer than they work.
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | os.environ
    try:
        return subprocess.call([*command, *options.options], env=environment)
    except KeyboardInterrupt:
        return 0


def course_folder():
    """Return the folder that holds the notebooks: this one, one above it, or the one the package is in."""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / START).is_file():
            return folder
    raise CommandError(f"{START} is neither here nor above. Change to the folder of the course first.")
