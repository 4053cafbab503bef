"""The check engine: asking, judging, naming slips, and what the learner gets to see."""

# Learners' functions leave arguments unused.
# ruff: noqa: ARG001

import sys
import threading
import time
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib import progress
from lessonlib.checks import check, hint, notebook
from lessonlib.checks.asking import ask
from lessonlib.checks.catalogue import all_exercises, find
from lessonlib.checks.judging import examine
from lessonlib.checks.plain import NotPlainError, plain, same
from lessonlib.checks.signs import COMMON_SLIPS
from lessonlib.checks.task import Call, Formula, Task, common_words
from tests.checks.answers import ex05

NUMBERS = Call((np.array([3.0, 1.0, 2.0]),))


# plain data


def test_plain_data_is_the_same_whatever_it_came_in():
    assert plain((np.float32(0.5), np.True_, np.array(3), {"f1": (1,)})) == [0.5, True, 3, {"f1": [1]}]
    assert same(plain(np.array([1, 0])), plain([True, 0.0]))
    assert plain(np.array(["a", "b"])) == ["a", "b"]
    assert sorted(plain({2, 1})) == plain(frozenset({1}) | {2}) == [1, 2]


@pytest.mark.parametrize("value", [print, iter([1]), 1j, object(), 10**400, [lambda: 0]])
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(NotPlainError):
        plain(value)


def test_a_list_that_holds_itself_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlainError, match="without an end"):
        plain(endless)


def test_same_forgives_rounding_and_nothing_else():
    assert same(1 / 3, float(np.float32(1) / np.float32(3)))
    assert same([np.nan, np.inf], [np.nan, np.inf])
    assert not same(0.5, 0.5001)
    assert not same([1, 2], [[1, 2]])
    assert not same({"a": 1}, {"b": 1})
    assert not same("1", 1)
    assert not same(None, 0)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=8))
def test_plain_data_equals_itself(value):
    assert same(plain(value), plain(value))


# asking


def raises_in_line_two(numbers):
    return 1 / len(numbers[:0])


def test_an_error_is_told_in_the_learners_words_and_line():
    failure = ask(raises_in_line_two, NUMBERS).failure
    line = raises_in_line_two.__code__.co_firstlineno + 1
    assert failure.kind == "raised"
    assert failure.exception == "ZeroDivisionError"
    assert failure.words.startswith(f"line {line} of raises_in_line_two: ZeroDivisionError: ")
    assert failure.words.endswith("at `return 1 / len(numbers[:0])`.")


def test_an_error_inside_a_library_points_at_the_learners_line():
    def learner(numbers):
        return np.linalg.inv(numbers)

    words = ask(learner, NUMBERS).failure.words
    assert f"line {learner.__code__.co_firstlineno + 1} of learner: LinAlgError" in words


def stub(numbers):
    raise NotImplementedError


def leaves(numbers):
    sys.exit(3)


def wants_two(numbers, more):
    return numbers, more


def returns_itself(numbers):
    return returns_itself


@pytest.mark.parametrize(
    ("function", "kind", "words"),
    [
        (stub, "unwritten", "Nothing is written so far."),
        (leaves, "raised", "SystemExit: 3"),
        (wants_two, "signature", "missing a required argument: 'more'"),
        (returns_itself, "type", "an object of type function"),
    ],
)
def test_every_failure_has_its_kind_and_words(function, kind, words):
    failure = ask(function, NUMBERS).failure
    assert failure.kind == kind
    assert words in failure.words


def test_an_interrupt_by_the_learner_passes():
    def interrupted(numbers):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(interrupted, NUMBERS)


def endless(numbers):
    while True:
        numbers = numbers + 1


def swallows(numbers):
    try:
        endless(numbers)
    except:  # noqa: E722
        return 1


@pytest.mark.parametrize("function", [endless, swallows])
def test_an_endless_loop_is_cut_off(function):
    started = time.perf_counter()
    assert ask(function, NUMBERS, seconds=0.2).failure.kind == "time"
    assert time.perf_counter() - started < 5


def test_an_endless_loop_is_cut_off_outside_the_main_thread():
    replies = []
    thread = threading.Thread(target=lambda: replies.append(ask(endless, NUMBERS, seconds=0.2)))
    thread.start()
    thread.join(timeout=10)
    assert replies[0].failure.kind == "time"


def test_the_watch_ends_with_the_call():
    for _ in range(20):
        assert ask(sorted, NUMBERS, seconds=1).answer == [1, 2, 3]
    time.sleep(1.2)  # an exception that came late would end this test
    assert not [thread for thread in threading.enumerate() if thread.name == "time limit of a check"]


def test_arguments_are_copies_and_a_change_is_noticed():
    def in_place(numbers):
        numbers.sort()
        return numbers

    reply = ask(in_place, NUMBERS)
    assert reply.changed_input
    assert same(reply.answer, [1, 2, 3])
    assert same(plain(NUMBERS.args[0]), [3, 1, 2])


def test_prints_and_warnings_stay_inside(capsys):
    def noisy(numbers):
        for _ in range(10_000):
            print("here")
        print("there", file=sys.stderr)
        return np.log(numbers * 0)[0]

    reply = ask(noisy, NUMBERS)
    assert reply.answer == -np.inf
    assert len(reply.printed) == 500
    assert capsys.readouterr() == ("", "")


def test_a_formula_arrives_as_a_function():
    reply = ask(lambda metric: metric(tp=1, fn=2), Call((), {"metric": Formula("lambda tp, fn: 10 * tp + fn")}))
    assert reply.answer == 12


# judging


def spread(numbers):
    return max(numbers) - min(numbers)


def refuses_nothing(exchange):
    return None if exchange.reply.failure else "An empty list has no spread, and your function answers."


SPREAD = Task(
    "spread",
    {
        "hints": ["One.", "Two.", "Three."],
        "slips": {
            "maximum": "It looks as if you forgot to subtract the minimum.",
            "upside down": "It looks as if the difference is the wrong way round.",
        },
    },
    spread,
)
SPREAD.case("two lists", lambda rng: [(rng.normal(size=5),), (rng.normal(size=50),)], points=3)
SPREAD.case("one number", lambda _rng: (np.array([2.0]),))
SPREAD.case("no numbers", lambda _rng: (np.array([]),), judge=refuses_nothing, expects_error=True)
SPREAD.twin("maximum", max)
SPREAD.twin("upside down", lambda x: -spread(x))


def result_of(function, seed=0):
    return examine(SPREAD, partial(ask, function, seconds=0.3 if function is endless else 10), seed)


def test_all_right_is_passed_with_all_points():
    result = result_of(spread)
    assert result.passed
    assert result.points == 5
    assert result.headline == "Passed: spread is right in all 3 cases."
    assert result.sentences == ()


@pytest.mark.parametrize(
    ("function", "slip", "points"),
    [
        (max, "maximum", 0),
        (lambda x: min(x) - max(x), "upside down", 2),
        (print, "prints instead of returning", 0),
        (lambda x: x.sort() or x[-1] - x[0], "changes its input", 2),
        (endless, "endless loop", 0),
        (lambda x: 41.5 + 0 * max(x), "", 0),
    ],
)
def test_the_slip_is_named_and_right_cases_count(function, slip, points):
    result = result_of(function)
    assert (result.status, result.slip, result.points) == ("not yet", slip, points)


def test_the_call_and_the_learners_answer_are_shown_and_the_right_one_is_not():
    result = result_of(lambda x: 41.5 + 0 * max(x))
    numbers = SPREAD.cases[0].calls(np.random.default_rng([0, 0]))[0].args[0]
    assert "returned `41.5`" in repr(result)
    assert f"{numbers[0]:.6g}" in repr(result)
    assert "spread(<50 numbers>)" in repr(result)
    assert f"{spread(numbers):.3g}"[:4] not in repr(result)


def test_after_a_hopeless_reply_nothing_more_is_tried():
    calls = []

    def counted(call):
        calls.append(call)
        return ask(endless, call, seconds=0.1)

    result = examine(SPREAD, counted)
    assert len(calls) == 2  # both calls of the first case
    assert [case.right for case in result.cases] == [False, None, None]
    assert "– not tried: one number" in repr(result)


def test_a_stub_is_told_only_that_nothing_is_written():
    result = result_of(stub)
    assert repr(result) == 'Not yet: nothing is written in spread so far.\nFor a hint: `hint("spread")`'
    assert (result.status, result.points) == ("not yet", 0)


def test_same_seed_same_result():
    assert repr(result_of(max, seed=5)) == repr(result_of(max, seed=5))
    assert repr(result_of(max, seed=5)) != repr(result_of(max, seed=6))


def test_html_is_escaped_and_says_in_words_what_the_colour_says():
    def learner(x):
        raise ValueError("<script>alert(1)</script>")

    html = result_of(learner)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'role="status"' in html
    assert "Not yet:" in html
    assert "✗ not yet: two lists" in html


def test_hints_are_folded_into_one_another_and_gone_once_it_is_right():
    html, hints = result_of(stub)._repr_html_(), SPREAD.hints
    places = [html.index(f"({number} of {len(hints)})") for number in range(1, len(hints) + 1)]
    assert places == sorted(places)
    assert html[: places[-1]].count("<details") - html[: places[-1]].count("</details") == len(hints)
    assert html.count("<details") == html.count("</details>") == len(hints)
    assert "hint" not in result_of(spread)._repr_html_()


# check and hint


@pytest.fixture(autouse=True)
def own_progress(monkeypatch, tmp_path):
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(tmp_path))
    monkeypatch.setattr(notebook, "_hints_shown", {})


def renamed(answer, name="find_optimal_threshold"):
    def learner(y_true, y_probs, metric="f1"):
        return answer(y_true, y_probs, metric)

    learner.__name__ = name
    return learner


def test_check_finds_the_exercise_and_keeps_the_tries():
    assert check(renamed(ex05.strictly)).slip == "strictly above"
    assert check(renamed(ex05.loop)).passed
    assert progress.exercises() == [("ex05/find_optimal_threshold", 2, True, 0)]


def test_check_works_where_progress_cannot_be_kept(monkeypatch, tmp_path, capsys):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    monkeypatch.setenv("LESSONLIB_PROGRESS", str(in_the_way))
    assert check(renamed(ex05.loop)).passed
    assert "not kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (renamed(ex05.loop, "find_threshold"), "Is the name spelled as in the stub?"),
        ("find_optimal_threshold", "without quotes"),
        ((0.5, 0.8), "without calling it"),
    ],
)
def test_what_cannot_be_checked_is_told_why(function, why):
    result = check(function)
    assert result.status == "cannot check"
    assert result.headline.startswith("Cannot check ")
    assert why in repr(result)
    assert progress.exercises() == []


def test_the_librarys_own_function_is_no_answer():
    from lessonlib import find_optimal_threshold

    result = check(find_optimal_threshold)
    assert result.status == "cannot check"
    assert "Run the cell that defines your own" in repr(result)


def test_hints_come_one_by_one_and_are_counted():
    asked = [hint("find_optimal_threshold") for _ in range(5)]
    assert [len(shown.hints) for shown in asked] == [1, 2, 3, 4, 4]
    assert repr(asked[0]).startswith("Hint 1 of 4 for find_optimal_threshold; ask again for the next.\n1. ")
    assert "there are no more" in repr(asked[-1])
    assert asked[1]._repr_html_().count("<li>") == 2
    assert progress.exercises() == [("ex05/find_optimal_threshold", 0, False, 4)]


def test_a_hint_for_an_unknown_function_says_which_there_are():
    with pytest.raises(ValueError, match=r"got 'smot'\. Use one of .*find_optimal_threshold"):
        hint("smot")


def test_every_exercise_is_complete():
    tasks = [task for exercise in all_exercises() for task in exercise.tasks]
    assert len({task.function for task in tasks}) == len(tasks)
    for task in tasks:
        assert len(task.hints) >= 3
        assert len({case.name for case in task.cases}) == len(task.cases)
        assert all(case.points >= 1 for case in task.cases)


def test_every_word_is_told_and_of_a_slip_that_is_looked_for():
    for exercise in all_exercises():
        for task in exercise.tasks:
            told = exercise.words[task.function].get("slips", {}).keys()
            assert told <= {slip.name for slip in task.slips}
        known = {slip.name for task in exercise.tasks for slip in task.slips}
        assert exercise.words.get("slips", {}).keys() <= known
    everywhere = {slip.name for exercise in all_exercises() for task in exercise.tasks for slip in task.slips}
    assert common_words().keys() <= everywhere | {slip.name for slip in COMMON_SLIPS}


ODD = [None, True, 0, -1, 10**30, 1e308, float("nan"), "x", [], [[]], [0.5], [[0, 1], [2]], [float("nan"), 0], {}]


@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_no_answer_whatever_makes_a_check_crash(answer):
    for exercise in all_exercises():
        for task in exercise.tasks:
            result = examine(task, partial(ask, lambda *_args, **_kwargs: answer))
            assert result.status == "not yet"


def test_partial_credit_goes_by_the_case():
    def find_optimal_threshold(y_true, y_probs, metric="f1"):
        return None if callable(metric) else ex05.loop(y_true, y_probs, metric)

    _, task = find("find_optimal_threshold")
    result = examine(task, partial(ask, find_optimal_threshold))
    with_a_function = [case for case in result.cases if not case.right]
    assert result.slip == "returns nothing"
    assert len(with_a_function) == 4
    assert result.points == 11 - sum(case.points for case in with_a_function)
