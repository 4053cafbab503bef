"""What a submission may import, exercise by exercise, and the modules that are handed into the sandbox for it.

The standard library, NumPy and SciPy are always there. Of `lessonlib`, an exercise declares the modules that its
functions may build on; the others are withheld, first of all those that hold its answers.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.helping import PACKAGES

_ENGINE = (
    *("learner", "compute", "compute.validate", "checks.asking", "checks.task", "checks.plain"),
    *("grading.inside", "grading.inside.confine", "grading.inside.landlock", "grading.inside.runner"),
    *("grading.inside.standins", "grading.inside.wire", "grading.inside.zygote"),
)
# What stands for `lessonlib.checks` in there: a submission may ask for checks and hints, and gets none.
_QUIET_CHECKS = "from lessonlib.grading.inside.standins import Absorbing\n\ncheck = hint = Absorbing()\n"
_QUICK = (
    "scipy.linalg",
    "scipy.special",
)  # to load; scipy.spatial takes a second, and inputs of a check are too small for it


def warm_modules(exercise):
    """Return the modules that the functions of an exercise are likely to load, those of its allowed modules first."""
    texts = [_source(module)[0] for module in _own(exercise)]
    return [*_own(exercise), *(name for name in _QUICK if any(f"from {name} import" in text for text in texts))]


def modules_for(exercise):
    """Return the source of every module that the sandbox of an exercise gets.

    Returns
    -------
    dict of str to (str, bool)
        By full name: the text, and whether it is a package.
    """
    names = {f"lessonlib.{name}" for name in _ENGINE} | _needed(_own(exercise))
    modules = {name: _source(name) for name in sorted(names)}
    modules["lessonlib"] = _source("lessonlib")
    modules["lessonlib.grading"] = ("", True)
    modules["lessonlib.checks"] = (_QUIET_CHECKS, True)
    return modules


def package_folders():
    """Return the folders of the packages that are there for all, and of the compiled libraries beside them."""
    homes = {name: Path(find_spec(name).submodule_search_locations[0]) for name in PACKAGES}
    libraries = {f"{name}.libs": home.with_name(f"{name}.libs") for name, home in homes.items()}
    return {name: folder for name, folder in {**homes, **libraries}.items() if folder.is_dir()}


def _own(exercise):
    return [f"lessonlib.compute.{name}" for name in find_exercise(exercise).may_use]


def _needed(names):
    """Return the modules of that names, and those that they import at their top level, however far."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported(_source(name)[0])
    return found


def _imported(text):
    """Return the modules of the course that a source imports, wherever in it."""
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "lessonlib":
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names += [one for one in (node.module, *inside) if _is_module(one) and one != "lessonlib"]
    return names


def _is_module(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _source(name):
    spec = find_spec(name)
    return Path(spec.origin).read_text(encoding="utf-8"), spec.submodule_search_locations is not None
