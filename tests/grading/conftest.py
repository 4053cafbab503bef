"""Tests that need isolation: skipped with the reason where this machine has none, but never where CI is set."""

from functools import cache

import pytest

from lessonlib.grading.levels import why_not
from tests.grading.level_b import why_not_b
from tests.missing import missing


@cache
def reason_against(level):
    """Return why a level does not hold here, or ""; found out once."""
    return why_not_b() if level == "B" else why_not(level)


def pytest_configure(config):
    """Make the marker known."""
    config.addinivalue_line("markers", "isolation(level): needs a sandbox of that level, tried when the test runs")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Ask before any fixture opens a sandbox."""
    marker = item.get_closest_marker("isolation")
    if marker is None or not (reason := reason_against(*marker.args)):
        return
    missing(f"isolation of level {marker.args[0]}: {reason}")
