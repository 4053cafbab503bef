"""One real JupyterLab in one headless Chromium, for all browser tests."""

import os

import pytest

from tests.browser.jupyterlab import Lab, browser, find_chromium, server


# A package's fixture, not the session's: Playwright holds on to the event loop that nbval needs afterwards.
@pytest.fixture(scope="package")
def chromium():
    """A running Chromium (Playwright's Browser)."""
    if find_chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium must be installed where CI is set; found none. On Debian: apt-get install chromium.")
        pytest.skip("needs Chromium or Chrome: on Debian, apt-get install chromium")
    with browser() as running:
        yield running


@pytest.fixture(scope="package")
def lab(chromium, tmp_path_factory):
    """JupyterLab in a page of 1280 by 720 pixels; see `tests.browser.jupyterlab.Lab`."""
    folder = tmp_path_factory.mktemp("jupyterlab")
    with server(folder) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        yield Lab(page, address, folder)


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
