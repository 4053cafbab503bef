"""Functions that a learner hands to a widget: what they answer, or in words why they don't."""

from lessonlib.learner import explain


def ask(function, *arguments):
    """Call a learner's function; return its answer or None, and a problem in words or "".

    >>> ask(max, 1, 2)
    (2, '')
    >>> ask(int, "one")[1]
    "Your function stopped: ValueError: invalid literal for int() with base 10: 'one'."
    """
    try:
        return function(*arguments), ""
    except NotImplementedError as error:
        return None, f"Your function is not written yet: {explain(error)}."
    except Exception as error:  # it is theirs: whatever it raises, the widget says so and works on
        return None, f"Your function stopped: {explain(error)}."
