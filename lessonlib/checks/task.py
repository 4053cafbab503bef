"""Checks as data: what is tried, how an answer is judged, and which mistakes are known by their answers.

The same definitions serve the notebook, a shell, nbgrader and a batch grader, because three steps stay apart:
a case *makes* its calls from a seed; somebody *asks* the learner's function, perhaps in another process; the
case *judges* the replies. Calls and replies are plain data, and nothing expected travels with a call.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
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

    `kind` is "unwritten", "signature", "raised", "time" or "type", and where the function runs in another process also
    "ended", as it did, or "unreadable", as its answer was; `words` say it to the learner; `exception` names the type of
    what was raised, and `message` is its text.
    """

    kind: str
    words: str
    exception: str = ""
    message: str = ""


@dataclass(frozen=True)
class Reply:
    """What a call brought: a plain answer or a failure, what was printed, and whether an argument changed.

    `seen` keeps what was made of it, see `once_per_reply`.
    """

    answer: object = None
    failure: Failure | None = None
    printed: str = ""
    changed_input: bool = False
    seen: dict = field(default_factory=dict, compare=False, repr=False)

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


class Slip(NamedTuple):
    """A mistake that can be recognised from the answers it leads to.

    Parameters
    ----------
    name, hint : str
        The hint tells the learner what it looks like, without the answer.
    recognise : callable
        Called like a judge, ``recognise(*exchanges)``: whether the replies in a case look like it.
    whole : bool
        Whether it decides every answer: then it is ruled out by a right answer that it would have spoiled.
    only : bool
        Whether it is named only where it explains every refused case: what it looks at has other causes, too.
    """

    name: str
    hint: str
    recognise: Callable[..., bool]
    whole: bool = False
    only: bool = False


class Task:
    """One function for the learner to write: its cases, the slips to look for, and hints.

    Where two slips explain the answers equally well, the earlier one is named.

    Parameters
    ----------
    function : str
    words : dict
        `hints`, at least three, the last close to the solution; `slips`, what is told of each, by its name.
    right : callable, optional
        The right function: answers must equal its own, unless a judge is given.
    judge : callable, optional
        The judge of every case that names no other.
    view : callable, optional
        ``view(call, reply)`` returns what `shows` looks at, or None if there is nothing to see.
    probes : bool, default False
        Whether every case looks at something else: then a slip may be plain in one of them and hidden in all others.
    reference : callable, optional
        The right function, quick whatever it is given: it stands in for the learner's where another one calls it.
    """

    def __init__(self, function, words, right=None, judge=None, view=None, reference=None, probes=False):
        self.reference, self.probes = reference, probes
        self.function, self.hints, self.words = function, tuple(words["hints"]), words["slips"]
        self.judge, self.view = judge or (right and equals(right)), view
        self.cases, self.slips = [], []

    def case(self, name, make, *more, judge=None, points=1, seeds=(), expects_error=False, **options):
        """Try ``f(*make(rng), *more, **options)``.

        `make` returns the arguments, or a list of such tuples: one for each call. With `seeds`, every call is made
        with each of them, as ``seed=``.
        """

        def calls(rng):
            made = make(rng)
            by_seed = [{"seed": seed} for seed in seeds] or [{}]
            inputs = made if isinstance(made, list) else [made]
            return tuple(Call((*args, *more), options | seed) for args in inputs for seed in by_seed)

        self.cases.append(Case(name, calls, judge or self.judge, points, expects_error))

    def again(self, name, judge, points=1):
        """Judge the replies to the case before in another respect."""
        self.cases.append(Case(name, self.cases[-1].calls, judge, points, again=True))

    def slip(self, name, *recognisers, whole=False, only=False):
        """Name this slip where one of the recognisers knows it: ``recognise(*exchanges)``."""
        self.slips += [Slip(name, self.words[name], recognise, whole, only) for recognise in recognisers]

    def twin(self, name, *wrong):
        """Name this slip where the answers are those of one of these wrong functions."""
        self.slip(name, *map(gives, wrong), whole=True)

    def sign(self, name, *looks_so, only=False):
        """Name this slip where one exchange is enough to show it: ``looks_so(call, reply)``."""
        self.slip(name, *map(in_any, looks_so), only=only)

    def shows(self, name, *looks_so):
        """Name this slip where the view of one exchange shows it: ``looks_so(view)``."""
        self.sign(name, *map(self._of_view, looks_so))

    def _of_view(self, looks_so):
        def seen(call, reply):
            view = self.view(call, reply)
            return view is not None and bool(looks_so(view))

        return seen


class Exercise:
    """The tasks of one exercise notebook, such as "ex05"; its words stand beside it, in ex05.toml.

    Parameters
    ----------
    name : str
    may_use : tuple of str, default ()
        The modules of `lessonlib.compute` that an answer may import, beside the standard library, NumPy and SciPy.
    """

    def __init__(self, name, may_use=(), tasks=()):
        self.name, self.may_use, self.tasks = name, may_use, list(tasks)

    @cached_property
    def words(self):
        """The hints and slips of each function; a table "slips" of its own holds those that several share."""
        return _words(f"exercises/{self.name}.toml")

    @property
    def references(self):
        """The right functions that stand in for a learner's own, by name."""
        return {task.function: task.reference for task in self.tasks if task.reference}

    @property
    def imports_in_words(self):
        """What its functions may import, in words."""
        own = " and lessonlib's " + ", ".join(self.may_use) if self.may_use else ""
        return f"Python's standard library, {'numpy, scipy' if own else 'numpy and scipy'}{own}"

    @property
    def functions(self):
        """The names of the functions that it asks for, in order."""
        return [task.function for task in self.tasks]

    def task(self, function, right=None, **options):
        """Add a `Task`, with its words; for the options see there."""
        words = self.words[function]
        slips = {**common_words(), **self.words.get("slips", {}), **words.get("slips", {})}
        self.tasks.append(Task(function, {"hints": words["hints"], "slips": slips}, right, **options))
        return self.tasks[-1]


def common_words():
    """Return what is told of slips that any function can have, by their names."""
    return _words("signs.toml")


@cache
def _words(file):
    return tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))


def both(*makes):
    """Return what makes the calls of each of these: what is worked by hand, and something that the seed decides."""

    def make(rng):
        made = [one(rng) for one in makes]
        return [args for one in made for args in (one if isinstance(one, list) else [one])]

    return make


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


def once_per_reply(function):
    """Return ``of(call, reply)``, worked out once for each `Reply` and then kept with it: judges and slips share it."""

    def of(call, reply):
        if of not in reply.seen:
            reply.seen[of] = function(call, reply)
        return reply.seen[of]

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
