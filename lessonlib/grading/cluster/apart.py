"""A process for one thread of somebody else's program, such as a Dask worker: it does one call after another.

There a thread has none of what grading needs to itself: the alarm that ends a stuck job, a limit on memory, a warm
sandbox, its own death. `multiprocessing` does not help, as Dask's workers are not allowed children of that kind.
"""

import os
import pickle
import subprocess
import sys
from concurrent.futures import BrokenExecutor
from multiprocessing.connection import Connection, Pipe

from lessonlib.grading.worker import prepare

_IDLE_SECONDS = 120  # after which the process ends by itself


class Apart:
    """A process that grades; not to be shared by threads."""

    def __init__(self):
        self._connection, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-m", __name__, str(theirs.fileno())]
            one_thread = os.environ | {"OMP_NUM_THREADS": "1"}
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=one_thread
            )

    def __call__(self, payload):
        """Return what a call returns, or raise what it raises.

        Parameters
        ----------
        payload : bytes
            The pickled function and its arguments.

        Raises
        ------
        BrokenExecutor
            If the process ends over it.
        """
        try:
            self._connection.send_bytes(payload)
            raised, outcome = self._connection.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise BrokenExecutor("The process ended.") from error
        if raised:
            raise outcome
        return outcome

    @property
    def alive(self):
        """Whether it waits for a call; one that has ended, or was closed, does not."""
        return not self._connection.closed and not self._connection.poll()

    def close(self):
        """End the process, whatever it does."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


def serve(descriptor):
    """Do what is asked for on a connection, until nobody is there or nothing comes for long."""
    prepare()
    with Connection(descriptor) as calls:
        while calls.poll(_IDLE_SECONDS):
            try:
                payload = calls.recv_bytes()
            except EOFError:
                return
            calls.send(_outcome(payload))


def _outcome(payload):
    try:
        function, arguments = pickle.loads(payload)
        return False, function(*arguments)
    except Exception as error:
        return True, error


if __name__ == "__main__":
    serve(int(sys.argv[1]))
