"""A real JupyterLab in a real browser, private to whoever asks: for benchmarks and for browser tests."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from ast import literal_eval
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START = 180  # s: the longest a server may take to answer


def settle(page):
    """Wait until the page has painted what it was asked to: words come up to 80 ms after the marks."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


def find_chromium():
    """Return the path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@contextmanager
def browser():
    """Run a headless Chromium; yields Playwright's Browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def server(folder):
    """Run a JupyterLab whose notebooks, settings and state all live in `folder`; yields its address.

    What the course itself sets, in `jupyterlab_settings.json`, holds here too.
    """
    folder = Path(folder)
    notebooks, private = folder / "notebooks", folder / "jupyter"
    notebooks.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": notebooks,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
        "LabApp.open_browser": False,
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, "--allow-root"], env=_environment(private), stdout=log, stderr=log)
        try:
            yield _wait_for(f"http://127.0.0.1:{port}/", process, folder / "server.log")
        finally:
            process.terminate()
            process.wait(timeout=20)


def _environment(private):
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    folders = {name: str(private / name.lower()) for name in names}
    return os.environ | folders | {"JUPYTERLAB_SETTINGS_DIR": str(private / "settings"), "OMP_NUM_THREADS": "1"}


def _wait_for(address, process, log):
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{address}api/status", timeout=5).close()
            return address
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab must answer within {START} s; got none. Its log:\n{log.read_text()[-2000:]}")


class Lab:
    """A page with JupyterLab in it.

    Parameters
    ----------
    page : playwright.sync_api.Page
    address : str
        The server's, as `server` yields it.
    folder : path
        What `server` was given.
    """

    def __init__(self, page, address, folder):
        self.page, self.notebooks = page, Path(folder) / "notebooks"
        page.set_default_timeout(120_000)  # ms: a busy machine is no failure
        page.goto(f"{address}lab?reset")
        page.wait_for_function("() => window.jupyterapp?.restored && document.querySelector('#jp-main-dock-panel')")
        page.evaluate("() => jupyterapp.restored")
        page.add_style_tag(content=".cm-cursorLayer { animation: none !important }")  # a third of a walk: painting it

    def open(self, name, cells=None):
        """Open a notebook, written from `cells` (a list of source texts) if given; returns its panel's locator."""
        if cells is not None:
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
            notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(notebook, self.notebooks / f"{name}.ipynb")
        self.page.evaluate(_OPEN, f"{name}.ipynb")
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def run_all(self):
        """Run all cells of the open notebook and wait until they are done."""
        self.page.evaluate(_COMMAND, "notebook:run-all-cells")

    def run_cell(self):
        """Run the selected cell, wait until it is done, and select the next."""
        self.page.evaluate(_COMMAND, "notebook:run-cell-and-select-next")

    def run(self, name, cells):
        """Open a notebook made of `cells`, run them all, and return its panel's locator."""
        panel = self.open(name, cells)
        self.run_all()
        return panel

    def begin(self, code):
        """Start code in the open notebook's kernel without waiting for it."""
        self.page.evaluate(f"(code) => void ({_EXECUTE})([code, 'None'])", code)

    def tell(self, code):
        """Run code in the open notebook's kernel; an error there is an error here."""
        self.page.evaluate(_EXECUTE, [code, "None"])

    def ask(self, expression):
        """Return what an expression is in the open notebook's kernel, as JSON data."""
        return json.loads(literal_eval(self.page.evaluate(_EXECUTE, ["", f"__import__('json').dumps({expression})"])))

    def close(self):
        """Save the open notebook, end its kernel and close it."""
        self.page.evaluate(_CLOSE)


# The page keeps the notebook as `opened`, for JupyterLab may show its launcher when the one before is closed.
_OPEN = """async (path) => {
  window.earlier = [window.opened, ...(window.earlier ?? [])];
  window.opened = await jupyterapp.commands.execute("docmanager:open", { path });
  await opened.context.ready;
  await opened.revealed;
  await opened.sessionContext.ready;
}"""

_COMMAND = """(command) => {
  jupyterapp.shell.activateById(opened.id);
  return jupyterapp.commands.execute(command);
}"""

_EXECUTE = """async ([code, expression]) => {
  const { kernel } = opened.sessionContext.session;
  const future = kernel.requestExecute({ code, store_history: false, user_expressions: { answer: expression } });
  const { content } = await future.done;
  const failed = [content, content.user_expressions?.answer].find((part) => part?.status === "error");
  if (failed) throw new Error(`${failed.ename}: ${failed.evalue}`);
  return content.user_expressions.answer.data["text/plain"];
}"""

_CLOSE = """async () => {
  await opened.context.save();
  await opened.sessionContext.shutdown();
  opened.dispose();
  window.opened = earlier.shift();
}"""
