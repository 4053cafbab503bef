"""The progress store keeps what the learner does, whatever happens to its file."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from lessonlib import progress, progress_file


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))
    yield tmp_path
    for store in progress_file._in_memory.values():
        store.close()
    progress_file._in_memory.clear()


def in_other_processes(code, count=1):
    """Run `code` in `count` processes at once; what each printed."""
    command = [sys.executable, "-W", "error", "-c", f"from lessonlib import progress, progress_file\n{code}"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    running = [subprocess.Popen(command, **streams) for _ in range(count)]
    return [process.communicate(timeout=60)[0] for process in running]


def test_lives_in_the_users_data_folder_unless_told_otherwise(monkeypatch, folder):
    assert progress_file.path().parent == folder
    monkeypatch.delenv(progress_file.FOLDER_VARIABLE)
    assert progress_file.path().parent.name == "lessonlib"
    assert folder not in progress_file.path().parents


def test_a_new_process_finds_what_another_kept():
    in_other_processes("progress.record_prediction('p', 'about 50 %', 70)")
    (kept,) = progress.predictions()
    assert (kept.question, kept.answer, kept.confidence, kept.outcome) == ("p", "about 50 %", 70, None)
    assert kept.made_at.endswith("Z")


def test_the_first_commitment_counts_and_later_ones_are_kept():
    progress.record_prediction("p", "about 50 %", 70)
    progress.record_prediction("q", "it rises", 90)
    progress.record_prediction("p", "about 99 %", 60)
    assert [p.answer for p in progress.predictions()] == ["about 50 %", "it rises", "about 99 %"]
    assert [p.answer for p in progress.first_per_question(progress.predictions())] == ["about 50 %", "it rises"]


def test_an_outcome_judges_the_predictions_before_it_and_no_later_ones():
    progress.record_prediction("p", "about 50 %", 70)
    progress.record_prediction("p", "about 99 %", 60)
    progress.record_outcome("p", "about 99 %")
    progress.record_prediction("p", "about 1 %", 100)
    progress.record_prediction("other", "about 99 %", 100)
    assert [p.right for p in progress.predictions()] == [False, True, None, None]


def test_a_second_outcome_does_not_replace_the_first():
    progress.record_prediction("p", "about 50 %", 70)
    progress.record_outcome("p", "about 50 %")
    progress.record_outcome("p", "about 99 %")
    assert progress.predictions()[0].right is True


def test_not_sure_is_neither_right_nor_wrong():
    progress.record_prediction("p", "Not sure", None)
    progress.record_outcome("p", "about 99 %")
    assert progress.predictions()[0].right is None


def test_exercises_count_checks_and_distinct_hints():
    progress.record_check("ex05", False)
    progress.record_hint("ex05", 1)
    progress.record_hint("ex05", 1)
    progress.record_hint("ex05", 2)
    progress.record_check("ex05", True)
    progress.record_check("ex05", False)
    progress.record_hint("ex06", 1)
    assert progress.exercises() == [("ex05", 3, True, 2), ("ex06", 0, False, 1)]


def test_report_counts_first_answers_with_their_base():
    for question, confidence in [("a", 60), ("b", 80), ("c", 100), ("d", None)]:
        progress.record_prediction(question, "up", confidence)
    progress.record_prediction("c", "down", 50)
    for question, outcome in [("a", "up"), ("b", "up"), ("c", "down"), ("d", "up")]:
        progress.record_outcome(question, outcome)
    progress.record_quiz_answer("01/x", "no", False)
    progress.record_quiz_answer("01/x", "yes", True)
    report = progress.report()
    assert "right: 2 of 3 revealed (67 %), at a mean confidence of 80 %" in report
    assert "c: up, 100 % sure (it was: down)" in report
    assert "01/x: not right at the first answer" in report


def test_erase_leaves_nothing_behind(folder):
    progress.record_check("ex05", True)
    (folder / "progress.sqlite.damaged-2025").write_text("old")
    (folder / "somebody-else's.sqlite").write_text("not ours")
    progress_file.erase()
    assert [file.name for file in folder.iterdir()] == ["somebody-else's.sqlite"]
    assert progress.exercises() == []


def test_erase_without_a_file_is_no_error(folder):
    progress_file.erase()
    assert list(folder.iterdir()) == []


def test_kernels_side_by_side_lose_nothing():
    said = in_other_processes("for _ in range(40): progress.record_check('ex05', False)", count=4)
    assert said == [""] * 4
    assert progress.exercises() == [("ex05", 160, False, 0)]


def test_a_damaged_file_is_renamed_and_a_new_one_begun(folder, capsys):
    (folder / "progress.sqlite").write_bytes(b"this was once a database" * 100)
    progress.record_check("ex05", True)
    assert progress.exercises() == [("ex05", 1, True, 0)]
    (aside,) = folder.glob("*.damaged-*")
    assert aside.read_bytes().startswith(b"this was once")
    assert capsys.readouterr().err.count("The progress file was damaged") == 1


def test_damage_inside_the_file_is_found_when_it_is_met(folder, capsys):
    for _ in range(500):
        progress.record_quiz_answer("a question", "an answer" * 20, True)
    file = folder / "progress.sqlite"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert progress.quiz_answers() == []
    assert len(list(folder.glob("*.damaged-*"))) == 1
    assert "damaged" in capsys.readouterr().err


def test_a_sound_file_is_never_set_aside(folder):
    progress.record_check("ex05", True)
    progress_file._set_aside(progress_file.path())
    assert [file.name for file in folder.iterdir()] == ["progress.sqlite"]


def test_a_folder_that_cannot_be_written_is_said_once_and_the_course_goes_on(monkeypatch, folder, capsys):
    (folder / "a file").write_text("in the way")
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(folder / "a file" / "inside"))
    progress.record_prediction("p", "about 50 %", 70)
    progress.record_outcome("p", "about 50 %")
    assert progress.predictions()[0].right is True
    assert capsys.readouterr().err.count("Your progress is not kept") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file size")
def test_a_full_disk_keeps_what_was_there_and_the_course_goes_on():
    progress.record_prediction("before", "up", 70)
    (said,) = in_other_processes(
        "import resource\n"
        "size = progress_file.path().stat().st_size\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "for _ in range(200): progress.record_prediction('after', 'up' * 40, 70)\n"
        "known = progress.predictions()\n"
        "print(known[0].question, known[-1].question, len(known))\n"
    )
    assert said.count("Your progress is not kept") == 1
    assert said.endswith("before after 201\n")
    assert progress.predictions()[0].question == "before"


def test_a_file_of_a_newer_course_is_left_alone(folder, capsys):
    progress.record_check("ex05", True)
    with closing(sqlite3.connect(folder / "progress.sqlite")) as store:
        store.execute("PRAGMA user_version = 99")
    before = (folder / "progress.sqlite").read_bytes()
    progress.record_check("ex05", True)
    assert (folder / "progress.sqlite").read_bytes() == before
    assert "newer version of the course" in capsys.readouterr().err
