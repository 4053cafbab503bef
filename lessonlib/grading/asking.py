"""Ask the functions of one submission over the wire, and fail closed: what does not answer well is wrong.

A session that is lost (its process ended, stalled, or sent nonsense) is lost for the task at hand alone: the next
task gets a new one, so that one bad function does not cost the marks of the others.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from lessonlib.checks.task import Failure, Reply
from lessonlib.grading.inside.channel import GoneError, LateError
from lessonlib.grading.inside.messages import call_message, read_reply
from lessonlib.grading.inside.values import UnreadableError


@dataclass(frozen=True)
class Patience:
    """How long the grader waits, in seconds: for the cells to run, for one call, and for the whole submission."""

    cells: float = 20.0
    call: float = 10.0
    whole: float = 120.0


class StoppedError(Exception):
    """The submission's cells did not come to their end."""


class Asker:
    """Asks the functions of one submission.

    Parameters
    ----------
    sandbox : Sandbox
    cells : sequence of str
    functions : list of str
        That the exercise asks for.
    patience : Patience
    """

    def __init__(self, sandbox, cells, functions, patience):
        self._sandbox, self._patience = sandbox, patience
        self._order = {"cells": cells, "functions": functions}
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

    def ask(self, function, call):
        """Return the `Reply` to one call, also if none comes."""
        if self._channel is None:
            return Reply(failure=_ENDED)
        try:
            self._channel.send(*call_message(function, call))
            return _read(*self._channel.receive(self._left(self._patience.call)))
        except (LateError, GoneError, UnreadableError) as error:
            self._channel = None
            self._stack.close()
            return Reply(failure=_LOST[type(error)])

    def _left(self, seconds):
        return max(min(seconds, self._end - time.monotonic()), 0.0)


_ENDED = Failure("ended", "The process ended.")
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


def _read(header, blobs):
    """Return the `Reply` in a message; one that cannot be read, for whatever reason, is the submission's doing."""
    try:
        return read_reply(header, blobs)
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
