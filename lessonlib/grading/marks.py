"""What grading one submission brings: plain data, which fits into a row of a table and travels between machines."""

from typing import NamedTuple

from lessonlib.checks.report import CaseResult

# graded: every task was tried. stopped: the submission ended or stalled before its functions could be asked.
# malformed: it could not be read. failed: the grader itself did not manage; somebody has to look.
STATUSES = ("graded", "stopped", "malformed", "failed")
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
