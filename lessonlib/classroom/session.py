"""A class from its beginning to its end: doors opened, kernels told where, votes taken until Ctrl-C."""

import asyncio
import json
import os
import signal
import socket
from contextlib import suppress

from tornado.ioloop import PeriodicCallback

from lessonlib.classroom.server import PULSE, open_doors
from lessonlib.compute.calibration import judge_confidence
from lessonlib.interact.room import state_file

_ENDS = (signal.SIGINT, signal.SIGTERM)
FAREWELL = 3  # s that phones have, at the end, to fetch how they did


async def hold(desk, host, port, begun):
    """Hold a class until this process is interrupted; then end it.

    Parameters
    ----------
    desk : Desk
    host, port : str, int
        Where the students' door listens.
    begun : callable
        Called without arguments once phones and kernels can come.

    Raises
    ------
    OSError
        If the port is taken.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    before = {name: signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set)) for name in _ENDS}
    try:
        _allow_many_connections()
        judge_confidence([1], [1])  # loads what it needs now, not when the whole class asks at once
        announce(open_doors(desk, host, port), desk.token)
        PeriodicCallback(desk.sign_of_life, 1000 * PULSE).start()
        begun()
        await stop.wait()
        await _end(desk)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


async def _end(desk):
    desk.votes.end()
    state_file().unlink(missing_ok=True)
    desk.spread(f'data: {{"class": {desk.votes.id}, "phase": "over"}}\n\n')
    if desk.phones:
        await asyncio.sleep(FAREWELL)


def announce(port, token):
    """Write the file by which kernels of this user find the class, and nobody else."""
    file = state_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = file.with_suffix(".new")
    written.unlink(missing_ok=True)
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        json.dump({"port": port, "token": token}, new)
    written.replace(file)


def own_address():
    """Return this machine's address in the network that leads out of it; no packet is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address kept for documentation
        return probe.getsockname()[0]
    return "127.0.0.1"


def _allow_many_connections():
    """Let this process have as many open connections as the system allows it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
