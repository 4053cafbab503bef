"""One real JupyterLab in one headless Chromium, for all browser tests."""

import subprocess
import tarfile

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import Lab, browser, find_chromium, server
from tests.missing import missing

expect.set_options(timeout=60_000)  # ms: what is waited for comes when it comes, on a busy machine too
AXE = "axe-core@4.14.1"


# A package's fixture, not the session's: Playwright holds on to the event loop that nbval needs afterwards.
@pytest.fixture(scope="package")
def chromium():
    """A running Chromium (Playwright's Browser)."""
    if find_chromium() is None:
        missing("Chromium or Chrome; on Debian, apt-get install chromium")
    with browser() as running:
        yield running


@pytest.fixture(scope="package")
def lab(chromium, tmp_path_factory):
    """JupyterLab in a page of 1280 by 720 pixels; see `tests.browser.jupyterlab.Lab`."""
    folder = tmp_path_factory.mktemp("jupyterlab")
    with server(folder) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        yield Lab(page, address, folder)


@pytest.fixture(scope="package")
def axe(tmp_path_factory):
    """The source of axe-core, fetched by npm; without npm or network: skipped, but never in CI."""
    folder = tmp_path_factory.mktemp("axe")
    try:
        subprocess.run(["npm", "pack", AXE, "--silent"], cwd=folder, check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"{AXE}, which npm can't fetch here: {error}")
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as package:
        return package.extractfile("package/axe.min.js").read().decode()


@pytest.fixture
def run_notebook(lab):
    """A function: give it a name and cells (source texts); it runs them in JupyterLab and returns the panel."""
    yield lab.run
    lab.close()


def pytest_collection_modifyitems(items):
    """Mark every test in this folder."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
