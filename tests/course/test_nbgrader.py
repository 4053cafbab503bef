"""The stubs beside nbgrader's own: `lesson build` and `nbgrader generate_assignment` make the same cells.

nbgrader switches server extensions on for everybody who shares its environment, so `uv` runs it in one of its own.
"""

import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from tests.missing import missing

ROOT = Path(__file__).parents[2]
NBGRADER = "nbgrader==0.9.6"
STUBS = sorted(path.name for path in (ROOT / "exercises").glob("*.ipynb"))


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """The folder of what nbgrader makes of all solutions; without uv or network: skipped, but never in CI."""
    folder = tmp_path_factory.mktemp("course")
    source = folder / "source" / "all"
    source.mkdir(parents=True)
    for solution in (ROOT / "solutions").glob("*.ipynb"):
        shutil.copy(solution, source)
    try:
        subprocess.run(
            ["uv", "tool", "run", "--from", NBGRADER, "nbgrader", "--version"], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        missing(f"{NBGRADER}, which uv can't run here: {error}")
    command = [
        "uv",
        "tool",
        "run",
        "--from",
        NBGRADER,
        "nbgrader",
        "generate_assignment",
        "all",
        f"--course-dir={folder}",
    ]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert run.returncode == 0, run.stderr
    return folder / "release" / "all"


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_is_what_nbgrader_makes_of_the_solution(released, name):
    ours, theirs = (nbformat.read(folder / name, as_version=4).cells for folder in (ROOT / "exercises", released))
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs, strict=True):
        assert our.cell_type == their.cell_type
        assert our.source == their.source
        assert our.metadata == their.metadata
        assert our.get("outputs") == their.get("outputs")
        assert our.get("execution_count") == their.get("execution_count")
