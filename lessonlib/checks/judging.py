"""Judge a learner's function: make the calls, have them asked, judge the replies, name the slip."""

from functools import cache
from typing import NamedTuple

import numpy as np

from lessonlib.checks.plain import as_array, same
from lessonlib.checks.report import CaseResult, Result, written, written_answer
from lessonlib.checks.signs import COMMON_SLIPS
from lessonlib.checks.task import Case, Exchange

# After one of these every other case would fail alike, the last of them slowly.
_HOPELESS = ("unwritten", "signature", "time")

_SAME = "your function gives the same answer to every question."
_REFUSED = "your function is right to refuse this, but gives no right answer anywhere else."


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


def diagnose(task, judged):
    """Return the slip that explains what was refused, or None if none does.

    The first one that explains every refused case, and that no right answer rules out, is named as it is. If there
    is none, the one that explains the most is named, if that is half of them at least, and its hint says how many
    cases that is: what is seen in a few may be there by chance. What decides every answer has to explain all answers.

    Parameters
    ----------
    task : Task
    judged : list of Judged
    """
    refused = [one for one in judged if one.complaint]
    right = [one for one in judged if one.right and not one.case.expects_error]
    slips = (*task.slips, *COMMON_SLIPS)

    @cache
    def explains(slip, number):
        return not (slip.whole and _is_beside_answers(refused[number])) and _recognises(slip, refused[number])

    for slip in slips:
        if all(explains(slip, number) for number in range(len(refused))) and _possible(slip, right):
            return slip

    def seen_in(slip):
        """Return in how many refused cases a slip is seen; 0 as soon as it is clear that they are too few."""
        missed = 0
        for number, one in enumerate(refused):
            missed += not explains(slip, number)
            ruled_out = slip.whole and not explains(slip, number) and not _is_beside_answers(one)
            if ruled_out or (not task.probes and 2 * missed > len(refused)):
                return 0
        return len(refused) - missed

    seen, slip = max(
        ((seen_in(slip), slip) for slip in slips if not slip.only and _possible(slip, right)),
        key=lambda pair: pair[0],
        default=(0, None),
    )
    if seen == 0:
        return None
    return slip._replace(hint=f"{slip.hint} That is seen in {seen} of the {len(refused)} cases that are not right yet.")


def _possible(slip, right):
    """Say whether no right answer rules a slip out."""
    return not slip.whole or all(_recognises(slip, one) for one in right)


def _is_beside_answers(judged):
    """Say whether a case was refused for something else than its answers: no refusal, an exception, a changed input."""
    replies = [exchange.reply for exchange in judged.exchanges]
    return judged.case.expects_error or any(reply.failed("raised") or reply.changed_input for reply in replies)


def _recognises(slip, judged):
    """Say whether a slip explains a case; an answer too odd for it to look at is no sign of it."""
    try:
        return bool(slip.recognise(*judged.exchanges))
    except Exception:  # learners read words, never our traceback
        return False


def _result(task, judged):
    refused = [one for one in judged if one.complaint]
    cases = tuple(CaseResult(one.case.name, one.right, one.case.points) for one in judged)
    if not refused:
        return Result(task.function, "passed", cases)
    slip = diagnose(task, judged)
    shown = next(one for one in refused if slip is None or _recognises(slip, one))
    if any(reply.failed("unwritten") for _, reply in shown.exchanges):
        return Result(task.function, "not yet", hints=task.hints)
    sentences = _sentences(task, slip, shown)
    return Result(task.function, "not yet", cases, slip.name if slip else "", sentences, task.hints)


def _sentences(task, slip, shown):
    """Say where it was seen, what it looks like, and which call shows it."""
    evidence = [
        f"`{written(call, task.function)}` returned `{written_answer(reply.answer)}`."
        for call, reply in shown.exchanges
        if reply.failure is None
    ]
    where = f"First seen in the case “{shown.case.name}”: {shown.complaint}"
    return (where, *([slip.hint] if slip else []), *evidence)
