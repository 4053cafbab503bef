"""A web page of widgets that needs no kernel, no server and no network: it opens from a folder.

The player's own JavaScript is put into the page, with a stand-in for the model that Jupyter would give it:
frames are data, so dragging, keys and numbers work; only the controls, which ask Python, are switched off.
"""

import json
from html import escape

from lessonlib.interact.player import Player

# What a Jupyter model does for a view, where nobody else is listening.
_STAND_IN = """
function standIn(state) {
  const heard = {};
  return {
    get: (key) => state[key],
    set(key, value) {
      state[key] = value;
      for (const handler of heard[`change:${key}`] ?? []) handler();
    },
    on: (event, handler) => (heard[event] ??= []).push(handler),
    off: (event, handler) => (heard[event] = heard[event]?.filter((other) => other !== handler)),
    save_changes() {},
  };
}
for (const place of document.querySelectorAll(".lesson-player-place")) {
  const state = JSON.parse(place.querySelector("script").textContent);
  place.replaceChildren();
  player.render({ model: standIn(state), el: place });
}
"""


def place(player):
    """Return the HTML where a widget goes: its picture and sentence, which the page's script brings to life.

    Parameters
    ----------
    player : Player
        Shown at its present position.
    """
    keys = ("label", "question", "controls", "settings", "problem", "value", "_stage", "_frames")
    state = json.dumps({key: getattr(player, key) for key in keys} | {"exported": True})
    state = state.replace("<", "\\u003c")  # no text in it can end the script element
    return f'<div class="lesson-player-place">{player.still()}<script type="application/json">{state}</script></div>'


def scripts():
    """Return the style and the script that a page needs once, after all its places."""
    module = str(Player._esm).replace("export default { render };", "const player = { render };")
    return f'<style>{Player._css}</style><script type="module">{module}{_STAND_IN}</script>'


def page(*players, title):
    """Return a whole page (HTML) with one widget after another.

    Without JavaScript it still shows each widget's picture and sentence.

    Examples
    --------
    ``Path("explorer.html").write_text(page(explorer, title="The threshold"), encoding="utf-8")``
    """
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f"<body><main>{''.join(map(place, players))}</main>{scripts()}</body></html>"
    )
