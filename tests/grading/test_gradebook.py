"""Marks in nbgrader: its gradebook, feedback pages, export and formgrader, each the real one.

nbgrader switches server extensions on for everybody who shares its environment, so `uv` makes one of its own for it.
"""

import csv
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.report import CaseResult
from lessonlib.commands import main
from lessonlib.grading.graded_notebook import evidence, graded_sheet, stubs
from lessonlib.grading.marks import Graded, GradedTask, nothing_right
from lessonlib.grading.names import safe_name
from tests.browser.jupyterlab import browser, find_chromium
from tests.grading.notebooks import COUNTS, F_BETA, FULL, METRICS, POINTS, ROOT, SETUP, notebook
from tests.missing import missing

NAME = "ex01_metrics"
STUB = stubs(ROOT)["ex01"]
SCRIPT = "<script>document.title = 'owned'</script>"
ANSWER = f"<b>All</b> flagged: {SCRIPT} [so](javascript:alert(1)) $\\href{{javascript:alert(2)}}{{F_1}}$\n\n# 0.95"
SOLVED = {"confusion_matrix_values": COUNTS, "compute_metrics": METRICS, "f_beta": F_BETA}
HALF = {**SOLVED, "f_beta": "def f_beta(y_true, y_pred, beta):\n    return 0.5"}
ODD = "..\\<i>,\"'*[?]\n=1"
ANSWER_CELL = "in_words_brochure"


def solved(written, change=list):
    """Return the bytes of the notebook that was handed out with these texts in the cells for them."""
    content = json.loads((ROOT / "exercises" / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = written.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    change(content["cells"])
    return json.dumps(content).encode()


def forge(cells):
    """Claim every cell and no end of points for each, and bring scripts along."""
    scripts = [{"output_type": "display_data", "data": {"text/html": SCRIPT}, "metadata": {}}]
    for cell in cells:
        cell["metadata"] = {
            "nbgrader": {"grade_id": "marks_f_beta", "points": 98765, "grade": True, "schema_version": 99}
        }
        cell |= {"outputs": scripts} if cell["cell_type"] == "code" else {}
    cells.insert(2, {"cell_type": "markdown", "metadata": {}, "source": ["<img src=x ", 'onerror="alert(3)">', 4]})
    cells.append({"cell_type": "raw", "metadata": {"tags": 1}, "source": {}})


HANDED_IN = {
    "Ada Lovelace": solved(SOLVED | {ANSWER_CELL: ANSWER}),
    "Bob": solved(HALF),
    "Eve": solved(SOLVED, forge),
    ODD: solved({"confusion_matrix_values": COUNTS}),
    "Zoë": b"{",
    "Gil": notebook(SETUP, "import os\nos._exit(3)"),
}
SCORES = {
    "Ada Lovelace": FULL,
    "Bob": POINTS["confusion_matrix_values"] + POINTS["compute_metrics"],
    "Eve": FULL,
    safe_name(ODD): POINTS["confusion_matrix_values"],
    "Zoë": 0,
    "Gil": 0,
}


def marked(*rights, status="graded", reason="", sentence=""):
    """Return marks of exercise 01 where for each function all cases are right or none is."""
    tasks = []
    for task, right in zip(find_exercise("ex01").tasks, rights, strict=True):
        cases = tuple(CaseResult(case.name, right, case.points) for case in task.cases)
        tasks.append(GradedTask(task.function, cases, sentence="" if right else sentence))
    return Graded(status, reason, tuple(tasks))


def sheet(content, graded=None):
    return graded_sheet(STUB, content, graded or marked(True, True, True))


def sources(cells):
    return ["".join(cell["source"]) for cell in cells]


def by_grade_id(cells):
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in cells if "nbgrader" in cell["metadata"]}


@pytest.mark.parametrize("exercise", sorted(stubs(ROOT)))
def test_the_cells_for_marks_carry_the_points_of_their_functions(exercise):
    stub = stubs(ROOT)[exercise]
    offered = {name: cell["metadata"]["nbgrader"]["points"] for name, cell in stub.graded_cells().items()}
    tasks = {f"marks_{task.function}": sum(c.points for c in task.cases) for task in find_exercise(exercise).tasks}
    assert {name: points for name, points in offered.items() if not name.startswith("in_words")} == tasks


def test_names_become_safe_ones_and_stay_apart():
    odd = [
        ODD,
        "a/b",
        "a\\b",
        "..",
        ".hidden",
        "-rf",
        "=1+1",
        "",
        "x" * 200,
        "a,b",
        "{0}",
        "%2e",
        "a ",
        "a\x00",
        "\udcff",
    ]
    safe = [safe_name(name) for name in odd]
    assert all(name.replace("_", "").replace("-", "").isalnum() and len(name) <= 60 for name in safe)
    assert len(set(safe)) == len(odd)
    assert not set(safe) & {safe_name(name) for name in safe}  # nobody can be called what somebody else is made into
    plain = ["Ada Lovelace", "Zoë", "s1234", "a.b@c-d_e"]
    assert [safe_name(name) for name in plain] == plain


def test_text_goes_where_it_belongs_and_everything_else_is_the_courses():
    def add(cells):
        cells.insert(1, {"cell_type": "code", "metadata": {}, "source": "mine = 1"})
        for cell in cells:
            if cell["source"] == ["check(f_beta)"]:
                cell["source"] = "check = print"

    written = sheet(solved(SOLVED | {ANSWER_CELL: ANSWER}, add)).notebook["cells"]
    marked_cells, handed_out = by_grade_id(written), by_grade_id(STUB.notebook["cells"])
    assert list(marked_cells) == list(handed_out)
    for name, cell in marked_cells.items():
        assert cell["metadata"] == handed_out[name]["metadata"]
        if name in SOLVED:
            assert cell["source"] == SOLVED[name]
        elif name != ANSWER_CELL:
            assert cell["source"] == handed_out[name]["source"]
    assert [source for source in sources(written) if source in ("mine = 1", "check = print")] == [
        "mine = 1",
        "check = print",
    ]
    assert len({cell["id"] for cell in written}) == len(written)


def test_nothing_that_a_submission_claims_gets_through():
    written = sheet(HANDED_IN["Eve"])
    assert written.points == sheet(solved(SOLVED | {ANSWER_CELL: "x"})).points  # the loose prose may be an answer
    text = written.text()
    for claim in ("98765", 'schema_version": 99', "text/html", "<script", "<img", '"tags"'):
        assert claim not in text
    assert "&lt;img src=x onerror=" in text


def test_answers_in_words_wait_for_a_person_unless_there_are_none():
    assert sheet(solved(SOLVED | {ANSWER_CELL: "All."})).points[ANSWER_CELL] is None
    for nothing in ({}, {ANSWER_CELL: " \n"}):
        empty = sheet(solved(SOLVED | nothing))
        assert (empty.points[ANSWER_CELL], empty.blank) == (0, {ANSWER_CELL})
    elsewhere = sheet(solved(SOLVED, lambda cells: cells.append({"cell_type": "markdown", "source": "All."})))
    assert elsewhere.points[ANSWER_CELL] is None
    assert sheet(solved(HALF), marked(True, True, False)).points["marks_f_beta"] == 0


def test_what_could_not_be_graded_says_why():
    exercise = find_exercise("ex01")
    malformed = sheet(None, nothing_right(exercise, "malformed", "It is <empty>."))
    assert set(malformed.points.values()) == {0}
    assert f"0 of {FULL} points" in sources(malformed.notebook["cells"])[0]
    assert "It is &lt;empty&gt;." in sources(malformed.notebook["cells"])[0]
    failed = sheet(HANDED_IN["Bob"], nothing_right(exercise, "failed", "Please look."))
    assert set(failed.points.values()) == {None}
    assert "return 0.5" in failed.text()


def test_a_mark_rests_on_what_its_marker_saw():
    first, second = (evidence(sheet(solved(SOLVED | {ANSWER_CELL: words})).notebook) for words in ("All.", "None."))
    assert {name for name in first if first[name] != second[name]} == {ANSWER_CELL}
    code = evidence(sheet(solved(HALF | {ANSWER_CELL: "All."}), marked(True, True, False)).notebook)
    assert code[ANSWER_CELL] == first[ANSWER_CELL]
    assert code["marks_f_beta"] != first["marks_f_beta"]


@pytest.mark.parametrize(
    ("path", "says"), [("grades.db", "must end in gradebook.db"), ("gradebook.db", "--extra instructor")]
)
def test_without_nbgrader_the_command_to_type_comes_before_any_grading(path, says, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("lessonlib.grading.gradebook.find_spec", lambda _name: None)
    (tmp_path / "in").mkdir()
    command = ["grade", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--trust-submissions"]
    assert main([*command, "--gradebook", str(tmp_path / path)]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


class Instructor:
    """An environment with nbgrader, and a class that is graded in it."""

    def __init__(self, environment, folder):
        self.environment, self.folder, self.course = environment, folder, folder / "course"

    def run(self, *command, folder=None):
        done = self.begin(*command, folder=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        output, _ = done.communicate()
        assert done.returncode == 0, output
        return output

    def begin(self, *command, folder=None, **options):
        paths = {"PATH": f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        private = {name: str(self.folder / name.lower()) for name in names}
        found = shutil.which(command[0], path=str(self.environment / "bin"))
        return subprocess.Popen(
            [found, *command[1:]], cwd=folder or self.course, env=os.environ | paths | private, **options
        )

    def ask(self, code):
        """Run code with nbgrader's API on the gradebook, as `gradebook`; return what it prints, as data."""
        opened = (
            "import json\nfrom nbgrader.api import Gradebook\nwith Gradebook('sqlite:///gradebook.db') as gradebook:\n"
        )
        return json.loads(
            self.run("python", "-c", opened + "".join(f"    {line}\n" for line in code.strip().split("\n")))
        )

    def grade(self):
        command = ["grade", str(self.folder / "in"), "-o", str(self.folder / "marks"), "--seed", "3", "--workers", "2"]
        return self.run("lesson", *command, "--gradebook", str(self.course / "gradebook.db"), folder=ROOT)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An environment with the course and nbgrader; without uv or network: skipped, but never in CI."""
    folder = tmp_path_factory.mktemp("instructor") / "environment"
    command = ["uv", "sync", "--no-dev", "--extra", "instructor", "--python", sys.executable]
    try:
        subprocess.run(
            command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(folder)}
        )
    except (OSError, subprocess.CalledProcessError) as error:
        missing(f"the instructor's extra, which uv can't install here: {error}")
    return folder


@pytest.fixture(scope="module")
def graded(environment, tmp_path_factory):
    """The class, graded; tests that change it take `another`."""
    instructor = Instructor(environment, tmp_path_factory.mktemp("class"))
    instructor.course.mkdir()
    for student, content in HANDED_IN.items():
        (instructor.folder / "in" / student).mkdir(parents=True)
        (instructor.folder / "in" / student / f"{NAME}.ipynb").write_bytes(content)
    (instructor.folder / "in" / "Bob" / "homework.ipynb").write_bytes(b"{}")
    assert "gradebook.db: 6 submissions;" in instructor.grade()
    return instructor


@pytest.fixture
def another(graded, tmp_path):
    shutil.copytree(graded.folder, tmp_path / "class", symlinks=True)
    return Instructor(graded.environment, tmp_path / "class")


isolated = pytest.mark.isolation("A")


def solution_lines():
    """Return the lines between solution marks that are long enough to be somebody's answer."""
    cells = json.loads((ROOT / "solutions" / f"{NAME}.ipynb").read_text(encoding="utf-8"))["cells"]
    inside = re.findall("### BEGIN SOLUTION\n(.*?)### END SOLUTION", "\n".join(sources(cells)), re.DOTALL)
    found = [line.strip() for line in "".join(inside).splitlines() if len(line.strip()) > 25]
    assert found
    return found


def query(instructor, question):
    with sqlite3.connect(instructor.course / "gradebook.db") as database:
        return database.execute(question).fetchall()


@isolated
def test_only_the_courses_own_and_the_students_text_is_in_the_tree(graded):
    files = {path.relative_to(graded.course).as_posix() for path in graded.course.rglob("*") if path.is_file()}
    per_student = [f"autograded/{name}/{NAME}/{file}" for name in SCORES for file in (f"{NAME}.ipynb", "timestamp.txt")]
    times = [f"submitted/{name}/{NAME}/timestamp.txt" for name in SCORES]
    assert files == {"gradebook.db", "report.html", f"source/{NAME}/{NAME}.ipynb", *per_student, *times}
    for file in graded.course.glob("autograded/*/*/*.ipynb"):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        assert not [source for source in sources(cells) if "### BEGIN" in source or SCRIPT in source]
        if file.parents[1].name == "Zoë":  # of whose own there is nothing in it
            assert not [line for line in solution_lines() if line in "\n".join(sources(cells))]
        with_outputs = {name for name, cell in by_grade_id(cells).items() if cell.get("outputs")}
        assert with_outputs == {f"marks_{function}" for function in POINTS}
        assert sum(bool(cell.get("outputs")) for cell in cells) == len(with_outputs)


@isolated
def test_feedback_pages_have_points_and_sentences(graded):
    graded.run("nbgrader", "generate_feedback", NAME)
    pages = {
        page.parents[1].name: page.read_text(encoding="utf-8") for page in graded.course.glob("feedback/*/*/*.html")
    }
    assert pages.keys() == SCORES.keys()
    for student, score in SCORES.items():
        assert f"{NAME} (Score: {float(score)} / {FULL + 2.0})" in pages[student]
        assert "<script>document.title" not in pages[student]
    assert f"0 of {POINTS['f_beta']} points" in pages["Bob"]
    assert "Nothing is written so far." in pages[safe_name(ODD)]
    assert "its JSON is damaged" in pages["Zoë"]
    assert "cells end the process" in pages["Gil"]
    assert "&lt;b&gt;All&lt;/b&gt; flagged" in pages["Ada Lovelace"]
    assert "<img src=x" not in pages["Eve"]


@isolated
def test_export_has_the_points(graded):
    graded.run("nbgrader", "export", "--to=grades.csv")
    with (graded.course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in rows} == {
        student: (score, FULL + 2) for student, score in SCORES.items()
    }
    assert {row["assignment"] for row in rows} == {NAME}


@contextmanager
def formgrader(instructor):
    """Serve formgrader; yields the address that its pages are under."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--no-browser"]
    with (instructor.folder / "server.log").open("wb") as log:
        server = instructor.begin("jupyter", "server", "--allow-root", *options, stdout=log, stderr=log)
        try:
            yield wait_for(f"http://127.0.0.1:{port}/formgrader", server, instructor.folder / "server.log")
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(address, server, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urlopen(f"{address}/api/status", timeout=5).close()
            return address
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no formgrader: {log.read_text()[-2000:]}")


@isolated
def test_formgrader_serves_every_page_with_the_scores(graded):
    with formgrader(graded) as address:

        def get(page):
            with urlopen(f"{address}/{page}", timeout=30) as answer:
                assert answer.status == 200
                return answer.read().decode()

        for page in ("gradebook", f"gradebook/{NAME}", f"gradebook/{NAME}/{NAME}", f"manage_submissions/{NAME}"):
            assert "Loading, please wait" in get(page)  # and then asks what follows
        [assignment] = json.loads(get("api/assignments"))
        assert (assignment["num_submissions"], assignment["max_score"]) == (len(SCORES), FULL + 2)
        assert assignment["average_score"] == pytest.approx(sum(SCORES.values()) / len(SCORES))
        listed = json.loads(get(f"api/submissions/{NAME}"))
        assert {one["student"]: (one["score"], one["autograded"]) for one in listed} == {
            student: (score, True) for student, score in SCORES.items()
        }
        notebooks = {one["student"]: one for one in json.loads(get(f"api/submitted_notebooks/{NAME}/{NAME}"))}
        assert {name for name, one in notebooks.items() if one["needs_manual_grade"]} == {"Ada Lovelace", "Eve"}
        assert {name for name, one in notebooks.items() if one["failed_tests"]} == SCORES.keys() - {
            "Ada Lovelace",
            "Eve",
        }
        page = get(f"submissions/{notebooks['Bob']['id']}/")
        assert f"0 of {POINTS['f_beta']} points" in page


@isolated
def test_a_person_marks_an_answer_in_the_browser_and_no_script_of_a_student_runs(another):
    if find_chromium() is None:
        missing("Chromium or Chrome; on Debian, apt-get install chromium")
    ids = dict(
        query(
            another,
            """SELECT student_id, submitted_notebook.id FROM submitted_notebook
            JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id""",
        )
    )
    opened = []
    with formgrader(another) as address, browser() as chromium:
        page = chromium.new_page()
        page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
        for student in ("Eve", "Ada Lovelace"):
            page.goto(f"{address}/submissions/{ids[student]}/")
            page.locator('#marks_compute_metrics[placeholder="10"]').wait_for()
            assert page.title() == NAME
        assert page.get_by_text("flagged:").inner_text() == ANSWER
        page.locator(f"#{ANSWER_CELL}").fill("1.5")
        with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            page.locator(f"#{ANSWER_CELL}").press("Tab")
    assert opened == []
    saved = query(another, "SELECT auto_score, manual_score, needs_manual_grade FROM grade WHERE manual_score NOTNULL")
    assert saved == [(None, 1.5, 0)]


MARK_BY_HAND = f"""
where = ("{NAME}", "{NAME}", "Bob")
for name, score in (("marks_compute_metrics", 7.0), ("marks_f_beta", 1.0)):
    grade = gradebook.find_grade(name, *where)
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, 0.5, False
comment = gradebook.find_comment("f_beta", *where)
comment.manual_comment = "Nearly."
gradebook.db.commit()
print(0)
"""
LOOK = f"""
notebook = gradebook.find_submission_notebook("{NAME}", "{NAME}", "Bob")
grades = {{g.name: [g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade] for g in notebook.grades}}
print(json.dumps([grades, notebook.score, {{c.name: c.comment for c in notebook.comments}}]))
"""


def waiting(instructor):
    """Return how many marks wait for a person."""
    return query(instructor, "SELECT count(*) FROM grade WHERE needs_manual_grade")[0][0]


@isolated
def test_what_a_person_wrote_survives_grading_again(another):
    another.ask(MARK_BY_HAND)
    before = waiting(another)
    another.grade()
    assert waiting(another) == before == 2  # nothing has changed: nobody need look again
    wrong = {"confusion_matrix_values": "def confusion_matrix_values(y_true, y_pred):\n    return 1, 1, 1, 1"}
    written = SOLVED | wrong | {ANSWER_CELL: "All of them."}
    (another.folder / "in" / "Bob" / f"{NAME}.ipynb").write_bytes(solved(written))
    another.grade()
    grades, score, comments = another.ask(LOOK)
    assert grades.pop("marks_compute_metrics")[1:] == [7, 0.5, True]  # its marker saw other code
    assert grades == {
        "marks_confusion_matrix_values": [0, None, None, False],
        "marks_f_beta": [POINTS["f_beta"], 1, 0.5, True],  # right, given right counts
        ANSWER_CELL: [None, None, None, True],
    }
    assert score == 7.5 + 1.5
    assert comments == {**dict.fromkeys(SOLVED), "f_beta": "Nearly.", ANSWER_CELL: None}
    assert "All of them." in (another.course / "autograded" / "Bob" / NAME / f"{NAME}.ipynb").read_text(
        encoding="utf-8"
    )


KILLED = """
import json, os, sys
from pathlib import Path
from lessonlib.grading.collected import Handed
from lessonlib.grading.gradebook import Gradebook
from lessonlib.grading.marks import from_lists
from nbgrader.api import Gradebook as Database

file, marks = Path(sys.argv[1]), from_lists(json.loads(sys.argv[2]))
submissions = [Handed(f"s{n:03d}", file.name, "ex01", file) for n in range(230)]


class Marks:
    def rows(self):
        return [(one.student, one.file, one.exercise, marks) for one in submissions]


gradebook = Gradebook("gradebook.db", sys.argv[3])
if not os.fork():
    written, write = [], gradebook._write_files
    gradebook._write_files = lambda entry: os._exit(9) if len(written) == 120 else (written.append(1), write(entry))
    gradebook.export(submissions, Marks())
assert os.waitstatus_to_exitcode(os.wait()[1]) == 9
assert len(list(Path("autograded").iterdir())) == 120
with Database("sqlite:///gradebook.db") as database:
    assert len(database.students) == 200
assert gradebook.export(submissions, Marks()) == 230
with Database("sqlite:///gradebook.db") as database:
    scores = {one.student.id: one.score for one in database.assignment_submissions("ex01_metrics")}
print(json.dumps([scores, sorted(str(path.parts[1]) for path in Path("autograded").glob("*/*/*.ipynb"))]))
"""


def test_an_export_that_was_killed_is_finished_by_the_next(environment, tmp_path):
    instructor = Instructor(environment, tmp_path)
    instructor.course.mkdir()
    file = tmp_path / f"{NAME}.ipynb"
    file.write_bytes(HANDED_IN["Bob"])
    marks = json.dumps(marked(True, True, False))
    scores, files = json.loads(instructor.run("python", "-c", KILLED, str(file), marks, str(ROOT)))
    assert scores == {f"s{n:03d}": FULL - POINTS["f_beta"] for n in range(230)}
    assert files == sorted(scores)
