"""Signs of slips that a learner can make in any function: in how it ends, in its numbers, and in what a seed decides.

Their words are in signs.toml; an exercise may say them in words of its own.
"""

import numpy as np

from lessonlib.checks.plain import as_array, same
from lessonlib.checks.task import Slip, common_words, in_any


def raised(*exceptions, saying=""):
    """Return the sign of an exception: of one of these types, with these words in its message, in small letters."""

    def seen(_call, reply):
        failure = reply.failure
        typed = reply.failed("raised") and (not exceptions or failure.exception in exceptions)
        return typed and saying in failure.message.lower()

    return seen


def another_exception(is_to_be_refused):
    """Return the sign of a call, ``is_to_be_refused(call)``, that raises something else than a ValueError."""
    return lambda call, reply: (
        is_to_be_refused(call) and reply.failed("raised") and reply.failure.exception != "ValueError"
    )


def rounded(right):
    """Return the sign of answers that are right but for their rounding; numbers, or a dict of numbers."""

    def seen(call, reply):
        exact = right(*call.args, **call.kwargs)
        return not same(exact, reply.answer) and any(same(_round(exact, n), reply.answer) for n in range(1, 7))

    return seen


def _round(exact, places):
    if isinstance(exact, dict):
        return {name: round(number, places) for name, number in exact.items()}
    return np.round(exact, places)


def has_nan(_call, reply):
    """The sign of a number, or of one among many or in a dict, that is not a number."""
    numbers = as_array(list(reply.answer.values()) if isinstance(reply.answer, dict) else reply.answer)
    return numbers is not None and bool(np.isnan(numbers).any())


def answer_of(_call, reply):
    """Return the answer."""
    return reply.answer


def judge_seeds(judge, of=answer_of):
    """Return a judge of three answers, to a seed, to the same seed and to another one.

    Parameters
    ----------
    judge : callable
        Judges each of them before.
    of : callable
        ``of(call, reply)`` returns what the seed decides; the order in which it comes may be the learner's.
    """

    def judge_three(*exchanges):
        if complaint := judge(*exchanges):
            return complaint
        first, again, other = (of(*exchange) for exchange in exchanges)
        if not same(first, again):
            return "the same seed gives another answer the second time."
        return "two different seeds give the same answer." if same(first, other) else None

    return judge_three


def twice_with(make, *defaults):
    """Return what makes a call with the arguments of ``make(rng)`` alone, and one with the defaults after them."""

    def calls(rng):
        args = make(rng)
        return [args, (*args, *defaults)]

    return calls


def judge_alike(judge):
    """Return a judge of two answers that are to be the same: it judges the first, and compares."""

    def judge_two(first, second):
        alike = same(first.reply.answer, second.reply.answer)
        return judge(first) or (None if alike else "the defaults are not those of the stub.")

    return judge_two


def seed_slips(task, of=answer_of):
    """Add the slips in what a seed decides, as in `judge_seeds`."""

    def three(exchanges):
        asked = [call.kwargs.get("seed") for call, _ in exchanges]
        if len(asked) != 3 or not asked[0] == asked[1] != asked[2]:
            return None
        answers = [of(*exchange) for exchange in exchanges]
        return None if any(answer is None for answer in answers) else answers

    def changes(*exchanges):
        answers = three(exchanges)
        return answers is not None and not same(answers[0], answers[1])

    def stays(*exchanges):
        answers = three(exchanges)
        return answers is not None and same(answers[0], answers[1]) and same(answers[0], answers[2])

    task.slip("not repeatable", changes)
    task.slip("seed ignored", stays)


def _common(name, looks_so):
    return Slip(name, common_words()[name], in_any(looks_so))


# Looked for in every task, after the task's own.
COMMON_SLIPS = (
    _common("prints instead of returning", lambda _call, reply: reply.returned_nothing() and reply.printed),
    _common("returns nothing", lambda _call, reply: reply.returned_nothing()),
    _common("text instead of numbers", lambda _call, reply: isinstance(reply.answer, str)),
    _common("changes its input", lambda _call, reply: reply.changed_input),
    _common("endless loop", lambda _call, reply: reply.failed("time")),
)
