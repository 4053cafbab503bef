"""What grading one submission brings: plain data, which fits into a row of a table."""

import json
from dataclasses import asdict, dataclass

# graded: every task was tried. stopped: the submission ended or stalled before its functions could be asked.
# malformed: it could not be read. failed: the grader itself did not manage; somebody has to look.
STATUSES = ("graded", "stopped", "malformed", "failed")


@dataclass(frozen=True)
class GradedCase:
    """One hidden case: its name, its points, and whether it was right (None: not tried)."""

    name: str
    right: bool | None
    points: int


@dataclass(frozen=True)
class GradedTask:
    """One function: its cases, the slip that its answers look like, and one sentence that helps and tells nothing."""

    function: str
    cases: tuple[GradedCase, ...]
    slip: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Graded:
    """The marks of one submission; a status other than "graded" comes with a reason in words."""

    status: str
    reason: str
    tasks: tuple[GradedTask, ...]

    @property
    def points(self):
        """The points of the cases that are right."""
        return sum(case.points for task in self.tasks for case in task.cases if case.right)

    @property
    def max_points(self):
        """The points of all cases."""
        return sum(case.points for task in self.tasks for case in task.cases)


def nothing_right(exercise, status, reason):
    """Return the marks of a submission of which nothing could be tried: 0 of all points, and why."""
    return Graded(status, reason, tuple(map(not_tried, exercise.tasks)))


def not_tried(task, sentence=""):
    """Return the marks of a function that was never asked: none of its points."""
    cases = tuple(GradedCase(case.name, None, case.points) for case in task.cases)
    return GradedTask(task.function, cases, sentence=sentence)


def as_json(graded):
    """Return the marks as text."""
    return json.dumps(asdict(graded))


def from_json(text):
    """Return the marks that `as_json` made the text of."""
    parts = json.loads(text)
    tasks = tuple(
        GradedTask(**{**task, "cases": tuple(GradedCase(**case) for case in task["cases"])}) for task in parts["tasks"]
    )
    return Graded(parts["status"], parts["reason"], tasks)
