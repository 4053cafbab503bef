"""A batch: each submission once, whatever is killed; the same seed, the same marks; odd names; tables and pages."""

import csv
import json
import multiprocessing
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from lessonlib.checks.catalogue import find_exercise
from lessonlib.commands import main
from lessonlib.grading.batch import Batch
from lessonlib.grading.collected import collected
from lessonlib.grading.job import Patience
from lessonlib.grading.levels import Level
from lessonlib.grading.results import Results
from lessonlib.grading.submission import handed_out_cells
from lessonlib.grading.tables import open_table, write_tables
from lessonlib.grading.worker import within_limits
from tests.grading.notebooks import COUNTS, F_BETA, FULL, POINTS, ROOT, SETUP, SOLVED, defining, notebook, solution

pytestmark = pytest.mark.isolation("A")
LESSON = "from lessonlib.commands import main; raise SystemExit(main())"
FIRST = POINTS["confusion_matrix_values"]


def hand_in(folder, student, content, name="ex01_metrics.ipynb"):
    (folder / student).mkdir(parents=True, exist_ok=True)
    (folder / student / name).write_bytes(content)


def grade(folder, into, seed=5, while_running=lambda _count: None):
    into.mkdir(exist_ok=True)
    with Results(into / "results.sqlite") as results:
        batch = Batch(results, into / "feedback", seed, "A", handed_out_cells(ROOT))
        for count, _handed in enumerate(batch.run(collected(folder).handed, workers=2)):
            while_running(count)
        write_tables(into, results)
        return {(student, file): marks for student, file, _, marks in results.rows()}


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_marks_tables_and_pages(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    hand_in(
        tmp_path / "in",
        "Bob",
        notebook(SETUP, COUNTS, "x = '<script>alert(1)</script>'", defining("return -1", ["f_beta(a, b, c)"])),
    )
    hand_in(tmp_path / "in", "=cmd()", b"{")
    assert main(["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--seed", "3", "--workers", "1"]) == 0
    rows = {row["student"]: row for row in table(tmp_path / "out" / "grades.csv")}
    assert (rows["Ada"]["points"], rows["Ada"]["max_points"], rows["Ada"]["status"]) == (str(FULL), str(FULL), "graded")
    assert (rows["Bob"]["points"], rows["Bob"]["reason"]) == (str(FIRST), "The notebook defines no compute_metrics.")
    assert rows["'=cmd()"]["status"] == "malformed"  # no formula for a spreadsheet
    items = {(row["function"], row["case"]): row for row in table(tmp_path / "out" / "items.csv")}
    assert (items["f_beta", "1"]["right"], items["f_beta", "1"]["tried"], items["f_beta", "1"]["pass_rate"]) == (
        "1",
        "2",
        "0.500",
    )
    page = (tmp_path / "out" / "feedback" / "Bob" / "ex01_metrics.html").read_text(encoding="utf-8")
    assert f"{FIRST} of {FULL} points" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_the_same_seed_gives_the_same_marks_and_another_one_other_inputs(tmp_path):
    unsteady = defining(
        "return (np.sum(np.asarray(y_true)), 0, 0, len(y_pred))", ["confusion_matrix_values(y_true, y_pred)"]
    )
    hand_in(tmp_path / "in", "Ada", notebook(SETUP, unsteady))
    hand_in(tmp_path / "in", "Bob", solution("ex08"), "ex08_platt_scaling.ipynb")
    assert grade(tmp_path / "in", tmp_path / "a") == grade(tmp_path / "in", tmp_path / "b")
    with (
        sqlite3.connect(tmp_path / "a" / "results.sqlite") as one,
        sqlite3.connect(tmp_path / "b" / "results.sqlite") as other,
    ):
        everything = "SELECT * FROM grades ORDER BY student"
        assert one.execute(everything).fetchall() == other.execute(everything).fetchall()


def test_what_has_its_marks_is_not_graded_again_unless_it_changed(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    hand_in(tmp_path / "in", "Bob", notebook(SETUP, COUNTS))
    first = grade(tmp_path / "in", tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / "results.sqlite") as connection:
        connection.execute("UPDATE grades SET reason = 'kept' WHERE student = 'Ada'")
    hand_in(tmp_path / "in", "Bob", notebook(*SOLVED))
    second = grade(tmp_path / "in", tmp_path / "out")
    assert [marks.points for marks in first.values()] == [FULL, FIRST]
    assert [marks.points for marks in second.values()] == [FULL, FULL]
    with sqlite3.connect(tmp_path / "out" / "results.sqlite") as connection:
        assert connection.execute("SELECT reason FROM grades ORDER BY student").fetchall() == [("kept",), ("",)]


def test_a_killed_batch_is_finished_by_the_next(tmp_path):
    for number in range(24):
        hand_in(tmp_path / "in", f"s{number:02d}", notebook(*SOLVED[: 2 + number % 3]))
    command = [sys.executable, "-c", LESSON, "grade", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    command += ["--workers", "2", "--seed", "11"]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages = tmp_path / "out" / "feedback"
    while len(list(pages.glob("*/*.html"))) < 6:
        time.sleep(0.02)
        assert started.poll() is None
    started.send_signal(signal.SIGKILL)
    started.wait()
    assert not (tmp_path / "out" / "grades.csv").exists()
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0
    rows = table(tmp_path / "out" / "grades.csv")
    expected = [FIRST, FIRST + POINTS["compute_metrics"], FULL]
    assert [(row["student"], int(row["points"])) for row in rows] == [(f"s{n:02d}", expected[n % 3]) for n in range(24)]
    time.sleep(0.5)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in listed


def test_a_worker_that_is_killed_takes_nobody_with_it(tmp_path):
    for number in range(12):
        hand_in(tmp_path / "in", f"s{number:02d}", notebook(*SOLVED))

    def kill_one(count):
        if count == 3:
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

    marks = grade(tmp_path / "in", tmp_path / "out", while_running=kill_one)
    assert [one.points for one in marks.values()] == [FULL] * 12


def test_names_are_only_names(tmp_path):
    odd = ["a'b", 'a"b', "a;b", "a*b", "a\nb", ".hidden", "-rf", "ä ö", "x" * 200, "$(id)", "<b>", "%2e%2e"]
    for student in odd:
        hand_in(tmp_path / "in", student, notebook(SETUP, COUNTS))
    hand_in(tmp_path / "in", "other", notebook(SETUP), "homework.ipynb")
    hand_in(tmp_path / "in", "other", notebook(SETUP), "ex99_more.ipynb")
    hand_in(tmp_path / "in", "other", b"notes", "notes.txt")
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert {student: marks[student, "ex01_metrics.ipynb"].points for student in odd} == dict.fromkeys(odd, FIRST)
    assert [marks["other", name].status for name in ("homework.ipynb", "ex99_more.ipynb")] == ["malformed"] * 2
    pages = list((tmp_path / "out" / "feedback").rglob("*.html"))
    assert len(pages) == len(odd) + 2
    assert all(page.resolve().is_relative_to(tmp_path / "out" / "feedback") for page in pages)


def test_no_name_stops_the_batch_or_takes_a_page(tmp_path):
    long = "\U00020bb7" * 62  # 248 bytes: with .html more than a file's name may have
    (tmp_path / "in" / "Eve").mkdir(parents=True)
    (tmp_path / "in" / "Eve" / f"{long}.zip").write_bytes(b"")
    hand_in(tmp_path / "in", "O'Neil, Ann", notebook(*SOLVED))
    grade(tmp_path / "in", tmp_path / "out")
    [page] = (tmp_path / "out" / "feedback").glob("O_Neil_Ann-*/ex01_metrics.html")
    hand_in(tmp_path / "in", page.parent.name, notebook(SETUP))
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert marks["Eve", f"{long}.zip"].status == "malformed"
    assert "O&#x27;Neil" in page.read_text(encoding="utf-8")
    assert len(list((tmp_path / "out" / "feedback").rglob("*.html"))) == 3


def test_a_file_that_was_replaced_counts_once(tmp_path):
    hand_in(tmp_path / "in", "Eve", notebook(SETUP, COUNTS))
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    grade(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "Eve" / "ex01_metrics.ipynb").rename(tmp_path / "in" / "Eve" / "ex01_final.ipynb")
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert {key: one.points for key, one in marks.items()} == {
        ("Ada", "ex01_metrics.ipynb"): FULL,
        ("Eve", "ex01_final.ipynb"): FIRST,
    }


def test_what_the_grader_failed_over_is_tried_again(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    grade(tmp_path / "in", tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / "results.sqlite") as connection:
        connection.execute("UPDATE grades SET status = 'failed', points = 0")
    grade(tmp_path / "in", tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / "results.sqlite") as connection:
        assert connection.execute("SELECT status, points FROM grades").fetchall() == [("graded", FULL)]


def test_no_text_of_a_submission_is_in_its_reason(tmp_path):
    hand_in(tmp_path / "in", "Eve", notebook(SETUP, "import sys\nraise ValueError(sys.base_prefix)"))
    hand_in(tmp_path / "in", "Mal", notebook(SETUP, COUNTS, "class Secret101(Exception): pass\nraise Secret101"))
    hand_in(tmp_path / "in", "Bob", notebook(SETUP, "import sklearn.metrics\nsklearn.metrics.f1_score([1], [1])"))
    marks = {student: one.reason for (student, _), one in grade(tmp_path / "in", tmp_path / "out").items()}
    missing = "The notebook defines no confusion_matrix_values, compute_metrics, f_beta"
    assert marks["Eve"] == f"{missing}: its code cell 2 stops with ValueError."
    assert marks["Mal"] == "The notebook defines no compute_metrics, f_beta."  # below the last definition: not run
    assert "numpy and scipy" in marks["Bob"]


def test_a_slow_function_does_not_cost_the_points_of_others(tmp_path):
    slow = defining("import time\ntime.sleep(0.8)\nreturn {}", ["compute_metrics(y_true, y_pred)"])
    hand_in(tmp_path / "in", "Ada", notebook(SETUP, COUNTS, slow, F_BETA))
    tmp_path.joinpath("out").mkdir()
    with Results(tmp_path / "out" / "results.sqlite") as results:
        batch = Batch(results, tmp_path / "out", 5, "A", {}, Patience(cells=4, call=1, whole=3))
        list(batch.run(collected(tmp_path / "in").handed, workers=1))
        [(*_, marks)] = results.rows()
    assert (marks.status, marks.points) == ("graded", FIRST)
    assert marks.tasks[2].sentence == "There was no time left to try this function."


def test_comments_in_any_script_take_no_more_room_than_others(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(SETUP, "# " + "\u7b54" * 180_000, *SOLVED[1:]))
    [marks] = grade(tmp_path / "in", tmp_path / "out").values()
    assert marks.points == FULL


def test_links_devices_and_doubles_are_refused(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    (tmp_path / "in" / "Eve").mkdir()
    (tmp_path / "in" / "Eve" / "ex01_metrics.ipynb").symlink_to(tmp_path / "in" / "Ada" / "ex01_metrics.ipynb")
    (tmp_path / "in" / "Mal").symlink_to(tmp_path / "in" / "Ada")
    (tmp_path / "in" / "Fay").mkdir()
    os.mkfifo(tmp_path / "in" / "Fay" / "ex01_metrics.ipynb")
    hand_in(tmp_path / "in", "Bob", notebook(*SOLVED))
    hand_in(tmp_path / "in", "Bob", notebook(*SOLVED), "ex01_metrics_2.ipynb")
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert {student: one.points for (student, _), one in marks.items() if student != "Bob"} == {
        "Ada": FULL,
        "Eve": 0,
        "Fay": 0,
        "Mal": 0,
    }
    assert "link" in marks["Eve", "ex01_metrics.ipynb"].reason
    assert sorted((one.status, one.points) for (student, _), one in marks.items() if student == "Bob") == [
        ("graded", FULL),
        ("older", 0),
    ]


def test_archives_are_read_where_they_lie(tmp_path):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "Ada.zip", "w") as archive:
        archive.writestr("ex01_metrics.ipynb", notebook(*SOLVED))
        archive.writestr("../../ex08_platt_scaling.ipynb", solution("ex08"))
        archive.writestr("student.txt", "Bob")
    with zipfile.ZipFile(tmp_path / "in" / "Bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ex01_metrics.ipynb", b" " * 50_000_000)
    (tmp_path / "in" / "Cut.zip").write_bytes((tmp_path / "in" / "Ada.zip").read_bytes()[:500])
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert marks["Ada", "Ada.zip/ex01_metrics.ipynb"].points == FULL
    assert marks["Ada", "Ada.zip/../../ex08_platt_scaling.ipynb"].points == 16
    assert "larger than 10 MB" in marks["Bomb", "Bomb.zip/ex01_metrics.ipynb"].reason
    assert marks["Cut", "Cut.zip"].status == "malformed"
    assert not (tmp_path.parent / "ex08_platt_scaling.ipynb").exists()
    assert len(list((tmp_path / "out" / "feedback").rglob("*.html"))) == 4


def test_what_is_no_submission_is_told(tmp_path, capsys):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    for loose in ("Ada/notes.txt", "Ada/more.tar.gz", "Tara.tgz", "ex01_metrics.ipynb", "participants.csv"):
        (tmp_path / "in" / loose).write_bytes(notebook(*SOLVED))
    (tmp_path / "in" / "Empty\x1b[2J").mkdir()
    command = ["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert main(command) == 0
    assert capsys.readouterr().out.split("Passed over")[1].splitlines()[1:] == ["  in/participants.csv"]
    told = {row["student"]: row["reason"] for row in table(tmp_path / "out" / "grades.csv") if row["reason"]}
    assert told.keys() == {"Ada", "Tara", "ex01_metrics.ipynb", "Empty\\x1b[2J"}
    assert "holds no notebook" in told["Empty\\x1b[2J"]
    assert main(command) == 0
    assert "had their marks from before" in capsys.readouterr().out


def test_totals_add_up_by_student(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    hand_in(tmp_path / "in", "Ada", solution("ex07"), "ex07_cost_matrix.ipynb")
    hand_in(tmp_path / "in", "Bob", notebook(SETUP, COUNTS))
    grade(tmp_path / "in", tmp_path / "out")
    costs = sum(case.points for task in find_exercise("ex07").tasks for case in task.cases)
    columns = ("student", "points", "ex01", "ex07", "maximum")
    assert [{name: row[name] for name in columns} for row in table(tmp_path / "out" / "totals.csv")] == [
        {
            "student": "Ada",
            "points": str(FULL + costs),
            "ex01": str(FULL),
            "ex07": str(costs),
            "maximum": str(FULL + costs),
        },
        {"student": "Bob", "points": str(FIRST), "ex01": str(FIRST), "ex07": "", "maximum": str(FULL + costs)},
    ]
    assert all((tmp_path / "out" / row["feedback"]).is_file() for row in table(tmp_path / "out" / "grades.csv"))


def test_what_is_not_written_counts_as_not_tried(tmp_path):
    hand_in(tmp_path / "in", "Larry", next((ROOT / "exercises").glob("ex01_*")).read_bytes())
    [marks] = grade(tmp_path / "in", tmp_path / "out").values()
    assert marks.reason == "Nothing is written so far in confusion_matrix_values, compute_metrics, f_beta."
    assert {row["tried"] for row in table(tmp_path / "out" / "items.csv")} == {"0"}


def test_a_function_of_the_library_is_no_answer_and_told_so(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook("from lessonlib import smote, find_k_neighbors"), "ex03_smote.ipynb")
    [marks] = grade(tmp_path / "in", tmp_path / "out").values()
    assert marks.points == 0
    assert "uses what it may not import" in marks.tasks[1].sentence


def test_what_else_is_in_an_archive_does_no_harm(tmp_path):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "Ada.ZIP", "w") as archive:
        archive.writestr("ex01_metrics.ipynb", notebook(*SOLVED))
        archive.writestr(".ipynb_checkpoints/ex01_metrics-checkpoint.ipynb", notebook(SETUP))
        archive.writestr("__MACOSX/._ex01_metrics.ipynb", b"\0")
    with zipfile.ZipFile(tmp_path / "in" / "Eve.zip", "w") as archive:
        for number in range(2000):
            archive.writestr(f"ex01_{number}.ipynb", b"")
    hand_in(tmp_path / "in", "Bob", notebook(*SOLVED), "ex01.IPYNB")
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert {key: one.points for key, one in marks.items()} == {
        ("Ada", "Ada.ZIP/ex01_metrics.ipynb"): FULL,
        ("Bob", "ex01.IPYNB"): FULL,
        ("Eve", "Eve.zip"): 0,
    }
    assert "more than 1000 files" in marks["Eve", "Eve.zip"].reason


@pytest.mark.parametrize("name", ["=1+1", " =1", ";=1", "a;@x", "\uff1d1", "\t=1"])
def test_no_cell_of_a_table_is_a_formula(tmp_path, name):
    with open_table(tmp_path / "t.csv") as write:
        write(name, "\x1b[2J\u202e", 3)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        [(first, second, third)] = csv.reader(file)
    assert not [part for part in re.split("[;,|]", first) if part.strip()[:1] in {"=", "+", "-", "@", "\uff1d"}]
    assert (second, third) == ("\\x1b[2J\\u202e", "3")


def test_experiments_that_were_handed_out_are_not_run_again(tmp_path):
    """The solution of exercise 09 trains forests for minutes before its second function; its marks take seconds."""
    hand_in(tmp_path / "in", "Ada", solution("ex09"), "ex09_balanced_bagging.ipynb")
    started = time.monotonic()
    marks = grade(tmp_path / "in", tmp_path / "out")
    assert all(case.right for task in marks["Ada", "ex09_balanced_bagging.ipynb"].tasks for case in task.cases)
    assert time.monotonic() - started < 60


def test_without_isolation_no_marks_are_given(tmp_path, monkeypatch, capsys):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    monkeypatch.setattr(
        "lessonlib.grading.levels.probe", lambda: Level("C", {"A": "no bubblewrap", "B": "no Landlock"})
    )
    command = ["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert main(command) == 2
    said = capsys.readouterr()
    assert "not A: no bubblewrap" in said.out
    assert "container or WSL" in said.err
    assert not (tmp_path / "out").exists()
    assert main([*command, "--trust-submissions"]) == 0
    assert table(tmp_path / "out" / "grades.csv")[0]["points"] == str(FULL)
    assert main(["grade", "--probe"]) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "what was handed in"),
        (["nowhere", "-o", "out"], "must be a folder or a .zip"),
        ([".", "-o", "out", "--workers", "0"], "--workers must be at least 1"),
        ([".", "-o", "out", "--seed", "-1"], "--seed must be between"),
    ],
)
def test_what_cannot_be_graded_is_told(options, says, capsys):
    assert main(["grade", *options]) == 2
    assert says in capsys.readouterr().err


def test_a_full_disk_is_told(tmp_path):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    code = "import resource, sys; from lessonlib.commands import main\n"
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY)); sys.exit(main(sys.argv[1:]))"
    command = [
        sys.executable,
        "-B",
        "-c",
        code,
        "grade",
        tmp_path / "in",
        "-o",
        tmp_path / "out",
        "--trust-submissions",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 2
    assert "cannot be read or written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_another_seed_for_the_same_results_is_refused(tmp_path, capsys):
    hand_in(tmp_path / "in", "Ada", notebook(*SOLVED))
    command = ["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert main([*command, "--seed", "1"]) == 0
    assert main([*command, "--seed", "2"]) == 2
    assert "was graded with --seed 1" in capsys.readouterr().err
    assert main(command) == 0


def test_submit_packs_what_grade_reads(tmp_path, monkeypatch, capsys):
    stub = json.loads(next((ROOT / "exercises").glob("ex07_*")).read_text(encoding="utf-8"))
    notebook_file = tmp_path / "ex07_cost_matrix.ipynb"
    notebook_file.write_text(json.dumps(stub), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["submit", "ex07_cost_matrix.ipynb", "--student", "Ada L"]) == 1
    said = capsys.readouterr().out
    assert "min_cost_predictions does not pass yet" in said
    assert "no longer holds" not in said
    notebook_file.rename(tmp_path / "mine")
    [handed] = collected(tmp_path).handed
    assert (handed.student, handed.exercise, handed.read()) == ("Ada L", "ex07", (tmp_path / "mine").read_bytes())


def test_submit_tells_when_the_check_cells_are_gone(tmp_path, monkeypatch, capsys):
    (tmp_path / "ex01_metrics.ipynb").write_bytes(notebook(*SOLVED, "check(f_beta)"))
    monkeypatch.chdir(tmp_path)
    assert main(["submit", "ex01_metrics.ipynb", "--student", "Ada"]) == 0
    assert "no longer holds check(confusion_matrix_values), check(compute_metrics)." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["ex01_a.ipynb", "ex01_b.ipynb"], "one notebook for each exercise"),
        (["ex01_a.ipynb", "--student", "../x"], "--student must be a name"),
        (["ex01_a.ipynb", "-o", "x.tar"], "must end in .zip"),
        (["homework.ipynb"], "whose name begins with"),
    ],
)
def test_what_cannot_be_submitted_is_told(options, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["submit", *options]) == 2
    assert says in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_what_is_read_apart_comes_back_and_takes_nobody_along():
    assert within_limits(sorted, "ba") == ["a", "b"]
    with pytest.raises(MemoryError):
        within_limits(bytearray, 5 * 2**30)
    with pytest.raises(BrokenExecutor):
        within_limits(os._exit, 3)


@pytest.mark.parametrize("error", [MemoryError(), BrokenExecutor()])
def test_a_download_that_cannot_be_read_within_limits_is_told(tmp_path, monkeypatch, capsys, error):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr("lessonlib.grading.worker.within_limits", fail)
    (tmp_path / "in").mkdir()
    assert main(["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 2
    assert "Look for an archive that is no ordinary zip" in capsys.readouterr().err
