"""Marks out: a roster, a course's rules, and the tables that platforms import."""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from lessonlib.checks.catalogue import find_exercise
from lessonlib.commands import main
from lessonlib.grading.doubts import doubts
from lessonlib.grading.exports import export
from lessonlib.grading.marks import Graded, nothing_right
from lessonlib.grading.platforms import Origin
from lessonlib.grading.results import Entry
from lessonlib.grading.roster import RosterError, read_roster
from lessonlib.grading.rules import Rules, RulesError, read_rules, standings
from tests.grading.downloads import ADA, BOB, CYD, as_zip, blackboard, canvas, moodle
from tests.grading.notebooks import COUNTS, FULL, POINTS, SETUP, SOLVED, notebook

DUE = datetime(2026, 11, 15, 12, tzinfo=UTC)
WORKSHEET = """Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),Feedback comments
Participant 1234567,Ada Lovelace,ada@example.org,Submitted,-,100.00,-,
Participant 1234568,Bob O'Neil,bob@example.org,Submitted,-,100.00,-,
Participant 77,"=HYPERLINK(""x"")",eve@example.org,No submission,-,100.00,-,
"""
GRADEBOOK = """Student,ID,SIS Login ID,Section,Exercise 1 (4711),Final Score
    Points Possible,,,,42,(read only)
"Lovelace, Ada",1234567,alovelace,A,,
"O'Neil, Bob",1234568,boneil,B,,
"Ünal, Çyd",1234569,cunal,A,,
"""


def entry(student, right, when=None, file="ex01.ipynb", **origin):
    """Return a submission of exercise 01 with all cases right, or none."""
    graded = nothing_right(find_exercise("ex01"), "graded", "")
    tasks = [task._replace(cases=tuple(case._replace(right=right) for case in task.cases)) for task in graded.tasks]
    return Entry(
        student, file, "ex01", Graded("graded", "", tuple(tasks)), "", Origin("", student, time=when, **origin)
    )


def rules(tmp_path, text):
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    return read_rules(tmp_path / "rules.toml")


def table(path, delimiter=","):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize(
    ("hours", "share"), [(-1, 1), (0.2, 1), (1, 0.9), (24.2, 0.9), (25, 0.8), (1000, 0.5), (None, 1)]
)
def test_late_work_loses_what_the_rules_say(tmp_path, hours, share):
    late = rules(tmp_path, f"[late]\ngrace_minutes = 15\nper_day = 10\nmost = 50\n[ex01]\ndue = {DUE.isoformat()}")
    when = None if hours is None else DUE + timedelta(hours=hours)
    [standing] = standings([entry("Ada", True, when)], late)
    assert standing.points == pytest.approx(share * FULL)
    assert ("late" in standing.note) == (share < 1)


@pytest.mark.parametrize(
    "time", ["Tuesday, 17 November 2026, 9:30 AM", "Tuesday, 17 November 2026, 09:30", "2026-11-17 09:30:00Z"]
)
def test_a_list_of_one_assignment_tells_when_work_came_in(tmp_path, time):
    (tmp_path / "r.csv").write_text(
        f'Identifier,Full name,Last modified (submission)\nParticipant 7,Ada,"{time}"\n', encoding="utf-8"
    )
    late = rules(tmp_path, "[late]\nper_day = 10\n[ex01]\ndue = 2026-11-15T12:00:00")
    [standing] = standings([entry("Ada", True, id="7")], late, read_roster(tmp_path / "r.csv"))
    assert standing.note == "2 days late: 20 % taken off"


def test_extensions_excuses_extra_points_and_dropped_cases(tmp_path):
    text = f"""[late]
per_day = 100
[ex01]
due = {DUE.isoformat()}
extension = {{"Ada" = {(DUE + timedelta(days=9)).isoformat()}}}
excused = ["b@example.org"]
extra = {{"Cyd" = 2.5}}
drop = ["f_beta 1"]
"""
    when = DUE + timedelta(days=2)
    entries = [entry("Ada", True, when), entry("Bob", True, when, email="b@example.org"), entry("Cyd", True, when)]
    ada, bob, cyd = standings(entries, rules(tmp_path, text))
    worth = find_exercise("ex01").tasks[2].cases[0].points
    assert (ada.points, ada.max_points) == (FULL - worth, FULL - worth)
    assert (bob.excused, bob.note) == (True, "excused")
    assert cyd.points == 2.5
    assert "2.5 points extra" in cyd.note
    assert "without f_beta 1" in ada.note


@pytest.mark.parametrize(("count", "points"), [("best", FULL), ("newest", 0)])
def test_which_attempt_counts(tmp_path, count, points):
    older = entry("Ada", True, DUE, "a.ipynb")._replace(newer="b.ipynb")
    [standing] = standings(
        [older, entry("Ada", False, DUE + timedelta(days=1), "b.ipynb")], rules(tmp_path, f'count = "{count}"')
    )
    assert standing.points == points


@pytest.mark.parametrize(
    "text",
    [
        *(
            "x = 1",
            "count = 'worst'",
            "[late]\nper_day = -1",
            "[late]\nper_week = 3",
            "[ex99]",
            "[ex01",
            "[ex01]\ndue = 3",
        ),
        *(
            "[ex01]\ndrop = ['f_beta 99']",
            "[ex01]\nextra = {Ada = 'two'}",
            "[ex01]\nextension = {Ada = 3}",
            "[ex01]\nx = 1",
        ),
    ],
)
def test_rules_that_say_nothing_are_refused(tmp_path, text):
    with pytest.raises(RulesError, match=r"must|rules"):
        rules(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "person"),
    [
        (WORKSHEET.encode("utf-8-sig"), ("Ada Lovelace", "1234567", "")),
        (WORKSHEET.replace(",", ";").encode(), ("Ada Lovelace", "1234567", "")),
        (GRADEBOOK.encode(), ("Ada Lovelace", "1234567", "alovelace")),
        (
            '"Last Name"\t"First Name"\t"Username"\nLovelace\tAda\talovelace\n'.encode("utf-16"),
            ("Ada Lovelace", "", "alovelace"),
        ),
        (b"First Name,Last Name,SID,Email\nAda,Lovelace,1234567,a@b\n", ("Ada Lovelace", "1234567", "")),
        (
            b'"identifier","github_username","github_id","name"\n"Ada Lovelace","alovelace","5",""\n',
            ("alovelace", "Ada Lovelace", "alovelace"),
        ),
        (b"name\nAda Lovelace\n", ("Ada Lovelace", "", "")),
    ],
)
def test_rosters_of_platforms(tmp_path, content, person):
    (tmp_path / "r.csv").write_bytes(content)
    first = read_roster(tmp_path / "r.csv").people[0]
    assert (first.name, first.id, first.login) == person


@pytest.mark.parametrize(
    ("student", "origin"),
    [
        ("Ada Lovelace", {}),
        ("Lovelace, Ada", {}),
        ("lovelaceada", {"id": "1234567"}),
        ("lovelaceada", {}),
        ("somebody", {"login": "ALovelace"}),
    ],
)
def test_a_submission_finds_its_person(tmp_path, student, origin):
    (tmp_path / "r.csv").write_text(GRADEBOOK, encoding="utf-8")
    roster = read_roster(tmp_path / "r.csv")
    found = standings([entry(student, True, **origin)], roster=roster)
    assert [(one.person.name, one.points) for one in found] == [
        ("Ada Lovelace", FULL),
        ("Bob O'Neil", 0),
        ("Çyd Ünal", 0),
    ]
    assert found[1].note == "nothing handed in"


@pytest.mark.parametrize("content", [b"", b"colour\nred\n", b"\xff\xfe"])
def test_a_roster_without_students_is_refused(tmp_path, content):
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(RosterError, match="must be"):
        read_roster(tmp_path / "r.csv")
    with pytest.raises(RosterError, match="must be"):
        read_roster(tmp_path / "nowhere.csv")


@pytest.mark.isolation("A")
def test_from_moodle_to_moodle(tmp_path):
    work = [(ADA, "ex01_metrics.ipynb", notebook(*SOLVED)), (BOB, "Untitled.ipynb", notebook(SETUP, COUNTS))]
    (tmp_path / "sheet.csv").write_text(WORKSHEET, encoding="utf-8")
    command = ["grade", str(as_zip(tmp_path / "m.zip", moodle(work))), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert main([*command, "--roster", str(tmp_path / "sheet.csv"), "--export", "moodle"]) == 0
    header, ada, bob, eve = table(tmp_path / "out" / "moodle_ex01.csv")
    column = header.index
    assert (tmp_path / "out" / "moodle_ex01.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(header)
    assert (ada[column("Identifier")], ada[column("Grade")]) == ("Participant 1234567", "100")
    assert float(bob[column("Grade")]) == pytest.approx(100 * POINTS["confusion_matrix_values"] / FULL, abs=0.01)
    assert (eve[column("Identifier")], eve[column("Grade")]) == ("Participant 77", "0")
    assert eve[column("Full name")].startswith("'=")
    assert "nothing handed in" in eve[column("Feedback comments")]
    with zipfile.ZipFile(tmp_path / "out" / "moodle_ex01_feedback.zip") as archive:
        assert sorted(archive.namelist()) == [
            "Ada Lovelace_1234567_assignsubmission_file_/ex01_feedback.html",
            "Bob O'Neil_1234568_assignsubmission_file_/ex01_feedback.html",
        ]
        assert b"Your code" in archive.read(archive.namelist()[0])


@pytest.mark.isolation("A")
def test_from_canvas_to_canvas_and_from_blackboard_to_blackboard(tmp_path):
    work = [(ADA, "ex01_metrics.ipynb", notebook(*SOLVED)), (CYD, "ex01.ipynb", notebook(SETUP, COUNTS))]
    (tmp_path / "book.csv").write_text(GRADEBOOK, encoding="utf-8")
    command = ["grade", str(as_zip(tmp_path / "c.zip", canvas(work))), "-o", str(tmp_path / "c"), "--workers", "1"]
    assert main([*command, "--roster", str(tmp_path / "book.csv"), "--export", "canvas", "--export", "csv"]) == 0
    header, possible, ada, bob, cyd = table(tmp_path / "c" / "canvas.csv")
    assert header == ["Student", "ID", "SIS Login ID", "Section", "Exercise 1 (4711)"]
    assert (possible[0].strip(), float(possible[4])) == ("Points Possible", 42)
    assert ada == ["Lovelace, Ada", "1234567", "alovelace", "A", "42"]
    assert (bob[4], float(cyd[4])) == ("0", round(42 * POINTS["confusion_matrix_values"] / FULL, 2))
    assert table(tmp_path / "c" / "export.csv")[1][:2] == ["Ada Lovelace", "1234567"]
    command = ["grade", str(as_zip(tmp_path / "b.zip", blackboard(work))), "-o", str(tmp_path / "b"), "--workers", "1"]
    assert main([*command, "--export", "blackboard"]) == 0
    assert table(tmp_path / "b" / "blackboard.csv") == [
        ["Last Name", "First Name", "Username", "Student ID", "ex01"],
        ["Lovelace", "Ada", "alovelace", "", str(FULL)],
        ["Ünal", "Çyd", "çünal", "", str(POINTS["confusion_matrix_values"])],
    ]


def test_a_column_of_blackboards_is_filled_out_of_its_maximum(tmp_path):
    header = '"Last Name"\t"First Name"\t"Username"\t"ex01 [Total Pts: 42 Score] |4711"\t"ex01 bonus |4712"\n'
    (tmp_path / "r.xls").write_text(f'{header}"Lovelace"\t"Ada"\t"alovelace"\t""\t""\n', encoding="utf-16")
    roster = read_roster(tmp_path / "r.xls")
    export("blackboard", tmp_path, standings([entry("Ada", True, login="alovelace")], roster=roster), roster)
    assert table(tmp_path / "blackboard.csv") == [
        ["Last Name", "First Name", "Username", "Student ID", "ex01 [Total Pts: 42 Score] |4711"],
        ["Lovelace", "Ada", "alovelace", "", "42"],
    ]


def test_nobody_without_a_row_and_bonus_outside_the_maximum(tmp_path):
    found = standings([entry("Ada", True)], rules(tmp_path, "[ex01]\nbonus = true\n[ex02]\nexcused = ['Ada']"))
    export("csv", tmp_path, found)
    assert table(tmp_path / "export.csv")[1][-4:] == ["", str(FULL), "0", ""]


@pytest.mark.parametrize("maximum", ["Maximum Grade", "Maximum grade"])
def test_moodle_passes_over_more_than_its_maximum_so_no_mark_is_more(tmp_path, maximum):
    (tmp_path / "sheet.csv").write_text(WORKSHEET.replace("Maximum Grade", maximum), encoding="utf-8")
    roster = read_roster(tmp_path / "sheet.csv")
    told = rules(tmp_path, "[ex01]\nextra = {'1234567' = 5}")
    export("moodle", tmp_path, standings([entry("Ada Lovelace", True, id="1234567")], told, roster), roster)
    header, ada = table(tmp_path / "moodle_ex01.csv")[:2]
    assert ada[header.index("Grade")] == "100"
    assert f"{FULL + 5} of {FULL} points" in ada[header.index("Feedback comments")]


def test_who_hands_in_twice_is_one_person_whatever_the_files_are_called():
    again = [
        entry("Ada", right, id="7", place=f"ada_7_{right}.ipynb", file=f"{right}.ipynb") for right in (True, False)
    ]
    [standing] = standings(again, Rules(best=True))
    assert standing.points == FULL


def test_who_is_not_on_the_roster_or_there_twice_is_named(tmp_path):
    (tmp_path / "r.csv").write_text("name,id\nAda,1\nBob,2\nBob,3\n", encoding="utf-8")
    roster = read_roster(tmp_path / "r.csv")
    found = standings([entry("Ada", True), entry("Bob", True), entry("Zoe", True)], roster=roster)
    [sentence] = doubts(found, Rules(), roster)
    assert "Bob, Zoe" in sentence
    assert "Ada" not in sentence
    assert doubts(standings([entry("Zoe", True)]), Rules()) == []


def test_a_rule_for_nobody_or_for_two_is_named(tmp_path):
    (tmp_path / "r.csv").write_text("name,id\nAda,1\nBob,2\nBob,3\n", encoding="utf-8")
    roster = read_roster(tmp_path / "r.csv")
    told = rules(tmp_path, "[ex01]\nexcused = ['Ada', 'Bob', '3']\nextra = {'Aad' = 2}")
    assert doubts(standings([entry("Ada", True)], told, roster), told, roster) == [
        "[ex01] excused: Bob stands for 2 students here.",
        "[ex01] extra: Aad stands for no students here.",
    ]


def test_an_exercise_from_few_where_many_handed_in_another_is_named():
    many = [entry(f"student {number}", True) for number in range(9)]
    stray = many[0]._replace(exercise="ex02", graded=nothing_right(find_exercise("ex02"), "stopped", ""))
    [sentence] = doubts(standings([*many, stray]), Rules())
    assert sentence.startswith("ex02 is from 1 of 9 students.")


@pytest.mark.parametrize("place", ["", "/marks"])
def test_marks_need_a_folder(tmp_path, capsys, place):
    (tmp_path / "file").write_text("", encoding="utf-8")
    command = ["grade", str(as_zip(tmp_path / "m.zip", moodle([]))), "-o", f"{tmp_path / 'file'}{place}"]
    assert main([*command, "--trust-submissions"]) == 2
    assert "-o must be a folder that can be written" in capsys.readouterr().err


def test_ctrl_c_ends_the_command_at_once_with_a_sentence():
    code = """
import lessonlib.commands.grade as grade
from lessonlib.commands import main

def interrupted(_options):
    raise KeyboardInterrupt

grade._pool = interrupted
main(["grade", "--probe"])
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 130
    assert "type the same command again" in ended.stderr
    assert "Traceback" not in ended.stderr
