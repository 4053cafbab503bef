"""What students get: it works, and nothing that gives marks away is in it."""

import json
import subprocess
import sys

import pytest

from lessonlib.commands import COMMANDS, main
from lessonlib.commands.release import WITHHELD
from tests.grading.notebooks import ROOT


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "course"
    assert main(["release", str(folder)]) == 0
    return folder


def solution_lines():
    """Yield the lines between solution marks that are long enough to be somebody's answer."""
    for file in sorted((ROOT / "solutions").glob("*.ipynb")):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if "### BEGIN SOLUTION" in source:
                inside = source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
                yield from (line.strip() for line in inside.splitlines() if len(line.strip()) > 40)


def test_nothing_in_the_tree_gives_an_answer_or_a_hidden_test_away(released):
    texts = {file: file.read_text(encoding="utf-8") for file in released.rglob("*") if file.is_file()}
    library = released / "lessonlib"  # lessons show its methods, so it may solve what they explain
    lines = set(solution_lines())
    assert len(lines) > 50
    for file, text in texts.items():
        assert "### BEGIN" not in text, file
        assert "HIDDEN TESTS" not in text, file
        if not file.is_relative_to(library) and file.parent.name == "exercises":
            assert [line for line in lines if line in text] == [], file


def test_only_what_students_need_is_there(released):
    assert {path.name for path in released.iterdir()} == {
        *("notebooks", "exercises", "lessonlib", "pyproject.toml", "environment.yml", "LICENSE", "README.md")
    }
    names = {file.relative_to(released).as_posix() for file in released.rglob("*")}
    assert not [name for name in names if any(name.startswith(withheld) for withheld in WITHHELD)]
    assert not [name for name in names if "teaching" in name or "test" in name.split("/")]
    assert all((ROOT / withheld).exists() for withheld in WITHHELD)
    assert sorted(path.name for path in (released / "exercises").iterdir()) == sorted(
        path.name for path in (ROOT / "solutions").glob("*.ipynb")
    )


def in_the_release(released, code):
    command = [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, {str(released)!r})\n{code}"]
    return subprocess.run(command, cwd=released, capture_output=True, text=True, check=True).stdout


def test_every_public_name_is_there(released):
    code = "import lessonlib\nfor name in lessonlib.__all__: getattr(lessonlib, name)\nprint(lessonlib.__file__)"
    assert in_the_release(released, code).strip() == str(released / "lessonlib" / "__init__.py")


def test_checks_answer_at_once(released):
    code = "def sigmoid(z):\n    return z\nfrom lessonlib import check\nprint(check(sigmoid).headline)"
    assert in_the_release(released, code).startswith("Not yet: sigmoid is right in ")


def test_the_commands_are_those_of_students(released):
    code = "from lessonlib.commands import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    listed = {line.split()[0] for line in in_the_release(released, code).splitlines() if line.startswith("    ")}
    assert listed == set(COMMANDS) - {"build", "grade", "release"}


def test_a_release_never_mixes_with_what_is_there(released, capsys):
    assert main(["release", str(released)]) == 2
    assert "must be new or empty" in capsys.readouterr().err


def test_a_stub_out_of_step_stops_the_release(tmp_path, monkeypatch, capsys):
    for name in ("solutions", "exercises", "notebooks"):
        (tmp_path / name).mkdir()
    solution = next((ROOT / "solutions").glob("ex01_*"))
    (tmp_path / "solutions" / solution.name).write_bytes(solution.read_bytes())
    (tmp_path / "exercises" / solution.name).write_bytes(solution.read_bytes())
    monkeypatch.setattr("lessonlib.commands.release.course_folder", lambda: tmp_path)
    assert main(["release", str(tmp_path / "out")]) == 2
    assert "Run: lesson build" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
