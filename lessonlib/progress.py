"""The learner's progress: predictions, quiz answers and exercise tries, kept across restarts.

Everything is kept as it happened and nothing is overwritten; a question's first answer is the one that counts.
Where it is stored, and what happens when that fails, is `lessonlib.progress_file`'s matter.
"""

from typing import NamedTuple

from lessonlib.progress_file import ask, path


class Prediction(NamedTuple):
    """One commitment: `confidence` is a percentage, None for "Not sure"; `outcome` is None until revealed."""

    question: str
    answer: str
    confidence: int | None
    outcome: str | None
    made_at: str

    @property
    def right(self):
        """Whether the outcome was the one predicted; None while unknown, and for "Not sure".

        Examples
        --------
        >>> Prediction("coin", "heads", 70, "tails", "2025-01-01T12:00:00Z").right
        False
        """
        if self.outcome is None or self.confidence is None:
            return None
        return self.answer == self.outcome


class QuizAnswer(NamedTuple):
    """One answer to a quiz question, with the moment it was given (UTC, ISO 8601)."""

    question: str
    answer: str
    correct: bool
    made_at: str


class ExerciseRecord(NamedTuple):
    """What was done on one exercise: checks run, whether one passed, how many different hints were read."""

    exercise: str
    tries: int
    passed: bool
    hints: int


def record_prediction(question, answer, confidence):
    """Keep a commitment; `confidence` in percent, or None for "Not sure"."""
    ask("INSERT INTO prediction (question, answer, confidence) VALUES (?, ?, ?)", question, answer, confidence)


def record_outcome(question, outcome):
    """Note the outcome beside the predictions made so far; one that is already noted stays."""
    ask("UPDATE prediction SET outcome = ? WHERE question = ? AND outcome IS NULL", outcome, question)


def record_quiz_answer(question, answer, correct):
    """Keep one answer to a quiz question."""
    ask("INSERT INTO quiz_answer (question, answer, correct) VALUES (?, ?, ?)", question, answer, correct)


def record_check(exercise, passed):
    """Keep one run of an exercise's check."""
    ask("INSERT INTO exercise_event (exercise, passed) VALUES (?, ?)", exercise, bool(passed))


def record_hint(exercise, number):
    """Note that the hint with this number (1 is the first) was read."""
    ask("INSERT INTO exercise_event (exercise, hint) VALUES (?, ?)", exercise, int(number))


def predictions():
    """Return every `Prediction`, oldest first."""
    return [
        Prediction(*row)
        for row in ask("SELECT question, answer, confidence, outcome, made_at FROM prediction ORDER BY id")
    ]


def quiz_answers():
    """Return every `QuizAnswer`, oldest first."""
    rows = ask("SELECT question, answer, correct, made_at FROM quiz_answer ORDER BY id")
    return [QuizAnswer(question, answer, bool(correct), made_at) for question, answer, correct, made_at in rows]


def exercises():
    """Return an `ExerciseRecord` for each exercise, by name."""
    rows = ask(
        "SELECT exercise, count(passed), coalesce(max(passed), 0), count(DISTINCT hint) "
        "FROM exercise_event GROUP BY exercise ORDER BY exercise"
    )
    return [ExerciseRecord(exercise, tries, bool(passed), hints) for exercise, tries, passed, hints in rows]


def first_per_question(records):
    """Return the first record of each question: the one that counts, as nothing had been seen before it.

    Examples
    --------
    >>> records = [QuizAnswer("a", "no", False, ""), QuizAnswer("b", "7", True, ""), QuizAnswer("a", "yes", True, "")]
    >>> [record.answer for record in first_per_question(records)]
    ['no', '7']
    """
    first = {}
    for record in records:
        first.setdefault(record.question, record)
    return list(first.values())


def report():
    """Return the progress in words: a line for each question (its first answer) and each exercise."""
    predicted, answered, done = first_per_question(predictions()), first_per_question(quiz_answers()), exercises()
    lines = [f"Progress, kept in {path()}"]
    lines += ["", f"Predictions: {len(predicted)}{_calibration(predicted)}", *map(_prediction_line, predicted)]
    lines += ["", f"Quiz questions: {len(answered)}", *map(_quiz_line, answered)]
    lines += ["", f"Exercises: {len(done)}", *map(_exercise_line, done)]
    return "\n".join(lines)


def _calibration(predicted):
    judged = [prediction for prediction in predicted if prediction.right is not None]
    if not judged:
        return ""
    right = sum(prediction.right for prediction in judged)
    share = 100 * right / len(judged)
    sure = sum(prediction.confidence for prediction in judged) / len(judged)
    return f"; right: {right} of {len(judged)} revealed ({share:.0f} %), at a mean confidence of {sure:.0f} %"


def _prediction_line(prediction):
    how_sure = "" if prediction.confidence is None else f", {prediction.confidence} % sure"
    verdict = {True: "right", False: f"it was: {prediction.outcome}", None: prediction.outcome or "not revealed yet"}
    return f"  {prediction.question}: {prediction.answer}{how_sure} ({verdict[prediction.right]})"


def _quiz_line(answer):
    return f"  {answer.question}: {'right' if answer.correct else 'not right'} at the first answer"


def _exercise_line(record):
    state = "passed" if record.passed else "not yet"
    return f"  {record.exercise}: {state}; checks run: {record.tries}, hints asked for: {record.hints}"
