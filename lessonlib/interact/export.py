"""Widgets in a web page that needs no kernel, no server and no network: it opens from a folder.

The widgets' own JavaScript is put into the page, with a stand-in for the model that Jupyter would give it:
frames are data, so dragging, keys and numbers work; only the controls, which ask Python, are switched off.
"""

import json
from html import escape
from pathlib import Path

from lessonlib.interact.player import Player
from lessonlib.interact.question import Question

_STAND_IN = Path(__file__).parent / "export.js"
_KINDS = {f"{kind.__module__}.{kind.__name__}": kind for kind in (Player, Question)}
_SHOWN = {trait for kind in _KINDS.values() for trait in kind.class_trait_names(sync=True) if trait[0] != "_"}
_SHOWN = (_SHOWN | {"_stage", "_frames"}) - {"layout", "tabbable", "tooltip"}


def can_place(kind):
    """Say whether a page can show widgets of this kind, such as ``lessonlib.interact.player.Player``."""
    return kind in _KINDS


def place(kind, state, still):
    """Return the HTML where a widget goes: its still picture, which the page's script brings to life.

    Parameters
    ----------
    kind : str
        The widget's class, as ``lessonlib.interact.player.Player``.
    state : dict
        The values of its traits, as they are or as a notebook stores them.
    still : str
        HTML to show where no script runs.

    Raises
    ------
    ValueError
        If no page can show that kind.
    """
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}; got {kind!r}. Show its still picture instead.")
    shown = {name: value for name, value in state.items() if name in _SHOWN} | {"exported": True}
    data = json.dumps(shown).replace("<", "\\u003c")  # no text in it can end the script element
    return (
        f'<div class="lesson-widget-place" data-kind="{kind}">{still}'
        f'<script type="application/json">{data}</script></div>'
    )


def scripts():
    """Return the style and the script that a page needs once, after all its places."""
    styles = "".join(str(kind._css) for kind in _KINDS.values())
    modules = ",".join(f"{json.dumps(name)}: {_as_value(str(kind._esm))}" for name, kind in _KINDS.items())
    stand_in = _STAND_IN.read_text(encoding="utf-8")
    return f'<style>{styles}</style><script type="module">const kinds = {{{modules}}};\n{stand_in}</script>'


def page(*players, title):
    """Return a whole page (HTML) with one widget after another.

    Without JavaScript it still shows each widget's picture and sentence.

    Examples
    --------
    ``Path("explorer.html").write_text(page(explorer, title="The threshold"), encoding="utf-8")``
    """
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"></head>'
        f"<body><main>{''.join(map(_place_of, players))}</main>{scripts()}</body></html>"
    )


def _place_of(player):
    return place(
        player._anywidget_id, {name: getattr(player, name) for name in _SHOWN if player.has_trait(name)}, player.still()
    )


def _as_value(module):
    """Return a JavaScript expression for what a module exports, so that several fit in one script."""
    return f"(() => {{ {module.replace('export default', 'return')} }})()"
