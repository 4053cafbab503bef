"""Checks as data: what is tried, how an answer is judged, and which mistakes are known by their answers.

The same definitions serve the notebook, a shell, nbgrader and a batch grader, because three steps stay apart:
a case *makes* its calls from a seed; somebody *asks* the learner's function, perhaps in another process; the
case *judges* the replies. Calls and replies are plain data, and nothing expected travels with a call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from lessonlib.checks.plain import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE, same


@dataclass(frozen=True)
class Formula:
    """A small function as an argument, kept as its source text so that it stays plain data.

    Parameters
    ----------
    text : str
    name : str, optional
        What it does, in the learner's words, where its text is too long to read; it never travels with a call.

    Examples
    --------
    >>> Formula("lambda fp, fn: fp + 10 * fn").compiled()(fp=3, fn=2)
    23
    >>> print(Formula("lambda fp, fn: fp + 10 * fn", "cost of the mistakes"))
    <cost of the mistakes>
    """

    text: str
    name: str = field(default="", compare=False)

    def __str__(self):
        return f"<{self.name}>" if self.name else self.text

    def compiled(self):
        """Return the function; the text is the course's own, never a learner's."""
        return eval(self.text, {"__builtins__": {}})


@dataclass(frozen=True, eq=False)
class Call:
    """One call of the learner's function, with its positional and its named arguments; equal to itself alone."""

    args: tuple
    kwargs: dict = field(default_factory=dict)


class Failure(NamedTuple):
    """Why a call brought no answer.

    `kind` is "unwritten", "signature", "raised", "time" or "type"; `words` say it to the learner; `exception`
    names the type of what was raised, and `message` is its text.
    """

    kind: str
    words: str
    exception: str = ""
    message: str = ""


@dataclass(frozen=True)
class Reply:
    """What a call brought: a plain answer or a failure, what was printed, and whether an argument changed."""

    answer: object = None
    failure: Failure | None = None
    printed: str = ""
    changed_input: bool = False

    def failed(self, *kinds):
        """Say whether the call failed in one of these ways."""
        return self.failure is not None and self.failure.kind in kinds

    def returned_nothing(self):
        """Say whether the function came to its end and returned None."""
        return self.failure is None and self.answer is None


class Exchange(NamedTuple):
    """A call and the reply to it."""

    call: Call
    reply: Reply


@dataclass(frozen=True)
class Case:
    """One thing that is tried.

    Parameters
    ----------
    name : str
        What is tried, in the learner's words.
    calls : callable
        ``calls(rng)`` returns the calls, as a tuple; all inputs come from that generator.
    judge : callable
        ``judge(*exchanges)`` returns None for a right answer, else a sentence that says what is wrong with it
        and gives nothing away. It accepts every right answer, whatever its type or its order of computation.
    points : int, default 1
    expects_error : bool, default False
        The right reply is to raise; otherwise the judge sees only exchanges that brought an answer.
    again : bool, default False
        Judge the replies to the case before in another respect: that saves calls that take long. `calls` is not used.
    """

    name: str
    calls: Callable[[np.random.Generator], tuple[Call, ...]]
    judge: Callable[..., str | None]
    points: int = 1
    expects_error: bool = False
    again: bool = False

    def complaint(self, exchanges):
        """Return what is wrong with the replies, in words, or None if they are right."""
        replies = [exchange.reply for exchange in exchanges]
        for failure in filter(None, (reply.failure for reply in replies)):
            if not (self.expects_error and failure.kind == "raised"):
                return failure.words
        if any(reply.changed_input for reply in replies):
            return "Your function changes the arrays that it is given."
        try:
            return self.judge(*exchanges)
        except Exception:  # an answer too odd to be judged is wrong, and learners read words, never our traceback
            return "the answer is of another kind than what was asked for."


@dataclass(frozen=True)
class Slip:
    """A mistake that can be recognised from the answers it leads to.

    `recognise` is called like a judge, ``recognise(*exchanges)``, on a case that was refused; `hint` tells the
    learner what it looks like, without the answer.
    """

    name: str
    hint: str
    recognise: Callable[..., bool]


@dataclass(frozen=True)
class Task:
    """One function for the learner to write: its cases, the slips to look for, and at least three hints.

    Where two slips explain the answers equally well, the earlier one is named. The hints are ordered, and the
    last is close to the solution.
    """

    function: str
    cases: tuple[Case, ...]
    slips: tuple[Slip, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """The tasks of one exercise notebook, such as "ex05"."""

    name: str
    tasks: tuple[Task, ...]


def once_per_call(function):
    """Return ``of(call)``, which is ``function(*args, **kwargs)``, worked out once for each `Call` and then kept.

    A batch grader asks hundreds of submissions the same calls.
    """
    known = WeakKeyDictionary()

    def of(call):
        if call not in known:
            known[call] = function(*call.args, **call.kwargs)
        return known[call]

    return of


def equals(expected, rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE):
    """Return a judge for answers that are determined: each must equal ``expected(*args, **kwargs)``."""
    right_of = once_per_call(expected)

    def judge(*exchanges):
        for call, reply in exchanges:
            if not same(right_of(call), reply.answer, rtol, atol):
                return "The answer is another one."
        return None

    return judge


def gives(wrong, rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE):
    """Return a recogniser of the answers that the function `wrong`, with the slip in it, would give."""
    differs = equals(wrong, rtol, atol)

    def recognise(*exchanges):
        try:
            return differs(*exchanges) is None
        except Exception:  # where `wrong` fails, on input that is to be refused for instance, it gives no answer
            return False

    return recognise


def in_any(looks_so):
    """Return a recogniser of what one exchange is enough to show: ``looks_so(call, reply)``."""
    return lambda *exchanges: any(looks_so(call, reply) for call, reply in exchanges)
