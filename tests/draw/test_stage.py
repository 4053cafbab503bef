"""The stage: pixels agree with matplotlib's own transforms; frames refuse what cannot be shown."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from lessonlib.draw.frames import Frames, Mark, Table, Term
from lessonlib.draw.palette import ROLES
from lessonlib.draw.stage import DENSITY, make_stage, static_picture
from lessonlib.draw.threshold import threshold_stage


def two_panels():
    figure = Figure(figsize=(8, 3), dpi=100, layout="constrained")
    left, right = figure.subplots(1, 2)
    left.set(xlim=(-3, 5), ylim=(0, 40), xlabel="score", ylabel="count")
    right.set(xlim=(0.01, 100), ylim=(1, 1e5), xscale="log", yscale="log")
    return figure, {"left": left, "right": right}


@pytest.fixture(scope="module")
def stage():
    return make_stage(*two_panels(), alt="two panels")


def pixels_of(stage, marks, index=0):
    return imread(BytesIO(static_picture(stage, marks, index, density=1)))


@pytest.fixture(scope="module")
def bare(stage):
    return pixels_of(stage, [])


@pytest.mark.parametrize("name", ["left", "right"])
@pytest.mark.parametrize(("x", "y"), [(0.5, 10), (1, 39), (4, 2)])
def test_pixels_agree_with_matplotlib(name, x, y):
    figure, axes = two_panels()
    stage = make_stage(figure, axes, alt="two panels")
    figure.set_layout_engine("none")
    expected_x, from_bottom = axes[name].transData.transform((x, y))
    assert stage.panels[name].pixels(x, y) == pytest.approx((expected_x, stage.height - from_bottom), abs=0.5)


def test_picture_is_as_dense_as_promised(stage):
    height, width, _ = imread(BytesIO(stage.picture)).shape
    assert (width, height) == (stage.width * DENSITY, stage.height * DENSITY) == (800 * DENSITY, 300 * DENSITY)


@pytest.mark.parametrize(
    "mark",
    [
        Mark("vline", "left", "positive", x=[1]),
        Mark("hline", "left", "negative", y=[10]),
        Mark("vspan", "left", "third", x=[(1, 3)]),
        Mark("point", "left", "positive", x=[1], y=[10]),
        Mark("points", "left", "negative", x=[[1, 2, 3]], y=[[10, 20, 30]]),
        Mark("segments", "left", "third", x=[[1, 2, 3, 4]], y=[[10, 20, 30, 5]]),
        Mark("polyline", "left", "reference", x=[[1, 2, 3]], y=[[10, 20, 30]]),
        Mark("label", "left", "positive", text=["here"]),
        Mark("label", "left", "positive", x=[2], y=[10], text=["here"], align="start"),
    ],
    ids=lambda mark: mark.kind,
)
def test_static_picture_shows_every_kind_of_mark(stage, bare, mark):
    rows, columns = np.nonzero(np.abs(bare - pixels_of(stage, [mark])).max(axis=2) > 0.04)
    panel = stage.panels["left"]
    assert len(rows) > 10
    assert columns.min() >= panel.left - 2
    assert columns.max() <= panel.left + panel.width + 2
    assert rows.max() <= panel.top + panel.height + 2


def test_vline_stands_at_its_pixel(stage, bare):
    marked = pixels_of(stage, [Mark("vline", "left", x=[0, 2])], index=1)
    columns = np.nonzero(np.abs(bare - marked).max(axis=(0, 2)) > 0.3)[0]
    assert columns.mean() == pytest.approx(stage.panels["left"].pixels(2, 0)[0], abs=1)


def test_undefined_coordinates_draw_nothing(stage, bare):
    mark = Mark("point", "left", x=[np.nan], y=[10])
    assert np.array_equal(pixels_of(stage, [mark]), bare)
    assert mark.payload()["x"] == [None]


def test_what_only_a_word_lights_up_is_not_in_the_still_picture(stage, bare):
    region = Mark("vspan", "left", "positive", x=[(0, 2)], term="caught", lit_only=True)
    assert np.array_equal(pixels_of(stage, [region]), bare)


def test_style_of_the_reader_does_not_reach_the_stage():
    import matplotlib

    def picture():
        edges = np.linspace(0, 1, 3)
        stage = threshold_stage(
            edges=edges,
            positives=np.array([1, 2]),
            negatives=np.array([8, 1]),
            lone_positives=np.array([0.2, 0.6, 0.8]),
            lone_negatives=np.array([0.7]),
            recall=np.array([1, 0.5]),
            precision=np.array([0.25, 0.5]),
            prevalence=0.25,
        )
        return stage.picture

    plain = picture()
    with matplotlib.rc_context({"axes.facecolor": "black", "font.size": 30, "lines.linewidth": 9}):
        assert picture() == plain


def test_roles_differ_in_more_than_colour():
    looks = [(role.marker, role.dash) for name, role in ROLES.items() if name != "ink"]
    assert len(set(looks)) == len(looks)


def frames(**changes):
    parts = {"quantity": "k", "values": [1, 2, 3], "readings": ["1", "2", "3"], "sentences": ["k is small."]}
    return Frames(**parts | changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"values": [1, 3, 2]}, "values must be at least one number, each larger than the last"),
        ({"values": []}, "values must be at least one number"),
        ({"readings": ["1", "2"]}, "readings must have one entry, or one for each of the 3 frames; got 2"),
        ({"marks": [Mark("vline", "a", x=[1, 2])]}, "x of a vline must have one entry, or one for each of the 3"),
        ({"marks": [Mark("point", "a", x=[1])]}, "y of a point must have one entry"),
        ({"marks": [Mark("label", "a")]}, "text of a label must have one entry"),
        ({"tables": [Table("t", ["a"], {"row": [["1", "2"]]})]}, "a cell of row 'row' must have one entry"),
        ({"terms": [Term("TP", ["caught"], "There.")]}, "terms must be those that marks name; got .'TP'., and marks"),
        ({"marks": [Mark("label", "a", text=["1"], term="TP")]}, "terms must be those that marks name; got .., and"),
    ],
)
def test_frames_refuse_columns_of_the_wrong_length_and_loose_words(changes, message):
    with pytest.raises(ValueError, match=message):
        frames(**changes)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Mark("circle", "a"), "kind must be one of 'vline'.*got 'circle'"),
        (lambda: Mark("vline", "a", "red", x=[1]), "role must be one of 'negative'.*got 'red'"),
        (lambda: Mark("vline", "a", x=[1], drag="up"), "drag must be one of"),
        (lambda: Mark("label", "a", text=["a"], align="left"), "align must be one of 'start'"),
        (lambda: Table("t", ["a", "b"], {"row": [["1"]]}), "one cell for each of the 2 columns; got 1 in row 'row'"),
    ],
)
def test_marks_and_tables_refuse_unknown_words(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_ragged_columns_and_single_entries():
    mark = Mark("points", "a", x=[[1], [1, 2], []], y=[[5], [5, 6], []])
    assert [mark.at(i)[:2] for i in range(3)] == [([1], [5]), ([1, 2], [5, 6]), ([], [])]
    assert Mark("vline", "a", x=[7]).at(2) == ([7], [], "")
    assert frames(marks=[mark]).payload()["marks"][0]["x"] == [[1.0], [1.0, 2.0], []]


def test_nearest_frame():
    assert [frames().nearest(value) for value in (-5, 1.4, 1.6, 99)] == [0, 0, 1, 2]
