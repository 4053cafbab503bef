"""The house itself: layers, a cheap and harmless import, names that are kept, and nothing lying about."""

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import lessonlib
from lessonlib import environment

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "lessonlib").rglob("*.py"))

# What each part of lessonlib may import from the others. Whatever is not named here, commands above all, may all.
BELOW = {
    "compute": {"compute"},
    "draw": {"draw", "compute"},
    "interact": {"interact", "draw", "compute", "learner", "progress", "progress_file"},
    "checks": {"checks", "compute", "learner", "progress"},
    "grading": {"grading", "checks", "compute", "learner", "build"},
    "learner": set(),
    "progress": {"progress_file"},
    "progress_file": set(),
    "environment": {"progress_file"},
    "finished": {"checks", "interact", "draw", "compute"},
}
FORBIDDEN = {  # third-party packages, anywhere in a file, also inside a function
    "compute": {"matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython"},
    "draw": {"matplotlib.pyplot", "ipywidgets", "anywidget", "traitlets", "IPython", "scipy", "sklearn", "pandas"},
    "interact": {"matplotlib", "scipy", "sklearn", "imblearn", "pandas"},
    "checks": {"matplotlib", "ipywidgets", "anywidget", "traitlets", "scipy", "sklearn", "imblearn", "pandas"},
    "grading": {"matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython", "scipy", "sklearn", "imblearn"},
}
HEAVY = {"matplotlib.pyplot", "scipy", "sklearn", "imblearn", "pandas"}  # only inside the function that needs it
LIGHT_IMPORT = ("numpy", "matplotlib", "sklearn", "pandas", "scipy", "imblearn", "ipywidgets", "anywidget", "IPython")

SIGNATURES = {  # the source lesson's, which its readers know; arguments may be added after them
    "make_imbalanced_data": "n_majority=950, n_minority=50, seed=42",
    "euclidean_distance": "a, b",
    "find_k_neighbors": "X, idx, k",
    "smote": "X_minority, k=5, n_synthetic=100, seed=42",
    "random_oversample": "X, y, seed=42",
    "random_undersample": "X, y, seed=42",
    "sigmoid": "z",
    "logistic_regression_weighted": "X, y, weights, lr=0.01, epochs=200",
    "compute_class_weights": "y",
    "find_optimal_threshold": "y_true, y_probs, metric='f1'",
    "confusion_matrix_values": "y_true, y_pred",
    "compute_metrics": "y_true, y_pred",
}


def part_of(module):
    """Return "compute" for "lessonlib.compute.metrics"."""
    return module.partition("lessonlib.")[2].partition(".")[0]


def imports(path, everywhere=True):
    """Return the full names of what a file imports, in functions as well or at its top level only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = []
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written in full"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def touches(name, packages):
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_imports_point_only_downwards():
    for path in MODULES:
        part = part_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        names = imports(path)
        found = {part_of(name) for name in names if touches(name, {"lessonlib"})}
        assert found <= BELOW.get(part, found), path
        assert [name for name in names if touches(name, {"tests", *FORBIDDEN.get(part, ())})] == [], path


def test_heavy_packages_are_imported_where_they_are_used():
    for path in MODULES:
        assert [name for name in imports(path, everywhere=False) if touches(name, HEAVY)] == [], path


def in_a_new_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_lessonlib_imports_nothing_heavy():
    code = f"import sys, lessonlib; print([name for name in {LIGHT_IMPORT} if name in sys.modules])"
    assert in_a_new_process(code) == "[]"


def test_importing_lessonlib_and_every_public_name_changes_no_settings():
    code = """
import random, warnings
import IPython, anywidget, matplotlib, numpy, scipy.special
def settings():
    return dict(matplotlib.rcParams.copy()), list(warnings.filters), str(numpy.random.get_state()), random.getstate()
before = settings()
import lessonlib
for name in lessonlib.__all__:
    getattr(lessonlib, name)
print([old == new for old, new in zip(before, settings())])
"""
    assert in_a_new_process(code) == "[True, True, True, True]"


def test_every_public_name_is_there_and_documented():
    for name in lessonlib.__all__:
        documentation = inspect.getdoc(getattr(lessonlib, name))
        assert documentation is not None, name
        assert documentation.splitlines()[0].endswith((".", ":")), name


REFUSES = re.compile(r"\braise \b|\bas_\w+\(|\bsame_length\(")  # what raises, in a function's own lines


def test_every_public_function_says_what_it_takes_returns_and_raises():
    for name in lessonlib.__all__:
        function = getattr(lessonlib, name)
        if inspect.isfunction(function):
            documentation, code = inspect.getdoc(function), inspect.getsource(function).rpartition('"""')[2]
            sections = set(re.findall(r"^(\w+)\n-{3,}$", documentation, flags=re.MULTILINE))
            assert not inspect.signature(function).parameters or "Parameters" in sections, name
            assert sections & {"Returns", "Yields"}, name
            assert "Raises" in sections or not REFUSES.search(code), name


def test_every_public_name_stands_once_and_an_unknown_one_is_explained():
    assert dir(lessonlib) == lessonlib.__all__ == sorted(set(lessonlib.__all__))
    with pytest.raises(AttributeError, match=r"lessonlib has no 'smoke'\. Its public names are in lessonlib\.__all__"):
        _ = lessonlib.smoke


def test_the_source_lessons_functions_keep_their_arguments_and_defaults():
    for name, signature in SIGNATURES.items():
        parameters = list(inspect.signature(getattr(lessonlib, name)).parameters.values())
        expected = signature.split(", ")
        assert [str(parameter) for parameter in parameters[: len(expected)]] == expected, name
        assert all(added.default is not added.empty for added in parameters[len(expected) :]), name


def test_contributing_says_where_each_lessons_modules_are():
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in contributing.splitlines() if re.match(r"\| \d\d ", line)]
    assert [row[0].split()[0] for row in rows] == [
        path.name[:2] for path in sorted((ROOT / "notebooks").glob("[0-9]*"))[1:]
    ]
    for lesson, *cells in rows:
        for folder, cell in zip(("compute", "draw", "interact", "checks/exercises"), cells, strict=True):
            for name in re.findall(r"`(\w+)`", cell):
                assert list((ROOT / "lessonlib" / folder).glob(f"{name}*")), f"{lesson}: {folder}/{name}"


@pytest.fixture(scope="module")
def files():
    """Every file that is committed or would be, relative to the top."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_lies_about_at_the_top(files):
    tops = {file.parts[0] for file in files if not file.parts[0].startswith(".")}
    assert tops <= {
        *("notebooks", "exercises", "solutions", "lessonlib", "tests"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml", "environment.yml"),
    }


# Each pattern is written so that it does not match itself.
NOT_TO_BE_COMMITTED = {
    "an index of packages": r"https?://[^\s\"'<>)]+/(?:simple|conda-forge|pypi)\b",
    "the host of a registry": r"(?i)\b(?:pypi[.]org|pythonhosted[.]org|anaconda[.]org|npmjs[.](?:org|com)|crates[.]io)",
    "a setting that names an index": r"(?i)\b(?:extra[-_])?index[-_]url\s*[=:]",
    "a home folder": r"(?<![\w.])/(?:home|Users)/\w",
    "this machine's folder": rf"(?<![\w.]){re.escape(ROOT.as_posix())}\b",
}


def test_no_committed_text_names_a_registry_or_this_machine(files):
    found = []
    for file in files:
        try:
            text = (ROOT / file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        for what, pattern in NOT_TO_BE_COMMITTED.items():
            found += [f"{file} names {what}: {match[0]}" for match in re.finditer(pattern, text)]
    assert found == []


def bounds(requirements):
    """Return {name: bounds} of lines such as "numpy>=2.3,<2.5"."""
    parsed = [Requirement(line) for line in requirements]
    return {requirement.name: requirement.specifier for requirement in parsed}


def test_environment_yml_names_the_packages_and_bounds_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    entries = re.findall(r"^ +- (.+)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    packages = [entry for entry in entries if entry not in ("conda-forge", "pip", "pip:", "-e .")]
    wanted = bounds([*project["project"]["dependencies"], *project["dependency-groups"]["dev"]])
    assert bounds(packages) == wanted | {"python": SpecifierSet(project["project"]["requires-python"])}
    assert "-e ." in entries


WORKFLOWS = ("custom.github-workflows-require-timeout", "vendor.github-workflows")


@pytest.mark.parametrize("schema", WORKFLOWS)
def test_githubs_workflows_keep_their_schema(schema):
    files = map(str, (ROOT / ".github" / "workflows").glob("*.yml"))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_other_places_take_a_python_of_ours_and_the_port_that_lab_takes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = SpecifierSet(project["requires-python"])
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    oldest, newest = re.search(r'python: \["(.+)", "(.+)"\]', workflow).groups()
    binder = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert all(version in allowed for version in (oldest, newest, binder, container["image"].removeprefix("python:")))
    before, after = (f"3.{int(version.split('.')[1]) + step}" for version, step in ((oldest, -1), (newest, 1)))
    assert before not in allowed
    assert after not in allowed
    assert container["forwardPorts"] == [environment.PORT]
    assert list(container["portsAttributes"]) == [str(environment.PORT)]
    assert (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8") == "--editable .\n"


def test_the_devcontainer_holds_known_properties_only():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    known = {"name", "image", "postCreateCommand", "postAttachCommand", "forwardPorts", "portsAttributes"}
    assert container.keys() <= known | {"hostRequirements", "customizations"}
    assert all(isinstance(container[command], str) for command in ("postCreateCommand", "postAttachCommand"))
    assert container["customizations"].keys() == {"vscode"}


def test_contributing_names_files_that_are_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z][\w/]*/[\w/]*\.\w+)`", text)
    assert len(named) > 12
    there = {name for name in named if "NN" in name or (ROOT / name).exists() or (ROOT / "lessonlib" / name).exists()}
    assert set(named) == there
