"""Attacks that an audit found to work, each of its kind: what they did once, and must not do again."""

import csv
import json
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lessonlib.checks.task import Call, Reply
from lessonlib.grading import batch as batch_module
from lessonlib.grading.batch import Batch
from lessonlib.grading.collected import collected
from lessonlib.grading.inside.wire import MOST_KEYS, UnreadableError, fingerprint, reply_message
from lessonlib.grading.job import _order, grade, job_of
from lessonlib.grading.levels import _outside
from lessonlib.grading.marks import _GROUPS, _of_exception, nothing_right
from lessonlib.grading.names import shown, storable
from lessonlib.grading.results import Results
from lessonlib.grading.sandbox import Sandbox
from lessonlib.grading.tables import open_table, write_tables
from lessonlib.grading.worker import LocalPool, _Lanes
from tests.grading.notebooks import COUNTS, FULL, METRICS, SETUP, SOLVED, defining, notebook
from tests.grading.test_sandbox import asked

NAME = "ex01_metrics.ipynb"
needs_a = pytest.mark.isolation("A")


@pytest.fixture(scope="module")
def sandbox():
    opened = Sandbox("ex01", "A")
    yield opened
    opened.close()


def hand_in(folder, student, content, name=NAME):
    (folder / student).mkdir(parents=True, exist_ok=True)
    (folder / student / name).write_bytes(content)


def graded(folder, into, seed=5):
    into.mkdir(exist_ok=True)
    with Results(into / "results.sqlite") as results:
        list(Batch(results, into / "feedback", seed, "A", {}).run(collected(folder).handed, workers=1))
        write_tables(into, results)
        return {(student, file): marks for student, file, _, marks in results.rows()}


WALK = """
import os

def readable(tops):
    found = []
    for top in tops:
        for folder, inner, files in os.walk(top):
            for file in files:
                try:
                    open(os.path.join(folder, file), "rb").close()
                    found.append(os.path.join(folder, file))
                except OSError:
                    pass
    return found[:5]
"""


@needs_a
def test_f1_nothing_outside_the_allowed_files_is_readable_under_any_name(sandbox):
    assert any("-packages" in path for path in _outside())
    assert asked(sandbox, WALK, "readable", _outside()) == []
    # The folders themselves cannot be looked through, so other people's packages have no name in there at all.
    look = "import os\ndef f(path):\n    try: return os.listdir(path)\n    except OSError: return None"
    for path in ("/", "/usr", "/usr/lib", "/lib", "/etc", str(Path(sys.base_prefix, "lib"))):
        assert asked(sandbox, look, "f", path) is None, path


@needs_a
def test_f1_what_the_standard_library_needs_is_still_there(sandbox):
    names = "bz2 csv ctypes decimal hashlib lzma random sqlite3 ssl statistics uuid zlib zoneinfo"
    cell = f"import {names.replace(' ', ', ')}\nfrom scipy import optimize, sparse, special, stats\ndef f(): return 1"
    assert asked(sandbox, cell, "f") == 1


def test_f2_cases_come_in_an_order_of_the_seeds_own():
    orders = [_order("ex01", "compute_metrics", seed) for seed in range(6)]
    assert len({tuple(order) for order in orders}) > 3
    assert all(sorted(order) == list(range(len(orders[0]))) for order in orders)


@needs_a
def test_s1_a_folder_that_is_called_as_a_notebook_is_a_row(tmp_path):
    (tmp_path / "in" / "Eve" / NAME).mkdir(parents=True)
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    for _again in range(2):
        marks = graded(tmp_path / "in", tmp_path / "out")
        assert marks["Ada", NAME].points == FULL
        assert (marks["Eve", NAME].status, marks["Eve", NAME].reason) == ("malformed", "This is no file.")


def test_s2_a_folder_that_is_closed_stops_nobody(tmp_path, monkeypatch):
    hand_in(tmp_path, "Ada", notebook(*SOLVED))
    hand_in(tmp_path, "Eve", notebook(*SOLVED))
    list_folder = Path.iterdir

    def closed(path):
        if path.name == "Eve":
            raise PermissionError(13, "Permission denied")
        return list_folder(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert {handed.student: handed.problem for handed in collected(tmp_path).handed} == {
        "Ada": "",
        "Eve": "It cannot be read: Permission denied.",
    }


@needs_a
def test_s3_an_archive_of_doubles_is_not_made_larger(tmp_path):
    (tmp_path / "in").mkdir()
    long = notebook(SETUP, "x = 0  # " + "y" * 150_000)
    for student, count in (("Eve", 60), ("Mal", 15)):
        with zipfile.ZipFile(tmp_path / "in" / f"{student}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(count):
                archive.writestr(f"{number}/{NAME}", long)
    marks = graded(tmp_path / "in", tmp_path / "out")
    assert "more than 20 notebooks" in marks["Eve", "Eve.zip"].reason
    assert len(marks) == 1 + 15
    pages = list((tmp_path / "out" / "feedback").rglob("*.html"))
    assert sum(page.stat().st_size for page in pages) < 250_000  # the code of the one that counts


@needs_a
def test_s4_what_is_slow_to_parse_or_to_unpack_is_not_read_by_the_batch_itself(tmp_path):
    (tmp_path / "in").mkdir()
    deep = json.dumps({"nbformat": 4, "cells": [], "metadata": {"x": [[1.5]] * 300_000}}).encode()
    with zipfile.ZipFile(tmp_path / "in" / "Eve.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1, 10):
            archive.writestr(f"ex0{number}_x.ipynb", deep)
    with zipfile.ZipFile(tmp_path / "in" / "Mal.zip", "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number}", b"")
    started = time.process_time()
    marks = graded(tmp_path / "in", tmp_path / "out")
    assert time.process_time() - started < 3
    assert "more than 1000 files" in marks["Mal", "Mal.zip"].reason
    assert len(marks) == 10


@pytest.mark.parametrize("mark", [";", "|", ",", "\t"])
@pytest.mark.parametrize("formula", ['"=1+1', "'=1+1", "=1+1", ' "@x', "\uff1d1"])
def test_i1_no_cell_begins_with_a_formula_however_a_table_is_split(tmp_path, mark, formula):
    with open_table(tmp_path / "t.csv") as write:
        write(f"ex01{mark}{formula}{mark}.ipynb")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8")
    for quotes in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        for cells in csv.reader([text], delimiter=mark, quoting=quotes):
            assert not [cell for cell in cells if cell.strip(" \"'")[:1] in "=@\uff1d" and cell.strip(' "')[:1] != "'"]


def test_i2_no_two_names_become_one():
    names = ["Jos\udce9", r"Jos\udce9", r"Jos\\udce9", "Jos\ufffd", "a\u202eb", r"a\u202eb", "a\u200bb", "ab", "a\x00b"]
    assert len({storable(name) for name in names}) == len(names)
    assert len({shown(storable(name)) for name in names}) == len(names)


def test_w2_a_dict_of_very_many_keys_is_no_answer():
    assert reply_message(Reply(dict.fromkeys(map(str, range(MOST_KEYS)))), 0)
    for answer in (dict.fromkeys(map(str, range(MOST_KEYS + 1))), [{"a": 1}] * (MOST_KEYS + 1)):
        with pytest.raises(UnreadableError):
            reply_message(Reply(answer), 0)


def test_w3_exceptions_over_hidden_inputs_tell_little():
    names = [name for name in dir(__builtins__) if name.endswith("Error")] + ["ZeroDivisionError", "Secret"]
    assert len({_of_exception("ex01", name) for name in names}) <= len(_GROUPS) + 1


def test_w3_work_that_is_handed_in_again_is_tried_on_other_inputs(tmp_path, monkeypatch):
    seeds = []

    class Executor(_Lanes):
        def __init__(self, _workers):
            pass

        def choose(self, _left):
            return -1

        def submit(self, _function, work, *_arguments):
            seeds.append(work.seed)
            future = batch_module.Future()
            future.set_result((nothing_right(None, "graded", ""), []))
            return future

        def shutdown(self, wait=True, **_options):
            pass

    monkeypatch.setattr("lessonlib.grading.worker._Lanes", Executor)
    for number in range(3):
        hand_in(tmp_path / "in", "Eve", notebook(SETUP, f"x = {number}"))
        hand_in(tmp_path / "in", "Ada", notebook(SETUP))
        graded(tmp_path / "in", tmp_path / "out")
    assert seeds[:2] == [5, 5]  # at first everybody is tried on the same
    assert len(seeds) == 4
    assert len({5, *seeds}) == 3
    assert LocalPool(1).size() == 1


@needs_a
def test_w4_an_input_that_was_changed_is_seen_from_outside(sandbox):
    hides = SETUP + "\nnp.array_equal = np.allclose = lambda *a, **k: True"
    changes = defining("y_true[:] = 0\nreturn (0, len(y_true), 0, 0)", ["confusion_matrix_values(y_true, y_pred)"])
    marks = grade(job_of("ex01", [hides, COUNTS, METRICS], 3, {}), sandbox)
    assert marks.tasks[0].points == marks.tasks[0].max_points
    marks = grade(job_of("ex01", [hides, changes, METRICS], 3, {}), sandbox)
    assert marks.tasks[0].points == 0


def test_w4_every_part_of_the_arguments_counts():
    array = np.arange(4.0)
    before = [fingerprint(Call((array, [1, 2]), {"metric": "f1"})) for _again in range(2)]
    assert before[0] == before[1]
    changed = [Call((array[::-1], [1, 2]), {"metric": "f1"}), Call((array, [1, 3]), {"metric": "f1"})]
    changed += [Call((array, [1, 2]), {"metric": "f2"}), Call((array.astype("f4"), [1, 2]), {"metric": "f1"})]
    assert before[0] not in set(map(fingerprint, changed))


@needs_a
def test_w6_what_cannot_be_seen_is_written_out_and_an_empty_archive_is_a_row(tmp_path):
    hand_in(tmp_path / "in", "Eve", notebook(SETUP, "x = 1  # \u202e\u2066 admin \u2069\ty", *SOLVED[1:]))
    with zipfile.ZipFile(tmp_path / "in" / "Ada.zip", "w") as archive:
        archive.writestr("notes.txt", "x")
    marks = graded(tmp_path / "in", tmp_path / "out")
    page = (tmp_path / "out" / "feedback" / "Eve" / "ex01_metrics.html").read_text(encoding="utf-8")
    assert r"# \u202e\u2066 admin \u2069" + "\ty" in page
    assert (marks["Ada", "Ada.zip"].status, marks["Ada", "Ada.zip"].points) == ("malformed", 0)
    assert "holds no notebook" in marks["Ada", "Ada.zip"].reason
