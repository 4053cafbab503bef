"""What grading one submission brings: plain data, which fits into a row of a table and travels between machines.

And its sentences: what a student is told about hidden cases, in the course's own words, never in
a text that the submission made.

Threat: an error's message, a type's name or a printed line can carry the hidden inputs out, and who hands in again and
again reads a little more each time. So of a failure only its kind is used, and of an exception raised over hidden
inputs only which of a few groups it belongs to.
"""

import builtins
from typing import NamedTuple

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.report import CaseResult, uses_too_much

# graded: every task was tried. stopped: the submission ended or stalled before its functions could be asked.
# malformed: it could not be read. failed: the grader itself did not manage; somebody has to look. older: its student
# handed in another file after it, and so it was not tried.
STATUSES = ("graded", "stopped", "malformed", "failed", "older")
UNWRITTEN = "Nothing is written so far."  # of a function as it was handed out
SIGNS = {True: "✓ right", False: "✗ not right", None: "– not tried"}


class GradedTask(NamedTuple):
    """One function: its cases, the slip that its answers look like, and one sentence that helps and tells nothing."""

    function: str
    cases: tuple[CaseResult, ...]
    slip: str = ""
    sentence: str = ""

    @property
    def points(self):
        """The points of the cases that are right."""
        return sum(case.points for case in self.cases if case.right)

    @property
    def max_points(self):
        """The points of all cases."""
        return sum(case.points for case in self.cases)


class Graded(NamedTuple):
    """The marks of one submission; a status other than "graded" comes with a reason in words."""

    status: str
    reason: str
    tasks: tuple[GradedTask, ...]

    @property
    def points(self):
        """The points of the cases that are right."""
        return sum(task.points for task in self.tasks)

    @property
    def max_points(self):
        """The points of all cases."""
        return sum(task.max_points for task in self.tasks)


def nothing_right(exercise, status, reason):
    """Return the marks of a submission of which nothing could be tried: 0 of all points, and why.

    Parameters
    ----------
    exercise : Exercise or None
        None where it is not known.
    status, reason : str
    """
    return Graded(status, reason, tuple(map(not_tried, exercise.tasks if exercise else ())))


def not_tried(task, sentence=""):
    """Return the marks of a function that was never asked: none of its points."""
    cases = tuple(CaseResult(case.name, None, case.points) for case in task.cases)
    return GradedTask(task.function, cases, sentence=sentence)


def from_lists(parts):
    """Return the `Graded` that JSON made lists of."""
    status, reason, tasks = parts
    return Graded(
        status,
        reason,
        tuple(
            GradedTask(function, tuple(CaseResult(*case) for case in cases), slip, sentence)
            for function, cases, slip, sentence in tasks
        ),
    )


# What is told of hidden cases

_KNOWN = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)}
_KNOWN |= {"LinAlgError", "AxisError", "SystemExit", "KeyboardInterrupt"}
_GROUPS = {
    "a NameError or an AttributeError": ("NameError", "UnboundLocalError", "AttributeError"),
    "an IndexError or a KeyError": ("IndexError", "KeyError", "AxisError"),
    "a TypeError or a ValueError": ("TypeError", "ValueError", "LinAlgError"),
}
_OF_KIND = {
    "signature": "Your function does not take the arguments that the task names.",
    "time": "Your function had not finished in time and was cut off.",
    "type": "Your function returns something else than numbers, text, lists or arrays.",
    "ended": "The process ended while your function ran: it left Python, or needed too much memory.",
    "unreadable": "What your function returned is no plain answer of a bearable size.",
}


def sentence(exercise, task, slip, failures):
    """Return what helps after a task that is not all right.

    Parameters
    ----------
    exercise : str
    task : Task
    slip : Slip or None
        The mistake that the answers look like.
    failures : list of Failure
        Of the cases that are not right.
    """
    if slip is not None:
        return slip.hint
    for failure in failures:
        if failure.kind == "raised":
            return _of_exception(exercise, failure.exception)
        if failure.kind in _OF_KIND:
            return _OF_KIND[failure.kind]
    return task.hints[0]


def of_missing(exercise, missing, problem, n_cells):
    """Say which functions are missing, and what stopped a cell that may have held them.

    Parameters
    ----------
    exercise : str
    missing : list of str
    problem : [int, str] or None
        The number of the first cell that stopped, and the name of what was raised, as the submission has it.
    n_cells : int
    """
    sentence = f"The notebook defines no {', '.join(missing)}"
    if problem is None or not 1 <= problem[0] <= n_cells:
        return f"{sentence}."
    if problem[1] == "UnavailableError":
        words = f"uses what it may not import. In this exercise there are {find_exercise(exercise).imports_in_words}"
    else:  # no hidden input has been in there yet
        words = f"stops with {problem[1] if problem[1] in _KNOWN else 'an error'}"
    return f"{sentence}: its code cell {problem[0]} {words}."


def _of_exception(exercise, name):
    if name == "UnavailableError":
        return uses_too_much(find_exercise(exercise))
    group = next((words for words, names in _GROUPS.items() if name in names), "an error")
    return f"Your function raises {group} in a case where it should answer."
