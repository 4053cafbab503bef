"""A `lesson class` in a process of its own, and what phones and attackers send to it."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from lessonlib.progress_file import FOLDER_VARIABLE

RUN = [sys.executable, "-c", "import sys; from lessonlib.commands import main; sys.exit(main())", "class"]
QUESTION = {"text": "Which?", "options": ["this", "that", "Not sure"], "confidences": [50, 70, 90]}


class Class:
    """A running class: `address` for phones, `process`, and `door`, the teacher's port and token."""

    def __init__(self, folder, process, port):
        self.folder, self.process, self.port = folder, process, port
        self.address = f"http://127.0.0.1:{port}"

    @property
    def door(self):
        return json.loads((self.folder / "class.json").read_text())

    def send(self, method, path, body=b"", headers=None, port=None, source="127.0.0.1", timeout=10):
        """Send one request from an address of loopback; returns the status and the body, 0 where the line is cut."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=timeout, source_address=(source, 0))
        try:
            connection.request(method, path, data, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (HTTPException, OSError):
            return 0, ""
        finally:
            connection.close()

    def tell(self, action, name="q", **facts):
        """What the teacher's kernel sends."""
        headers = {"Authorization": f"Bearer {self.door['token']}"}
        status, words = self.send("POST", f"/{action}", facts | {"name": name}, headers, self.door["port"])
        assert status == 200, (status, words)
        return json.loads(words)

    def ask(self, name="q"):
        return self.tell("ask", name, **QUESTION)

    def join(self, source="127.0.0.1"):
        """The token of a new phone."""
        status, words = self.send("POST", "/join", {}, source=source)
        assert status == 200, (status, words)
        return json.loads(words)["token"]

    def state(self):
        return json.loads(self.send("GET", "/state", source="127.1.1.1")[1])

    def vote(self, token, option=0, confidence=70, source="127.0.0.1", **changed):
        """The status and the body for a vote on the question that is on the phones."""
        state = self.state()
        facts = {"question": state.get("id", 0), "round": state.get("round", 1), "option": option}
        body = facts | {"confidence": confidence} | changed
        return self.send("POST", "/vote", body, {"X-Voter": token}, source=source)


@contextmanager
def running(folder, *options, port=None, end=True):
    """Hold a class whose files are in `folder`; yields a `Class`."""
    port = port or free_port()
    environment = os.environ | {FOLDER_VARIABLE: str(folder)}
    command = [*RUN, "--port", str(port), *(("--host", "127.0.0.1") if "--host" not in options else ()), *options]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        lines = iter(process.stdout.readline, "")
        assert any(line.startswith("The class is on:") for line in lines), process.wait()
        yield Class(folder, process, port)
    finally:
        process.send_signal(signal.SIGINT if end else signal.SIGKILL)
        process.wait(timeout=20)
        process.stdout.close()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
