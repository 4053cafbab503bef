"""Level B in a process of its own, which can read Python also where the tests run as root.

Level B stops being root, so Python must not lie in a folder that only root enters. Where it does, bubblewrap shows
the process the same files in folders that everybody may enter. It keeps nothing in: limits, Landlock and seccomp are
level B's own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from lessonlib.grading.batch import Batch
from lessonlib.grading.collected import collected
from lessonlib.grading.job import Patience
from lessonlib.grading.levels import why_not
from lessonlib.grading.results import Results
from tests.grading.notebooks import ROOT

_PATIENCE = Patience(cells=2, call=1, whole=10)
_SEED = 918_273_645_546


def why_not_b():
    """Return why level B does not hold here, or ""."""
    done = _in_a_process()
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip()


def points_at_level_b(folder):
    """Return {student: points} of what lies in ``folder / "in"``.

    Parameters
    ----------
    folder : Path
        Results and feedback go there as well.
    """
    done = _in_a_process(folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _in_a_process(*folders):
    is_root = hasattr(os, "getuid") and os.getuid() == 0
    view = _open_view(folders) if is_root and _closed() and shutil.which("bwrap") else []
    command = [*view, sys.executable, "-m", "tests.grading.level_b", *map(str, folders)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def _needed():
    """Return where Python and the course lie; the course's entries one by one, as its own folder may be closed."""
    return [*{Path(sys.base_prefix), Path(sys.base_prefix).resolve(), Path(sys.prefix), *ROOT.iterdir()}]


def _closed():
    """Return the folders above them that not everybody may enter."""
    return {folder for path in _needed() for folder in path.parents if not folder.stat().st_mode & 0o001}


def _open_view(folders):
    """Return the start of a command that sees empty folders in their place, and in these what is needed."""
    closed = _closed()
    hidden = [path for path in _needed() if closed.intersection(path.parents)]
    above = sorted({folder for path in hidden for folder in path.parents if closed & {folder, *folder.parents}})
    options = ["--dev-bind", "/", "/"]
    for folder in above:  # the outer ones first
        options += ["--perms", "0755", "--dir" if closed.intersection(folder.parents) else "--tmpfs", str(folder)]
    for path in hidden:
        options += ["--ro-bind", str(path), str(path)]
    for folder in folders:
        options += ["--bind", str(folder), str(folder)]
    return ["bwrap", "--die-with-parent", *options, "--chdir", str(ROOT), "--"]


def _points(folder):
    with Results(folder / "results.sqlite") as results:
        batch = Batch(results, folder / "feedback", _SEED, "B", {}, _PATIENCE)
        list(batch.run(collected(folder / "in").handed, workers=2))
        return {student: marks.points for student, _, _, marks in results.rows()}


if __name__ == "__main__":
    json.dump(_points(Path(sys.argv[1])) if sys.argv[1:] else why_not("B"), sys.stdout)
