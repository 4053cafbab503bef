"""Grade one submission: its cells, an exercise and a seed in, marks out; whatever happens, marks come out.

The inputs are drawn here, from the seed; the expected values come from the course's own functions, here; replies
are compared here. A job is plain data and uses nothing else, so that any process on any machine can do it.
"""

import warnings
from dataclasses import dataclass
from functools import lru_cache, partial

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.judging import diagnose, draw, try_cases
from lessonlib.checks.notebook_file import count_to_definitions
from lessonlib.grading.asking import Asker, Patience, StoppedError
from lessonlib.grading.graded import Graded, GradedCase, GradedTask, not_tried, nothing_right
from lessonlib.grading.words import of_missing, sentence

_UNWRITTEN = "Nothing is written so far."


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    Parameters
    ----------
    exercise : str
        Such as "ex03".
    cells : tuple of str
        The code to run, cell by cell.
    seed : int
        Seed of the hidden inputs; the same for every student of a batch.
    """

    exercise: str
    cells: tuple[str, ...]
    seed: int


def job_of(exercise, sources, seed, handed_out):
    """Return the `Job` of a notebook.

    Parameters
    ----------
    exercise : str
    sources : list of str
        Its code cells; what comes after the last one that defines a function of the exercise is not run.
    seed : int
    handed_out : dict of str to str
        The cells that students got, and what is run in their place, from `handed_out_cells`.
    """
    kept = sources[: count_to_definitions(sources, find_exercise(exercise).functions)]
    return Job(exercise, tuple(handed_out.get(source.strip(), source) for source in kept), seed)


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
        with Asker(sandbox, job.cells, exercise.functions, patience or Patience()) as asker, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd answers make NumPy warn, here
            tasks = tuple(_graded_task(exercise.name, task, asker, job.seed) for task in exercise.tasks)
    except StoppedError as error:
        return nothing_right(exercise, "stopped", str(error))
    return Graded("graded", _reason(exercise.name, tasks, asker, len(job.cells)), tasks)


def _reason(exercise, tasks, asker, n_cells):
    """Say which functions are missing, and which are not written."""
    missing = [task.function for task in tasks if task.function not in asker.defined]
    unwritten = [task.function for task in tasks if task.sentence == _UNWRITTEN]
    return " ".join(
        [
            *([of_missing(exercise, missing, asker.problem, n_cells)] if missing else []),
            *([f"Nothing is written so far in {', '.join(unwritten)}."] if unwritten else []),
        ]
    )


def _graded_task(exercise, task, asker, seed):
    try:
        asker.open()
    except StoppedError:
        if not asker.defined:  # in the first session: nothing could be asked
            raise
        return not_tried(task, "There was no time left to try this function.")
    if task.function not in asker.defined:
        return not_tried(task, "The notebook defines no function of that name.")
    calls_of = partial(_drawn, exercise, task.function, seed)
    judged = try_cases(task, lambda call: asker.ask(task.function, call), calls_of)
    return _told(exercise, task, judged)


@lru_cache(maxsize=64)  # the cases of one exercise: a batch takes one after the other
def _drawn(exercise, function, seed, number):
    """Return the calls of one case, drawn once for all the submissions of a batch."""
    task = next(task for task in find_exercise(exercise).tasks if task.function == function)
    return draw(task, number, seed)


def _told(exercise, task, judged):
    cases = tuple(GradedCase(one.case.name, one.right, one.case.points) for one in judged)
    refused = [one for one in judged if one.complaint]
    if not refused:
        return GradedTask(task.function, cases)
    if any(reply.failed("unwritten") for one in refused for _, reply in one.exchanges):
        return not_tried(task, _UNWRITTEN)
    slip = diagnose(task, judged)
    failures = [reply.failure for one in refused for _, reply in one.exchanges if reply.failure]
    return GradedTask(task.function, cases, slip.name if slip else "", sentence(exercise, task, slip, failures))
