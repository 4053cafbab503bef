"""The environment check says what is wrong and how to mend it, from the package's own metadata."""

import importlib.metadata
import os
import re
import socket
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from lessonlib import environment, progress_file
from lessonlib.environment import check_environment
from lessonlib.interact.widget_check import widget_check

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(autouse=True)
def _own_progress_in_no_special_place(tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))
    for name in list(os.environ):
        if name.startswith(tuple(prefix for prefix, *_ in environment._PLACES)):
            monkeypatch.delenv(name)


def row(name):
    return next(row for row in check_environment().rows if row.name == name)


def pretend_versions(monkeypatch, **versions):
    """Make a package appear at another version; None: not installed."""
    true_version = importlib.metadata.version

    def version(name):
        if name not in versions:
            return true_version(name)
        if versions[name] is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(importlib.metadata, "version", version)


def test_everything_is_fine_where_the_tests_run():
    report = check_environment()
    assert report.fine, str(report)
    assert str(report).startswith(f"All {len(report.rows)} checks are fine.")


def test_there_is_a_row_for_every_dependency_with_its_bounds():
    requirements = map(Requirement, importlib.metadata.requires("lessonlib"))
    installed = {one.name for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})}
    assert installed <= {row.name for row in check_environment().rows}
    found = row("numpy").found
    (numpy,) = (Requirement(text) for text in PROJECT["dependencies"] if text.startswith("numpy"))
    assert SpecifierSet(re.search(r"needs (.+)\)", found)[1]) == numpy.specifier


def test_a_version_out_of_bounds_comes_with_one_command(monkeypatch):
    pretend_versions(monkeypatch, ipykernel="7.4.0")
    report = check_environment()
    assert not report.fine
    assert "1 of" in str(report)
    wrong = row("ipykernel")
    assert wrong.found.startswith("7.4.0 (needs >=6.31, <7).")
    assert "second thread" in wrong.found
    assert wrong.mend == "uv sync" or 'pip install "ipykernel<7,>=6.31"' in wrong.mend


def test_a_missing_package_is_named(monkeypatch):
    pretend_versions(monkeypatch, tqdm=None)
    assert row("tqdm").found.startswith("not installed")
    assert row("tqdm").mend


@pytest.mark.parametrize(
    ("settings", "expected"), [("home = x\nuv = 0.9\n", "uv sync"), ("home = x\n", "-m pip install")]
)
def test_the_command_suits_the_environment(monkeypatch, tmp_path, settings, expected):
    (tmp_path / "pyvenv.cfg").write_text(settings)
    monkeypatch.setattr(environment.sys, "prefix", str(tmp_path))
    pretend_versions(monkeypatch, tqdm="1.0")
    assert expected in row("tqdm").mend


def test_a_python_out_of_range_is_said(monkeypatch):
    monkeypatch.setattr(environment.platform, "python_version", lambda: "3.10.4")
    assert not row("Python").fine
    assert row("Python").found.startswith("3.10.4 at ")


def test_a_kernel_without_the_course_is_said(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    wrong = row("This kernel")
    assert (wrong.fine, wrong.mend) == (False, "uv run lesson lab")
    assert "not installed" in wrong.found


def test_a_progress_folder_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path / "a file" / "inside"))
    wrong = row("Progress folder")
    assert not wrong.fine
    assert "LESSONLIB_PROGRESS=" in wrong.mend


def test_a_full_disk_is_said(monkeypatch):
    monkeypatch.setattr(
        environment.shutil, "disk_usage", lambda _: environment.shutil._ntuple_diskusage(10**9, 10**9, 0)
    )
    assert row("Disk").found.startswith("0.0 GB free")
    assert not row("Disk").fine


@pytest.mark.parametrize(("setting", "fine"), [("1", True), ("2", True), ("0", False), ("many", False)])
def test_the_thread_setting_must_be_a_positive_number(monkeypatch, setting, fine):
    monkeypatch.setenv("OMP_NUM_THREADS", setting)
    assert row("Threads").fine is fine


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("CODESPACES", "GitHub Codespaces"),
        ("BINDER_LAUNCH_HOST", "Binder"),
        ("COLAB_RELEASE_TAG", "Google Colab"),
        ("VSCODE_PID", "VS Code"),
        ("SSH_CONNECTION", "a computer reached by ssh"),
    ],
)
def test_special_places_are_known_with_what_is_special_there(monkeypatch, variable, name):
    monkeypatch.setenv(variable, "1")
    assert row("Place").found.startswith(f"{name}: ")


def test_a_container_must_forward_its_port(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "_CONTAINERS", (str(tmp_path),))
    assert row("Place").found.startswith("a container: forward its port")
    monkeypatch.setattr(environment, "_CONTAINERS", ())
    assert row("Place").found.startswith("this computer")


def test_root_is_told_that_all_works_the_same(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert "you are root: lesson lab starts all the same" in row("Place").found
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "root" not in row("Place").found


def test_without_a_browser_the_address_is_printed(monkeypatch):
    monkeypatch.setattr(environment.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert row("Browser").found.startswith("none found")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(environment.webbrowser, "get", lambda: "firefox")
    assert row("Browser").found == "found"


def test_a_port_in_use_is_said_and_hinders_nothing(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(environment, "PORT", taken.getsockname()[1])
        assert "is taken: lesson lab looks for the next" in row("Port").found
    assert row("Port").found.endswith("is free")
    assert row("Port").fine


def test_a_proxy_must_not_be_asked_for_this_computers_own_pages(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:3128")
    assert (row("Proxy").fine, row("Proxy").mend) == (False, "export NO_PROXY=127.0.0.1,localhost")
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    assert row("Proxy").fine


def test_a_folder_that_cannot_be_written_is_said(monkeypatch):
    def refused(dir=None):
        raise PermissionError(30, "Read-only file system", dir)

    monkeypatch.setattr(environment.tempfile, "TemporaryFile", refused)
    assert "no work is saved: Read-only file system" in row("This folder").found
    assert not row("This folder").fine


def test_the_table_holds_every_row_and_escapes_it(monkeypatch):
    pretend_versions(monkeypatch, tqdm="<b>1</b>")
    monkeypatch.setattr(SpecifierSet, "contains", lambda *_, **__: False)
    page = check_environment()._repr_html_()
    assert "<b>1</b>" not in page
    assert "&lt;b&gt;1&lt;/b&gt;" in page
    assert page.count('<th scope="row"') == len(check_environment().rows)
    assert "<details open>" in page


def test_the_widget_check_answers_the_page():
    widget = widget_check()
    assert not widget.answered
    widget.shown = True  # what the page does when it has drawn the widget
    assert widget.answered


def test_where_no_widget_shows_there_is_advice():
    data, _ = widget_check()._repr_mimebundle_()
    assert "uv run lesson lab" in data["text/html"]
    assert "uv run lesson lab" in data["text/plain"]
