"""The explorers of lessons 04 and 05 in a real JupyterLab: dragged, by keys, by controls, and exported."""

import pytest
from playwright.sync_api import expect

from lessonlib.interact.export import page as export_page
from lessonlib.interact.resampling import RATIOS, resampling_explorer
from lessonlib.interact.smote import smote_explorer

SMOTE = "from lessonlib import smote_explorer\nmade = smote_explorer()\nmade"
MINE = """
def smote(X_minority, k=5, n_synthetic=100, seed=42):
    return X_minority[n_synthetic]

mine = smote_explorer(drag="points", smote=smote)
mine
"""
RESAMPLING = "from lessonlib import resampling_explorer\nresampled = resampling_explorer()\nresampled"


@pytest.fixture(scope="module")
def notebook(lab):
    """A notebook with both explorers, run once for the module."""
    yield lab.run("resampling", [SMOTE, MINE, RESAMPLING])
    lab.close()


def widget(notebook, name, number=0):
    found = notebook.get_by_role("group", name=name).nth(number)
    found.scroll_into_view_if_needed()
    return found


def sentence(shown):
    return shown.get_by_role("status")


def on_screen(shown, stage, panel, x, y):
    """The window's pixel of a point in data coordinates."""
    box = shown.locator(".stage").bounding_box()
    across, down = stage.panels[panel].pixels(x, y)
    scale = box["width"] / stage.width
    return box["x"] + scale * across, box["y"] + scale * down


def test_the_steps_of_smote_by_keys_and_every_label_only_where_it_belongs(notebook):
    shown, twin = widget(notebook, "SMOTE explorer"), smote_explorer()
    slider = shown.get_by_role("slider", name="Step")
    slider.press("Home")
    for step in range(5):
        expect(sentence(shown)).to_have_text(twin.frames.sentences[step])
        words = [word for word in shown.locator(".overlay text").all_text_contents() if word.strip()]
        assert {word.strip() for word in words} == [{"row"}, {"row"}, {"row", "neighbour"}][min(step, 2)] | (
            {"t = 0.497"} if step == 3 else set()
        )
        slider.press("ArrowRight")
    slider.press("End")
    expect(sentence(shown)).to_have_text(twin.frames.sentences[-1])


def test_t_is_dragged_on_the_plot_and_controls_ask_python(notebook, lab):
    shown = widget(notebook, "SMOTE explorer")
    shown.get_by_label("Drag the").select_option("t")
    twin = smote_explorer(drag="t")
    expect(sentence(shown)).to_have_text(twin.sentence)
    handle = next(mark for mark in twin.frames.marks if mark.drag)
    for t in (0.5, 0.1, 0.9):
        index = twin.frames.nearest(t)
        lab.page.mouse.move(*on_screen(shown, twin._scene.stage, "map", handle.x[index], handle.y[index]))
        if t == 0.5:
            lab.page.mouse.down()
        expect(sentence(shown)).to_have_text(twin.frames.sentences[index])
    lab.page.mouse.up()
    lab.page.keyboard.press("ArrowLeft")
    expect(sentence(shown)).to_have_text(twin.frames.sentences[index - 1])

    shown.get_by_label("Drag the").select_option("points")
    shown.get_by_label("Data").select_option("a curve")
    shown.get_by_role("slider", name="k", exact=True).press("End")
    expect(sentence(shown)).to_have_text(smote_explorer("a curve", "points", 15).sentence)
    shown.get_by_role("button", name="Draw again").click()
    expect(sentence(shown)).not_to_have_text(smote_explorer("a curve", "points", 15).sentence)
    assert lab.ask("made.settings['draw']") == 43


def test_the_learners_error_is_shown_in_words(notebook):
    shown = widget(notebook, "SMOTE explorer", 1)
    expect(shown.get_by_role("alert")).to_contain_text("Your function stopped: line 2 of smote: IndexError")
    shown.get_by_role("slider", name="Synthetic points").press("Home")
    expect(sentence(shown)).to_contain_text("No synthetic points yet")


def test_the_ratio_is_dragged_on_the_curves(notebook, lab):
    shown, twin = widget(notebook, "Resampling explorer"), resampling_explorer()
    lab.page.mouse.move(*on_screen(shown, twin._scene.stage, "curves", RATIOS[12], 0.5))
    lab.page.mouse.down()
    for index in (0, 7, 24):
        lab.page.mouse.move(*on_screen(shown, twin._scene.stage, "curves", RATIOS[index], 0.5))
        expect(sentence(shown)).to_have_text(twin.frames.sentences[index])
    lab.page.mouse.up()
    shown.get_by_label("Method").select_option("undersampling")
    expect(sentence(shown)).to_have_text(resampling_explorer("undersampling").frames.sentences[24])
    slider = shown.get_by_role("slider", name="Positives : negatives")
    slider.press("Home")
    expect(sentence(shown)).to_have_text(twin.frames.sentences[0])
    slider.press("ArrowRight")
    expect(sentence(shown)).to_have_text(resampling_explorer("undersampling").frames.sentences[1])


def test_exported_they_work_from_a_file_without_a_kernel(chromium, tmp_path):
    explorers = smote_explorer(drag="points"), resampling_explorer()
    file = tmp_path / "explorers.html"
    file.write_text(export_page(*explorers, title="Resampling"), encoding="utf-8")
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    problems = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.goto(file.as_uri())
    for explorer in explorers:
        shown = tab.get_by_role("group", name=explorer.label)
        expect(sentence(shown)).to_have_text(explorer.sentence)
        shown.get_by_role("slider", name=explorer.frames.quantity).press("End")
        expect(sentence(shown)).to_have_text(explorer.frames.sentences[-1])
    context.close()
    assert problems == []
