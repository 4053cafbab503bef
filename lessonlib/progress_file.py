"""The file behind the learner's progress: one SQLite database that never gets in the way of the course.

It lies in the user's data folder, or in the folder that the environment variable ``LESSONLIB_PROGRESS`` names.
Every statement opens it, is a transaction of its own, and closes it, so that notebooks open side by side wait
for one another. What is kept in it is `lessonlib.progress`'s matter.

Asking raises nothing because of the file. Where it can't be used, the progress lives in memory until the kernel
stops; where it is damaged, it is renamed and a new one begun. Either is said once, in words.
"""

import os
import sqlite3
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

FOLDER_VARIABLE = "LESSONLIB_PROGRESS"

# One entry a schema version, each a tuple of statements: append, never edit. `PRAGMA user_version` counts them.
_MIGRATIONS = (
    (
        """CREATE TABLE prediction (
            id INTEGER PRIMARY KEY, question TEXT NOT NULL, answer TEXT NOT NULL, confidence INTEGER,
            outcome TEXT, made_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))""",
        """CREATE TABLE quiz_answer (
            id INTEGER PRIMARY KEY, question TEXT NOT NULL, answer TEXT NOT NULL, correct INTEGER NOT NULL,
            made_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))""",
        """CREATE TABLE exercise_event (
            id INTEGER PRIMARY KEY, exercise TEXT NOT NULL, passed INTEGER, hint INTEGER,
            made_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')))""",
    ),
)
_in_memory = {}  # a connection for each file that could not be used


def path():
    """Return where the file is, or will be once something is kept."""
    named = os.environ.get(FOLDER_VARIABLE)
    folder = Path(named).expanduser().absolute() if named else user_data_path("lessonlib", appauthor=False)
    return folder / "progress.sqlite"


def ask(sql, *values):
    """Run one SQL statement and return its rows: in the file, or in memory once the file could not be used."""
    file = path()
    if file not in _in_memory:
        try:
            return _ask_file(file, sql, values)
        except (OSError, sqlite3.Error) as error:
            _in_memory[file] = _copy_in_memory(file)
            _say(
                f"Your progress is not kept: {file} can't be used ({error}). The course works all the same; what "
                f"you answer is forgotten when the kernel stops. To keep it, set {FOLDER_VARIABLE} to a folder that "
                "you may write to."
            )
    return _in_memory[file].execute(sql, values).fetchall()


def erase():
    """Delete the file, and every damaged one that was renamed. Raises OSError where that fails."""
    if memory := _in_memory.pop(path(), None):
        memory.close()
    # The journal goes before its database: left over, it would be played back into the next one.
    for file in sorted(path().parent.glob("progress.sqlite*"), reverse=True):
        file.unlink()


def _ask_file(file, sql, values):
    try:
        with closing(_open(file)) as store:
            return store.execute(sql, values).fetchall()
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
    _set_aside(file)
    with closing(_open(file)) as store:
        return store.execute(sql, values).fetchall()


def _open(file):
    # SQLite's default rollback journal is meant to stay: write-ahead logging needs shared memory, which home
    # folders on a network drive lack, and a click now and then would gain nothing from it.
    file.parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(file, timeout=10, isolation_level=None)
    try:
        _migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def _migrate(store):
    if _version(store) < len(_MIGRATIONS):
        store.execute("BEGIN IMMEDIATE")
        for statements in _MIGRATIONS[_version(store) :]:  # read again: another kernel may have come first
            for statement in statements:
                store.execute(statement)
        store.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
        store.execute("COMMIT")
    if _version(store) > len(_MIGRATIONS):
        raise sqlite3.NotSupportedError("it was written by a newer version of the course: update this one")


def _version(store):
    return store.execute("PRAGMA user_version").fetchone()[0]


def _copy_in_memory(file):
    """Return a store in memory that begins with what can still be read of the file."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as store:
        if _version(store) == len(_MIGRATIONS):
            store.backup(memory)
    _migrate(memory)
    return memory


def _set_aside(file):
    """Rename a damaged file, unless another kernel has already put a sound one in its place."""
    if _sound(file):
        return
    kept = file.with_name(f"{file.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    file.rename(kept)
    journal = file.with_name(f"{file.name}-journal")
    if journal.exists():
        journal.rename(f"{kept}-journal")
    _say(f"The progress file was damaged. It is kept as {kept}; a new one has been begun.")


def _sound(file):
    try:
        with closing(sqlite3.connect(file, timeout=10)) as store:
            return store.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
        return False


def _is_damage(error):
    # The low byte is the primary code; the rest says where inside SQLite the error arose.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _say(words):
    print(words, file=sys.stderr)
