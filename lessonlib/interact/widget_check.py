"""Can this page show widgets, and can they talk to Python? One line that answers both."""

import anywidget
import traitlets

_ADVICE = (
    "No widget shows here. In JupyterLab: run this cell again, then reload the page in the browser; "
    "if this text stays, close JupyterLab and start it with: uv run lesson lab"
)
_SCRIPT = """
export default {
  render({ model, el }) {
    const words = () => (model.get("answered") ? "Widgets work." : "Widgets show; waiting for Python to answer …");
    const show = () => (el.textContent = words());
    el.setAttribute("role", "status");
    model.on("change:answered", show);
    model.set("shown", true);
    model.save_changes();
    show();
  },
};
"""


class WidgetCheck(anywidget.AnyWidget):
    """The page sets `shown` when it draws the widget; Python answers with `answered`, and the page says so."""

    _esm = _SCRIPT
    shown = traitlets.Bool(False).tag(sync=True)
    answered = traitlets.Bool(False).tag(sync=True)

    @traitlets.observe("shown")
    def _answer(self, change):
        self.answered = change["new"]

    def __repr__(self):
        return _ADVICE

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/html": f"<p>{_ADVICE}</p>"}, metadata


def widget_check():
    """Return a widget that says "Widgets work." once page and Python have heard from each other.

    Where no widget can show, a line of advice stands in its place.

    Returns
    -------
    WidgetCheck
    """
    return WidgetCheck()
