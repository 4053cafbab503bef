"""Predictions and quizzes: one card of radio questions for both.

A prediction is committed before the run (`predict`), and set against the outcome after it (`reveal`).
A quiz question (`quiz`) answers back at once, with feedback on whichever option was chosen.
Both are kept in the learner's progress (`lessonlib.progress`), and shown again in a reopened notebook.
In front of a class (`lesson class`) the same card asks the class instead, and `reveal` shows how it voted.
"""

from html import escape
from pathlib import Path

import anywidget
import traitlets

from lessonlib import progress
from lessonlib.interact import with_shared
from lessonlib.interact.own_calibration import standing
from lessonlib.interact.quizzes import load_questions
from lessonlib.interact.room import tell
from lessonlib.interact.vote import follow

NOT_SURE = "Not sure"
CONFIDENCES = (30, 40, 50, 60, 70, 80, 90, 100)  # percent; with four options, a blind guess is right in 25
_HERE = Path(__file__).parent
_asked = {}  # this kernel's predictions, by id: `reveal` closes them


class Question(anywidget.AnyWidget):
    """A card of questions; the page shows them and sends back what was chosen in `answers`.

    `items` are dicts of `id`, `question` and `options`; an option has a `text` and, in a quiz, its `feedback` and
    whether it is `correct`. `confidences` makes the item a prediction. `answers` maps an item's id to
    `{"option": text, "confidence": percent or None}`, and `kept` those that Python has stored. `closed` ends a
    prediction: no change of mind any more. `standing` is shown once all questions are answered. `room` is how the
    class stands, while one is on; `outcome` makes the card show the outcome of its prediction instead of the question.
    """

    _esm = with_shared("vote.js", "question.js")
    _css = with_shared("question.css")
    title = traitlets.Unicode().tag(sync=True)
    items = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)
    closed = traitlets.Bool(False).tag(sync=True)
    standing = traitlets.Dict().tag(sync=True)
    room = traitlets.Dict().tag(sync=True)
    outcome = traitlets.Unicode().tag(sync=True)
    computed = None  # the outcome of a prediction, once `reveal` knows it

    def __init__(self, **traits):
        super().__init__(**traits)
        self.on_msg(lambda card, wish, _buffers: follow(card, wish))

    def __repr__(self):
        if self.outcome:
            return repr(Outcome("", self.outcome, "."))
        lines = []
        for item in self.items:
            lines += [item["question"], *(f"  - {option['text']}" for option in item["options"])]
        return "\n".join(lines)

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        # Where no widget can show (GitHub, PDF) the question still stands there, without its answer.
        html = Outcome("", self.outcome, ".")._repr_html_() if self.outcome else "".join(map(_item_as_html, self.items))
        return data | {"text/plain": repr(self), "text/html": html}, metadata


class Outcome:
    """What `reveal` shows: the prediction beside the outcome, as one sentence or two; `note` says if there is none.

    `way` is where on a line from 0 to 1 the learner's option and the outcome lie: a dot goes from one to the other.
    """

    def __init__(self, guess, outcome, remark, note="", way=None):
        self.guess, self.outcome, self.remark, self.note, self.way = guess, outcome, remark, note, way

    def __repr__(self):
        return f"{self.guess}The outcome is “{self.outcome}”{self.remark}{self.note}"

    def _repr_html_(self):
        outcome = f"The outcome is <strong>“{escape(self.outcome)}”</strong>"
        return (
            '<p class="lesson-outcome" style="border-left: 4px solid #0072B2; padding: 0.25em 0.75em; font-size: 16px">'
            f'{escape(self.guess)}{outcome}{escape(self.remark)}<span class="uncommitted">{self.note}</span></p>'
            f"{self._way_as_html() if self.way else ''}"
        )

    def _way_as_html(self):
        yours, true = (f"{100 * place:.0f}%" for place in self.way)
        return (
            f'<div class="lesson-way" aria-hidden="true" style="--yours: {yours}; --true: {true}">'
            '<i class="yours"></i><i class="true"></i></div>'
        )


def predict(id, question, options):
    """Ask for a prediction and how sure the learner is, before the outcome is computed.

    Parameters
    ----------
    id : str
        Names the prediction in the learner's progress, and to `reveal`; one id for each question of the course.
    question : str
        Plain text, one sentence.
    options : sequence of str
        At least two different answers; "Not sure" is added as the last.

    Returns
    -------
    Question
        A widget. Whatever was committed earlier, in this kernel or another, is shown in it.

    Raises
    ------
    ValueError
        If there are fewer than two options, or two alike, or one of them is "Not sure".
    """
    options = list(options)
    if len(options) < 2 or len({*options, NOT_SURE}) <= len(options):
        raise ValueError(
            f"options must be two or more different answers without {NOT_SURE!r}; got {options}. "
            f"{NOT_SURE!r} is added by itself."
        )
    texts = [{"text": option} for option in options] + [{"text": NOT_SURE, "unsure": True}]
    item = {"id": id, "question": question, "options": texts, "confidences": list(CONFIDENCES)}
    made = _committed(id)
    widget = Question(
        title="Your prediction",
        items=[item],
        answers={id: {"option": made[-1].answer, "confidence": made[-1].confidence}} if made else {},
        closed=any(prediction.outcome is not None for prediction in made),
    )
    widget.observe(_keep_prediction, "answers")
    _asked[id] = widget
    return widget


def reveal(id, answer):
    """Set the outcome beside the prediction with this id, which can't be changed from now on.

    Without a commitment the outcome alone is said, and the prediction stays open. In front of a class, a card shows
    how it voted: at once if the vote is closed, else when you say so.

    Parameters
    ----------
    id : str
        The prediction's id, as given to `predict`.
    answer : str
        The outcome, computed by the notebook: one of that prediction's options.

    Returns
    -------
    Outcome beside the prediction, as a cell shows it

    Raises
    ------
    ValueError
        If `answer` is none of the options that were offered.
    """
    widget = _asked.get(id)
    if widget:
        offered = [option["text"] for option in widget.items[0]["options"] if option["text"] != NOT_SURE]
        if answer not in offered:
            raise ValueError(
                f"answer must be one of the options of prediction {id!r}; got {answer!r}. Use one of {offered}."
            )
    progress.record_outcome(id, answer)
    made = _committed(id)
    if widget and made:
        widget.closed = True
    if widget and (stand := tell("look", name=id)):
        return _outcome_of_class(widget, answer, stand)
    return _outcome(made, answer, offered if widget else [])


def closest(value, options):
    """Return the option whose number lies nearest to a computed value, for `reveal`.

    Parameters
    ----------
    value : float
    options : dict of str to float
        What `predict` offered, with the number that each stands for.

    Returns
    -------
    str

    Examples
    --------
    >>> closest(3.7, {"about 1": 1, "about 4": 4, "about 20": 20})
    'about 4'
    """
    return min(options, key=lambda text: abs(options[text] - value))


def quiz(id):
    """Ask quiz questions: all of a lesson's in a row, or one of them.

    Parameters
    ----------
    id : str
        A lesson (`"07_threshold"`) or one question of it (`"07_threshold/scatter"`).

    Returns
    -------
    Question
        A widget. Every option has feedback, shown by the page itself once the answer is checked.

    Raises
    ------
    ValueError
        If there is no such lesson or question.
    """
    items = load_questions(id)
    latest = {given.question: given.answer for given in progress.quiz_answers()}
    answers = {item["id"]: {"option": latest[item["id"]], "confidence": None} for item in items if item["id"] in latest}
    widget = Question(title="Quiz", items=items, answers=answers, standing=standing())
    widget.observe(_keep_quiz_answer, "answers")
    return widget


def _outcome_of_class(widget, answer, stand):
    card = Question(title="The outcome", items=widget.items, outcome=answer)
    card.computed = widget.computed = answer
    follow(card, {"do": "reveal" if stand["phase"] == "closed" else "look", "id": widget.items[0]["id"]})
    return card


def _committed(id):
    return [prediction for prediction in progress.predictions() if prediction.question == id]


def _keep_prediction(change):
    for id, given in _news(change):
        progress.record_prediction(id, given["option"], given["confidence"])
    change["owner"].kept = change["new"]


def _keep_quiz_answer(change):
    items = {item["id"]: item for item in change["owner"].items}
    for id, given in _news(change):
        (option,) = (option for option in items[id]["options"] if option["text"] == given["option"])
        progress.record_quiz_answer(id, option["text"], option["correct"])


def _news(change):
    return [(id, given) for id, given in change["new"].items() if change["old"].get(id) != given]


def _outcome(made, answer, offered):
    if not made:
        return Outcome("", answer, ".", " No prediction was committed here.")
    first, last = made[0], made[-1]
    if first.answer != last.answer:
        guess = f"You first said {_said(first)}, then {_said(last)}. "
    else:
        guess = f"You said {_said(last)}. "
    way = [(offered.index(option) + 0.5) / len(offered) for option in (last.answer, answer) if option in offered]
    return Outcome(
        guess, answer, ", as you said." if last.answer == answer else ".", way=way if len(way) == 2 else None
    )


def _said(prediction):
    if prediction.confidence is None:
        return f"“{prediction.answer}”"
    return f"“{prediction.answer}”, {prediction.confidence} % sure"


def _item_as_html(item):
    options = "".join(f"<li>{escape(option['text'])}</li>" for option in item["options"])
    return f"<p><strong>{escape(item['question'])}</strong></p><ul>{options}</ul>"
