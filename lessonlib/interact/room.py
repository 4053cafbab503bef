"""The class that is on, if any (`lesson class`): found by a file that only this user can read, asked over loopback.

Where no class is on, all of this costs one look for a file.
"""

import json
import os
import warnings
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_runtime_path

from lessonlib import progress_file

PATIENCE = 2.0  # s: the longest that a notebook waits for the class


class Door(NamedTuple):
    """Where the teacher's side of a class listens, on this machine, and the token it asks for."""

    port: int
    token: str


def state_file():
    """Return the path of the file that tells kernels of a running class: in the folder where the system keeps such
    things for this user's sessions, or in the one that the progress was sent to."""
    if os.environ.get(progress_file.FOLDER_VARIABLE):
        return progress_file.path().with_name("class.json")
    with warnings.catch_warnings():  # without XDG_RUNTIME_DIR, platformdirs says so at every call
        warnings.simplefilter("ignore")
        return Path(user_runtime_path("lessonlib", appauthor=False)) / "class.json"


def door():
    """Return the `Door` of the class that is on, or None; a file that others could have written is not believed."""
    try:
        with state_file().open("rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o077):
                return None
            kept = json.load(file)
        return Door(int(kept["port"]), str(kept["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def tell(action, **facts):
    """Let the class do something and return how a question stands then; None where no class is on.

    Parameters
    ----------
    action : str
        "look", "ask", "close", "reveal" or "rest".
    facts : dict
        What the action needs: the question's `name`, and more to ask or reveal it.

    Raises
    ------
    ValueError
        If the class refuses; the message says why.
    """
    found = door()
    if found is None:
        return None
    connection = HTTPConnection("127.0.0.1", found.port, timeout=PATIENCE)
    headers = {"Authorization": f"Bearer {found.token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", f"/{action}", json.dumps(facts), headers)
        answer = connection.getresponse()
        words = answer.read().decode()
    except (OSError, HTTPException):
        return None  # it was killed, and its file is left
    finally:
        connection.close()
    if answer.status == 409:
        raise ValueError(words)
    return json.loads(words) if answer.status == 200 else None
