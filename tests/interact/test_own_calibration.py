"""The learner's own calibration, and the quiz before and after: from nothing to a picture, counted by first answers."""

import pytest

from lessonlib import progress, progress_file
from lessonlib.compute.calibration import judge_confidence
from lessonlib.compute.uncertainty import wilson_interval
from lessonlib.interact.own_calibration import before_and_after, own_calibration, standing
from lessonlib.interact.question import quiz
from lessonlib.interact.quizzes import load_questions


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))


def predict(question, confidence, right):
    progress.record_prediction(question, "up", confidence)
    progress.record_outcome(question, "up" if right else "down")


def test_without_any_outcome_it_says_what_to_do():
    progress.record_prediction("open", "up", 70)
    progress.record_prediction("unsure", "Not sure", None)
    progress.record_outcome("unsure", "up")
    said = own_calibration()
    assert repr(said).startswith("No prediction of yours has met its outcome yet.")
    assert "<img" not in said._repr_html_()


def test_a_quiz_ends_with_how_the_predictions_stand_so_far():
    for question, right in (("a", True), ("b", False)):
        predict(question, 80, right)
    assert standing() == {}
    predict("c", 50, True)
    assert standing()["words"] == "Your predictions so far: 2 of 3 right; on average you were 70 % sure."
    assert (standing()["right"], standing()["sure"]) == pytest.approx((2 / 3, 0.7))
    assert quiz("07_threshold").standing == standing()


def test_a_few_predictions_give_a_sentence_and_no_picture():
    predict("a", 80, True)
    said = own_calibration()
    assert repr(said).startswith(
        "You were right in 1 of 1 prediction (100 %), 95 % interval 21 to 100 %; on average you"
    )
    assert "too few for a picture" in repr(said)
    assert "<img" not in said._repr_html_()


def test_the_first_commitment_counts_and_groups_show_their_counts():
    for number in range(12):
        predict(f"sure {number}", 90, number < 3)
    for number in range(4):
        predict(f"half {number}", 50, number < 2)
    progress.record_prediction("sure 11", "down", 100)  # a later change of mind
    said = own_calibration()
    assert "right in 5 of 16 predictions (31 %)" in repr(said)
    assert "80 % sure. You were surer than you were right." in repr(said)
    html = said._repr_html_()
    assert "50 % sure: right in 50 % of 4, 95 % interval 15 to 85 %" in html
    assert "90 % sure: right in 25 % of 12" in html


@pytest.mark.parametrize(
    ("n_right", "confidence", "word"), [(4, 0.9, "too sure"), (10, 0.5, "not sure enough"), (7, 0.7, "can't tell")]
)
def test_the_judgement_is_wilsons_interval_against_the_mean_confidence(n_right, confidence, word):
    judgement = judge_confidence([1] * n_right + [0] * (10 - n_right), [confidence] * 10)
    assert (judgement.low, judgement.high) == wilson_interval(n_right, 10)
    assert judgement.mean_confidence == pytest.approx(confidence)
    assert judgement.word == word


def test_confidence_is_a_share_and_there_is_one_for_each():
    with pytest.raises(ValueError, match=r"confidence must lie in \[0, 1\]"):
        judge_confidence([1], [90])
    with pytest.raises(ValueError, match="confidence must have one entry for each label"):
        judge_confidence([1, 0], [0.9])


def test_the_two_quizzes_are_parallel():
    before, after = ([item["id"].partition("/")[2] for item in load_questions(lesson)] for lesson in QUIZZES)
    assert before == after[: len(before)]
    assert not {item["question"] for item in load_questions(QUIZZES[0])} & {
        item["question"] for item in load_questions(QUIZZES[1])
    }


QUIZZES = ("00_start_here", "12_decide")


def test_before_and_after_counts_first_answers():
    assert repr(before_and_after()) == (
        "lesson 00: not answered yet; lesson 12: not answered yet. First answers count."
    )
    progress.record_quiz_answer("00_start_here/smote", "new facts", False)
    progress.record_quiz_answer("00_start_here/smote", "assumption", True)
    progress.record_quiz_answer("12_decide/smote", "hardly more", True)
    progress.record_quiz_answer("12_decide/gives-it-away", "recall", False)
    said = before_and_after()
    assert repr(said).startswith("lesson 00: 0 right of 1 answer; lesson 12: 1 right of 2 answers.")
    rows = said._repr_html_().split("<tr>")[2:]
    assert [row.count("not right") for row in rows] == [0, 1, 1, 0]
    assert [row.count("–") for row in rows] == [2, 1, 0, 2]
