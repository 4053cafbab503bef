"""Grade one submission: its cells, an exercise and a seed in, marks out; whatever happens, marks come out.

The inputs are drawn here, from the seed; the expected values come from the course's own functions, here; replies
are compared here. A job is plain data and uses nothing else, so that any process on any machine can do it.
"""

import re
import warnings
from dataclasses import dataclass
from functools import cache

from lessonlib.checks.catalogue import all_exercises
from lessonlib.checks.judging import diagnose, try_cases
from lessonlib.grading.asking import Asker, Patience, StoppedError
from lessonlib.grading.graded import Graded, GradedCase, GradedTask, nothing_right
from lessonlib.grading.submission import MalformedError, code_cells
from lessonlib.grading.words import sentence


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    Parameters
    ----------
    exercise : str
        Such as "ex03".
    content : bytes
        The notebook file.
    seed : int
        Seed of the hidden inputs; the same for every student of a batch.
    handed_out : frozenset of str
        The cells of the notebook that students got, which are not run again in full.
    """

    exercise: str
    content: bytes
    seed: int
    handed_out: frozenset[str] = frozenset()


def grade(job, sandbox, patience=None):
    """Return the marks of a submission.

    Parameters
    ----------
    job : Job
    sandbox : Sandbox
        Of the job's exercise.
    patience : Patience, optional

    Returns
    -------
    Graded

    Raises
    ------
    SandboxError
        If the sandbox itself has ended; then the job can be done again in a new one.
    """
    exercise = find_exercise(job.exercise)
    try:
        cells = _cells_that_count(code_cells(job.content), job.handed_out, _names(exercise))
        with Asker(sandbox, cells, _names(exercise), patience or Patience()) as asker, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd answers make NumPy warn, here
            tasks = tuple(_graded_task(exercise.name, task, asker, job.seed) for task in exercise.tasks)
    except MalformedError as error:
        return nothing_right(exercise, "malformed", str(error))
    except StoppedError as error:
        return nothing_right(exercise, "stopped", str(error))
    return Graded("graded", _missing(tasks, asker), tasks)


@cache
def find_exercise(name):
    """Return the `Exercise` of that name, or None."""
    return next((exercise for exercise in all_exercises() if exercise.name == name), None)


def _names(exercise):
    return [task.function for task in exercise.tasks]


def _cells_that_count(sources, handed_out, names):
    """Return (source, handed out) of the cells down to the last one that defines a function of the exercise."""
    definition = re.compile(rf"^[ \t]*(?:def\s+)?(?:{'|'.join(names)})\s*[(=:]", re.MULTILINE)
    defining = [at for at, source in enumerate(sources) if definition.search(source)]
    kept = sources[: defining[-1] + 1] if defining else sources
    return [(source, source.strip() in handed_out) for source in kept]


def _graded_task(exercise, task, asker, seed):
    asker.open()
    if task.function not in asker.defined:
        cases = tuple(GradedCase(case.name, None, case.points) for case in task.cases)
        return GradedTask(task.function, cases, sentence="The notebook defines no function of that name.")
    judged = try_cases(task, lambda call: asker.ask(task.function, call), seed)
    return _told(exercise, task, judged)


def _told(exercise, task, judged):
    cases = tuple(GradedCase(one.case.name, one.right, one.case.points) for one in judged)
    refused = [one for one in judged if one.complaint]
    if not refused:
        return GradedTask(task.function, cases)
    if any(reply.failed("unwritten") for one in refused for _, reply in one.exchanges):
        return GradedTask(task.function, cases, sentence="Nothing is written so far.")
    slip = diagnose(task, refused)
    failures = [reply.failure for one in refused for _, reply in one.exchanges if reply.failure]
    return GradedTask(task.function, cases, slip.name if slip else "", sentence(exercise, task, slip, failures))


def _missing(tasks, asker):
    """Say what kept functions from being defined, if any is missing."""
    missing = [task.function for task in tasks if task.function not in asker.defined]
    if not missing:
        return ""
    return f"The notebook defines no {', '.join(missing)}" + (f": {asker.problem}" if asker.problem else ".")
