"""A warm sandbox for the submissions of one exercise: start it, open a session in it for each submission, close it.

Levels: "A", bubblewrap around it (no network, no host files, its own processes, no capabilities) and Landlock and
seccomp in it; "B", without bubblewrap; "C", nothing, for submissions that the instructor trusts.
"""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from lessonlib.checks.catalogue import find_exercise
from lessonlib.checks.helping import PACKAGES
from lessonlib.grading import seccomp
from lessonlib.grading.allowed import modules_for, package_folders, warm_modules
from lessonlib.grading.inside import boot
from lessonlib.grading.inside.wire import READY, Channel

_START_SECONDS = 60
_END_SECONDS = 10
_LEAVE_SECONDS = 2
_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_LIBRARIES = (
    *("ld", "ld-linux*", "libc", "libm", "libmvec", "libdl", "librt", "libutil", "libpthread", "libresolv", "libnsl"),
    *("libnss*", "libtirpc", "libcrypt", "libgcc_s", "libstdc++", "libgfortran", "libquadmath", "libgomp", "libatomic"),
    *("libblas", "liblapack", "libopenblas*", "libz", "libzstd", "libbz2", "liblzma", "libexpat", "libffi", "libssl"),
    *("libcrypto", "libsqlite3", "libuuid", "libmpdec", "libb2", "libdb", "libgdbm*", "libncurses*", "libpanel*"),
    *("libtinfo*", "libreadline", "libedit", "libtcl*", "libtk*", "libpython3*"),
)
_PACKAGES_INSIDE = "/packages"
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    # Memory that was given back costs a page fault each 4 kB when it is taken again: keep it.
    "MALLOC_MMAP_THRESHOLD_": str(2**26),
    "MALLOC_TRIM_THRESHOLD_": str(2**28),
    "MALLOC_TOP_PAD_": str(2**20),
}
LIMITS = {
    "CPU": 90,  # seconds
    "AS": 2**30,  # bytes of memory
    "FSIZE": 0,
    "CORE": 0,
    "NOFILE": 64,
    "NPROC": 32,  # threads, as forking is refused; not set where other processes of the user would count
    "MEMLOCK": 0,
    "MSGQUEUE": 0,
}


class SandboxError(RuntimeError):
    """The sandbox does not start, or no longer does what it is told."""


class Sandbox:
    """A process that forks for each submission.

    Parameters
    ----------
    exercise : str
        Such as "ex03": it decides which modules are there.
    level : str
        "A", "B" or "C".
    """

    def __init__(self, exercise, level):
        wrapper = _bubblewrap() if level == "A" else []
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = _started(wrapper, theirs.fileno())
        try:
            self._control.settimeout(_START_SECONDS)
            text = json.dumps(_setup(exercise, level)).encode()
            self._control.sendall(struct.pack(">I", len(text)) + text)
            self._expect(READY)
        except (OSError, SandboxError) as error:
            self.close()
            raise SandboxError(f"The sandbox of level {level} does not start: {self._last_words or error}") from error
        self._control.settimeout(_END_SECONDS)

    @contextmanager
    def session(self):
        """Fork a child for one submission, give the `Channel` to it, and end the child afterwards.

        Raises
        ------
        SandboxError
            If the sandbox is no longer alive, or cannot end the child; then it has to be closed.
        """
        ours, theirs = socket.socketpair()
        with Channel(ours) as channel:
            with theirs:
                self._do(lambda: socket.send_fds(self._control, [b"+"], [theirs.fileno()]))
            try:
                yield channel
            finally:
                self._do(lambda: self._control.sendall(b"-"))
                self._expect(b".")

    def close(self):
        """End the sandbox and everything in it."""
        self._control.close()  # with it the first process in the sandbox comes to its end, and all others with it
        try:
            _, words = self._process.communicate(timeout=_LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()  # bubblewrap's own death ends its process namespace
            _, words = self._process.communicate()
        self._last_words = words.decode(errors="replace").strip()[-300:]

    def _expect(self, answer):
        got = self._do(lambda: self._control.recv(len(answer), socket.MSG_WAITALL))
        if got != answer:
            raise SandboxError("the sandbox has ended")

    @staticmethod
    def _do(action):
        try:
            return action()
        except OSError as error:
            raise SandboxError(f"the sandbox does not answer: {error}") from error


def _setup(exercise, level):
    bare = level == "C"
    folders = package_folders()
    packages = [_PACKAGES_INSIDE] if level == "A" else sorted({str(folder.parent) for folder in folders.values()})
    return {
        "bare": bare,
        "packages": packages,
        "modules": modules_for(exercise),
        "warm": warm_modules(exercise),
        "known": {"allowed": find_exercise(exercise).imports_in_words, "packages": PACKAGES},
        "limits": {name: most for name, most in LIMITS.items() if name != "NPROC" or _counts_alone(level)},
        "readable": _readable(packages, folders),
        "listable": [_library(), "/dev", *packages[: level == "A"]],
        "program": "" if bare else base64.b64encode(seccomp.program()).decode(),
    }


def _counts_alone(level):
    """Say whether the sandbox's user has no other processes: one of its own, or in a user namespace (Linux 5.14)."""
    return os.getuid() == 0 or level == "A"


def _readable(packages, folders):
    """Return what Landlock leaves to read, at every level: shared libraries, Python's own, NumPy and SciPy.

    A list of what is allowed, because nobody can list the names under which everything else can be reached.
    """
    library = [str(entry) for entry in Path(_library()).iterdir() if not _holds_packages(entry)]
    allowed = [str(Path(top, name)) for top in packages for name in folders]
    return [*_shared_libraries(), *library, *_python()[1:], *allowed, *_DEVICES, "/etc/ld.so.cache"]


def _shared_libraries():
    """Return those shared libraries of the system that Python, NumPy and SciPy may be linked with, one by one.

    Beside them lie other people's packages; and each file that is allowed costs time in every child.
    """
    folders = {Path(top).resolve() for top in _SYSTEM[:4]}
    folders |= {inner for top in folders for inner in top.glob("*-linux-*") if inner.is_dir()}
    files = {file.resolve() for folder in folders for name in _LIBRARIES for file in folder.glob(f"{name}[-.0-9]*so*")}
    return sorted(str(file) for file in files if file.is_file())


def _holds_packages(entry):
    """Say whether an entry of Python's own folder is, or leads to, a folder of packages; `ensurepip` brings some."""
    parts = set(entry.resolve().parts).difference(Path(_library()).resolve().parts)
    return any(part.endswith("-packages") or part == "ensurepip" for part in parts)


def _python():
    """Return the folder and the files of Python itself."""
    return [_library(), *map(str, Path(sys.base_prefix, "lib").glob("libpython3*")), _binary()]


def _library():
    return f"{sys.base_prefix}/lib/python{sys.version_info.major}.{sys.version_info.minor}"


def _other_packages():
    """Return the folders below the system's and Python's own in which packages may lie, the course's among them."""
    return [f"{_library()}/site-packages", f"{_library()}/dist-packages", "/usr/lib/python3/dist-packages"]


def _binary():
    return os.path.realpath(sys.executable)


def _started(wrapper, descriptor):
    source = Path(boot.__file__).read_text(encoding="utf-8")
    return subprocess.Popen(
        [*wrapper, _binary(), "-I", "-S", "-B", "-X", "utf8", "-c", source, str(descriptor)],
        pass_fds=[descriptor],
        cwd="/",
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _bubblewrap():
    """Return the start of a command whose rest then sees Python, NumPy and SciPy, read-only, and little else."""
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError("bubblewrap is not installed (Debian, Ubuntu: sudo apt-get install bubblewrap)")
    options = ["--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net"]
    options += ["--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if os.getuid() == 0:  # kept until the sandbox's first process has become somebody else
        options += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        options += ["--unshare-user", "--disable-userns"]
    for folder in _parents((*_SYSTEM, *_python(), *_DEVICES, f"{_PACKAGES_INSIDE}/numpy")):
        options += ["--dir", folder]  # else bubblewrap makes them for its own user alone
    for path in (*_SYSTEM, *_python()):
        options += ["--ro-bind-try", path, path]
    for folder in filter(os.path.isdir, _other_packages()):
        options += ["--tmpfs", folder]
    for name, folder in package_folders().items():
        options += ["--ro-bind", str(folder), f"{_PACKAGES_INSIDE}/{name}"]
    for device in _DEVICES:
        options += ["--dev-bind-try", device, device]
    return [program, *options, "--remount-ro", "/", "--chdir", "/", "--"]


def _parents(paths):
    """Return every folder that one of the paths lies in, the outer ones first; links stay what they are."""
    folders = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(folder for folder in folders - {"/"} if not Path(folder).is_symlink())
