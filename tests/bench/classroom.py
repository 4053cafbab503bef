"""A class of 1,000 phones on loopback: how long a vote takes, how far the teacher's count is behind, how much memory.

Every phone listens to the stream, like the page does, and votes once within ten seconds, each from an address of its
own in 127/8. The teacher's side looks as a notebook does. Linux only: other systems have one loopback address.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.classroom.running import running

SECONDS = 10  # in which all vote


class Phone:
    """One phone: a token, a connection that listens, and a vote."""

    def __init__(self, room, number):
        self.port, self.source = room.port, (f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}", 0)

    async def request(self, method, path, body=b"", token=""):
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-Voter: {token}\r\n"
        head += "" if path == "/stream" else "Connection: close\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=self.source)
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await reader.readuntil(b"\r\n\r\n")
        return reader, writer

    async def answer(self, *request):
        reader, writer = await self.request(*request)
        body = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        return json.loads(body)

    async def come(self):
        self.token = (await self.answer("POST", "/join", b"{}"))["token"]
        self.stream = await self.request("GET", "/stream")

    async def vote(self, question, spread):
        """Vote some time within `spread` seconds; returns how long that took, in seconds."""
        await asyncio.sleep(spread * random.random())
        body = {"question": question, "round": 1, "option": random.randrange(2), "confidence": 70}
        began = time.perf_counter()
        answer = await self.answer("POST", "/vote", json.dumps(body).encode(), self.token)
        assert answer == {"counted": True}
        return time.perf_counter() - began

    async def hear_the_outcome(self, revealed_at):
        """Wait for the stream to tell it, then fetch how one did, as the page does; returns when all is known."""
        while b'"revealed"' not in await self.stream[0].readuntil(b"\n\n"):
            pass
        heard = time.perf_counter() - revealed_at
        await asyncio.sleep(2 * random.random())
        await self.answer("GET", "/mine", b"", self.token)
        return heard


async def watch(room, until, looks):
    """Look as a card does, twice a second, until `until` is done; notes (when it began, when it knew, answered)."""
    while not until.done():
        began = time.perf_counter()
        stand = await asyncio.to_thread(room.tell, "look")
        looks.append((began, time.perf_counter(), stand["answered"]))
        await asyncio.sleep(0.5)


async def watched(room, work):
    """Do some work while somebody looks; returns its result and the looks."""
    doing, looks = asyncio.ensure_future(work), []
    await watch(room, doing, looks)
    return doing.result(), looks


def behind(counted_at, looks):
    """Return the longest that a counted vote was not seen by a look, in seconds."""
    waits, seen = [0.0], 0
    for _, knew, answered in looks:
        if answered > seen:
            waits.append(knew - counted_at[seen])
        seen = max(seen, answered)
    return max(waits)


async def measure(room, n_phones, spread):
    """Let phones come, vote, and hear the outcome; returns figures by name."""
    phones = [Phone(room, number) for number in range(n_phones)]
    began = time.perf_counter()
    for start in range(0, n_phones, 100):
        await asyncio.gather(*(phone.come() for phone in phones[start : start + 100]))
    came = time.perf_counter() - began
    await asyncio.to_thread(room.ask)
    question, counted_at = (await asyncio.to_thread(room.state))["id"], []

    async def one(phone):
        seconds = await phone.vote(question, spread)
        counted_at.append(time.perf_counter())
        return seconds

    seconds, looks = await watched(room, asyncio.gather(*map(one, phones)))
    await asyncio.to_thread(room.tell, "close")
    began = time.perf_counter()
    await asyncio.to_thread(room.tell, "reveal", answer=0)
    heard, more = await watched(room, asyncio.gather(*(phone.hear_the_outcome(began) for phone in phones)))
    process = psutil.Process(room.process.pid)
    for phone in phones:
        phone.stream[1].close()
    seconds.sort()
    return {
        "phones": n_phones,
        "all connected after, s": round(came, 1),
        "vote p50, ms": round(1000 * seconds[n_phones // 2], 1),
        "vote p95, ms": round(1000 * seconds[int(0.95 * n_phones)], 1),
        "vote longest, ms": round(1000 * seconds[-1], 1),
        "count behind at most, s": round(behind(counted_at, looks), 2),
        "outcome on the last phone, s": round(max(heard), 2),
        "teacher waits at most, ms": round(1000 * max(knew - began for began, knew, _ in looks + more)),
        "memory, MB": round(process.memory_info().rss / 2**20),
        "CPU, s": round(sum(process.cpu_times()[:2]), 1),
    }


def main(n_phones=1_000, spread=SECONDS):
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as room:
        figures = asyncio.run(measure(room, n_phones, spread))
    for name, figure in figures.items():
        print(f"{name:36}{figure:>10}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
