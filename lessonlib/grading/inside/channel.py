"""Messages on a socket: the length of a header, the header as JSON, then blobs of bytes.

Threat: the other side may send nothing, a byte a minute, gigabytes, or nonsense. So every message has one
deadline for all of it, lengths are refused before memory is taken, and each failure has a name.
"""

import json
import struct
import time

from lessonlib.grading.inside.values import MOST_BLOBS, MOST_BYTES, UnreadableError

READY = b"ready"  # the sandbox's first word
MOST_HEADER = 2**20
_LENGTH = struct.Struct(">I")


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
        self._connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        """Close the socket."""
        self._connection.close()

    def send(self, header, blobs=(), seconds=10.0):
        """Send one message: a dict that JSON can hold, and bytes beside it.

        Raises
        ------
        LateError, GoneError
        UnreadableError
            If it is larger than the other side would take.
        """
        text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}, ensure_ascii=False)
        text = text.encode("utf-8", "replace")  # not \\uXXXX, which takes six bytes for a letter
        if len(text) > MOST_HEADER or len(blobs) > MOST_BLOBS or sum(map(len, blobs)) > MOST_BYTES:
            raise UnreadableError("a message that is too large")
        try:
            self._connection.settimeout(seconds)
            self._connection.sendall(b"".join([_LENGTH.pack(len(text)), text, *blobs]))
        except TimeoutError as error:
            raise LateError from error
        except OSError as error:
            raise GoneError from error

    def receive(self, seconds=10.0):
        """Return the next message, a dict and a list of bytearrays.

        Raises
        ------
        LateError, GoneError
        UnreadableError
            If it is not of that form or too large.
        """
        end = time.monotonic() + seconds
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, end))
        if length > MOST_HEADER:
            raise UnreadableError("a header that is too large")
        header = _header(self._exactly(length, end))
        return header, [self._exactly(length, end) for length in _lengths(header.pop("blobs", None))]

    def _exactly(self, count, end):
        """Return so many bytes, as a bytearray, by the time `end` at the latest."""
        content = bytearray(count)
        with memoryview(content) as missing:
            while missing:
                missing = missing[self._some(missing, end - time.monotonic()) :]
        return content

    def _some(self, room, seconds):
        """Read what is there into a memoryview, and return how much that is."""
        if seconds <= 0:
            raise LateError
        try:
            self._connection.settimeout(seconds)
            read = self._connection.recv_into(room)
        except TimeoutError as error:
            raise LateError from error
        except OSError as error:
            raise GoneError from error
        if not read:
            raise GoneError
        return read


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
