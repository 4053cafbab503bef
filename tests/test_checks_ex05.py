"""The checks of exercise 05: every wrong answer is refused and its slip named, every right one is accepted."""

from functools import partial
from time import process_time

import numpy as np
import pytest

from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import find
from lessonlib.checks.judging import examine
from lessonlib.compute.threshold import find_optimal_threshold
from tests.answers.ex05 import ANSWERS, loop

RIGHT = [pytest.param(one.function, answer, id=answer.__name__) for one in ANSWERS for answer in one.right_ones]
WRONG = [
    pytest.param(one.function, slip, says, answer, id=answer.__name__)
    for one in ANSWERS
    for slip, says, answer in one.wrong_ones
]


def examined(function, answer, seed=0, seconds=10):
    _, task = find(function)
    return examine(task, partial(ask, answer, seconds=seconds), seed)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("function", "slip", "says", "answer"), WRONG)
def test_a_wrong_answer_is_refused_and_its_slip_is_named(function, slip, says, answer, seed):
    result = examined(function, answer, seed, seconds=0.5 if slip == "endless loop" else 10)
    assert result.status == "not yet"
    assert result.slip == slip
    assert says in repr(result)
    assert "Traceback" not in repr(result)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("function", "answer"), RIGHT)
def test_a_right_answer_is_accepted_whatever_way_it_is_written(function, answer, seed):
    result = examined(function, answer, seed)
    assert result.passed, result
    assert result.points == {"find_optimal_threshold": 10, "best_precision": 5}[function]


@pytest.mark.parametrize("seed", range(10))
def test_the_library_passes_as_well(seed):
    assert examined("find_optimal_threshold", find_optimal_threshold, seed).passed

    def best_precision(y_true, y_probs, min_recall=0.8):
        return find_optimal_threshold(y_true, y_probs, "precision", min_recall=min_recall)

    assert examined("best_precision", best_precision, seed).passed


def test_the_corpus_is_as_large_as_promised():
    for one in ANSWERS:
        assert len(one.wrong_ones) >= 12
        assert len(one.right_ones) >= 4


def test_every_slip_has_an_answer_that_makes_it():
    for one in ANSWERS:
        _, task = find(one.function)
        made = {slip for slip, _, _ in one.wrong_ones}
        untried = {slip.name for slip in task.slips} - made
        assert untried <= {"position, not threshold", "rounded threshold", "not a number"}  # tried in the other task


def test_a_check_answers_within_a_second():
    started = process_time()
    examined("find_optimal_threshold", loop)
    assert process_time() - started < 1


def test_partial_credit_goes_by_the_case():
    def only_f1(y_true, y_probs, metric="f1"):
        if callable(metric):
            return None
        return loop(y_true, y_probs, metric)

    result = examined("find_optimal_threshold", only_f1)
    assert result.slip == "returns nothing"
    assert result.points == 7  # all but the three cases whose metric is a function


@pytest.mark.parametrize("answer", [None, "0.5", [], [0.5, None], {"threshold": 0.5}, [np.nan, np.nan], [1e999, 0]])
def test_odd_answers_are_refused_in_words(answer):
    result = examined("find_optimal_threshold", lambda *_rows, **_metric: answer)
    assert result.status == "not yet"
    assert result.points == 0
