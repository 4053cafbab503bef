"""Level B, without bubblewrap: right work gets its points, and no attack of the corpus gets one."""

import ctypes
import os
import subprocess

import pytest

from tests.grading import hostile
from tests.grading.level_b import points_at_level_b
from tests.grading.notebooks import FULL, SOLVED, notebook

pytestmark = pytest.mark.isolation("B")


PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def sandboxes():
    """Return this process's sandboxes: all of them run the text of `lessonlib.grading.inside.boot`."""
    own = ["ps", "-ww", "-o", "pid,args", "--ppid", str(os.getpid())]
    listed = subprocess.run(own, capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in listed.splitlines() if "-c" in line and "-I -S -B" in line}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    top = tmp_path_factory.mktemp("level-b")
    for student, cells in {**hostile.SUBMISSIONS, "solved": SOLVED}.items():
        (top / "in" / student).mkdir(parents=True)
        (top / "in" / student / "ex01_metrics.ipynb").write_bytes(notebook(*cells))
    before = sandboxes()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # whose parent has gone becomes this process's child
    yield {"points": points_at_level_b(top), "left": sandboxes() - before}
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def test_right_work_gets_all_points(graded):
    assert graded["points"]["solved"] == FULL


def test_no_attack_gets_a_point(graded):
    assert {name: graded["points"][name] for name in hostile.SUBMISSIONS if graded["points"][name]} == {}


def test_nothing_is_left_behind(graded):
    assert graded["left"] == set()
