"""The wire: plain data goes through unchanged, and whatever else arrives is refused, soon and by name."""

import json
import socket
import struct
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonlib.checks.plain import same
from lessonlib.checks.task import Call, Failure, Formula, Reply
from lessonlib.grading.inside import wire
from lessonlib.grading.inside.wire import (
    MOST_BYTES,
    Channel,
    GoneError,
    LateError,
    UnreadableError,
    call_message,
    packed,
    read_call,
    read_reply,
    reply_message,
    unpacked,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def arrived(message):
    """Return the header and the blobs of a message that came over a socket."""
    ours, theirs = socket.socketpair()
    with Channel(ours) as channel, theirs:
        theirs.sendall(message)
        return channel.receive(5)


def through(value, formulas=False):
    blobs = []
    structure = json.loads(json.dumps(packed(value, blobs)))
    return unpacked(structure, list(map(bytearray, blobs)), formulas)


@given(PLAIN.filter(lambda value: "[[[[[[[" not in repr(value) and "{" * 7 not in repr(value)))
def test_plain_data_goes_through(value):
    try:
        got = through(value)
    except UnreadableError:
        assert repr(value).count("[") + repr(value).count("{") > 4  # refused for its depth alone
    else:
        assert same(value, got)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", ">i4"])
def test_arrays_keep_their_type_shape_and_order(dtype):
    array = np.asfortranarray(np.arange(12).reshape(3, 4).astype(dtype))
    got = through({"a": [array]})["a"][0]
    assert got.dtype == array.dtype
    assert np.array_equal(got, array)


def test_an_array_that_arrived_can_be_changed():
    got = through(np.zeros((0, 3)))
    assert got.shape == (0, 3)
    assert got.flags.writeable


def test_wider_numbers_than_the_wire_has_are_rounded():
    got = through(np.array([0.1, 2.0], dtype=np.longdouble))
    assert got.dtype == np.float64
    assert got.tolist() == [0.1, 2.0]


@pytest.mark.parametrize(
    ("array", "size"),
    [
        ([0, "|O", [1]], 8),
        ([0, "<U4", [1]], 16),
        ([0, "<c16", [1]], 16),
        ([0, "<M8[D]", [1]], 8),
        ([0, "<f16", [1]], 16),
        ([0, "f8", [1]], 8),
        ([0, "<f8,<f8", [1]], 16),
        ([0, [["a", "<f8"]], [1]], 8),
        ([0, {"names": []}, [1]], 8),
        ([0, "<f8", [3]], 25),
        ([0, "<f8", [3]], 23),
        ([0, "<f8", [1_000_000_000_000]], 0),
        ([0, "<f8", [0, 10**18]], 0),
        ([0, "<f8", [-1, -1]], 8),
        ([0, "<f8", [True]], 8),
        ([0, "<f8", [1.0]], 8),
        ([0, "<f8", 1], 8),
        ([0, "<f8", [1] * 9], 8),
        ([True, "<f8", [1]], 8),
        ([1, "<f8", [1]], 8),
        ([-1, "<f8", [1]], 8),
        ([0, "<f8"], 8),
        (0, 8),
    ],
)
def test_what_is_no_array_of_numbers_is_refused(array, size):
    with pytest.raises(UnreadableError):
        unpacked({"array": array}, [bytes(size)])


@pytest.mark.parametrize(
    "structure",
    [
        {"array": None},
        {"array": [0, "<f8", [2]], "dict": []},
        {"unknown": 1},
        {},
        {"dict": [[[], 1]]},
        {"dict": [["a", 1, 2]]},
        {"dict": {"a": 1}},
        {"formula": "print"},
        2**64,
        [[[[[[[[[[1]]]]]]]]]],
    ],
)
def test_a_structure_that_is_no_plain_data_is_refused(structure):
    with pytest.raises(UnreadableError):
        unpacked(structure, [bytes(16)])


def test_a_call_and_its_formula_go_through():
    call = Call((np.array([1, 0]), 3, [Formula("lambda x: x")]), {"metric": Formula("lambda tp: tp")})
    name, got = read_call(*arrived(call_message("f", call)))
    assert name == "f"
    assert same(got.args[0], [1, 0])
    assert (got.args[1:], got.kwargs) == (call.args[1:], call.kwargs)


@pytest.mark.parametrize(
    "reply",
    [Reply([1.5, None]), Reply(printed="x", changed_input=True), Reply(failure=Failure("raised", "w", "E", "m"))],
)
def test_a_reply_goes_through(reply):
    assert read_reply(*arrived(reply_message(reply, 7)), 8 if reply.changed_input else 7) == reply


GOOD, _BLOBS = arrived(reply_message(Reply(1), 7))


@pytest.mark.parametrize(
    "changes",
    [
        {"more": 1},
        {"printed": None},
        {"seen": None},
        {"seen": True},
        {"failure": "raised"},
        {"failure": ["raised", "", ""]},
        {"failure": ["passed", "", "", ""]},
        {"failure": [1, "", "", ""]},
        {"answer": {"formula": "1"}},
    ],
)
def test_a_reply_of_another_form_is_refused(changes):
    with pytest.raises(UnreadableError):
        read_reply({**GOOD, **changes}, [], 7)


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with Channel(ours) as channel, theirs:
        yield channel, theirs


def framed(text, *rest):
    return struct.pack(">I", len(text)) + text + b"".join(rest)


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff\xff\xff\xff",
        framed(b"nope"),
        framed(b"[]"),
        framed(b"[" * 1000),
        framed(b"{}"),
        framed(b'{"blobs": [-1]}'),
        framed(b'{"blobs": [1.5]}'),
        framed(b'{"blobs": [true]}'),
        framed(json.dumps({"blobs": [MOST_BYTES + 1]}).encode()),
        framed(json.dumps({"blobs": [0] * 1000}).encode()),
    ],
)
def test_nonsense_is_refused_at_once(pair, sent):
    channel, theirs = pair
    theirs.sendall(sent)
    with pytest.raises(UnreadableError):
        channel.receive(5)


def test_a_message_goes_through_with_its_blobs(pair):
    channel, theirs = pair
    sender = threading.Thread(target=lambda: Channel(theirs).send(wire.framed({"a": 1}, [b"x" * 100_000, b""])))
    sender.start()
    assert channel.receive(5) == ({"a": 1}, [b"x" * 100_000, b""])
    sender.join()


def test_a_closed_socket_is_told_from_a_slow_one(pair):
    channel, theirs = pair
    with pytest.raises(LateError):
        channel.receive(0.05)
    theirs.sendall(b"\x00\x00")
    theirs.close()
    with pytest.raises(GoneError):
        channel.receive(5)


def test_one_deadline_holds_for_the_whole_message(pair):
    """A byte now and then does not buy more time."""
    channel, theirs = pair
    over = threading.Event()

    def drip():
        theirs.sendall(struct.pack(">I", 1000))
        while not over.wait(0.05):
            theirs.sendall(b" ")

    sender = threading.Thread(target=drip)
    sender.start()
    started = time.monotonic()
    with pytest.raises(LateError):
        channel.receive(0.4)
    over.set()
    sender.join()
    assert time.monotonic() - started < 2


def test_what_is_too_large_is_not_sent(pair):
    with pytest.raises(UnreadableError):
        pair[0].send(wire.framed({}, [bytes(MOST_BYTES + 1)]))
