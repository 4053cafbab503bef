"""`tests.bench widgets`: how fast the threshold explorer answers, beside `interact` and ipympl, in a real JupyterLab.

Measured in the page, from the input event to the painted frame that answers it; see `probe.js`.
"""

import json
import tempfile
import time
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.bench.widget_cells import DATA, VARIANTS
from tests.browser.jupyterlab import Lab, browser, find_chromium, server

PROBE = Path(__file__).with_name("probe.js")
SIZES = (2_000, 100_000)
STEPS = 30
DRAG_SECONDS = 5
PATIENCE = 10  # s: the longest a single step may take
# Of the floor, a bare line in the same run: so much more time and so many of its frames; and limits of its own.
BUDGET = {"of_floor": 1.3, "frames_of_floor": 0.9, "times_faster": 30, "shown": 400, "state": 1e6}


class Result(NamedTuple):
    """What one variant did at one size: ms, frames a second, and bytes of widget state (0: not ours to count)."""

    variant: str
    n: int
    step_p50: float
    step_p95: float
    drag_p50: float
    drag_p95: float
    frames: float
    shown: float
    state: int


def main(sizes=SIZES, out=None):
    """Measure every variant at every size, print a table, and return the results.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of samples.
    out : path, optional
        Write the results there as JSON; nothing is written otherwise.

    Raises
    ------
    SystemExit
        If Playwright, ipympl or Chromium is missing.
    """
    missing = _missing()
    if missing:
        raise SystemExit(missing)
    results = []
    print(
        f"{'':26}{'n':>8}  {'step p50':>9}{'p95':>7}  {'drag p50':>9}{'p95':>7}{'frames/s':>10}{'shown':>8}{'state':>9}"
    )
    with tempfile.TemporaryDirectory() as folder, browser() as chromium, server(folder) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(path=PROBE)
        lab = Lab(page, address, folder)
        for n in sizes:
            for variant in VARIANTS:
                results.append(measure(lab, variant, n))
                print(_line(results[-1]), flush=True)
    print_verdict(results)
    if out:
        Path(out).write_text(json.dumps([result._asdict() for result in results], indent=1), encoding="utf-8")
    return results


def _missing():
    """Say how to install what is missing, or return nothing."""
    if any(find_spec(name) is None for name in ("playwright", "ipympl")):
        return "playwright and ipympl must be installed; use: uv run --group bench python -m tests.bench widgets"
    if find_chromium() is None:
        return "Chromium must be installed; found none. On Debian: apt-get install chromium"
    return ""


def measure(lab, variant, n):
    """Build one variant with `n` samples in a new notebook, step and drag it, and return its `Result`."""
    page = lab.page
    lab.open(f"bench-{n}-{variant.key}", [DATA.format(n=n), variant.cell])
    lab.run_cell()
    page.evaluate("(watched) => { probe.watched = watched; probe.reset(); }", variant.watched)
    shown = page.evaluate(_SHOW, variant.shown)
    page.wait_for_timeout(1500)  # what the notebook still does after a first display is not the widget's
    steps = _step(page, variant)
    page.wait_for_timeout(1000)
    drags, frames = _drag(page, variant)
    state = lab.ask("len(json.dumps(explorer.get_state()))" if "explorer" in variant.cell else "0")
    lab.close()
    return Result(
        variant.name, n, *np.percentile(steps, [50, 95]), *np.percentile(drags, [50, 95]), frames, shown, state
    )


def _step(page, variant):
    """Press an arrow key again and again, each time after the last answer; return the waits."""
    page.locator(variant.slider).focus()
    waits, pauses = [], np.random.default_rng(0)
    for _ in range(STEPS):
        page.evaluate("() => probe.reset()")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => probe.waits.length", timeout=1000 * PATIENCE)
        page.wait_for_timeout(pauses.uniform(50, 100))  # so as not to fall into step with the screen's frames
        waits.append(page.evaluate("() => probe.waits[0]"))
    return waits


def _drag(page, variant):
    """Drag to and fro without a pause; return the waits and the painted frames a second."""
    box = page.locator(variant.dragged).first.bounding_box()
    there = np.linspace(0.15, 0.4, 80)
    height = box["y"] + box["height"] / 2
    page.locator(variant.held).first.hover()
    page.mouse.down()
    page.evaluate("() => probe.reset()")
    begin = time.perf_counter()
    for fraction in cycle([*there, *there[::-1]]):
        page.mouse.move(box["x"] + fraction * box["width"], height)
        if time.perf_counter() - begin > DRAG_SECONDS:
            break
    waits, paints = page.evaluate("() => [probe.waits, probe.paints]")
    seconds = time.perf_counter() - begin
    page.mouse.up()
    return waits or [1000 * seconds], paints / seconds


_SHOW = """(selector) => {
  jupyterapp.commands.execute("notebook:run-cell");
  return probe.untilShown(selector);
}"""


def _line(result):
    state = f"{result.state / 1000:,.0f} kB" if result.state else "–"
    return (
        f"{result.variant:26}{result.n:>8,}  {result.step_p50:>9.1f}{result.step_p95:>7.1f}  {result.drag_p50:>9.1f}"
        f"{result.drag_p95:>7.1f}{result.frames:>10.1f}{result.shown:>8.0f}{state:>9}"
    )


def print_verdict(results):
    """Print the ratios to `interact`, and whether the largest size keeps the budget."""
    floor, ours, usual, other = (result for result in results if result.n == results[-1].n)
    print("\nms from the input to the painted frame; drag: 5 s of continuous movement; shown: first display, ms")
    for each in (ours, other):
        print(
            f"{each.variant}: {usual.drag_p50 / each.drag_p50:.0f} times (drag, p50) and "
            f"{usual.step_p50 / each.step_p50:.0f} times (step, p50) as fast as interact, at n = {each.n:,}"
        )
    share, frames = BUDGET["of_floor"], BUDGET["frames_of_floor"]
    kept = {
        f"drag p50 <= {share} × the floor's": ours.drag_p50 <= share * floor.drag_p50,
        f"drag p95 <= {share} × the floor's": ours.drag_p95 <= share * floor.drag_p95,
        f"frames >= {frames} × the floor's": ours.frames >= frames * floor.frames,
        f">= {BUDGET['times_faster']} times interact": usual.drag_p50 / ours.drag_p50 >= BUDGET["times_faster"],
        f"shown <= {BUDGET['shown']} ms": ours.shown <= BUDGET["shown"],
        f"state <= {BUDGET['state'] / 1e6:.0f} MB": ours.state <= BUDGET["state"],
    }
    print("; ".join(f"{what}: {'yes' if done else 'NO'}" for what, done in kept.items()))
