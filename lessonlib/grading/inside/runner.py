"""Run a submission's cells, then answer calls of its functions."""

import builtins
import re
import sys
import types

from lessonlib.checks.asking import answered
from lessonlib.checks.plain import plain
from lessonlib.checks.task import Call, Failure, Reply
from lessonlib.grading.inside.standins import Absorbing
from lessonlib.grading.inside.wire import (
    GoneError,
    UnreadableError,
    call_message,
    fingerprint,
    framed,
    read_call,
    read_reply,
    reply_message,
)

_LONGEST = 300
_TOO_LARGE = Failure("type", "Your function returns more than an answer can hold.")
# `%time f(x)`, `%%time` and the like still run what follows them; other magics, `!ls` and `name?` do nothing.
_RUNNING = re.compile(r"^(\s*)%{1,2}(?:time|prun)\b(?:\s+-\S+)*[ \t]*(.*)$")
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\s*=\s*[!%].*|[\w.]+\?{1,2}\s*)$")


def run(channel):
    """Take the cells from the channel, run them, say what they define, and answer calls until the end.

    Nothing is waited for with a limit: the grader ends this process when it has waited long enough.
    """
    order, _blobs = channel.receive(None)
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    builtins.display = builtins.get_ipython = Absorbing()
    errors = [_run_cell(number, source, main.__dict__) for number, source in enumerate(order["cells"], start=1)]
    main.__dict__.update({name: _asking(name, channel) for name in order.get("helped", ())})
    defined = [name for name in order["functions"] if callable(main.__dict__.get(name))]
    channel.send(framed({"defined": defined, "problem": next(filter(None, errors), None)}), None)
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


def _asking(name, channel):
    """Return a function that is answered outside, where the right one is."""

    def asking(*args, **kwargs):
        channel.send(call_message(name, Call(plain(args), plain(kwargs))), None)
        reply = read_reply(*channel.receive(None), 0)
        if reply.failure:
            raise ValueError(reply.failure.message)
        return reply.answer

    return asking


def _answer(channel, names):
    function, call = read_call(*channel.receive(None))
    reply = answered(names[function], call, seconds=None)
    seen = fingerprint(call)  # compared outside: what compares in here could have been changed
    try:
        message = reply_message(reply, seen)
    except (UnreadableError, ValueError):
        message = reply_message(Reply(failure=_TOO_LARGE), seen)
    channel.send(message, None)


def compiled(source, name):
    """Return a cell as code that `exec` runs.

    Parameters
    ----------
    source : str
    name : str
        What tracebacks call it.

    Raises
    ------
    SyntaxError
        If it is no Python without its magics either.
    """
    try:
        return compile(source, name, "exec")  # Python's own lines may begin with % as well
    except SyntaxError:
        return compile(without_magics(source), name, "exec")


def without_magics(source):
    """Return a cell's source with IPython's own lines replaced, line for line.

    Examples
    --------
    >>> without_magics("%matplotlib inline\\nif x:\\n    !ls\\n%time y = f(x)")
    'pass\\nif x:\\n    pass\\ny = f(x)'
    """
    lines = source.split("\n")
    if lines[0].startswith("%%") and not (_RUNNING.match(lines[0]) or lines[0].startswith("%%capture")):
        return "pass"  # a cell in another language, or one that writes a file
    return "\n".join(map(_plain_line, lines))


def _plain_line(line):
    if running := _RUNNING.match(line):
        return running[1] + (running[2] or "pass")
    if magic := _MAGIC.match(line):
        return magic[1] + "pass"
    return line
