"""What a machine lacks: said in words and skipped there, but in CI all of it must be, and the test fails."""

import os

import pytest


def missing(words):
    """End the test that runs, or the fixture: skipped, but where CI is set failed.

    Parameters
    ----------
    words : str
        What is not there, and how to get it.
    """
    if os.environ.get("CI"):
        pytest.fail(f"Where CI is set, nothing may be missing: {words}", pytrace=False)
    pytest.skip(words)
