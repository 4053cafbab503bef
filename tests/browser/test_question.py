"""Predictions and quizzes as learners meet them: in a real JupyterLab, by mouse, by keyboard, without a kernel."""

import json
import re

import nbformat
import pytest
from playwright.sync_api import expect

from lessonlib import progress, progress_file
from lessonlib.interact.export import place, scripts
from lessonlib.interact.question import Question, predict, quiz, reveal
from lessonlib.interact.quizzes import load_questions
from lessonlib.interact.sketch import Sketch

QUESTIONS = {
    "mouse": "By mouse?",
    "keys": "By keyboard?",
    "shift": "Running on?",
    "unsure": "Not sure?",
    "earlier": "Asked before?",
}
OPTIONS = ["about 50 %", "about 90 %", "about 99 %"]
DRAW = "Which way does it go?"
TRUE = {"a": 0.9, "b": 0.7, "c": 0.5, "d": 0.5, "e": 0.1}
IMPORTS = """
from lessonlib.interact.course_map import course_map
from lessonlib.interact.question import predict, quiz, reveal
from lessonlib.interact.sketch import Sketch
from lessonlib.interact.widget_check import widget_check
"""


@pytest.fixture(scope="module")
def notebook(lab, tmp_path_factory):
    """One notebook with all that is tried; its progress goes where this process can read it."""
    folder = str(tmp_path_factory.mktemp("progress"))
    begin = f"import os\nos.environ[{progress_file.FOLDER_VARIABLE!r}] = {folder!r}"
    map_leads_to = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Where to draw the line?")])
    map_leads_to.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}  # or Lab asks, later on
    nbformat.write(map_leads_to, lab.notebooks / "07_threshold.ipynb")
    predictions = [f"predict({id!r}, {question!r}, {OPTIONS})" for id, question in QUESTIONS.items()]
    quizzes = ['quiz("07_threshold/scatter")', 'quiz("07_threshold")']
    predictions.append(f"predict('curve', {DRAW!r}, Sketch('abcde', 'letter', 'precision'))")
    others = ["widget_check()", "course_map('..')", f"reveal('curve', {TRUE})", 'reveal("mouse", "about 99 %")']
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(progress_file.FOLDER_VARIABLE, folder)
        progress.record_prediction("earlier", "about 50 %", 70)
        yield lab.run("00_questions", [begin, IMPORTS, *predictions, *quizzes, *others])
        lab.close()


def prediction(notebook, id):
    found = notebook.get_by_role("group", name="Your prediction", exact=True).filter(has_text=QUESTIONS[id])
    found.scroll_into_view_if_needed()
    return found


def choose(card, option, sure=None):
    card.get_by_role("radio", name=option, exact=True).check()
    if sure:
        card.get_by_role("radio", name=sure, exact=True).check()


def press(card, name):
    card.get_by_role("button", name=name).click()


def says(card, words):
    expect(card.get_by_role("status")).to_have_text(words)


def run_cell(lab, from_end=1):
    lab.page.evaluate(
        "async (fromEnd) => { const { commands } = jupyterapp; const notebook = opened.content;"
        " notebook.activeCellIndex = notebook.widgets.length - fromEnd; await commands.execute('notebook:run-cell'); }",
        from_end,
    )


def settle(lab):
    """Wait until the kernel has heard all that the page told it: messages keep their order."""
    lab.ask("0")


def kept(lab, id):
    settle(lab)
    return [(made.answer, made.confidence) for made in progress.predictions() if made.question == id]


def test_a_prediction_is_committed_changed_and_closed_by_its_reveal(notebook, lab):
    card = prediction(notebook, "mouse")
    height = card.bounding_box()["height"]
    press(card, "Commit")
    says(card, "Choose an answer first.")
    choose(card, "about 50 %")
    press(card, "Commit")
    says(card, "Say how sure you are, too.")
    choose(card, "about 50 %", "70 %")
    press(card, "Commit")
    says(card, "Committed: “about 50 %”, 70 % sure.")
    expect(card.get_by_role("radio", name="about 90 %")).to_be_disabled()

    press(card, "Change my mind")
    choose(card, "about 90 %", "60 %")
    press(card, "Commit")
    says(card, "Committed: “about 90 %”, 60 % sure.")

    run_cell(lab)
    says(card, "Committed: “about 90 %”, 60 % sure. The outcome has been revealed.")
    expect(card.get_by_role("button")).to_have_count(0)
    outcome = "You first said “about 50 %”, 70 % sure, then “about 90 %”, 60 % sure."
    expect(notebook.get_by_text(outcome)).to_be_visible()
    assert kept(lab, "mouse") == [("about 50 %", 70), ("about 90 %", 60)]
    assert card.bounding_box()["height"] == height, "what stands below must not move"


def test_a_new_kernel_shows_what_was_committed(notebook):
    card = prediction(notebook, "earlier")
    says(card, "Committed: “about 50 %”, 70 % sure.")
    expect(card.get_by_role("radio", name="about 50 %")).to_be_checked()
    expect(card.get_by_role("radio", name="70 %")).to_be_checked()


def test_not_sure_asks_for_no_confidence(notebook, lab):
    card = prediction(notebook, "unsure")
    choose(card, "about 50 %", "70 %")
    choose(card, "Not sure")
    expect(card.get_by_role("radio", name="70 %")).to_be_disabled()
    expect(card.get_by_role("radio", name="70 %")).not_to_be_checked()
    press(card, "Commit")
    says(card, "Committed: “Not sure”.")
    assert kept(lab, "unsure") == [("Not sure", None)]


def test_the_keyboard_alone_is_enough_and_jupyterlab_keeps_out(notebook, lab):
    card = prediction(notebook, "keys")
    cells = notebook.locator(".jp-Cell").count()
    key = lab.page.keyboard.press
    card.get_by_role("radio", name="about 50 %").focus()
    for name in ("Space", "ArrowDown", "d", "d", "a", "b", "x", "Tab", "Space", *["ArrowRight"] * 4):
        key(name)
    expect(card.get_by_role("radio", name="about 90 %")).to_be_checked()
    expect(card.get_by_role("radio", name="70 %")).to_be_checked()
    key("Tab")
    expect(card.get_by_role("button", name="Commit")).to_be_focused()
    key("Enter")
    says(card, "Committed: “about 90 %”, 70 % sure.")
    expect(card.get_by_role("button", name="Change my mind")).to_be_focused()
    assert notebook.locator(".jp-Cell").count() == cells
    assert kept(lab, "keys") == [("about 90 %", 70)]


def test_shift_enter_runs_the_cell_and_presses_no_button(notebook, lab):
    card = prediction(notebook, "shift")
    choose(card, "about 90 %", "70 %")
    press(card, "Commit")
    says(card, "Committed: “about 90 %”, 70 % sure.")
    active = "() => opened.content.activeCellIndex"
    before = lab.page.evaluate(active)
    lab.page.keyboard.press("Shift+Enter")
    lab.page.wait_for_function(f"(before) => ({active})() === before + 1", arg=before)
    says(prediction(notebook, "shift"), "Committed: “about 90 %”, 70 % sure.")
    assert kept(lab, "shift") == [("about 90 %", 70)]


def test_one_question_leaves_the_others_alone(notebook, lab):
    """Also where the same question stands twice on a page."""
    alone, row = (notebook.get_by_role("group", name="Quiz", exact=True).nth(i) for i in (0, 1))
    half, *others = ([option["text"] for option in item["options"]] for item in load_questions("07_threshold"))
    (scatter,) = ([option["text"] for option in item["options"]] for item in load_questions("07_threshold/scatter"))
    on = others.index(scatter) + 1
    row.scroll_into_view_if_needed()
    height = row.bounding_box()["height"]
    choose(row, half[0])
    for _ in range(on):
        press(row, "Next question")
    choose(row, scatter[1])
    choose(alone, scatter[3])
    for _ in range(on):
        press(row, "Back")
    expect(row.get_by_role("button", name="Back")).to_be_disabled()
    press(row, "Check my answer")
    says(row, re.compile("^Not quite."))
    for _ in range(on):
        press(row, "Next question")
    expect(row.get_by_role("radio", name=scatter[1])).to_be_checked()
    assert row.bounding_box()["height"] == height, "the buttons must stay where they are"
    expect(alone.get_by_role("radio", name=scatter[3])).to_be_checked()
    settle(lab)
    assert {answer.question for answer in progress.quiz_answers()} == {"07_threshold/half-of-f1"}


def test_a_curve_is_drawn_by_mouse_and_keys_and_its_outcome_lies_over_it(notebook, lab):
    card = notebook.get_by_role("group", name="Your prediction", exact=True).filter(has_text=DRAW)
    card.scroll_into_view_if_needed()
    sliders, area = card.get_by_role("slider"), card.locator(".area").bounding_box()
    for index, height in enumerate((0.9, 0.7, 0.5, 0.3)):
        x, y = area["x"] + area["width"] * (index + 0.5) / 5, area["y"] + area["height"] * (1 - height)
        lab.page.mouse.move(x, area["y"] + area["height"] / 2)
        lab.page.mouse.down()
        lab.page.mouse.move(x, y)
        lab.page.mouse.up()
        point = card.locator("i.yours").nth(index).bounding_box()
        assert point["y"] + point["height"] / 2 == pytest.approx(y, abs=3), "it goes where the mouse goes"
    sliders.nth(4).focus()
    for key in ("PageDown", "ArrowDown", "d", "d"):
        lab.page.keyboard.press(key)
    drawn = ", ".join(f"{float(sliders.nth(index).input_value()):.2f}" for index in range(5))
    assert [float(height) for height in drawn.split(", ")] == pytest.approx([0.9, 0.7, 0.5, 0.3, 0.39], abs=0.02)
    press(card, "Commit")
    says(card, f"Committed: “{drawn}”.")
    expect(sliders.nth(0)).to_be_disabled()
    assert kept(lab, "curve") == [(drawn, None)]

    run_cell(lab, from_end=2)
    outcome = notebook.get_by_role("group", name="The outcome", exact=True)
    expect(outcome.get_by_role("status")).to_contain_text("too low at d; too high at e")
    expect(outcome.get_by_role("row", name="yours")).to_have_text(f"yours{drawn.replace(', ', '')}")
    expect(outcome.locator("polyline.outcome")).to_be_visible()
    says(card, f"Committed: “{drawn}”. The outcome has been revealed.")


def test_every_option_of_a_quiz_answers_back(notebook, lab):
    card = notebook.get_by_role("group", name="Quiz", exact=True).first
    card.scroll_into_view_if_needed()
    height = card.bounding_box()["height"]
    (question,) = load_questions("07_threshold/scatter")
    for option in question["options"]:
        choose(card, option["text"])
        says(card, "")
        press(card, "Check my answer")
        says(card, f"{'Right.' if option['correct'] else 'Not quite.'} {option['feedback']}")
        assert card.bounding_box()["height"] == height, "what stands below must not move"
    settle(lab)
    answers = [answer.answer for answer in progress.quiz_answers() if answer.question == question["id"]]
    assert answers == [option["text"] for option in question["options"]]


def test_widgets_work_and_say_so(notebook):
    expect(notebook.get_by_text("Widgets work.")).to_be_visible()


def test_the_map_leads_to_a_notebook(notebook, lab):
    notebook.get_by_role("link", name="Where to draw the line?").click()
    shown = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(shown.get_by_role("heading", name="Where to draw the line?")).to_be_visible()
    lab.page.evaluate("() => jupyterapp.shell.currentWidget.dispose()")


def test_feedback_needs_no_kernel_and_no_network(chromium, tmp_path):
    widget = quiz("00_start_here")
    widget.standing = {"words": "Your predictions so far: 3 of 4 right.", "right": 0.75, "sure": 0.5}
    state = json.dumps({name: getattr(widget, name) for name in ("title", "items", "answers", "closed", "standing")})
    script = str(Question._esm).replace("export default { render };", "")
    model = f"{{ state: {state}, get(k) {{ return this.state[k] }}, set(k, v) {{ this.state[k] = v }},"
    file = tmp_path / "page.html"
    file.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><style>{Question._css}</style><div id="here"></div>'
        f'<script type="module">{script}\nrender({{ el: document.getElementById("here"), '
        f"model: {model} on(event, heard) {{ if (event === 'change:answers') this.heard = heard }}, off() {{}}, "
        f"save_changes() {{ this.heard() }} }} }});</script>",
        encoding="utf-8",
    )
    page = chromium.new_context(offline=True).new_page()
    page.goto(file.as_uri())
    option = widget.items[2]["options"][0]
    for _ in range(2):
        press(page, "Next question")
    choose(page, option["text"])
    press(page, "Check my answer")
    says(page, f"Not quite. {option['feedback']}")
    so_far = page.get_by_text(widget.standing["words"])
    for index, item in enumerate(widget.items):
        expect(so_far).to_be_hidden()  # until the last question is answered
        while not page.get_by_text(f"Question {index + 1} of").is_visible():
            press(page, "Back")
        choose(page, item["options"][0]["text"])
        press(page, "Check my answer")
        if index + 1 < len(widget.items):
            press(page, "Next question")
    expect(so_far).to_be_visible()
    page.context.close()


def test_in_an_exported_page_the_outcome_lies_over_what_is_drawn_there(chromium, tmp_path):
    asked = predict("exported", DRAW, Sketch("abcde", "letter", "precision"))
    cards = [place(card._anywidget_id, card.get_state(), "") for card in (asked, reveal("exported", TRUE))]
    file = tmp_path / "page.html"
    file.write_text(f'<!DOCTYPE html><meta charset="utf-8">{"".join(cards)}{scripts()}', encoding="utf-8")
    page = chromium.new_context(offline=True, has_touch=True).new_page()
    page.goto(file.as_uri())
    press(page, "Commit")
    says(page.get_by_role("group", name="Your prediction"), "Draw first: move the points up or down.")
    area = page.locator(".area").first.bounding_box()
    page.touchscreen.tap(area["x"] + area["width"] / 2, area["y"] + area["height"] / 4)
    press(page, "Commit")
    yours = page.get_by_role("group", name="The outcome").get_by_role("row", name="yours").get_by_role("cell")
    expect(yours.nth(2)).to_have_text(re.compile(r"0\.7[3-7]"))
    expect(yours.nth(3)).to_have_text("0.50")
    page.context.close()
