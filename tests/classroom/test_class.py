"""A class from beginning to end: what is kept, what begins anew, who finds it, what is exported, what can't be done."""

import csv
import sqlite3

import pytest

from lessonlib import Sketch, predict, progress_file, quiz, reveal
from lessonlib.classroom.limits import Limits, asker
from lessonlib.classroom.votes import Refused, Votes, votes_file
from lessonlib.commands import main
from lessonlib.interact import room, vote
from lessonlib.interact.question import Outcome, Question
from tests.classroom.running import QUESTION, free_port, running

OPTIONS = ["this", "that"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The kernel's side (this process) and the class use one folder."""
    monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def votes(folder):
    return Votes(folder / "class.sqlite")


def voters(votes, *given):
    """Let one phone vote for each (option, confidence) on the question that is open; returns their numbers."""
    state = votes.public()
    phones = [votes.knows(votes.join()) for _ in given]
    for phone, (option, confidence) in zip(phones, given, strict=True):
        votes.vote(phone, state["id"], state["round"], option, confidence)
    return phones


def test_a_killed_class_has_lost_no_vote_and_goes_on(folder):
    with running(folder, end=False) as first:
        first.ask()
        phones = [first.join() for _ in range(8)]
        assert [first.vote(phone, option=number % 2)[0] for number, phone in enumerate(phones)] == [200] * 8
    with running(folder) as again:
        assert again.tell("look")["answered"] == 8
        assert again.vote(phones[0], option=1)[0] == 200, "its phones are known, the question is still open"
        assert again.tell("close")["rounds"] == [[[3, 70], [5, 70], [0, None]]]


def test_an_ended_class_is_over_and_the_next_begins_clean(folder):
    with running(folder) as first:
        first.ask()
        phone = first.join()
        first.vote(phone)
    assert not room.state_file().exists()
    assert room.tell("look") is None
    with running(folder) as second:
        assert second.state()["phase"] == "resting"
        assert second.tell("look")["phase"] == "new"
        assert second.send("GET", "/mine", headers={"X-Voter": phone})[0] == 403
        assert second.ask()["answered"] == 0


def test_new_begins_anew_although_the_last_class_was_interrupted(folder):
    with running(folder, end=False) as first:
        first.ask()
    with running(folder, "--new") as second:
        assert second.tell("look")["phase"] == "new"


def test_a_vote_a_second_vote_and_the_outcome(votes):
    votes.ask("q", *QUESTION.values())
    assert voters(votes, (0, 90), (0, 70), (1, 50), (2, None))
    votes.close("q")
    assert votes.tally("q")["rounds"] == [[(2, 80), (1, 50), (0 + 1, None)]]
    votes.ask("q", *QUESTION.values())
    assert votes.public()["round"] == 2
    assert votes.tally("q")["rounds"] == []
    (phone,) = voters(votes, (1, 90))
    votes.reveal("q", 1)
    assert votes.tally("q")["rounds"] == [[(2, 80), (1, 50), (1, None)], [(0, None), (1, 90), (0, None)]]
    assert votes.tally("q")["sure"] == [70, 90]
    assert votes.public()["answer"] == 1
    (mine,) = votes.mine(phone)
    assert (mine["answer"], mine["votes"]) == (1, {2: [1, 90]})


def test_a_third_vote_is_refused_and_a_revealed_question_can_be_asked_afresh(votes):
    for _ in range(2):
        votes.ask("q", *QUESTION.values())
        votes.close("q")
    with pytest.raises(Refused, match="asked at most 2 times"):
        votes.ask("q", *QUESTION.values())
    votes.reveal("q", 0)
    votes.ask("q", *QUESTION.values())
    assert votes.tally("q")["round"] == 1


def test_another_question_closes_the_one_before(votes):
    votes.ask("a", *QUESTION.values())
    votes.ask("b", *QUESTION.values())
    assert votes.tally("a")["phase"] == "closed"
    votes.rest()
    assert votes.public()["phase"] == "resting"


def test_export_writes_the_last_class_that_voted(folder, votes, capsys):
    votes.ask("05/one-t", "Where?", ["on the line", "in the “box”", "Not sure"], [70])
    voters(votes, (1, 70), (2, None))
    votes.reveal("05/one-t", 1)
    votes.end()
    Votes(votes_file()).end()
    assert main(["class", "--export", str(folder / "votes.csv")]) == 0
    assert capsys.readouterr().out == f"{folder / 'votes.csv'}: 2 votes.\n"
    with (folder / "votes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [tuple(row.values()) for row in rows] == [
        ("05/one-t", "Where?", "1", "1", "in the “box”", "70", "in the “box”"),
        ("05/one-t", "Where?", "1", "2", "Not sure", "", "in the “box”"),
    ]


def test_nothing_of_a_phone_is_kept_but_a_random_number(votes):
    votes.ask("q", *QUESTION.values())
    voters(votes, (0, 50))
    with sqlite3.connect(votes_file()) as store:
        assert [row[1] for row in store.execute("PRAGMA table_info(voter)")] == ["id", "class", "token"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--export", "votes.csv"], "there must have been a class"),
        (["--phones", "0"], "--phones must be at least 1; got 0"),
        (["--port", "0"], "--port must be between 1 and 65535; got 0"),
        (["--public-url", "class.example.org"], "--public-url must be like https://class.example.org"),
        (["--public-url", "https://example.org/class"], "without a path"),
        (["--host", "192.0.2.1"], "192.0.2.1:8642 can't be listened at"),
    ],
)
def test_what_cannot_be_is_said(arguments, words, capsys):
    assert main(["class", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_second_class_at_once_and_a_port_that_is_taken_are_refused(folder, capsys, monkeypatch):
    with running(folder) as first:
        assert main(["class", "--port", str(free_port())]) == 2
        assert "a class is on already" in capsys.readouterr().err
        monkeypatch.setenv(progress_file.FOLDER_VARIABLE, str(folder / "other"))
        assert main(["class", "--host", "127.0.0.1", "--port", str(first.port)]) == 2
        assert "Choose another --port" in capsys.readouterr().err


def test_behind_a_proxy_the_limits_are_those_of_whoever_it_asks_for(folder):
    public = "https://class.example.org"
    with running(folder, "--public-url", public, "--phones", "2") as behind:
        headers = {"Host": "class.example.org", "Origin": public, "X-Forwarded-For": "203.0.113.1, 203.0.113.7"}
        joined = [behind.send("POST", "/join", {}, headers)[0] for _ in range(3)]
        assert joined == [200, 200, 409]
        assert behind.send("POST", "/join", {}, headers | {"X-Forwarded-For": "203.0.113.8"})[0] == 200
        assert behind.tell("look")["address"] == public
    with running(folder, "--phones", "2") as direct:
        forged = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(3)]
        assert [direct.send("POST", "/join", {}, headers)[0] for headers in forged] == [200, 200, 409]


def test_an_address_that_is_none_has_one_share_and_shares_are_filled_up_again(monkeypatch):
    assert asker("no address") == "unknown"
    now = [0.0]
    monkeypatch.setattr("lessonlib.classroom.limits.time.monotonic", lambda: now[0])
    limits = Limits(phones=1)
    assert [limits.may_ask("a") for _ in range(13)] == [True] * 12 + [False]
    assert limits.may_ask("b")
    now[0] = 1.0
    assert [limits.may_ask("a") for _ in range(5)] == [True] * 4 + [False]


# The teacher's kernel


def wish(card, do):
    vote.follow(card, {"do": do, "id": card.items[0]["id"]})
    return card.room


def test_without_a_class_nothing_is_different():
    card = predict("q", "Which?", OPTIONS)
    assert wish(card, "look") == {}
    assert isinstance(reveal("q", "that"), Outcome)


def test_a_kernel_that_began_before_the_class_finds_it_and_loses_it_when_it_ends(folder):
    card = predict("q", "Which?", OPTIONS)
    assert wish(card, "look") == {}
    with running(folder) as on:
        assert wish(card, "look")["phase"] == "new"
        assert wish(card, "ask")["phase"] == "open"
        for option in (0, 1, 1):
            on.vote(on.join(), option=option, confidence=90)
        assert wish(card, "look")["answered"] == 3
        assert wish(card, "close")["rounds"] == [[[1, 90], [2, 90], [0, None]]]
        assert card.room["advice"] == "", "nobody has computed the outcome yet"
        assert wish(card, "ask")["round"] == 2
        wish(card, "close")
        assert "asked at most 2 times" in wish(card, "ask")["trouble"]
    assert wish(card, "look") == {}


def test_an_outcome_that_is_computed_before_the_vote_waits_for_the_teacher(folder):
    with running(folder) as on:
        card = predict("q", "Which?", OPTIONS)
        shown = reveal("q", "that")
        assert isinstance(shown, Question)
        assert (shown.outcome, shown.room["phase"]) == ("that", "new")
        wish(card, "ask")
        on.vote(on.join(), option=1, confidence=90)
        assert on.state()["answer"] is None
        assert wish(card, "close")["advice"] == vote.ADVICE["many"]
        assert wish(shown, "reveal")["answer"] == 1
        assert on.state()["answer"] == 1


def test_an_outcome_that_is_computed_after_the_vote_is_shown_at_once(folder):
    with running(folder) as on:
        card = predict("q", "Which?", OPTIONS)
        wish(card, "ask")
        wish(card, "close")
        shown = reveal("q", "this")
        assert shown.room["phase"] == "revealed"
        assert on.state()["answer"] == 0
        assert repr(shown) == "The outcome is “this”."
        assert "The outcome is" in shown._repr_mimebundle_()[0]["text/html"]


def test_a_curve_is_drawn_at_the_front_and_says_so(folder):
    points = Sketch("abc", "letter", "share")
    assert predict("q", "Where to?", points).items[0]["note"] == ""
    with running(folder):
        assert "does not vote on this one" in predict("q", "Where to?", points).items[0]["note"]
        shown = reveal("q", {"a": 0.1, "b": 0.2, "c": 0.3})
        assert (shown.outcome, shown.items[0]["truth"]) == ("", [0.1, 0.2, 0.3]), "nothing waits for votes"


def test_a_quiz_is_asked_one_question_at_a_time_and_knows_its_answer(folder):
    with running(folder) as on:
        card = quiz("05_smote")
        right = [option["correct"] for option in card.items[0]["options"]].index(True)
        wish(card, "ask")
        assert on.state()["confidences"] == []
        assert on.state()["text"] == card.items[0]["question"]
        on.vote(on.join(), option=right, confidence=None)
        wish(card, "close")
        assert wish(card, "reveal")["answer"] == right


@pytest.mark.parametrize(("counts", "word"), [([7, 2], "few"), ([7, 3], "split"), ([3, 7], "split"), ([2, 8], "many")])
def test_a_second_vote_pays_between_30_and_70_per_cent_right(counts, word):
    stand = {"phase": "closed", "round": 1, "rounds": [[(count, None) for count in counts]]}
    assert vote.advice(stand, right=1) == vote.ADVICE[word]
    assert vote.advice(stand, right=None) == vote.advice(stand | {"phase": "open"}, 1) == ""
