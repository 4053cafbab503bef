"""`lesson lab` as README gives it: JupyterLab answers, at the start notebook, with the course's settings."""

import json
import os
import re
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import pytest


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address that `lesson lab` prints."""
    private = {name: str(tmp_path_factory.mktemp("jupyter")) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    command = [sys.executable, "-c", "import sys; from lessonlib.commands import main; sys.exit(main())", "lab", "--"]
    lab = subprocess.Popen(
        [*command, "--no-browser", "--allow-root", "--ServerApp.port_retries=50"],
        env=os.environ | private,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    printed = next(found[0] for line in lab.stderr if (found := re.search(r"http://127\.0\.0\.1:\S+", line)))
    wait_for(printed)
    yield printed
    os.killpg(lab.pid, 15)
    lab.wait(timeout=20)
    lab.stderr.close()


def wait_for(address, seconds=30):
    """Wait until the server, which prints its address before it listens, answers there."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return ask(address, "/api/status")
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def ask(address, path):
    """Return what the server answers at another path, with the same token."""
    with urlopen(urlunsplit(urlsplit(address)._replace(path=path)), timeout=20) as answer:
        return json.load(answer)


def test_it_opens_at_the_start_notebook(address):
    assert urlsplit(address).path == "/lab/tree/notebooks/00_start_here.ipynb"
    assert ask(address, "/api/contents/notebooks/00_start_here.ipynb")["type"] == "notebook"


def test_widgets_are_saved_with_the_notebook_and_nobody_is_asked_about_news(address):
    widgets = ask(address, "/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin")
    news = ask(address, "/lab/api/settings/@jupyterlab/apputils-extension:notification")
    assert widgets["schema"]["properties"]["saveState"]["default"] is True
    assert news["schema"]["properties"]["fetchNews"]["default"] == "false"
