"""The wire: calls and replies as plain data, in messages on a socket.

A message is the length of a header, the header as JSON, then blobs of bytes, the numbers of arrays.

Threat: what comes back from a submission is whatever it likes: nothing, a byte a minute, gigabytes, nonsense. So every
message has one deadline for all of it, and lengths are refused before memory is taken. Only exact types are built,
never a pickle; an array's type is one of a list, and its shape must fit its bytes; size and depth have caps. Nothing
may be cheap to send and dear to read or to compare: a blob stands for one array, not for a thousand; a dict has few
keys, and those that are whole numbers have 64 bits, for longer ones can be made whose hashes are all alike.
"""

import json
import math
import struct
import time
import zlib

import numpy as np

from lessonlib.checks.task import Call, Failure, Formula, Reply

READY = b"ready"  # the sandbox's first word
KINDS = ("unwritten", "signature", "raised", "time", "type")  # of failures that a reply may name
DEEPEST = 8
MOST_BLOBS = 256
MOST_BYTES = 4 * 2**20
MOST_HEADER = 2**20
MOST_KEYS = 100  # of all dicts in an answer
_LONGEST = 500  # characters of a text that comes with a reply
_MOST_NUMBERS = 2**17  # in an answer: none that is right holds more than some thousand
_LONGEST_ANSWER = 100  # characters of a text in an answer: NumPy would reserve room for it beside every number
_LENGTH = struct.Struct(">I")
_CHUNK = 2**16  # bytes that are asked for at once
_NUMBERS = {"|b1", "|i1", "|u1"} | {order + kind for order in "<>" for kind in ("i2", "i4", "i8", "u2", "u4", "u8")}
_NUMBERS |= {order + kind for order in "<>" for kind in ("f2", "f4", "f8")}


class UnreadableError(ValueError):
    """What arrived is no plain data within the caps."""


class LateError(Exception):
    """The other side did not send, or take, a whole message in time."""


class GoneError(Exception):
    """The other side closed the socket, or its process has ended."""


class Channel:
    """One end of a socket that carries messages.

    Parameters
    ----------
    connection : socket.socket
        A connected stream; the channel owns it from now on.
    """

    def __init__(self, connection):
        self._connection, self._arrived = connection, bytearray()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        """Close the socket."""
        self._connection.close()

    def send(self, message, seconds=10.0):
        """Send one message, as `framed` makes it.

        Raises
        ------
        LateError, GoneError
        """
        try:
            self._connection.settimeout(seconds)
            self._connection.sendall(message)
        except TimeoutError as error:
            raise LateError from error
        except OSError as error:
            raise GoneError from error

    def receive(self, seconds=10.0):
        """Return the next message, a dict and a list of bytearrays; None waits without an end.

        Raises
        ------
        LateError, GoneError
        UnreadableError
            If it is not of that form or too large.
        """
        end = None if seconds is None else time.monotonic() + seconds
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, end))
        if length > MOST_HEADER:
            raise UnreadableError("a header that is too large")
        header = _header(self._exactly(length, end))
        return header, [self._exactly(length, end) for length in _lengths(header.pop("blobs", None))]

    def _exactly(self, count, end):
        """Return so many bytes, as a bytearray, by the time `end` at the latest."""
        while len(self._arrived) < count:
            self._arrived += self._some(max(count - len(self._arrived), _CHUNK), end and end - time.monotonic())
        content = self._arrived[:count]
        del self._arrived[:count]
        return content

    def _some(self, most, seconds):
        """Return what is there, at least a byte."""
        if seconds is not None and seconds <= 0:
            raise LateError
        try:
            self._connection.settimeout(seconds)
            content = self._connection.recv(most)
        except TimeoutError as error:
            raise LateError from error
        except OSError as error:
            raise GoneError from error
        if not content:
            raise GoneError
        return content


def _header(text):
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("a header that is no JSON") from error
    if type(header) is not dict:
        raise UnreadableError("a header that is no dict")
    return header


def _lengths(lengths):
    if type(lengths) is not list or len(lengths) > MOST_BLOBS or not all(type(one) is int for one in lengths):
        raise UnreadableError("no lengths of blobs")
    if min(lengths, default=0) < 0 or sum(lengths) > MOST_BYTES:
        raise UnreadableError("blobs that are too large")
    return lengths


def framed(header, blobs=()):
    """Return one message as bytes: of a dict that JSON can hold, and bytes beside it.

    Raises
    ------
    UnreadableError
        If it is larger than the other side would take.
    """
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}, ensure_ascii=False)
    text = text.encode("utf-8", "replace")  # not \uXXXX, which takes six bytes for a letter
    if len(text) > MOST_HEADER or len(blobs) > MOST_BLOBS or sum(map(len, blobs)) > MOST_BYTES:
        raise UnreadableError("a message that is too large")
    return b"".join([_LENGTH.pack(len(text)), text, *blobs])


def call_message(function, call):
    """Return the message that asks for one call of a function, named by `function`."""
    blobs = []
    header = {"function": function, "args": packed(call.args, blobs), "kwargs": packed(call.kwargs, blobs)}
    return framed(header, blobs)


def read_call(header, blobs):
    """Return the function's name and the `Call`."""
    args = unpacked(header["args"], blobs, formulas=True)
    return header["function"], Call(tuple(args), unpacked(header["kwargs"], blobs, formulas=True))


def fingerprint(call):
    """Return a number that stands for the arguments of a call: another one, once they were changed."""
    blobs = []
    text = json.dumps([packed(call.args, blobs), packed(call.kwargs, blobs)], default=repr)
    number = zlib.crc32(text.encode("utf-8", "replace"))
    for blob in blobs:
        number = zlib.crc32(blob, number)
    return number


def reply_message(reply, seen):
    """Return the message of a `Reply`.

    Parameters
    ----------
    reply : Reply
    seen : int
        The `fingerprint` of the arguments, once the function has had them.

    Raises
    ------
    UnreadableError
        If its answer is larger than the other side would take.
    """
    _refuse_too_large(reply.answer)
    blobs = []
    failure = [_cut(text) for text in reply.failure] if reply.failure else None
    header = {"answer": packed(reply.answer, blobs), "failure": failure, "printed": _cut(reply.printed), "seen": seen}
    return framed(header, blobs)


def read_reply(header, blobs, expected):
    """Return the `Reply` in a message, whoever wrote it.

    Parameters
    ----------
    header : dict
    blobs : list of bytearray
    expected : int
        The `fingerprint` of the call.

    Raises
    ------
    UnreadableError
        Unless its parts are there and each is exactly of its type.
    """
    if header.keys() != {"answer", "failure", "printed", "seen"}:
        raise UnreadableError("a reply with other parts")
    if type(header["printed"]) is not str or type(header["seen"]) is not int:
        raise UnreadableError("a reply with parts of other types")
    answer, failure = unpacked(header["answer"], blobs), _read_failure(header["failure"])
    _refuse_too_large(answer)
    return Reply(answer, failure, _cut(header["printed"]), header["seen"] != expected)


def _refuse_too_large(answer):
    size, keys = _size(answer)
    if size > _MOST_NUMBERS or keys > MOST_KEYS:
        raise UnreadableError("an answer that is too large")


def _size(answer):
    """Return how many numbers and texts an answer holds, and how many keys."""
    if isinstance(answer, np.ndarray):
        return max(answer.size, *answer.shape, 1), 0
    if isinstance(answer, str) and len(answer) > _LONGEST_ANSWER:
        raise UnreadableError("a text that is too long")
    if not isinstance(answer, dict | list | tuple):
        return 1, 0
    inner = [_size(item) for item in (answer.values() if isinstance(answer, dict) else answer)]
    keys = len(answer) if isinstance(answer, dict) else 0
    return sum(size for size, _ in inner) + keys + 1, sum(count for _, count in inner) + keys


def _read_failure(parts):
    if parts is None:
        return None
    if type(parts) is not list or len(parts) != 4 or not all(type(part) is str for part in parts):
        raise UnreadableError("a failure with other parts")
    if parts[0] not in KINDS:
        raise UnreadableError("a failure of an unknown kind")
    return Failure(*map(_cut, parts))


def _cut(text):
    return text[:_LONGEST]


def packed(value, blobs):
    """Return a value as a structure that JSON can hold, and append its arrays to `blobs` as bytes.

    Parameters
    ----------
    value : None, bool, int, float, str, list, tuple, dict, ndarray of numbers, or Formula
    blobs : list of bytes

    Examples
    --------
    >>> blobs = []
    >>> packed({"f1": [0.5, np.zeros(2)]}, blobs), len(blobs)
    ({'dict': [['f1', [0.5, {'array': [0, '<f8', [2]]}]]]}, 1)
    """
    if isinstance(value, Formula):
        return {"formula": value.text}
    if isinstance(value, np.ndarray):
        array = value if value.dtype.itemsize <= 8 else value.astype(float)
        blobs.append(array.tobytes())
        return {"array": [len(blobs) - 1, array.dtype.str, list(array.shape)]}
    if isinstance(value, list | tuple):
        return [packed(item, blobs) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, packed(item, blobs)] for key, item in value.items()]}
    return value


def unpacked(structure, blobs, formulas=False, depth=0):
    """Return the value of a structure.

    Parameters
    ----------
    structure : as `packed` returns it, from JSON
    blobs : list of bytearray
        Arrays take them as their own memory.
    formulas : bool, default False
        Whether a `Formula` may be in it: a call has them, a reply must not, for a formula is code.
    depth : int, default 0

    Raises
    ------
    UnreadableError
        If it is anything else than plain data.
    """
    if depth > DEEPEST:
        raise UnreadableError("nested too deeply")
    if structure is None or type(structure) in (bool, float, str):
        return structure
    if _is_whole(structure):
        return structure
    if type(structure) is list:
        return [unpacked(item, blobs, formulas, depth + 1) for item in structure]
    if type(structure) is dict and len(structure) == 1:
        return _tagged(*structure.popitem(), blobs, formulas, depth)
    raise UnreadableError("no plain data")


def _tagged(tag, content, blobs, formulas, depth):
    if tag == "array" and type(content) is list and len(content) == 3:
        return _array(*content, blobs)
    if tag == "dict" and type(content) is list and len(content) <= MOST_KEYS:
        return dict(_pair(pair, blobs, formulas, depth) for pair in content)
    if tag == "formula" and formulas and type(content) is str:
        return Formula(content)
    raise UnreadableError("an unknown tag")


def _pair(pair, blobs, formulas, depth):
    if type(pair) is not list or len(pair) != 2:
        raise UnreadableError("no entry of a dict")
    if type(pair[0]) not in (str, float, bool, type(None)) and not _is_whole(pair[0]):
        raise UnreadableError("no key of a dict")
    return pair[0], unpacked(pair[1], blobs, formulas, depth + 1)


def _array(number, dtype, shape, blobs):
    """Return the array that a blob holds, all of it and nothing else, and take the blob away."""
    if type(number) is not int or not 0 <= number < len(blobs) or blobs[number] is None:
        raise UnreadableError("an array without its bytes")
    blob, blobs[number] = blobs[number], None
    if type(dtype) is not str or dtype not in _NUMBERS:
        raise UnreadableError("an array of something else than numbers")
    if type(shape) is not list or len(shape) > DEEPEST or not all(type(n) is int and n >= 0 for n in shape):
        raise UnreadableError("an array of an unknown shape")
    # An empty array may have long axes, but NumPy multiplies them all the same.
    if math.prod(shape) * np.dtype(dtype).itemsize != len(blob) or math.prod(n or 1 for n in shape) > MOST_BYTES:
        raise UnreadableError("an array of another size than it says")
    return np.frombuffer(blob, dtype).reshape(shape)


def _is_whole(structure):
    return type(structure) is int and -(2**63) <= structure < 2**64
