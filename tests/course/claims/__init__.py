"""What the lessons' prose says in numbers and comparisons, each bound to a computed value; one module a lesson.

A claim is a passage of the lesson's Markdown, word for word, and an expression over the lesson's own variables,
evaluated after its last cell. `GIVEN` marks numbers that are an input of the story, a definition or a reference,
and that nothing computed could contradict. Every number in the prose belongs to one or the other, and every sweeping
word: all, never, always, exactly, twice.
"""

from importlib import import_module

GIVEN = "given"


def claims_of(lesson):
    """Return the claims of a lesson, such as "07_threshold"."""
    return import_module(f"tests.course.claims.lesson_{lesson[:2]}").CLAIMS
