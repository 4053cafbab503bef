"""Stand-ins for what is not there while marks are given: pictures and widgets do nothing, the rest says why.

A notebook imports more than its functions need. Importing never fails here, so that a cell that draws and defines
still defines; *using* what an exercise may not use fails, in words.
"""

import importlib.abc
import importlib.machinery
import sys
import types

_DRAWING = ("matplotlib", "seaborn", "plotly", "IPython", "ipywidgets", "anywidget", "tqdm")
_DRAWING_HERE = ("lessonlib.checks", "lessonlib.draw", "lessonlib.finished", "lessonlib.interact")


class UnavailableError(ImportError):
    """A submission uses what its exercise does not allow."""


class Absorbing:
    """Takes every call, attribute and item, and does nothing."""

    def __call__(self, *_arguments, **_options):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        return None


class Refusing:
    """Raises `UnavailableError` as soon as it is called or looked into."""

    def __init__(self, sentence):
        self._sentence = sentence

    def __call__(self, *_arguments, **_options):
        raise UnavailableError(self._sentence)

    def __getattr__(self, name):
        if name.startswith("_"):  # Python itself looks for such names
            raise AttributeError(name)
        raise UnavailableError(self._sentence)


class _StandIn(types.ModuleType):
    """A module of which every name is a stand-in."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._made_of(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for every module that nobody else finds; packages go without what they can do without."""

    def __init__(self, allowed, packages):
        self._allowed, self._packages = allowed, packages

    def find_spec(self, name, _path=None, _target=None):
        if name.partition(".")[0] in sys.stdlib_module_names or _importer().partition(".")[0] in self._packages:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = _StandIn(spec.name)
        drawing = spec.name.startswith(_DRAWING_HERE) or spec.name.partition(".")[0] in _DRAWING
        module._made_of = (lambda _name: Absorbing()) if drawing else self._refusing(spec.name)
        return module

    def exec_module(self, module):
        """Leave it empty: its names are made when they are asked for."""

    def _refusing(self, module):
        def refusing(name):
            return Refusing(f"{module}.{name} is not there while marks are given; there are {self._allowed}.")

        return refusing


def _importer():
    """Return the name of the module that is importing another one right now."""
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame.f_globals.get("__name__", "") if frame else ""


def install(allowed, packages):
    """Let every import of a submission succeed.

    Parameters
    ----------
    allowed : str
        What the exercise may import, in words.
    packages : sequence of str
        The packages that are really there; their own imports fail as usual.
    """
    sys.meta_path.append(_Finder(allowed, packages))
