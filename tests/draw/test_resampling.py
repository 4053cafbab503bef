"""Copies as a picture: the area of a mark is proportional to how often its row occurs."""

import numpy as np
import pytest

from lessonlib.draw import resampling
from lessonlib.draw.resampling import LARGEST, ONCE, resampled_picture

X, Y = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0], [3.0, 1.0], [4.0, 4.0]]), np.array([0, 0, 0, 1, 1])
OVER, UNDER = np.array([1, 1, 1, 20, 1]), np.array([1, 0, 1, 1, 1])


@pytest.fixture
def panels(monkeypatch):
    monkeypatch.setattr(resampling, "Picture", lambda figure, _: figure)
    return resampled_picture(X, Y, OVER, UNDER).axes


@pytest.mark.parametrize(("panel", "times"), [(0, OVER), (1, UNDER)])
def test_every_row_is_drawn_once_by_class_with_an_area_for_its_copies(panels, panel, times):
    dropped, negatives, positives = panels[panel].collections
    assert np.array_equal(dropped.get_offsets(), X[times == 0])
    for marks, label in ((negatives, 0), (positives, 1)):
        assert np.array_equal(marks.get_offsets(), X[label == Y])
        assert np.allclose(marks.get_sizes(), min(ONCE, LARGEST / times.max()) * times[label == Y])


def test_titles_count_the_classes_after_resampling(panels):
    titles = [ax.get_title() for ax in panels]
    assert titles == ["oversampled: 3 negatives, 21 positives", "undersampled: 2 negatives, 2 positives"]


def test_the_alt_text_holds_the_copies_and_what_is_kept():
    assert resampled_picture(X, Y, OVER, UNDER).alt == (
        "Left, after oversampling: each of the 2 positives occurs 1 to 20 times, each negative once. Right, after "
        "undersampling: 2 of 3 negatives are kept, and all positives."
    )
