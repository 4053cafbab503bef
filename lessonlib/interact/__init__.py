"""Widgets: frames from *compute*, a stage from *draw*, shown by one player; and questions, on one card."""

from pathlib import Path


def with_shared(*names):
    """Return the text of a widget's page code or style: what all of our widgets share, and the files of these names."""
    files = (f"shared{Path(names[0]).suffix}", *names)
    return "\n".join(Path(__file__).with_name(file).read_text(encoding="utf-8") for file in files)
