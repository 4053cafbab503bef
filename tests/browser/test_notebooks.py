"""Every lesson and every solved exercise as a learner walks through it in JupyterLab, with Shift+Enter.

Whatever a cell gives is seen whole where it appears; every widget fits a laptop's screen and answers mouse, keys and
controls; every check passes.
"""

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import settle

ROOT = Path(__file__).parents[2]
LESSONS, EXERCISES = (
    sorted(path.stem for path in (ROOT / name).glob("*.ipynb")) for name in ("notebooks", "exercises")
)
TALLEST = 560  # px: what a laptop's screen leaves beside the bars of browser and JupyterLab
SIZES = ((1280, 720), (1920, 1080))
LARGER_FONT = ".lesson-player { font-size: 17px !important }"
CELLS = "opened.content.widgets"
FILL_IN = f"""(answers) => {{
  for (const cell of {CELLS}) {{
    const id = cell.model.getMetadata("nbgrader")?.grade_id;
    if (id in answers) cell.model.sharedModel.setSource(answers[id]);
  }}
}}"""
OUTPUTS = f"""() => {CELLS}
  .filter((cell) => cell.model.type === "code")
  .map((cell) => [cell.model.sharedModel.getSource(), cell.model.sharedModel.outputs])"""
IS_DONE = f"(i) => {CELLS}[i].model.type !== 'code' || {CELLS}[i].model.executionState === 'idle'"
PROGRESS = ":is([data-mime-type$=stderr], :has(.widget-hprogress))"
# Questions, widgets and answers; a picture, a table or what is printed may be scrolled to.
ASKED = f".jp-OutputArea-output:not({PROGRESS}, [data-mime-type$=stdout], :has(> figure), :has(.dataframe))"
# Pixels of what the cell gives, once it stands still, that lie outside of the notebook's view. What is taller than the
# view shows its beginning.
CUT = f"""async ([i, what]) => {{
  const {{ node }} = {CELLS}[i];
  const boxes = () => [...node.querySelectorAll(what)].map((output) => output.getBoundingClientRect());
  for (let still = 0, before = ""; still < 3; ) {{
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
    const now = JSON.stringify(boxes());
    still = now === before ? still + 1 : 0;
    before = now;
  }}
  const view = node.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
  return boxes().map(({{ top, bottom, height }}) => {{
    const below = height > view.height ? Math.max(0, top - view.bottom + view.height / 2) : bottom - view.bottom;
    return Math.floor(Math.max(0, view.top - top) + Math.max(0, below));
  }});
}}"""


def walk(lab):
    """Press Shift+Enter in every cell of the open notebook; return, by cell, the pixels of its outputs that are cut."""
    lab.page.evaluate("() => void Object.assign(opened.content, { activeCellIndex: 0, mode: 'command' })")
    lab.page.evaluate("() => opened.content.activeCell.node.focus()")
    cut = {}
    for index in range(lab.page.evaluate(f"() => {CELLS}.length")):
        lab.page.keyboard.press("Shift+Enter")
        lab.page.wait_for_function(IS_DONE, arg=index, timeout=120_000, polling=50)
        cut[index] = lab.page.evaluate(CUT, [index, ASKED])
    return {index: pixels for index, pixels in cut.items() if any(pixels)}


def outputs(lab):
    """Return the source and the outputs of each code cell."""
    cells = lab.page.evaluate(OUTPUTS)
    errors = [f"{one['ename']}: {one['evalue']}" for _, outs in cells for one in outs if one["output_type"] == "error"]
    assert errors == []
    return cells


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson(name, lab):
    shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", lab.notebooks)
    panel = lab.open(name)
    assert walk(lab) == {}, "what a cell gives is cut off"
    outputs(lab)
    players = panel.locator(".lesson-player")
    assert players.count() > 0 or name == "00_start_here"
    assert_all_fit(players, lab.page)
    for widget in players.all():
        widget.scroll_into_view_if_needed()
        assert_keys_move(widget)
        assert_the_mouse_moves(widget, lab.page)
        assert_controls_answer(widget)
    lab.close()


@pytest.mark.parametrize("name", EXERCISES)
def test_a_solved_exercise(name, lab):
    shutil.copy(ROOT / "exercises" / f"{name}.ipynb", lab.notebooks)
    panel = lab.open(name)
    lab.page.evaluate(FILL_IN, answers_to(name))
    assert walk(lab) == {}, "what a cell gives is cut off"
    checks = [outs for source, outs in outputs(lab) if source.startswith("check(")]
    assert len(checks) >= 2
    for (output,) in checks:
        assert "".join(output["data"]["text/plain"]).startswith("Passed: ")
    assert_all_fit(panel.locator(".lesson-player"), lab.page)
    lab.close()


def answers_to(exercise):
    """Return what the solution writes where the stub has a gap, by the cells' ids."""
    cells = nbformat.read(ROOT / "solutions" / f"{exercise}.ipynb", as_version=4).cells
    marked = [(cell.metadata.get("nbgrader", {}), cell.source) for cell in cells]
    return {flags["grade_id"]: source for flags, source in marked if flags.get("solution")}


def assert_all_fit(players, page):
    """Measure every widget on both screens, and in a larger font: fonts differ by machine."""
    style = page.add_style_tag(content="/* fonts */")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for font in ("", LARGER_FONT):
            style.evaluate("(node, text) => (node.textContent = text)", font)
            heights = {one.get_attribute("aria-label"): one.bounding_box()["height"] for one in players.all()}
            too_tall = {name: tall for name, tall in heights.items() if tall > TALLEST}
            assert too_tall == {}, f"{width} × {height}, {'larger' if font else 'usual'} font"
    style.evaluate("(node) => node.remove()")
    page.set_viewport_size({"width": 1280, "height": 720})


def assert_keys_move(widget):
    slider, status = widget.locator("input.slider"), widget.get_by_role("status")
    slider.press("Home")
    settle(widget.page)
    at_home = status.text_content()
    slider.press("End")
    expect(status).not_to_have_text(at_home)
    expect(slider).to_have_attribute("aria-valuetext", status.text_content())


def assert_the_mouse_moves(widget, page):
    """Drag across the picture, aslant, where a mark can be dragged, else along the slider."""
    status, grabs = widget.get_by_role("status"), widget.locator(".grab")
    area = (grabs.first if grabs.count() else widget.locator("input.slider")).bounding_box()
    left, middle = area["x"] + 0.05 * area["width"], area["y"] + area["height"] / 2
    page.mouse.move(left, middle)
    page.mouse.down()
    page.mouse.move(left + 1, middle)
    settle(page)
    first = status.text_content()
    for step in range(1, 19):
        page.mouse.move(left + step * 0.05 * area["width"], middle + step * 0.02 * area["height"])
    page.mouse.up()
    expect(status, f"{widget.get_attribute('aria-label')}: the mouse moves nothing").not_to_have_text(first)


def assert_controls_answer(widget):
    """Change every control once: Python answers, and nothing goes wrong."""
    alert = widget.get_by_role("alert")
    for box in widget.get_by_role("checkbox").all():
        box.click()
        expect(widget).not_to_have_attribute("aria-busy", "true")
        expect(alert).to_be_hidden()
    choices = widget.get_by_role("combobox").all()
    for choice in choices:
        taken = [one.input_value() for one in choices]  # two rules to compare must differ
        options = choice.locator("option").evaluate_all("(all) => all.map((option) => option.value)")
        choice.select_option(next(option for option in reversed(options) if option not in taken))
        expect(widget).not_to_have_attribute("aria-busy", "true")
        expect(alert).to_be_hidden()
