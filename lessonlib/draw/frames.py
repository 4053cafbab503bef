"""Frames: everything a widget shows at each position of the quantity that is dragged, as columns of data.

A column has one entry a frame, or a single entry that holds for all of them. Whoever makes frames computes
and formats; whoever shows them (the page, or a static picture) only picks a row and maps data to pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from math import isfinite
from numbers import Real

import numpy as np

from lessonlib.draw.palette import ROLES

KINDS = ("vline", "hline", "vspan", "point", "points", "segments", "polyline", "label")


@dataclass(frozen=True)
class Mark:
    """One thing that moves over the stage.

    Parameters
    ----------
    kind : str
        "vline" needs x, "hline" y, "vspan" x as (from, to); "point", "points", "segments" (two ends after one
        another) and "polyline" need x and y; "label" needs text, and stands above its panel where y is left
        out, at the panel's edge where x is.
    axes : str
        The stage's name of the panel it lives in.
    role : str, default "ink"
        A key of `ROLES`: gives colour, shape and dash.
    x, y : sequence
        Columns of data coordinates; an entry is a number, or a sequence of any length. NaN is not drawn.
    text : sequence of str
        A label's column of words.
    drag : str, default ""
        "x", "y" or "xy": the pointer drags this mark in that direction, to the frame where it is nearest.
    align : str, default "middle"
        "start", "middle" or "end" of a label is at x.
    term : str, default ""
        The name of the `Term` that lights this mark up.
    lit_only : bool, default False
        It is not seen until its term lights it up; a still picture leaves it out.
    """

    kind: str
    axes: str
    role: str = "ink"
    x: Sequence = ()
    y: Sequence = ()
    text: Sequence[str] = ()
    drag: str = ""
    align: str = "middle"
    term: str = ""
    lit_only: bool = False

    def __post_init__(self):
        _one_of("kind", self.kind, KINDS)
        _one_of("role", self.role, ROLES)
        _one_of("drag", self.drag, ("", "x", "y", "xy"))
        _one_of("align", self.align, ("start", "middle", "end"))

    def at(self, index):
        """Return x, y (lists of any length) and text of one frame."""
        x, y = ([] if len(column) == 0 else _many(_entry(column, index)) for column in (self.x, self.y))
        return x, y, _entry(self.text, index) if self.text else ""

    def payload(self):
        """Return the mark as JSON data, its role spelled out."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return plain | asdict(ROLES[self.role]) | {"x": _plain(self.x), "y": _plain(self.y), "text": list(self.text)}


@dataclass(frozen=True)
class Term:
    """Words that are linked to marks: pointing at one of them lights the marks up, pointing at the marks lights it up.

    Parameters
    ----------
    name : str
        What marks call it, and the code or the header of table cells that belong to it.
    words : sequence of str
        How else it is written in sentences and headers.
    where : str
        What lights up, in words: for those who do not see it, and as a tip.
    """

    name: str
    words: Sequence[str]
    where: str


@dataclass(frozen=True)
class Table:
    """Numbers as words in a table: `rows` maps a row's header to one column of frames for each of its cells.

    `codes`, where given, names each cell in small type, row by row (TP, FN, …). A `folded` table shows its caption
    until somebody asks for more.
    """

    caption: str
    columns: Sequence[str]
    rows: Mapping[str, Sequence[Sequence[str]]]
    codes: Sequence[Sequence[str]] = ()
    folded: bool = False

    def __post_init__(self):
        for header, cells in self.rows.items():
            if len(cells) != len(self.columns):
                raise ValueError(
                    f"rows must have one cell for each of the {len(self.columns)} columns; "
                    f"got {len(cells)} in row {header!r}. Add or remove cells."
                )

    def payload(self):
        """Return the table as JSON data."""
        rows = [{"header": header, "cells": [list(c) for c in cells]} for header, cells in self.rows.items()]
        plain = {"caption": self.caption, "columns": list(self.columns), "rows": rows, "codes": list(self.codes)}
        return plain | {"folded": self.folded}


@dataclass(frozen=True)
class Frames:
    """All frames of a widget.

    Parameters
    ----------
    quantity : str
        What is dragged, in words: the slider's label.
    values : sequence of float, shape (n,)
        Its positions, strictly rising; the steps need not be equal.
    readings, sentences : sequence of str, shape (n,)
        The value as it is written, and what the frame shows in a full sentence.
    tables : sequence of Table
    marks : sequence of Mark
        Drawn in this order.
    terms : sequence of Term

    Raises
    ------
    ValueError
        If `values` do not rise, a column has neither one entry nor one a frame, or marks name other terms than there
        are.
    """

    quantity: str
    values: Sequence[float]
    readings: Sequence[str]
    sentences: Sequence[str]
    tables: Sequence[Table] = ()
    marks: Sequence[Mark] = ()
    terms: Sequence[Term] = ()

    def __post_init__(self):
        if len(self.values) == 0 or not np.all(np.diff(self.values) > 0):
            raise ValueError(
                f"values must be at least one number, each larger than the last; got {len(self.values)} values. "
                "Use np.unique(values)."
            )
        for name, column in self._columns():
            if len(column) not in (1, len(self.values)):
                raise ValueError(
                    f"{name} must have one entry, or one for each of the {len(self.values)} frames; "
                    f"got {len(column)}. Make it as long as values."
                )
        named, linked = {term.name for term in self.terms}, {mark.term for mark in self.marks} - {""}
        if named != linked:
            raise ValueError(
                f"terms must be those that marks name; got {sorted(named)}, and marks name {sorted(linked)}. "
                "Give each term a mark, and each linked mark its term."
            )

    def nearest(self, value):
        """Return the index of the frame whose value is nearest."""
        return int(np.argmin(np.abs(np.asarray(self.values) - value)))

    def payload(self):
        """Return the frames as JSON data."""
        return {
            "quantity": self.quantity,
            "values": [float(value) for value in self.values],
            "readings": list(self.readings),
            "sentences": list(self.sentences),
            "tables": [table.payload() for table in self.tables],
            "marks": [mark.payload() for mark in self.marks],
            "terms": [asdict(term) for term in self.terms],
        }

    def _columns(self):
        yield "readings", self.readings
        yield "sentences", self.sentences
        for mark in self.marks:
            yield from ((f"{name} of a {mark.kind}", getattr(mark, name)) for name in _needed(mark))
        for table in self.tables:
            yield from ((f"a cell of row {row!r}", cell) for row, cells in table.rows.items() for cell in cells)


def _needed(mark):
    """Name the columns of a mark that must not be empty, and those that are not."""
    always = {"vline": "x", "vspan": "x", "hline": "y", "label": ()}.get(mark.kind, "xy")
    given = (name for name in "xy" if len(getattr(mark, name)))
    return dict.fromkeys([*always, *given, *(["text"] if mark.kind == "label" else [])])


def _one_of(name, value, allowed):
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}; got {value!r}. Choose one of these.")


def _entry(column, index):
    return column[index if len(column) > 1 else 0]


def _many(entry):
    return [entry] if isinstance(entry, Real) else list(entry)


def _plain(entry):
    """Return numbers, to seven digits, for JSON: finer than any screen, and small; NaN becomes null."""
    if isinstance(entry, Real):
        return float(f"{entry:.7g}") if isfinite(entry) else None
    return [_plain(item) for item in entry]
