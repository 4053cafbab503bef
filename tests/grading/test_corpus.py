"""The corpus, graded in one batch: nothing forged, nothing leaked, nobody else affected, honest work marked right."""

import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import suppress
from multiprocessing import get_context

import numpy as np
import psutil
import pytest

from lessonlib.checks.catalogue import find
from lessonlib.grading.batch import Batch
from lessonlib.grading.collected import collected
from lessonlib.grading.job import Patience
from lessonlib.grading.results import Results
from lessonlib.grading.tables import write_tables
from tests.grading import honest, hostile, malformed
from tests.grading.notebooks import FULL, notebook

SEED = 918_273_645_546
PATIENCE = Patience(cells=8, call=2, whole=30)
NAME = "ex01_metrics.ipynb"
pytestmark = pytest.mark.isolation("A")


def hand_in(folder, student, content):
    (folder / student).mkdir(parents=True)
    (folder / student / NAME).write_bytes(content)


def grade(folder, into, patience=PATIENCE):
    into.mkdir(exist_ok=True)
    with Results(into / "results.sqlite") as results:
        batch = Batch(results, into / "feedback", SEED, "A", {}, patience)
        done = [handed.student for handed in batch.run(collected(folder).handed, workers=2)]
        write_tables(into, results)
        return done, {student: graded for student, _, _, graded in results.rows()}


def megabytes(grader):
    """Return the memory of a process and of its workers, without the sandboxes, in MB."""
    workers = [child for child in grader.children() if child.name() != "bwrap"]
    return sum(process.memory_full_info().pss for process in (grader, *workers)) / 2**20


def watched(future, process):
    """Wait for the result of a process of its own; return it with its memory, noted often, and all below it."""
    seen, below, grader = [], set(), psutil.Process(process)
    while not wait([future], timeout=0.1).done:
        with suppress(psutil.Error):  # one of them has just ended
            below |= set(grader.children(recursive=True))
            seen.append(megabytes(grader))
    return *future.result(), seen, below


def alive(process):
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    top = tmp_path_factory.mktemp("corpus")
    for name, cells in hostile.SUBMISSIONS.items():
        hand_in(top / "in", f"hostile {name}", notebook(*cells))
    for name, content in malformed.FILES.items():
        hand_in(top / "in", f"malformed {name}", content)
    for name, (_, content) in honest.SUBMISSIONS.items():
        hand_in(top / "in", f"honest {name}", content)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        process = apart.submit(os.getpid).result()
        done, rows, memory, below = watched(apart.submit(grade, top / "in", top / "out"), process)
    return {"done": done, "rows": rows, "folder": top, "left": {one for one in below if alive(one)}, "memory": memory}


def test_the_corpus_is_as_large_as_promised():
    assert len(hostile.SUBMISSIONS) >= 80
    assert len(malformed.FILES) >= 40
    assert len(honest.SUBMISSIONS) >= 40


def test_every_submission_has_its_row_once(graded):
    count = len(hostile.SUBMISSIONS) + len(malformed.FILES) + len(honest.SUBMISSIONS)
    assert len(graded["done"]) == len(set(graded["done"])) == len(graded["rows"]) == count
    assert not [name for name, marks in graded["rows"].items() if marks.status == "failed"]


def test_nothing_is_forged(graded):
    forged = {name: graded["rows"][f"hostile {name}"].points for name in hostile.SUBMISSIONS}
    assert {name: points for name, points in forged.items() if points} == {}
    assert {graded["rows"][f"hostile {name}"].max_points for name in hostile.SUBMISSIONS} == {FULL}


def test_malformed_files_are_told_why(graded):
    marks = [graded["rows"][f"malformed {name}"] for name in malformed.FILES]
    assert {(one.status, one.points, one.max_points) for one in marks} == {("malformed", 0, FULL)}
    assert all(one.reason.endswith(".") and "Error" not in one.reason for one in marks)


def test_honest_work_gets_its_points(graded):
    wrong = {
        name: graded["rows"][f"honest {name}"]
        for name, (points, _) in honest.SUBMISSIONS.items()
        if graded["rows"][f"honest {name}"].points != points
    }
    assert wrong == {}


def test_nothing_hidden_is_in_what_the_batch_writes(graded):
    labels = find("confusion_matrix_values")[1].cases[1].calls(np.random.default_rng([SEED, 1]))[0].args[0]
    written = list((graded["folder"] / "out" / "feedback").rglob("*.html"))
    assert len(written) == len(graded["rows"])
    for page in written:
        text = page.read_text(encoding="utf-8")
        assert str(SEED) not in text
        assert " ".join(map(str, labels[:30])) not in text
        assert "Traceback" not in text
        assert "<script" not in text


def test_nothing_is_left_behind(graded):
    assert graded["left"] == set()
    assert sorted(path.name for path in (graded["folder"] / "out").iterdir()) == [
        *("feedback", "grades.csv", "items.csv", "results.sqlite", "totals.csv")
    ]
    assert not os.path.exists("/tmp/answer")  # noqa: PTH110 - what one of them tries to write


def test_the_graders_own_memory_stays_small(graded):
    assert len(graded["memory"]) > 20
    assert max(graded["memory"]) < 500


def test_the_results_file_is_sound(graded):
    with sqlite3.connect(graded["folder"] / "out" / "results.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
