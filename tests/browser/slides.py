"""A lesson as slides, the way README says, and what its back row can read."""

import shutil

import nbformat
from playwright.sync_api import expect

from tests.browser.jupyterlab import settle
from tests.course.lesson_runs import FOLDER

ACTIVE = "() => opened.content.activeCellIndex"
LEAST = 24  # px: text on a slide of 1920 by 1080
SMALLEST = """(root) => Math.min(...[...root.querySelectorAll("p, li, td, pre, .cm-line, .sentence, legend, label")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.textContent.trim())
  .map((node) => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom))"""
SHOWN = ".jp-deck-mod-visible.jp-deck-mod-onscreen"
BELOW = f"""(root) => [...root.querySelectorAll("{SHOWN} .jp-OutputArea-output")]
  .map((node) => Math.floor(node.getBoundingClientRect().bottom - innerHeight))
  .filter((pixels) => pixels > 0)"""


class Slides:
    """A lesson, all of whose cells run, in the deck, turned by one key; what is small or cut on the way is kept.

    Parameters
    ----------
    lab : Lab
    lesson : str
        Such as "05_smote".
    """

    def __init__(self, lab, lesson):
        self.lab, self.page = lab, lab.page
        self.small, self.below = {}, {}
        self.cells = nbformat.read(FOLDER / f"{lesson}.ipynb", as_version=4).cells
        self.page.set_viewport_size({"width": 1920, "height": 1080})
        shutil.copy(FOLDER / f"{lesson}.ipynb", lab.notebooks)
        self.panel = lab.open(lesson)
        lab.run_all()
        self.page.evaluate("() => void Object.assign(opened.content, { activeCellIndex: 0, mode: 'command' })")
        self.page.keyboard.press("Control+Shift+C")
        self.page.locator(".lm-CommandPalette-input").fill("Start Deck")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".jp-Deck")).to_be_visible()

    def cells_that_call(self, name):
        """Return the numbers of the code cells that call a function."""
        calls = [cell.cell_type == "code" and f"{name}(" in cell.source for cell in self.cells]
        return [number for number, does in enumerate(calls) if does]

    def at(self):
        """Return the number of the cell that is shown."""
        return self.page.evaluate(ACTIVE)

    def turn(self, key="PageDown"):
        """Press a key that leads to another cell, and wait until it is painted."""
        at = self.at()
        self.page.keyboard.press(key)
        self.page.wait_for_function(f"(at) => ({ACTIVE})() !== at", arg=at)
        settle(self.page)

    def go_to(self, cell):
        """Turn slides, as a clicker does, up to a cell; measure each that is left."""
        while (at := self.at()) < cell:
            self.turn()
            assert self.at() > at
            self.look()

    def look(self):
        """Keep what is small or below the edge of what is shown."""
        self.small[self.at()], self.below[self.at()] = self._seen()

    def _seen(self):
        """Return sizes of small text and pixels below the edge; the deck scrolls to what is new in its own time."""
        for _ in range(20):
            sizes = [one.evaluate(SMALLEST) for one in self.panel.locator(SHOWN).all()]
            small, below = [size for size in sizes if size is not None and size < LEAST], self.panel.evaluate(BELOW)
            if not small and not below:
                break
            self.page.wait_for_timeout(250)
        return small, below

    def assert_legible(self):
        """No text that was shown is small, and nothing lay below the edge of the screen."""
        for found, words in ((self.small, "small text"), (self.below, "below the edge")):
            found = {at: pixels for at, pixels in found.items() if pixels}
            assert found == {}, f"{words}, by cell: {found}"

    def close(self):
        """End the deck."""
        self.page.evaluate("() => jupyterapp.commands.execute('deck:stop')")
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.lab.close()
