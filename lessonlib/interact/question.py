"""Predictions and quizzes: one card of questions for both, to choose from or (a `Sketch`) to draw.

A prediction is committed before the run (`predict`), and set against the outcome after it (`reveal`).
A quiz question (`quiz`) answers back at once, with feedback on whichever option was chosen.
Both are kept in the learner's progress (`lessonlib.progress`), and shown again in a reopened notebook.
In front of a class (`lesson class`) the same card asks the class instead, and `reveal` shows how it voted.
"""

from dataclasses import asdict
from html import escape
from pathlib import Path

import anywidget
import traitlets

from lessonlib import progress
from lessonlib.interact import with_shared
from lessonlib.interact.own_calibration import standing
from lessonlib.interact.quizzes import load_questions
from lessonlib.interact.room import door, tell
from lessonlib.interact.sketch import Sketch, where_off, written
from lessonlib.interact.vote import follow

NOT_SURE = "Not sure"
CONFIDENCES = (30, 40, 50, 60, 70, 80, 90, 100)  # percent; with four options, a blind guess is right in 25
_HERE = Path(__file__).parent
_asked = {}  # this kernel's predictions, by id: `reveal` closes them


class Question(anywidget.AnyWidget):
    """A card of questions; the page shows them and sends back what was chosen in `answers`.

    `items` are dicts of `id`, `question` and `options`; an option has a `text` and, in a quiz, its `feedback` and
    whether it is `correct`. `confidences` makes the item a prediction, and `sketch` one that is drawn: its option is
    the heights in words; with `truth`, heights too, the card shows the outcome. `answers` maps an item's id to
    `{"option": text, "confidence": percent or None}`, and `kept` those that Python has stored. `closed` ends a
    prediction: no change of mind any more. `standing` is shown once all questions are answered. `room` is how the
    class stands, while one is on; `outcome` makes the card show the outcome of its prediction instead of the question.
    """

    _esm = with_shared("vote.js", "question_form.js", "sketch.js", "question.js")
    _css = with_shared("question.css", "sketch.css")
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
        return "\n".join(map(_item_in_words, self.items))

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
    """Ask for a prediction, before the outcome is computed: an answer and how sure the learner is, or a curve.

    Parameters
    ----------
    id : str
        Names the prediction in the learner's progress, and to `reveal`; one id for each question of the course.
    question : str
        Plain text, one sentence.
    options : sequence of str, or Sketch
        At least two different answers; "Not sure" is added as the last. A `Sketch` lets the learner draw a curve.

    Returns
    -------
    Question
        A widget. Whatever was committed earlier, in this kernel or another, is shown in it.

    Raises
    ------
    ValueError
        If there are fewer than two options, or two alike, or one of them is "Not sure".
    """
    item = {
        "id": id,
        "question": question,
        **(_to_draw(options) if isinstance(options, Sketch) else _to_choose(options)),
    }
    made = _committed(id)
    widget = Question(
        title="Your prediction",
        items=[item],
        answers=_as_given(item, made),
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
    answer : str, or dict of str to float
        The outcome, computed by the notebook: one of that prediction's options, or the height at each point of its
        `Sketch`.

    Returns
    -------
    Outcome beside the prediction, as a cell shows it

    Raises
    ------
    ValueError
        If `answer` is none of the options that were offered, or has no height from 0 to 1 for each point.
    """
    widget = _asked.get(id)
    if "sketch" in widget.items[0] if widget else not isinstance(answer, str):
        return _reveal_curve(id, widget, answer)
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


def _reveal_curve(id, widget, answer):
    """Return a card with the true curve over the one that was drawn; only words where nobody was asked."""
    item = widget.items[0] if widget else {"id": id, "sketch": {"points": dict(answer), "across": "", "up": ""}}
    sketch = Sketch(**item["sketch"])
    truth = sketch.heights(answer)
    progress.record_outcome(id, written(truth))
    made = _committed(id)
    given = _as_given(item, made)
    remark = f" {where_off(sketch.points, sketch.read(given[id]['option']), truth)}" if given else ""
    note = "" if given else " No drawing was committed here."
    if not widget:
        return Outcome("", written(truth), f".{remark}", note)
    widget.closed = bool(made)
    shown = item | {"truth": truth, "words": f"The outcome is {written(truth)}.{remark}", "note": note}
    return Question(title="The outcome", items=[shown], answers=given)


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


def _to_choose(options):
    options = list(options)
    if len(options) < 2 or len({*options, NOT_SURE}) <= len(options):
        raise ValueError(
            f"options must be two or more different answers without {NOT_SURE!r}; got {options}. "
            f"{NOT_SURE!r} is added by itself."
        )
    texts = [{"text": option} for option in options] + [{"text": NOT_SURE, "unsure": True}]
    return {"options": texts, "confidences": list(CONFIDENCES)}


def _to_draw(sketch):
    note = "Your class does not vote on this one: draw it together, here." if door() else ""
    return {"options": [], "confidences": [], "sketch": asdict(sketch), "note": note}


def _as_given(item, made):
    """Return what was committed last as a card's `answers`; a drawing on other points than now asked is left out."""
    if not made or ("sketch" in item and Sketch(**item["sketch"]).read(made[-1].answer) is None):
        return {}
    return {item["id"]: {"option": made[-1].answer, "confidence": made[-1].confidence}}


def _item_in_words(item):
    if "truth" in item:
        return item["words"] + item["note"]
    return "\n".join([item["question"], *(f"  - {choice}" for choice in _choices(item))])


def _item_as_html(item):
    if "truth" in item:
        return f'<p>{escape(item["words"])}<span class="uncommitted">{item["note"]}</span></p>'
    choices = "".join(f"<li>{escape(choice)}</li>" for choice in _choices(item))
    return f"<p><strong>{escape(item['question'])}</strong></p><ul>{choices}</ul>"


def _choices(item):
    if "sketch" in item:
        return [
            f"to be drawn: {item['sketch']['up']} at {item['sketch']['across']} {', '.join(item['sketch']['points'])}"
        ]
    return [option["text"] for option in item["options"]]
