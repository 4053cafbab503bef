"""The two calls that learners make: `check` and `hint`."""

import re
import sys
from dataclasses import replace
from functools import partial

from lessonlib import progress
from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import all_exercises, find
from lessonlib.checks.helping import called_by, in_place, not_allowed
from lessonlib.checks.judging import examine
from lessonlib.checks.report import Hints, Result, given, uses_too_much

_hints_shown: dict[str, int] = {}


def check(function, seed=0):
    """Check a function that you wrote for an exercise, which is found by the function's name.

    Parameters
    ----------
    function : callable
        The function itself: ``check(find_optimal_threshold)``.
    seed : int, default 0
        Seed of the inputs that it is tried on; every seed draws others.

    Returns
    -------
    Result
        Passed, not yet, or cannot check, in words; `points` are those of the cases that are right.
    """
    name = getattr(function, "__name__", f"a {type(function).__name__}")
    if not callable(function):
        return _cannot(name, "Hand in the function itself, without quotes and without calling it: `check(smote)`.")
    if (found := find(name)) is None:
        return _cannot(name, f"The exercises ask for {_known()}. Is the name spelled as in the stub?")
    if str(function.__module__).startswith("lessonlib."):
        return _cannot(name, "This is the library's function. Run the cell that defines your own.")
    exercise, task = found
    if problem := _older(name, function):
        return _cannot(name, problem)
    if (module := not_allowed(function, exercise)) is not None:
        return _cannot(name, f"{uses_too_much(exercise)} It uses `{module}`.")
    result = _examined(exercise, task, function, seed)
    progress.record_check(f"{exercise.name}/{name}", result.passed)
    return result


def _examined(exercise, task, function, seed):
    """Return the `Result`: also with right functions in the place of wrong ones that are called, if that helps."""
    result = examine(task, partial(ask, function), seed)
    if result.passed or not hasattr(function, "__globals__"):
        return result
    wrong = [
        other
        for other in exercise.tasks
        if other.function in called_by(function, exercise.references)
        and (own := function.__globals__.get(other.function)) is not other.reference
        and not (callable(own) and examine(other, partial(ask, own), seed).passed)
    ]
    with in_place(function, {other.function: other.reference for other in wrong}):
        helped = examine(task, partial(ask, function), seed) if wrong else result
    if helped.points <= result.points:
        return result
    return replace(helped, sentences=(given(other.function for other in wrong), *helped.sentences))


def _older(name, function):
    """Say why a function is an older one than the notebook shows, if the last cell that defines it is no Python."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None or getattr(function, "__globals__", None) is not shell.user_ns:
        return None
    cells = shell.history_manager.input_hist_raw
    last = next((cell for cell in reversed(cells) if re.search(rf"^[ \t]*def\s+{name}\b", cell, re.M)), "")
    try:
        compile(shell.transform_cell(last), "<cell>", "exec")
    except SyntaxError as error:
        where = f"line {error.lineno}: {error.msg}"
        return f"The last cell that defines it is no Python ({where}), so an older {name} is in use. Mend and run it."
    return None


def hint(function):
    """Show one more hint for a function, given by its name or itself; each call adds the next.

    Parameters
    ----------
    function : str or callable

    Returns
    -------
    Hints
        All that have been asked for; a cell shows them as text.

    Raises
    ------
    ValueError
        If no exercise asks for that function.
    """
    name = getattr(function, "__name__", function)
    if (found := find(name)) is None:
        raise ValueError(f"function must be one that an exercise asks for; got {name!r}. Use one of {_known()}.")
    exercise, task = found
    number = _hints_shown[name] = min(_hints_shown.get(name, 0) + 1, len(task.hints))
    progress.record_hint(f"{exercise.name}/{name}", number)
    return Hints(name, task.hints[:number], len(task.hints))


def _cannot(name, why):
    return Result(name, "cannot check", sentences=(why,))


def _known():
    return ", ".join(name for exercise in all_exercises() for name in exercise.functions)
