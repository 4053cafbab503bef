"""A class with its phones: lesson 05 in the deck and two phones, twice; and what phones go through in a room."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lessonlib.interact.quizzes import load_questions
from lessonlib.progress_file import FOLDER_VARIABLE
from tests.browser.slides import Slides
from tests.classroom.running import running

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
GRAVE = ("serious", "critical")
SCRIPT = "<img src=x onerror=document.title='taken'><script>document.title='taken'</script>"
SIZES = """() => [...document.querySelectorAll("main *, footer")].filter((node) => node.checkVisibility() &&
  [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())).map((node) =>
  parseFloat(getComputedStyle(node).fontSize))"""


def class_folder():
    """The folder where this process, JupyterLab's kernels and the class meet."""
    return Path(os.environ[FOLDER_VARIABLE])


@pytest.fixture
def room():
    with running(class_folder(), "--new") as on:
        yield on


@pytest.fixture
def phone(chromium):
    """A function that opens the class on a new phone; in the end, no phone may have had an error in its page."""
    contexts, wrong = [], []

    def open_phone(address, init=None, **options):
        context = chromium.new_context(**PHONE | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if init:
            page.add_init_script(init)
        page.goto(address)
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert wrong == []


def answer(page, option, sure=None):
    page.get_by_role("radio", name=option, exact=True).check()
    if sure:
        page.get_by_role("radio", name=sure, exact=True).check()
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("Counted:")


class Deck(Slides):
    """A lesson as slides whose questions are asked to the class."""

    def card_of(self, cell):
        """Step as a clicker does to a cell; returns the card that it gives."""
        self.go_to(cell)
        return self.panel.locator(".jp-Cell").nth(cell).locator(".lesson-question")


def test_a_whole_lesson_in_the_deck_with_two_phones(lab, room, phone):
    """By keys, as a clicker sends them, but for asking again; one phone is dark.

    All of it is legible in the back row.
    """
    deck, phones = Deck(lab, "05_smote"), [phone(room.address), phone(room.address, color_scheme="dark")]
    predictions, outcomes = deck.cells_that_call("predict"), deck.cells_that_call("reveal")
    for predicted, revealed in zip(predictions, outcomes, strict=True):
        card = deck.card_of(predicted)
        options = vote_once(deck, card, phones)
        if predicted == predictions[0]:
            ask_again(deck, card, phones, options)
        outcome = deck.card_of(revealed)
        expect(outcome.get_by_role("button", name="Show the outcome")).to_be_visible()
        expect(outcome).not_to_contain_text("The outcome is")
        deck.page.keyboard.press("PageDown")
        expect(outcome).to_contain_text("The outcome is “")
        expect(outcome.locator("li.right")).to_have_count(1)
        expect(outcome.get_by_role("status")).to_contain_text("sure.")
        deck.look()
        for page in phones:
            expect(page.locator(".outcome")).to_contain_text("The outcome is “")
    go_through_the_quiz(deck, phones)
    expect(phones[0].locator("#record")).to_contain_text(f"of {len(predictions)} right")
    deck.go_to(len(deck.cells) - 1)
    deck.assert_legible()
    deck.close()
    assert len(room.tell("look", "05/one-t")["rounds"]) == 2


def vote_once(deck, card, phones):
    """Ask, let the phones vote for one option each, and close; returns the options."""
    status = card.get_by_role("status")
    expect(status).to_contain_text("2 phones are here.")
    deck.page.keyboard.press("PageDown")
    expect(status).to_contain_text("First vote: 0 of 2 have answered.")
    options = [text.strip() for text in card.locator("li .text").all_text_contents()]
    for page, option in zip(phones, options, strict=False):
        answer(page, option, "70 %")
    expect(status).to_contain_text("First vote: 2 of 2 have answered.")
    deck.page.keyboard.press("Space")
    expect(status).to_contain_text("First vote closed: 2 answers.")
    expect(phones[0].get_by_text("The vote is closed")).to_be_visible()
    return options


def ask_again(deck, card, phones, options):
    card.get_by_role("button", name="Ask again").click()
    expect(card.get_by_role("status")).to_contain_text("Second vote: 0 of 2 have answered.")
    expect(phones[0].get_by_text("Second vote. You said")).to_be_visible()
    answer(phones[0], options[1], "90 %")
    expect(card.get_by_role("status")).to_contain_text("Second vote: 1 of 2 have answered.")
    deck.page.keyboard.press("PageDown")
    expect(card.get_by_role("status")).to_contain_text("Second vote closed: 1 answers.")


def go_through_the_quiz(deck, phones):
    (cell,) = deck.cells_that_call("quiz")
    card, key = deck.card_of(cell), deck.page.keyboard.press
    for question in load_questions("05_smote"):
        expect(card.locator(".question")).to_contain_text(question["question"])
        expect(card.get_by_role("button")).to_have_text("Ask the class")
        key("PageDown")
        for page in phones:
            answer(page, question["options"][0]["text"])
        expect(card.get_by_role("status")).to_contain_text("2 of 2")
        key("PageDown")
        expect(card.get_by_role("status")).to_contain_text("closed")
        key("PageDown")
        (right,) = (option for option in question["options"] if option["correct"])
        expect(card.locator("li.right")).to_contain_text(right["text"])
        expect(phones[1].locator(".outcome")).to_contain_text(right["text"])
        key("PageDown")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_phone_page_is_accessible_and_legible_in_every_state(room, phone, axe, scheme):
    page = phone(room.address, color_scheme=scheme, bypass_csp=True)
    states = {
        "Look to the front": lambda: None,
        "Which?": room.ask,
        "The vote is closed": lambda: room.tell("close"),
        "Second vote": room.ask,
        "The outcome is": lambda: room.tell("close") and room.tell("reveal", answer=0),
        "next question": lambda: room.tell("rest"),
    }
    for words, change in states.items():
        change()
        expect(page.get_by_text(words).first).to_be_visible()
        if page.get_by_role("button").count():
            answer(page, "this", "70 %")
        page.evaluate(axe)
        violations = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == [], words
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        assert min(page.evaluate(SIZES)) >= 16
    expect(page.locator("#record")).to_contain_text("1 of 1 right (100 %); on average you were 70 % sure.")


def test_the_keyboard_alone_is_enough(room, phone):
    page = phone(room.address)
    room.ask()
    expect(page.get_by_role("button")).to_be_visible()
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Space", "ArrowRight", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_contain_text("Counted: “that”, 70 % sure.")


def test_a_late_phone_a_changed_mind_a_reload_a_second_tab_and_the_back_button(room, phone):
    room.ask()
    page = phone(room.address)
    answer(page, "this", "50 %")
    answer(page, "that", "90 %")
    page.reload()
    expect(page.get_by_role("radio", name="that")).to_be_checked()
    tab = page.context.new_page()
    tab.goto(room.address)
    expect(tab.get_by_role("radio", name="that")).to_be_checked()
    answer(tab, "this", "70 %")
    tab.goto("about:blank")
    tab.go_back()
    expect(tab.get_by_role("status")).to_contain_text("Counted: “this”")
    assert room.tell("close")["rounds"] == [[[1, 70], [0, None], [0, None]]]


def test_without_storage_the_number_lives_in_the_address(room, phone):
    blocked = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    room.ask()
    page = phone(room.address, init=blocked)
    answer(page, "that", "70 %")
    assert "#" in page.url
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Counted: “that”")
    answer(page, "this", "70 %")
    assert room.tell("look")["answered"] == 1


def test_a_phone_whose_network_went_away_votes_when_it_is_back(room, phone):
    page = phone(room.address)
    room.ask()
    expect(page.get_by_role("button")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("radio", name="this").check()
    page.get_by_role("radio", name="70 %").check()
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("Trying again")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("Counted:")
    assert room.tell("look")["answered"] == 1


def test_phones_come_back_by_themselves_when_the_class_was_killed(phone):
    with running(class_folder(), "--new", end=False) as first:
        page = phone(first.address)
        first.ask()
        answer(page, "this", "70 %")
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    with running(class_folder(), port=first.port) as again:
        again.tell("close")
        expect(page.get_by_text("The vote is closed")).to_be_visible()
        expect(page.get_by_text("You said “this”, 70 % sure.")).to_be_visible()


def test_no_text_becomes_markup_on_a_phone_or_in_the_card(room, phone, run_notebook, lab):
    page = phone(room.address)
    question = f"predict('script', {SCRIPT!r}, [{SCRIPT!r}, 'no'])"
    panel = run_notebook("script", ["from lessonlib import predict, reveal", question, f"reveal('script', {SCRIPT!r})"])
    panel.get_by_role("button", name="Ask the class").first.click()
    answer(page, SCRIPT, "70 %")
    panel.get_by_role("button", name="Close the vote").click()
    panel.get_by_role("button", name="Show the outcome").click()
    expect(page.locator(".outcome")).to_contain_text(SCRIPT)
    expect(panel.locator("li.right")).to_contain_text(SCRIPT)
    assert page.locator("img").count() == 0
    assert "taken" not in (page.title(), lab.page.title())


def test_a_class_that_begins_after_the_notebook_is_found_by_the_card_on_the_screen(run_notebook):
    panel = run_notebook("late", ["from lessonlib import predict", "predict('late', 'Which?', ['this', 'that'])"])
    card = panel.get_by_role("group", name="Your prediction")
    expect(card.get_by_role("button", name="Commit my prediction")).to_be_visible()
    with running(class_folder(), "--new"):
        panel.locator(".jp-WindowedPanel-outer, .jp-Notebook").first.evaluate("(node) => (node.style.display = 'none')")
        panel.page.wait_for_timeout(700)
        panel.locator(".jp-WindowedPanel-outer, .jp-Notebook").first.evaluate("(node) => (node.style.display = '')")
        expect(card.get_by_role("button", name="Ask the class")).to_be_visible()
    expect(card.get_by_role("button", name="Commit my prediction")).to_be_visible()
