"""A figure as a cell shows it: a picture with its alt text, and a caption where it needs one; exports keep both."""

from base64 import b64encode
from html import escape
from io import BytesIO

from lessonlib.draw.stage import DENSITY, DPI


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
        buffer = BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI * DENSITY, metadata={"Software": None})
        self.png = buffer.getvalue()
        self.width, self.height = (round(inches * DPI) for inches in figure.get_size_inches())
        self.alt, self.caption = alt, caption

    def __repr__(self):
        return " ".join(filter(None, (self.alt, self.caption)))

    def _repr_html_(self):
        data = b64encode(self.png).decode()
        below = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure class="lesson-figure"><img src="data:image/png;base64,{data}" alt="{escape(self.alt)}" '
            f'width="{self.width}" height="{self.height}" style="height: auto">'
            f"{below}</figure>"
        )
