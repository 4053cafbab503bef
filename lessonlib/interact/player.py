"""The player: one widget for all of the course, which shows frames over a stage and lets people drag.

Python hands it a stage (a still picture) and frames (data for every position). While somebody drags, the page
moves the marks by itself and Python hears of it only now and then; a change of a control asks Python for new
frames. The page's half is `player.js`; it holds no formula.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from html import escape

import anywidget
import traitlets

from lessonlib.draw.frames import Frames
from lessonlib.draw.stage import Stage, static_picture
from lessonlib.interact import with_shared
from lessonlib.learner import explain


@dataclass(frozen=True)
class Scene:
    """What a widget shows: a stage, its frames, and a problem in words if there is one."""

    stage: Stage
    frames: Frames
    problem: str = ""


@dataclass(frozen=True)
class Control:
    """A second quantity, which only Python can answer for.

    Parameters
    ----------
    kind : str
        "slider", "number", "dropdown", "checkbox" or "button"; a button's value counts its presses.
    name : str
        Its key in `Player.settings`.
    label : str
    value : float, str, bool or int
        What it starts with.
    minimum, maximum, step : float, optional
        For sliders and numbers.
    options : sequence of str
        For dropdowns.
    """

    kind: str
    name: str
    label: str
    value: float | str | bool = 0
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    options: Sequence[str] = ()

    def __post_init__(self):
        kinds = ("slider", "number", "dropdown", "checkbox", "button")
        if self.kind not in kinds:
            raise ValueError(f"kind must be one of {', '.join(kinds)}; got {self.kind!r}. Choose one of these.")


class Player(anywidget.AnyWidget):
    """A widget whose frames can be dragged through.

    Parameters
    ----------
    scene : callable
        Called with the controls' values as keywords; returns a `Scene`. Returning the same `Stage` object again
        spares the page a new picture.
    label : str
        The widget's name, for screen readers.
    question : str, default ""
        What to find out, shown above the picture.
    controls : sequence of Control, default ()
    value : float, optional
        Where the dragged quantity starts: the first position by default.

    Attributes
    ----------
    value : float
        The position, always one of the frames' values; it can be observed, and set from Python.
    settings : dict
        The controls' values by name.
    problem : str
        What went wrong the last time a scene was asked for, in words; empty if nothing did.
    """

    _esm = with_shared("terms.js", "player.js")
    _css = with_shared("player.css")

    # The page need not hear its own news back: an echo would pull the line to where the pointer was.
    value = traitlets.Float().tag(sync=True, echo_update=False)
    settings = traitlets.Dict().tag(sync=True, echo_update=False)
    label = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    answers = traitlets.Int(0).tag(sync=True)  # how many changes of the controls Python has answered
    _stage = traitlets.Dict().tag(sync=True)
    _frames = traitlets.Dict().tag(sync=True)

    def __init__(self, scene: Callable[..., Scene], *, label, question="", controls=(), value=None):
        settings = {control.name: control.value for control in controls}
        self._make, self._scene = scene, _checked(scene(**settings))
        super().__init__(
            label=label,
            question=question,
            controls=[asdict(control) for control in controls],
            settings=settings,
            problem=self._scene.problem,
            _stage=_stage_payload(self._scene.stage),
            _frames=self._scene.frames.payload(),
            value=self.frames.values[0] if value is None else value,
        )
        self.observe(self._answer, "settings")

    @property
    def frames(self):
        """The frames on show."""
        return self._scene.frames

    @property
    def sentence(self):
        """What is on show, in a sentence."""
        sentences = self.frames.sentences
        return sentences[self.frames.nearest(self.value)] if len(sentences) > 1 else sentences[0]

    def still(self):
        """Return the frame on show as an HTML figure, for places where no widget can run."""
        stage, index = self._scene.stage, self.frames.nearest(self.value)
        picture = _data_url(static_picture(stage, self.frames.marks, index))
        return (
            f'<figure class="lesson-figure"><img src="{picture}" alt="{escape(stage.alt)}" width="{stage.width}">'
            f"<figcaption>{escape(self.sentence)}</figcaption></figure>"
        )

    @traitlets.validate("value")
    def _snap(self, proposal):
        return float(self.frames.values[self.frames.nearest(proposal["value"])])

    def _answer(self, change):
        try:
            scene = _checked(self._make(**change["new"]))
        except Exception as error:  # whatever a learner's function raises is theirs to read, not ours to print
            scene = replace(self._scene, problem=self._in_fields_words(explain(error)))
        redraw = scene.stage is not self._scene.stage
        self._scene = scene
        with self.hold_sync():
            if redraw:
                self._stage = _stage_payload(scene.stage)
            self._frames = scene.frames.payload()
            self.value = self.value  # snaps to the new positions
            self.problem = scene.problem
            self.answers += 1

    def _in_fields_words(self, problem):
        """Call our arguments by the labels that stand beside their fields; a learner's error stays as it is."""
        ours = problem.removeprefix("ValueError: ")
        if ours == problem:
            return problem
        labels = {control["name"]: f"“{control['label']}”" for control in self.controls}
        wrong, must, rule = ours.partition(" must ")  # in a rule, "rows" is a word and cost_tp a name
        in_words = re.sub(r"\w+", lambda word: labels.get(word[0], word[0]), wrong)
        return in_words + must + re.sub(r"\w+_\w+", lambda word: labels.get(word[0], word[0]), rule)

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": f"{self.label}. {self.sentence}", "text/html": self.still()}, metadata


def _checked(scene):
    for mark in scene.frames.marks:
        if mark.axes not in scene.stage.panels:
            raise ValueError(
                f"axes of a {mark.kind} must name a panel of the stage; got {mark.axes!r}. "
                f"Choose one of {', '.join(scene.stage.panels)}."
            )
    return scene


def _stage_payload(stage):
    plain = {"width": stage.width, "height": stage.height, "alt": stage.alt, "picture": _data_url(stage.picture)}
    return plain | {"panels": {name: asdict(panel) for name, panel in stage.panels.items()}}


def _data_url(png):
    return f"data:image/png;base64,{b64encode(png).decode()}"
