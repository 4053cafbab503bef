"""What the SMOTE explorer shows at each position: of the five steps of a point, of one t, of the number of points."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.resampling import interpolate
from lessonlib.compute.smote_steps import Steps, majority_among_nearest
from lessonlib.compute.words import number, of, percent, plural
from lessonlib.draw.frames import Frames, Mark, Table, Term

AMONG, BAD = 5, 3  # of so many nearest real rows, so many of the majority make a point bad
N_POINTS, EVERY = 200, 5
STEPPED = 6  # points that are made step by step
T = np.linspace(0, 1, 51)
NOWHERE = (np.nan, np.nan)
RULE = f"of the {AMONG} real rows nearest to it, {BAD} or more belong to the majority"
COLUMNS = ("row", "neighbour", "t", "new point", f"majority among its {AMONG} nearest")


class Made(NamedTuple):
    """A data set, the neighbours of its minority rows, and the synthetic points with the majority around them."""

    minority: np.ndarray
    majority: np.ndarray
    neighbors: np.ndarray
    steps: Steps
    among: np.ndarray

    @property
    def k(self):
        """Neighbours of each row."""
        return self.neighbors.shape[1]


def step_frames(made):
    """Return five frames for each of the first points: row, neighbours, one neighbour, t, the point."""
    point, step = np.divmod(np.arange(5 * STEPPED), 5)
    row, neighbor, _, points, on_line = in_hand = Steps(*(column[point] for column in made.steps))
    start, end = made.minority[row], made.minority[neighbor]
    bad = made.among[point] >= BAD
    rays = [_rays(made, i) if s >= 1 else (NOWHERE, NOWHERE) for i, s in zip(row, step, strict=True)]
    words = [f"t = {_t(start[i], end[i], one)}" for i, one in enumerate(in_hand.t)]
    marks = [
        Mark("segments", "map", "reference", x=[x for x, _ in rays], y=[y for _, y in rays], term="neighbours"),
        _segment(start, end, step >= 2),
        *_point_marks(made, point),
        *_ends(start, end, step),
        *_new_point(points, bad, on_line, step == 4),
        _label("ink", interpolate(start, end, 0.5), words, step == 3, "t"),
    ]
    return Frames(
        quantity="Step",
        values=list(range(1, 5 * STEPPED + 1)),
        readings=[f"point {p + 1}, step {s + 1}" for p, s in zip(point, step, strict=True)],
        sentences=[_step_sentence(made, p, s) for p, s in zip(point, step, strict=True)],
        tables=[_in_hand(made, in_hand, made.among[point], step)],
        marks=marks,
        terms=_terms(
            marks, [_neighbor_words(made, a, b) for a, b, on in zip(row, neighbor, on_line, strict=True) if on]
        ),
    )


def t_frames(made):
    """Return a frame for each t on one segment: that of the first bad point, if there is one."""
    bad_points = np.flatnonzero(made.steps.on_line & (made.among >= BAD))
    first = bad_points[0] if len(bad_points) else 0
    row, neighbor = made.steps.row[first], made.steps.neighbor[first]
    start, end = made.minority[row], made.minority[neighbor]
    points = interpolate(start, end, T[:, None])
    among = majority_among_nearest(points, made.minority, made.majority, AMONG)
    bad = among >= BAD
    every = np.full(len(T), 4)
    steps = Steps(np.full(len(T), row), np.full(len(T), neighbor), T, points, bad | True)
    stretches = np.flatnonzero(bad[:-1] & bad[1:])
    black = np.stack([points[stretches], points[stretches + 1]], axis=1).reshape(-1, 2)  # two ends, one by one
    marks = [
        _segment(*(np.tile(one, (len(T), 1)) for one in (start, end)), every >= 2, "third"),
        Mark("segments", "map", "ink", *([column.tolist() or NOWHERE] for column in black.T)),
        *_ends(np.tile(start, (len(T), 1)), np.tile(end, (len(T), 1)), every),
        *_new_point(points, bad, steps.on_line, every == 4, drag="xy"),
    ]
    return Frames(
        quantity="t",
        values=T,
        readings=[f"{t:.2f}" for t in T],
        sentences=[
            f"t = {t:.2f} goes {100 * t:.0f} % of the way from row {row} to its neighbour, row {neighbor}, and makes "
            f"{_written(point)}: {_company(count)}."
            for t, point, count in zip(T, points, among, strict=True)
        ],
        tables=[_in_hand(made, steps, among, every)],
        marks=marks,
        terms=_terms(marks, [f"its neighbour, row {neighbor}"]),
    )


def point_frames(made):
    """Return a frame for each number of points."""
    numbers = np.arange(0, N_POINTS + 1, EVERY)
    bad = np.concatenate([[0], np.cumsum(made.among >= BAD)])[numbers]
    off = np.concatenate([[0], np.cumsum(~made.steps.on_line)])[numbers]
    shares = ["–" if n == 0 else percent(b / n, ".1f") for n, b in zip(numbers, bad, strict=True)]
    cells = [[f"{one}" for one in column] for column in (numbers, bad, off)]
    columns = ("points", "bad", "share of bad points", "on no segment")
    marks = _point_marks(made, numbers)
    return Frames(
        quantity="Synthetic points",
        values=numbers,
        readings=cells[0],
        sentences=[_points_sentence(made.k, *counts) for counts in zip(numbers, bad, off, strict=True)],
        tables=[Table("Synthetic points", columns, {"shown": (cells[0], cells[1], shares, cells[2])})],
        marks=marks,
        terms=_terms(marks),
    )


def _terms(marks, neighbor=()):
    """Return the words that are linked to marks; `neighbor` are those that name the neighbour in sentences."""
    terms = (
        Term("row", ("row",), "The row that was drawn."),
        Term("neighbours", ("minority rows nearest to it", "minority row nearest to it"), "The lines to them."),
        Term("neighbour", ("neighbour", *dict.fromkeys(neighbor)), "The neighbour that was drawn."),
        Term("t", ("t",), "The segment from the row to the neighbour."),
        Term("new", ("new point",), "The point in hand."),
        Term("good", ("not a bad point",), "The green points: not bad."),
        Term("bad", ("bad", "a bad point"), "The black points: bad."),
        Term("off", ("on no segment", "grey squares"), "The grey squares: points on no segment."),
    )
    linked = {mark.term for mark in marks}
    return [term for term in terms if term.name in linked]


def _neighbor_words(made, row, neighbor):
    """Return how a sentence names a row's neighbour: “row 7, the 2nd nearest”."""
    place = np.flatnonzero(made.neighbors[row] == neighbor)[0]
    return f"row {neighbor}, the {_nth(place + 1)} nearest"


DRAGS = {"steps": step_frames, "t": t_frames, "points": point_frames}


def _points_sentence(k, number, bad, off):
    if number == 0:
        return f"No synthetic points yet, k = {k}. A point counts as bad if, {RULE}."
    lie = "lies" if off == 1 else "lie"
    off_line = (
        f" {of(off, number, 'point')} {lie} on no segment between a row and a neighbour (grey squares)." if off else ""
    )
    are = "is" if bad == 1 else "are"
    return f"With k = {k}, {of(bad, number, 'synthetic point')} {are} bad. For a bad point, {RULE}.{off_line}"


def _step_sentence(made, point, step):
    row, neighbor, t, new, on_line = (column[point] for column in made.steps)
    if not on_line:
        return (
            f"Point {point + 1}, {_written(new)}, lies on no segment between a row and one of its "
            f"{plural(made.k, 'neighbour')}: there are no steps to show."
        )
    ends = made.minority[row], made.minority[neighbor]
    start, end, part = *map(_written, ends), _t(*ends, t)
    what = (
        f"draw a minority row at random: row {row} of 0 to {len(made.minority) - 1}",
        f"find the {plural(made.k, 'minority row')} nearest to it; the majority is not looked at",
        f"draw one of {'them' if made.k > 1 else 'one'} at random: {_neighbor_words(made, row, neighbor)}",
        f"draw t between 0 and 1: {part}, which is {100 * float(part):.0f} % of the way",
        f"{start} + {part} · ({end} − {start}) = {_written(new)}: {_company(made.among[point])}",
    )[step]
    return f"Point {point + 1}, step {step + 1}: {what}."


def _company(count):
    verdict = "a bad point" if count >= BAD else "not a bad point"
    return (
        f"{count} of its {AMONG} nearest real rows {'belongs' if count == 1 else 'belong'} to the majority, {verdict}"
    )


def _nth(number):
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


def _written(point):
    return f"({', '.join(number(value, '.2f') for value in point)})"


def _t(start, end, t):
    """Return t with two digits, or as many as it takes for the new point, worked out with them, to come out right.

    >>> _t(np.array([0.0, 0.0]), np.array([9.0, 1.0]), 0.5), _t(np.array([0.0, 0.0]), np.array([9.0, 1.0]), 2 / 3)
    ('0.50', '0.667')
    """
    point = _written(interpolate(start, end, t))
    tries = (f"{t:.{digits}f}" for digits in range(2, 17))
    return next((one for one in tries if _written(interpolate(start, end, float(one))) == point), f"{t:.16f}")


def _in_hand(made, steps, among, step):
    """Return the table of the point in hand, each cell filled from the step on that decides it."""
    columns = (
        [f"{row}" for row in steps.row],
        [f"{row}" for row in steps.neighbor],
        [_t(made.minority[a], made.minority[b], t) for a, b, t in zip(steps.row, steps.neighbor, steps.t, strict=True)],
        [_written(point) for point in steps.points],
        [f"{count} of {AMONG}" for count in among],
    )
    shown = [
        [word if now >= first else "–" for word, now in zip(column, step, strict=True)]
        for column, first in zip(columns, (0, 2, 3, 4, 4), strict=True)
    ]
    return Table("The point in hand", COLUMNS, {f"k = {made.k}": shown})


def _rays(made, row):
    """Return the segments from a row to all its neighbours, two ends after one another."""
    ends = made.minority[made.neighbors[row]]
    both = np.stack([np.tile(made.minority[row], (len(ends), 1)), ends], axis=1).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _where(points, shown):
    """Return x and y as columns, with NaN in the frames where nothing is to be shown."""
    x, y = np.where(np.asarray(shown)[:, None], points, np.nan).T
    return {"x": x, "y": y}


def _segment(start, end, shown, role="ink"):
    x, y = (np.where(shown[:, None], np.column_stack([a, b]), np.nan) for a, b in zip(start.T, end.T, strict=True))
    return Mark("segments", "map", role, x=x, y=y, term="t")


def _ends(start, end, step):
    """Return the row and, from the third step on, its neighbour, with their names."""
    chosen, left = step >= 2, start[:, 0] <= end[:, 0]
    return [
        Mark("point", "map", "positive", **_where(start, step >= 0), term="row"),
        Mark("point", "map", "positive", **_where(end, chosen), term="neighbour"),
        *_name("row", start, np.full(len(start), True), left),
        *_name("neighbour", end, chosen, ~left),
    ]


def _name(word, points, shown, left):
    """Return labels beside points, each on the side that faces away from the other end of the segment."""
    sides = {"end": left, "start": ~left}
    words = [f"\u2002{word}\u2002"] * len(points)
    return [_label("positive", points, words, shown & side, word, align) for align, side in sides.items()]


def _label(role, points, words, shown, term, align="middle"):
    """Return a label that is empty in the frames where it is not to be shown."""
    text = [word if now else "" for word, now in zip(words, shown, strict=True)]
    return Mark("label", "map", role, x=points[:, 0], y=points[:, 1], text=text, align=align, term=term)


def _new_point(points, bad, on_line, shown, drag=""):
    """Return the point in hand in the look of its kind, and what drags it."""
    kinds = {"third": on_line & ~bad, "ink": on_line & bad, "reference": ~on_line}
    marks = [Mark("point", "map", role, **_where(points, shown & kind), term="new") for role, kind in kinds.items()]
    return marks if not drag else [*marks, Mark("points", "map", "ink", **_where(points, shown), drag=drag)]


def _point_marks(made, numbers):
    """Return the first points of all, so many in each frame: good ones, bad ones, and those on no segment."""
    bad, on_line = made.among >= BAD, made.steps.on_line
    kinds = {"good": ("third", on_line & ~bad), "bad": ("ink", on_line & bad), "off": ("reference", ~on_line)}
    marks = []
    for term, (role, kind) in kinds.items():
        if kind.any():
            places = [made.steps.points[:number][kind[:number]] for number in numbers]
            x, y = ([place[:, i] for place in places] for i in (0, 1))
            marks.append(Mark("points", "map", role, x=x, y=y, term=term))
    return marks
