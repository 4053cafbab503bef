"""The widgets' page code, tested by node's own runner: `tests/page`."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.missing import missing

FOLDER = Path(__file__).parents[1] / "page"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.test.mjs")), ids=lambda file: file.name)
def test_page_code(file):
    if shutil.which("node") is None:
        missing("node, 20 or newer; on Debian, apt-get install nodejs")
    run = subprocess.run(["node", "--test", file], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout
