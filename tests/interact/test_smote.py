"""The SMOTE explorer without a browser: its frames hold compute's numbers, and a learner's functions drive it."""

import json
import re

import numpy as np
import pytest

from lessonlib.compute.data import SMALL_SETS, small_set
from lessonlib.compute.neighbors import find_k_neighbors, k_nearest_neighbors
from lessonlib.compute.resampling import interpolate, smote
from lessonlib.compute.smote_steps import majority_among_nearest
from lessonlib.compute.words import of
from lessonlib.interact.export import page
from lessonlib.interact.smote import smote_explorer


def shown(explorer, value):
    """The places of small marks by role, and the sentence, at one position."""
    index = explorer.frames.nearest(value)
    places = {}
    for mark in explorer.frames.marks:
        if mark.kind == "points" and not mark.drag:
            x, y, _ = mark.at(index)
            places[mark.role] = np.column_stack([x, y])
    return places, explorer.frames.sentences[index]


def cells(explorer, value):
    """The table's row at one position."""
    index = explorer.frames.nearest(value)
    (row,) = explorer.frames.tables[0].rows.values()
    return [column[index] for column in row]


@pytest.mark.parametrize("data", SMALL_SETS)
@pytest.mark.parametrize("k", [1, 5, 15])
def test_points_and_bad_points_are_those_of_compute(data, k):
    explorer = smote_explorer(data, "points", k)
    rows = small_set(data)
    for number in (5, 100, 200):
        points = smote(rows.minority, k, 200, seed=42)[:number]
        bad = majority_among_nearest(points, *rows, m=5) >= 3
        places, sentence = shown(explorer, number)
        assert np.array_equal(places["third"], points[~bad])
        assert np.array_equal(places.get("ink", np.empty((0, 2))), points[bad])
        assert "reference" not in places
        are = "is" if bad.sum() == 1 else "are"
        assert sentence.startswith(f"With k = {k}, {bad.sum()} of {number} synthetic points (")
        assert f") {are} bad. For a bad point, of the 5 real rows nearest to it, 3 or more belong" in sentence
        assert cells(explorer, number) == [f"{number}", f"{bad.sum()}", f"{100 * bad.mean():.1f} %", "0"]
    assert cells(explorer, 0) == ["0", "0", "–", "0"]
    assert shown(explorer, 0)[1].startswith(f"No synthetic points yet, k = {k}.")


def test_the_five_steps_tell_how_a_point_is_made():
    explorer = smote_explorer("two groups", "steps", 5)
    X, sentences = small_set("two groups").minority, explorer.frames.sentences
    assert len(sentences) == 30
    for point, new in enumerate(smote(X, 5, 200, seed=42)[:6]):
        first, second, third, fourth, fifth = sentences[5 * point : 5 * point + 5]
        row, neighbor, t = (word for word in cells(explorer, 5 * point + 5)[:3])
        assert first == f"Point {point + 1}, step 1: draw a minority row at random: row {row} of 0 to 17."
        assert "find the 5 minority rows nearest to it; the majority is not looked at" in second
        place = find_k_neighbors(X, int(row), 5).tolist().index(int(neighbor))
        assert (
            f"draw one of them at random: row {neighbor}, the {('1st', '2nd', '3rd', '4th', '5th')[place]} near"
            in third
        )
        assert f"draw t between 0 and 1: {t}, which is {round(100 * float(t))} % of the way" in fourth
        assert f"= ({new[0]:z.2f}, {new[1]:z.2f})".replace("-", "−") in fifth
        made = interpolate(X[int(row)], X[int(neighbor)], float(t))
        assert made == pytest.approx(new, abs=0.005 * np.ptp(X))
    assert cells(explorer, 1)[1:] == ["–"] * 4
    assert cells(explorer, 3)[2:] == ["–"] * 3


NUMBERS = re.compile(r"−?\d+\.\d+")


@pytest.mark.parametrize("data", SMALL_SETS)
@pytest.mark.parametrize("k", range(1, 16))
def test_the_equation_of_step_5_holds_as_it_is_printed_for_every_point(data, k):
    for draw in range(42, 46):
        explorer = smote_explorer(data, k=k)
        explorer.settings = explorer.settings | {"draw": draw}
        frames = explorer.frames
        for index in range(4, len(frames.sentences), 5):
            equation = frames.sentences[index].partition("step 5: ")[2].partition(": ")[0]
            x1, x2, t, end1, end2, again1, again2, new1, new2 = (
                float(number.replace("−", "-")) for number in NUMBERS.findall(equation)
            )
            assert (x1, x2) == (again1, again2)
            assert [x1 + t * (end1 - x1), x2 + t * (end2 - x2)] == pytest.approx([new1, new2], abs=0.005 + 1e-9)
            row, neighbour, part, point, among = (column[index] for column in frames.tables[0].rows[f"k = {k}"])
            assert equation.endswith(f"= {point}")
            assert f"row {row} of" in frames.sentences[index - 4]
            assert f"row {neighbour}, the" in frames.sentences[index - 2]
            assert f"draw t between 0 and 1: {part}, which is {100 * float(part):.0f} %" in frames.sentences[index - 1]
            count = int(among.partition(" ")[0])
            assert f": {count} of its 5" in frames.sentences[index]
            assert frames.sentences[index].endswith(", a bad point." if count >= 3 else ", not a bad point.")


@pytest.mark.parametrize("data", SMALL_SETS)
@pytest.mark.parametrize("k", range(1, 16))
def test_shares_of_bad_points_follow_from_the_counts_shown(data, k):
    frames = smote_explorer(data, drag="points", k=k).frames
    numbers, bad, shares, off = frames.tables[0].rows["shown"]
    for sentence, n, b, share, o in zip(frames.sentences, map(int, numbers), map(int, bad), shares, off, strict=True):
        assert share == ("–" if n == 0 else f"{100 * b / n:.1f} %")
        assert n == 0 or f"{of(b, n, 'synthetic point')} " in sentence
        assert o == "0"


def test_what_comes_later_is_not_shown_yet():
    explorer = smote_explorer()
    at = [
        [mark.at(step)[0] for mark in explorer.frames.marks if mark.kind in ("segments", "point")] for step in range(5)
    ]
    hidden = [sum(bool(np.all(np.isnan(np.array(x, dtype=float)))) for x in xs) for xs in at]
    assert hidden == sorted(hidden, reverse=True)
    assert hidden[0] > hidden[1] > hidden[2] >= hidden[3] > hidden[4]


@pytest.mark.parametrize("data", SMALL_SETS)
def test_t_moves_the_point_along_one_segment(data):
    explorer = smote_explorer(data, "t", 5)
    rows = small_set(data)
    (handle,) = [mark for mark in explorer.frames.marks if mark.drag]
    row, neighbor = (rows.minority[int(number)] for number in cells(explorer, 0)[:2])
    for t in (0, 0.3, 1):
        place = np.ravel([handle.x[explorer.frames.nearest(t)], handle.y[explorer.frames.nearest(t)]])
        assert place == pytest.approx(interpolate(row, neighbor, t))
        (count,) = majority_among_nearest([place], *rows, m=5)
        x, y = place
        assert cells(explorer, t)[2:] == [f"{t:.2f}", f"({x:z.2f}, {y:z.2f})".replace("-", "−"), f"{count} of 5"]
        assert ("not a bad point" not in shown(explorer, t)[1]) == (count >= 3)
    assert explorer.value == 0.5


def test_controls_change_what_is_shown_and_a_new_quantity_starts_at_its_own_place():
    explorer = smote_explorer(drag="points")
    before = shown(explorer, 100)[0]["third"]
    explorer.settings = explorer.settings | {"draw": 43}
    assert not np.array_equal(shown(explorer, 100)[0]["third"], before)
    explorer.settings = explorer.settings | {"k": 9, "data": "an outlier"}
    assert explorer.value == 100
    assert "k = 9" in explorer.sentence
    explorer.settings = explorer.settings | {"drag": "t"}
    assert (explorer.value, explorer.frames.quantity) == (0.5, "t")
    explorer.settings = explorer.settings | {"drag": "steps"}
    assert (explorer.value, explorer.frames.quantity) == (5, "Step")


def test_a_right_smote_of_ones_own_is_shown_with_its_steps():
    def mine(X_minority, k=5, n_synthetic=100, seed=42):
        rng = np.random.default_rng(seed)
        row = rng.integers(len(X_minority), size=n_synthetic)
        neighbor = k_nearest_neighbors(X_minority, k)[row, rng.integers(k, size=n_synthetic)]
        return interpolate(X_minority[row], X_minority[neighbor], rng.random((n_synthetic, 1)))

    explorer = smote_explorer(drag="points", smote=mine)
    X = small_set("two groups").minority
    places, sentence = shown(explorer, 200)
    theirs = np.concatenate([places["third"], places["ink"]])
    assert explorer.problem == ""
    assert "no segment" not in sentence
    assert np.array_equal(np.sort(theirs, axis=0), np.sort(mine(X, 5, 200, 42), axis=0))
    assert "draw t between 0 and 1" in smote_explorer(smote=mine).frames.sentences[3]


def test_a_t_for_each_coordinate_is_seen():
    def two_ts(X_minority, k, n_synthetic, seed):
        row = np.arange(n_synthetic) % len(X_minority)
        t = np.random.default_rng(seed).random((n_synthetic, 2))
        return interpolate(X_minority[row], X_minority[k_nearest_neighbors(X_minority, k)[row, 0]], t)

    explorer = smote_explorer(drag="points", smote=two_ts)
    places, sentence = shown(explorer, 200)
    assert len(places["reference"]) > 190
    assert "lie on no segment between a row and a neighbour (grey squares)." in sentence
    assert "there are no steps to show" in smote_explorer(smote=two_ts).sentence


def test_neighbours_of_ones_own_are_used_and_a_row_among_its_own_is_named():
    calls = []

    def mine(X, idx, k):
        calls.append((idx, k))
        return list(find_k_neighbors(X, idx, k))

    explorer = smote_explorer("a curve", "points", 4, find_k_neighbors=mine)
    assert (explorer.problem, calls) == ("", [(idx, 4) for idx in range(18)])
    assert explorer.sentence == smote_explorer("a curve", "points", 4).sentence
    with_itself = smote_explorer(find_k_neighbors=lambda X, idx, k: np.argsort(np.linalg.norm(X - X[idx], axis=1))[:k])
    assert with_itself.problem.startswith("Your function names row 0 as its own neighbour")


def not_yet(*_):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (not_yet, "Your function is not written yet"),
        (lambda X, *_: X[len(X)], "Your function stopped: line"),
        (lambda X, *_: X[:3], r"an array of shape (200, 2); it returned one of shape (3, 2)"),
        (lambda *_: None, "an array of shape (200, 2); it returned None"),
        (lambda *_: np.full((200, 2), np.nan), "must return finite points"),
    ],
)
def test_a_smote_that_fails_is_explained_and_ours_stands_in(mine, words):
    explorer = smote_explorer(drag="points", smote=mine)
    assert words in explorer.problem
    assert explorer.problem.endswith("lessonlib's own is shown.")
    assert explorer.sentence == smote_explorer(drag="points").sentence


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (not_yet, "Your function is not written yet"),
        (lambda X, *_: X[99], "Your function stopped: line"),
        (lambda *_: [0], "must return 5 row numbers for row 0; it returned [0]"),
        (lambda *_: [18, 1, 2, 3, 4], "must return 5 row numbers for row 0"),
        (lambda *_: [0.5, 1, 2, 3, 4], "must return 5 row numbers for row 0"),
        (lambda *_: "near", "must return 5 row numbers for row 0; it returned 'near'"),
    ],
)
def test_neighbours_that_fail_are_explained_and_ours_stand_in(mine, words):
    explorer = smote_explorer(find_k_neighbors=mine)
    assert words in explorer.problem
    assert explorer.sentence == smote_explorer().sentence


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"data": "moons"}, "name must be one of 'two groups'"),
        ({"drag": "k"}, "drag must be one of 'steps', 't', 'points'; got 'k'"),
        ({"k": 16}, "k must be a whole number from 1 to 15; got 16"),
        ({"k": 2.5}, "k must be a whole number from 1 to 15; got 2.5"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        smote_explorer(**arguments)


@pytest.mark.parametrize("drag", ["steps", "t", "points"])
def test_it_is_small_and_can_be_exported(drag):
    explorer = smote_explorer("a curve", drag, 15)
    assert len(json.dumps(explorer.get_state(), default=str)) < 1_000_000
    html = page(explorer, title="SMOTE")
    assert "SMOTE explorer" in html
    assert "Points in a plane: 18 minority rows as triangles, 120 majority rows as circles." in html
