"""Names of students and of their files as names of folders and files: the same in feedback and in a gradebook.

Threat: names. One can lead out of a folder, be too long for one, or be chosen to be taken for somebody else's.
"""

import hashlib
import re
import unicodedata

_SAFE = re.compile(r"\w(?:[\w.@ -]{0,78}\w)?")
_MADE = re.compile(r".*-[0-9a-f]{12}")
_MOST_BYTES = 200  # most file systems take 255, an ending included


def safe_name(name):
    """Return a name itself where it is safe; else what of it is readable, and its fingerprint.

    >>> safe_name("Ada Lovelace"), safe_name("../x"), safe_name("O'Neil, Ann")
    ('Ada Lovelace', 'x-d6b96a97d147', 'O_Neil_Ann-bb0a0ad17046')
    """
    name = storable(name)
    if _SAFE.fullmatch(name) and not _MADE.fullmatch(name) and len(name.encode()) <= _MOST_BYTES:
        return name
    readable = re.sub(r"\W+", "_", unicodedata.normalize("NFC", name)).strip("_")[:40] or "unnamed"
    return f"{readable}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def shown(name):
    """Return a stored name, or a line of code, without what would move or hide something where it is shown.

    >>> print(shown("a\\x1b[2Jb\\u202e"))
    a\\x1b[2Jb\\u202e
    """
    if name.isprintable():
        return name
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in name)


def storable(name):
    """Return a file's name as text that a database takes: a byte that is no UTF-8 becomes its number.

    Not a question mark: two students whose names differ in such bytes would be one. Nor is a name that holds such a
    number already: its backslashes are doubled.

    >>> storable("Jos\\udce9") == storable(r"Jos\\udce9")
    False
    """
    return name.replace("\\", r"\\").encode("utf-8", "backslashreplace").decode()
