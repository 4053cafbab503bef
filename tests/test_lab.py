"""`lesson lab` as README gives it: JupyterLab answers, at the start notebook, whoever starts it, and wherever."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import pytest

from lessonlib.environment import is_root
from tests.missing import missing

LAB = [sys.executable, "-c", "import sys; from lessonlib.commands import main; sys.exit(main())", "lab"]
NOTEBOOK = "/lab/tree/notebooks/00_start_here.ipynb"
TELLING = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")  # that there is a browser


@contextmanager
def lab(folder, *options, before=(), **variables):
    """Start `lesson lab` where nothing tells of a browser; yields its address, and what it said before that."""
    private = {name: str(folder) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    environment = {name: value for name, value in os.environ.items() if name not in TELLING} | private | variables
    started = subprocess.Popen(
        [*before, *LAB, *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    said = []
    for line in started.stdout:
        said.append(line)
        if line.startswith("The course is at "):
            break
    try:
        yield said.pop().split()[-1], "".join(said)
    finally:
        started.terminate()
        started.communicate(timeout=20)


def ask(address, path, seconds=30, **headers):
    """Return what the server answers at another path, with the same token; it may need a moment after its address."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            url = urlunsplit(urlsplit(address)._replace(path=path))
            with urlopen(Request(url, headers=headers), timeout=20) as answer:
                return json.load(answer)
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def without_display(tmp_path_factory):
    with lab(tmp_path_factory.mktemp("jupyter"), CODESPACE_NAME="fine-name") as started:
        yield started


def test_it_opens_at_the_start_notebook(without_display):
    address, _ = without_display
    assert urlsplit(address).path == NOTEBOOK
    assert urlsplit(address).hostname == "127.0.0.1"
    assert ask(address, "/api/contents/notebooks/00_start_here.ipynb")["type"] == "notebook"


def test_it_says_what_is_unusual(without_display):
    _, said = without_display
    assert ("You are root" in said and "listens on 127.0.0.1: this computer alone" in said) == is_root()
    assert "No browser is opened: open the address at the end in yours." in said
    assert "This is GitHub Codespaces: it forwards port 8888" in said


def test_a_codespaces_pages_and_no_others_may_ask(without_display):
    address, _ = without_display
    with urlopen(Request(address, headers={"Origin": "https://fine-name-8888.app.github.dev"}), timeout=20) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "https://fine-name-8888.app.github.dev"
    with urlopen(Request(address, headers={"Origin": "https://other-8888.app.github.dev"}), timeout=20) as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_widgets_are_saved_with_the_notebook_and_nobody_is_asked_about_news(without_display):
    address, _ = without_display
    widgets = ask(address, "/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin")
    news = ask(address, "/lab/api/settings/@jupyterlab/apputils-extension:notification")
    assert widgets["schema"]["properties"]["saveState"]["default"] is True
    assert news["schema"]["properties"]["fetchNews"]["default"] == "false"


@pytest.mark.skipif(sys.platform == "win32", reason="the browser here is a shell script")
def test_an_ordinary_user_with_a_browser_gets_it_opened_and_no_warning(tmp_path):
    """Where root runs the tests, bubblewrap makes an ordinary user of it, as far as a process can tell."""
    alone = ["--unshare-pid", "--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc"]
    ordinary = ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", *alone, "--"]
    if is_root() and not shutil.which("bwrap"):
        missing("bubblewrap, to be an ordinary user for once; on Debian, apt-get install bubblewrap")
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    before = ordinary if is_root() else []
    with lab(tmp_path, "--port=9753", before=before, BROWSER=str(browser)) as (address, said):
        assert urlsplit(address).port >= 9753
        assert ask(address, "/api/contents/notebooks")["type"] == "directory"
        deadline = time.monotonic() + 30
        while not opened.is_file() and time.monotonic() < deadline:
            time.sleep(0.1)
    assert re.search(r"jpserver-\d+-open\.html|127\.0\.0\.1", opened.read_text())
    assert "root" not in said
    assert "No browser" not in said
