"""The seccomp filter: a list of the system calls that a submission may make; the kernel refuses all others.

Threat: everything that is not computing. Not on the list, among hundreds: sockets of any kind, fork and vfork,
execve, kill and its kin, ptrace, process_vm_*, mount, unshare, setns, bpf, perf_event_open, keyctl, io_uring,
shared memory and message queues. `clone` is there for threads only, `fcntl` for a file's flags: by naming another
process as the owner of its socket (F_SETOWN, F_SETSIG) a submission could have the kernel kill it. A refused call
fails with ENOSYS, which the C library takes as "an older kernel" and works around.

Assembled by libseccomp (Debian: libseccomp2), because call numbers and the check for other calling conventions
differ by machine; called through ctypes, so that no further Python package is needed.
"""

import ctypes
import errno
import fcntl
import tempfile
from functools import cache

_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.ENOSYS
_EQUAL, _MASKED_EQUAL = 4, 7
_CLONE_THREAD = 0x00010000
_NONBLOCKING = 0x5421
_FLAGS_AND_COPIES = (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL)
_UNKNOWN = -1

FILES = (
    *("read", "readv", "pread64", "write", "writev", "lseek", "close", "dup", "open", "openat"),
    *("fstat", "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2"),
    *("readlink", "readlinkat", "getdents64", "getcwd", "poll", "ppoll", "select", "pselect6"),
    *("recvfrom", "sendto"),  # on the one socket that is open already
)
MEMORY = ("brk", "mmap", "munmap", "mremap", "mprotect", "madvise")
THREADS = ("futex", "set_robust_list", "rseq", "sched_yield", "sched_getaffinity", "exit", "exit_group")
SIGNALS = ("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "setitimer", "getitimer")
FACTS = (
    *("getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage", "getrandom", "uname"),
    *("time", "times", "gettimeofday", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep"),
    *("getrlimit", "restart_syscall"),
)


class _Comparison(ctypes.Structure):
    _fields_ = (("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


# Calls that are allowed for certain arguments only, a call and its conditions at a time: threads, copies and flags of
# open files, a time limit on the socket, and reading one's own limits.
_CONDITIONAL = (
    ("clone", (_Comparison(0, _MASKED_EQUAL, _CLONE_THREAD, _CLONE_THREAD),)),
    *(("fcntl", (_Comparison(1, _EQUAL, command, 0),)) for command in _FLAGS_AND_COPIES),
    ("ioctl", (_Comparison(1, _EQUAL, _NONBLOCKING, 0),)),
    ("prlimit64", (_Comparison(0, _EQUAL, 0, 0), _Comparison(2, _EQUAL, 0, 0))),
)


@cache
def program():
    """Return the filter as the kernel's instructions.

    Returns
    -------
    bytes

    Raises
    ------
    OSError
        If libseccomp is not installed or cannot do it.
    """
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_REFUSE)))
    if not context:
        raise OSError("libseccomp made no filter")
    try:
        for name in (*FILES, *MEMORY, *THREADS, *SIGNALS, *FACTS):
            _allow(library, context, name)
        for name, comparisons in _CONDITIONAL:
            _allow(library, context, name, comparisons)
        return _exported(library, context)
    finally:
        library.seccomp_release(context)


def _allow(library, context, name, comparisons=()):
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number == _UNKNOWN:  # libseccomp is older than the call
        return
    array = (_Comparison * len(comparisons))(*comparisons)
    result = library.seccomp_rule_add_array(context, ctypes.c_uint32(_ALLOW), number, len(comparisons), array)
    if result not in (0, -errno.EDOM):  # EDOM: this machine has no such call
        raise OSError(-result, f"libseccomp refuses a rule for {name}")


def _exported(library, context):
    with tempfile.TemporaryFile() as file:
        if (result := library.seccomp_export_bpf(context, file.fileno())) != 0:
            raise OSError(-result, "libseccomp does not export its filter")
        file.seek(0)
        return file.read()
