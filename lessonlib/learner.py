"""Errors in a learner's own function, in words that point at their line."""

import sysconfig
import traceback
from pathlib import Path

_NOT_THEIRS = (*(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")), str(Path(__file__).parent))


def explain(error):
    """Return what went wrong, and the last line of the learner's own code that led to it.

    Parameters
    ----------
    error : BaseException
        As caught: its traceback is read.

    Returns
    -------
    str
        For instance "line 7 of smote: IndexError: list index out of range, at `return rows[k]`".
    """
    what = ": ".join(filter(None, (type(error).__name__, str(error))))
    theirs = [step for step in traceback.extract_tb(error.__traceback__) if _is_theirs(step.filename)]
    if not theirs:
        return what
    last = theirs[-1]
    return f"line {last.lineno} of {last.name}: {what}" + (f", at `{last.line}`" if last.line else "")


def _is_theirs(file):
    """Say whether a frame is the learner's; compiled code gives relative names, a cell "<…>" or a full path."""
    return (file.startswith("<") or Path(file).is_absolute()) and not file.startswith(_NOT_THEIRS)
