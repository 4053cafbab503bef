"""`tests.bench grading`: `lesson grade` beside `nbgrader autograde`, on the same submissions in one run.

The submissions are the course's own solutions, for they run to their end and get all points. nbgrader runs all cells
of a notebook, so it is given those whose experiments are short, and only a few of each, as it takes seconds for one.
Ours grades many of the same notebooks, and then a large batch of all ten.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

COURSE = Path(__file__).resolve().parents[2]
QUICK = ("ex01_metrics", "ex02_resampling", "ex05_threshold", "ex07_cost_matrix")
FEW, SEVERAL, MANY = 4, 500, 1000  # students
_LESSON = "from lessonlib.commands import main; raise SystemExit(main())"
_SAMPLE_SECONDS = 0.5


class Row(NamedTuple):
    """One batch: who graded it, how many submissions in how many seconds, and the memory of the grader, in MB."""

    grader: str
    submissions: int
    seconds: float
    memory: tuple[float, ...] = ()

    @property
    def rate(self):
        return self.submissions / self.seconds


def main(few=FEW, several=SEVERAL, many=MANY):
    """Measure, print a line for each batch as soon as it is known, and return the rows.

    Parameters
    ----------
    few, several, many : int
        How many students hand in the quick notebooks to nbgrader, the quick ones to us, and all of them to us.
    """
    everything = sorted(path.stem for path in (COURSE / "solutions").glob("ex*.ipynb"))
    print(f"{os.cpu_count()} processors\n{'grader':40}{'submissions':>12}{'seconds':>9}{'a second':>10}   memory, MB")
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        rows = [
            _shown(_nbgrader(_handed_in(top / "few", QUICK, few), top)),
            _shown(_ours(_handed_in(top / "several", QUICK, several), top, "lesson grade, the same notebooks")),
            _shown(_ours(_handed_in(top / "many", everything, many), top, "lesson grade, all ten exercises")),
        ]
    print(
        f"\nours/nbgrader, the same notebooks: {rows[1].rate / rows[0].rate:.0f} times as many a second.\n"
        "seconds: from the command to its end, with marks, pages and tables written. memory: of all processes of the\n"
        "grader, without the sandboxes, when a tenth, a half and all of the time was over."
    )
    return rows


def _shown(row):
    memory = " ".join(f"{one:.0f}" for one in row.memory)
    print(f"{row.grader:40}{row.submissions:>12,}{row.seconds:>9.1f}{row.rate:>10.2f}   {memory}", flush=True)
    return row


def _handed_in(folder, names, students):
    """Write what the students hand in, `<student>/<name>.ipynb`, each with a cell of its own, and return the folder."""
    texts = {name: (COURSE / "solutions" / f"{name}.ipynb").read_text(encoding="utf-8") for name in names}
    for number in range(students):
        student = folder / f"student{number:04}"
        student.mkdir(parents=True)
        for name, text in texts.items():
            (student / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return folder


def _ours(submissions, top, grader):
    results = top / f"marks of {submissions.name}"
    command = [sys.executable, "-c", _LESSON, "grade", str(submissions), "-o", str(results), "--seed", "1"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        memory = _Memory(process.pid)
        memory.start()
        if process.wait() != 0:
            raise SystemExit(f"lesson grade failed; see what it says: lesson grade SUBMISSIONS -o {results.name}")
    seconds = time.perf_counter() - started
    memory.join()
    shutil.rmtree(submissions)
    return Row(grader, len(list((results / "feedback").rglob("*.html"))), seconds, memory.at(0.1, 0.5, 0.95))


class _Memory(threading.Thread):
    """Looks at the memory of a process and its Python children, as long as it lives."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self._pid, self._seen = pid, []

    def run(self):
        while psutil.pid_exists(self._pid):
            with suppress(psutil.Error):  # one has just ended
                self._seen.append(self._megabytes())
            time.sleep(_SAMPLE_SECONDS)

    def at(self, *shares):
        """Return what was seen when these shares of the time were over."""
        return tuple(self._seen[int(share * len(self._seen))] for share in shares)

    def _megabytes(self):
        """Return what they hold alone and, by their share, together."""
        grader = psutil.Process(self._pid)
        processes = [grader, *grader.children()]
        return sum(process.memory_full_info().pss for process in processes if process.name() != "bwrap") / 2**20


def _nbgrader(submissions, top):
    """Time nbgrader on a course of its own, in an environment of its own."""
    home = top / "nbgrader"
    for student in submissions.iterdir():
        for notebook in student.iterdir():
            _copy(notebook, home / "submitted" / student.name / notebook.stem)
    for name in QUICK:
        _copy(COURSE / "solutions" / f"{name}.ipynb", home / "source" / name)
    program = _installed(top / "environment")
    for name in QUICK:
        _run(program, "generate_assignment", name, "--create", home)
    started = time.perf_counter()
    for name in QUICK:
        _run(program, "autograde", name, "--create", home)
    seconds = time.perf_counter() - started
    graded = len(list((home / "autograded").rglob("*.ipynb")))
    return Row("nbgrader autograde", graded, seconds)


def _copy(notebook, folder):
    folder.mkdir(parents=True)
    shutil.copy(notebook, folder / notebook.name)


def _installed(environment):
    """Install nbgrader beside the course, where it disturbs nobody, and return its program."""
    command = ["uv", "sync", "--quiet", "--no-dev", "--extra", "instructor", "--project", str(COURSE)]
    try:
        subprocess.run(command, check=True, env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(environment)})
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"nbgrader cannot be installed to measure beside: {error}") from error
    return environment / "bin" / "nbgrader"


def _run(program, subcommand, name, option, home):
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(program), subcommand, name, option, f"--course-dir={home}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, env=environment, check=False)
    if done.returncode != 0:
        raise SystemExit(f"nbgrader {subcommand} failed:\n{done.stderr[-2000:]}")
