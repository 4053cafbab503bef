"""Judge a learner's function: make the calls, have them asked, judge the replies, name the slip."""

from typing import NamedTuple

import numpy as np

from lessonlib.checks.arrays import as_array
from lessonlib.checks.cases import Case, Exchange, Slip, in_any
from lessonlib.checks.plain import same
from lessonlib.checks.report import CaseResult, Result, written, written_answer

# After one of these every other case would fail alike, the last of them slowly.
_HOPELESS = ("unwritten", "signature", "time")

_SAME = "your function gives the same answer to every question."
_REFUSED = "your function is right to refuse this, but gives no right answer anywhere else."

# Looked for in every task, after the task's own.
COMMON_SLIPS = (
    Slip(
        "prints instead of returning",
        "Your function prints its answer and returns nothing. End it with a `return` line.",
        in_any(lambda _call, reply: reply.returned_nothing() and reply.printed),
    ),
    Slip(
        "returns nothing",
        "Your function returns None. Does every way through it end in a `return` line?",
        in_any(lambda _call, reply: reply.returned_nothing()),
    ),
    Slip(
        "changes its input",
        "Whoever calls your function finds their own arrays changed afterwards. `a.sort()`, `a += …` and `a[i] = …` "
        "work in place: use `np.sort(a)`, or a copy, `a.copy()`.",
        in_any(lambda _call, reply: reply.changed_input),
    ),
    Slip(
        "endless loop",
        "A loop seems to run without an end: what makes its condition false?",
        in_any(lambda _call, reply: reply.failed("time")),
    ),
)


class Judged(NamedTuple):
    """A case, what was asked and replied (nothing if it was not tried), and what is wrong with it, if anything."""

    case: Case
    exchanges: tuple[Exchange, ...]
    complaint: str | None

    @property
    def right(self):
        """Whether it was refused (False) or not (True); None if it was not tried."""
        return self.complaint is None if self.exchanges else None


def examine(task, ask, seed=0):
    """Try every case of a task and return a `Result`.

    Parameters
    ----------
    task : Task
    ask : callable
        ``ask(call)`` returns the `Reply`, wherever the learner's function runs.
    seed : int, default 0
        Seed of the inputs.
    """
    return _result(task, try_cases(task, ask, lambda number: draw(task, number, seed)))


def draw(task, number, seed):
    """Return the calls of the case of that number, from 0, with inputs from that seed."""
    return task.cases[number].calls(np.random.default_rng([seed, number]))


def try_cases(task, ask, calls_of):
    """Try every case of a task and return a list of `Judged`.

    Parameters
    ----------
    task : Task
    ask : callable
        As for `examine`.
    calls_of : callable
        ``calls_of(number)`` returns the calls of a case, by its number.
    """
    judged, hopeless, exchanges = [], False, ()
    for number, case in enumerate(task.cases):
        if hopeless or not case.again:
            calls = () if hopeless else calls_of(number)
            exchanges = tuple(Exchange(call, ask(call)) for call in calls)
        judged.append(Judged(case, exchanges, case.complaint(exchanges) if exchanges else None))
        hopeless = hopeless or any(reply.failed(*_HOPELESS) for _, reply in exchanges)
    return _deserved(judged)


def _deserved(judged):
    """Refuse what is right by luck: the one answer that is given to every question, and refusing whatever comes."""
    if _always_the_same([one for one in judged if one.exchanges]):
        return [one._replace(complaint=_SAME) if one.right else one for one in judged]
    if not any(one.right and not one.case.expects_error for one in judged):
        return [one._replace(complaint=_REFUSED) if one.right else one for one in judged]
    return judged


def _always_the_same(tried):
    """Say whether two cases or more brought the same answer, or answers made of one and the same number."""
    answers = [exchange.reply.answer for one in tried for exchange in one.exchanges if exchange.reply.failure is None]
    if len(tried) < 2 or not answers:
        return False
    numbers = [as_array(answer) for answer in answers]
    return all(same(answers[0], answer) for answer in answers[1:]) or (
        all(array is not None for array in numbers)
        and len(np.unique(np.concatenate([array.ravel() for array in numbers]))) < 2
    )


def diagnose(task, refused):
    """Return the slip that explains the most of the refused cases, or None if none explains any.

    Parameters
    ----------
    task : Task
    refused : list of Judged
    """
    slips = (*task.slips, *COMMON_SLIPS)
    explained = [sum(_recognises(slip, judged) for judged in refused) for slip in slips]
    most = max(explained)
    # Where every case ends in an exception, its words are the best hint, unless a slip explains half of them.
    always_raises = len(refused) == len(task.cases) and all(map(_raised, refused))
    return slips[explained.index(most)] if most >= (len(refused) / 2 if always_raises else 1) else None


def _raised(judged):
    return any(exchange.reply.failed("raised") for exchange in judged.exchanges)


def _recognises(slip, judged):
    """Say whether a slip explains a case; an answer too odd for it to look at is no sign of it."""
    try:
        return bool(slip.recognise(*judged.exchanges))
    except Exception:  # learners read words, never our traceback
        return False


def _result(task, judged):
    refused = [one for one in judged if one.complaint]
    slip = diagnose(task, refused)
    cases = tuple(CaseResult(one.case.name, one.right, one.case.points) for one in judged)
    if not refused:
        return Result(task.function, "passed", cases)
    shown = next(one for one in refused if slip is None or _recognises(slip, one))
    if any(reply.failed("unwritten") for _, reply in shown.exchanges):
        return Result(task.function, "not yet", sentences=(_offer(task),))
    return Result(task.function, "not yet", cases, slip.name if slip else "", _sentences(task, slip, shown))


def _sentences(task, slip, shown):
    """Say where it was seen, what it looks like, and which call shows it."""
    evidence = [
        f"`{written(call, task.function)}` returned `{written_answer(reply.answer)}`."
        for call, reply in shown.exchanges
        if reply.failure is None
    ]
    where = f"First seen in the case “{shown.case.name}”: {shown.complaint}"
    return (where, *([slip.hint] if slip else []), *evidence, _offer(task))


def _offer(task):
    return f'For a hint: `hint("{task.function}")`'
