"""Grade one submission: a notebook, an exercise and a seed in, marks out; whatever happens, marks come out.

The inputs are drawn here, from the seed; the expected values come from the course's own functions, here; replies
are compared here. A job is plain data and uses nothing else, so that any process on any machine can do it.
"""

import time
import warnings
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from lessonlib.checks.asking import answered
from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.helping import called_in
from lessonlib.checks.judging import diagnose, draw, try_cases
from lessonlib.checks.notebook_file import count_to_definitions
from lessonlib.checks.plain import as_array
from lessonlib.checks.report import CaseResult, given
from lessonlib.checks.task import Call, Failure, Reply
from lessonlib.grading.inside.wire import (
    GoneError,
    LateError,
    UnreadableError,
    call_message,
    fingerprint,
    framed,
    read_reply,
    reply_message,
    unpacked,
)
from lessonlib.grading.marks import UNWRITTEN, Graded, GradedTask, not_tried, nothing_right, of_missing, sentence

_MOST_HELP, _LARGEST_TABLE = 10_000, 20_000  # calls of helpers within one call; numbers in a table that one is given
_ENDED = Failure("ended", "The process ended.")
_TOO_MUCH = Failure("type", "A helper is given more rows than it takes.")
_LOST = {
    LateError: Failure("time", "No answer came in time."),
    GoneError: _ENDED,
    UnreadableError: Failure("unreadable", "The answer is no plain data."),
}
_WHY_STOPPED = {
    LateError: "The notebook's cells had not come to their end in time.",
    GoneError: "The notebook's cells end the process: they leave Python, or need too much memory.",
    UnreadableError: "The notebook's cells write on the grader's own line.",
}


@dataclass(frozen=True)
class Patience:
    """How long the grader waits, in seconds: for the cells to run, for one call, and for the whole submission."""

    cells: float = 20.0
    call: float = 10.0
    whole: float = 120.0


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


class StoppedError(Exception):
    """The submission's cells did not come to their end."""


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tasks = _with_help(exercise, tasks, sandbox, job, patience or Patience())
    except StoppedError as error:
        return nothing_right(exercise, "stopped", str(error))
    return Graded("graded", _reason(exercise.name, tasks, asker, len(job.cells)), tasks)


class Asker:
    """Asks the functions of one submission over the wire, and fails closed: what does not answer well is wrong.

    A session that is lost (its process ended, stalled, or sent nonsense) is lost for the task at hand alone: the next
    task gets a new one, so that one bad function does not cost the marks of the others.

    Parameters
    ----------
    sandbox : Sandbox
    cells : sequence of str
    functions : list of str
        That the exercise asks for.
    patience : Patience
    references : dict of str to callable, optional
        Right functions that stand, by name, in the place of the submission's own. They are asked over the wire and
        answer from here: arguments come out, answers go in.
    """

    def __init__(self, sandbox, cells, functions, patience, references=None):
        self._sandbox, self._patience, self._references = sandbox, patience, references or {}
        self._order = framed({"cells": cells, "functions": functions, "helped": list(self._references)})
        self._end = time.monotonic() + patience.whole
        self._stack, self._channel = ExitStack(), None
        self.defined, self.problem = (), None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return self._stack.__exit__(*exception)

    def open(self):
        """Make sure that a session is there in which the cells have run.

        Raises
        ------
        StoppedError
            If the cells end the process, take too long, or send something else than what they define.
        SandboxError
        """
        if self._channel is not None:
            return
        channel = self._stack.enter_context(self._sandbox.session())
        try:
            channel.send(self._order)
            header, _blobs = channel.receive(self._left(self._patience.cells))
            self.defined, self.problem = _definitions(header)
        except (LateError, GoneError, UnreadableError) as error:
            self._stack.close()
            raise StoppedError(_WHY_STOPPED[type(error)]) from error
        self._channel = channel

    def ask(self, message, expected):
        """Return the `Reply` to one call, also if none comes.

        Parameters
        ----------
        message : bytes
        expected : int
            The `fingerprint` of the call.
        """
        if self._channel is None:
            return Reply(failure=_ENDED)
        try:
            self._channel.send(message)
            return _read(*self._received(), expected)
        except (LateError, GoneError, UnreadableError) as error:
            self._channel = None
            self._stack.close()
            return Reply(failure=_LOST[type(error)])

    def _received(self):
        """Return the next message that asks for no help; all help is given within the time of one call."""
        end = time.monotonic() + self._patience.call
        for _ in range(_MOST_HELP):
            header, blobs = self._channel.receive(self._left(end - time.monotonic()))
            if type(name := header.get("function")) is not str or name not in self._references:
                return header, blobs
            self._channel.send(_help(self._references[name], header, blobs))
        raise LateError

    def _left(self, seconds):
        return max(min(seconds, self._end - time.monotonic()), 0.0)


def _help(reference, header, blobs):
    """Return the message with the answer of a right function, to arguments from a submission."""
    if header.keys() != {"function", "args", "kwargs"}:
        raise UnreadableError("a call with other parts")
    try:
        args, kwargs = unpacked(header["args"], blobs), unpacked(header["kwargs"], blobs)
    except Exception as error:  # fail closed, whatever NumPy does with odd bytes
        raise UnreadableError("no call") from error
    if type(args) is not list or type(kwargs) is not dict:
        raise UnreadableError("a call with parts of other types")
    if any(map(_is_large_table, (*args, *kwargs.values()))):
        return reply_message(Reply(failure=_TOO_MUCH), 0)
    reply = answered(reference, Call(tuple(args), kwargs), seconds=None)
    return reply_message(Reply(reply.answer, reply.failure), 0)


def _is_large_table(value):
    """Say whether a helper could take long for it: those that take a table compare each of its rows with all others."""
    array = as_array(value)
    return array is not None and array.ndim > 1 and array.size > _LARGEST_TABLE


def _read(header, blobs, expected):
    """Return the `Reply` in a message; one that cannot be read, for whatever reason, is the submission's doing."""
    try:
        return read_reply(header, blobs, expected)
    except Exception as error:  # fail closed, whatever NumPy does with odd bytes
        raise UnreadableError("no reply") from error


def _definitions(header):
    """Return the names of the functions that are defined, and what stopped a cell: its number and a name, or None."""
    defined, problem = header.get("defined"), header.get("problem")
    if type(defined) is not list or not all(type(name) is str for name in defined) or not _is_problem(problem):
        raise UnreadableError("no definitions")
    return defined, problem


def _is_problem(problem):
    return problem is None or (type(problem) is list and [type(part) for part in problem] == [int, str])


def _reason(exercise, tasks, asker, n_cells):
    """Say which functions are missing, and which are not written."""
    missing = [task.function for task in tasks if task.function not in asker.defined]
    unwritten = [task.function for task in tasks if task.sentence == UNWRITTEN]
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
    return _told(exercise, task, judged_of(exercise, task, asker, seed))


def _with_help(exercise, graded, sandbox, job, patience):
    """Return the marks of each function, asked again with right ones in the place of wrong ones that it calls."""
    wrong = [one.function for one in graded if one.points < one.max_points and one.function in exercise.references]
    told = []
    for task, mark in zip(exercise.tasks, graded, strict=True):
        called = called_in(job.cells, task.function, wrong) if mark.points < mark.max_points else []
        told.append(_helped(exercise, task, mark, called, sandbox, job, patience) if called else mark)
    return tuple(told)


def _helped(exercise, task, mark, called, sandbox, job, patience):
    references = {name: exercise.references[name] for name in called}
    less = replace(patience, whole=patience.whole / 4)
    with Asker(sandbox, job.cells, exercise.functions, less, references) as asker:
        try:
            again = _graded_task(exercise.name, task, asker, job.seed)
        except StoppedError:
            return mark
    if again.points <= mark.points:
        return mark
    return again._replace(sentence=" ".join(filter(None, (given(called), again.sentence))))


def judged_of(exercise, task, asker, seed):
    """Return each case of a task `Judged`, tried in an order of the seed's, so that none can be known by its place."""
    order, written = _order(exercise, task.function, seed), {}

    def calls_of(place):
        drawn = _drawn(exercise, task.function, seed, order[place])
        written.update(drawn)
        return tuple(drawn)

    shuffled = SimpleNamespace(cases=[task.cases[number] for number in order])
    judged = try_cases(shuffled, lambda call: asker.ask(*written[call]), calls_of)
    return [one for _, one in sorted(zip(order, judged, strict=True), key=lambda pair: pair[0])]


@lru_cache(maxsize=64)
def _order(exercise, function, seed):
    """Return the numbers of a task's cases, shuffled; those that judge the replies to the one before stay behind it."""
    groups = []
    for number, case in enumerate(_task(exercise, function).cases):
        groups = [*groups[:-1], [*groups[-1], number]] if case.again else [*groups, [number]]
    return [
        number for at in np.random.default_rng([seed, len(groups)]).permutation(len(groups)) for number in groups[at]
    ]


@lru_cache(maxsize=64)  # the cases of one exercise: a worker takes one exercise after the other
def _drawn(exercise, function, seed, number):
    """Return the calls of one case, drawn and written once for all submissions: {call: (message, fingerprint)}."""
    task = _task(exercise, function)
    return {call: (call_message(function, call), fingerprint(call)) for call in draw(task, number, seed)}


def _task(exercise, function):
    return next(task for task in find_exercise(exercise).tasks if task.function == function)


def _told(exercise, task, judged):
    cases = tuple(CaseResult(one.case.name, one.right, one.case.points) for one in judged)
    refused = [one for one in judged if one.complaint]
    if not refused:
        return GradedTask(task.function, cases)
    if any(reply.failed("unwritten") for one in refused for _, reply in one.exchanges):
        return not_tried(task, UNWRITTEN)
    slip = diagnose(task, judged)
    failures = [reply.failure for one in refused for _, reply in one.exchanges if reply.failure]
    return GradedTask(task.function, cases, slip.name if slip else "", sentence(exercise, task, slip, failures))
