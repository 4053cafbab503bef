"""Two doors to one class: the students' is open to the room, the teacher's only to this user on this machine.

The students' door serves one page, hears votes and pushes the question to every phone. It believes nothing: what it
takes is small, comes at a limited rate, and is numbers. The teacher's door is another socket, on loopback, and wants
the token from the state file.
"""

import asyncio
import json
import secrets
import socket
from collections import Counter
from hmac import compare_digest
from importlib.resources import files
from ipaddress import ip_address
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from lessonlib.classroom.limits import asker
from lessonlib.classroom.votes import Refused
from lessonlib.compute.calibration import judge_confidence

MOST_CONNECTIONS = 6_000
PULSE = 15  # s between signs of life to phones that only listen
_SHORT = {"idle_connection_timeout": 10, "body_timeout": 5, "max_header_size": 8_192, "chunk_size": 16_384}
_PAGE = {"": "text/html", "phone.js": "text/javascript", "phone.css": "text/css"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Desk:
    """What both doors share: the votes, the limits, and the phones that listen.

    Parameters
    ----------
    votes : Votes
    limits : Limits
    address : str
        Where phones reach the class.
    public : bool
        Whether that is through a proxy on this machine, which says for whom it asks.
    """

    def __init__(self, votes, limits, address, public=False):
        import segno

        self.votes, self.limits, self.address, self.public = votes, limits, address, public
        self.qr = segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="white")
        self.token = secrets.token_urlsafe(32)
        self.phones = set()
        self.turned_away = 0

    def news(self):
        """Return what every phone may know, as an event of the stream."""
        return f"data: {json.dumps(self.votes.public())}\n\n"

    def spread(self, event=None):
        """Push the question as it is now, or another event, to every phone."""
        event = event or self.news()
        for phone in [*self.phones]:
            phone.push(event)

    def sign_of_life(self):
        """Keep connections alive, and close those whose phone has stopped reading."""
        for phone in [*self.phones]:
            if phone.request.connection.stream.writing():
                phone.request.connection.stream.close()
            else:
                phone.push(": \n\n")


class Door(HTTPServer):
    """An HTTP server that takes only so many connections, in all and from one address."""

    def initialize(self, application, max_body_size, from_one_address, limits=None):
        super().initialize(application, max_body_size=max_body_size, **_SHORT)
        self.from_one_address, self.limits, self.open = from_one_address, limits, Counter()

    def handle_stream(self, stream, address):
        full = self.open[address[0]] >= self.from_one_address or len(self._connections) >= MOST_CONNECTIONS
        # Who has asked too much is not even listened to: that costs less than an answer.
        if full or (self.limits and self.limits.left(asker(address[0])) < 1):
            stream.close()
            return
        self.open[address[0]] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn):
        super().on_close(server_conn)
        address = server_conn.context.address[0]
        self.open[address] -= 1
        if not self.open[address]:
            del self.open[address]


class Handler(RequestHandler):
    """What the handlers of both doors share: headers, small numbers out of JSON, errors in plain words."""

    def initialize(self, desk):
        self.desk = desk

    def set_default_headers(self):
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code, exc_info=None, **kwargs):  # noqa: ARG002
        error = exc_info and exc_info[1]
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(error) if isinstance(error, Refused) else str(status_code))

    def log_exception(self, kind, value, trace):
        if not isinstance(value, Refused | HTTPError):
            super().log_exception(kind, value, trace)

    def send_error(self, status_code=500, **kwargs):
        error = kwargs.get("exc_info", (None, None))[1]
        super().send_error(409 if isinstance(error, Refused) else status_code, **kwargs)

    def facts(self):
        """Return the request's JSON object; whatever else it is, is refused."""
        try:
            facts = json.loads(self.request.body)
        except (ValueError, RecursionError):
            facts = None
        if not isinstance(facts, dict):
            raise HTTPError(400)
        return facts


class Student(Handler):
    """A request from the room: from our own page or from none, at a limited rate."""

    def prepare(self):
        if not self.desk.limits.may_ask(self.asker):
            self.set_header("Connection", "close")
            raise HTTPError(429)
        host, origin = urlsplit(f"//{self.request.host}"), self.request.headers.get("Origin")
        public = urlsplit(self.desk.address)
        if not _is_ours(host.hostname or "", public.hostname):
            raise HTTPError(403)
        if origin not in (None, f"http://{host.netloc}", f"{public.scheme}://{public.netloc}"):
            raise HTTPError(403)

    @property
    def asker(self):
        """Who asks; behind our own proxy, the one that it names last."""
        through = self.request.headers.get_list("X-Forwarded-For") if self.desk.public else []
        if through and ip_address(self.request.remote_ip).is_loopback:
            return asker(through[-1].rpartition(",")[2].strip())
        return asker(self.request.remote_ip)

    def voter(self):
        """Return the number of the phone that asks."""
        voter = self.desk.votes.knows(self.request.headers.get("X-Voter", "")[:64])
        if voter is None:
            raise HTTPError(403)
        return voter


def _is_ours(host, public):
    """Say whether a Host header can be meant for us; a name that somebody else lets point here is not."""
    try:
        ip_address(host)
    except ValueError:
        return host in _own_names(public)
    return True


def _own_names(public):
    name = socket.gethostname().lower()
    return {"localhost", name, f"{name}.local", public}


class Page(Student):
    """The one page that phones open, its script and its style."""

    def get(self, name):
        self.set_header("Content-Type", f"{_PAGE[name]}; charset=utf-8")
        self.write(files(__package__).joinpath("page", name or "phone.html").read_bytes())


class Stream(Student):
    """The question as it comes, for as long as the phone listens."""

    async def get(self):
        self.gone = asyncio.Event()
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("X-Accel-Buffering", "no")
        self.desk.phones.add(self)
        self.push(f"retry: 2000\n{self.desk.news()}")
        await self.gone.wait()

    def push(self, event):
        self.write(event)
        self.flush().add_done_callback(lambda sent: sent.exception())

    def on_connection_close(self):
        self.desk.phones.discard(self)
        self.gone.set()


class State(Student):
    """The same, asked for once: when a phone wakes up, or a proxy holds the stream back."""

    def get(self):
        self.write(self.desk.votes.public())


class Join(Student):
    """A new phone gets its token."""

    def post(self):
        if not self.desk.limits.may_join(self.asker):
            self.desk.turned_away += 1
            raise Refused("Too many phones vote from your network address. Tell your teacher: --phones.")
        self.write({"token": self.desk.votes.join()})


class Mine(Student):
    """A phone's own votes, beside the outcomes that are revealed."""

    def get(self):
        votes = self.desk.votes.mine(self.voter())
        self.write({"votes": votes, "judged": _judged(votes)})


def _judged(votes):
    """Set how sure a phone was in its first votes against how often it was right; None while there are none."""
    met = [(min(vote["votes"].items())[1], vote["answer"]) for vote in votes if vote["answer"] is not None]
    met = [(option == answer, sure / 100) for (option, sure), answer in met if sure is not None]
    if not met:
        return None
    judgement = judge_confidence(*zip(*met, strict=True))
    sure = round(100 * judgement.mean_confidence)
    return {"n": judgement.n, "right": judgement.n_right, "sure": sure, "word": judgement.word}


class Vote(Student):
    """One phone's answer: five numbers."""

    def post(self):
        voter, facts = self.voter(), self.facts()
        numbers = [facts.get(key) for key in ("question", "round", "option", "confidence")]
        whole = [number for number in numbers if type(number) is int and 0 <= number < 2**31]
        if len(whole) + (numbers[3] is None) != 4:
            raise HTTPError(400)
        self.desk.votes.vote(voter, *numbers)
        self.write({"counted": True})


class Nowhere(Student):
    """Any other path."""

    def prepare(self):
        super().prepare()
        raise HTTPError(404)


class Teacher(Handler):
    """A request of the teacher's kernel: never from a browser, always with the token."""

    def prepare(self):
        given = self.request.headers.get("Authorization", "").encode()
        port = self.request.connection.stream.socket.getsockname()[1]
        if self.request.host not in (f"127.0.0.1:{port}", f"localhost:{port}") or "Origin" in self.request.headers:
            raise HTTPError(403)
        if not compare_digest(given, f"Bearer {self.desk.token}".encode()):
            self.set_header("Connection", "close")
            raise HTTPError(403)

    def post(self, action):
        facts, votes = self.facts(), self.desk.votes
        name = str(facts.get("name", ""))
        if action == "ask":
            votes.ask(name, *(facts[key] for key in ("text", "options", "confidences")))
        elif action == "reveal":
            votes.reveal(name, facts["answer"])
        elif action != "look":
            {"close": lambda: votes.close(name), "rest": votes.rest}[action]()
        if action != "look":
            self.desk.spread()
        known = {"class": votes.id, "address": self.desk.address, "qr": self.desk.qr}
        self.write(votes.tally(name) | known | {"phones": len(self.desk.phones), "full": self.desk.turned_away})


def open_doors(desk, host, port):
    """Open the students' door at host and port and the teacher's on loopback; raises OSError where that fails.

    Returns
    -------
    int
        The port of the teacher's door.
    """
    kinds = [(rf"/{kind.__name__.lower()}", kind) for kind in (Stream, State, Join, Mine, Vote)]
    limited = (MOST_CONNECTIONS, None) if desk.public else (desk.limits.connections, desk.limits)
    _open([(r"/(|phone\.js|phone\.css)", Page), *kinds], desk, _listening(host, port), 512, *limited)
    loopback = _listening("127.0.0.1", 0)
    _open([(r"/(look|ask|close|reveal|rest)", Teacher)], desk, loopback, 65_536, 100)
    return loopback.getsockname()[1]


def _listening(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=1_024)
    listening.setblocking(False)
    return listening


def _open(routes, desk, listening, *limited):
    application = Application(
        [(path, handler, {"desk": desk}) for path, handler in [*routes, (".*", Nowhere)]],
        log_function=lambda handler: None,  # noqa: ARG005
    )
    Door(application, *limited).add_socket(listening)
