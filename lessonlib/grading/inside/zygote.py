"""The warm parent: it has NumPy loaded, and forks once for each submission.

It never runs a line of a submission. A child can neither look into it nor signal it, and dies when it is told to.
"""

import base64
import gc
import importlib
import os
import signal
import socket
import sys
from functools import partial
from itertools import pairwise

import numpy

from lessonlib.grading.inside import landlock, standins
from lessonlib.grading.inside.confine import confine, die_with_parent, drop_root
from lessonlib.grading.inside.runner import run
from lessonlib.grading.inside.wire import READY, Channel


def serve(control, setup):
    """Fork a child for every socket that arrives, end it when the next byte arrives, and say so.

    Parameters
    ----------
    control : socket.socket
        The grader's; it is closed in every child.
    setup : dict
        `limits` and `program` as `confine` takes them (the program in base 64), `readable` and `listable` as
        `landlock.ruleset` does, `bare` (do not confine: for submissions that are trusted), `warm`: modules to import,
        `known`: what stand-ins need.
    """
    kept, lock_up = (), die_with_parent
    if not setup["bare"]:
        drop_root()
        _refuse_without_python()
        # Made here, once, as it takes far longer than to be held to them.
        rules, program = landlock.ruleset(setup["readable"], setup["listable"]), base64.b64decode(setup["program"])
        kept, lock_up = (rules,), partial(confine, setup["limits"], rules, program)
    die_with_parent()
    _warm_up(setup["warm"])
    standins.install(**setup["known"])
    gc.freeze()  # else the first collection in a child would write to, and so copy, nearly all of this process
    control.sendall(READY)
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, 1, 1)
        if not message:
            return
        _one_submission(control, descriptors[0], kept, lock_up)


def _warm_up(modules):
    """Load once what every submission uses; whatever more is loaded makes every fork slower."""
    for module in ("numpy.ma", *modules):  # NumPy's own set functions load the first when they are called
        importlib.import_module(module)
    numpy.random.default_rng(0).normal(size=3).argsort()


def _refuse_without_python():
    if not os.access(os.__file__, os.R_OK):
        sys.exit(f"once it is no longer root, it cannot read Python in {sys.base_prefix}; do not run this as root")


def _one_submission(control, descriptor, kept, lock_up):
    child = os.fork()
    if child == 0:
        _become_a_submission(control, descriptor, kept, lock_up)
    os.close(descriptor)
    control.recv(1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    control.sendall(b".")


def _become_a_submission(control, descriptor, kept, lock_up):
    """Run what comes over the socket; never return, whatever happens."""
    try:
        control.detach()
        _close_all_but(descriptor, *kept)
        channel = Channel(socket.socket(fileno=descriptor))
        lock_up()
        run(channel)
    finally:
        os._exit(0)


def _close_all_but(*kept):
    """Leave the submission one socket, and `/dev/null` to read and to write; what is to be held to goes thereafter."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for before, after in pairwise([2, *sorted(kept), 1024]):
        os.closerange(before + 1, after)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it stays open as long as the process
