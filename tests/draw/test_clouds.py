"""Clouds as a picture: what is drawn is said in words."""

import numpy as np
from matplotlib.figure import Figure

from lessonlib.draw.clouds import clouds_picture
from lessonlib.draw.stage import Picture

CLOUDS = np.zeros((3, 2)), np.ones((2, 2))


def test_the_alt_text_counts_the_rows_and_names_the_lines():
    picture = clouds_picture(*CLOUDS, synthetic=np.ones((4, 2)), boundaries={"plain": ([1.0, 1.0], -1.0)})
    assert picture.alt == (
        "Points in a plane: 3 majority rows, 4 synthetic rows, 2 minority rows, and the boundaries of: plain."
    )


def test_a_picture_keeps_alt_text_and_caption_where_it_is_exported():
    picture = Picture(Figure(figsize=(2, 1)), "A <line>.", "What is it?")
    html = picture._repr_html_()
    assert 'alt="A &lt;line&gt;."' in html
    assert 'width="200"' in html
    assert "<figcaption>What is it?</figcaption>" in html
    assert picture.png.startswith(b"\x89PNG")
    assert repr(picture) == "A <line>. What is it?"
