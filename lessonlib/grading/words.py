"""What a student is told about hidden cases: the course's own sentences, never a text that the submission made.

Threat: an error's message, a type's name or a printed line can carry the hidden inputs out, and who hands in again and
again reads a little more each time. So of a failure only its kind is used, and of an exception raised over hidden
inputs only which of a few groups it belongs to.
"""

import builtins

from lessonlib.grading.allowed import in_words

_KNOWN = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)}
_KNOWN |= {"LinAlgError", "AxisError", "SystemExit", "KeyboardInterrupt"}
_GROUPS = {
    "a NameError or an AttributeError": ("NameError", "UnboundLocalError", "AttributeError"),
    "an IndexError or a KeyError": ("IndexError", "KeyError", "AxisError"),
    "a TypeError or a ValueError": ("TypeError", "ValueError", "LinAlgError"),
}
_OF_KIND = {
    "signature": "Your function does not take the arguments that the task names.",
    "time": "Your function had not finished in time and was cut off.",
    "type": "Your function returns something else than numbers, text, lists or arrays.",
    "ended": "The process ended while your function ran: it left Python, or needed too much memory.",
    "unreadable": "What your function returned is no plain answer of a bearable size.",
}


def sentence(exercise, task, slip, failures):
    """Return what helps after a task that is not all right.

    Parameters
    ----------
    exercise : str
    task : Task
    slip : Slip or None
        The mistake that the answers look like.
    failures : list of Failure
        Of the cases that are not right.
    """
    if slip is not None:
        return slip.hint
    for failure in failures:
        if failure.kind == "raised":
            return _of_exception(exercise, failure.exception)
        if failure.kind in _OF_KIND:
            return _OF_KIND[failure.kind]
    return task.hints[0]


def of_missing(exercise, missing, problem, n_cells):
    """Say which functions are missing, and what stopped a cell that may have held them.

    Parameters
    ----------
    exercise : str
    missing : list of str
    problem : [int, str] or None
        The number of the first cell that stopped, and the name of what was raised, as the submission has it.
    n_cells : int
    """
    sentence = f"The notebook defines no {', '.join(missing)}"
    if problem is None or not 1 <= problem[0] <= n_cells:
        return f"{sentence}."
    if problem[1] == "UnavailableError":
        words = f"uses what it may not import. In this exercise there are {in_words(exercise)}"
    else:  # no hidden input has been in there yet
        words = f"stops with {problem[1] if problem[1] in _KNOWN else 'an error'}"
    return f"{sentence}: its code cell {problem[0]} {words}."


def _of_exception(exercise, name):
    if name == "UnavailableError":
        return f"Your function uses what it may not import. In this exercise there are {in_words(exercise)}."
    group = next((words for words, names in _GROUPS.items() if name in names), "an error")
    return f"Your function raises {group} in a case where it should answer."
