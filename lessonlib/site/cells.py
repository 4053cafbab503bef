"""The cells of an executed lesson as HTML; what answers a prediction stays folded until the reader asks for it."""

import re
from html import escape

from lessonlib.interact.export import can_place, place

_WIDGET = "application/vnd.jupyter.widget-view+json"
_LINK = re.compile(r'href="((?:\d\d_\w+))\.ipynb')
_TO_EXERCISE = re.compile(r'href="\.\./exercises/')
NEEDS_KERNEL = "needs-kernel"  # tag of a cell whose output is about the computer that it ran on


def as_html(cells, widgets):
    """Return one string of HTML for each cell.

    Parameters
    ----------
    cells : list of NotebookNode
        Executed.
    widgets : dict
        The notebook's stored widget models, by id.
    """
    shown, open_question = [], False
    for cell in cells:
        if cell.cell_type == "markdown":
            shown.append(_links(_prose(cell.source)))
            continue
        asks, answers = (re.search(rf"^{call}\(", cell.source, re.MULTILINE) for call in ("predict", "reveal"))
        outputs = _links(_outputs(cell, widgets))
        folded = outputs and open_question and not asks
        shown.append(_code(cell.source) + (_fold(outputs) if folded else outputs))
        open_question = bool(asks) or (open_question and not answers)
    return shown


def _prose(source):
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    return f'<div class="prose">{markdown2html_mistune(source)}</div>'


def _code(source):
    from nbconvert.filters import Highlight2HTML

    return f'<div class="code">{Highlight2HTML()(source, language="ipython3")}</div>'


def _outputs(cell, widgets):
    if NEEDS_KERNEL in cell.metadata.get("tags", []):
        return '<p class="note">This cell looks at your own computer: run it in JupyterLab.</p>'
    return "".join(filter(None, (_output(output, widgets) for output in cell.outputs)))


def _output(output, widgets):
    """Return an output as HTML; progress bars and whatever else went to stderr are left out."""
    if output.output_type == "stream":
        return f"<pre>{escape(output.text)}</pre>" if output.name == "stdout" else ""
    data = output.data
    if _WIDGET in data:
        return _widget(widgets.get(data[_WIDGET]["model_id"], {}).get("state", {}), data)
    if "text/html" in data:
        return f'<div class="output">{_framed(data["text/html"])}</div>'
    return f"<pre>{escape(data.get('text/plain', ''))}</pre>"


def _widget(state, data):
    kind = state.get("_anywidget_id", "")
    return place(kind, state, data["text/html"]) if can_place(kind) else ""


def _framed(html):
    """Let a wide table scroll by itself, by keyboard too, instead of the whole page."""
    table = '<div class="wide" role="group" aria-label="Table" tabindex="0">{}</div>'
    return table.format(html) if "<table" in html else html


def _fold(outputs):
    return f'<details class="outcome"><summary>Show what this cell gives</summary>{outputs}</details>'


def _links(html):
    """Let links to other lessons lead to their pages, and links to exercises to the notebooks beside them."""
    return _TO_EXERCISE.sub('href="exercises/', _LINK.sub(r'href="\1.html', html))
