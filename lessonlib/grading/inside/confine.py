"""Lock this process up, for good: limits, no new privileges, Landlock, seccomp, in this order.

Each measure answers another threat, and the later ones take away what could undo the earlier ones.
"""

import ctypes
import os
import resource
import signal

from lessonlib.grading.inside import landlock

_DEATH_SIGNAL, _DUMPABLE, _SECCOMP, _NO_NEW_PRIVILEGES = 1, 4, 22, 38
_FILTER = 2
_INSTRUCTION = 8  # bytes
_LIBC = ctypes.CDLL(None, use_errno=True)
_UNUSED_UIDS = 1_900_000_000  # far above those that systems hand out


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def drop_root():
    """As root, become a user that owns nothing and shares no count of processes with anybody.

    Threat: to uid 0 the kernel does not apply RLIMIT_NPROC, and the files of root lie open.
    """
    if os.getuid() != 0:
        return
    # Drawn, not made from process ids: those begin at 1 in every sandbox, and two of them would share their threads.
    own = _UNUSED_UIDS + int.from_bytes(os.urandom(4)) % 90_000_000
    os.setgroups([])
    os.setresgid(own, own, own)
    os.setresuid(own, own, own)


def die_with_parent():
    """Ask the kernel to end this process when its parent ends, so that no killed batch leaves one behind."""
    _prctl(_DEATH_SIGNAL, signal.SIGKILL)


def confine(limits, rules, program):
    """Lock up this process before the submission's first line runs in it.

    Parameters
    ----------
    limits : dict of str to int
        By the names of the `resource` module, without "RLIMIT_": an endless loop meets CPU, a memory hog AS,
        a flood of threads NPROC, files and core dumps FSIZE and CORE.
    rules : int
        The descriptor of what Landlock leaves to read, from `landlock.ruleset`.
    program : bytes
        The seccomp filter, as instructions for the kernel.
    """
    die_with_parent()
    _prctl(_DUMPABLE, 0)  # no other process of this user may look into this one
    for name, limit in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))
    _prctl(_NO_NEW_PRIVILEGES, 1)
    landlock.restrict(rules)
    filter_program = _Program(len(program) // _INSTRUCTION, program)
    _prctl(_SECCOMP, _FILTER, ctypes.addressof(filter_program))


def _prctl(*arguments):
    padded = [ctypes.c_ulong(one) for one in (*arguments, 0, 0, 0, 0)[:5]]
    if _LIBC.prctl(*padded) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({arguments[0]}): {os.strerror(ctypes.get_errno())}")
