"""Which other functions of an exercise does a function build on, and what may it import?

A function that calls another of the learner's is not to pay for that one's mistakes: it is asked again with a right
one in its place.
"""

import ast
import dis
import importlib
import sys
import types
from contextlib import contextmanager, suppress

# Importing these never fails while marks are given; they draw, and do nothing there.
DRAWING = ("matplotlib", "seaborn", "plotly", "IPython", "ipywidgets", "anywidget", "tqdm")
PACKAGES = ("numpy", "scipy")


def called_by(function, names):
    """Return those of the names that a function, or a helper of its own, looks up, itself left out.

    >>> def twice(x):
    ...     return once(once(x))
    >>> called_by(twice, ["once", "twice", "thrice"])
    ['once']
    """
    looked_up = {name for code in _codes(function) for name in code.co_names}
    return [name for name in names if name in looked_up and name != function.__name__]


def called_in(cells, function, names):
    """Return those of the names that a function looks up, or one that it calls, by the text of the cells."""
    bodies = {}
    for cell in cells:
        with suppress(SyntaxError, ValueError, RecursionError):
            bodies |= {node.name: node for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef)}
    known, waiting = set(), [function]
    while waiting:
        if (name := waiting.pop()) not in known:
            known.add(name)
            waiting += (
                [node.id for node in ast.walk(bodies[name]) if isinstance(node, ast.Name)] if name in bodies else []
            )
    return [name for name in names if name in known and name != function]


@contextmanager
def in_place(function, others):
    """Let a function find other ones by these names, for as long as the ``with`` block lasts."""
    own = {name: function.__globals__[name] for name in others if name in function.__globals__}
    function.__globals__.update(others)
    try:
        yield
    finally:
        for name in others:
            del function.__globals__[name]
        function.__globals__.update(own)


def not_allowed(function, exercise):
    """Return the first module that a function uses and may not import, or None; what it may is imported."""
    for code in _codes(function):
        for module in (*_imported(code), *_of_globals(code, function.__globals__)):
            if module != function.__module__ and not _is_allowed(module, exercise):
                return module
            with suppress(Exception):  # a slow import is no endless loop; one that fails says so when it is called
                importlib.import_module(module)
    return None


def _codes(function):
    """Return the code of a function, of those inside it, and of its own helpers beside it."""
    codes, waiting = [], [getattr(function, "__code__", None)]
    while waiting:
        code = waiting.pop()
        if not isinstance(code, types.CodeType) or code in codes:
            continue
        codes.append(code)
        beside = (function.__globals__.get(name) for name in code.co_names)
        waiting += [*code.co_consts, *(other.__code__ for other in beside if _is_beside(other, function))]
    return codes


def _is_beside(other, function):
    return isinstance(other, types.FunctionType) and other.__globals__ is function.__globals__


def _imported(code):
    return [step.argval for step in dis.get_instructions(code) if step.opname == "IMPORT_NAME"]


def _of_globals(code, names):
    found = [names[name] for name in code.co_names if name in names]
    return [value.__name__ if isinstance(value, types.ModuleType) else _home(value) for value in found]


def _home(value):
    home = getattr(value, "__module__", None) or type(value).__module__
    return home if isinstance(home, str) else "builtins"


def _is_allowed(module, exercise):
    top = module.partition(".")[0]
    if top == "lessonlib":
        return not module.startswith("lessonlib.compute.") or module.rpartition(".")[2] in exercise.may_use
    return top in (*PACKAGES, *DRAWING) or top in sys.stdlib_module_names or top in ("__main__", "builtins")
