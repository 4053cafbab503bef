"""Plain data as JSON and `.npy`: a value is a structure, and the arrays in it lie beside it as blobs.

Threat: what comes back from a submission is whatever it likes. So only exact types are built, never a pickle;
an array's header must say what its bytes hold before any memory is taken; size and depth have caps.
"""

import io
import math

import numpy as np

from lessonlib.checks.cases import Formula

DEEPEST = 8
MOST_BLOBS = 256
MOST_BYTES = 4 * 2**20
_KINDS = "biuf"


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
    ({'dict': [['f1', [0.5, {'array': 0}]]]}, 1)
    """
    if isinstance(value, Formula):
        return {"formula": value.text}
    if isinstance(value, np.ndarray):
        blobs.append(_npy(value))
        return {"array": len(blobs) - 1}
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
    blobs : list of bytes
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
    if type(structure) is int and -(2**63) <= structure < 2**64:
        return structure
    if type(structure) is list:
        return [unpacked(item, blobs, formulas, depth + 1) for item in structure]
    if type(structure) is dict and len(structure) == 1:
        return _tagged(*structure.popitem(), blobs, formulas, depth)
    raise UnreadableError("no plain data")


def _tagged(tag, content, blobs, formulas, depth):
    if tag == "array" and type(content) is int and 0 <= content < len(blobs):
        return _array(blobs[content])
    if tag == "dict" and type(content) is list:
        return dict(_pair(pair, blobs, formulas, depth) for pair in content)
    if tag == "formula" and formulas and type(content) is str:
        return Formula(content)
    raise UnreadableError("an unknown tag")


def _pair(pair, blobs, formulas, depth):
    if type(pair) is not list or len(pair) != 2 or type(pair[0]) not in (str, int, float, bool, type(None)):
        raise UnreadableError("no entry of a dict")
    return pair[0], unpacked(pair[1], blobs, formulas, depth + 1)


def _npy(array):
    blob = io.BytesIO()
    np.lib.format.write_array(blob, np.ascontiguousarray(array), allow_pickle=False)
    return blob.getvalue()


def _array(blob):
    """Return the array in the bytes of an `.npy` file, which must hold all of it and nothing else."""
    stream = io.BytesIO(blob)
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise UnreadableError("an array of another format")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream, max_header_size=1000)
    except UnreadableError:
        raise
    except Exception as error:  # the header is parsed as Python literals, which fail in many ways
        raise UnreadableError("an array without a header") from error
    if dtype.kind not in _KINDS or dtype.itemsize > 8 or len(shape) > DEEPEST or min(shape, default=0) < 0:
        raise UnreadableError("an array of something else than numbers")
    content = blob[stream.tell() :]
    if math.prod(shape) * dtype.itemsize != len(content) or max(shape, default=0) > MOST_BYTES:
        raise UnreadableError("an array of another size than it says")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if fortran else "C").copy()
