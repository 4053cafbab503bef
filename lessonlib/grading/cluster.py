"""Grade on a Dask cluster: a pool for `Batch`, whose processes are on other machines."""

import asyncio
import logging
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from importlib.util import find_spec

from lessonlib.grading.on_worker import UnfitError, about_worker, difference, in_own_process, pickled, versions

_CONNECT_SECONDS = 10
_COUNT_SECONDS = 2  # between two looks at the workers that there are
_DESERTED_SECONDS = 60  # how long a batch waits for a worker where there is none
_KEPT = "What was graded is kept; the same command goes on with the rest."
_GONE = f"the Dask scheduler has gone. {_KEPT}"
_UNLIKE = (
    "the scheduler and all workers must have the Python, lessonlib and packages of this machine, and all workers the "
    "same isolation level. Mend these and start them again, or stop them."
)
_START = (
    "Start the cluster, in the course's folder on each machine: uv run --extra cluster dask scheduler, "
    "and uv run --extra cluster dask worker ADDRESS"
)


class ClusterError(RuntimeError):
    """What keeps a cluster from grading, in words."""


class Cluster:
    """The workers of a Dask scheduler, all of one level; use it in a ``with`` block.

    Parameters
    ----------
    address : str
        Of the scheduler, such as "tcp://127.0.0.1:8786".

    Raises
    ------
    ClusterError
        If there is no such scheduler, or no worker, or if workers differ in what marks depend on.
    """

    def __init__(self, address):
        self._client = _client(address)
        self._size, self._counted, self._last_seen = 0, float("-inf"), time.monotonic()
        try:
            self._level = self._common_level()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        """Leave the cluster, which then drops what is still handed out."""
        self._client.close(timeout=_CONNECT_SECONDS)

    def level(self):
        """Return the `Level` that every worker holds."""
        return self._level

    def size(self):
        """Return how many jobs can be done at once.

        Raises
        ------
        ClusterError
            If the scheduler has gone, or no worker has been there for a while.
        """
        now = time.monotonic()
        if now > self._counted + _COUNT_SECONDS:
            self._size, self._counted = self._threads(), now
            if self._size:
                self._last_seen = now
            elif now > self._last_seen + _DESERTED_SECONDS:
                raise ClusterError(f"all workers have gone. Start one again. {_KEPT}")
        return max(self._size, 1)  # where none is there, jobs wait for the next

    def executor(self):
        """Return an `Executor` for a part of a batch."""
        return _OnWorkers(self._client, self._level.name)

    def single(self):
        """Return a pool for what must not share its process with others: here nothing does."""
        return self

    def _threads(self):
        try:
            return sum(self._client.nthreads().values())
        except Exception as error:
            raise ClusterError(_GONE) from error

    def _common_level(self):
        """Ask the scheduler and every worker what they are; return the level, or say what must be mended."""
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
            workers = self._client.run(about_worker, on_error="return")
        except Exception as error:
            raise ClusterError(f"no worker has joined the Dask scheduler. {_START}.") from error
        about = {"the scheduler": self._about_scheduler(), **workers}
        levels = [answer[1] for answer in workers.values() if not isinstance(answer, Exception)]
        best = min(levels, key=lambda level: level.name, default=None)
        complaints = [f"{name}: {reason}" for name, answer in about.items() if (reason := _complaint(answer, best))]
        if complaints:
            raise ClusterError("\n".join([_UNLIKE, *complaints]))
        return best

    def _about_scheduler(self):
        try:
            return self._client.run_on_scheduler(versions), None
        except Exception as error:  # such as a scheduler without lessonlib
            return error


class _OnWorkers(Executor):
    """Hands calls to the threads of all workers, each of which has a process of its own for them."""

    def __init__(self, client, level):
        self._client, self._level = client, level

    @staticmethod
    def choose(_left):
        """Return the place of what is best submitted next: the last."""
        return -1

    def submit(self, function, /, *arguments):
        """Return the `Future` of a call; if its process or its worker ends over it, that raises `BrokenExecutor`."""
        ours = Future()
        payload = pickled(versions(), self._level, function, arguments)
        try:
            theirs = self._client.submit(in_own_process, payload, pure=False)
            theirs.add_done_callback(lambda done: _pass_on(done, ours))
        except Exception:  # Dask tells a lost scheduler in many ways
            ours.set_exception(ClusterError(_GONE))
        return ours


def _client(address):
    if find_spec("distributed") is None:
        raise ClusterError("Dask is not installed here. Run: uv run --extra cluster lesson grade …")
    from distributed import Client

    for name in ("distributed.client", "distributed.core", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told in words, once
    try:
        asyncio.run(_knock(address))
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except Exception as error:  # an odd address, nobody there, a certificate that is missing or wrong
        raise ClusterError(f"no Dask scheduler answers at {address!r}: {error}. {_START}.") from error


async def _knock(address):
    """Connect for a moment; a `Client` that cannot connect would hold up the end of the program."""
    from distributed import Security
    from distributed.comm import connect

    connection = await connect(address, _CONNECT_SECONDS, **Security().get_connection_args("client"))
    await connection.close()


def _pass_on(theirs, ours):
    """Complete our future, whatever became of Dask's; `Client.get_executor` leaves some pending for ever."""
    try:
        ours.set_result(theirs.result())
    except Exception as error:
        ours.set_exception(_told(error) if theirs.status == "error" else ClusterError(_GONE))


def _told(error):
    """Return what a batch makes of an error: a worker's death concerns one submission, all else the whole cluster."""
    from distributed import KilledWorker

    if isinstance(error, BrokenExecutor | KilledWorker):
        return BrokenExecutor(str(error))
    if isinstance(error, UnfitError):
        return ClusterError(f"{error} {_KEPT}")
    return ClusterError(f"a worker fails with {type(error).__name__}: {error}. {_KEPT}")


def _complaint(answer, best):
    """Say what is wrong with what a worker answers, or with the scheduler's answer, which has no level."""
    if isinstance(answer, Exception):
        return f"{type(answer).__name__} {answer}"
    theirs, level = answer
    too_low = level is not None and level.name != best.name
    return difference(versions(), theirs) or (str(level) if too_low else "")
