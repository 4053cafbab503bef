"""The checks of every exercise, on its corpus: wrong answers are refused and their slips named, right ones accepted."""

import pkgutil
from functools import partial
from importlib import import_module
from itertools import product
from time import process_time

import pytest

import tests.checks.answers
from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import find
from lessonlib.checks.judging import COMMON_SLIPS, examine
from tests.checks.posted import named

MODULES = sorted(module.name for module in pkgutil.iter_modules(tests.checks.answers.__path__))
SLOWER = {"ex09": 5, "ex10": 5}  # seconds that a check may take; elsewhere 1
BY_EXERCISE = {name: import_module(f"tests.checks.answers.{name}").ANSWERS for name in MODULES}
CORPUS = [answers for of_exercise in BY_EXERCISE.values() for answers in of_exercise]
FUNCTIONS = [pytest.param(answers, id=answers.function) for answers in CORPUS]
RIGHT = [
    pytest.param(answers.function, answer, id=f"{answers.function}-{answer.__name__}")
    for answers in CORPUS
    for answer in answers.right_ones
]
WRONG = [
    pytest.param(answers.function, slip, says, answer, id=f"{answers.function}-{answer.__name__}")
    for answers in CORPUS
    for slip, says, answer in answers.wrong_ones
]


def examined(function, answer, seed=0, seconds=10):
    _, task = find(function)
    return examine(task, partial(ask, answer, seconds=seconds), seed)


@pytest.fixture
def seeds(request):
    """How many seeds an answer is examined on: one, or with ``--all-seeds`` the number that the test names."""
    return lambda most: range(most if request.config.getoption("--all-seeds") else 1)


@pytest.mark.parametrize(("function", "slip", "says", "answer"), WRONG)
def test_a_wrong_answer_is_refused_and_its_slip_is_named(function, slip, says, answer, seeds):
    for seed in seeds(3):
        result = examined(function, answer, seed, seconds=0.5 if slip == "endless loop" else 10)
        assert result.status == "not yet"
        assert result.slip == slip, result
        assert says in repr(result)
        assert "Traceback" not in repr(result)


@pytest.mark.parametrize(("function", "answer"), RIGHT)
def test_a_right_answer_is_accepted_whatever_way_it_is_written(function, answer, seeds):
    for seed in seeds(10):
        result = examined(function, answer, seed)
        assert result.passed, result
        assert result.points == sum(case.points for case in find(function)[1].cases)


@pytest.mark.parametrize("answers", FUNCTIONS)
def test_the_corpus_is_as_large_as_promised(answers):
    assert len(answers.wrong_ones) >= 12
    assert len(answers.right_ones) >= 4


@pytest.mark.parametrize("exercise", MODULES)
def test_every_slip_has_an_answer_that_makes_it(exercise):
    """Tasks of one exercise may share a slip; then an answer to one of them will do."""
    tasks = [find(answers.function)[1] for answers in BY_EXERCISE[exercise]]
    known = {slip.name for task in tasks for slip in task.slips}
    made = {slip for answers in BY_EXERCISE[exercise] for slip, _, _ in answers.wrong_ones}
    for corpus, task in product(("first", "second", "third"), tasks):
        made |= set(named(corpus).get(task.function, {}).values())
    assert known <= made <= known | {slip.name for slip in COMMON_SLIPS} | {""}


@pytest.mark.parametrize("answers", FUNCTIONS)
def test_there_are_at_least_three_hints_that_differ(answers):
    _, task = find(answers.function)
    assert len(set(task.hints)) >= 3


@pytest.mark.parametrize(("function", "answer"), RIGHT)
def test_a_check_answers_while_one_waits(function, answer):
    examined(function, answer)  # what it imports is loaded by now
    started = process_time()
    examined(function, answer)
    assert process_time() - started < SLOWER.get(find(function)[0].name, 1)


@pytest.mark.parametrize("answer", [None, "0.5", [], [0.5, None], {"tp": 0.5}, [float("nan")] * 4, [1e999, 0], -1])
@pytest.mark.parametrize("answers", FUNCTIONS)
def test_odd_answers_are_refused_in_words(answers, answer):
    result = examined(answers.function, lambda *_arguments, **_options: answer)
    assert result.status == "not yet"
    assert result.points == 0
