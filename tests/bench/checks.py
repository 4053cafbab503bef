"""`tests.bench checks`: how well the checks know right answers from wrong ones, on those in `tests/checks/answers`."""

import pkgutil
from functools import partial
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import NamedTuple

from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import find
from lessonlib.checks.judging import examine
from tests.bench import mutants
from tests.checks import answers as corpus

SECONDS_OF_AN_ENDLESS_LOOP = 0.5


class Row(NamedTuple):
    """One function's figures: counts of answers, and the median seconds of a check of a right one."""

    exercise: str
    function: str
    wrong: int
    refused: int
    named: int
    right: int
    accepted: int
    seconds: float


def main():
    """Try every answer once, print a line for each function, and return the rows."""
    print(f"{'exercise':9}{'function':32}{'refused':>10}{'slip named':>13}{'accepted':>11}{'seconds':>10}")
    rows = []
    for answers in _corpora():
        rows.append(_row(answers))
        print(_line(rows[-1]), flush=True)
    print(
        "refused: wrong answers not accepted. slip named: refused with the hint that names what is wrong; the others\n"
        "are refused in words that say what was seen. accepted: right answers. seconds: median of one whole check."
    )
    mutants.main()
    return rows


def _corpora():
    """Return the answers to every function."""
    names = sorted(module.name for module in pkgutil.iter_modules(corpus.__path__))
    return [answers for name in names for answers in import_module(f"{corpus.__name__}.{name}").ANSWERS]


def _row(answers):
    exercise, task = find(answers.function)
    refused = named = accepted = 0
    for slip, _, answer in answers.wrong_ones:
        result = examine(task, partial(ask, answer, seconds=_patience(slip)))
        refused += result.status == "not yet"
        named += bool(slip) and result.slip == slip
    seconds = []
    for answer in answers.right_ones:
        started = perf_counter()
        accepted += examine(task, partial(ask, answer)).passed
        seconds.append(perf_counter() - started)
    wrong, right = len(answers.wrong_ones), len(answers.right_ones)
    return Row(exercise.name, answers.function, wrong, refused, named, right, accepted, median(seconds))


def _patience(slip):
    return SECONDS_OF_AN_ENDLESS_LOOP if slip == "endless loop" else 10


def _line(row):
    return (
        f"{row.exercise:9}{row.function:32}{row.refused:>4} of {row.wrong:2}{row.named:>7} of {row.wrong:2}"
        f"{row.accepted:>5} of {row.right:2}{row.seconds:>10.2f}"
    )
