"""What a class is asked and answers: one SQLite file, in which every vote is before its phone hears that it counts.

A question is open, closed or revealed; closed, it can be asked a second time. A phone is a random token: no name, no
account, no address. Nothing here knows of the network.
"""

import json
import secrets
import sqlite3

from lessonlib import progress_file

ROUNDS = 2  # vote, discuss, vote again
MOST_VOTERS = 5_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS class (id INTEGER PRIMARY KEY, begun TEXT DEFAULT (datetime('now')), ended TEXT,
    question INTEGER REFERENCES question);
CREATE TABLE IF NOT EXISTS voter (id INTEGER PRIMARY KEY, class INTEGER NOT NULL, token TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS question (id INTEGER PRIMARY KEY, class INTEGER NOT NULL, name TEXT NOT NULL,
    text TEXT NOT NULL, options TEXT NOT NULL, confidences TEXT NOT NULL, answer INTEGER,
    round INTEGER NOT NULL DEFAULT 1, phase TEXT NOT NULL DEFAULT 'open');
CREATE TABLE IF NOT EXISTS vote (question INTEGER, round INTEGER, voter INTEGER, option INTEGER NOT NULL,
    confidence INTEGER, PRIMARY KEY (question, round, voter)) WITHOUT ROWID;
"""


class Refused(Exception):
    """What can't be done now, in words for whoever asked."""


def votes_file():
    """Return the path of the file: beside the teacher's own progress."""
    return progress_file.path().with_name("class.sqlite")


class Votes:
    """The votes of one class; opening them goes on with a class that was interrupted, or begins one.

    Parameters
    ----------
    path : Path
        The SQLite file, made if need be, for this user's eyes only.
    new : bool, default False
        Begin a class even if the last one was interrupted.

    Attributes
    ----------
    resumed : bool
        Whether this class had begun before.
    """

    def __init__(self, path, new=False):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
        self.store = sqlite3.connect(path, isolation_level=None)
        self.store.row_factory = sqlite3.Row
        # A write-ahead log outlives the process that is killed, without waiting for the disk at each vote.
        self.store.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {_SCHEMA}")
        last = self._one("SELECT id FROM class WHERE ended IS NULL ORDER BY id DESC LIMIT 1")
        self.resumed = last is not None and not new
        if not self.resumed:
            self.store.execute("UPDATE class SET ended = datetime('now') WHERE ended IS NULL")
            self.store.execute("INSERT INTO class DEFAULT VALUES")
        self.id = self._one("SELECT max(id) AS id FROM class")["id"]

    def _one(self, sql, *values):
        return self.store.execute(sql, values).fetchone()

    def _current(self):
        return self._one("SELECT q.* FROM question q JOIN class c ON c.question = q.id WHERE c.id = ?", self.id)

    def _named(self, name):
        sql = "SELECT * FROM question WHERE class = ? AND name = ? ORDER BY id DESC LIMIT 1"
        return self._one(sql, self.id, name)

    # The teacher's side

    def ask(self, name, text, options, confidences):
        """Ask the class a question, or a closed one a second time.

        Parameters
        ----------
        name : str
            The question's id in the course, such as "05/one-t".
        text : str
        options : list of str
        confidences : list of int
            Per cent, to choose from; empty where nobody is asked how sure they are.
        """
        asked = self._named(name)
        if asked and asked["phase"] == "closed" and asked["round"] < ROUNDS:
            self.store.execute("UPDATE question SET round = round + 1, phase = 'open' WHERE id = ?", (asked["id"],))
        elif asked and asked["phase"] != "revealed":
            raise Refused(f"question {name!r} must be asked at most {ROUNDS} times, closed in between. Reveal it.")
        else:
            sql = "INSERT INTO question (class, name, text, options, confidences) VALUES (?, ?, ?, ?, ?)"
            self.store.execute(sql, (self.id, name, text, json.dumps(options), json.dumps(confidences)))
        self.store.execute("UPDATE question SET phase = 'closed' WHERE phase = 'open' AND name != ?", (name,))
        self.store.execute("UPDATE class SET question = ? WHERE id = ?", (self._named(name)["id"], self.id))

    def close(self, name):
        """Take no more votes on a question."""
        sql = "UPDATE question SET phase = 'closed' WHERE class = ? AND name = ? AND phase = 'open'"
        self.store.execute(sql, (self.id, name))

    def reveal(self, name, answer):
        """Tell the class the outcome, the number of an option, of a question that has been asked."""
        asked = self._named(name)
        if asked and asked["phase"] != "revealed":
            sql = "UPDATE question SET phase = 'revealed', answer = ? WHERE id = ?"
            self.store.execute(sql, (answer, asked["id"]))

    def rest(self):
        """Take the question off the phones."""
        if current := self._current():
            self.close(current["name"])
        self.store.execute("UPDATE class SET question = NULL WHERE id = ?", (self.id,))

    def end(self):
        """End the class; the next one begins without votes."""
        self.rest()
        self.store.execute("UPDATE class SET ended = datetime('now') WHERE id = ?", (self.id,))

    def tally(self, name):
        """Return how a question stands, as a dict; what was voted is in it only while nobody can vote.

        `phase` ("new", "open", "closed" or "revealed"), `round`, `answered` (in this round), `current` (whether it is
        on the phones), `answer`, and `rounds`: for each round a list of (votes, mean confidence in per cent or None),
        an entry an option; `sure` is each round's mean confidence.
        """
        asked = self._named(name)
        if asked is None:
            return {"phase": "new", "round": 0, "answered": 0, "current": False, "rounds": [], "sure": []}
        sql = "SELECT count(*) AS n FROM vote WHERE question = ? AND round = ?"
        current = self._current()
        return {
            "phase": asked["phase"],
            "round": asked["round"],
            "answered": self._one(sql, asked["id"], asked["round"])["n"],
            "current": current is not None and current["id"] == asked["id"],
            "answer": asked["answer"],
            "rounds": [] if asked["phase"] == "open" else self._rounds(asked),
            "sure": [] if asked["phase"] == "open" else self._sure(asked),
        }

    def _rounds(self, asked):
        sql = (
            "SELECT round, option, count(*), round(avg(confidence)) FROM vote WHERE question = ? GROUP BY round, option"
        )
        found = {(row[0], row[1]): (row[2], row[3]) for row in self.store.execute(sql, (asked["id"],))}
        options = range(len(json.loads(asked["options"])))
        return [[found.get((r, option), (0, None)) for option in options] for r in range(1, asked["round"] + 1)]

    def _sure(self, asked):
        sql = "SELECT round(avg(confidence)) FROM vote WHERE question = ? AND round = ?"
        return [self._one(sql, asked["id"], r)[0] for r in range(1, asked["round"] + 1)]

    # The students' side

    def public(self):
        """Return what every phone may know: the question on it, and the outcome once it is revealed."""
        current = self._current()
        if current is None:
            return {"class": self.id, "phase": "resting"}
        shown = {key: current[key] for key in ("id", "text", "round", "phase", "answer")}
        listed = {key: json.loads(current[key]) for key in ("options", "confidences")}
        return {"class": self.id, **shown, **listed}

    def join(self):
        """Return the token of a new phone."""
        if self._one("SELECT count(*) AS n FROM voter WHERE class = ?", self.id)["n"] >= MOST_VOTERS:
            raise Refused("This class is full.")
        token = secrets.token_urlsafe(16)
        self.store.execute("INSERT INTO voter (class, token) VALUES (?, ?)", (self.id, token))
        return token

    def knows(self, token):
        """Return the number of the phone with this token, or None."""
        found = self._one("SELECT id FROM voter WHERE class = ? AND token = ?", self.id, token)
        return found and found["id"]

    def vote(self, voter, question, round, option, confidence):
        """Count a phone's answer; a later one in the same round takes its place.

        Raises
        ------
        Refused
            If that question is not open in that round, or has no such option or confidence.
        """
        current = self._current()
        if current is None or (current["id"], current["round"], current["phase"]) != (question, round, "open"):
            raise Refused("The vote is closed.")
        if not 0 <= option < len(json.loads(current["options"])):
            raise Refused("There is no such option.")
        if confidence is not None and confidence not in json.loads(current["confidences"]):
            raise Refused("There is no such certainty.")
        sql = "INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?, ?)"
        self.store.execute(sql, (question, round, voter, option, confidence))

    def mine(self, voter):
        """Return a phone's own votes in this class, oldest first: a dict for each question, `answer` if revealed."""
        sql = (
            "SELECT q.id, q.text, q.options, q.answer, v.round, v.option, v.confidence FROM vote v "
            "JOIN question q ON q.id = v.question WHERE v.voter = ? ORDER BY q.id, v.round"
        )
        questions = {}
        for row in self.store.execute(sql, (voter,)):
            facts = {"id": row["id"], "text": row["text"], "options": json.loads(row["options"])}
            question = questions.setdefault(row["id"], facts | {"answer": row["answer"], "votes": {}})
            question["votes"][row["round"]] = [row["option"], row["confidence"]]
        return list(questions.values())


def export(path):
    """Return the header and the rows of the last class that voted; phones are numbered, options in words."""
    with sqlite3.connect(path) as store:
        sql = (
            "SELECT q.name, q.text, v.round, dense_rank() OVER (ORDER BY v.voter) AS phone, "
            "json_extract(q.options, '$[' || v.option || ']') AS option, v.confidence, "
            "json_extract(q.options, '$[' || q.answer || ']') AS outcome "
            "FROM vote v JOIN question q ON q.id = v.question "
            "WHERE q.class = (SELECT max(class) FROM question WHERE id IN (SELECT question FROM vote)) "
            "ORDER BY q.id, v.round, phone"
        )
        cursor = store.execute(sql)
        return [column[0] for column in cursor.description], cursor.fetchall()
