"""The colours, shapes and dashes of the course, by the role they play, and the style every figure shares.

Minority and majority differ by little in lightness, so a colour never stands alone: each role has its own
marker and dash as well. The four hues are from Okabe and Ito (2008) and stay apart for colour-blind readers.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass

INK = "#1F1F1F"
REFERENCE = "#595959"
FAINT = "#D9D9D9"
PAPER = "#FFFFFF"


@dataclass(frozen=True)
class Role:
    """How one role is drawn: a colour, a matplotlib marker, and dashes in line widths (none: a solid line)."""

    color: str
    marker: str
    dash: tuple[float, ...] = ()

    @property
    def linestyle(self):
        """The dashes as matplotlib takes them."""
        return (0, self.dash) if self.dash else "-"


ROLES = {
    "negative": Role("#0072B2", "o"),
    "positive": Role("#D55E00", "^", (3, 1.5)),
    "reference": Role(REFERENCE, "s", (1, 1.5)),
    "third": Role("#009E73", "D", (4, 1.5, 1, 1.5)),
    "ink": Role(INK, "o"),
}


def house_style() -> AbstractContextManager:
    """Return a context in which figures are drawn in the course's style, whatever style the reader has set."""
    import matplotlib.style

    return matplotlib.style.context(["default", _SETTINGS])


_SETTINGS = {
    "font.size": 10,
    "text.hinting": "none",
    "axes.labelsize": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": REFERENCE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": REFERENCE,
    "ytick.color": REFERENCE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "figure.facecolor": PAPER,
    "figure.dpi": 100,
}
