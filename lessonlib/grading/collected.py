"""What was handed in: `<student>/exNN_name.ipynb`, or archives of `lesson submit`, `<student>.zip`.

Threat: names. A student is who the folder or the archive was received from, never who a file claims to be; no name
from an archive becomes a path, for nothing is unpacked to disk; links are not followed. And size: an archive of 10 MB
may list a hundred thousand files, and is opened anew for each that is read.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lessonlib.checks.catalogue import exercise_of
from lessonlib.grading.submission import MOST_BYTES, MalformedError, read_file

_MOST_MEMBERS = 1000
_MOST_NOTEBOOKS = 20  # in an archive: twice as many as there are exercises
_MOST_UNPACKED = 3 * MOST_BYTES  # of all notebooks in an archive
_ENTRY = b"PK\x01\x02"  # begins each entry of an archive's directory
_OTHER_ARCHIVES = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".rar", ".7z")
_NOT_HANDED_IN = ("__MACOSX", ".ipynb_checkpoints")  # folders that macOS and Jupyter make by themselves


@dataclass(frozen=True)
class Handed:
    """One file that was handed in.

    Parameters
    ----------
    student : str
    file : str
        Its name, unique for the student.
    exercise : str
        Such as "ex03", or "" if its name begins with none.
    path : Path
        The notebook, or the archive that it is in.
    member : str
        Its name in the archive, or "".
    problem : str
        Why it cannot be read, if that is known already.
    """

    student: str
    file: str
    exercise: str
    path: Path
    member: str = ""
    problem: str = ""

    def read(self):
        """Return the notebook's bytes.

        Raises
        ------
        MalformedError
        """
        if self.problem:
            raise MalformedError(self.problem)
        if not self.exercise:
            raise MalformedError("The name begins with no exercise, such as ex03. Give it the name that it had.")
        return _member(self.path, self.member) if self.member else read_file(self.path)


def collected(folder):
    """Return everything that was handed in, by exercise and student.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of Handed
    """
    found = []
    for entry in Path(folder).iterdir():
        if entry.suffix.lower() == ".zip":
            found += _in_archive(entry.stem, entry)
        else:
            for file in _inside(entry):
                found += _in_archive(entry.name, file) if file.suffix.lower() == ".zip" else _notebook(entry.name, file)
    return sorted(found, key=lambda handed: (handed.exercise, handed.student, handed.file))


def passed_over(folder, submissions):
    """Return what lies among the submissions and is none: loose files, other archives, folders without a notebook.

    Parameters
    ----------
    folder : Path
    submissions : list of Handed
        From `collected`.

    Returns
    -------
    list of Path
    """
    taken = {handed.path for handed in submissions} | {handed.path.parent for handed in submissions}
    left = []
    for entry in Path(folder).iterdir():
        inside = _inside(entry)
        left += [] if entry in taken else [entry]
        left += [file for file in inside if entry in taken and file not in taken and _may_hold_work(file)]
    return sorted(left)


def _inside(folder):
    """Return what lies in a folder: nothing if it is none, a link, or closed; then it is among what was passed over."""
    try:
        return list(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
    except OSError:
        return []


def _may_hold_work(path):
    try:
        return path.suffix.lower() in _OTHER_ARCHIVES or (path.is_dir() and path.name not in _NOT_HANDED_IN)
    except OSError:
        return True


def _notebook(student, file):
    return [Handed(student, file.name, exercise_of(file.name), file)] if file.suffix.lower() == ".ipynb" else []


def _in_archive(student, path):
    """Return the notebooks in an archive; one that cannot be opened, or holds none, stands for itself and says why."""
    try:
        with _opened(path) as archive:
            names = _notebooks_in(archive)
    except MalformedError as error:
        return [Handed(student, path.name, exercise_of(path.name) or "archive", path, problem=str(error))]
    inside = {f"{path.name}/{name}": name for name in names}
    return [Handed(student, file, exercise_of(PurePosixPath(name).name), path, name) for file, name in inside.items()]


def _notebooks_in(archive):
    """Return the names of the notebooks in an archive, if there are no more, and no larger ones, than work has."""
    found = [entry for entry in archive.infolist() if _is_handed_in(PurePosixPath(entry.filename))]
    if not found:
        raise MalformedError("The archive holds no notebook. Hand in what `lesson submit` makes.")
    if len(found) > _MOST_NOTEBOOKS or sum(min(entry.file_size, MOST_BYTES) for entry in found) > _MOST_UNPACKED:
        raise MalformedError(
            f"The archive holds more than {_MOST_NOTEBOOKS} notebooks or {_MOST_UNPACKED // 2**20} MB of them. "
            "Hand in what `lesson submit` makes."
        )
    return [entry.filename for entry in found]


def _is_handed_in(name):
    return name.suffix.lower() == ".ipynb" and not any(folder in _NOT_HANDED_IN for folder in name.parts)


def _opened(path):
    content = read_file(path)
    if content.count(_ENTRY) > _MOST_MEMBERS:  # before its directory is read: that takes long
        raise MalformedError(f"The archive holds more than {_MOST_MEMBERS} files. Hand in what `lesson submit` makes.")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # damaged archives fail in many ways
        raise MalformedError("The archive is damaged.") from error


def _member(path, name):
    """Return the bytes of one file in an archive, which may not unpack to more than a notebook may have."""
    try:
        with _opened(path) as archive, archive.open(name) as file:
            content = file.read(MOST_BYTES + 1)
    except MalformedError:
        raise
    except Exception as error:  # damaged archives fail in many ways
        raise MalformedError("The archive is damaged.") from error
    if len(content) > MOST_BYTES:
        raise MalformedError(f"The file is larger than {MOST_BYTES // 2**20} MB.")
    return content
