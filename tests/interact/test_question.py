"""Predictions, outcomes and quizzes, without a browser: what Python keeps and says."""

import re

import numpy as np
import pytest

from lessonlib import Sketch, find_optimal_threshold, progress, progress_file
from lessonlib.interact.question import CONFIDENCES, NOT_SURE, _asked, predict, quiz, reveal
from lessonlib.interact.quizzes import lessons, load_questions

OPTIONS = ["about 50 %", "about 90 %", "about 99 %"]


@pytest.fixture(autouse=True)
def _own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))


def ask():
    return predict("nobody-ill", "What is the accuracy of “nobody is ill”?", OPTIONS)


def commit(widget, option, confidence):
    """What the page does when a prediction is committed, or a quiz answer checked."""
    widget.answers = {**widget.answers, widget.items[0]["id"]: {"option": option, "confidence": confidence}}


def test_predict_offers_the_options_and_not_sure():
    widget = ask()
    (item,) = widget.items
    assert [option["text"] for option in item["options"]] == [*OPTIONS, NOT_SURE]
    assert item["confidences"] == list(CONFIDENCES) == [30, 40, 50, 60, 70, 80, 90, 100]
    assert widget.answers == {}
    assert not widget.closed


@pytest.mark.parametrize("options", [[], ["one"], ["same", "same"], ["yes", NOT_SURE]])
def test_predict_refuses_options_that_leave_no_choice(options):
    with pytest.raises(ValueError, match="options must be two or more different answers"):
        predict("p", "What?", options)


def test_a_commitment_is_kept_and_shown_again():
    commit(ask(), "about 50 %", 70)
    (kept,) = progress.predictions()
    assert (kept.question, kept.answer, kept.confidence) == ("nobody-ill", "about 50 %", 70)
    again = ask()
    assert again.answers == {"nobody-ill": {"option": "about 50 %", "confidence": 70}}
    assert not again.closed
    assert len(progress.predictions()) == 1, "showing it again is not another commitment"


def test_a_change_of_mind_is_kept_beside_the_first():
    widget = ask()
    commit(widget, "about 50 %", 70)
    commit(widget, "about 99 %", 90)
    assert [p.answer for p in progress.predictions()] == ["about 50 %", "about 99 %"]
    assert str(reveal("nobody-ill", "about 99 %")) == (
        "You first said “about 50 %”, 70 % sure, then “about 99 %”, 90 % sure. "
        "The outcome is “about 99 %”, as you said."
    )


def test_reveal_sets_the_guess_beside_the_outcome():
    commit(ask(), "about 50 %", 70)
    said = reveal("nobody-ill", "about 99 %")
    assert str(said) == "You said “about 50 %”, 70 % sure. The outcome is “about 99 %”."
    assert progress.predictions()[0].right is False


def test_reveal_is_kind_to_those_who_are_not_sure():
    commit(ask(), NOT_SURE, None)
    assert str(reveal("nobody-ill", "about 99 %")) == "You said “Not sure”. The outcome is “about 99 %”."


def test_reveal_closes_the_prediction_here_and_in_a_later_kernel():
    widget = ask()
    commit(widget, "about 99 %", 100)
    first, second = reveal("nobody-ill", "about 99 %"), reveal("nobody-ill", "about 99 %")
    assert str(first) == str(second) == "You said “about 99 %”, 100 % sure. The outcome is “about 99 %”, as you said."
    assert widget.closed
    assert ask().closed


def test_reveal_without_a_commitment_leaves_the_prediction_open():
    widget = ask()
    assert str(reveal("nobody-ill", "about 99 %")) == ("The outcome is “about 99 %”. No prediction was committed here.")
    assert not widget.closed
    commit(widget, "about 90 %", 60)
    assert str(reveal("nobody-ill", "about 99 %")).startswith("You said “about 90 %”, 60 % sure.")


@pytest.mark.parametrize("answer", ["about 42 %", NOT_SURE, ""])
def test_reveal_refuses_what_was_not_offered(answer):
    ask()
    with pytest.raises(ValueError, match="answer must be one of the options of prediction 'nobody-ill'"):
        reveal("nobody-ill", answer)


def test_reveal_says_the_same_as_html_and_escapes_it():
    commit(predict("sign", "Which?", ["a < b", "a > b"]), "a < b", 50)
    said = reveal("sign", "a > b")
    page = said._repr_html_()
    assert "a &lt; b" in page
    assert "a < b" not in page
    assert re.sub(r"<[^>]+>", "", page).replace("&lt;", "<").replace("&gt;", ">") == str(said)


def test_where_no_widget_shows_the_question_stands_without_its_answer():
    data, _ = quiz("00_start_here/smote")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    (question,) = load_questions("00_start_here/smote")
    for kind in ("text/html", "text/plain"):
        for option in question["options"]:
            assert option["text"] in data[kind]
            assert option["feedback"] not in data[kind]
        assert "correct" not in data[kind]


def test_every_quiz_answer_is_kept_and_the_first_counts():
    widget = quiz("07_threshold/scatter")
    wrong, right = sorted(widget.items[0]["options"], key=lambda option: option["correct"])[-2:]
    commit(widget, wrong["text"], None)
    commit(widget, right["text"], None)
    assert [answer.correct for answer in progress.quiz_answers()] == [False, True]
    (first,) = progress.first_per_question(progress.quiz_answers())
    assert (first.question, first.answer) == ("07_threshold/scatter", wrong["text"])
    assert quiz("07_threshold").answers == {"07_threshold/scatter": {"option": right["text"], "confidence": None}}


def test_a_lesson_shows_its_questions_in_a_row():
    assert [item["id"] for item in quiz("00_start_here").items] == [
        "00_start_here/always-legitimate",
        "00_start_here/gives-it-away",
        "00_start_here/smote",
        "00_start_here/lower-threshold",
    ]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("99_none", "id must begin with a lesson that has a quiz; got '99_none'"),
        ("../secret", "id must begin with a lesson that has a quiz"),
        ("07_threshold/none", "id must name a question of 07_threshold; got 'none'. Use one of .'half-of-f1'"),
    ],
)
def test_an_unknown_quiz_is_refused_by_name(address, message):
    with pytest.raises(ValueError, match=message):
        quiz(address)


@pytest.mark.parametrize("lesson", lessons())
def test_quiz_content_is_complete(lesson):
    questions = load_questions(lesson)
    assert len({question["id"] for question in questions}) == len(questions) >= 3
    for question in questions:
        options = question["options"]
        assert sum(option["correct"] for option in options) == 1, question["id"]
        for part in ("text", "feedback"):
            assert len({option[part] for option in options}) == len(options) >= 3, question["id"]
        for option in options:
            assert option["feedback"].endswith("."), question["id"]
            # Three lines of the card: more would move what stands below it.
            assert 60 <= len(option["feedback"]) <= 210, option["feedback"]
            assert not re.search(r"\b(just|simply|obviously)\b", option["feedback"] + option["text"])


# The numbers that the quizzes quote, worked out afresh.


def test_half_of_the_best_f1_is_its_threshold():
    """A calibrated population whose best F1 is about 0.6: no other threshold beats half of it."""
    chance = np.linspace(0, 1, 2001)
    weight = np.exp(-chance / 0.3)
    flagged = chance[:, None] <= chance[None, :]  # row: threshold
    f1 = 2 * (flagged @ (weight * chance)) / (flagged @ weight + weight @ chance)
    best = f1.max()
    assert 0.5 < best < 0.7
    assert chance[f1.argmax()] == pytest.approx(best / 2, abs=0.001)
    assert best > f1[1000] + 0.01, "0.50 falls short"


def test_prevalence_is_the_threshold_of_balanced_accuracy():
    chance = np.linspace(0, 1, 2001)
    weight = np.exp(-chance / 0.3)
    flagged = chance[:, None] <= chance[None, :]
    recall = flagged @ (weight * chance) / (weight @ chance)
    specificity = ~flagged @ (weight * (1 - chance)) / (weight @ (1 - chance))
    prevalence = weight @ chance / weight.sum()
    assert chance[(recall + specificity).argmax()] == pytest.approx(prevalence, abs=0.001)


def test_a_lower_threshold_can_raise_precision():
    y, score = np.array([0, 1, 1, 0]), np.array([0.9, 0.8, 0.7, 0.1])
    precisions = [y[score >= threshold].mean() for threshold in (0.9, 0.8, 0.7, 0.1)]
    assert precisions == pytest.approx([0, 1 / 2, 2 / 3, 1 / 2])


def test_few_positives_leave_the_best_threshold_rough():
    def scatter(positives):
        found = []
        for seed in range(60):
            rng = np.random.default_rng(seed)
            y = np.repeat([0, 1], [19 * positives, positives])
            found.append(find_optimal_threshold(y, 1 / (1 + np.exp(3 - rng.normal(2 * y))))[0])
        return np.std(found)

    assert scatter(10) > 1.5 * scatter(200)


# A curve to be drawn.

TRUE = {"1:1": 0.854, "1:10": 0.45, "1:100": 0.12}


def ask_to_draw(points=tuple(TRUE)):
    return predict("rarer", "Where does it go?", Sketch(points, "mixture", "average precision", start=0.85))


def test_a_drawing_is_kept_and_shown_again_on_the_same_points_only():
    assert ask_to_draw().answers == {}
    commit(ask_to_draw(), "0.85, 0.85, 0.30", None)
    (kept,) = progress.predictions()
    assert (kept.question, kept.answer, kept.confidence, kept.right) == ("rarer", "0.85, 0.85, 0.30", None, None)
    assert ask_to_draw().answers == {"rarer": {"option": "0.85, 0.85, 0.30", "confidence": None}}
    assert ask_to_draw("abcd").answers == {}


def test_what_was_chosen_under_the_same_name_is_no_drawing():
    progress.record_prediction("rarer", "AUROC stays", 70)
    assert ask_to_draw().answers == {}
    assert str(reveal("rarer", TRUE)) == "The outcome is 0.85, 0.45, 0.12. No drawing was committed here."


def test_reveal_draws_the_true_curve_and_says_where_the_drawing_is_off():
    widget = ask_to_draw()
    commit(widget, "0.85, 0.85, 0.05", None)
    outcome = reveal("rarer", TRUE)
    assert outcome.items[0]["truth"] == list(TRUE.values())
    assert outcome.answers == widget.answers
    assert str(outcome) == (
        "The outcome is 0.85, 0.45, 0.12. Yours is close at 1:1; too high at 1:10; too low at 1:100. "
        "It is farthest off at 1:10: 0.85 drawn, 0.45 true."
    )
    assert str(outcome) in outcome._repr_mimebundle_()[0]["text/html"].replace('<span class="uncommitted"></span>', "")
    assert widget.closed
    assert progress.predictions()[0].outcome == "0.85, 0.45, 0.12"
    assert "rarer: 0.85, 0.85, 0.05 (0.85, 0.45, 0.12)" in progress.report()


def test_reveal_before_a_drawing_leaves_it_open_and_before_its_question_says_words():
    _asked.clear()
    assert str(reveal("rarer", TRUE)) == "The outcome is “0.85, 0.45, 0.12”. No drawing was committed here."
    widget = ask_to_draw()
    assert "No drawing was committed here." in str(reveal("rarer", TRUE))
    assert not widget.closed
    assert "truth" not in widget.items[0]


@pytest.mark.parametrize("answer", ["up", 0.5, {"1:1": 0.5}, TRUE | {"1:10": 1.5}, TRUE | {"1:10": float("nan")}])
def test_reveal_refuses_what_is_no_curve_on_these_points(answer):
    ask_to_draw()
    with pytest.raises(ValueError, match="answer must"):
        reveal("rarer", answer)
    assert progress.predictions() == []


@pytest.mark.parametrize(("points", "start"), [("ab", 0.5), ("aab", 0.5), (range(9), 0.5), ("abc", 1.2)])
def test_a_sketch_refuses_what_nobody_can_draw(points, start):
    with pytest.raises(ValueError, match="must"):
        Sketch(points, "letter", "share", start)
