"""Run a submission's cells, then answer calls of its functions."""

import builtins
import sys
import types

from lessonlib.checks.asking import ask
from lessonlib.checks.task import Failure, Reply
from lessonlib.grading.inside.cells import compiled
from lessonlib.grading.inside.channel import GoneError
from lessonlib.grading.inside.messages import read_call, reply_message
from lessonlib.grading.inside.standins import Absorbing
from lessonlib.grading.inside.values import UnreadableError

_FOREVER = 10**6  # seconds; the grader ends this process when it has waited long enough
_LONGEST = 300


def run(channel):
    """Take the cells from the channel, run them, say what they define, and answer calls until the end."""
    order, _blobs = channel.receive(_FOREVER)
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    builtins.display = builtins.get_ipython = Absorbing()
    errors = [_run_cell(number, source, main.__dict__) for number, source in enumerate(order["cells"], start=1)]
    defined = [name for name in order["functions"] if callable(main.__dict__.get(name))]
    channel.send({"defined": defined, "problem": next(filter(None, errors), None)}, seconds=_FOREVER)
    while True:
        try:
            _answer(channel, main.__dict__)
        except GoneError:
            return


def _run_cell(number, source, names):
    """Run one cell and return its number and what stopped it; the next cell runs all the same, as in Jupyter."""
    try:
        exec(compiled(source, f"<cell {number}>"), names)
    except BaseException as error:  # whatever a submission raises, `SystemExit` too, ends its cell alone
        return [number, type(error).__name__[:_LONGEST]]
    return None


def _answer(channel, names):
    function, call = read_call(*channel.receive(_FOREVER))
    reply = ask(names[function], call, seconds=None)  # the grader watches the time
    try:
        channel.send(*reply_message(reply), seconds=_FOREVER)
    except (UnreadableError, ValueError):
        channel.send(*reply_message(Reply(failure=_TOO_LARGE)), seconds=_FOREVER)


_TOO_LARGE = Failure("type", "Your function returns more than an answer can hold.")
