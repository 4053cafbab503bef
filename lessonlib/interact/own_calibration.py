"""What the learner's own answers say about them: how well their confidence fits, and the quiz before and after."""

from html import escape

from lessonlib import progress
from lessonlib.compute.calibration import judge_confidence, reliability
from lessonlib.compute.words import of, percent, plural
from lessonlib.interact.quizzes import load_questions

BEFORE, AFTER = "00_start_here", "12_decide"
FEW = 10  # with fewer predictions a picture would show chance and little else
ENOUGH_TO_SAY = 3
GROUPS = 5
VERDICTS = {
    "too sure": "You were surer than you were right.",
    "not sure enough": "You were right more often than you were sure.",
    "can't tell": "That fits: the interval holds your mean confidence, so no mismatch can be seen.",
}


class Said:
    """A sentence, and below it a picture or a table in HTML where there is one."""

    def __init__(self, sentence, below=""):
        self.sentence, self.below = sentence, below

    def __repr__(self):
        return self.sentence

    def _repr_html_(self):
        return f"<p>{escape(self.sentence)}</p>{self.below}"


def own_calibration():
    """Show how often your predictions came true, by how sure you were.

    Each question counts once, with the first commitment, if its outcome was revealed; "Not sure" and
    what was drawn do not count.

    Returns
    -------
    Said
        A sentence; from ten predictions on also a reliability diagram with counts and 95 % intervals.
    """
    right, confidence = _judged()
    if not right:
        return Said(
            "No prediction of yours has met its outcome yet. Commit some in the lessons, run on to the outcome, and "
            "come back."
        )
    judgement = judge_confidence(right, confidence)
    sentence = (
        f"You were right in {of(judgement.n_right, judgement.n, 'prediction')}, 95 % interval "
        f"{100 * judgement.low:.0f} to {percent(judgement.high, '.0f')}; on average you were "
        f"{percent(judgement.mean_confidence, '.0f')} sure."
    )
    if judgement.n < FEW:
        return Said(f"{sentence} With fewer than {FEW}, chance says more than you do: too few for a picture.")
    from lessonlib.draw.calibration import own_calibration_picture

    picture = own_calibration_picture(reliability(right, confidence, n_bins=GROUPS))
    return Said(f"{sentence} {VERDICTS[judgement.word]}", picture._repr_html_())


def standing():
    """Return, for the end of a quiz, how often the predictions so far came true and how sure they were.

    Returns
    -------
    dict
        `words` for people; `right` and `sure` as shares. Empty with fewer than three judged predictions.
    """
    right, confidence = _judged()
    if len(right) < ENOUGH_TO_SAY:
        return {}
    hits, sure = sum(right) / len(right), sum(confidence) / len(confidence)
    words = (
        f"Your predictions so far: {sum(right)} of {len(right)} right; on average you were {percent(sure, '.0f')} sure."
    )
    return {"words": words, "right": hits, "sure": sure}


def _judged():
    """Return whether each question's first commitment came true, and how sure it was, for those with an outcome."""
    first = [one for one in progress.first_per_question(progress.predictions()) if one.right is not None]
    return [one.right for one in first], [one.confidence / 100 for one in first]


def before_and_after():
    """Set your first answers to the quiz of lesson 00 beside those to its parallel questions in lesson 12.

    Returns
    -------
    Said
        How many were right before and after, and a table of the questions.
    """
    first = {answer.question: answer for answer in progress.first_per_question(progress.quiz_answers())}
    asked = {
        lesson: {item["id"].partition("/")[2]: item for item in load_questions(lesson)} for lesson in (BEFORE, AFTER)
    }
    pairs = [name for name in asked[BEFORE] if name in asked[AFTER]]
    answers = {lesson: [first.get(f"{lesson}/{name}") for name in pairs] for lesson in asked}
    before, after = (_count(answers[lesson], lesson) for lesson in (BEFORE, AFTER))
    questions = [asked[AFTER][name]["question"] for name in pairs]
    rows = zip(questions, *(map(_mark, answers[lesson]) for lesson in (BEFORE, AFTER)), strict=True)
    return Said(f"{before}; {after}. First answers count.", _table(rows))


def _count(answers, lesson):
    given = [answer for answer in answers if answer is not None]
    if not given:
        return f"lesson {lesson[:2]}: not answered yet"
    return f"lesson {lesson[:2]}: {sum(answer.correct for answer in given)} right of {plural(len(given), 'answer')}"


def _mark(answer):
    return "–" if answer is None else "right" if answer.correct else "not right"


def _table(rows):
    left = 'style="text-align: left"'
    head = "".join(f'<th scope="col" {left}>{heading}</th>' for heading in ("Question now", "Before", "Now"))
    body = "".join(
        f'<tr><th scope="row" style="text-align: left; font-weight: 400">{escape(question)}</th>'
        f"<td {left}>{before}</td><td {left}>{after}</td></tr>"
        for question, before, after in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
