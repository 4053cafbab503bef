"""Every lesson as a learner opens it in JupyterLab: all cells run, every widget is dragged by mouse and by keyboard."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.course.lesson_runs import FOLDER, LESSONS

ERRORS = """() => opened.content.widgets
  .filter((cell) => cell.model.type === "code")
  .flatMap((cell) => cell.model.sharedModel.outputs.filter((output) => output.output_type === "error"))
  .map((output) => `${output.ename}: ${output.evalue}`)"""


@pytest.fixture(params=LESSONS)
def lesson(request, lab):
    """A lesson's name and its panel, all cells run."""
    shutil.copy(FOLDER / f"{request.param}.ipynb", lab.notebooks)
    panel = lab.open(request.param)
    lab.run_all()
    yield request.param, panel
    lab.close()


def test_a_lesson_in_jupyterlab(lesson, lab):
    name, panel = lesson
    assert lab.page.evaluate(ERRORS) == [], name
    players = panel.locator(".lesson-player")
    assert players.count() > 0 or name == "00_start_here", name
    for index in range(players.count()):
        widget = players.nth(index)
        widget.scroll_into_view_if_needed()
        assert_keys_move(widget)
        assert_the_mouse_moves(widget, lab.page)
        assert_controls_answer(widget)


def assert_keys_move(widget):
    slider, status = widget.locator("input.slider"), widget.get_by_role("status")
    slider.press("Home")
    at_home = status.text_content()
    slider.press("End")
    expect(status).not_to_have_text(at_home)
    assert status.text_content() == slider.get_attribute("aria-valuetext")


def assert_the_mouse_moves(widget, page):
    """Drag to the left, across the picture where a mark can be dragged, else along the slider, which is at its end."""
    status, grabs = widget.get_by_role("status"), widget.locator(".grab")
    held = grabs.first if grabs.count() else widget.locator("input.slider")
    held.scroll_into_view_if_needed()
    area = held.bounding_box()
    at_end, middle = status.text_content(), area["y"] + area["height"] / 2
    page.mouse.move(area["x"] + 0.9 * area["width"], middle)
    page.mouse.down()
    for step in range(17, 0, -1):
        page.mouse.move(area["x"] + step * 0.05 * area["width"], middle + (step % 2) * 0.2 * area["height"])
    page.mouse.up()
    expect(status).not_to_have_text(at_end)  # words come a little after the marks


def assert_controls_answer(widget):
    """Change every control once: Python answers, and nothing goes wrong."""
    alert = widget.get_by_role("alert")
    for box in widget.get_by_role("checkbox").all():
        box.click()
        expect(alert).to_be_hidden()
    for choice in widget.get_by_role("combobox").all():
        options = choice.locator("option").all_text_contents()
        choice.select_option(options[-1])
        expect(alert).to_be_hidden()
