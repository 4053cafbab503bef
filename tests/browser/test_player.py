"""The player in a real JupyterLab: what people see, drag, press and hear equals what Python computed."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from playwright.sync_api import expect

from lessonlib.compute.metrics import Counts, compute_metrics, confusion_matrix_values
from lessonlib.draw.frames import Frames, Mark
from lessonlib.draw.stage import make_stage
from lessonlib.interact.export import page as export_page
from lessonlib.interact.player import Player, Scene
from lessonlib.interact.threshold import describe, threshold_explorer
from tests.browser.jupyterlab import settle

DATA = """
import numpy as np
rng = np.random.default_rng(0)
y = rng.permutation(np.arange(600) < 30).astype(int)
scores = 1 / (1 + np.exp(2.5 - 2.5 * y - rng.normal(size=600)))
"""
EXPLORER = """
from lessonlib import threshold_explorer
explorer = threshold_explorer(y, scores, cost_fn=20)
explorer
"""
BROKEN = """
def my_threshold(y_true, scores):
    caught = 0
    return 1 / caught

broken = threshold_explorer(y, scores, finder=my_threshold)
broken
"""
CONTROLS = """
from lessonlib.draw.frames import Frames
from lessonlib.interact.player import Control, Player, Scene

def scene(size, kind, double, mine, run):
    if mine == 13:
        raise RuntimeError("thirteen")
    words = f"{size} {kind} {double} {mine} {run}"
    return Scene(explorer._scene.stage, Frames("k", [1, 2], ["1", "2"], [words]))

controls = Player(scene, label="Controls", controls=[
    Control("slider", "size", "Size", 3, minimum=0, maximum=10, step=1),
    Control("dropdown", "kind", "Kind", "plain", options=["plain", "mixed"]),
    Control("checkbox", "double", "Double it", False),
    Control("number", "mine", "My number", 5),
    Control("button", "run", "Use my function", 0),
])
controls
"""


@pytest.fixture(scope="module")
def notebook(lab):
    """A notebook with three explorers' cells, run once for the whole module."""
    yield lab.run("player", [DATA, EXPLORER, BROKEN, CONTROLS])
    lab.close()


@pytest.fixture
def explorer(notebook):
    """The first explorer, in view, at its first frame."""
    return at_start(notebook.get_by_role("group", name="Threshold explorer").first)


@pytest.fixture(scope="module")
def data():
    namespace = {}
    exec(DATA, namespace)
    return namespace["y"], namespace["scores"]


@pytest.fixture(scope="module")
def twin(data):
    """The same explorer in this process: its frames and its stage's panels."""
    return threshold_explorer(*data, cost_fn=20)


def at_start(widget):
    widget.scroll_into_view_if_needed()
    widget.get_by_role("slider", name="Threshold").press("Home")
    expect(widget.get_by_role("status")).to_contain_text("flags all")
    return widget


def counts_shown(widget):
    cells = widget.get_by_role("table", name="Counts").get_by_role("cell").locator("span").all_inner_texts()
    tp, fn, fp, tn = (int(cell.replace(",", "")) for cell in cells)
    return Counts(tp, tn, fp, fn)


def metrics_shown(widget):
    row = widget.get_by_role("table", name="Metrics").get_by_role("row", name="at the line")
    return row.get_by_role("cell").all_inner_texts()


def value_shown(widget):
    return float(widget.locator(".reading").inner_text().replace("−", "-"))


def assert_painted_is_true(widget, data):
    """All that is painted equals what compute says about the threshold shown."""
    y, scores = data
    value = value_shown(widget)
    counts = confusion_matrix_values(y, scores >= value)
    assert counts_shown(widget) == counts
    expected = compute_metrics(y, scores >= value)
    for name, shown in zip(("precision", "recall", "f1", "mcc", "accuracy"), metrics_shown(widget), strict=False):
        defined = name != "precision" or counts.tp + counts.fp
        assert shown.replace("−", "-") == (f"{expected[name]:.3f}" if defined else "undefined")
    sentence = describe(widget.locator(".reading").inner_text(), *counts)
    assert widget.get_by_role("status").inner_text() == sentence
    assert widget.get_by_role("slider", name="Threshold").get_attribute("aria-valuetext") == sentence


class OnScreen:
    """A panel of a widget's stage, in pixels of the window."""

    def __init__(self, widget, stage, name):
        self.panel, self.box = stage.panels[name], widget.locator(".stage").bounding_box()
        self.scale = self.box["width"] / stage.width

    def at(self, x, y):
        """The window's pixel of a point in data coordinates."""
        across, down = self.panel.pixels(x, y)
        return self.box["x"] + self.scale * across, self.box["y"] + self.scale * down


def line_on_screen(widget):
    return widget.locator(".overlay path.vline").last.bounding_box()["x"]


def test_roles_and_names(explorer):
    expect(explorer.get_by_role("slider", name="Threshold")).to_have_count(1)
    expect(explorer.get_by_role("status")).to_have_count(1)
    expect(explorer.get_by_role("img", name=re.compile("30 positives and 570 negatives"))).to_be_visible()
    counts = explorer.get_by_role("table", name="Counts")
    expect(counts.get_by_role("columnheader")).to_have_text(["flagged", "not flagged"])
    expect(counts.get_by_role("rowheader")).to_have_text(["positive", "negative"])
    expect(explorer.get_by_role("table", name="Metrics").get_by_role("columnheader")).to_have_count(6)
    expect(explorer.get_by_role("spinbutton", name="Cost of a missed positive")).to_have_value("20")
    expect(explorer.get_by_role("alert")).to_be_hidden()


def test_drag_on_the_plot_paints_what_python_computed(explorer, data, twin, lab):
    page, panel = lab.page, OnScreen(explorer, twin._scene.stage, "scores")
    values = np.random.default_rng(1).choice(twin.frames.values, 30)
    page.mouse.move(*panel.at(0.5, 0.5))
    page.mouse.down()
    for value in [*values, twin.frames.values[0], twin.frames.values[-1]]:
        page.mouse.move(*panel.at(value, 0.3))
        settle(page)
        assert value_shown(explorer) == pytest.approx(value, abs=1.5 / panel.scale / panel.panel.width)
        assert_painted_is_true(explorer, data)
        assert line_on_screen(explorer) == pytest.approx(
            panel.at(value_shown(explorer), 0)[0], abs=1.5
        )  # the reading is rounded
    page.mouse.move(*panel.at(0.4, 5))  # far above the panel: the pointer stays captured
    page.mouse.up()
    settle(page)
    released = value_shown(explorer)
    page.mouse.move(*panel.at(0.2, 0.5))
    page.wait_for_timeout(400)
    assert value_shown(explorer) == released == pytest.approx(0.4, abs=0.003)  # no queue, nothing still held
    assert lab.ask("explorer.value") == released


def test_drag_along_the_curve(explorer, data, twin, lab):
    panel = OnScreen(explorer, twin._scene.stage, "pr")
    curve = next(mark for mark in twin.frames.marks if mark.kind == "point")
    status = explorer.get_by_role("status").text_content()
    lab.page.mouse.move(*panel.at(curve.x[300], curve.y[300]))
    assert explorer.locator(".grab.xy").get_attribute("title") in twin.frames.readings  # only pointed at: it has a name
    assert explorer.get_by_role("status").text_content() == status
    lab.page.mouse.move(*panel.at(0.9, 0.9))
    lab.page.mouse.down()
    for index in (100, 400, 600):
        lab.page.mouse.move(*panel.at(curve.x[index], curve.y[index]))
        settle(lab.page)
        assert_painted_is_true(explorer, data)
        counts = counts_shown(explorer)
        assert counts.tp / 30 == pytest.approx(curve.x[index], abs=0.01)
        assert counts.tp / (counts.tp + counts.fp) == pytest.approx(curve.y[index], abs=0.01)
    lab.page.mouse.up()


def test_keyboard(explorer, data, twin, notebook):
    slider, values = explorer.get_by_role("slider", name="Threshold"), twin.frames.values
    for key, expected in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("ArrowDown", 0),
        ("End", -1),
        ("Home", 0),
    ]:
        slider.press(key)
        settle(explorer.page)
        assert value_shown(explorer) == values[expected]
        assert_painted_is_true(explorer, data)
    slider.press("PageUp")
    settle(explorer.page)
    assert value_shown(explorer) > values[20]
    slider.press("PageDown")
    settle(explorer.page)
    assert value_shown(explorer) == values[0]
    cells = notebook.locator(".jp-Cell").count()
    slider.press("d")
    slider.press("d")
    settle(explorer.page)
    assert notebook.locator(".jp-Cell").count() == cells


def test_escape_gives_the_keys_back_to_the_notebook(explorer, lab):
    explorer.get_by_role("slider", name="Threshold").press("Escape")
    before = lab.page.evaluate("() => opened.content.activeCellIndex")
    lab.page.keyboard.press("ArrowUp" if before else "ArrowDown")
    lab.page.wait_for_function("(before) => opened.content.activeCellIndex !== before", arg=before)


def test_play_goes_through_the_frames_and_a_hand_on_the_widget_ends_it(explorer, twin, lab):
    explorer.get_by_role("button", name="Play").click()
    expect(explorer.locator(".reading")).not_to_have_text(twin.frames.readings[0])
    slider = explorer.get_by_role("slider", name="Threshold")
    slider.press("ArrowRight")
    expect(explorer.get_by_role("button", name="Play")).to_be_visible()
    settle(lab.page)
    stopped = value_shown(explorer)
    settle(lab.page)
    assert value_shown(explorer) == stopped
    slider.press("End")
    explorer.get_by_role("button", name="Play").click()
    expect(explorer.locator(".reading")).not_to_have_text(twin.frames.readings[-1])
    explorer.get_by_role("button", name="Pause").click()


def lit(widget):
    """What is lit up: words, and the marks, by the names of their terms."""
    words = [node.inner_text() for node in widget.locator(".sentence [role=status] .lit").all()]
    return words, {node.get_attribute("data-term") for node in widget.locator(".overlay .lit").all()}


def test_a_word_lights_its_marks_up_and_a_mark_its_words(explorer, twin, lab):
    explorer.get_by_role("slider", name="Threshold").press("PageUp")
    settle(lab.page)
    explorer.get_by_role("button", name="false alarms").hover()
    assert lit(explorer) == (["false alarms"], {"FP"})
    panel = OnScreen(explorer, twin._scene.stage, "positives")  # hovering may have scrolled
    lab.page.mouse.move(*panel.at(0.8, 0.5))  # right of the line: what it catches
    assert lit(explorer) == (["catches"], {"TP"})
    lab.page.mouse.move(1, 1)
    assert lit(explorer) == ([], set())
    missed = explorer.get_by_role("button", name="FN")
    missed.press("Space")  # stays lit while the line moves
    explorer.get_by_role("slider", name="Threshold").press("Home")
    expect(missed).to_have_attribute("aria-pressed", "true")
    assert lit(explorer) == ([], {"FN"})
    missed.press("Space")
    missed.press("Tab")
    assert lit(explorer) == (["false alarms"], {"FP"})  # the next cell's code has the focus


def test_after_a_drag_arrow_keys_go_on(explorer, twin, lab):
    panel = OnScreen(explorer, twin._scene.stage, "scores")
    lab.page.mouse.click(*panel.at(0.3, 0.5))
    settle(lab.page)
    before = value_shown(explorer)
    lab.page.keyboard.press("ArrowRight")
    settle(lab.page)
    assert value_shown(explorer) == pytest.approx(before + 0.001)


def test_two_widgets_are_independent(explorer, notebook, twin):
    other = at_start(notebook.get_by_role("group", name="Threshold explorer").nth(1))
    other.get_by_role("slider", name="Threshold").press("End")
    settle(other.page)
    assert value_shown(other) == twin.frames.values[-1]
    assert value_shown(explorer) == twin.frames.values[0]


def test_python_hears_of_a_drag_and_can_move_the_line(explorer, data, twin, lab):
    lab.tell("heard = []; explorer.observe(lambda change: heard.append(change['new']), 'value')")
    panel = OnScreen(explorer, twin._scene.stage, "scores")
    lab.page.mouse.move(*panel.at(0.1, 0.5))
    began = lab.page.evaluate("performance.now()")
    lab.page.mouse.down()
    lab.page.mouse.move(*panel.at(0.7, 0.5), steps=40)
    lab.page.mouse.up()
    quarters = (lab.page.evaluate("performance.now()") - began) / 250
    lab.page.wait_for_timeout(500)
    heard = lab.ask("heard")
    assert heard[-1] == value_shown(explorer) == pytest.approx(0.7, abs=0.003)
    assert len(heard) <= quarters + 2  # now and then, however long the drag takes
    lab.tell("explorer.value = 0.3")
    expect(explorer.locator(".reading")).to_have_text("0.300")
    assert_painted_is_true(explorer, data)


def test_a_cost_changes_the_numbers_and_a_bad_one_is_told(explorer, data):
    cost = explorer.get_by_role("spinbutton", name="Cost of a missed positive")
    explorer.get_by_role("slider", name="Threshold").press("End")
    cost.fill("500")
    expect(explorer.get_by_role("cell", name="25,000.0")).to_be_visible()  # 30 of 600 missed, 500 each
    assert_painted_is_true(explorer, data)
    cost.fill("-1")
    expect(explorer.get_by_role("alert")).to_have_text("“Cost of a missed positive” must be at least 0; got -1.")
    cost.fill("")
    cost.press_sequentially("0,5")
    expect(explorer.get_by_role("alert")).to_have_text("Write decimals with a point: 0.5, not 0,5.")
    expect(explorer).not_to_have_attribute("aria-busy", "true")
    expect(explorer.get_by_role("alert")).to_have_text("Write decimals with a point: 0.5, not 0,5.")
    expect(explorer.get_by_role("cell", name="0.0").first).to_be_visible()  # of the 0; what followed is not used
    cost.fill("20")
    expect(explorer.get_by_role("cell", name="1,000.0")).to_be_visible()
    expect(explorer.get_by_role("alert")).to_be_hidden()


def test_every_kind_of_control(notebook):
    widget = notebook.get_by_role("group", name="Controls")
    status = widget.get_by_role("status")
    widget.scroll_into_view_if_needed()
    expect(status).to_have_text("3 plain False 5 0")
    widget.get_by_role("slider", name="Size").press("ArrowRight")
    expect(status).to_have_text("4 plain False 5 0")
    widget.get_by_role("combobox", name="Kind").select_option("mixed")
    expect(status).to_have_text("4 mixed False 5 0")
    widget.get_by_role("checkbox", name="Double it").check()
    expect(status).to_have_text("4 mixed True 5 0")
    widget.get_by_role("button", name="Use my function").click()
    expect(status).to_have_text("4 mixed True 5 1")
    widget.get_by_role("spinbutton", name="My number").fill("13")
    expect(widget.get_by_role("alert")).to_contain_text("line 6 of scene: RuntimeError: thirteen, at `raise Runtime")
    expect(status).to_have_text("4 mixed True 5 1")
    widget.get_by_role("spinbutton", name="My number").fill("14")
    expect(status).to_have_text("4 mixed True 14 1")
    expect(widget.get_by_role("alert")).to_be_hidden()


def test_error_of_the_learners_function_is_shown_and_the_widget_works(notebook, data, lab):
    widget = at_start(notebook.get_by_role("group", name="Threshold explorer").nth(1))
    alert = widget.get_by_role("alert")
    expect(alert).to_contain_text("Your function stopped: line 3 of my_threshold: ZeroDivisionError: division by zero")
    expect(alert).to_contain_text("return 1 / caught")
    widget.get_by_role("slider", name="Threshold").press("PageUp")
    settle(lab.page)
    assert_painted_is_true(widget, data)


def test_the_dark_theme_is_followed(explorer, lab, axe):
    lab.page.evaluate("() => jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    lab.page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    style = "(node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    assert explorer.evaluate(style) == ["rgb(26, 26, 26)", "rgb(228, 228, 228)"]
    assert explorer.get_by_role("cell", name="30 TP").evaluate(style)[1] == "rgb(228, 228, 228)"
    assert "invert" in explorer.locator(".stage").evaluate("(node) => getComputedStyle(node).filter")
    assert_no_contrast_is_low(explorer, axe)
    lab.page.evaluate("() => jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Light' })")
    lab.page.wait_for_function("() => document.body.dataset.jpThemeLight === 'true'")
    assert explorer.evaluate(style) == ["rgb(255, 255, 255)", "rgb(31, 31, 31)"]
    assert_no_contrast_is_low(explorer, axe)


def assert_no_contrast_is_low(widget, axe):
    widget.page.evaluate(axe)
    run = "(node) => axe.run(node, { runOnly: ['color-contrast'] })"
    assert [one["nodes"][0]["html"] for one in widget.evaluate(run)["violations"]] == []


BOXES = """(root) => [...root.querySelectorAll("p, img, .slider, .reading, table, td, th, fieldset")].map((node) => {
  const { x, width, height } = node.getBoundingClientRect();
  return [x, width, height];
})"""


def test_nothing_moves_while_dragging(explorer, lab):
    slider, before = explorer.get_by_role("slider", name="Threshold"), explorer.evaluate(BOXES)
    for key in ("PageUp", "PageUp", "PageUp", "PageUp", "End"):
        slider.press(key)
        settle(lab.page)
        assert explorer.evaluate(BOXES) == before


PLOTTING = """
import matplotlib.pyplot as plt
for k in range(12):
    figure, ax = plt.subplots()
    ax.plot([0, k])
    ax.set_title("$x^2$")
    figure.savefig("plot.png")
    assert plt.gcf() is figure and ax.get_title() == "$x^2$"
    plt.close(figure)
plotted = k
"""


def test_a_cell_can_plot_while_somebody_drags(explorer, twin, lab):
    lab.tell("explorer.observe(lambda change: threshold_explorer(y, scores), 'value')")  # an observer that draws, too
    panel = OnScreen(explorer, twin._scene.stage, "scores")
    lab.begin(PLOTTING)
    lab.page.mouse.move(*panel.at(0.1, 0.5))
    lab.page.mouse.down()
    for value in (0.7, 0.1, 0.7, 0.1):
        lab.page.mouse.move(*panel.at(value, 0.5), steps=30)
    lab.page.mouse.up()
    assert lab.ask("plotted") == 11
    lab.tell("explorer.unobserve_all('value')")


def test_reopened_notebook_drags_before_any_cell_is_run(run_notebook, data, twin, lab):
    run_notebook("reopened", [DATA, EXPLORER])
    lab.close()
    widget = at_start(lab.open("reopened").get_by_role("group", name="Threshold explorer"))
    assert not lab.ask("'explorer' in globals()")
    lab.page.mouse.click(*OnScreen(widget, twin._scene.stage, "scores").at(0.3, 0.5))
    settle(lab.page)
    assert value_shown(widget) == pytest.approx(0.3, abs=0.003)
    assert_painted_is_true(widget, data)
    widget.get_by_role("spinbutton", name="Cost of a false alarm").fill("3")
    expect(widget.get_by_role("alert")).to_contain_text("No answer from Python yet")


def test_exported_page_works_from_a_file_offline(chromium, data, twin, tmp_path):
    (tmp_path / "page.html").write_text(export_page(twin, twin, title="Thresholds"), encoding="utf-8")
    context = chromium.new_context(offline=True, has_touch=True, viewport={"width": 700, "height": 900})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "page.html").as_uri())
    first, second = (page.get_by_role("group", name="Threshold explorer").nth(i) for i in (0, 1))
    opening = value_shown(second)
    at_start(first)
    panel = OnScreen(first, twin._scene.stage, "scores")
    finger = context.new_cdp_session(page)
    for kind, value in [("touchStart", 0.1), ("touchMove", 0.2), ("touchMove", 0.5), ("touchMove", 0.65)]:
        point = dict(zip("xy", panel.at(value, 0.5), strict=True))
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        settle(page)
        assert value_shown(first) == pytest.approx(value, abs=2 / panel.scale / panel.panel.width)
        assert_painted_is_true(first, data)
    assert value_shown(second) == opening
    expect(first.get_by_role("spinbutton", name="Cost of a missed positive")).to_be_disabled()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


NAN = np.nan
CARRIED = {  # marks that keep their shape, with two frames, and the corners of the second one's box
    "vline": (Mark("vline", "log", x=[2, 20]), [(20, 1e4), (20, 1)]),
    "hline": (Mark("hline", "log", y=[10, 100], drag="y"), [(1, 100), (1000, 100)]),
    "vspan": (Mark("vspan", "log", x=[(1, 3), (3, 30)]), [(3, 1e4), (30, 1)]),
    "point": (Mark("point", "log", x=[5, 50], y=[7, 70]), [(50, 70), (50, 70)]),
}
DRAWN = {  # marks whose path is drawn anew, and the points at which it turns in the second frame
    "points": (Mark("points", "log", x=[[], [5, NAN, 60]], y=[[], [7, 7, 80]]), [(5, 7), (60, 80)]),
    "segments": (
        Mark("segments", "log", x=[[1, 2], [5, 6, NAN, 8]], y=[[1, 2], [50, 60, 70, 80]]),
        [(5, 50), (6, 60), (8, 80)],
    ),
    "polyline": (Mark("polyline", "log", x=[[1], [2, 3, 4]], y=[[1], [20, 30, 40]]), [(2, 20), (3, 30), (4, 40)]),
}


def turns(widget, kind, panel):
    """Where a painted path turns, in the stage's pixels; a point's shape turns at its middle."""
    path, (x, y) = widget.locator(f"path.{kind}").get_attribute("d"), (panel.left, panel.top)
    found = []
    for letter, numbers in re.findall(r"([MLa])([-\d.,\s]*)", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "a":
            found[-1] = (found[-1][0] + numbers[5] / 2, found[-1][1]) if numbers[5] > 0 else found[-1]
        else:
            found.append((numbers[0] + x, numbers[1] + y))
    return found


def test_every_kind_of_mark_lies_where_matplotlib_would_put_it(chromium, tmp_path):
    figure = Figure(figsize=(6, 3))
    ax = figure.add_axes((0.1, 0.2, 0.8, 0.7), xlim=(1, 1000), ylim=(1, 1e4), xscale="log", yscale="log")
    stage = make_stage(figure, {"log": ax}, alt="logarithmic axes")
    marks = [mark for mark, _ in (CARRIED | DRAWN).values()]
    frames = Frames("k", [1, 2], ["1", "2"], ["The first.", "The second."], marks=marks)
    player = Player(lambda: Scene(stage, frames), label="Marks", value=2)
    (tmp_path / "page.html").write_text(export_page(player, title="Marks"), encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    widget, panel = page.get_by_role("group", name="Marks"), stage.panels["log"]
    for kind, (_, data) in DRAWN.items():
        expected = [panel.pixels(x, y) for x, y in data]
        assert np.ravel(turns(widget, kind, panel)) == pytest.approx(np.ravel(expected), abs=0.02), kind
    on_screen = OnScreen(widget, stage, "log")
    for kind, (_, corners) in CARRIED.items():
        box = widget.locator(f"path.{kind}").bounding_box()
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        (left, top), (right, bottom) = (on_screen.at(x, y) for x, y in corners)
        assert middle == pytest.approx(((left + right) / 2, (top + bottom) / 2), abs=0.5), kind
        if kind == "vspan":
            assert (box["width"], box["height"]) == pytest.approx((right - left, bottom - top), abs=0.5)
    page.mouse.click(*on_screen.at(30, 9))  # the horizontal line is dragged up and down
    expect(widget.get_by_role("status")).to_have_text("The first.")
    page.mouse.click(*on_screen.at(3, 110))
    expect(widget.get_by_role("status")).to_have_text("The second.")
    page.close()


def test_a_label_without_a_place_is_not_shown(chromium, tmp_path):
    figure = Figure(figsize=(6, 3))
    stage = make_stage(figure, {"all": figure.add_axes((0.1, 0.2, 0.8, 0.7))}, alt="empty axes")
    label = Mark("label", "all", x=[0.5, NAN], y=[0.5, 0.5], text=["here"])
    frames = Frames("k", [1, 2], ["1", "2"], ["The first.", "The second."], marks=[label])
    player = Player(lambda: Scene(stage, frames), label="Marks")
    (tmp_path / "page.html").write_text(export_page(player, title="Marks"), encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    words = page.locator(".overlay text")
    expect(words).to_have_text("here")
    page.get_by_role("slider").press("End")
    expect(words).to_have_text("")
    page.close()


def test_page_without_javascript_keeps_picture_and_sentence(chromium, twin, tmp_path):
    (tmp_path / "page.html").write_text(export_page(twin, title="Thresholds"), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.get_by_role("img", name=re.compile("30 positives"))).to_be_visible()
    expect(page.get_by_text(twin.sentence)).to_be_visible()
    context.close()
