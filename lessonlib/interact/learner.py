"""Errors in a learner's own function, in words that point at their line."""

import sysconfig
import traceback
from pathlib import Path

_NOT_THEIRS = (*(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")), str(Path(__file__).parents[1]))


def explain(error):
    """Return what went wrong, and the last line of the learner's own code that led to it.

    Parameters
    ----------
    error : Exception
        As caught: its traceback is read.

    Returns
    -------
    str
        For instance "ZeroDivisionError: division by zero, in line 7 of find_threshold: p = tp / (tp + fp)".
    """
    what = ": ".join(filter(None, (type(error).__name__, str(error))))
    theirs = [step for step in traceback.extract_tb(error.__traceback__) if not step.filename.startswith(_NOT_THEIRS)]
    if not theirs:
        return what
    return f"{what}, in line {theirs[-1].lineno} of {theirs[-1].name}: {theirs[-1].line}"
