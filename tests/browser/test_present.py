"""A lesson as slides in JupyterLab, the way README says: step by step, the outcome not beside its question."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import settle
from tests.course.lesson_runs import FOLDER

ACTIVE = "() => opened.content.activeCellIndex"


@pytest.fixture(scope="module")
def slides(lab):
    """Lesson 07 as slides."""
    yield present(lab, "07_threshold")
    lab.page.evaluate("() => jupyterapp.commands.execute('deck:stop')")
    lab.close()


def present(lab, lesson):
    """Run all cells of a lesson, and start its deck from the command palette at the first cell; returns its panel."""
    shutil.copy(FOLDER / f"{lesson}.ipynb", lab.notebooks)
    panel = lab.open(lesson)
    lab.run_all()
    lab.page.evaluate("() => void Object.assign(opened.content, { activeCellIndex: 0, mode: 'command' })")
    lab.page.keyboard.press("Control+Shift+C")
    lab.page.locator(".lm-CommandPalette-input").fill("Start Deck")
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator(".jp-Deck")).to_be_visible()
    return panel


def test_the_way_through_a_lesson(slides, lab):
    page = lab.page
    expect(slides.get_by_role("heading", name="07 · Where should the line be?")).to_be_visible()
    outcome = slides.get_by_text("The outcome is").first
    card = slides.get_by_role("group", name="Your prediction").first
    for _ in range(12):
        if card.is_visible():
            break
        turn(page, "PageDown")
        page.wait_for_timeout(300)
    expect(card).to_be_visible()
    expect(outcome).to_be_hidden()
    section = slides.get_by_role("heading", name="2 · Every threshold that matters")
    for _ in range(20):
        if section.is_visible():
            break
        turn(page, "PageDown")
        page.wait_for_timeout(300)
    expect(section).to_be_visible()


SMALLEST = """(root) => Math.min(...[...root.querySelectorAll("p, li, td, pre, .cm-line, .sentence, legend, label")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.textContent.trim())
  .map((node) => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom))"""


def test_a_clicker_leads_through_after_a_widget_was_used_and_all_is_large(slides, lab):
    page, player = lab.page, slides.locator(".lesson-player").first
    page.evaluate("() => void (opened.content.activeCellIndex = 0)")  # wherever the test before has ended
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(300)
    for _ in range(20):
        if player.is_visible():
            break
        turn(page, "PageDown")
    shown = slides.locator(".jp-deck-mod-onscreen")
    for _ in range(20):  # the page takes its new size in its own time
        if (smallest := min(cell.evaluate(SMALLEST) for cell in shown.all())) >= 24:
            break
        page.wait_for_timeout(250)
    assert smallest >= 24
    assert player.bounding_box()["height"] <= 1080
    player.locator("input.slider").press("Home")
    at = page.evaluate(ACTIVE)
    turn(page, "PageDown")
    turn(page, "PageUp")
    turn(page, "ArrowRight")
    turn(page, "ArrowLeft")
    assert page.evaluate(ACTIVE) == at
    expect(player.locator("input.slider")).to_have_js_property("value", "0")
    page.set_viewport_size({"width": 1280, "height": 720})


def turn(page, key):
    at = page.evaluate(ACTIVE)
    page.keyboard.press(key)
    page.wait_for_function(f"(at) => ({ACTIVE})() !== at", arg=at)


def test_the_button_at_the_lower_right_ends_the_show(slides, lab):
    lab.page.locator(".jp-Deck-Remote").get_by_title("Exit Deck").click()
    expect(lab.page.locator(".jp-Deck")).to_have_count(0)
    expect(slides.get_by_role("heading", name="07 · Where should the line be?")).to_be_attached()


BELOW = """(root) => [...root.querySelectorAll(".jp-deck-mod-onscreen .jp-OutputArea-output")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => Math.floor(node.getBoundingClientRect().bottom - innerHeight))
  .filter((pixels) => pixels > 0)"""


@pytest.mark.parametrize("lesson", ["05_smote", "10_compare"])
def test_a_clicker_goes_through_a_whole_lesson(lab, lesson):
    """Slide after slide by one key, whatever was shown before; no text is small, nothing lies below the edge."""
    page = lab.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    panel = present(lab, lesson)
    last = page.evaluate("() => opened.content.widgets.length - 1")
    small, below = {}, {}
    while (at := page.evaluate(ACTIVE)) < last:
        turn(page, "PageDown")
        assert page.evaluate(ACTIVE) > at
        settle(page)
        sizes = [cell.evaluate(SMALLEST) for cell in panel.locator(".jp-deck-mod-onscreen").all()]
        small[at], below[at] = [size for size in sizes if size is not None and size < 24], panel.evaluate(BELOW)
    for found in (small, below):
        assert {at: pixels for at, pixels in found.items() if pixels} == {}
    page.evaluate("() => jupyterapp.commands.execute('deck:stop')")
    page.set_viewport_size({"width": 1280, "height": 720})
    lab.close()
