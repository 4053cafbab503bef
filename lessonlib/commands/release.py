"""`lesson release`: make the folder that students get.

The library's own checks stay, for they answer at once in the notebook; what is hidden is the seed of the graded
inputs, which does not exist before grading. Files are copied by name or suffix: what nobody listed is not released.
"""

import shutil
from pathlib import Path

from lessonlib.build import stub_text
from lessonlib.commands import CommandError
from lessonlib.commands.lab import course_folder

WITHHELD = (
    *("lessonlib/grading", "lessonlib/build.py"),
    *("lessonlib/commands/build.py", "lessonlib/commands/grade.py", "lessonlib/commands/release.py"),
)
_SINGLE = ("pyproject.toml", "environment.yml", "LICENSE")
_OF_LIBRARY = (".py", ".js", ".css", ".json", ".toml", ".html")
_README = """# Imbalanced data, hands on

You need Python 3.11 to 3.14 and a browser.

```sh
pip install uv && uv run lesson lab
```

installs everything into a folder of its own (`.venv`) and opens JupyterLab at `notebooks/00_start_here.ipynb`. If
something does not work, `uv run lesson doctor` says what is wrong. Without uv:

```sh
python -m venv .venv && . .venv/bin/activate      # Windows: .venv\\Scripts\\activate
pip install --editable . && lesson lab
```

## Hand in

Solve the notebooks in `exercises/` under the names that they have; `check(…)` in them answers at once. Then

```sh
uv run lesson submit exercises/ex01_metrics.ipynb exercises/ex03_smote.ipynb --student "Your Name"
```

runs them once more, from the top, and packs them into `Your Name.zip`. Your marks come from the same checks on other
inputs. Your functions may import Python's standard library, NumPy, SciPy, and what the notebook itself imports for
them; they can write no files and have no network while they are graded.
"""


class ReleaseError(ValueError):
    """What keeps a release from being made, in words."""


def add_arguments(parser):
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")


def run(options):
    """Copy what students need, and say what was left out."""
    try:
        files = release(course_folder(), options.folder)
    except (ReleaseError, OSError) as error:
        raise CommandError(error) from error
    print(f"{options.folder}: {files} files. Not in it: {', '.join(WITHHELD)}, solutions, tests.")
    return 0


def release(course, folder):
    """Write a release.

    Parameters
    ----------
    course : str or Path
        The course's folder.
    folder : str or Path
        Where to; it must not exist or be empty.

    Returns
    -------
    int
        How many files it holds.

    Raises
    ------
    ReleaseError
        If the folder is not empty, or a stub is not what its solution makes: it could hold an answer.
    """
    course, folder = Path(course), Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReleaseError(f"DIR must be new or empty; got {folder}. Choose another one.")
    files = [*_notebooks(course), *_library(course), *(Path(name) for name in _SINGLE)]
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course / file, folder / file)
    (folder / "README.md").write_text(_README, encoding="utf-8")
    return len(files) + 1


def _notebooks(course):
    """Return the lessons and the stubs, both without anything that a solution left behind."""
    for solution in sorted((course / "solutions").glob("*.ipynb")):
        stub = course / "exercises" / solution.name
        if not stub.is_file() or stub.read_text(encoding="utf-8") != stub_text(solution):
            raise ReleaseError(f"{stub} is not what its solution makes. Run: lesson build")
        yield stub.relative_to(course)
    yield from (file.relative_to(course) for file in sorted((course / "notebooks").glob("*.ipynb")))


def _library(course):
    for file in sorted((course / "lessonlib").rglob("*")):
        name = file.relative_to(course)
        if file.is_file() and file.suffix in _OF_LIBRARY and not _is_withheld(name):
            yield name


def _is_withheld(name):
    return any(name.is_relative_to(withheld) for withheld in WITHHELD) or "__pycache__" in name.parts
