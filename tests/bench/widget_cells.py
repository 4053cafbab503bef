"""The same threshold explorer three times: the course's, and the two ways that most courses do it.

Before them a floor, below which no widget can be: one bare line that follows the pointer, and nothing else.
"""

from typing import NamedTuple

DATA = """
import json
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, VBox, interact
from lessonlib import counts_at_thresholds, threshold_explorer

rng = np.random.default_rng(0)
y = rng.permutation(np.arange({n}) < {n} // 20)
scores = 1 / (1 + np.exp(2.5 - 2.5 * y - rng.normal(size={n})))
_, tp, _, fp, _ = (column[1:] for column in counts_at_thresholds(y, scores))
"""

FLOOR = '''
import anywidget

class Floor(anywidget.AnyWidget):
    _esm = """
    export default { render({ el }) {
      const area = el.appendChild(document.createElement("div"));
      const line = area.appendChild(document.createElement("div"));
      area.className = "bare-floor";
      area.tabIndex = 0;
      area.style.cssText = "position: relative; height: 316px; touch-action: none";
      line.style.cssText = "position: absolute; top: 0; width: 2px; height: 100%; background: black";
      let at = 0;
      const move = (x) => (line.style.transform = `translateX(${(at = x)}px)`);
      area.addEventListener("pointermove", (event) => {
        if (event.buttons) move(event.clientX - area.getBoundingClientRect().left);
      });
      area.addEventListener("keydown", (event) => {
        event.stopPropagation();
        move(at + 1);
      });
    } };
    """

Floor()
'''

OURS = "explorer = threshold_explorer(y, scores)\nexplorer"

INTERACT = """
slider = FloatSlider(value=0.5, min=0, max=1, step=0.001, readout_format=".3f", layout={"width": "600px"})

@interact(threshold=slider)
def explore(threshold):
    flagged = scores >= threshold
    caught, alarms = np.sum(flagged & y), np.sum(flagged & ~y)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
    left.hist([scores[~y], scores[y]], bins=50, stacked=True, label=["negatives", "positives"])
    left.axvline(threshold, color="black")
    left.set(yscale="log", xlabel="score", ylabel="count", title=f"caught {caught}, false alarms {alarms}")
    left.legend()
    right.step(tp / tp[-1], tp / (tp + fp), where="pre")
    right.plot(caught / y.sum(), caught / max(1, caught + alarms), "o")
    right.set(xlabel="recall", ylabel="precision")
    plt.show()
"""

IPYMPL = """
%matplotlib widget
plt.ioff()
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
left.hist([scores[~y], scores[y]], bins=50, stacked=True, label=["negatives", "positives"])
line = left.axvline(0.5, color="black")
title = left.set_title("")
left.set(yscale="log", xlabel="score", ylabel="count")
left.legend()
right.step(tp / tp[-1], tp / (tp + fp), where="pre")
dot, = right.plot([], [], "o")
right.set(xlabel="recall", ylabel="precision")

def move(threshold):
    flagged = scores >= threshold
    caught, alarms = np.sum(flagged & y), np.sum(flagged & ~y)
    line.set_xdata([threshold, threshold])
    title.set_text(f"caught {caught}, false alarms {alarms}")
    dot.set_data([caught / y.sum()], [caught / max(1, caught + alarms)])
    figure.canvas.draw_idle()

slider = FloatSlider(value=0.5, min=0, max=1, step=0.001, readout_format=".3f", layout={"width": "600px"})
slider.observe(lambda change: move(change["new"]), "value")

def drag(event):
    if event.button and event.inaxes is left:
        move(event.xdata)

figure.canvas.mpl_connect("motion_notify_event", drag)
move(0.5)
VBox([slider, figure.canvas])
"""


class Variant(NamedTuple):
    """One way to build the widget, and where on its page to look and to take hold (CSS selectors).

    `shown` appears when it is displayed; a change inside `watched` is an answer (pictures and canvases always
    are); `slider` takes the keys; `held` is pressed, and then dragged along the width of `dragged`.
    """

    key: str
    name: str
    cell: str
    shown: str
    watched: str
    slider: str
    held: str
    dragged: str


VARIANTS = (
    Variant(
        key="floor",
        name="floor: one bare line",
        cell=FLOOR,
        shown=".bare-floor",
        watched=".bare-floor",
        slider=".bare-floor",
        held=".bare-floor",
        dragged=".bare-floor",
    ),
    Variant(
        key="ours",
        name="this course",
        cell=OURS,
        shown=".lesson-player img",
        watched=".lesson-player .overlay",
        slider=".lesson-player .slider",
        held=".lesson-player .grab.x",
        dragged=".lesson-player .grab.x",
    ),
    Variant(
        key="interact",
        name="interact + plt.show()",
        cell=INTERACT,
        shown=".jupyter-widgets .jp-OutputArea-output img",
        watched="",
        slider=".noUi-handle",
        held=".noUi-handle",
        dragged=".noUi-target",
    ),
    Variant(
        key="ipympl",
        name="ipympl, artists updated",
        cell=IPYMPL,
        shown=".jupyter-widgets canvas",
        watched="",
        slider=".noUi-handle",
        held=".jupyter-widgets canvas >> nth=-1",
        dragged=".jupyter-widgets canvas >> nth=-1",
    ),
)
