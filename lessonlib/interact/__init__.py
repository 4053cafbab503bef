"""Widgets: frames from *compute*, a stage from *draw*, shown by one player; and questions, on one card."""

from pathlib import Path


def script(*names):
    """Return a widget's page code: what all of our widgets share, and the files with these names."""
    return "\n".join(Path(__file__).with_name(file).read_text(encoding="utf-8") for file in ("shared.js", *names))
