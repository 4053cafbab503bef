"""What a cell shows: a picture with its words, or a stage, the picture of what stands still below moving marks.

A stage knows where on it the data lie. Marks are laid over it later: in the page by the player, here for places that
show no widgets. Both map data to pixels with nothing but each panel's rectangle and limits.
"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import BytesIO

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from lessonlib.draw.palette import PAPER, ROLES, house_style

DENSITY = 2  # pixels of the picture for each pixel of the page, so that it is sharp on dense screens
DPI = 100


@dataclass(frozen=True)
class Panel:
    """One named axes: its rectangle on the page in pixels from the top left, and its limits in data."""

    left: float
    top: float
    width: float
    height: float
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    xlog: bool = False
    ylog: bool = False

    def pixels(self, x, y):
        """Map data coordinates (numbers or arrays) to pixels from the picture's top left."""
        across, up = _fraction(x, self.xlim, self.xlog), _fraction(y, self.ylim, self.ylog)
        return self.left + self.width * across, self.top + self.height * (1 - up)


@dataclass(frozen=True)
class Stage:
    """A still picture (PNG, `DENSITY` times as fine as its size in page pixels), its panels and its alt text."""

    picture: bytes
    width: int
    height: int
    panels: dict[str, Panel]
    alt: str


def make_stage(figure, axes, alt):
    """Render a figure once and note where its axes are.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        100 dots an inch: 9 by 3 inches are 900 by 300 pixels on the page.
    axes : dict of str to Axes
        The panels, by the names that marks use. Linear or logarithmic scales.
    alt : str
        What the picture shows, in words, for those who cannot see it.

    Returns
    -------
    Stage
    """
    picture = _png(figure, DENSITY)  # rendering settles the layout, so positions are read after it
    width, height = (round(inches * DPI) for inches in figure.get_size_inches())
    panels = {name: _panel(ax, width, height) for name, ax in axes.items()}
    return Stage(picture, width, height, panels, alt)


def static_picture(stage, marks, index, density=1.5):
    """Draw the marks of one frame over the stage, as a PNG: what is left where no widget can run."""
    with house_style():
        figure = Figure(figsize=(stage.width / DPI, stage.height / DPI), dpi=DPI)
        ax = figure.add_axes((0, 0, 1, 1), xlim=(0, stage.width), ylim=(stage.height, 0))
        ax.set_axis_off()
        ax.imshow(imread(BytesIO(stage.picture)), extent=(0, stage.width, stage.height, 0), aspect="auto")
        for mark in (mark for mark in marks if not mark.lit_only):
            _draw(ax, mark, index, stage.panels[mark.axes])
        return _png(figure, density)


def _png(figure, density):
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI * density, metadata={"Software": None})
    return buffer.getvalue()


def _panel(ax, width, height):
    box = ax.get_position()
    return Panel(
        left=box.x0 * width,
        top=(1 - box.y1) * height,
        width=box.width * width,
        height=box.height * height,
        xlim=tuple(map(float, ax.get_xlim())),
        ylim=tuple(map(float, ax.get_ylim())),
        xlog=ax.get_xscale() == "log",
        ylog=ax.get_yscale() == "log",
    )


def _fraction(value, limits, log):
    value, (low, high) = np.asarray(value, dtype=float), limits
    if log:
        value, low, high = np.log(value), np.log(low), np.log(high)
    return (value - low) / (high - low)


def _draw(ax, mark, index, panel):
    """Draw one mark in pixels, as the player does."""
    x, y, text = mark.at(index)
    across, up = (np.asarray(pixels) for pixels in panel.pixels(x or [np.nan], y or [np.nan]))
    role, clip = ROLES[mark.role], Rectangle((panel.left, panel.top), panel.width, panel.height, transform=ax.transData)
    if mark.kind == "label":
        _label(ax, text, across[0] if x else _edge(mark.align, panel), up[0] if y else panel.top, mark)
    elif mark.kind == "vspan":
        corner, width = (across[0], panel.top), across[1] - across[0]
        ax.add_patch(Rectangle(corner, width, panel.height, color=role.color, alpha=0.08, linewidth=0, clip_path=clip))
    elif mark.kind in ("point", "points"):
        size = 9 if mark.kind == "point" else 5
        ax.plot(
            across,
            up,
            role.marker,
            color=role.color,
            markersize=size,
            markeredgecolor=PAPER,
            markeredgewidth=size / 9,
            clip_on=False,
        )
    else:
        lines = _lines(mark.kind, across, up, panel)
        style = {"colors": role.color, "linestyles": role.linestyle, "linewidths": 1.5}
        ax.add_collection(LineCollection(lines, clip_path=clip, **style), autolim=False)


def _lines(kind, across, up, panel):
    """Return the polylines that make up a mark, each a sequence of (x, y) in pixels."""
    if kind == "vline":
        return [[(x, panel.top), (x, panel.top + panel.height)] for x in across]
    if kind == "hline":
        return [[(panel.left, y), (panel.left + panel.width, y)] for y in up]
    corners = np.column_stack([across, up])
    return [corners] if kind == "polyline" else corners.reshape(-1, 2, 2)


def _edge(align, panel):
    return panel.left + panel.width * {"start": 0, "middle": 0.5, "end": 1}[align]


def _label(ax, text, x, y, mark):
    align = {"start": "left", "middle": "center", "end": "right"}[mark.align]
    above = {"xytext": (0, 4), "textcoords": "offset points", "ha": align, "va": "baseline"}
    halo = [withStroke(linewidth=3, foreground=PAPER)]
    ax.annotate(text, (x, y), color=ROLES[mark.role].color, annotation_clip=False, path_effects=halo, **above)


class Picture:
    """A figure, drawn once, with what it shows in words for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        100 dots an inch: 6 inches are 600 pixels on the page.
    alt : str
        Also what is printed where no picture can be shown.
    caption : str, default ""
        Stands below the picture.
    """

    def __init__(self, figure, alt, caption=""):
        self.png = _png(figure, DENSITY)
        self.width, self.height = (round(inches * DPI) for inches in figure.get_size_inches())
        self.alt, self.caption = alt, caption

    def __repr__(self):
        return " ".join(filter(None, (self.alt, self.caption)))

    def _repr_html_(self):
        data = b64encode(self.png).decode()
        below = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure class="lesson-figure"><img src="data:image/png;base64,{data}" alt="{escape(self.alt)}" '
            f'width="{self.width}" height="{self.height}" style="height: auto">{below}</figure>'
        )
