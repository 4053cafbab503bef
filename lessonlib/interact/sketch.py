"""A curve to be drawn before it is seen: what is asked, and in words where a drawing lies off."""

import re
from dataclasses import dataclass

from lessonlib.compute.words import number

CLOSE = 0.05  # of the height: nearer than that, a drawing is called close
FEWEST, MOST = 3, 8  # points


@dataclass(frozen=True)
class Sketch:
    """What `predict` lets the learner draw in place of choosing: one height, from 0 to 1, at each of some points.

    Parameters
    ----------
    points : sequence of str
        Three to eight different labels, from left to right.
    across, up : str
        What the labels and the heights are, in a few words: "weight of a positive", "precision".
    start : float in [0, 1], default 0.5
        The height at which all points stand at first.

    Raises
    ------
    ValueError
        If there are too few or too many points, or two alike, or `start` is no share.
    """

    points: tuple[str, ...]
    across: str
    up: str
    start: float = 0.5

    def __post_init__(self):
        object.__setattr__(self, "points", tuple(map(str, self.points)))
        object.__setattr__(self, "start", round(float(self.start), 2))
        if not FEWEST <= len(set(self.points)) == len(self.points) <= MOST:
            raise ValueError(
                f"points must be {FEWEST} to {MOST} different labels; got {list(self.points)}. Leave some out."
            )
        if not 0 <= self.start <= 1:
            raise ValueError(f"start must lie from 0 to 1; got {self.start}. Give the height as a share.")

    def heights(self, values):
        """Return the values, a dict by label, in the order of the points.

        Raises
        ------
        ValueError
            If the labels are others than the points, or a value does not lie from 0 to 1.
        """
        try:
            named = {str(name): float(value) for name, value in dict(values).items()}
        except (TypeError, ValueError):
            named = {}
        if named.keys() != set(self.points):
            raise ValueError(f"answer must map each of {list(self.points)} to its height; got {values!r}. Give a dict.")
        heights = [named[point] for point in self.points]
        if not all(0 <= height <= 1 for height in heights):  # NaN does not, either
            raise ValueError(f"answer must hold heights from 0 to 1; got {heights}. Give them as shares.")
        return heights

    def read(self, drawn):
        """Return the heights of a drawing as it was kept, or None if that is none, or was drawn on other points.

        >>> Sketch("abc", "letter", "share").read("0.10, 0.50, 1.00")
        [0.1, 0.5, 1.0]
        """
        heights = drawn.split(", ")
        if len(heights) != len(self.points) or not all(re.fullmatch(r"[01]\.\d\d", height) for height in heights):
            return None
        return list(map(float, heights))


def written(heights):
    """Return heights as they are kept, and said.

    >>> written([0.1, 2 / 3])
    '0.10, 0.67'
    """
    return ", ".join(number(height, ".2f") for height in heights)


def where_off(points, drawn, true):
    """Say where a drawing lies beside the true curve.

    Parameters
    ----------
    points : sequence of str
    drawn, true : sequence of float
        Heights at the points.

    Returns
    -------
    str
        One sentence or two.

    Examples
    --------
    >>> where_off(["1", "2", "5"], [0.9, 0.9, 0.5], [0.91, 0.8, 0.6])
    'Yours is close at 1; too high at 2; too low at 5. It is farthest off at 2: 0.90 drawn, 0.80 true.'
    >>> where_off(["1", "2", "5"], [0.9, 0.8, 0.6], [0.91, 0.8, 0.6])
    'Yours lies within 0.05 of it everywhere.'
    """
    gaps = [mine - its for mine, its in zip(drawn, true, strict=True)]
    sides = ["close" if abs(gap) <= CLOSE else "too high" if gap > 0 else "too low" for gap in gaps]
    if set(sides) == {"close"}:
        return f"Yours lies within {CLOSE} of it everywhere."
    parts = [
        f"{word} at {', '.join(point for point, side in zip(points, sides, strict=True) if side == word)}"
        for word in dict.fromkeys(sides)
    ]
    at = max(range(len(gaps)), key=lambda index: abs(gaps[index]))
    return (
        f"Yours is {'; '.join(parts)}. It is farthest off at {points[at]}: "
        f"{number(drawn[at], '.2f')} drawn, {number(true[at], '.2f')} true."
    )
