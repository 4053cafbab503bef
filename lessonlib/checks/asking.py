"""Ask the learner's function: call it on copies, cut off endless loops, and turn what happens into plain data."""

import contextlib
import copy
import ctypes
import inspect
import io
import threading
import warnings
from dataclasses import replace

import numpy as np

from lessonlib.checks.plain import NotPlainError, plain
from lessonlib.checks.task import Call, Failure, Formula, Reply
from lessonlib.learner import explain

SECONDS = 10.0
AGAIN = 0.5  # seconds until the exception is raised once more, in case a bare `except:` swallowed it


class OutOfTime(BaseException):
    """Ends an endless loop; not an `Exception`, so that a learner's ``except Exception`` lets it pass."""


def ask(function, call, seconds=SECONDS):
    """Call the learner's function once; whatever it does, a reply comes back.

    Parameters
    ----------
    function : callable
    call : Call
    seconds : float or None, default 10.0
        After this time the call is cut off; None leaves that to somebody outside of this process.

    Returns
    -------
    Reply
    """
    own = Call(*copy.deepcopy((call.args, call.kwargs)))
    reply = answered(function, own, seconds)
    return replace(reply, changed_input=_changed(call, own))


def answered(function, call, seconds=SECONDS):
    """Do as `ask`, on the call's own arguments: whoever has them sees what became of them."""
    args, kwargs = [_ready(value) for value in call.args], {name: _ready(call.kwargs[name]) for name in call.kwargs}
    printed = _Beginning()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(action="ignore"),
    ):
        answer, failure = _attempt(lambda: function(*args, **kwargs), seconds)
    if failure and failure.exception == "TypeError":
        failure = _signature_failure(function, args, kwargs) or failure
    return Reply(answer, failure, printed.getvalue())


class _Beginning(io.StringIO):
    """Keeps the first 500 characters: a loop that prints must not fill the memory."""

    def write(self, text):
        return super().write(text[: 500 - self.tell()]) if self.tell() < 500 else 0


def _ready(argument):
    return argument.compiled() if isinstance(argument, Formula) else argument


def _changed(call, own):
    """Say whether an argument is no longer what the call handed in."""
    pairs = [*zip(call.args, own.args, strict=True), *((call.kwargs[name], own.kwargs[name]) for name in call.kwargs)]
    return any(not np.array_equal(before, after) for before, after in pairs if not isinstance(before, Formula))


def _signature_failure(function, args, kwargs):
    """Say what is wrong if the function doesn't take these arguments at all."""
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        return Failure("signature", f"Your function does not take the arguments that the task names: {error}.")
    except ValueError:  # compiled code may have no signature to look at
        return None
    return None


def _attempt(function, seconds):
    """Return (answer, None) or (None, failure)."""
    try:
        return plain(function()) if seconds is None else _within(seconds, lambda: plain(function())), None
    except OutOfTime:
        return None, Failure("time", f"Your function had not finished after {seconds:g} s and was cut off.")
    except NotPlainError as error:
        return None, Failure("type", f"Your function returns {error}, where numbers were expected.")
    except NotImplementedError:
        return None, Failure("unwritten", "Nothing is written so far.")
    except (Exception, SystemExit) as error:
        return None, Failure("raised", f"{explain(error)}.", type(error).__name__, str(error))


def _within(seconds, function):
    """Return ``function()``, or raise `OutOfTime` inside it once `seconds` have passed.

    A watching thread raises it, because that works alike on Linux, macOS and Windows and outside the main
    thread; ``signal.setitimer`` does neither. The price: one call into compiled code, such as a NumPy
    operation or ``time.sleep``, comes to its own end first.
    """
    thread, finished, overdue, lock = threading.get_ident(), threading.Event(), threading.Event(), threading.Lock()

    def watch():
        while not finished.wait(AGAIN if overdue.is_set() else seconds):
            with lock:
                if not finished.is_set():
                    overdue.set()
                    _raise_in(thread, OutOfTime)

    def stop():
        with lock:
            finished.set()
            _raise_in(thread, None)  # takes back one that is not delivered yet

    threading.Thread(target=watch, name="time limit of a check", daemon=True).start()
    try:
        try:
            answer = function()
        finally:
            stop()
        if overdue.is_set():  # it was swallowed, and the function went on to its end
            raise OutOfTime
        return answer
    except OutOfTime:
        stop()  # it may have arrived inside the first stop()
        raise


def _raise_in(thread, exception):
    raised = None if exception is None else ctypes.py_object(exception)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
