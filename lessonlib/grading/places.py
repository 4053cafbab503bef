"""Folders and archives as one tree: a zip is a folder that was packed; nothing is unpacked to disk.

Threat: an archive of some kB can say that it holds a million files, unpack to gigabytes, or hold itself. So its
directory is measured before it is read, archives in archives are small and few, and whatever cannot be opened is a
place with its problem. Links are not followed, and names are only names.
"""

import io
import os
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from time import mktime
from weakref import finalize

from lessonlib.grading.submission import MOST_BYTES, MalformedError, read_file

JUNK = (
    "__MACOSX",
    ".ipynb_checkpoints",
    ".git",
    ".github",
    ".DS_Store",
    "Thumbs.db",
    "__pycache__",
    ".venv",
    "desktop.ini",
)
MOST_MEMBERS = 1000  # files in an archive that a student made
_MOST_PLACES = 50_000  # in a folder, or in an archive that a platform made
_MOST_DIRECTORY = 8 * 2**20  # bytes: what an archive says of its files
_DEEPEST = 12  # folders in folders
_DEEPEST_ARCHIVE = 3  # archives in archives
_MOST_INSIDE = 200 * 2**20  # bytes of archives that are opened in one archive
_UTF_8 = 0x800  # the flag of a name in it
_ENTRY = b"PK\x01\x02"  # begins each entry of an archive's directory
_END, _END_BYTES = b"PK\x05\x06", 22  # begins the last record of an archive, which says how long its directory is
_TOO_MANY = f"The archive holds more than {MOST_MEMBERS} files. Hand in what `lesson submit` makes."


@dataclass
class Place:
    """A file, a folder, or an archive.

    Parameters
    ----------
    name : str
    path : Path
        On this machine; of what is in an archive, the outermost archive's.
    members : tuple of str
        Its name in that archive, then in the archive that this is, and so on.
    inside : dict of str to Place
        What is in a folder or an archive, in order of names.
    modified : float
        When it was last changed, by its file system or archive; people can set it.
    size : int
        Of a file, in bytes.
    problem : str
        Why it cannot be opened, in words.
    """

    name: str
    path: Path
    members: tuple[str, ...] = ()
    inside: dict = field(default_factory=dict)
    modified: float = 0.0
    size: int = 0
    problem: str = ""

    @property
    def is_archive(self):
        """Whether it is a zip."""
        return self.name.lower().endswith(".zip")

    def files(self, prefix=""):
        """Yield (name, Place) of every file at or below it; junk is passed over, a closed archive is a file."""
        if self.name in JUNK or self.name.startswith("._"):
            return
        if not self.inside:
            yield prefix + self.name, self
        for place in self.inside.values():
            yield from place.files(f"{prefix}{self.name}/")

    def read(self):
        """Return its bytes, at most as many as a submission may have.

        Raises
        ------
        MalformedError
        """
        if self.problem:
            raise MalformedError(self.problem)
        return read_place(self.path, self.members)


def place_at(path):
    """Return the `Place` of a folder, or of an archive, with all that is in it.

    Parameters
    ----------
    path : Path
    """
    return _on_disk(Path(path), _DEEPEST, [_MOST_PLACES])


def read_place(path, members=()):
    """Return the bytes of a file, or of one in an archive, see `Place`.

    Raises
    ------
    MalformedError
        If it is no ordinary file, damaged, or larger than a submission may be.
    """
    if not members:
        return read_file(path)
    archive = _download(path, _stamp(path))
    for name in members[:-1]:
        archive = _opened(_member(archive, name))
    return _member(archive, members[-1])


def _on_disk(path, depth, left):
    left[0] -= 1
    place = Place(path.name, path)
    try:
        place.modified, place.size = path.lstat().st_mtime, path.lstat().st_size
        if path.is_symlink():
            place.problem = "The file is a link; hand in the notebook itself."
        elif path.is_dir() and path.name not in JUNK and depth and left[0] > 0:
            names = sorted(entry.name for entry in path.iterdir())
            place.inside = {name: _on_disk(path / name, depth - 1, left) for name in names[: left[0]]}
        elif place.is_archive and path.is_file():
            _open_into(place, _download(path, _stamp(path)), 1, [_MOST_INSIDE])
    except MalformedError as error:
        place.problem = str(error)
    except OSError as error:
        place.problem = f"It cannot be read: {error.strerror}."
    return place


def _stamp(path):
    """Return what changes when a file does, so that no other file of the same name is read in its place."""
    try:
        found = path.stat()
    except OSError as error:
        raise MalformedError(f"The file cannot be read: {error.strerror}.") from error
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _download(path, _stamp):
    """Return an archive on disk, opened: it may be large, as a platform packs a whole class into one."""
    try:
        file = open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")  # noqa: PTH123, SIM115
    except OSError as error:
        raise MalformedError(f"The archive cannot be read: {error.strerror}.") from error
    try:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 2**16 - _END_BYTES))
        end = file.read().rpartition(_END)[2]
        if int.from_bytes(end[8:12], "little") > _MOST_DIRECTORY:
            raise MalformedError(_TOO_MANY)
        archive = _zip(file)
    except BaseException:
        file.close()
        raise
    finalize(archive, file.close)
    return archive


def _opened(content):
    """Return an archive in memory, such as a student made."""
    if content.count(_ENTRY) > MOST_MEMBERS:  # before its directory is read: that takes long
        raise MalformedError(_TOO_MANY)
    return _zip(io.BytesIO(content))


def _zip(file):
    try:
        return zipfile.ZipFile(file)
    except Exception as error:  # damaged archives fail in many ways
        raise MalformedError("The archive is damaged.") from error


def _member(archive, name):
    """Return the bytes of one file in an archive, which may not unpack to more than a submission may have."""
    try:
        with archive.open(name) as file:
            content = file.read(MOST_BYTES + 1)
    except Exception as error:  # damaged archives fail in many ways
        locked = isinstance(error, RuntimeError) and "password" in str(error)
        raise MalformedError("The archive has a password." if locked else "The archive is damaged.") from error
    if len(content) > MOST_BYTES:
        raise MalformedError(f"The file is larger than {MOST_BYTES // 2**20} MB. Clear its outputs and save it again.")
    return content


def _open_into(place, archive, depth, budget):
    """Put what is in an archive into its place; archives in it are opened as well, while there is room."""
    for entry in archive.infolist()[:_MOST_PLACES]:
        parts = [part for part in _name(entry).replace("\\", "/").split("/") if part not in ("", ".")]
        if not parts or len(parts) > _DEEPEST:
            continue
        at = place
        for part in parts[:-1]:
            at = at.inside.setdefault(part, Place(part, place.path, (*place.members, part)))
        if not entry.is_dir():
            at.inside[parts[-1]] = found = _in_archive(place, parts[-1], entry)
            if found.is_archive and set(parts).isdisjoint(JUNK):
                _open_nested(found, archive, entry, depth, budget)


def _name(entry):
    """Return a name in an archive: macOS writes it in UTF-8 and does not say so, which zip takes for code page 437."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def _in_archive(place, name, entry):
    try:
        modified = mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):  # a day that no calendar has
        modified = 0.0
    return Place(name, place.path, (*place.members, entry.filename), modified=modified, size=entry.file_size)


def _open_nested(place, archive, entry, depth, budget):
    budget[0] -= min(entry.file_size, MOST_BYTES)
    try:
        if depth >= _DEEPEST_ARCHIVE or budget[0] < 0:
            raise MalformedError("The archive lies too deep in other archives, or there are too many of them.")
        _open_into(place, _opened(_member(archive, entry.filename)), depth + 1, budget)
    except MalformedError as error:
        place.problem = str(error)
