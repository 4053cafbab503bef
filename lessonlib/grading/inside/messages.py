"""Calls and replies as messages: what a `Call` and a `Reply` look like on the wire, and back again.

Threat: an answer that took a moment to send and takes minutes, or gigabytes, to compare. No right answer holds more
than some thousand numbers, and none holds a long text, which NumPy would reserve room for beside every number.
"""

import numpy as np

from lessonlib.checks.task import Call, Failure, Reply
from lessonlib.grading.inside.values import UnreadableError, packed, unpacked

_KINDS = ("unwritten", "signature", "raised", "time", "type")
_LONGEST = 500  # characters of a text that comes with a reply
_MOST_NUMBERS = 2**17  # in an answer
_LONGEST_ANSWER = 100  # characters of a text in an answer


def call_message(function, call):
    """Return the header and the blobs that ask for one call of a function, named by `function`."""
    blobs = []
    return {"function": function, "args": packed(call.args, blobs), "kwargs": packed(call.kwargs, blobs)}, blobs


def read_call(header, blobs):
    """Return the function's name and the `Call`."""
    args = unpacked(header["args"], blobs, formulas=True)
    return header["function"], Call(tuple(args), unpacked(header["kwargs"], blobs, formulas=True))


def reply_message(reply):
    """Return the header and the blobs of a `Reply`.

    Raises
    ------
    UnreadableError
        If its answer is larger than the other side would take.
    """
    _refuse_too_large(reply.answer)
    blobs = []
    failure = [_cut(text) for text in reply.failure] if reply.failure else None
    return {
        "answer": packed(reply.answer, blobs),
        "failure": failure,
        "printed": _cut(reply.printed),
        "changed_input": reply.changed_input,
    }, blobs


def read_reply(header, blobs):
    """Return the `Reply` in a message, whoever wrote it.

    Raises
    ------
    UnreadableError
        Unless its parts are there and each is exactly of its type.
    """
    if header.keys() != {"answer", "failure", "printed", "changed_input"}:
        raise UnreadableError("a reply with other parts")
    if type(header["printed"]) is not str or type(header["changed_input"]) is not bool:
        raise UnreadableError("a reply with parts of other types")
    answer, failure = unpacked(header["answer"], blobs), _read_failure(header["failure"])
    _refuse_too_large(answer)
    return Reply(answer, failure, _cut(header["printed"]), header["changed_input"])


def _refuse_too_large(answer):
    if _size(answer) > _MOST_NUMBERS:
        raise UnreadableError("an answer that is too large")


def _size(answer):
    """Return how many numbers and texts an answer holds."""
    if isinstance(answer, np.ndarray):
        return max(answer.size, *answer.shape, 1)
    if isinstance(answer, dict):
        return sum(map(_size, answer.values())) + len(answer)
    if isinstance(answer, list | tuple):
        return sum(map(_size, answer)) + 1
    if isinstance(answer, str) and len(answer) > _LONGEST_ANSWER:
        raise UnreadableError("a text that is too long")
    return 1


def _read_failure(parts):
    if parts is None:
        return None
    if type(parts) is not list or len(parts) != 4 or not all(type(part) is str for part in parts):
        raise UnreadableError("a failure with other parts")
    if parts[0] not in _KINDS:
        raise UnreadableError("a failure of an unknown kind")
    return Failure(*map(_cut, parts))


def _cut(text):
    return text[:_LONGEST]
