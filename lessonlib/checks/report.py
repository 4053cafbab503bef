"""What the learner sees: the result of a check, and hints, as HTML in a notebook and as text elsewhere.

Nothing in them changes from run to run (no times, no addresses), so a stored output can be compared.
"""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import numpy as np

from lessonlib.checks.task import Formula

_AT_MOST = 12  # numbers of an array that are written out
# Jupyter's own theme colours, so that the bar fits light and dark; the words say the same without it.
_BAR = {"passed": "--jp-success-color1, #388e3c", "not yet": "--jp-warn-color1, #f57c00"}
_MARKS = {True: "✓ right", False: "✗ not yet", None: "– not tried"}


class CaseResult(NamedTuple):
    """How one case went: `right` is None where it was not tried."""

    name: str
    right: bool | None
    points: int


@dataclass(frozen=True, repr=False)
class Result:
    """The outcome of a check.

    `status` is "passed", "not yet" or "cannot check"; `cases` is empty where nothing could be tried, as with a
    stub; `slip` names the mistake that the answers look like, or is empty; `sentences` say it to the learner.
    `hints` are offered where it is not right yet: in a notebook folded, one behind the other. `closing` is shown below
    all, where a whole exercise is done.
    """

    function: str
    status: str
    cases: tuple[CaseResult, ...] = ()
    slip: str = ""
    sentences: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    closing: object = None

    @property
    def passed(self):
        """Whether every case is right."""
        return self.status == "passed"

    @property
    def points(self):
        """The points of the cases that are right."""
        return sum(case.points for case in self.cases if case.right)

    @property
    def headline(self):
        """The outcome in one line."""
        right, tried = sum(case.right is True for case in self.cases), len(self.cases)
        if self.status == "cannot check":
            return f"Cannot check {self.function}."
        if not self.cases:
            return f"Not yet: nothing is written in {self.function} so far."
        if self.passed:
            return f"Passed: {self.function} is right in all {tried} cases."
        return f"Not yet: {self.function} is right in {right} of {tried} cases."

    def __repr__(self):
        offer = [f'For a hint: `hint("{self.function}")`'] * bool(self.hints)
        cases = (f"  {_MARKS[case.right]}: {case.name}" for case in self.cases)
        closing = [repr(self.closing)] if self.closing else []
        return "\n".join([self.headline, *self.sentences, *offer, *cases, *closing])

    def _repr_html_(self):
        cases = "".join(f"<li>{_MARKS[case.right]}: {escape(case.name)}</li>" for case in self.cases)
        every = f"<details><summary>All {len(self.cases)} cases</summary><ul>{cases}</ul></details>"
        body = _paragraphs(self.sentences) + _folded(self.hints) + every * bool(cases)
        return _card(self.headline, body + (self.closing._repr_html_() if self.closing else ""), _BAR.get(self.status))


@dataclass(frozen=True, repr=False)
class Hints:
    """The hints that were asked for so far, the newest last, out of `total`."""

    function: str
    hints: tuple[str, ...]
    total: int

    @property
    def headline(self):
        """How many there are, and whether more can be had."""
        more = "ask again for the next" if len(self.hints) < self.total else "there are no more"
        return f"Hint {len(self.hints)} of {self.total} for {self.function}; {more}."

    def __repr__(self):
        return "\n".join([self.headline, *(f"{number}. {hint}" for number, hint in enumerate(self.hints, start=1))])

    def _repr_html_(self):
        return _card(self.headline, f"<ol>{''.join(f'<li>{with_code(hint)}</li>' for hint in self.hints)}</ol>")


def uses_too_much(exercise):
    """Say that a function uses what its exercise does not allow: in `check` and in marks the same words."""
    return f"Your function uses what it may not import. In this exercise there are {exercise.imports_in_words}."


def given(helpers):
    """Say with whose help a function was asked again."""
    names = " and ".join(f"`{name}`" for name in helpers)
    return f"This is with a right {names} in the place of yours, which is not right yet: mend that one, too."


def written(call, function):
    """Write a call as Python would, long arrays by their length.

    Examples
    --------
    >>> from lessonlib.checks.task import Call
    >>> written(Call(([0, 1], np.linspace(0, 1, 60)), {"metric": "f1"}), "find_optimal_threshold")
    "find_optimal_threshold([0, 1], <60 numbers>, metric='f1')"
    """
    named = (f"{name}={_value(value)}" for name, value in call.kwargs.items())
    return f"{function}({', '.join([*map(_value, call.args), *named])})"


def written_answer(answer):
    """Write an answer with six digits, long ones shortened.

    >>> written_answer([1 / 3, 2])
    '[0.333333, 2]'
    """
    return _shortened(_value(answer), 120)


def _value(value):
    if isinstance(value, Formula):
        return str(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | np.ndarray):
        items = list(value)
        return f"[{', '.join(map(_value, items))}]" if len(items) <= _AT_MOST else f"<{len(items)} numbers>"
    return repr(value.item() if isinstance(value, np.generic) else value)


def _shortened(text, length):
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _card(headline, body, colour=None):
    bar = f"border-left: 4px solid {f'var({colour})' if colour else 'currentColor'}"
    return (
        f'<div role="status" style="{bar}; padding-left: 0.8em"><p><strong>{escape(headline)}</strong></p>{body}</div>'
    )


def _paragraphs(sentences):
    return "".join(f"<p>{with_code(sentence)}</p>" for sentence in sentences)


def _folded(hints):
    """Fold hints into one another: each shows the next one's fold when it is opened; that needs no kernel."""
    inner = ""
    for number, hint in reversed(list(enumerate(hints, start=1))):
        name = "Show a hint" if number == 1 else "Show the next hint"
        inner = (
            f'<details style="margin: 0.3em 0"><summary style="cursor: pointer">{name} ({number} of {len(hints)})'
            f"</summary><p>{with_code(hint)}</p>{inner}</details>"
        )
    return inner


def with_code(sentence):
    """Escape a sentence for HTML; what stands between backquotes becomes code."""
    parts = [escape(part) for part in sentence.split("`")]
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
