"""Downloads of eight platforms: each student known by the platform's marks, each notebook by its content."""

import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lessonlib.commands import main
from lessonlib.grading.collected import collected
from tests.grading import downloads
from tests.grading.downloads import ADA, BOB, CYD, PLATFORMS, as_folder, as_zip
from tests.grading.notebooks import F_BETA, ROOT, SETUP, SOLVED, notebook

SMOTE = "def smote(X_minority, k=5, n_synthetic=100, seed=42):\n    return X_minority"
HAND_INS = [
    (ADA, "ex03_smote.ipynb", notebook(SETUP, SMOTE)),
    (BOB, "Untitled.ipynb", notebook(SMOTE)),
    (CYD, "EX3.ipynb", notebook()),
]
NAMES = {"Canvas": "sortable", "GitHub Classroom": "login", "nbgrader": "login"}


@pytest.mark.parametrize("pack", ["folder", "zip", "zip among others"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platforms_download_is_understood(tmp_path, platform, pack):
    files = PLATFORMS[platform](HAND_INS)
    if pack == "folder":
        place = as_folder(tmp_path / "in", files)
    else:
        name = "Exercise 3-20261101T100000Z-1-001.zip" if platform == "Google Drive" else "download.zip"
        place = as_zip(tmp_path / name, files)
        if pack == "zip among others" and platform != "folders":
            as_zip(tmp_path / "moodle.zip", downloads.moodle([(ADA, "ex01.ipynb", notebook(*SOLVED))]))
            place = tmp_path
    found = [one for one in collected(place).handed if one.exercise != "ex01"]
    assert {one.exercise for one in found} == {"ex03"}
    assert {one.student for one in found} == {getattr(one, NAMES.get(platform, "name")) for one in (ADA, BOB, CYD)}
    assert [one.problem for one in found] == [""] * 3
    assert {one.origin.platform for one in found} == {"" if platform in ("Google Drive", "folders") else platform}
    contents = {one.read() for one in found}
    assert contents == {content for _, _, content in HAND_INS}


def test_what_platforms_say_is_read(tmp_path):
    def origins(platform):
        handed = collected(as_zip(tmp_path / f"{platform}.zip", PLATFORMS[platform](HAND_INS))).handed
        return {one.student: one.origin for one in handed}

    assert origins("Moodle")[ADA.name].id == str(ADA.number)
    assert origins("Moodle")[ADA.name].place == "Ada Lovelace_1234567_assignsubmission_file_"
    assert [origins("Canvas")[one.sortable].late for one in (ADA, BOB)] == [False, True]
    assert origins("Canvas")[BOB.sortable].id == str(BOB.number)
    assert origins("Blackboard")[BOB.name].login == BOB.login
    assert origins("Blackboard")[BOB.name].time == datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert origins("Gradescope")[BOB.name].email == "bo'neil@example.org"
    assert origins("Gradescope")[ADA.name].time == datetime(2026, 11, 3, 10, 0, 0, 123456, tzinfo=UTC)
    assert origins("nbgrader")[CYD.login].time == datetime(2026, 11, 3, 10, tzinfo=UTC)


def test_an_archive_in_a_folder_of_google_drive_is_named_like_the_notebooks_beside_it(tmp_path):
    files = PLATFORMS["Google Drive"](HAND_INS[:2])
    packed = as_zip(tmp_path / "packed.zip", {"ex03_smote.ipynb": notebook(SMOTE)}).read_bytes()
    handed = collected(as_folder(tmp_path / "in", files | {f"Exercise 3/{CYD.name} - ex03.zip": packed})).handed
    assert {one.student for one in handed} == {ADA.name, BOB.name, CYD.name}


@pytest.mark.parametrize("layout", [downloads.moodle_flat, downloads.moodle])
def test_moodles_older_layout_and_groups(tmp_path, layout):
    assert len(collected(as_folder(tmp_path / "a", layout(HAND_INS))).handed) == 3
    handed = collected(as_folder(tmp_path / "b", downloads.moodle_groups(HAND_INS))).handed
    assert {(one.student, one.origin.group) for one in handed} == {(one.name, "Team A") for one in (ADA, BOB, CYD)}


@pytest.mark.parametrize("platform", ["Canvas", "Blackboard"])
def test_the_newest_attempt_counts_and_all_are_there(tmp_path, platform):
    again = [*HAND_INS, (ADA, "ex03_smote.ipynb", notebook(SMOTE, SETUP))]
    handed = [one for one in collected(as_folder(tmp_path, PLATFORMS[platform](again))).handed if "da" in one.student]
    assert len(handed) == 2
    [newest] = [one for one in handed if not one.newer]
    assert newest.read() == notebook(SMOTE, SETUP)
    assert {one.newer for one in handed} == {"", newest.file}


def test_copies_in_one_folder_are_told_apart_by_their_date(tmp_path):
    for days, name in enumerate(("ex01_metrics-Copy1.ipynb", "ex01_metrics.ipynb")):
        as_folder(tmp_path, {f"Ada/{name}": notebook(*SOLVED)})
        os.utime(tmp_path / "Ada" / name, (86400 * (10 - days),) * 2)
    as_folder(tmp_path, {"Bob/ex01.ipynb": notebook()})
    assert {one.file: one.newer for one in collected(tmp_path).handed if one.student == "Ada"} == {
        "ex01_metrics-Copy1.ipynb": "",
        "ex01_metrics.ipynb": "ex01_metrics-Copy1.ipynb",
    }


def test_a_stub_that_was_copied_anew_does_not_replace_what_was_written(tmp_path):
    stub = (ROOT / "exercises" / "ex01_metrics.ipynb").read_bytes()
    for days, (name, content) in enumerate({"stub.ipynb": stub, "mine.ipynb": notebook(*SOLVED)}.items()):
        as_folder(tmp_path, {f"Ada/{name}": content})
        os.utime(tmp_path / "Ada" / name, (86400 * (10 - days),) * 2)
    assert {one.file: one.newer for one in collected(tmp_path).handed} == {"mine.ipynb": "", "stub.ipynb": "mine.ipynb"}


def test_only_some_exercises(tmp_path):
    as_folder(tmp_path, {"Ada/a.ipynb": notebook(*SOLVED), "Ada/b.ipynb": notebook(SMOTE), "Bob/c.ipynb": b"{"})
    found = collected(tmp_path).only(["ex03"])
    assert [(one.student, one.file) for one in found.handed] == [("Bob", "c.ipynb"), ("Ada", "b.ipynb")]
    assert found.passed_over == ["Ada: a.ipynb"]


@pytest.mark.parametrize(
    ("name", "sources", "exercise"),
    [
        ("Untitled.ipynb", SOLVED, "ex01"),
        ("ex05_threshold.ipynb", SOLVED, "ex01"),
        ("Copy of ex05.ipynb", [], "ex05"),
        ("Copy of EX3_smote.ipynb.txt", [], "ex03"),
        ("homework.ipynb.json", [SETUP, F_BETA], "ex01"),
        ("03_smote.ipynb", ["x = 1"], "ex03"),
        ("ex99.ipynb", ["def other(): pass"], ""),
    ],
)
def test_the_content_says_which_exercise_it_is(tmp_path, name, sources, exercise):
    [handed] = collected(as_folder(tmp_path, {f"Ada/{name}": notebook(*sources)})).handed
    assert (handed.student, handed.exercise, bool(handed.problem)) == ("Ada", exercise, not exercise)


def test_what_is_not_understood_is_a_line_with_a_reason(tmp_path):
    work, inner = notebook(*SOLVED), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("ex01.ipynb", work)
    files = {
        "Ada/deep/er/ex01.ipynb": work,
        "Ada/05_own.ipynb": notebook("x = 1"),
        "Ben/notes.txt": b"sorry",
        "Cyd.tar.gz": b"\x1f\x8b",
        "Dan/work.7z": b"7z",
        "Eve.zip": b"PK\x03\x04 no",
        "Fay/mine.zip": inner.getvalue(),
        "ex01_metrics.ipynb": work,
        "list.csv": b"name",
    }
    handed, passed_over = collected(as_folder(tmp_path, files))
    told = {one.student: one.problem for one in handed}
    assert {name for name, problem in told.items() if not problem} == {"Ada", "Fay"}
    assert "no notebook" in told["Ben"]
    assert "only .zip" in told["Cyd"]
    assert "only .zip" in told["Dan"]
    assert "damaged" in told["Eve"]
    assert "Whose work" in told["ex01_metrics.ipynb"]
    assert passed_over == ["Ada: 05_own.ipynb", f"{tmp_path.name}/list.csv"]


def test_names_from_a_mac_are_read_right(tmp_path):
    """Its archives hold UTF-8 without saying so."""
    packed = as_zip(tmp_path / "a.zip", {"XXXX/ex01.ipynb": notebook(*SOLVED), "Bob/ex01.ipynb": notebook(*SOLVED)})
    packed.write_bytes(packed.read_bytes().replace(b"XXXX", "Çyd".encode()))
    assert {one.student for one in collected(packed).handed} == {"Çyd", "Bob"}
    assert all(one.read() == notebook(*SOLVED) for one in collected(packed).handed)


def test_a_closed_folder_beside_work_is_told(tmp_path, monkeypatch):
    as_folder(tmp_path, {"Ada/ex01.ipynb": notebook(*SOLVED), "Ada/closed/ex02.ipynb": notebook()})
    listed = Path.iterdir

    def closed(path):
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert {one.file: "denied" in one.problem for one in collected(tmp_path).handed} == {
        "ex01.ipynb": False,
        "closed": True,
    }


def test_nobody_hands_in_for_others(tmp_path):
    """A student's folder or archive that is laid out like a platform's download stays theirs."""
    evil = downloads.moodle([(BOB, "ex03_smote.ipynb", notebook(SMOTE))])
    as_folder(tmp_path / "in", {f"Eve/{name}": content for name, content in evil.items()})
    as_zip(tmp_path / "in" / "Mal.zip", evil)
    as_folder(tmp_path / "in", {"Ada/ex03_smote.ipynb": notebook(SMOTE)})
    assert {one.student: "beside" in one.problem for one in collected(tmp_path / "in").handed} == {
        "Ada": False,
        "Eve": True,
        "Mal": True,
    }
    inside = downloads.moodle([(ADA, f"Bob O'Neil_{BOB.number}_assignsubmission_file_/ex03.ipynb", notebook(SMOTE))])
    assert {one.student for one in collected(as_folder(tmp_path / "two", inside)).handed} == {ADA.name}


def test_students_of_one_name_stay_two(tmp_path):
    other = downloads.Student("Ada", "Lovelace", 99)
    files = downloads.moodle([(ADA, "ex03.ipynb", notebook(SMOTE)), (other, "ex03.ipynb", notebook(SETUP, SMOTE))])
    handed = collected(as_folder(tmp_path, files)).handed
    assert {one.student for one in handed} == {"Ada Lovelace (1234567)", "Ada Lovelace (99)"}


def test_several_downloads_at_once(tmp_path):
    one = as_zip(tmp_path / "moodle.zip", downloads.moodle(HAND_INS))
    two = as_folder(tmp_path / "in", {"Dan/ex03.ipynb": notebook(SMOTE)})
    assert len(collected(one, two).handed) == 4


@pytest.mark.isolation("A")
def test_nothing_graded_is_no_success(tmp_path, capsys):
    as_folder(tmp_path / "in", {"Ben/notes.txt": b"sorry"})
    assert main(["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "1"]) == 1
    assert "1 malformed" in capsys.readouterr().out
    (tmp_path / "none").mkdir()
    assert main(["grade", str(tmp_path / "none"), "-o", str(tmp_path / "other"), "--workers", "1"]) == 1
