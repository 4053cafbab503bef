"""The quiz questions, one TOML file a lesson, kept apart from the notebooks that ask them.

```toml
[[question]]
id = "coin"
question = "How often does a fair coin show heads?"

[[question.option]]
text = "In half of many throws"
correct = true
feedback = "Why somebody chooses this, and what is true."
```

Every question has exactly one option with `correct = true`; every option has feedback of its own.
"""

import tomllib
from importlib.resources import files


def lessons():
    """Return the lessons that have a quiz, as file names without `.toml`, in order."""
    return sorted(file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.endswith(".toml"))


def load_questions(address):
    """Return the questions at an address: all of a lesson's, or one of them.

    Parameters
    ----------
    address : str
        A lesson (`"07_threshold"`), or a lesson and a question's id (`"07_threshold/scatter"`).

    Returns
    -------
    list of dict
        `id` (its own address), `question` and `options`: dicts of `text`, `feedback`, `correct`.

    Raises
    ------
    ValueError
        If there is no such lesson or question; the message names those there are.

    Examples
    --------
    >>> [question["id"] for question in load_questions("07_threshold/scatter")]
    ['07_threshold/scatter']
    """
    lesson, _, wanted = address.partition("/")
    if lesson not in lessons():
        raise ValueError(f"id must begin with a lesson that has a quiz; got {lesson!r}. Use one of {lessons()}.")
    content = tomllib.loads((files(__name__) / f"{lesson}.toml").read_text(encoding="utf-8"))
    names = [question["id"] for question in content["question"]]
    if wanted and wanted not in names:
        raise ValueError(f"id must name a question of {lesson}; got {wanted!r}. Use one of {names}.")
    return [_as_item(lesson, question) for question in content["question"] if wanted in ("", question["id"])]


def _as_item(lesson, question):
    options = [
        {"text": option["text"], "feedback": option["feedback"], "correct": option.get("correct", False)}
        for option in question["option"]
    ]
    return {"id": f"{lesson}/{question['id']}", "question": question["question"], "options": options}
