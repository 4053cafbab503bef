"""Find the exercise that a function belongs to; every module or package in `lessonlib.checks.exercises` holds one."""

import pkgutil
from importlib import import_module

from lessonlib.checks import exercises


def all_exercises():
    """Return every `Exercise`, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(exercises.__path__))
    return [import_module(f"{exercises.__name__}.{name}").EXERCISE for name in names]


def find(function_name):
    """Return (exercise, task) for the function of that name, or None if no exercise asks for it."""
    for exercise in all_exercises():
        for task in exercise.tasks:
            if task.function == function_name:
                return exercise, task
    return None
