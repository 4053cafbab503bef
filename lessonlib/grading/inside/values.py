"""Plain data as JSON and bytes: a value is a structure, and the numbers of its arrays lie beside it as blobs.

Threat: what comes back from a submission is whatever it likes. So only exact types are built, never a pickle;
an array's type is one of a list, and its shape must fit its bytes; size and depth have caps. Nothing may be cheap to
send and dear to read: a blob stands for one array, not for a thousand; keys that are whole numbers have 64 bits, for
longer ones can be made whose hashes are all alike.
"""

import math

import numpy as np

from lessonlib.checks.task import Formula

DEEPEST = 8
MOST_BLOBS = 256
MOST_BYTES = 4 * 2**20
_NUMBERS = {"|b1", "|i1", "|u1"} | {order + kind for order in "<>" for kind in ("i2", "i4", "i8", "u2", "u4", "u8")}
_NUMBERS |= {order + kind for order in "<>" for kind in ("f2", "f4", "f8")}


class UnreadableError(ValueError):
    """What arrived is no plain data within the caps."""


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
    if tag == "dict" and type(content) is list:
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
