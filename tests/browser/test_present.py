"""A lesson as slides in JupyterLab, the way README says: step by step, the outcome not beside its question."""

from playwright.sync_api import expect

from tests.browser.slides import Slides


def test_a_clicker_goes_through_a_whole_lesson(lab):
    """By one key, whatever was used before; all of it is legible in the back row. Lesson 05: see `test_class`."""
    deck = Slides(lab, "10_compare")
    expect(deck.panel.get_by_role("heading", level=1)).to_be_visible()

    deck.go_to(deck.cells_that_call("predict")[0])
    expect(deck.panel.get_by_role("group", name="Your prediction").first).to_be_visible()
    expect(deck.panel.get_by_text("The outcome is").first).to_be_hidden()

    deck.go_to(deck.cells_that_call("verdict_explorer")[0])
    player, at = deck.panel.locator(".lesson-player").first, deck.at()
    player.locator("input.slider").press("Home")
    for forth, back in (("PageDown", "PageUp"), ("ArrowRight", "ArrowLeft")):
        deck.turn(forth)
        deck.turn(back)
    assert deck.at() == at
    expect(player.locator("input.slider")).to_have_js_property("value", "0")

    deck.go_to(len(deck.cells) - 1)
    deck.assert_legible()
    lab.page.locator(".jp-Deck-Remote").get_by_title("Exit Deck").click()
    expect(lab.page.locator(".jp-Deck")).to_have_count(0)
    deck.close()
