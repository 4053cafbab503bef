"""Find an exercise: by its name, by a file's name, or by a function that it asks for.

Every module in `lessonlib.checks.exercises` holds one.
"""

import pkgutil
from functools import cache
from importlib import import_module

from lessonlib.checks import exercises


@cache
def all_exercises():
    """Return every `Exercise`, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(exercises.__path__))
    return [import_module(f"{exercises.__name__}.{name}").EXERCISE for name in names]


def find_exercise(name):
    """Return the `Exercise` of that name, or None."""
    return next((exercise for exercise in all_exercises() if exercise.name == name), None)


def exercise_of(file_name):
    """Return the name of the exercise that a file's name begins with, or "" if it begins with none.

    >>> exercise_of("ex03_smote.ipynb"), exercise_of("ex03.ipynb"), exercise_of("homework.ipynb")
    ('ex03', 'ex03', '')
    """
    return file_name[:4] if find_exercise(file_name[:4]) else ""


def find(function):
    """Return (exercise, task) for the function of that name, or None if no exercise asks for it."""
    for exercise in all_exercises():
        for task in exercise.tasks:
            if task.function == function:
                return exercise, task
    return None
