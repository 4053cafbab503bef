"""Landlock: the kernel lets this process read below certain folders, and nothing else of the file system.

Threat: files that a submission could read (answers, keys, other people's work) or write (the results, a start-up
file). Where the kernel is new enough, connecting by TCP and signals to other processes end here as well.
See the kernel's Documentation/userspace-api/landlock.rst.
"""

import ctypes
import os
import stat

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
# How many of the file system's access rights each version of the interface knows.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16
_TCP = 0b11  # bind and connect
_SCOPES = 0b11  # abstract sockets and signals


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version():
    """Return the version of Landlock's interface, 0 where the kernel has none."""
    return max(_syscall(_CREATE, None, 0, _ASK_VERSION), 0)


def ruleset(readable, listable=()):
    """Return the descriptor of a set of rules: read below the given paths only, and write `/dev/null`.

    A rule holds for the file or folder itself, by whatever name it is reached.

    Parameters
    ----------
    readable, listable : sequence of str
        Folders, or files; those that do not exist are left out. Of the listable ones, only names can be read.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    known = version()
    handled = (1 << _RIGHTS.get(known, _NEWEST_RIGHTS)) - 1
    wanted = _Ruleset(handled, _TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    rules = _checked(_syscall(_CREATE, ctypes.byref(wanted), size, 0))
    for path in readable:
        _allow(rules, path, _READ_FILE | _READ_DIR)
    for path in listable:
        _allow(rules, path, _READ_DIR)
    _allow(rules, os.devnull, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & handled)
    return rules


def restrict(rules):
    """Hold this process and its threads to a set of rules, for good, and close its descriptor.

    `no_new_privs` must be set before.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    _checked(_syscall(_RESTRICT, rules, 0))
    os.close(rules)


def _allow(rules, path, rights):
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            rights &= ~_READ_DIR
        rule = _Beneath(rights, opened)
        _checked(_syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(opened)


def _syscall(number, *arguments):
    widened = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *widened)


def _checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
