"""The whole course as a static site, in a browser without a network: it works, and is accessible."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from lessonlib.site.build import write_site
from lessonlib.site.lessons import as_lesson
from tests.browser.jupyterlab import settle
from tests.course.lesson_runs import LESSONS, started

ROOT = Path(__file__).parents[2]
GRAVE = ("serious", "critical")
PAGES = ["index", *LESSONS]


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The folder of the site, made of the lessons' runs."""
    runs = [started(lesson) for lesson in LESSONS]
    lessons = [as_lesson(name, run.result().notebook) for name, run in zip(LESSONS, runs, strict=True)]
    return write_site(ROOT, lessons, tmp_path_factory.mktemp("site")).parent


@pytest.fixture
def opened(site, chromium):
    """A function that opens a page of the site at a width; at the end, nothing may have gone wrong or been fetched."""
    context = chromium.new_context(offline=True)
    wrong, fetched = [], []

    def open_page(name, width=1280, scheme="light"):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 720})
        page.emulate_media(color_scheme=scheme)
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(f"file://{site / name}.html")
        page.evaluate("() => document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
        return page

    yield open_page
    context.close()
    assert wrong == []
    assert [url for url in fetched if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_on_every_screen_and_its_widgets_move(opened, axe, name):
    page = opened(name)
    page.evaluate(axe)
    for picture in page.locator("img:not([aria-hidden])").all():
        assert len(picture.get_attribute("alt") or "") > 20
    for widget in page.locator(".lesson-player").all():
        assert_moves_by_key_and_says_so(widget)
    assert_no_grave_violation(page)
    page.emulate_media(color_scheme="dark")
    assert_no_grave_violation(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 720})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")  # laid out
    assert_no_grave_violation(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    told = """(stage) => getComputedStyle(stage, "::after").content"""
    assert all("swipe" in stage.evaluate(told) for stage in page.locator(".stage[tabindex='0']").all())


def assert_no_grave_violation(page, rules=None):
    options = {"resultTypes": ["violations"], "preload": False} | (rules or {})
    violations = page.evaluate("(options) => axe.run(options)", options)["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in GRAVE] == []


def assert_moves_by_key_and_says_so(widget):
    slider, status = widget.locator("input.slider"), widget.get_by_role("status")
    slider.press("Home")
    settle(widget.page)
    at_home = status.text_content()
    slider.press("End")
    expect(status).not_to_have_text(at_home)
    assert status.text_content().strip()


def test_the_index_has_a_widget_that_moves_and_the_way_to_all(opened):
    page = opened("index")
    widget = page.locator(".lesson-player")
    before = widget.get_by_role("status").text_content()
    widget.locator("input.slider").press("Home")
    expect(widget.get_by_role("status")).not_to_have_text(before)
    assert page.locator("main .lessons a[href$='.ipynb']").count() == len(list((ROOT / "exercises").glob("*.ipynb")))


def test_a_term_says_what_it_means_where_it_stands(opened):
    term = opened("02_metrics").locator("a.term").first
    term.focus()
    shown = term.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert term.get_attribute("data-means") in shown


def test_what_a_page_does_not_bring_along_does_not_run(site, chromium):
    page = chromium.new_page()
    page.goto(f"file://{site / 'index.html'}")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='window.ran = 1'>`)")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.ran === undefined")
    page.close()


def test_a_heading_is_found_and_leads_there(opened):
    page = opened("index")
    page.get_by_label("Search the headings").fill("should the line where")
    expect(page.locator("#found")).to_have_text("1 heading")
    page.get_by_label("Search the headings").press("Enter")
    expect(page).to_have_title("07 · Where should the line be?")


def test_a_prediction_can_be_committed_and_is_not_complained_about(opened):
    page = opened("07_threshold")
    card = page.get_by_role("group", name="Your prediction").first
    card.get_by_role("radio").first.check()
    card.get_by_label("50 %").check()
    card.get_by_role("button", name="Commit my prediction").click()
    page.wait_for_timeout(3500)  # the time after which the card would complain
    expect(card.get_by_role("status")).to_contain_text("Committed:")
