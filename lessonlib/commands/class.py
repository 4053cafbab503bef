"""`lesson class`: let a class vote on its own phones while you teach from the notebook; or write down what it voted."""

import asyncio
import csv
from pathlib import Path
from urllib.parse import urlsplit

from lessonlib.commands import CommandError

PORT = 8642
PHONES = 8


def add_arguments(parser):
    parser.add_argument("--host", help="the address to listen at (default: all of this machine's)")
    parser.add_argument("--port", type=int, default=PORT, help=f"(default: {PORT})")
    parser.add_argument("--public-url", metavar="URL", help="where phones reach it through a proxy on this machine")
    parser.add_argument(
        "--phones",
        type=int,
        default=PHONES,
        metavar="N",
        help=f"that may vote from one network address (default: {PHONES}); raise it where your room shares one",
    )
    parser.add_argument("--new", action="store_true", help="begin anew, even if the last class was interrupted")
    parser.add_argument("--export", type=Path, metavar="FILE.csv", help="write the last class's votes, and no more")


def run(options):
    """Hold a class until Ctrl-C, or export the last one."""
    from lessonlib.classroom.votes import votes_file

    if options.export:
        return _export(votes_file(), options.export)
    _refuse_what_cannot_be(options)
    return _hold(votes_file(), options)


def _export(file, path):
    from lessonlib.classroom.votes import export

    if not file.exists():
        raise CommandError(f"there must have been a class; {file} is not there. Begin one: lesson class")
    header, rows = export(file)
    try:
        with path.open("w", newline="", encoding="utf-8-sig") as written:
            csv.writer(written).writerows([header, *rows])
    except OSError as error:
        raise CommandError(f"the votes could not be written: {error}") from error
    print(f"{path}: {len(rows)} votes.")
    return 0


def _refuse_what_cannot_be(options):
    from lessonlib.interact.room import tell

    if options.phones < 1:
        raise CommandError(f"--phones must be at least 1; got {options.phones}.")
    if not 0 < options.port < 65_536:
        raise CommandError(f"--port must be between 1 and 65535; got {options.port}.")
    public = options.public_url and urlsplit(options.public_url)
    if public and (public.scheme not in ("http", "https") or not public.hostname or public.path not in ("", "/")):
        raise CommandError(
            f"--public-url must be like https://class.example.org, without a path; got {options.public_url!r}."
        )
    if tell("look"):
        raise CommandError("a class is on already. End it first: Ctrl-C in its terminal.")


def _hold(file, options):
    from lessonlib.classroom.limits import Limits
    from lessonlib.classroom.server import Desk
    from lessonlib.classroom.session import hold, own_address
    from lessonlib.classroom.votes import Votes

    votes = Votes(file, options.new)
    # Behind a proxy, nobody may come by another way and say for whom they ask.
    host = options.host or ("127.0.0.1" if options.public_url else "0.0.0.0")
    shown = own_address() if host == "0.0.0.0" else host
    address = (options.public_url or f"http://{f'[{shown}]' if ':' in shown else shown}:{options.port}").rstrip("/")
    desk = Desk(votes, Limits(options.phones), address, public=bool(options.public_url))
    try:
        asyncio.run(hold(desk, host, options.port, lambda: _welcome(votes, address)))
    except OSError as error:
        votes.end()
        raise CommandError(f"{host}:{options.port} can't be listened at: {error}. Choose another --port.") from error
    print("The class is over. To keep its votes as a table: lesson class --export votes.csv")
    return 0


def _welcome(votes, address):
    import segno

    segno.make(address, error="m").terminal(compact=True)
    again = " It goes on where it was interrupted; a new one begins with --new." if votes.resumed else ""
    print(f"The class is on: {address}{again}")
    print("Phones open that address. You open a lesson: its questions have an “Ask the class”. Ctrl-C ends the class.")
    print(
        "Nobody's phone gets there? Many networks keep phones apart: open a hotspot, or see README, Present.",
        flush=True,
    )
