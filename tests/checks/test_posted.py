"""The checks on answers in the manner of what people post: right ones accepted, wrong ones refused and told why."""

import tomllib
from functools import partial

import pytest

from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import find
from lessonlib.checks.judging import examine
from tests.checks.posted import HERE, named, posted

CORPORA = ("first", "second", "third")
ANSWERS = [pytest.param(c, a, id=f"{a.function}: {a.what}") for c in CORPORA for a in posted(c)]


@pytest.mark.parametrize(("corpus", "answer"), ANSWERS)
def test_a_posted_answer_is_judged_as_it_is(corpus, answer):
    _, task = find(answer.function)
    result = examine(task, partial(ask, answer.written()))
    assert result.passed == answer.right, result
    assert result.slip == named(corpus).get(answer.function, {}).get(answer.what, ""), result


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_name_belongs_to_an_answer(corpus):
    known = {(answer.function, answer.what) for answer in posted(corpus) if not answer.right}
    assert known >= {(function, what) for function, whats in named(corpus).items() for what in whats}


def test_most_wrong_answers_are_told_their_slip():
    """What is named is true of its answer, as a reader found; of the others nothing false is said."""
    wrong = [(corpus, one) for corpus in CORPORA for one in posted(corpus) if not one.right]
    told = [one for corpus, one in wrong if one.what in named(corpus).get(one.function, {})]
    assert len(told) >= 0.9 * len(wrong)


def test_a_corpus_has_several_answers_to_each_function():
    for corpus in ("first", "second"):  # of the third, only those that taught something are kept
        by_function = {}
        for answer in posted(corpus):
            by_function.setdefault(answer.function, []).append(answer.right)
        assert all(rights.count(True) >= 4 and rights.count(False) >= 6 for rights in by_function.values())
        assert tomllib.loads((HERE / f"{corpus}.toml").read_text("utf-8")).keys() <= by_function.keys()
