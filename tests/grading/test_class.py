"""What an instructor looks at after grading: the class report, why marks are as they are, grading again, copies."""

import ast
import csv
import inspect
import re
import textwrap
from xml.etree import ElementTree

import pytest

from lessonlib.commands import main
from lessonlib.grading.collected import collected
from lessonlib.grading.similar import marks_of, similar_pairs
from tests.checks.answers import ex03
from tests.grading.downloads import ADA, BOB, CYD, Student, as_folder, blackboard, folders
from tests.grading.notebooks import COUNTS, F_BETA, FULL, METRICS, ROOT, SETUP, SOLVED, notebook

SWAPPED = COUNTS.replace(
    "np.sum(~actual & flagged), np.sum(actual & ~flagged)", "np.sum(actual & ~flagged), np.sum(~actual & flagged)"
)
WORK = [
    (ADA, "ex01_metrics.ipynb", notebook(*SOLVED)),
    (BOB, "ex01_metrics.ipynb", notebook(SETUP, SWAPPED, METRICS, F_BETA)),
    (CYD, "ex01_metrics.ipynb", notebook(SETUP, COUNTS)),
]
needs_a = pytest.mark.isolation("A")


def grade(tmp_path, *options, work=None):
    place = as_folder(tmp_path / "in", blackboard(WORK if work is None else work))
    return main(["grade", str(place), "-o", str(tmp_path / "out"), "--workers", "1", *options])


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_a
def test_the_class_report_says_what_the_marks_say(tmp_path):
    assert grade(tmp_path) == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "3 students; 3 files: 3 graded" in page
    points = sorted(int(row["points"]) for row in table(tmp_path / "out" / "grades.csv"))
    assert f"at least {points[1]} of {FULL} points; all points: 1 of 3 students (33 %)" in page
    pictures = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)]
    assert len(pictures) == 2
    assert all(picture.get("role") == "img" and ": " in picture.get("aria-label") for picture in pictures)
    assert "90–100 %: 1" in pictures[0].get("aria-label")
    assert "2026-11-01: 1, 2026-11-02: 1, 2026-11-03: 1" in pictures[1].get("aria-label")
    items = {(row["function"], row["case"]): row for row in table(tmp_path / "out" / "items.csv")}
    hard = re.findall(r"<td>(\d) of (\d) students \(\d+ %\)</td><td>ex01 <code>(\w+)</code>, case (\d+)", page)
    assert hard
    assert all(
        (items[task, case]["right"], items[task, case]["tried"]) == (right, tried) for right, tried, task, case in hard
    )
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "prefers-color-scheme: dark" in page


@needs_a
def test_why_a_student_has_these_marks(tmp_path, capsys):
    assert grade(tmp_path) == 0
    capsys.readouterr()
    assert grade(tmp_path, "--explain", "boneil", "ex01") == 2  # Blackboard's login has an apostrophe
    assert grade(tmp_path, "--explain", BOB.name, "ex01") == 0
    said = capsys.readouterr().out
    assert "confusion_matrix_values([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0])" in said
    assert "→ [3, 6, 1, 2]" in said
    wrong = len(re.findall("    → ", said))
    right = sum(int(found) for found in re.findall(r": (\d+) of \d+ cases are right", said))
    cases = sum(int(found) for found in re.findall(r": \d+ of (\d+) cases are right", said))
    assert wrong + right == cases
    assert grade(tmp_path, "--explain", BOB.name, "ex02") == 2
    assert "handed in nothing for ex02" in capsys.readouterr().err


@needs_a
def test_two_students_of_one_name_are_told_apart(tmp_path, capsys):
    twin = Student("Ada", "Lovelace", 7654321)
    twin.login = "ada2"
    work = [WORK[0], (twin, *WORK[2][1:])]
    assert grade(tmp_path, work=work) == 0
    assert grade(tmp_path, "--explain", ADA.name, "ex01", work=work) == 2
    assert f"{ADA.name} (ada2), {ADA.name} ({ADA.login})" in capsys.readouterr().err
    assert grade(tmp_path, "--explain", "ada2", "ex01", work=work) == 0


@needs_a
def test_what_is_explained_was_asked_for_the_marks(tmp_path, capsys):
    """A second file has inputs of its own, and it is those that are shown."""
    body = "return [int(np.sum(y_true * np.arange(len(y_true)))), 0, 0, 0]"
    unsteady = f"def confusion_matrix_values(y_true, y_pred):\n    {body}"
    assert grade(tmp_path) == 0
    assert grade(tmp_path, work=[(ADA, "ex01_metrics.ipynb", notebook(SETUP, unsteady))]) == 0
    texts = []
    for _ in range(2):
        capsys.readouterr()
        assert grade(tmp_path, "--explain", ADA.name, "ex01") == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


@needs_a
def test_grading_again_keeps_the_old_marks_and_lists_what_changed(tmp_path, capsys):
    assert grade(tmp_path, "--seed", "3") == 0
    before = {row["student"]: row["points"] for row in table(tmp_path / "out" / "grades.csv")}
    assert not (tmp_path / "out" / "regraded.csv").exists()
    assert grade(tmp_path, "--regrade") == 0
    assert "(seed 3)" not in capsys.readouterr().out.split("isolation level")[2]
    listed = {row["student"]: row for row in table(tmp_path / "out" / "regraded.csv")}
    assert {student: row["points_before"] for student, row in listed.items()} == before
    assert {row["difference"] for row in listed.values()} == {"0"}
    assert grade(tmp_path) == 0
    assert "3 had their marks from before" in capsys.readouterr().out
    for file in (tmp_path / "in").glob("*neil*"):  # withdrawn
        file.unlink()
    said = []
    for _ in range(2):
        assert grade(tmp_path, "--regrade", work=WORK[:1]) == 0
        said.append(re.search(r"seed (\d+)", capsys.readouterr().out)[1])
    assert said[0] != said[1]


@needs_a
def test_another_version_of_the_course_needs_regrading(tmp_path, capsys, monkeypatch):
    assert grade(tmp_path) == 0
    monkeypatch.setattr("lessonlib.grading.results.version_of_course", lambda: "newer")
    assert grade(tmp_path) == 2
    assert "another version of the exercises" in capsys.readouterr().err
    assert grade(tmp_path, "--regrade") == 0
    assert grade(tmp_path) == 0


def source(answer):
    """Return an answer's function under the name that the exercise asks for."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    tree.body[0].decorator_list = []
    return tree.body[0]


class Renamed(ast.NodeTransformer):
    """A copy, as it is hidden: every variable called otherwise."""

    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        return ast.copy_location(ast.Name(self.names.get(node.id, node.id), node.ctx), node)

    def visit_arg(self, node):
        return ast.arg(self.names.get(node.arg, node.arg))


def hidden_copy(text):
    """Return code with other names, other comments, and its functions in another order."""
    tree = ast.parse(text)
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    stored |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    tree = Renamed({name: f"my_{number}" for number, name in enumerate(sorted(stored))}).visit(tree)
    tree.body.reverse()
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n# all my own work"


def own_work():
    """Return answers to exercise 03, each written by another person: {name: source of two functions}."""
    answers = [(ex03.nearest, "find_k_neighbors"), (ex03.points, "smote")]
    written = []
    for asked, name in answers:
        every = [*asked.right_ones, *(answer for _, _, answer in asked.wrong_ones)]
        found = [one for one in every if inspect.isfunction(one) and one.__module__ == ex03.__name__]
        trees = [source(one) for one in found]
        for tree in trees:
            tree.name = name
        written.append([ast.unparse(tree) for tree in trees])
    return {f"s{n:02d}": f"{one}\n\n\n{two}" for n, (one, two) in enumerate(zip(*written, strict=False))}


def test_copies_are_found_and_own_work_is_not(tmp_path):
    honest = own_work()
    assert len(honest) > 8
    texts = {**honest, "copy": hidden_copy(honest["s03"]), "twin": "\n" + honest["s05"] + "\n# mine\n"}
    files = {f"{name}/ex03_smote.ipynb": notebook(SETUP, text) for name, text in texts.items()}
    pairs = similar_pairs(collected(as_folder(tmp_path, files)).handed, {}, ROOT, workers=1)
    assert {frozenset(pair.students) for pair in pairs[:2]} == {frozenset(("s03", "copy")), frozenset(("s05", "twin"))}
    assert [pair.alike for pair in pairs[:2]] == [1.0, 1.0]
    assert len(pairs) == 2


def test_stub_solution_and_hostile_code_are_no_copies(tmp_path):
    stub = next((ROOT / "exercises").glob("ex03_*")).read_bytes()
    solved = next((ROOT / "solutions").glob("ex03_*")).read_bytes()
    deep, wide = notebook("x = " + "(" * 5000), notebook("x = 0x" + "f" * 100_000)
    files = {
        f"{name}{n}/ex03.ipynb": content
        for n in range(2)
        for name, content in zip("abcd", (stub, solved, deep, wide), strict=True)
    }
    assert similar_pairs(collected(as_folder(tmp_path, files)).handed, {}, ROOT, workers=1) == []
    assert marks_of(["x ="]) == set()


@needs_a
def test_the_page_of_pairs_shows_both_sides_as_text(tmp_path):
    text = own_work()["s02"] + "\nx = '<script>alert(1)</script>'"
    work = folders([(ADA, "ex03.ipynb", notebook(SETUP, text)), (BOB, "ex03.ipynb", notebook(SETUP, COUNTS, text))])
    place = as_folder(tmp_path / "in", work)
    command = ["grade", str(place), "-o", str(tmp_path / "out"), "--workers", "1", "--similar"]
    assert main(command) == 0
    page = (tmp_path / "out" / "similar.html").read_text(encoding="utf-8")
    assert "A reason to talk, not a proof" in page
    assert page.count("alert") == 2
    assert "<script" not in page


@needs_a
def test_what_nobody_touched_is_not_handed_in(tmp_path):
    stub = next((ROOT / "exercises").glob("ex02_*")).read_bytes()
    work = folders([(one, "ex02_resampling.ipynb", stub) for one in (ADA, BOB)])
    place = as_folder(tmp_path / "in", {**work, **folders([(ADA, "ex01_metrics.ipynb", notebook(*SOLVED))])})
    assert main(["grade", str(place), "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    assert len(table(tmp_path / "out" / "grades.csv")) == 3
    totals = {row["student"]: row for row in table(tmp_path / "out" / "totals.csv")}
    assert "ex02" not in totals[ADA.name]
    assert (totals[ADA.name]["per_cent"], totals[BOB.name]["points"]) == ("100.0", "0")
