"""Attacks thought up afresh, graded in two batches: none forged, none leaked, nobody stopped, nothing left behind."""

import os
import resource
import subprocess
import time
from pathlib import Path

import pytest

from lessonlib.checks.catalogue import all_exercises
from lessonlib.commands import main
from lessonlib.grading.batch import Batch
from lessonlib.grading.collected import collected
from lessonlib.grading.job import Patience
from lessonlib.grading.results import Results
from lessonlib.grading.similar import similar_pairs
from lessonlib.grading.tables import write_tables
from tests.grading.attacks import FILES, code_attacks
from tests.grading.downloads import as_zip
from tests.grading.notebooks import FULL, ROOT, SOLVED, notebook

pytestmark = pytest.mark.isolation("A")
SECRET = "canary-5170218846"
HONEST = [f"honest {n}" for n in range(6)]


def size(folder):
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def written(folder):
    """Return all that was written, as text."""
    return "".join(file.read_text(encoding="utf-8", errors="replace") for file in folder.rglob("*") if file.is_file())


@pytest.fixture(scope="module")
def by_code(tmp_path_factory):
    """The attacks by code, graded among honest work: {student: Graded}, and the folder of what was written."""
    top = tmp_path_factory.mktemp("code")
    work = {**code_attacks(), **dict.fromkeys(HONEST, notebook(*SOLVED))}
    names = {name: f"{number:03d}" for number, name in enumerate(sorted(work))}
    for name, content in work.items():
        (top / "in" / names[name]).mkdir(parents=True)
        (top / "in" / names[name] / "ex01_metrics.ipynb").write_bytes(content)
    os.environ["LESSON_CANARY"] = SECRET
    (top / "secret.txt").write_text(SECRET, encoding="utf-8")
    (top / "out").mkdir()
    with Results(top / "out" / "results.sqlite") as results:
        batch = Batch(results, top / "out" / "feedback", 4242424242, "A", {}, Patience(cells=3, call=1, whole=5))
        list(batch.run(collected(top / "in").handed, workers=2))
        write_tables(top / "out", results)
        marks = {student: graded for student, _, _, graded in results.rows()}
    del os.environ["LESSON_CANARY"]
    return {name: marks[number] for name, number in names.items()}, top


@pytest.mark.parametrize("name", code_attacks())
def test_an_attack_by_code_earns_nothing(by_code, name):
    marks, _ = by_code
    assert marks[name].points == 0
    assert marks[name].status in ("graded", "stopped", "malformed")


def test_honest_neighbours_have_their_marks(by_code):
    marks, _ = by_code
    assert {marks[name].points for name in HONEST} == {FULL}


def test_nothing_is_leaked_or_left_behind(by_code):
    _, top = by_code
    told = written(top / "out")
    feedback = written(top / "out" / "feedback")
    assert SECRET not in told
    assert "4242424242" not in feedback
    assert str(ROOT) not in feedback
    for folder in ("/tmp", "/dev/shm", "/var/tmp", Path.cwd()):
        assert not Path(folder, "lesson_attack").exists()
    time.sleep(0.5)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 1000" not in listed
    assert str(top) not in listed


@pytest.fixture(scope="module")
def by_file(tmp_path_factory):
    """The attacks by file, as uploads in a download of Moodle's: (lines of grades.csv, folder, CPU seconds)."""
    import csv

    top = tmp_path_factory.mktemp("file")
    students = {name: f"Student{number:03d}" for number, name in enumerate(FILES)}
    uploads = {
        f"{students[name]}_{number}_assignsubmission_file_/{name}": content() if callable(content) else content
        for number, (name, content) in enumerate(FILES.items(), start=100)
    }
    uploads |= {f"{name}_{n}_assignsubmission_file_/ex01.ipynb": notebook(*SOLVED) for n, name in enumerate(HONEST)}
    as_zip(top / "download.zip", uploads)
    before = resource.getrusage(resource.RUSAGE_SELF)
    command = ["grade", str(top / "download.zip"), "-o", str(top / "out"), "--workers", "2", "--export", "moodle"]
    assert main(command) == 0
    after = resource.getrusage(resource.RUSAGE_SELF)
    with (top / "out" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, top, students, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("name", FILES)
def test_an_attack_by_file_is_a_row_of_its_own(by_file, name):
    rows, _, students, _ = by_file
    own = [row for row in rows if row["student"] == students[name]]
    assert own
    assert {row["points"] for row in own} == {"0"}
    assert all(row["reason"] for row in own)


def test_files_hurt_nobody_else(by_file):
    rows, _, students, _ = by_file
    assert {row["student"] for row in rows} == {*students.values(), *HONEST}
    assert {row["points"] for row in rows if row["student"] in HONEST} == {str(FULL)}


def test_files_are_not_made_larger_and_reading_them_is_cheap(by_file):
    _, top, _, seconds = by_file
    assert size(top / "out") < 100 * (top / "download.zip").stat().st_size
    assert seconds < 60  # of this process, for downloads that unpack to gigabytes
    assert not list(top.rglob("*.ipynb"))


@pytest.mark.parametrize(
    "text", ["x = '" + "&" * 150_000 + "'", "x = " + "1+" * 60_000 + "1", "\n".join(["x = [1, 'a']  # &&"] * 8000)]
)
def test_pages_are_no_larger_than_a_hundred_times_what_was_handed_in(tmp_path, text):
    functions = [function for exercise in all_exercises() for function in exercise.functions[:1]]
    work = [(f"{number}.ipynb", notebook(f"def {function}(): pass", text)) for number, function in enumerate(functions)]
    (tmp_path / "in" / "Eve").mkdir(parents=True)
    packed = as_zip(tmp_path / "in" / "Eve" / "all.zip", dict(work))
    main(["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "2"])
    assert len(list((tmp_path / "out" / "feedback").rglob("*.html"))) == len(functions)
    assert size(tmp_path / "out" / "feedback") < 100 * packed.stat().st_size


def test_pages_and_tables_hold_no_markup_and_no_formula_of_students(by_file):
    _, top, _, _ = by_file
    for page in (top / "out").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<img" not in text
        assert "\u202e" not in text
    for row in (top / "out" / "grades.csv").read_text(encoding="utf-8-sig").splitlines():
        assert not [cell for cell in row.replace(";", ",").split(",") if cell.strip('" ')[:1] in tuple("=@")]


def test_who_compares_code_survives_all_of_it(by_code, by_file):
    handed = [*collected(by_code[1] / "in").handed, *collected(by_file[1] / "download.zip").handed]
    pairs = similar_pairs(handed, {}, ROOT, workers=1)
    assert all(0 < pair.alike <= 1 for pair in pairs)
