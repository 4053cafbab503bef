"""The sandbox: what is in it, what is not, what it refuses, and the marks of all ten solutions."""

import ast
import os
from importlib import import_module
from pathlib import Path

import pytest

from lessonlib.checks.catalogue import all_exercises, find_exercise
from lessonlib.checks.task import Call
from lessonlib.grading.allowed import modules_for
from lessonlib.grading.inside import landlock
from lessonlib.grading.inside.wire import call_message, fingerprint, framed, read_reply
from lessonlib.grading.job import grade, job_of
from lessonlib.grading.levels import MEANINGS, probe, why_not
from lessonlib.grading.sandbox import LIMITS, Sandbox, SandboxError
from lessonlib.grading.submission import code_cells, handed_out_cells
from tests.grading.notebooks import ROOT, solution

EXERCISES = [exercise.name for exercise in all_exercises()]
needs_a = pytest.mark.isolation("A")


def asked(sandbox, cell, function, *arguments):
    """Run one cell in the sandbox and return the answer of its function."""
    with sandbox.session() as channel:
        channel.send(framed({"cells": [cell], "functions": [function]}))
        assert channel.receive(20)[0]["defined"] == [function]
        channel.send(call_message(function, Call(arguments)))
        reply = read_reply(*channel.receive(20), fingerprint(Call(arguments)))
    assert reply.failure is None, reply.failure
    return reply.answer


@pytest.fixture(scope="module")
def sandbox():
    opened = Sandbox("ex01", "A")
    yield opened
    opened.close()


@pytest.mark.parametrize("exercise", all_exercises(), ids=EXERCISES)
def test_every_exercise_declares_what_its_first_cell_imports(exercise):
    """The cell is handed out, and a student's functions may build on all that it brings."""
    first = ast.parse(code_cells(solution(exercise.name))[0])
    names = [alias.name for node in first.body if getattr(node, "module", "") == "lessonlib" for alias in node.names]
    modules = [import_module(f"lessonlib.compute.{name}") for name in exercise.may_use]
    for name in set(names) - {"check", "hint"}:
        assert any(hasattr(module, name) for module in modules), name


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_module_that_is_handed_in_holds_an_answer(exercise):
    """Neither the functions that the exercise asks for, nor its cases, nor the grader."""
    modules = modules_for(exercise)
    assert not [name for name in modules if name.startswith("lessonlib.checks.exercises")]
    assert {name for name in modules if "grading" in name} <= {"lessonlib.grading"} | {
        name for name in modules if name.startswith("lessonlib.grading.inside")
    }
    for name, (text, _) in modules.items():
        for task in find_exercise(exercise).tasks:
            assert f"def {task.function}(" not in text, name


@needs_a
@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_courses_own_solution_gets_all_points(exercise):
    opened = Sandbox(exercise, "A")
    try:
        job = job_of(exercise, code_cells(solution(exercise)), 7, handed_out_cells(ROOT)[exercise])
        marks = grade(job, opened)
    finally:
        opened.close()
    assert (marks.status, marks.reason) == ("graded", "")
    assert [task for task in marks.tasks if task.sentence] == []
    assert marks.points == marks.max_points == sum(c.points for t in find_exercise(exercise).tasks for c in t.cases)


@needs_a
def test_the_best_level_is_found_by_trying():
    assert probe().name == "A"
    assert MEANINGS["A"] in str(probe())


def test_submissions_share_no_count_of_threads():
    """Two sandboxes, two users; and each has its own limit."""
    cell = "import os, resource\ndef f(): return [os.getuid(), resource.getrlimit(resource.RLIMIT_NPROC)[0]]"
    users = []
    for _ in range(2):
        opened = Sandbox("ex01", "A")
        try:
            user, threads = asked(opened, cell, "f")
        finally:
            opened.close()
        users.append(user)
        assert threads == LIMITS["NPROC"]
    assert os.getuid() != 0 or users[0] != users[1] != 0


LOOK = """
import gc, os, sys

def texts_on_disk(tops):
    for top in {*tops} - {"usr", "lib", "lib64", "packages", "dev"}:  # others' libraries, and devices
        for folder, _, files in os.walk("/" + top):
            for file in files:
                if "/python3" not in folder:
                    try:
                        yield open(os.path.join(folder, file), errors="replace").read(10**6)
                    except OSError:
                        pass

def texts_in_memory(words):
    gc.unfreeze()  # the warm parent hides what it has from the collector, for speed
    for thing in gc.get_objects():
        if type(thing) is dict:
            yield from (value for value in list(thing.values()) if type(value) is str)
        elif type(thing) in (list, tuple) and thing is not words:
            yield from (value for value in thing if type(value) is str)

def found(reversed_words, tops):
    words = [word[::-1] for word in reversed_words]
    hits = set()
    for texts in ([repr(dict(os.environ)), repr(sys.argv)], texts_on_disk(tops), texts_in_memory(words)):
        for text in texts:
            hits.update(at for at, word in enumerate(words) if word in text)
    return [words[at] for at in sorted(hits)]
"""


@needs_a
def test_a_sentinel_is_found_nowhere_in_the_sandbox(monkeypatch):
    monkeypatch.setenv("LESSON_SENTINEL", "only the grader has this")
    opened = Sandbox("ex01", "A")
    hidden = [
        *("only the grader has this", "twelve bottles, as worked by hand, and others", "EXERCISE = Exercise("),
        *("actual, flagged = y_true", "### BEGIN SOLUTION", "def grade_in_worker", "margins = (tp + fp)"),
    ]
    there = "Keeps the first 500 characters"  # of the module that asks functions: it shows that the search finds
    try:
        words = [word[::-1] for word in (*hidden, there)]
        assert asked(opened, LOOK, "found", words, [path.name for path in Path("/").iterdir()]) == [there]
    finally:
        opened.close()


@needs_a
def test_one_submission_leaves_nothing_for_the_next(sandbox):
    leave = "import builtins, numpy\nbuiltins.left = numpy.left = 1\ndef f():\n    return 1"
    look = "import builtins, numpy\ndef f():\n    return hasattr(builtins, 'left') or hasattr(numpy, 'left')"
    assert asked(sandbox, leave, "f") == 1
    assert asked(sandbox, look, "f") is False


@needs_a
def test_the_view_is_small_and_the_user_nobody(sandbox):
    look = "import os\ndef f():\n    return [sorted(os.listdir('/dev')), sorted(os.listdir('/packages')), os.getuid()]"
    devices, packages, user = asked(sandbox, look, "f")
    assert devices == ["null", "random", "urandom", "zero"]
    assert [name for name in packages if not name.endswith(".libs")] == ["numpy", "scipy"]
    assert user != 0
    assert user != os.getuid() or os.getuid() != 0


@needs_a
@pytest.mark.parametrize(
    ("use", "problem"),
    [
        ("from lessonlib import f1\nf1(1, 1, 1, 1)", [1, "UnavailableError"]),
        ("import sklearn.metrics\nsklearn.metrics.f1_score([1], [1])", [1, "UnavailableError"]),
        ("from lessonlib.checks.exercises.ex01 import EXERCISE\nEXERCISE()", None),  # it is called; nothing happens
        ("import scipy.optimize, scipy.stats, scipy.interpolate", None),
    ],
)
def test_what_may_not_be_imported_is_refused_when_it_is_used(sandbox, use, problem):
    with sandbox.session() as channel:
        channel.send(framed({"cells": [use], "functions": []}))
        assert channel.receive(20)[0]["problem"] == problem


@needs_a
def test_pictures_and_widgets_do_nothing(sandbox):
    cell = """
%matplotlib inline
import matplotlib.pyplot as plt
from lessonlib import threshold_explorer, check
from lessonlib.draw.clouds import clouds_picture
plt.figure(figsize=(3, 2)).suptitle("x")
threshold_explorer(1, 2)
with plt.style.context("x"):
    clouds_picture(1)
check(print).passed
def f():
    return 1
"""
    assert asked(sandbox, cell, "f") == 1


def test_a_sandbox_that_cannot_start_says_why(monkeypatch):
    monkeypatch.setattr("lessonlib.grading.sandbox.shutil.which", lambda _name: None)
    with pytest.raises(SandboxError, match="apt-get install bubblewrap"):
        Sandbox("ex01", "A")
    assert "bubblewrap is not installed" in why_not("A")


def test_without_landlock_there_is_no_level_b(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert why_not("B") == "the kernel has no Landlock"


def test_a_trial_that_finds_a_hole_is_no_level(monkeypatch):
    monkeypatch.setattr("lessonlib.grading.levels._holes", lambda _sandbox: ["forks"])
    monkeypatch.setattr("lessonlib.grading.levels.Sandbox", lambda *_: type("S", (), {"close": lambda _self: None})())
    assert why_not("A") == "in it, a submission forks"
    assert probe().name == "C"
